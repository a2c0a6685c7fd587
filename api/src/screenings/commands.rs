//! What happens inside a unit of work when an application is screened.

use entity::{grant_application, ids::ApplicationId, screening_result};
use sea_orm::ActiveValue::Set;

use super::messages::{CriterionResult, Screening};
use crate::{
    access::{
        Access, Permit,
        permission::grants::{FailScreening, PassScreening, ReturnApplication, StartScreening},
    },
    applications::{
        commands::{SUBJECT, view},
        messages::GrantApplication,
        queries::next_of,
    },
    appraisals::queries::check_impartial,
    error::{Error, Text},
    store::{Change, Tx},
    values::FieldCode,
};

type Found = (grant_application::Model, GrantApplication);

/// The application that a step of an appraiser is about, once the caller may appraise it.
async fn appraised<P: Permit>(tx: &Tx, access: &Access<P>, id: ApplicationId) -> Result<Found, Error> {
    let row = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "appraise").await?;
    check_impartial(tx, access.caller(), &row).await?;
    Ok((row, before))
}

async fn moved<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (row, before): Found,
    (action, done): (&'static str, &'static str),
) -> Result<Change<GrantApplication>, Error> {
    let (id, status) = (row.id, next_of(tx, &row, action).await?);
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed(done, &before, view(tx, access, id).await?))
}

/// Begins the screening.
pub(super) async fn start(
    tx: &Tx,
    access: &Access<StartScreening>,
    id: ApplicationId,
) -> Result<Change<GrantApplication>, Error> {
    let found = appraised(tx, access, id).await?;
    moved(tx, access, found, ("start-screening", "screening_started")).await
}

/// Notes that every criterion is met.
pub(super) async fn pass(
    tx: &Tx,
    access: &Access<PassScreening>,
    id: ApplicationId,
    screening: &Screening,
) -> Result<Change<GrantApplication>, Error> {
    let found = appraised(tx, access, id).await?;
    if let Some(n) = screening.results.iter().position(|result| !result.is_met) {
        let text = Text::new(
            "Chưa đạt tiêu chí này: hãy trả lại hoặc từ chối hồ sơ.",
            "This criterion is not met: return or refuse the application.",
        );
        return Err(Error::invalid(format!("/results/{n}/is_met"), FieldCode::Inconsistent, text));
    }
    keep(tx, &found.0, screening).await?;
    moved(tx, access, found, ("pass-screening", "screening_passed")).await
}

/// Refuses the application for a criterion that is not met.
pub(super) async fn fail(
    tx: &Tx,
    access: &Access<FailScreening>,
    id: ApplicationId,
    screening: &Screening,
) -> Result<Change<GrantApplication>, Error> {
    let found = appraised(tx, access, id).await?;
    if screening.results.iter().all(|result| result.is_met) {
        let text = Text::new("Mọi tiêu chí đều đạt.", "Every criterion is met.");
        return Err(Error::invalid("/results", FieldCode::Inconsistent, text));
    }
    keep(tx, &found.0, screening).await?;
    let reasons: Vec<&str> = screening
        .results
        .iter()
        .filter(|result| !result.is_met)
        .map(|result| result.criterion.as_ref())
        .collect();
    let change = moved(tx, access, found, ("fail-screening", "rejected")).await?;
    Ok(change.because(Some(reasons.join(", "))))
}

/// Gives the application back for repair.
pub(super) async fn give_back(
    tx: &Tx,
    access: &Access<ReturnApplication>,
    id: ApplicationId,
    reason: &str,
) -> Result<Change<GrantApplication>, Error> {
    let found = appraised(tx, access, id).await?;
    let change = moved(tx, access, found, ("return", "returned")).await?;
    Ok(change.because(Some(reason.to_owned())))
}

async fn keep(tx: &Tx, row: &grant_application::Model, screening: &Screening) -> Result<(), Error> {
    next_of(tx, row, "pass-screening").await?;
    let result = |result: &CriterionResult| screening_result::ActiveModel {
        application_id: Set(row.id),
        n: Set(row.version_n),
        criterion: Set(result.criterion.as_ref().to_owned()),
        is_met: Set(result.is_met),
        remark: Set(result.remark.as_ref().map(|remark| remark.as_ref().to_owned())),
        created_at: Set(tx.now()),
    };
    tx.insert_all(screening.results.iter().map(result).collect()).await
}
