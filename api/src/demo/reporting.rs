//! Reporting periods of the province: the years of the first phase are locked, 2022 is approved. With them comes what
//! `measuring` loads.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use entity::{
    duty,
    enums::ReportingStatus,
    ids::{AreaId, ReportingPeriodId},
    reporting_period,
};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    accounts,
    load::{insert_all, told},
    measuring,
    province::grants::Event,
};
use crate::{
    error::Error,
    store::{Bulk, Entry, Owner},
};

/// The years that the province has reported on, all but the last of them locked.
const YEARS: std::ops::RangeInclusive<i32> = 2017..=2022;

/// What a period went through, with the state that each step led to.
const STEPS: [(&str, ReportingStatus); 4] = [
    ("created", ReportingStatus::Open),
    ("submitted", ReportingStatus::Submitted),
    ("approved", ReportingStatus::Approved),
    ("locked", ReportingStatus::Locked),
];

/// Loads the periods, as an officer submitted and an approver decided them.
///
/// # Errors
/// When the database fails.
pub(super) async fn insert(
    bulk: &Bulk,
    (province, today): (Option<AreaId>, NaiveDate),
    bar: &ProgressBar,
) -> Result<(), Error> {
    let staff = accounts::staff();
    let (mut periods, mut duties, mut entries) = (Vec::new(), Vec::<duty::Model>::new(), Vec::new());
    for year in YEARS.filter(|year| *year < today.year()) {
        let Some(area_id) = province else { continue };
        let steps = if year == *YEARS.end() { &STEPS[..3] } else { &STEPS[..] };
        let id = ReportingPeriodId::from(Uuid::now_v7());
        let days = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year + 1, 1, 1));
        let Some(days) = days else { continue };
        periods.push(period((id, area_id), (year, days), steps));
        let held = [(staff.entering[0], "enter"), (staff.deciding[0], "decide")];
        duties.extend(held.map(|(human, name)| duty::Model {
            subject_type: "reporting_period".to_owned(),
            subject_id: id.into(),
            human,
            duty: name.to_owned(),
        }));
        entries.extend(history((id, area_id), steps));
    }
    insert_all! { bulk, bar, "reporting periods" periods, "duties of reporting" duties }
    bulk.journal("load_demo", entries).await?;
    measuring::insert(bulk, province, bar).await
}

fn period(
    (id, area_id): (ReportingPeriodId, AreaId),
    (year, (from_on, until_on)): (i32, (NaiveDate, NaiveDate)),
    steps: &[(&str, ReportingStatus)],
) -> reporting_period::Model {
    // In the weeks after the year: opened, submitted, approved, locked.
    let week = |n: i64| -> DateTime<Utc> {
        until_on.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::weeks(n)
    };
    let status = steps.last().map_or(ReportingStatus::Open, |(_, status)| *status);
    reporting_period::Model {
        id,
        area_id,
        year,
        quarter: None,
        label: year.to_string(),
        from_on,
        until_on,
        status,
        submitted_at: Some(week(2)),
        approved_at: Some(week(3)),
        locked_at: (status == ReportingStatus::Locked).then(|| week(4)),
        reopened_at: None,
        version: i32::try_from(steps.len()).unwrap_or(1),
        created_at: week(1),
        updated_at: week(i64::try_from(steps.len()).unwrap_or(1)),
        voided_at: None,
        void_reason: None,
    }
}

fn history(
    (id, area_id): (ReportingPeriodId, AreaId),
    steps: &[(&'static str, ReportingStatus)],
) -> Vec<Entry> {
    let mut old = Value::Null;
    let each = |(version, (action, status)): (i32, &(&'static str, ReportingStatus))| {
        let new = json!(status);
        let changes = vec![("status", std::mem::replace(&mut old, new.clone()), new)];
        let owners = vec![Owner::Commune(area_id)];
        let id = id.into();
        told(Event { resource: "reporting_period", id, version, action, reason: None, owners, changes })
    };
    (1..).zip(steps).map(each).collect()
}
