//! What happens inside a unit of work when a result is entered, changed or taken out. Holds the plan's lock, so that the
//! version in force stays the one that was read.

use chrono::NaiveDate;
use entity::{
    enums::{Measure, VoidReason},
    hazard,
    ids::{PlanId, PlanResultId},
    plan_loss, plan_result, production_plan,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::{
    messages::{Loss, NewPlanResult, PlanResult, PlanResultPatch},
    queries::{of_plan, result_of},
};
use crate::{
    access::{
        Access, Permit,
        permission::plans::{CreatePlanResult, DeletePlanResult, UpdatePlanResult},
    },
    error::{Code, Error, Faults, Text},
    late_facts::queries::check_late,
    periods::queries::{check_place, not_after_today, periods_of},
    plan_content::queries::lines_of,
    plans::workflow::STEPS,
    store::{Change, Tx},
    units::queries::units,
    values::{FieldCode, Quantity},
    workflow::open,
};

/// What a result says, new or as it will be.
struct Said<'a> {
    recorded_on: NaiveDate,
    unit: &'a str,
    harvested: Quantity,
    sold: Quantity,
    losses: &'a [Loss],
}

/// Enters what became of a line.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreatePlanResult>,
    plan_id: PlanId,
    new: &NewPlanResult,
) -> Result<Change<PlanResult>, Error> {
    let plan = tx.lock(access.row::<production_plan::Entity>(plan_id)).await?;
    let lines = match plan.approved_n {
        Some(n) => lines_of(tx, (plan_id, n)).await?,
        None => Vec::new(),
    };
    let line = lines.into_iter().find(|line| line.line_no == new.line_no);
    let mut faults = Faults::default();
    let text =
        Text::new("Kế hoạch đang có hiệu lực không có dòng này.", "The version in force has no such line.");
    let is_unknown = plan.approved_n.is_some() && line.is_none();
    faults.when(is_unknown, "/line_no", FieldCode::NotFound, text);
    let said = Said {
        recorded_on: new.recorded_on.into(),
        unit: line.as_ref().map_or("", |line| &line.unit),
        harvested: new.harvested,
        sold: new.sold,
        losses: &new.losses,
    };
    let lost = check(tx, access, &mut faults, &plan, &said).await?;
    faults.check()?;
    let (Some(n), Some(line)) = (plan.approved_n, line) else {
        return Err(Error::step_not_open(&open(STEPS, plan.status, |_| true)));
    };
    check_alone(tx, plan_id, new.line_no).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(plan_result::ActiveModel {
        id: Set(id),
        plan_id: Set(plan_id),
        n: Set(n),
        line_no: Set(new.line_no),
        group_id: Set(plan.group_id),
        commune_id: Set(plan.commune_id),
        former_commune_id: Set(plan.former_commune_id),
        year: Set(plan.year),
        chain: Set(line.chain),
        recorded_on: Set(new.recorded_on.into()),
        unit: Set(line.unit),
        harvested: Set(new.harvested.millionths()),
        lost: Set(lost.millionths()),
        sold: Set(new.sold.millionths()),
        revenue_vnd: Set(new.revenue_vnd),
        cost_vnd: Set(new.cost_vnd),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    tx.insert_all(rows(tx, id, &new.losses)).await?;
    Ok(Change::created(view(tx, access, id).await?))
}

async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: PlanResultId) -> Result<PlanResult, Error> {
    result_of(tx, access.row(id)).await
}

fn rows(tx: &Tx, result_id: PlanResultId, losses: &[Loss]) -> Vec<plan_loss::ActiveModel> {
    let row = |loss: &Loss| plan_loss::ActiveModel {
        id: Set(tx.new_id()),
        result_id: Set(result_id),
        hazard: Set(loss.hazard.as_ref().to_owned()),
        quantity: Set(loss.quantity.millionths()),
        value_vnd: Set(loss.value_vnd),
    };
    losses.iter().map(row).collect()
}

/// A line has one result; the schema holds it against two at the same time.
async fn check_alone(tx: &Tx, plan_id: PlanId, line_no: i32) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<plan_result::Entity>("results of a plan that was found")
        .filter(of_plan(plan_id))
        .filter(plan_result::Column::LineNo.eq(line_no));
    let Some(other) = tx.find(rows).await? else { return Ok(()) };
    let detail = Text::new("Dòng này đã có kết quả.", "The line has a result.");
    let members = json!({ "existing_id": other.id });
    Err(Error::Conflict { code: Code::Duplicate, detail: Some(detail), members })
}

/// Notes what is wrong with a result; what was lost in all.
async fn check<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    faults: &mut Faults,
    plan: &production_plan::Model,
    said: &Said<'_>,
) -> Result<Quantity, Error> {
    not_after_today(faults, "/recorded_on", said.recorded_on, tx.today());
    let first = NaiveDate::from_ymd_opt(plan.year, 1, 1);
    let text = Text::new("Không được trước năm của kế hoạch.", "It must not be before the year of the plan.");
    faults.when(Some(said.recorded_on) < first, "/recorded_on", FieldCode::Inconsistent, text);
    let (periods, on) = (periods_of(tx, plan.group_id).await?, ("/recorded_on", said.recorded_on));
    check_place(tx, access.reach(), faults, &periods, on).await?;
    faults.keep(check_late(tx, &[(plan.commune_id, counted_on(plan.year, said.recorded_on))]).await)?;
    let text = Text::new("Không được bán nhiều hơn thu hoạch.", "No more can be sold than was harvested.");
    faults.when(said.sold > said.harvested, "/sold", FieldCode::Inconsistent, text);
    check_whole(tx, faults, said).await?;
    check_losses(tx, faults, said.losses).await
}

