//! A thousand contracts of three lines in one request, next to plain multi-row INSERTs of the same rows.

use std::collections::HashMap;
use std::time::Instant;

use entity::ids::ContractId;
use entity::{contract_line, contract_version, sales_contract};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, DatabaseConnection,
    EntityTrait, IntoActiveModel, QueryFilter as _, QueryTrait as _, Statement as Query,
    TransactionTrait as _,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Outcome;
use crate::client::{Client, create};
use crate::data::{self, Data, open};
use crate::options::Options;
use crate::rounds::alternate;
use crate::seed::{Dialect, trade};
use crate::service::{Running, Who};
use crate::table::Row;

const CONTRACTS: usize = 1_000;
const LINES: usize = 3;
/// Contracts, their texts and their lines.
const ROWS: usize = CONTRACTS * (2 + LINES);
/// Contracts of others in the table.
const OTHERS: usize = 10_000;
/// Rows of one statement: so few that their values fit, so many that it does not matter.
const AT_ONCE: usize = 1_000;
const LEAST: f64 = 0.3;

/// Times both in turns.
pub async fn measure(dialect: Dialect, options: &Options) -> Outcome<Row> {
    let rows = trade::statements(dialect, OTHERS);
    let data = match dialect {
        Dialect::Postgres => data::written("trade", rows).await?,
        Dialect::Sqlite => data::written_file("trade", rows).await?,
    };
    println!("measuring registrations on {dialect:?} …");
    let service = Running::start(&data.url, 2)?;
    let desk = tokio::sync::Mutex::new((Client::connect(service.port()).await?, 0));
    let connection = open(&data.url).await?;
    let ours = async || {
        let (client, batch) = &mut *desk.lock().await;
        *batch += 1;
        let request =
            create("/v1/sales-contracts/register", service.token(Who::Buyer), &body(*batch).to_string());
        let started = Instant::now();
        let reply: Value = serde_json::from_slice(client.expect_ok(&request).await?)?;
        let taken = started.elapsed().as_secs_f64();
        let results = reply["results"].as_array().map(Vec::as_slice).unwrap_or_default();
        let made = results.iter().filter(|one| one["outcome"] == "created").count();
        if made == CONTRACTS {
            Ok(per_second(taken))
        } else {
            Err(format!("{made} made: {}", results[0]).into())
        }
    };
    let theirs = async || {
        let batch = desk.lock().await.1;
        again(&data, &connection, batch).await
    };
    // The first answers pay for connecting and preparing; then the planner is told of the tables that have grown.
    ours().await?;
    data.analyse().await?;
    let (ours, theirs) = alternate(options.rounds, ours, theirs).await?;
    Ok(Row {
        measurement: format!(
            "registrations: {CONTRACTS} contracts of {LINES} lines at once, {dialect:?}, plain INSERTs"
        ),
        ours: format!("{ours:.0} rows/s"),
        baseline: format!("{theirs:.0} rows/s"),
        ratio: Some(ours / theirs),
        target: ">= 0.30",
        is_met: ours / theirs >= LEAST,
    })
}

fn per_second(taken: f64) -> f64 {
    f64::from(u32::try_from(ROWS).unwrap_or_default()) / taken
}

fn body(batch: usize) -> Value {
    let line = |line_no: usize| {
        json!({
            "line_no": line_no, "chain": "thach_den", "form": "dried", "grade": "Loại 1", "unit": "kg",
            "quantity": "2500.5", "deliver_from_on": "2026-09-01", "deliver_until_on": "2026-12-01",
            "price": { "rule": "floor", "unit_price_vnd": 40_000 + line_no, "premium_vnd": 0, "reference": null },
            "fresh_per_dried": "8.5",
        })
    };
    let content = json!({
        "signed_on": "2026-01-10", "starts_on": "2026-02-01", "ends_on": "2026-12-31", "linkage": "production_sale",
        "lines": (1..=LINES).map(line).collect::<Vec<_>>(), "advance_vnd": 20_000_000,
        "inputs": ["Giống thạch đen, 200 kg"], "delivery_place": "Nhà văn hóa xóm Nà Giàng",
        "quantity_tolerance_bps": 500, "weighing_tolerance_bps": 100, "penalty_text": null, "annexes": [],
    });
    let contract = |n: usize| {
        json!({
            "external_ref": format!("B{batch}-{n}"), "group_id": Dialect::made(trade::GROUP, 1),
            "number": format!("B{batch}-{n}"), "content": content,
        })
    };
    json!({
        "partner_id": Dialect::made(trade::PARTNER, 1), "contracts": (0..CONTRACTS).map(contract).collect::<Vec<_>>(),
    })
}

/// Inserts the rows of a batch once more, under other ids and numbers; what was sent is made beforehand.
async fn again(data: &Data, connection: &DatabaseConnection, batch: usize) -> Outcome<f64> {
    let of_batch = sales_contract::Column::Number.starts_with(format!("B{batch}-"));
    let contracts = sales_contract::Entity::find().filter(of_batch).all(connection).await?;
    let ids: HashMap<ContractId, ContractId> =
        contracts.iter().map(|row| (row.id, Uuid::now_v7().into())).collect();
    let known = ids.keys().copied().collect::<Vec<_>>();
    let of_those = contract_version::Column::ContractId.is_in(known.iter().copied());
    let texts = contract_version::Entity::find().filter(of_those).all(connection).await?;
    let of_those = contract_line::Column::ContractId.is_in(known.iter().copied());
    let lines = contract_line::Entity::find().filter(of_those).all(connection).await?;
    if [contracts.len(), texts.len(), lines.len()] != [CONTRACTS, CONTRACTS, CONTRACTS * LINES] {
        return Err("the rows of the batch are not all there".into());
    }
    let mut statements = inserts::<sales_contract::Entity, _>(data, contracts, |row| {
        let copy = format!("X{}", row.number);
        sales_contract::ActiveModel {
            id: Set(ids[&row.id]),
            code: Set(copy.clone()),
            number: Set(copy.clone()),
            external_ref: Set(Some(copy)),
            ..row.into_active_model().reset_all()
        }
    });
    statements.extend(inserts::<contract_version::Entity, _>(data, texts, |row| {
        contract_version::ActiveModel {
            contract_id: Set(ids[&row.contract_id]),
            ..row.into_active_model().reset_all()
        }
    }));
    statements.extend(inserts::<contract_line::Entity, _>(data, lines, |row| contract_line::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        contract_id: Set(ids[&row.contract_id]),
        ..row.into_active_model().reset_all()
    }));
    let started = Instant::now();
    let transaction = connection.begin().await?;
    for statement in statements {
        transaction.execute_raw(statement).await?;
    }
    transaction.commit().await?;
    Ok(per_second(started.elapsed().as_secs_f64()))
}

fn inserts<E: EntityTrait, A>(data: &Data, rows: Vec<E::Model>, copy: impl Fn(E::Model) -> A) -> Vec<Query>
where
    A: sea_orm::ActiveModelTrait<Entity = E>,
{
    let backend = match data.dialect {
        Dialect::Postgres => sea_orm::DbBackend::Postgres,
        Dialect::Sqlite => sea_orm::DbBackend::Sqlite,
    };
    let copies: Vec<A> = rows.into_iter().map(copy).collect();
    copies.chunks(AT_ONCE).map(|some| E::insert_many(some.to_vec()).build(backend)).collect()
}
