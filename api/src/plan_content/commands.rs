//! Writing versions of plans. Hold the plan's lock.

use entity::{
    ids::{GroupId, PlanId},
    plan_line, plan_version,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::messages::{PlanContent, PlanLine};
use crate::{error::Error, store::Tx, values::Line};

/// Whose version is written.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The plan.
    pub plan_id: PlanId,
    /// Number of the version.
    pub n: i32,
    /// The group.
    pub group_id: GroupId,
}

/// Begins a version.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &Tx, place: Place, content: &PlanContent) -> Result<(), Error> {
    let version = plan_version::ActiveModel {
        plan_id: Set(place.plan_id),
        n: Set(place.n),
        content: Set(kept(content)?),
        is_adapted: Set(content.is_adapted()),
        submitted_on: Set(None),
        decision_no: Set(None),
        approved_on: Set(None),
        superseded_on: Set(None),
        counts_as_adapted: Set(false),
        created_at: Set(tx.now()),
    };
    tx.insert_all(vec![version]).await?;
    tx.insert_all(content.lines.iter().map(|line| row(tx, place, line)).collect()).await
}

/// Writes another content in place of that of a version that was never approved.
///
/// # Errors
/// When the database fails.
pub async fn rewrite(
    tx: &Tx,
    group_id: GroupId,
    version: plan_version::Model,
    content: &PlanContent,
) -> Result<(), Error> {
    let place = Place { plan_id: version.plan_id, n: version.n, group_id };
    let lines = tx
        .beyond_reach::<plan_line::Entity>("lines of a plan that was found")
        .filter(plan_line::Column::PlanId.eq(place.plan_id))
        .filter(plan_line::Column::N.eq(place.n));
    tx.replace_parts(lines, content.lines.iter().map(|line| row(tx, place, line)).collect()).await?;
    let (text, is_adapted) = (kept(content)?, content.is_adapted());
    tx.edit::<plan_version::Entity>(version, |version| {
        version.content = Set(text);
        version.is_adapted = Set(is_adapted);
    })
    .await
    .map(drop)
}

/// Content as it is kept: members in a fixed order, so that equal contents are equal texts.
fn kept(content: &PlanContent) -> Result<String, Error> {
    serde_json::to_string(content).map_err(Error::internal)
}

fn row(tx: &Tx, place: Place, line: &PlanLine) -> plan_line::ActiveModel {
    plan_line::ActiveModel {
        id: Set(tx.new_id()),
        plan_id: Set(place.plan_id),
        n: Set(place.n),
        line_no: Set(line.line_no),
        group_id: Set(place.group_id),
        chain: Set(line.chain.as_ref().to_owned()),
        form: Set(line.form),
        season: Set(line.season),
        area_m2: Set(line.area_m2),
        heads: Set(line.heads),
        unit: Set(line.unit.as_ref().to_owned()),
        quantity: Set(line.quantity.millionths()),
        cost_vnd: Set(line.cost_vnd),
        revenue_vnd: Set(line.revenue_vnd),
        buyer: Set(line.buyer.clone().map(Line::into_string)),
        partner_id: Set(line.partner_id),
    }
}
