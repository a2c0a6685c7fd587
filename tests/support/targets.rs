//! Targets of indicators and results of surveys put into the database directly.

use entity::enums::{SurveyRound, TargetKind};
use entity::ids::{AreaId, SurveyResultId, TargetId};
use entity::{indicator_target, survey_result};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::app::{App, day};

impl App {
    /// What an indicator is to reach, or was, in an area in a year.
    ///
    /// # Panics
    /// If the area has it already.
    pub async fn target(
        &self,
        (code, area): (&str, AreaId),
        (kind, year): (TargetKind, i32),
        value: i64,
    ) -> TargetId {
        let id = TargetId::from(Uuid::now_v7());
        self.insert(indicator_target::ActiveModel {
            id: Set(id),
            code: Set(code.to_owned()),
            area_id: Set(area),
            year: Set(year),
            kind: Set(kind),
            value: Set(value),
            source: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        id
    }

    /// What a survey measured of an indicator in an area on a day: so many of so many.
    ///
    /// # Panics
    /// If the area has a result of the day already.
    pub async fn survey_result(
        &self,
        (code, area): (&str, AreaId),
        measured_on: &str,
        (value, denominator): (i64, Option<i64>),
    ) -> SurveyResultId {
        let id = SurveyResultId::from(Uuid::now_v7());
        self.insert(survey_result::ActiveModel {
            id: Set(id),
            code: Set(code.to_owned()),
            area_id: Set(area),
            measured_on: Set(day(measured_on)),
            round: Set(SurveyRound::Annual),
            value: Set(value),
            denominator: Set(denominator),
            method: Set("Phỏng vấn hộ".to_owned()),
            sample_size: Set(50),
            population: Set(None),
            margin_bps: Set(None),
            source: Set("Báo cáo khảo sát".to_owned()),
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
