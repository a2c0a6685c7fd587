//! What is written in the journal stays as it was written.

use crate::support::{assert_refused, commune, day, migrated, now};
use entity::enums::{LateReason, ReportingStatus, VoidReason};
use entity::ids::{AreaId, EntryId};
use entity::{journal_entry, journal_scope, journal_seal, late_fact, reporting_period};
use sea_orm_migration::prelude::ConnectionTrait;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{ActiveModelTrait, DatabaseConnection, DbBackend, IntoActiveModel, SqlErr};
use uuid::Uuid;

const TABLES: [(&str, &str); 4] = [
    ("journal_entry", "action"),
    ("journal_scope", "commune_id"),
    ("journal_seal", "hash"),
    ("late_fact", "reason"),
];

async fn an_entry(db: &DatabaseConnection) {
    let entry_id = EntryId::new(Uuid::now_v7());
    let entry = journal_entry::ActiveModel {
        id: Set(entry_id),
        at: Set(now()),
        actor_kind: Set("system".to_owned()),
        operation: Set("expire".to_owned()),
        request_id: Set(Uuid::now_v7()),
        resource: Set("membership".to_owned()),
        action: Set("changed".to_owned()),
        outcome: Set("success".to_owned()),
        ..Default::default()
    };
    entry.insert(db).await.unwrap();
    let scope =
        journal_scope::ActiveModel { id: Set(Uuid::now_v7()), entry_id: Set(entry_id), ..Default::default() };
    scope.insert(db).await.unwrap();
    let seal = journal_seal::ActiveModel {
        position: Set(1),
        entry_id: Set(entry_id),
        prev_hash: Set(vec![0; 32]),
        hash: Set(vec![1; 32]),
        sealed_at: Set(now()),
    };
    seal.insert(db).await.unwrap();
    let period = a_period(commune(db).await, 2021).insert(db).await.unwrap();
    let late = late_fact::ActiveModel {
        entry_id: Set(entry_id),
        period_id: Set(period.id),
        reason: Set(LateReason::PaperCameLate),
    };
    late.insert(db).await.unwrap();
}

fn a_period(area_id: AreaId, year: i32) -> reporting_period::ActiveModel {
    reporting_period::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        area_id: Set(area_id),
        year: Set(year),
        quarter: Set(None),
        label: Set(year.to_string()),
        from_on: Set(day(&format!("{year}-01-01"))),
        until_on: Set(day(&format!("{}-01-01", year + 1))),
        status: Set(ReportingStatus::Open),
        submitted_at: Set(None),
        approved_at: Set(None),
        locked_at: Set(None),
        reopened_at: Set(None),
        version: Set(1),
        created_at: Set(now()),
        updated_at: Set(now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

#[tokio::test]
async fn an_area_has_one_live_period_of_a_label() {
    for db in migrated().await {
        let area = commune(&db).await;
        let first = a_period(area, 2021).insert(&db).await.unwrap();
        let twin = a_period(area, 2021).insert(&db).await.unwrap_err();
        assert!(matches!(twin.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{twin}");
        let mut voided = first.into_active_model();
        voided.voided_at = Set(Some(now()));
        voided.void_reason = Set(Some(VoidReason::EnteredTwice));
        voided.update(&db).await.unwrap();
        a_period(area, 2021).insert(&db).await.unwrap();
        let mut fifth = a_period(area, 2022);
        fifth.quarter = Set(Some(5));
        assert_refused(fifth.insert(&db).await, "reporting_period_quarter");
    }
}

#[tokio::test]
async fn the_journal_is_insert_only() {
    for db in migrated().await {
        an_entry(&db).await;
        for (table, column) in TABLES {
            let rule = format!("{table}_insert_only");
            let update = format!("UPDATE {table} SET {column} = {column}");
            assert_refused(db.execute_unprepared(&update).await, &rule);
            assert_refused(db.execute_unprepared(&format!("DELETE FROM {table}")).await, &rule);
            if db.get_database_backend() == DbBackend::Postgres {
                assert_refused(
                    db.execute_unprepared(&format!("TRUNCATE {table} CASCADE")).await,
                    "_insert_only",
                );
            } else {
                let replace = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}");
                assert_refused(db.execute_unprepared(&replace).await, &rule);
            }
        }
    }
}
