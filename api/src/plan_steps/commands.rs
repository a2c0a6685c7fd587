//! What happens inside a unit of work when a plan is handed in, returned, approved or taken up again.

use chrono::{Datelike, NaiveDate};
use entity::{ids::PlanId, plan_version, production_plan};
use sea_orm::ActiveValue::Set;

use super::{
    messages::PlanApproval,
    queries::{check_content, check_results},
};
use crate::{
    access::{
        Access, Permit,
        permission::plans::{ApprovePlan, ReturnPlan, RevisePlan, SubmitPlan},
    },
    appraisals::queries::check_outsider,
    error::{Code, Error, Faults, Finding, Text},
    late_facts::queries::check_late,
    periods::queries::not_after_today,
    plan_content::{
        commands::{Place, begin},
        queries::{content_of, version_of},
    },
    plans::{
        messages::ProductionPlan,
        queries::{SUBJECT, view},
        workflow::STEPS,
    },
    store::{Change, Tx},
    values::FieldCode,
    workflow::next,
};

/// The duty of those who return and approve; they do not belong to the group.
const DECIDE: &str = "decide";

/// A plan at the revision that was read, locked, with its latest version and as it looked before.
struct Held {
    row: production_plan::Model,
    latest: plan_version::Model,
    before: ProductionPlan,
}

async fn hold<P: Permit>(tx: &Tx, access: &Access<P>, id: PlanId, duty: &'static str) -> Result<Held, Error> {
    let row = tx.current(access.row::<production_plan::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), duty).await?;
    if duty == DECIDE {
        check_outsider(tx, access.caller(), row.group_id).await?;
    }
    Ok(Held { latest: version_of(tx, (id, row.n)).await?, row, before })
}

/// Hands a plan in.
pub(super) async fn submit(
    tx: &Tx,
    access: &Access<SubmitPlan>,
    id: PlanId,
) -> Result<Change<ProductionPlan>, Error> {
    let Held { row, latest, before } = hold(tx, access, id, "enter").await?;
    let status = next(STEPS, row.status, "submit")?;
    check_content(tx, &row, &latest).await?;
    check_results(tx, &row).await?;
    tx.edit::<plan_version::Entity>(latest, |version| version.submitted_on = Set(Some(tx.today()))).await?;
    tx.update::<production_plan::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("submitted", &before, view(tx, access, id).await?))
}

/// Gives a plan back for repair.
pub(super) async fn give_back(
    tx: &Tx,
    access: &Access<ReturnPlan>,
    id: PlanId,
    reason: &str,
) -> Result<Change<ProductionPlan>, Error> {
    let Held { row, before, .. } = hold(tx, access, id, DECIDE).await?;
    let status = next(STEPS, row.status, "return")?;
    tx.update::<production_plan::Entity>(row, |row| row.status = Set(status)).await?;
    let now = view(tx, access, id).await?;
    Ok(Change::changed("returned", &before, now).because(Some(reason.to_owned())))
}

/// Approves a plan: its latest version is in force from the day on, and the one before no longer.
pub(super) async fn approve(
    tx: &Tx,
    access: &Access<ApprovePlan>,
    id: PlanId,
    approval: &PlanApproval,
) -> Result<Change<ProductionPlan>, Error> {
    let Held { row, latest, before } = hold(tx, access, id, DECIDE).await?;
    let approved_on: NaiveDate = approval.approved_on.into();
    let in_force = match row.approved_n {
        Some(n) => Some(version_of(tx, (id, n)).await?),
        None => None,
    };
    check_day(&row, (&latest, in_force.as_ref()), approved_on, tx.today())?;
    let year_end = NaiveDate::from_ymd_opt(row.year, 12, 31).unwrap_or(approved_on);
    check_late(tx, &[(row.commune_id, approved_on.min(year_end))]).await?;
    let status = next(STEPS, row.status, "approve")?;
    check_adapted(&latest, approval)?;
    check_results(tx, &row).await?;
    if let Some(in_force) = in_force {
        let ended = |version: &mut plan_version::ActiveModel| version.superseded_on = Set(Some(approved_on));
        tx.edit::<plan_version::Entity>(in_force, ended).await?;
    }
    tx.edit::<plan_version::Entity>(latest, |version| {
        version.decision_no = Set(Some(approval.decision_no.as_ref().to_owned()));
        version.approved_on = Set(Some(approved_on));
        version.counts_as_adapted = Set(approval.climate_adapted);
    })
    .await?;
    let n = row.n;
    tx.update::<production_plan::Entity>(row, |row| {
        row.status = Set(status);
        row.approved_n = Set(Some(n));
    })
    .await?;
    Ok(Change::changed("approved", &before, view(tx, access, id).await?))
}

