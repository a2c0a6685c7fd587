//! Targets and results of surveys: what their tables refuse, and what becomes of the targets of before.

use crate::support::{assert_refused, commune, day, migrated, now};
use entity::enums::{SurveyRound, TargetKind, VoidReason};
use entity::ids::{AreaId, SurveyResultId, TargetId};
use entity::{indicator_target, survey_result};
use migration::{Migrator, MigratorTrait};
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, SqlErr};
use uuid::Uuid;

fn a_target(area_id: AreaId, code: &str, kind: TargetKind) -> indicator_target::ActiveModel {
    indicator_target::ActiveModel {
        id: Set(TargetId::new(Uuid::now_v7())),
        code: Set(code.to_owned()),
        area_id: Set(area_id),
        year: Set(2024),
        kind: Set(kind),
        value: Set(800),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        ..Default::default()
    }
}

fn a_result(area_id: AreaId) -> survey_result::ActiveModel {
    survey_result::ActiveModel {
        id: Set(SurveyResultId::new(Uuid::now_v7())),
        code: Set("3.2.2".to_owned()),
        area_id: Set(area_id),
        measured_on: Set(day("2022-06-30")),
        round: Set(SurveyRound::MidTerm),
        value: Set(60),
        denominator: Set(Some(100)),
        method: Set("Phỏng vấn hộ".to_owned()),
        sample_size: Set(40),
        population: Set(Some(100)),
        margin_bps: Set(Some(500)),
        source: Set("Báo cáo khảo sát".to_owned()),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        ..Default::default()
    }
}

#[tokio::test]
async fn targets_keep_their_rows_forth_and_back() {
    for db in migrated().await {
        let area = commune(&db).await;
        let kept = a_target(area, "G1", TargetKind::Target).insert(&db).await.unwrap();
        a_target(area, "G1", TargetKind::Baseline).insert(&db).await.unwrap();
        a_target(area, "1.1.4_livestock", TargetKind::Target).insert(&db).await.unwrap();
        let steps = Migrator::migrations();
        let own = steps.iter().position(|step| step.name() == "m0020_targets_and_surveys").unwrap();
        Migrator::down(&db, u32::try_from(steps.len() - own).ok()).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        assert_eq!(indicator_target::Entity::find().all(&db).await.unwrap(), [kept]);
    }
}

#[tokio::test]
async fn an_area_has_one_target_and_one_baseline_of_a_year() {
    for db in migrated().await {
        let area = commune(&db).await;
        let first = a_target(area, "G1", TargetKind::Target).insert(&db).await.unwrap();
        a_target(area, "G1", TargetKind::Baseline).insert(&db).await.unwrap();
        let twin = a_target(area, "G1", TargetKind::Target).insert(&db).await.unwrap_err();
        assert!(matches!(twin.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{twin}");
        let mut voided = first.into_active_model();
        voided.voided_at = Set(Some(now()));
        voided.void_reason = Set(Some(VoidReason::EnteredTwice));
        voided.update(&db).await.unwrap();
        a_target(area, "G1", TargetKind::Target).insert(&db).await.unwrap();
        let mut below = a_target(area, "G2", TargetKind::Target);
        below.value = Set(-1);
        assert_refused(below.insert(&db).await, "indicator_target_value");
        let mut early = a_target(area, "G2", TargetKind::Target);
        early.year = Set(1999);
        assert_refused(early.insert(&db).await, "indicator_target_year");
    }
}

#[tokio::test]
async fn a_survey_tells_one_value_of_a_day_that_is_part_of_its_denominator() {
    for db in migrated().await {
        let area = commune(&db).await;
        a_result(area).insert(&db).await.unwrap();
        let twin = a_result(area).insert(&db).await.unwrap_err();
        assert!(matches!(twin.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{twin}");
        let other = || survey_result::ActiveModel { measured_on: Set(day("2023-06-30")), ..a_result(area) };
        for (wrong, rule) in [
            (
                survey_result::ActiveModel { denominator: Set(Some(59)), ..other() },
                "survey_result_denominator",
            ),
            (survey_result::ActiveModel { value: Set(-1), ..other() }, "survey_result_value"),
            (survey_result::ActiveModel { sample_size: Set(0), ..other() }, "survey_result_sample_size"),
            (survey_result::ActiveModel { population: Set(Some(39)), ..other() }, "survey_result_population"),
            (
                survey_result::ActiveModel { margin_bps: Set(Some(10_001)), ..other() },
                "survey_result_margin_bps",
            ),
        ] {
            assert_refused(wrong.insert(&db).await, rule);
        }
        let alone = survey_result::ActiveModel { denominator: Set(None), population: Set(None), ..other() };
        alone.insert(&db).await.unwrap();
    }
}
