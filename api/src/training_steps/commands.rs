//! What happens inside a unit of work when an event is held, closed or cancelled.

use entity::{ids::TrainingId, training_event};
use sea_orm::ActiveValue::Set;

use crate::{
    access::{
        Access, Permit,
        permission::trainings::{CancelTraining, CloseTraining, HoldTraining},
    },
    error::{Code, Error, Finding, Text},
    store::{Change, Tx},
    training_sessions::queries::{begun, none_begun, sessions_of},
    training_uses::queries::uses_of,
    trainings::{
        messages::TrainingEvent,
        queries::{check_late_of, view},
        workflow::STEPS,
    },
    workflow::next,
};

/// An event at the revision that was read, locked, and as it looked before.
async fn held<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: TrainingId,
) -> Result<(training_event::Model, TrainingEvent), Error> {
    let row = tx.current(access.row::<training_event::Entity>(id)).await?;
    check_late_of(tx, &row).await?;
    Ok((row, view(tx, access, id).await?))
}

/// Says that an event takes place.
pub(super) async fn hold(
    tx: &Tx,
    access: &Access<HoldTraining>,
    id: TrainingId,
) -> Result<Change<TrainingEvent>, Error> {
    let (row, before) = held(tx, access, id).await?;
    let status = next(STEPS, row.status, "hold")?;
    if begun(&sessions_of(tx, id).await?, tx.now()) == 0 {
        return Err(none_begun());
    }
    tx.update::<training_event::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("held", &before, view(tx, access, id).await?))
}

/// Closes an event.
pub(super) async fn close(
    tx: &Tx,
    access: &Access<CloseTraining>,
    id: TrainingId,
) -> Result<Change<TrainingEvent>, Error> {
    let (row, before) = held(tx, access, id).await?;
    let status = next(STEPS, row.status, "close")?;
    let sessions = sessions_of(tx, id).await?;
    let over = sessions.iter().filter(|session| session.ends_at <= tx.now()).count();
    if over < sessions.len() {
        let text = Text::new("Còn buổi chưa kết thúc.", "Some sessions are not over yet.");
        let [needed, found] = [sessions.len(), over].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let finding = Finding::new("sessions_over", needed, found, text);
        return Err(Error::unmet(Code::ConditionsUnmet, &[finding]));
    }
    tx.update::<training_event::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("closed", &before, view(tx, access, id).await?))
}

/// Cancels an event at which nobody was marked or counted.
pub(super) async fn cancel(
    tx: &Tx,
    access: &Access<CancelTraining>,
    id: TrainingId,
    reason: &str,
) -> Result<Change<TrainingEvent>, Error> {
    let (row, before) = held(tx, access, id).await?;
    let status = next(STEPS, row.status, "cancel")?;
    let uses = uses_of(tx, id).await?;
    let mut findings = Vec::new();
    if uses.marks > 0 {
        let text = Text::new("Đã có người được điểm danh.", "People were marked.");
        findings.push(Finding::new("marks", 0, uses.marks, text));
    }
    if uses.counted > 0 {
        let text = Text::new("Đã có buổi được đếm người dự.", "Heads were counted in sessions.");
        findings.push(Finding::new("head_counts", 0, uses.counted, text));
    }
    if !findings.is_empty() {
        return Err(Error::unmet(Code::ConditionsUnmet, &findings));
    }
    tx.update::<training_event::Entity>(row, |row| {
        row.status = Set(status);
        row.status_reason = Set(Some(reason.to_owned()));
    })
    .await?;
    let now = view(tx, access, id).await?;
    Ok(Change::changed("cancelled", &before, now).because(Some(reason.to_owned())))
}
