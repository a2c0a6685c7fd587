//! From where the indicators of the province began, and what the survey halfway measured of two that the register cannot
//! count.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entity::{
    enums::{SurveyRound, TargetKind},
    ids::AreaId,
    indicator_target, survey_result,
};
use indicatif::ProgressBar;
use serde_json::json;
use uuid::Uuid;

use super::{
    load::{insert_all, told},
    province::{calendar::day, grants::Event},
};
use crate::{
    error::Error,
    store::{Bulk, Entry, Owner},
};

/// The year before the project changed anything, and what there was.
const BASELINES: (i32, [(&str, i64); 4]) = (2017, [("G1", 0), ("G6", 0), ("2.2.6", 980), ("3.2.2", 1150)]);
/// The day of the survey halfway.
const HALFWAY_ON: NaiveDate = day(2022, 5, 31);
/// Households of which something is true, and the households of members then.
const HALFWAY: [(&str, i64, i64); 2] = [("2.2.6", 2340, 5200), ("3.2.2", 3120, 5200)];
const SAMPLE_SIZE: i64 = 400;
const MARGIN_BPS: i32 = 480;
const ENQUIRY: &str = "Báo cáo điều tra ban đầu năm 2017";
const SURVEY: &str = "Báo cáo khảo sát giữa kỳ, tháng 6/2022";
const METHOD: &str = "Phỏng vấn hộ thành viên theo bảng hỏi, chọn mẫu hai giai đoạn";

/// Loads them.
///
/// # Errors
/// When the database fails.
pub(super) async fn insert(bulk: &Bulk, province: Option<AreaId>, bar: &ProgressBar) -> Result<(), Error> {
    let Some(area_id) = province else { return Ok(()) };
    let baselines: Vec<_> = BASELINES.1.iter().map(|one| baseline(area_id, *one)).collect();
    let results: Vec<_> = HALFWAY.iter().map(|one| result(area_id, *one)).collect();
    let of_baselines = baselines
        .iter()
        .map(|row| created("indicator_target", (row.id.into(), area_id), (&row.code, row.value)));
    let of_results =
        results.iter().map(|row| created("survey_result", (row.id.into(), area_id), (&row.code, row.value)));
    let entries: Vec<Entry> = of_baselines.chain(of_results).collect();
    insert_all! { bulk, bar, "baselines" baselines, "results of surveys" results }
    bulk.journal("load_demo", entries).await
}

fn baseline(area_id: AreaId, (code, value): (&str, i64)) -> indicator_target::Model {
    let entered_at = noon(day(2018, 1, 15));
    indicator_target::Model {
        id: Uuid::now_v7().into(),
        code: code.to_owned(),
        area_id,
        year: BASELINES.0,
        kind: TargetKind::Baseline,
        value,
        source: Some(ENQUIRY.to_owned()),
        version: 1,
        created_at: entered_at,
        updated_at: entered_at,
        voided_at: None,
        void_reason: None,
    }
}

fn result(area_id: AreaId, (code, value, households): (&str, i64, i64)) -> survey_result::Model {
    let entered_at = noon(day(2022, 6, 20));
    survey_result::Model {
        id: Uuid::now_v7().into(),
        code: code.to_owned(),
        area_id,
        measured_on: HALFWAY_ON,
        round: SurveyRound::MidTerm,
        value,
        denominator: Some(households),
        method: METHOD.to_owned(),
        sample_size: SAMPLE_SIZE,
        population: Some(households),
        margin_bps: Some(MARGIN_BPS),
        source: SURVEY.to_owned(),
        version: 1,
        created_at: entered_at,
        updated_at: entered_at,
        voided_at: None,
        void_reason: None,
    }
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(5)
}

fn created(resource: &'static str, (id, area_id): (Uuid, AreaId), (code, value): (&str, i64)) -> Entry {
    let changes = [("code", json!(code)), ("area_id", json!(area_id)), ("value", json!(value))]
        .map(|(name, new)| (name, json!(null), new));
    let owners = vec![Owner::Commune(area_id)];
    told(Event { resource, id, version: 1, action: "created", reason: None, owners, changes: changes.into() })
}
