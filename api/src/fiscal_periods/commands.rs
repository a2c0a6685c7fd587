//! What happens inside a unit of work about fiscal years. A step locks the row that every posting of the year holds.

use entity::{
    enums::PeriodStatus,
    fiscal_period, fund,
    ids::{FiscalPeriodId, FundId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::{
    messages::{FiscalPeriod, NewFiscalPeriod, PeriodReturn},
    workflow::STEPS,
};
use crate::{
    access::{
        Access, Permit,
        permission::funds::{CloseFiscalPeriod, CreateFiscalPeriod, ReturnFiscalPeriod, SubmitFiscalPeriod},
    },
    error::{Code, Error, Text},
    store::{Change, Tx},
    workflow::next,
};

const SUBJECT: &str = "fiscal_period";

/// Opens a year.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateFiscalPeriod>,
    fund_id: FundId,
    new: &NewFiscalPeriod,
) -> Result<Change<FiscalPeriod>, Error> {
    tx.one(access.row::<fund::Entity>(fund_id)).await?;
    let same = access
        .rows::<fiscal_period::Entity>()
        .filter(fiscal_period::Column::FundId.eq(fund_id))
        .filter(fiscal_period::Column::Year.eq(new.year));
    if let Some(period) = tx.find(same).await? {
        return Err(Error::Conflict {
            code: Code::Duplicate,
            detail: Some(Text::new("Quỹ đã có năm tài chính này.", "The fund has this fiscal year already.")),
            members: json!({ "existing_id": period.id }),
        });
    }
    let row = fiscal_period::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        fund_id: Set(fund_id),
        year: Set(new.year),
        status: Set(PeriodStatus::Open),
        submitted_at: Set(None),
        closed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(Change::created(FiscalPeriod::of(tx.insert(row).await?, access.caller())))
}

/// Proposes a year for closing.
pub(super) async fn submit(
    tx: &Tx,
    access: &Access<SubmitFiscalPeriod>,
    ids: (FundId, FiscalPeriodId),
) -> Result<Change<FiscalPeriod>, Error> {
    let edit = |row: &mut fiscal_period::ActiveModel| row.submitted_at = Set(Some(tx.now()));
    step(tx, access, ids, ("submit", "submitted", "enter"), edit).await
}

/// Returns a year that is not yet fit to be closed.
pub(super) async fn give_back(
    tx: &Tx,
    access: &Access<ReturnFiscalPeriod>,
    ids: (FundId, FiscalPeriodId),
    body: &PeriodReturn,
) -> Result<Change<FiscalPeriod>, Error> {
    let edit = |row: &mut fiscal_period::ActiveModel| row.submitted_at = Set(None);
    let done = step(tx, access, ids, ("return", "returned", "decide"), edit).await?;
    Ok(done.because(Some(body.reason.as_ref().to_owned())))
}

/// Closes a year, once the postings under way in it are done.
pub(super) async fn close(
    tx: &Tx,
    access: &Access<CloseFiscalPeriod>,
    ids: (FundId, FiscalPeriodId),
) -> Result<Change<FiscalPeriod>, Error> {
    let edit = |row: &mut fiscal_period::ActiveModel| row.closed_at = Set(Some(tx.now()));
    step(tx, access, ids, ("close", "closed", "decide"), edit).await
}

async fn step<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (fund_id, id): (FundId, FiscalPeriodId),
    (action, done, duty): (&'static str, &'static str, &'static str),
    edit: impl FnOnce(&mut fiscal_period::ActiveModel),
) -> Result<Change<FiscalPeriod>, Error> {
    let rows = access.row::<fiscal_period::Entity>(id).filter(fiscal_period::Column::FundId.eq(fund_id));
    let row = tx.current(rows).await?;
    let status = next(STEPS, row.status, action)?;
    tx.take_duty(SUBJECT, id.into(), duty).await?;
    let before = FiscalPeriod::of(row.clone(), access.caller());
    let row = tx
        .update::<fiscal_period::Entity>(row, |row| {
            row.status = Set(status);
            edit(row);
        })
        .await?;
    Ok(Change::changed(done, &before, FiscalPeriod::of(row, access.caller())))
}