/// Refuses a day on which a version cannot have been approved. A plan whose year is over may be entered late, from paper: its
/// approval may be older than its entry, but not older than the year before it.
fn check_day(
    plan: &production_plan::Model,
    (latest, in_force): (&plan_version::Model, Option<&plan_version::Model>),
    approved_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), Error> {
    const DAY: &str = "/approved_on";
    let mut faults = Faults::default();
    not_after_today(&mut faults, DAY, approved_on, today);
    if plan.year < today.year() {
        let text = Text::new(
            "Không được trước năm liền trước năm kế hoạch.",
            "It must not be before the year that precedes the year of the plan.",
        );
        faults.when(approved_on.year() < plan.year - 1, DAY, FieldCode::Inconsistent, text);
    } else {
        let text =
            Text::new("Không được trước ngày nộp kế hoạch.", "It must not be before the plan was handed in.");
        let is_early = latest.submitted_on.is_some_and(|submitted_on| approved_on < submitted_on);
        faults.when(is_early, DAY, FieldCode::Inconsistent, text);
    }
    let text = Text::new(
        "Không được trước ngày duyệt phiên bản đang có hiệu lực.",
        "It must not be before the version in force was approved.",
    );
    let is_older =
        in_force.and_then(|version| version.approved_on).is_some_and(|earlier| approved_on < earlier);
    faults.when(is_older, DAY, FieldCode::Inconsistent, text);
    faults.check()
}

/// Refuses to approve as adapted to the climate what names no hazards, or no measures against them.
fn check_adapted(version: &plan_version::Model, approval: &PlanApproval) -> Result<(), Error> {
    if !approval.climate_adapted {
        return Ok(());
    }
    let (content, mut findings) = (content_of(version)?, Vec::new());
    if content.hazards.is_empty() {
        let text = Text::new("Chưa nêu thiên tai, dịch hại nào.", "It names no hazards.");
        findings.push(Finding::new("hazards", 1, 0, text));
    }
    if content.measures.is_empty() {
        let text = Text::new("Chưa nêu biện pháp thích ứng nào.", "It names no measures of adaptation.");
        findings.push(Finding::new("measures", 1, 0, text));
    }
    if findings.is_empty() { Ok(()) } else { Err(Error::unmet(Code::ConditionsUnmet, &findings)) }
}

/// Takes an approved plan up again, in a new version that says the same.
pub(super) async fn revise(
    tx: &Tx,
    access: &Access<RevisePlan>,
    id: PlanId,
) -> Result<Change<ProductionPlan>, Error> {
    let Held { row, latest, before } = hold(tx, access, id, "enter").await?;
    let status = next(STEPS, row.status, "revise")?;
    let place = Place { plan_id: id, n: row.n + 1, group_id: row.group_id };
    begin(tx, place, &content_of(&latest)?).await?;
    tx.update::<production_plan::Entity>(row, |row| {
        row.status = Set(status);
        row.n = Set(place.n);
    })
    .await?;
    Ok(Change::changed("taken_up_again", &before, view(tx, access, id).await?))
}
