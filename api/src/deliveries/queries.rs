//! Which deliveries lie within a scope, deliveries as their readers see them, and what contracts ask about theirs.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    delivery, duty,
    enums::DeliveryStatus,
    ids::{ContractId, DeliveryId},
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{messages::Delivery, workflow::STEPS};
use crate::{
    access::{Access, Caller, Owned, Permission, Permit, Reach, Rows, Within},
    contract_sides::queries::{SUBJECT as OF_CONTRACT, Standpoint, word},
    delivery_lists::{messages::Listed, queries::listed},
    error::Error,
    store::{Reading, Revised, Tx},
    values::Quantity,
    workflow::open,
};

/// The subject of duties about a delivery; each duty is named after what is done: `record`, `acknowledge`, `settle`.
pub const SUBJECT: &str = "delivery";

impl Owned for delivery::Entity {
    const ID: delivery::Column = delivery::Column::Id;
    const VOIDED: Option<delivery::Column> = Some(delivery::Column::VoidedAt);

    /// A delivery lies where its contract lies, which both sides have confirmed.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| delivery::Column::CommuneId.in_subquery(communes))
            .groups(|groups| delivery::Column::GroupId.is_in(groups.iter().copied()))
            .partners(|partners| delivery::Column::PartnerId.is_in(partners.iter().copied()))
            .condition()
    }
}

impl Revised for delivery::Entity {
    const VERSION: delivery::Column = delivery::Column::Version;
    const UPDATED_AT: delivery::Column = delivery::Column::UpdatedAt;

    fn version(row: &delivery::Model) -> i32 {
        row.version
    }
}

/// A delivery under its own contract alone.
pub fn of<P: Permit>(
    access: &Access<P>,
    (contract_id, id): (ContractId, DeliveryId),
) -> Rows<delivery::Entity> {
    access.row::<delivery::Entity>(id).filter(delivery::Column::ContractId.eq(contract_id))
}

/// States in which both sides agree, or staff have settled, on what was delivered.
const FINAL: [DeliveryStatus; 2] = [DeliveryStatus::Acknowledged, DeliveryStatus::Settled];

#[derive(FromQueryResult)]
struct OfLine {
    line_no: i32,
    counted: i64,
}

/// What was delivered of each line of a contract and acknowledged or settled, in the unit of the line.
///
/// # Errors
/// When the database fails.
pub async fn acknowledged_of(
    source: &impl Reading,
    contract_id: ContractId,
) -> Result<HashMap<i32, Quantity>, Error> {
    let rows = source
        .parts::<delivery::Entity>()
        .filter(delivery::Column::ContractId.eq(contract_id))
        .filter(delivery::Column::Status.is_in(FINAL));
    let sum = Expr::col(delivery::Column::Counted).sum().cast_as("bigint");
    let sums: Vec<OfLine> = source
        .load(rows, |select| {
            let lines = select.select_only().column(delivery::Column::LineNo);
            lines.expr_as(sum, "counted").group_by(delivery::Column::LineNo)
        })
        .await?;
    Ok(sums.into_iter().map(|row| (row.line_no, Quantity::of_millionths(row.counted))).collect())
}

fn of_contract(tx: &Tx, contract_id: ContractId) -> Rows<delivery::Entity> {
    tx.beyond_reach("deliveries of a contract that was found")
        .filter(delivery::Column::ContractId.eq(contract_id))
}

/// How many deliveries of a contract wait to be acknowledged or settled.
///
/// # Errors
/// When the database fails.
pub async fn open_deliveries(tx: &Tx, contract_id: ContractId) -> Result<u64, Error> {
    tx.count(of_contract(tx, contract_id).filter(delivery::Column::Status.is_not_in(FINAL))).await
}

/// Whether something was delivered under a contract after a day.
///
/// # Errors
/// When the database fails.
pub async fn is_delivered_after(tx: &Tx, contract_id: ContractId, day: NaiveDate) -> Result<bool, Error> {
    let later = of_contract(tx, contract_id).filter(delivery::Column::DeliveredOn.gt(day));
    Ok(tx.find(later).await?.is_some())
}

/// A page of deliveries as somebody sees them.
///
/// # Errors
/// When the database fails.
pub async fn views(
    source: &impl Reading,
    caller: &Caller,
    page: Vec<Listed>,
) -> Result<Vec<Delivery>, Error> {
    let held = held(source, caller, &page).await?;
    let view = |item: Listed| {
        let holds = |permission| held.get(&item.row.id).is_some_and(|held| held.contains(&permission));
        let actions = open(STEPS, item.row.status, holds);
        Delivery::of(item, actions)
    };
    Ok(page.into_iter().map(view).collect())
}

/// A delivery as somebody sees it.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn view_of(
    source: &impl Reading,
    caller: &Caller,
    rows: Rows<delivery::Entity>,
) -> Result<Delivery, Error> {
    let found: Vec<Listed> = source.load(rows, listed).await?;
    views(source, caller, found).await?.pop().ok_or(Error::NotFound)
}

/// For each delivery of a page, the permissions of its steps that reach it for a caller who may take them: who comes by
/// both sides, has acted for the other one or done another part of the work, may not.
async fn held(
    source: &impl Reading,
    caller: &Caller,
    page: &[Listed],
) -> Result<HashMap<DeliveryId, Vec<Permission>>, Error> {
    let mut held: HashMap<DeliveryId, Vec<Permission>> = HashMap::new();
    if !STEPS.iter().any(|step| caller.holds(step.needs)) {
        return Ok(held);
    }
    let duties = duties_of(source, caller, page).await?;
    let has_other = |kind: &str, id: Uuid, duty: &str| {
        duties.get(&(kind.to_owned(), id)).is_some_and(|held| held != duty)
    };
    for step in STEPS.iter().filter(|step| caller.holds(step.needs)) {
        let communes = page.iter().map(|item| item.row.commune_id);
        let standpoint = Standpoint::of(source, caller, step.needs, communes).await?;
        for Listed { row, .. } in page {
            let acting = standpoint.between(row.partner_id, row.group_id, row.commune_id);
            let Some(acting) = acting.ok().flatten() else { continue };
            let is_of_other_side = has_other(OF_CONTRACT, row.contract_id.into(), word(acting.side));
            if !is_of_other_side && !has_other(SUBJECT, row.id.into(), step.action) {
                held.entry(row.id).or_default().push(step.needs);
            }
        }
    }
    Ok(held)
}

/// The duties that a caller holds about some deliveries and their contracts, by kind and id of their subject.
async fn duties_of(
    source: &impl Reading,
    caller: &Caller,
    page: &[Listed],
) -> Result<HashMap<(String, Uuid), String>, Error> {
    let subjects = page.iter().flat_map(|item| [item.row.contract_id.into(), item.row.id.into()]);
    let rows = source
        .parts::<duty::Entity>()
        .filter(duty::Column::SubjectType.is_in([SUBJECT, OF_CONTRACT]))
        .filter(duty::Column::SubjectId.is_in(subjects.collect::<Vec<Uuid>>()))
        .filter(duty::Column::Human.eq(caller.human()));
    let held: Vec<duty::Model> = source.load(rows, |select| select).await?;
    Ok(held.into_iter().map(|held| ((held.subject_type, held.subject_id), held.duty)).collect())
}
