//! What goes over the wire about results of surveys.

use chrono::NaiveDate;
use entity::{
    enums::SurveyRound,
    ids::{AreaId, SurveyResultId},
    survey_result,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of, present},
    indicators::messages::share_bps,
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Paragraph},
};

/// What a survey measured of an indicator in an area on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyResult {
    /// Its id.
    pub id: SurveyResultId,
    /// Code of the indicator.
    #[schema(max_length = 30, example = "3.2.2")]
    pub code: String,
    /// The area: the province, or a district or commune of a map.
    pub area_id: AreaId,
    /// The day it tells of.
    pub measured_on: NaiveDate,
    /// Why the survey was made.
    pub round: SurveyRound,
    /// The value in the unit of the indicator: the numerator of the share.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 3120)]
    pub value: i64,
    /// What the value is a part of; null when it stands for itself.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, example = 5200)]
    pub denominator: Option<i64>,
    /// The share in hundredths of a percent, computed from both and rounded half up; null without a denominator.
    #[schema(minimum = 0, maximum = 10_000, example = 6000)]
    pub share_bps: Option<i64>,
    /// How it was measured.
    #[schema(max_length = 1000, example = "Phỏng vấn hộ theo bảng hỏi, chọn mẫu hai giai đoạn")]
    pub method: String,
    /// How many were asked.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, example = 400)]
    pub sample_size: i64,
    /// How many there are of whom they were drawn; null when nobody said.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, example = 5200)]
    pub population: Option<i64>,
    /// How far the share may be off to either side, in hundredths of a percent; null when nobody said.
    #[schema(minimum = 0, maximum = 10_000, example = 480)]
    pub margin_bps: Option<i32>,
    /// What says so, such as the report of the survey.
    #[schema(max_length = 200, example = "Báo cáo khảo sát giữa kỳ, tháng 6/2022")]
    pub source: String,
    /// Revision.
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

impl From<survey_result::Model> for SurveyResult {
    fn from(row: survey_result::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            area_id: row.area_id,
            measured_on: row.measured_on,
            round: row.round,
            value: row.value,
            denominator: row.denominator,
            share_bps: row.denominator.and_then(|of| share_bps(row.value, of)),
            method: row.method,
            sample_size: row.sample_size,
            population: row.population,
            margin_bps: row.margin_bps,
            source: row.source,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for SurveyResult {
    const KIND: &'static str = "survey_result";
    const COLLECTION: &'static str = "/v1/survey-results";

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

/// A result of a survey to enter.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "3.2.2", "area_id": "0181b1a8-4c00-7000-8000-000000000001", "measured_on": "2022-05-31", "round": "mid_term",
    "value": 3120, "denominator": 5200, "method": "Phỏng vấn hộ theo bảng hỏi, chọn mẫu hai giai đoạn", "sample_size": 400,
    "population": 5200, "margin_bps": 480, "source": "Báo cáo khảo sát giữa kỳ, tháng 6/2022",
}))]
pub struct NewSurveyResult {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<SurveyResultId>,
    /// Code of the indicator: one of `/v1/indicators?is_surveyed=true`.
    pub code: Line<1, 30>,
    /// The area: the province, or a district or commune of a map that exists on the day.
    pub area_id: AreaId,
    /// The day it tells of, today at the latest.
    pub measured_on: Day,
    /// Why the survey was made.
    pub round: SurveyRound,
    /// The value in the unit of the indicator; no more than the denominator.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub value: i64,
    /// What the value is a part of.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub denominator: Option<i64>,
    /// How it was measured.
    pub method: Paragraph<1000>,
    /// How many were asked.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub sample_size: i64,
    /// How many there are of whom they were drawn; no fewer than were asked.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub population: Option<i64>,
    /// How far the share may be off to either side, in hundredths of a percent.
    #[schema(minimum = 0, maximum = 10_000)]
    pub margin_bps: Option<i32>,
    /// What says so, such as the report of the survey.
    pub source: Line<1, 200>,
}

/// Corrections of a result.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "value": 3090, "sample_size": 398, "source": "Báo cáo khảo sát giữa kỳ, bản chính thức" }))]
pub struct SurveyResultPatch {
    /// Why the survey was made.
    #[schema(nullable = false)]
    pub round: Option<SurveyRound>,
    /// The value in the unit of the indicator; no more than the denominator.
    #[schema(nullable = false, minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub value: Option<i64>,
    /// What the value is a part of; null when it stands for itself.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub denominator: Option<Option<i64>>,
    /// How it was measured.
    #[schema(nullable = false)]
    pub method: Option<Paragraph<1000>>,
    /// How many were asked.
    #[schema(nullable = false, minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub sample_size: Option<i64>,
    /// How many there are of whom they were drawn; null when nobody said.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub population: Option<Option<i64>>,
    /// How far the share may be off to either side, in hundredths of a percent; null when nobody said.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 10_000)]
    pub margin_bps: Option<Option<i32>>,
    /// What says so, such as the report of the survey.
    #[schema(nullable = false)]
    pub source: Option<Line<1, 200>>,
}

/// Filters of the list of results.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct SurveyResultFilter {
    /// Only of indicators with these codes.
    #[param(value_type = Option<Vec<String>>, example = "3.2.2,2.2.6")]
    pub code: Option<Commaed<Line<1, 30>>>,
    /// Only of this area and of those in it, of either map.
    pub area_id: Option<AreaId>,
    /// Only of surveys of these rounds.
    #[param(value_type = Option<Vec<SurveyRound>>)]
    pub round: Option<Commaed<SurveyRound>>,
    /// Only of this day and later ones.
    #[param(value_type = Option<String>, format = Date)]
    pub measured_on_gte: Option<Day>,
    /// Only of this day and earlier ones.
    #[param(value_type = Option<String>, format = Date)]
    pub measured_on_lte: Option<Day>,
}

impl Filter for SurveyResultFilter {
    const SORTS: &'static [&'static str] = &["-measured_on", "measured_on"];
}