/// A result counts in the year of its plan, whenever it was recorded.
fn counted_on(year: i32, recorded_on: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).map_or(recorded_on, |last| last.min(recorded_on))
}

/// Animals are counted in whole numbers.
async fn check_whole(tx: &Tx, faults: &mut Faults, said: &Said<'_>) -> Result<(), Error> {
    let units = units(tx).await?;
    if units.unit(said.unit).is_none_or(|unit| unit.measure != Measure::Head) {
        return Ok(());
    }
    let lost =
        said.losses.iter().enumerate().map(|(n, loss)| (format!("/losses/{n}/quantity"), loss.quantity));
    let told = [("/harvested".to_owned(), said.harvested), ("/sold".to_owned(), said.sold)];
    for (pointer, quantity) in told.into_iter().chain(lost) {
        let text = Text::new("Số con phải là số nguyên.", "Animals are counted in whole numbers.");
        faults.when(!quantity.is_whole(), pointer, FieldCode::Inconsistent, text);
    }
    Ok(())
}

async fn check_losses(tx: &Tx, faults: &mut Faults, losses: &[Loss]) -> Result<Quantity, Error> {
    let hazards = tx.all(tx.beyond_reach::<hazard::Entity>("reference data")).await?;
    let mut all = Quantity::ZERO;
    for (n, loss) in losses.iter().enumerate() {
        let at = format!("/losses/{n}/hazard");
        let is_unknown = hazards.iter().all(|row| row.code != loss.hazard.as_ref());
        let text = Text::new("Không có thiên tai, dịch hại này.", "There is no such hazard.");
        faults.when(is_unknown, at.clone(), FieldCode::NotFound, text);
        let is_told = losses[..n].iter().any(|before| before.hazard == loss.hazard);
        let text = Text::new("Đã có ở trên.", "It stands above already.");
        faults.when(is_told, at, FieldCode::NotUnique, text);
        let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
        let is_nothing = loss.quantity == Quantity::ZERO;
        faults.when(is_nothing, format!("/losses/{n}/quantity"), FieldCode::OutOfRange, text);
        all = all.plus(loss.quantity).unwrap_or(all);
    }
    let text = Text::new("Tổng thiệt hại quá lớn.", "The losses make too much.");
    faults.when(all > Quantity::MAX, "/losses", FieldCode::OutOfRange, text);
    Ok(all)
}

/// A result at the revision that was read, and its plan, locked.
async fn held<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (plan_id, id): (PlanId, PlanResultId),
) -> Result<(production_plan::Model, plan_result::Model, PlanResult), Error> {
    let plan = tx.lock(access.row::<production_plan::Entity>(plan_id)).await?;
    let row = tx.current(access.row::<plan_result::Entity>(id).filter(of_plan(plan_id))).await?;
    Ok((plan, row, view(tx, access, id).await?))
}

/// Changes what became of a line.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdatePlanResult>,
    ids: (PlanId, PlanResultId),
    patch: &PlanResultPatch,
) -> Result<Change<PlanResult>, Error> {
    let (plan, row, before) = held(tx, access, ids).await?;
    let said = Said {
        recorded_on: patch.recorded_on.map_or(row.recorded_on, Into::into),
        unit: &before.unit,
        harvested: patch.harvested.unwrap_or(before.harvested),
        sold: patch.sold.unwrap_or(before.sold),
        losses: patch.losses.as_deref().unwrap_or(&before.losses),
    };
    let mut faults = Faults::default();
    let lost = check(tx, access, &mut faults, &plan, &said).await?;
    faults.check()?;
    if let Some(losses) = &patch.losses {
        let old = tx.beyond_reach::<plan_loss::Entity>("losses of a result that was found");
        let old = old.filter(plan_loss::Column::ResultId.eq(row.id));
        tx.replace_parts(old, rows(tx, row.id, losses)).await?;
    }
    tx.update::<plan_result::Entity>(row, |row| {
        row.recorded_on = Set(said.recorded_on);
        row.harvested = Set(said.harvested.millionths());
        row.sold = Set(said.sold.millionths());
        row.lost = Set(lost.millionths());
        row.revenue_vnd = Set(patch.revenue_vnd.unwrap_or(before.revenue_vnd));
        row.cost_vnd = Set(patch.cost_vnd.unwrap_or(before.cost_vnd));
    })
    .await?;
    Ok(Change::changed("updated", &before, view(tx, access, ids.1).await?))
}

/// Takes out a result that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeletePlanResult>,
    ids: (PlanId, PlanResultId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let (plan, row, before) = held(tx, access, ids).await?;
    check_late(tx, &[(plan.commune_id, counted_on(plan.year, row.recorded_on))]).await?;
    tx.update::<plan_result::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
