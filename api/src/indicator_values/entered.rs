//! What is entered beside what is counted: targets, baselines, and what surveys measured of indicators that the register
//! cannot count.

use std::collections::BTreeMap;

use super::{
    messages::{ValueAim, ValueCell, ValueTable},
    queries::Wanted,
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::Error,
    extents::Extent,
    indicator_definitions::queries::{Counting, Definition},
    indicator_tables::messages::CellKey,
    indicator_targets::queries::{Aim, Aims, latest},
    indicators::messages::share_bps,
    store::Snapshot,
    survey_results::queries::{Measured, latest_by},
};
use chrono::NaiveDate;

/// What was entered about the one area of an extent; nothing when there are several.
#[derive(Debug, Default)]
pub struct Entered {
    aims: Aims,
    measured: BTreeMap<String, Measured>,
}

impl Entered {
    /// Reads what was entered, results of surveys until a day and only when one is asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        access: &Access<ReadReports>,
        snapshot: &Snapshot,
        extent: &Extent,
        (wanted, day): (&[Wanted], NaiveDate),
    ) -> Result<Self, Error> {
        let aims = latest(access, snapshot, extent).await?;
        let is_surveyed = wanted.iter().any(|(one, _)| one.counting == Counting::Survey);
        let measured =
            if is_surveyed { latest_by(access, snapshot, extent, day).await? } else { BTreeMap::new() };
        Ok(Self { aims, measured })
    }

    /// A table with what its indicator is measured against.
    #[must_use]
    pub fn beside(&self, table: ValueTable) -> ValueTable {
        let total = table.cells.first().filter(|_| table.denominator_en.is_none()).map(|cell| cell.value);
        let aim = |aims: &BTreeMap<String, Aim>| {
            aims.get(table.code).map(|aim| ValueAim {
                year: aim.year,
                value: aim.value,
                reached_bps: total.and_then(|total| share_bps(total, aim.value)),
            })
        };
        ValueTable { target: aim(&self.aims.targets), baseline: aim(&self.aims.baselines), ..table }
    }

    /// The table of an indicator that surveys measure: its latest result, if there is one.
    #[must_use]
    pub fn surveyed(&self, definition: &Definition, table: ValueTable) -> ValueTable {
        let measured = self.measured.get(definition.code);
        let cell = |one: &Measured| ValueCell {
            key: CellKey::default(),
            value: one.value,
            denominator: one.denominator,
            share_bps: one.denominator.and_then(|of| share_bps(one.value, of)),
            records_url: None,
        };
        ValueTable {
            is_withheld: false,
            measured_on: measured.map(|one| one.measured_on),
            cells: measured.map(cell).into_iter().collect(),
            ..table
        }
    }
}
