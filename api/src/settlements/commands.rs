//! What happens inside a unit of work at the end of a grant. Holds the application's lock.

use chrono::NaiveDate;
use entity::{grant_application, ids::ApplicationId, settlement};
use sea_orm::ActiveValue::Set;

use super::{
    messages::{NewSettlement, Settlement},
    queries::{final_minutes, unsettled},
};
use crate::{
    acceptances::queries::own_share,
    access::{
        Access,
        permission::grants::{CompleteApplication, SettleApplication},
    },
    applications::{
        commands::{SUBJECT, view},
        messages::GrantApplication,
        queries::next_of,
    },
    contributions::queries::given,
    decisions::commands::decided,
    disbursements::commands::cancel_rest,
    error::{Code, Error, Faults, Finding, Text},
    periods::queries::not_after_today,
    store::{Change, Entry, Tx},
    values::FieldCode,
};

/// Makes the final account: what was spent are the works that were accepted.
pub(super) async fn settle(
    tx: &Tx,
    access: &Access<SettleApplication>,
    id: ApplicationId,
    new: &NewSettlement,
) -> Result<Change<GrantApplication>, Error> {
    let application = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let settled_on = NaiveDate::from(new.settled_on);
    let accepted_on = final_minutes(tx, &application).await?.map(|minutes| minutes.accepted_on);
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/settled_on", settled_on, tx.today());
    let text = Text::new("Không được trước ngày nghiệm thu.", "It must not be before the acceptance.");
    let is_early = accepted_on.is_some_and(|accepted_on| settled_on < accepted_on);
    faults.when(is_early, "/settled_on", FieldCode::Inconsistent, text);
    faults.check()?;
    let status = next_of(tx, &application, "settle").await?;
    let findings: Vec<Finding> =
        own_share(tx, &application).await?.into_iter().chain(unsettled(tx, &application).await?).collect();
    if !findings.is_empty() {
        return Err(Error::unmet(Code::ConditionsUnmet, &findings));
    }
    let (spent_vnd, own_vnd) = (application.accepted_vnd, given(tx, id).await?.own_vnd);
    let row = settlement::ActiveModel {
        application_id: Set(id),
        number: Set(new.number.as_ref().to_owned()),
        settled_on: Set(settled_on),
        spent_vnd: Set(spent_vnd),
        own_vnd: Set(own_vnd),
        own_bps: Set(share_bps(own_vnd, spent_vnd)?),
        created_at: Set(tx.now()),
    };
    let account = Settlement::of(tx.insert(row).await?, &application);
    tx.update::<grant_application::Entity>(application, |row| row.status = Set(status)).await?;
    let told = Entry::about("created", None, &account);
    Ok(Change::changed("settled", &before, view(tx, access, id).await?).and(told))
}

/// The group's share of all that was spent, in basis points, rounded down.
fn share_bps(own_vnd: i64, spent_vnd: i64) -> Result<i32, Error> {
    let whole = i128::from(own_vnd) + i128::from(spent_vnd);
    let share = i128::from(own_vnd) * 10_000 / whole.max(1);
    i32::try_from(share).map_err(Error::internal)
}

/// Completes a grant whose final account is made and holds: what corrections took out of it since has come back. What was
/// promised and not used is free for others.
pub(super) async fn complete(
    tx: &Tx,
    access: &Access<CompleteApplication>,
    id: ApplicationId,
) -> Result<Change<GrantApplication>, Error> {
    let (application, before) = decided(tx, access, id).await?;
    let status = next_of(tx, &application, "complete").await?;
    if let Some(finding) = unsettled(tx, &application).await? {
        return Err(Error::unmet(Code::ConditionsUnmet, &[finding]));
    }
    let cancelled = cancel_rest(tx, access, &application).await?;
    tx.update::<grant_application::Entity>(application, |row| row.status = Set(status)).await?;
    Ok(Change::changed("completed", &before, view(tx, access, id).await?).and_all(cancelled))
}
