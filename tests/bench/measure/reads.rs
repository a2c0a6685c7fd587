//! What a partner's list of its contracts reads, next to the same list beside a hundred thousand contracts of others.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement as Query};
use serde_json::Value;

use crate::Outcome;
use crate::capture::capture;
use crate::data::{self, Data, open};
use crate::seed::{Dialect, trade};
use crate::service::Who;
use crate::statement::{Parameter, Statement};
use crate::table::Row;

const LIST: &str = "/v1/sales-contracts?include_total=true";
const OTHERS: [usize; 2] = [10, 100_000];
const MOST_APART: f64 = 0.10;

/// Counts the pages of both.
pub async fn measure() -> Outcome<Row> {
    let [few, many] = OTHERS;
    let (small, large) = (pages(few).await?, pages(many).await?);
    let ratio = f64::from(large) / f64::from(small);
    Ok(Row {
        measurement: format!(
            "contracts: pages read for a partner's list, beside {many} and {few} of others, Postgres"
        ),
        ours: large.to_string(),
        baseline: small.to_string(),
        ratio: Some(ratio),
        target: "+-10 %",
        is_met: (ratio - 1.0).abs() <= MOST_APART,
    })
}

async fn pages(others: usize) -> Outcome<u32> {
    let data = data::written("trade", trade::statements(Dialect::Postgres, others)).await?;
    let statements = capture(&data, Who::Buyer, LIST).await?;
    let mut pages = 0;
    for statement in statements.iter().filter(|statement| statement.sql.starts_with("SELECT")) {
        pages += read(&data, statement).await?;
    }
    Ok(pages)
}

/// Pages of tables and indexes that a statement reads, in memory or not.
async fn read(data: &Data, statement: &Statement) -> Outcome<u32> {
    let value = |place: usize| {
        let Some(Parameter { kind, value: Some(value) }) = statement.parameters.get(place - 1) else {
            return "NULL".to_owned();
        };
        format!("CAST('{}' AS {kind})", value.replace('\'', "''"))
    };
    let connection = open(&data.url).await?;
    let explain = format!("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {}", statement.with(value));
    let row = connection.query_one_raw(Query::from_string(DbBackend::Postgres, explain)).await?;
    let told: Value = row.ok_or("no plan")?.try_get_by_index(0)?;
    connection.close().await?;
    let plan = &told[0]["Plan"];
    let pages =
        ["Shared Hit Blocks", "Shared Read Blocks"].map(|name| plan[name].as_u64().unwrap_or_default());
    Ok(u32::try_from(pages.iter().sum::<u64>())?)
}
