//! What a survey measured of an indicator that the register cannot count.

use crate::enums::{SurveyRound, VoidReason};
use crate::ids::{AreaId, SurveyResultId};
use sea_orm::entity::prelude::*;

/// One row of `survey_result`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_result")]
pub struct Model {
    /// Identifier of the result.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyResultId,
    /// Code of the indicator.
    pub code: String,
    /// The unit it is about.
    pub area_id: AreaId,
    /// The day it tells of.
    pub measured_on: Date,
    /// Why the survey was made.
    pub round: SurveyRound,
    /// The value, in the unit of the indicator.
    pub value: i64,
    /// What the value is a part of.
    pub denominator: Option<i64>,
    /// How it was measured.
    pub method: String,
    /// How many were asked.
    pub sample_size: i64,
    /// How many there are of whom they were drawn.
    pub population: Option<i64>,
    /// How far the share may be off, in hundredths of a percent.
    pub margin_bps: Option<i32>,
    /// What says so, such as the report of the survey.
    pub source: String,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
