//! What happens inside a unit of work about reporting periods. Whoever locks one waits for the facts and postings under
//! way, before taking any row.

use entity::{
    area,
    enums::{ReportingStatus, VoidReason},
    ids::ReportingPeriodId,
    reporting_period::{self, ActiveModel, Column},
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::{
    messages::{NewReportingPeriod, ReportingPeriod, ReportingPeriodReason},
    queries::LOCKS,
    workflow::STEPS,
};
use crate::{
    access::{
        Access, Permit,
        permission::reporting_periods::{
            ApproveReportingPeriod, CreateReportingPeriod, DeleteReportingPeriod, LockReportingPeriod,
            ReopenReportingPeriod, ReturnReportingPeriod, SubmitReportingPeriod,
        },
    },
    areas::queries::is_within,
    error::{Code, Error, Finding, Text},
    store::{Change, Tx},
    values::FieldCode,
    workflow::{next, open},
};

const SUBJECT: &str = "reporting_period";

/// Opens a period.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateReportingPeriod>,
    new: &NewReportingPeriod,
) -> Result<Change<ReportingPeriod>, Error> {
    let days = new.days().ok_or_else(|| Error::internal("a period beyond the calendar"))?;
    check_area(tx, access, new, days).await?;
    let label = new.label();
    let same = access
        .rows::<reporting_period::Entity>()
        .filter(Column::AreaId.eq(new.area_id))
        .filter(Column::Label.eq(label.as_str()));
    if let Some(period) = tx.find(same).await? {
        return Err(Error::Conflict {
            code: Code::Duplicate,
            detail: Some(Text::new("Đơn vị đã có kỳ báo cáo này.", "The area has this period already.")),
            members: json!({ "existing_id": period.id }),
        });
    }
    let row = ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        area_id: Set(new.area_id),
        year: Set(new.year),
        quarter: Set(new.quarter),
        label: Set(label),
        from_on: Set(days.0),
        until_on: Set(days.1),
        status: Set(ReportingStatus::Open),
        submitted_at: Set(None),
        approved_at: Set(None),
        locked_at: Set(None),
        reopened_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    Ok(Change::created(ReportingPeriod::of(tx.insert(row).await?, access.caller())))
}

/// Refuses an area outside the reach, and one that is there on no day of the period.
async fn check_area(
    tx: &Tx,
    access: &Access<CreateReportingPeriod>,
    new: &NewReportingPeriod,
    (from_on, until_on): (chrono::NaiveDate, chrono::NaiveDate),
) -> Result<(), Error> {
    const AT: &str = "/area_id";
    if !is_within(tx, access.reach(), new.area_id).await? {
        let text = Text::new(
            "Không có đơn vị này trong phạm vi của bạn.",
            "There is no such unit within your scope.",
        );
        return Err(Error::invalid(AT, FieldCode::NotFound, text));
    }
    let rows = tx.beyond_reach::<area::Entity>("the map is reference data");
    let area = tx.one(rows.filter(area::Column::Id.eq(new.area_id))).await?;
    if area.valid_from_on < until_on && area.valid_until_on.is_none_or(|end| end > from_on) {
        return Ok(());
    }
    let text = Text::new(
        "Đơn vị này không tồn tại trong kỳ báo cáo đó.",
        "This unit does not exist on any day of the period.",
    );
    Err(Error::invalid(AT, FieldCode::Inconsistent, text))
}

/// Takes out a period that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteReportingPeriod>,
    id: ReportingPeriodId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<reporting_period::Entity>(id)).await?;
    if row.status != ReportingStatus::Open {
        return Err(Error::step_not_open(&open(STEPS, row.status, |_| true)));
    }
    if row.reopened_at.is_some() {
        let text = Text::new(
            "Kỳ này đã từng được khóa nên không xóa được.",
            "The period has been locked before, so it stays.",
        );
        return Err(Error::conflict(Code::ResourceInUse, text));
    }
    let before = ReportingPeriod::of(row.clone(), access.caller());
    tx.update::<reporting_period::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Submits a period that is over.
