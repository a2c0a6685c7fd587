//! What is written in the journal stays as it was written.

use crate::support::{assert_refused, migrated, now};
use entity::ids::EntryId;
use entity::{journal_entry, journal_scope, journal_seal};
use sea_orm_migration::prelude::ConnectionTrait;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{ActiveModelTrait, DatabaseConnection, DbBackend};
use uuid::Uuid;

const TABLES: [(&str, &str); 3] =
    [("journal_entry", "action"), ("journal_scope", "commune_id"), ("journal_seal", "hash")];

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
