//! The names of the two maps on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which division of the province a table goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum MapYear {
    /// Until 2025-06-30: province, districts, communes.
    #[serde(rename = "2022")]
    Of2022,
    /// From 2025-07-01: province, communes.
    #[serde(rename = "2025")]
    Of2025,
}

/// The last day of the map of 2022.
const LAST_OF_2022: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 6, 30);

impl MapYear {
    /// The map that is valid on a day.
    #[must_use]
    pub fn valid_on(day: NaiveDate) -> Self {
        if Some(day) <= LAST_OF_2022 { Self::Of2022 } else { Self::Of2025 }
    }

    /// A day on which this map is the valid one and the other begins or ends.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        let last = LAST_OF_2022.unwrap_or(NaiveDate::MAX);
        match self {
            Self::Of2022 => last,
            Self::Of2025 => last.succ_opt().unwrap_or(last),
        }
    }
}