pub(super) async fn submit(
    tx: &Tx,
    access: &Access<SubmitReportingPeriod>,
    id: ReportingPeriodId,
) -> Result<Change<ReportingPeriod>, Error> {
    let row = tx.current(access.row::<reporting_period::Entity>(id)).await?;
    next(STEPS, row.status, "submit")?;
    if row.until_on > tx.today() {
        let text = Text::made(
            format!("Kỳ báo cáo {} chưa kết thúc.", row.label),
            format!("The period {} is not over yet.", row.label),
        );
        return Err(Error::unmet(Code::ConditionsUnmet, &[Finding::plain("period_is_over", text)]));
    }
    let edit = |row: &mut ActiveModel| row.submitted_at = Set(Some(tx.now()));
    step(tx, access, row, ("submit", "submitted", "enter"), edit).await
}

/// Returns a period that is not yet fit to be locked.
pub(super) async fn give_back(
    tx: &Tx,
    access: &Access<ReturnReportingPeriod>,
    id: ReportingPeriodId,
    body: &ReportingPeriodReason,
) -> Result<Change<ReportingPeriod>, Error> {
    let row = tx.current(access.row::<reporting_period::Entity>(id)).await?;
    let edit = |row: &mut ActiveModel| {
        row.submitted_at = Set(None);
        row.approved_at = Set(None);
    };
    let done = step(tx, access, row, ("return", "returned", "decide"), edit).await?;
    Ok(done.because(Some(body.reason.as_ref().to_owned())))
}

/// Approves a period.
pub(super) async fn approve(
    tx: &Tx,
    access: &Access<ApproveReportingPeriod>,
    id: ReportingPeriodId,
) -> Result<Change<ReportingPeriod>, Error> {
    let row = tx.current(access.row::<reporting_period::Entity>(id)).await?;
    let edit = |row: &mut ActiveModel| row.approved_at = Set(Some(tx.now()));
    step(tx, access, row, ("approve", "approved", "decide"), edit).await
}

/// Locks a period, once the facts and postings under way are done.
pub(super) async fn lock(
    tx: &Tx,
    access: &Access<LockReportingPeriod>,
    id: ReportingPeriodId,
) -> Result<Change<ReportingPeriod>, Error> {
    tx.lock_name(LOCKS).await?;
    let row = tx.current(access.row::<reporting_period::Entity>(id)).await?;
    let edit = |row: &mut ActiveModel| row.locked_at = Set(Some(tx.now()));
    step(tx, access, row, ("lock", "locked", "decide"), edit).await
}

/// Opens a locked period again; it goes the whole way anew.
pub(super) async fn reopen(
    tx: &Tx,
    access: &Access<ReopenReportingPeriod>,
    id: ReportingPeriodId,
    body: &ReportingPeriodReason,
) -> Result<Change<ReportingPeriod>, Error> {
    let row = tx.current(access.row::<reporting_period::Entity>(id)).await?;
    let edit = |row: &mut ActiveModel| {
        row.submitted_at = Set(None);
        row.approved_at = Set(None);
        row.locked_at = Set(None);
        row.reopened_at = Set(Some(tx.now()));
    };
    let done = step(tx, access, row, ("reopen", "reopened", "decide"), edit).await?;
    Ok(done.because(Some(body.reason.as_ref().to_owned())))
}

async fn step<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    row: reporting_period::Model,
    (action, done, duty): (&'static str, &'static str, &'static str),
    edit: impl FnOnce(&mut ActiveModel),
) -> Result<Change<ReportingPeriod>, Error> {
    let status = next(STEPS, row.status, action)?;
    tx.take_duty(SUBJECT, row.id.into(), duty).await?;
    let before = ReportingPeriod::of(row.clone(), access.caller());
    let row = tx
        .update::<reporting_period::Entity>(row, |row| {
            row.status = Set(status);
            edit(row);
        })
        .await?;
    Ok(Change::changed(done, &before, ReportingPeriod::of(row, access.caller())))
}
