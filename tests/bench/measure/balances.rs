//! What stands on the accounts of a fund with a million postings, next to one with a thousand.

use std::time::Instant;

use serde_json::Value;

use crate::Outcome;
use crate::client::{Client, get};
use crate::data::Data;
use crate::options::Options;
use crate::rounds::alternate;
use crate::seed::{Dialect, books::FUND};
use crate::service::{Running, Who};
use crate::table::Row;

const TIMES: usize = 30;
const MOST_TIMES: f64 = 1.5;
const SOURCES: [&str; 4] = ["ifad", "province", "other_source", "group_contribution"];

/// Times both in turns.
pub async fn measure(data: &Data, options: &Options) -> Outcome<Row> {
    let service = Running::start(&data.url, 1)?;
    let mut client = Client::connect(service.port()).await?;
    let mut requests = Vec::new();
    for fund in [2, 1] {
        let path = format!("/v1/funds/{}/accounts?limit=200", Dialect::made(FUND, fund));
        let request = get(&path, service.token(Who::Province));
        check(&serde_json::from_slice(client.expect_ok(&request).await?)?)?;
        requests.push(request);
    }
    let client = tokio::sync::Mutex::new(client);
    let time = async |fund: usize| {
        let started = Instant::now();
        client.lock().await.expect_ok(&requests[fund]).await?;
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    };
    let (large, small) = alternate(TIMES * options.rounds, || time(0), || time(1)).await?;
    Ok(Row {
        measurement: format!("balances: a fund with 1,000,000 postings, {:?}, next to 1,000", data.dialect),
        ours: format!("{large:.2} ms"),
        baseline: format!("{small:.2} ms"),
        ratio: Some(large / small),
        target: "<= 1.50",
        is_met: large / small <= MOST_TIMES,
    })
}

/// All accounts are there, and what came from sources is what stands on the others.
fn check(list: &Value) -> Outcome<()> {
    let accounts = list["data"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_source = |account: &&Value| SOURCES.iter().any(|kind| account["kind"] == *kind);
    let sum =
        |accounts: Vec<&Value>| accounts.iter().filter_map(|one| one["balance_vnd"].as_i64()).sum::<i64>();
    let (sources, others): (Vec<_>, Vec<_>) = accounts.iter().partition(is_source);
    let (came, stands) = (sum(sources), sum(others));
    if accounts.len() == 64 && came > 0 && came == stands {
        return Ok(());
    }
    Err(format!("{} accounts, {came} came from the sources, {stands} stands on the others", accounts.len())
        .into())
}
