//! Reporting periods put into the database directly.

use chrono::NaiveDate;
use entity::enums::ReportingStatus;
use entity::ids::{AreaId, ReportingPeriodId};
use entity::reporting_period;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::app::App;

impl App {
    /// A year, or a quarter of one, of an area in a state.
    ///
    /// # Panics
    /// If the area has it already.
    pub async fn reporting_period(
        &self,
        area: AreaId,
        (year, quarter): (i32, Option<i32>),
        status: ReportingStatus,
    ) -> ReportingPeriodId {
        let id = ReportingPeriodId::from(Uuid::now_v7());
        let (from_on, until_on) = days(year, quarter);
        let at = |is_past: bool| is_past.then(|| self.now());
        self.insert(reporting_period::ActiveModel {
            id: Set(id),
            area_id: Set(area),
            year: Set(year),
            quarter: Set(quarter),
            label: Set(quarter.map_or(year.to_string(), |n| format!("{year}-Q{n}"))),
            from_on: Set(from_on),
            until_on: Set(until_on),
            status: Set(status),
            submitted_at: Set(at(status != ReportingStatus::Open)),
            approved_at: Set(at(matches!(status, ReportingStatus::Approved | ReportingStatus::Locked))),
            locked_at: Set(at(status == ReportingStatus::Locked)),
            reopened_at: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }
}

fn days(year: i32, quarter: Option<i32>) -> (NaiveDate, NaiveDate) {
    let first = |month: i32| {
        let day = NaiveDate::from_ymd_opt(year + month / 12, 1, 1).unwrap_or_default();
        day + chrono::Months::new(u32::try_from(month % 12).unwrap_or_default())
    };
    quarter.map_or_else(|| (first(0), first(12)), |n| (first(3 * n - 3), first(3 * n)))
}
