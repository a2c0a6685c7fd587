//! What happens inside a unit of work when a plan is drafted, copied, changed or taken out.

use chrono::{Datelike, NaiveDate};
use entity::{
    enums::{GroupStatus, PlanStatus, VoidReason},
    farmer_group, group_period,
    ids::{AreaId, GroupId, PlanId},
    production_plan,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::{
    messages::{NewProductionPlan, PlanCopy, ProductionPlan},
    queries::{SUBJECT, last_day, view},
    workflow::STEPS,
};
use crate::{
    access::{
        Access,
        permission::plans::{CreatePlan, DeletePlan, UpdatePlan},
    },
    error::{Code, Error, Faults, Text},
    group_chains::queries::chains_of,
    periods::queries::{check_place, periods_of, place_on},
    plan_content::{
        commands::{Place, begin, rewrite},
        messages::PlanContent,
        queries::{check, content_of, version_of},
    },
    store::{Change, Tx},
    values::FieldCode,
    workflow::open,
};

type Creating = Access<CreatePlan>;

/// Drafts a plan.
pub(super) async fn create(
    tx: &Tx,
    access: &Creating,
    new: &NewProductionPlan,
) -> Result<Change<ProductionPlan>, Error> {
    let mut faults = Faults::default();
    let group = tx.find(access.row::<farmer_group::Entity>(new.group_id)).await?;
    let text =
        Text::new("Không có nhóm này, hoặc ngoài phạm vi.", "There is no such group within your scope.");
    faults.unknown(group.is_none(), "/group_id", text);
    faults.check()?;
    let mut faults = Faults::default();
    let chains = chains_of(tx, [new.group_id]).await?.remove(&new.group_id).unwrap_or_default();
    check(tx, &mut faults, &new.content, &chains).await?;
    let place = check_year(tx, access, &mut faults, (new.group_id, new.year)).await?;
    faults.check()?;
    let drafted = Drafted { id: new.id, group_id: new.group_id, year: new.year, place };
    draft(tx, access, drafted, &new.content).await
}

/// Drafts a plan for another year that says what a plan says. What no longer fits is told when it is handed in.
pub(super) async fn copy(
    tx: &Tx,
    access: &Creating,
    id: PlanId,
    copy: &PlanCopy,
) -> Result<Change<ProductionPlan>, Error> {
    let row = tx.one(access.row::<production_plan::Entity>(id)).await?;
    tx.one(access.row::<farmer_group::Entity>(row.group_id)).await?;
    let mut faults = Faults::default();
    let place = check_year(tx, access, &mut faults, (row.group_id, copy.year)).await?;
    faults.check()?;
    let content = content_of(&version_of(tx, (id, row.approved_n.unwrap_or(row.n))).await?)?;
    let drafted = Drafted { id: copy.id, group_id: row.group_id, year: copy.year, place };
    draft(tx, access, drafted, &content).await
}

/// A plan about to be drafted.
struct Drafted {
    id: Option<PlanId>,
    group_id: GroupId,
    year: i32,
    place: (AreaId, Option<AreaId>),
}

async fn draft(
    tx: &Tx,
    access: &Creating,
    drafted: Drafted,
    content: &PlanContent,
) -> Result<Change<ProductionPlan>, Error> {
    let Drafted { id, group_id, year, place: (commune_id, former_commune_id) } = drafted;
    check_alone(tx, access, (group_id, year)).await?;
    let id = id.unwrap_or_else(|| tx.new_id());
    tx.insert(production_plan::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("production_plan", "KH").await?),
        group_id: Set(group_id),
        commune_id: Set(commune_id),
        former_commune_id: Set(former_commune_id),
        year: Set(year),
        status: Set(PlanStatus::Draft),
        n: Set(1),
        approved_n: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    begin(tx, Place { plan_id: id, n: 1, group_id }, content).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    Ok(Change::created(view(tx, access, id).await?))
}

/// Where the group lay in the year, on its last day or today; notes that the group did not exist then, that the year is too
/// far away, or that somebody else answers for the place. Of an unknown group, nothing.
async fn check_year(
    tx: &Tx,
    access: &Creating,
    faults: &mut Faults,
    (group_id, year): (GroupId, i32),
) -> Result<(AreaId, Option<AreaId>), Error> {
    let periods = periods_of(tx, group_id).await?;
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Ok((AreaId::from(uuid::Uuid::nil()), None));
    };
    let next = tx.today().year() + 1;
    let text = Text::made(format!("Không được sau năm {next}."), format!("It must not be after {next}."));
    faults.when(year > next, "/year", FieldCode::OutOfRange, text);
    let text = Text::made(
        format!("Nhóm chưa có trước năm {}.", first.from_on.year()),
        format!("Before {} the group did not exist.", first.from_on.year()),
    );
    faults.when(year < first.from_on.year(), "/year", FieldCode::Inconsistent, text);
    let gone = ended_on(last).and_then(|day| day.pred_opt()).map(|day| day.year());
    let text = Text::new("Nhóm không còn vào năm đó.", "The group no longer existed then.");
    faults.when(gone.is_some_and(|gone| year > gone), "/year", FieldCode::Inconsistent, text);
    let day = last_day(year, tx.today()).max(first.from_on);
    check_place(tx, access.reach(), faults, &periods, ("/year", day)).await?;
    let then = periods.iter().rfind(|period| period.from_on <= day).unwrap_or(first);
    place_on(tx, then, day).await
}

/// The first day a group no longer existed.
fn ended_on(last: &group_period::Model) -> Option<NaiveDate> {
    match last.status {
        GroupStatus::Dissolved | GroupStatus::Upgraded => Some(last.from_on),
        GroupStatus::Forming | GroupStatus::Active | GroupStatus::Suspended => None,
    }
}

/// A group has one plan for each year; the schema holds it against two at the same time.
async fn check_alone(tx: &Tx, access: &Creating, (group_id, year): (GroupId, i32)) -> Result<(), Error> {
    let rows = access
        .rows::<production_plan::Entity>()
        .filter(production_plan::Column::GroupId.eq(group_id))
        .filter(production_plan::Column::Year.eq(year));
    let Some(other) = tx.find(rows).await? else { return Ok(()) };
    let detail = Text::new("Nhóm đã có kế hoạch của năm này.", "The group has a plan for this year.");
    let members = json!({ "existing_id": other.id });
    Err(Error::Conflict { code: Code::Duplicate, detail: Some(detail), members })
}

/// Writes another content into a version that was never approved.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdatePlan>,
    id: PlanId,
    content: &PlanContent,
) -> Result<Change<ProductionPlan>, Error> {
    let row = tx.current(access.row::<production_plan::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let chains = chains_of(tx, [row.group_id]).await?.remove(&row.group_id).unwrap_or_default();
    let mut faults = Faults::default();
    check(tx, &mut faults, content, &chains).await?;
    faults.check()?;
    if !matches!(row.status, PlanStatus::Draft | PlanStatus::Returned) {
        return Err(Error::step_not_open(&open(STEPS, row.status, |_| true)));
    }
    rewrite(tx, row.group_id, version_of(tx, (id, row.n)).await?, content).await?;
    tx.update::<production_plan::Entity>(row, |_| ()).await?;
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

/// Takes out a plan that was entered in error and never handed in.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeletePlan>,
    id: PlanId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<production_plan::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    if row.approved_n.is_some() || before.submitted_on.is_some() {
        return Err(Error::step_not_open(&open(STEPS, row.status, |_| true)));
    }
    tx.update::<production_plan::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
