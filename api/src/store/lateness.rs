//! What a unit of work has to do with reporting periods that are locked.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use entity::{
    enums::LateReason,
    ids::{EntryId, ReportingPeriodId},
    late_fact,
};
use sea_orm::ActiveValue::Set;

use super::Tx;
use crate::{
    error::Error,
    http::{Call, Enters},
    reporting_periods::queries::LOCKS,
};

/// What the operation enters, why it is late, and in which locked periods it turned out to be.
#[derive(Debug, Default)]
pub(super) struct Lateness {
    enters: Enters,
    reason: Option<LateReason>,
    periods: Mutex<BTreeSet<ReportingPeriodId>>,
}

impl Tx {
    /// Learns what the request enters. Whoever enters what a locked period concerns keeps all periods from being locked
    /// until the end of the unit of work; this is the first lock that is taken, before that of any row.
    pub(super) async fn begin_entering(&mut self, call: &Call) -> Result<(), Error> {
        self.lateness = Lateness { enters: call.enters, reason: call.late_reason, periods: Mutex::default() };
        if call.enters == Enters::Nothing { Ok(()) } else { self.share_name(LOCKS).await }
    }

    /// Why what is entered comes so late, if the request says it.
    ///
    /// # Errors
    /// When the operation is none that enters such things, so that no lock was taken.
    pub fn reason_among(&self, entered: Enters) -> Result<Option<LateReason>, Error> {
        if self.lateness.enters == entered {
            return Ok(self.lateness.reason);
        }
        Err(Error::internal(format!(
            "an operation that says it enters {:?} entered {entered:?}",
            self.lateness.enters
        )))
    }

    /// Notes locked periods whose figures the work changes: its entries in the journal are marked as late in them.
    pub fn note_late(&self, periods: impl IntoIterator<Item = ReportingPeriodId>) {
        self.lateness.periods.lock().unwrap_or_else(PoisonError::into_inner).extend(periods);
    }

    /// Marks entries as late in the periods that were noted.
    pub(super) async fn mark_late(&self, entries: &[EntryId]) -> Result<(), Error> {
        let Some(reason) = self.lateness.reason else { return Ok(()) };
        let periods: Vec<ReportingPeriodId> =
            self.lateness.periods.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
        let rows = periods.iter().flat_map(|period| {
            entries.iter().map(|entry| late_fact::ActiveModel {
                entry_id: Set(*entry),
                period_id: Set(*period),
                reason: Set(reason),
            })
        });
        self.insert_all(rows.collect()).await
    }
}
