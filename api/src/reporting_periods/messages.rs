//! What goes over the wire about reporting periods.

use chrono::NaiveDate;
use entity::{
    enums::ReportingStatus,
    ids::{AreaId, ReportingPeriodId},
    reporting_period,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::STEPS;
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Instant, Paragraph},
    workflow,
};

/// A year or a quarter that an area reports on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportingPeriod {
    /// Its id.
    pub id: ReportingPeriodId,
    /// Which area reports: the province, or a district or commune of a map.
    pub area_id: AreaId,
    /// The year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
    /// The quarter of the year; null for all of it.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    pub quarter: Option<i32>,
    /// Year and quarter in one word.
    #[schema(max_length = 7, example = "2022-Q2")]
    pub label: String,
    /// The first day.
    #[schema(example = "2022-04-01")]
    pub from_on: NaiveDate,
    /// The first day after it.
    #[schema(example = "2022-07-01")]
    pub until_on: NaiveDate,
    /// Whether it is locked, or on its way there.
    pub status: ReportingStatus,
    /// When it was submitted; null while it is open.
    pub submitted_at: Option<Instant>,
    /// When it was approved; null until it is.
    pub approved_at: Option<Instant>,
    /// When it was locked; null unless it is.
    pub locked_at: Option<Instant>,
    /// When it was last opened again after it had been locked; null if it never was.
    pub reopened_at: Option<Instant>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["submit"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision; late facts do not count.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl ReportingPeriod {
    /// The view of a row for a caller.
    #[must_use]
    pub fn of(row: reporting_period::Model, caller: &Caller) -> Self {
        Self {
            id: row.id,
            area_id: row.area_id,
            year: row.year,
            quarter: row.quarter,
            label: row.label,
            from_on: row.from_on,
            until_on: row.until_on,
            status: row.status,
            submitted_at: row.submitted_at.map(Into::into),
            approved_at: row.approved_at.map(Into::into),
            locked_at: row.locked_at.map(Into::into),
            reopened_at: row.reopened_at.map(Into::into),
            allowed_actions: workflow::open(STEPS, row.status, |needs| caller.holds(needs)),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for ReportingPeriod {
    const KIND: &'static str = "reporting_period";
    const COLLECTION: &'static str = "/v1/reporting-periods";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }
}

/// A period that an area will report on.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReportingPeriod {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<ReportingPeriodId>,
    /// Which area reports: the province, or a district or commune of a map.
    pub area_id: AreaId,
    /// The year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
    /// The quarter of the year; absent for all of it.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    pub quarter: Option<i32>,
}

impl NewReportingPeriod {
    /// Year and quarter in one word.
    pub(super) fn label(&self) -> String {
        match self.quarter {
            None => self.year.to_string(),
            Some(quarter) => format!("{}-Q{quarter}", self.year),
        }
    }

    /// The first day, and the first day after it.
    pub(super) fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = |months: i32| {
            let month = u32::try_from(months % 12).ok()? + 1;
            NaiveDate::from_ymd_opt(self.year + months / 12, month, 1)
        };
        let (from, until) = self.quarter.map_or((0, 12), |quarter| (3 * (quarter - 1), 3 * quarter));
        Some((first(from)?, first(until)?))
    }
}

/// Why a period is returned, or opened again.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportingPeriodReason {
    /// Why.
    #[schema(example = "Còn thiếu số liệu của hai xã")]
    pub reason: Paragraph<500>,
}

/// Filters of the list of reporting periods.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ReportingPeriodFilter {
    /// Only of this area and of those in it, of either map.
    pub area_id: Option<AreaId>,
    /// Only of this year.
    #[param(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Only in these states.
    #[param(value_type = Option<Vec<ReportingStatus>>)]
    pub status: Option<Commaed<ReportingStatus>>,
}

impl Filter for ReportingPeriodFilter {
    const SORTS: &'static [&'static str] = &["-from_on", "from_on"];
}

#[cfg(test)]
mod tests {
    use super::{AreaId, NewReportingPeriod};

    fn period(year: i32, quarter: Option<i32>) -> (String, String, String) {
        let new = NewReportingPeriod { id: None, area_id: AreaId::new(uuid::Uuid::nil()), year, quarter };
        let (from, until) = new.days().unwrap();
        (new.label(), from.to_string(), until.to_string())
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let words = |label: &str, from: &str, until: &str| (label.into(), from.into(), until.into());
        assert_eq!(period(2022, None), words("2022", "2022-01-01", "2023-01-01"));
        assert_eq!(period(2022, Some(1)), words("2022-Q1", "2022-01-01", "2022-04-01"));
        assert_eq!(period(2022, Some(4)), words("2022-Q4", "2022-10-01", "2023-01-01"));
    }
}
