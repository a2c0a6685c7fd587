//! The chain over the journal: nothing is skipped, and nothing changes unnoticed.

use std::rc::Rc;
use std::time::Duration;

use actix_web::rt;
use chrono::Utc;
use entity::ids::EntryId;
use entity::{journal_entry, journal_pending, journal_scope, journal_seal};
use hoinongdan::journal::{Verified, seal, seal_forever, verify};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryOrder, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use serde_json::json;
use tests::databases::Backend;
use tests::{App, both_databases};
use uuid::Uuid;

/// An entry of the service itself.
pub fn entry(id: EntryId) -> journal_entry::ActiveModel {
    journal_entry::ActiveModel {
        id: Set(id),
        at: Set(Utc::now()),
        actor_kind: Set("system".to_owned()),
        actor_id: Set(None),
        client_id: Set(None),
        session_id: Set(None),
        address: Set(None),
        role: Set(None),
        permission: Set(None),
        operation: Set("test".to_owned()),
        request_id: Set(Uuid::now_v7()),
        reason: Set(None),
        purpose: Set(None),
        resource: Set("area".to_owned()),
        resource_id: Set(None),
        version: Set(None),
        action: Set("created".to_owned()),
        outcome: Set("success".to_owned()),
        person_id: Set(None),
        changes: Set(Some("[]".to_owned())),
        changes_ct: Set(None),
    }
}

/// Adds an entry about the area of the test.
pub async fn append(db: &impl ConnectionTrait, app: &Seen) -> EntryId {
    let id = EntryId::from(Uuid::now_v7());
    journal_entry::Entity::insert(entry(id)).exec_without_returning(db).await.unwrap();
    let scope = journal_scope::ActiveModel {
        id: Set(Uuid::now_v7()),
        entry_id: Set(id),
        commune_id: Set(Some(app.commune)),
        group_id: Set(None),
        partner_id: Set(None),
    };
    journal_scope::Entity::insert(scope).exec_without_returning(db).await.unwrap();
    let pending = journal_pending::ActiveModel { entry_id: Set(id) };
    journal_pending::Entity::insert(pending).exec_without_returning(db).await.unwrap();
    id
}

/// An app with an area at hand.
pub struct Seen {
    pub app: App,
    commune: entity::ids::AreaId,
}

impl Seen {
    pub async fn start(backend: Backend) -> Self {
        let app = App::start(backend).await;
        let commune = app.area("01392", "2022-06-30").await;
        Self { app, commune }
    }

    async fn order(&self) -> Vec<(i64, EntryId)> {
        let seals = journal_seal::Entity::find()
            .order_by_asc(journal_seal::Column::Position)
            .all(self.app.db())
            .await;
        seals.unwrap().into_iter().map(|seal| (seal.position, seal.entry_id)).collect()
    }
}

async fn begin(db: &DatabaseConnection) -> DatabaseTransaction {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    db.begin_with_options(immediate).await.unwrap()
}

both_databases! {
    async fn entries_are_chained_in_their_order(seen: Seen) {
        assert_eq!(seal(seen.app.service()).await.unwrap(), 0);
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(append(seen.app.db(), &seen).await);
        }
        assert_eq!(seal(seen.app.service()).await.unwrap(), 3);
        ids.push(append(seen.app.db(), &seen).await);
        assert_eq!(seal(seen.app.service()).await.unwrap(), 1);
        assert_eq!(seen.order().await, (1..).zip(ids).collect::<Vec<_>>());
        let seals = journal_seal::Entity::find().order_by_asc(journal_seal::Column::Position).all(seen.app.db()).await.unwrap();
        assert_eq!(seals[0].prev_hash, [0; 32]);
        assert!(seals.windows(2).all(|pair| pair[0].hash == pair[1].prev_hash));
        let hash = seals[3].hash.clone().try_into().unwrap();
        assert_eq!(verify(seen.app.service()).await.unwrap(), Ok(Verified { position: 4, hash, pending: 0 }));
        assert_eq!(journal_pending::Entity::find().count(seen.app.db()).await.unwrap(), 0);
    }

    async fn more_entries_than_a_batch_are_sealed_at_once(seen: Seen) {
        let tx = begin(seen.app.db()).await;
        for _ in 0..1100 {
            append(&tx, &seen).await;
        }
        tx.commit().await.unwrap();
        assert_eq!(seal(seen.app.service()).await.unwrap(), 1100);
        assert_eq!(verify(seen.app.service()).await.unwrap().unwrap().position, 1100);
    }

    async fn an_entry_that_commits_late_gets_a_later_place(seen: Seen) {
        // SQLite has one writer at a time: nothing can commit late.
        if seen.app.database().backend() == Backend::Sqlite {
            return;
        }
        let [db, other] = [connect(&seen.app).await, connect(&seen.app).await];
        let slow = begin(&db).await;
        let first = append(&slow, &seen).await;
        let quick = begin(&other).await;
        let second = append(&quick, &seen).await;
        quick.commit().await.unwrap();
        assert_eq!(seal(seen.app.service()).await.unwrap(), 1);
        slow.commit().await.unwrap();
        assert_eq!(seal(seen.app.service()).await.unwrap(), 1);
        assert!(first < second);
        assert_eq!(seen.order().await, [(1, second), (2, first)]);
    }

    async fn while_sixteen_write_every_entry_gets_one_place(seen: Seen) {
        let seen = Rc::new(seen);
        let mut writers = Vec::new();
        for number in 0..16_u64 {
            let seen = Rc::clone(&seen);
            writers.push(rt::spawn(async move {
                let db = connect(&seen.app).await;
                for round in 0..8 {
                    let tx = begin(&db).await;
                    append(&tx, &seen).await;
                    append(&tx, &seen).await;
                    rt::time::sleep(Duration::from_millis((number * 7 + round * 5) % 23)).await;
                    tx.commit().await.unwrap();
                }
            }));
        }
        let sealers: Vec<_> = (0..3).map(|_| {
            let seen = Rc::clone(&seen);
            rt::spawn(async move {
                let mut sealed = 0;
                for _ in 0..60 {
                    sealed += seal(seen.app.service()).await.unwrap();
                    rt::time::sleep(Duration::from_millis(5)).await;
                }
                sealed
            })
        }).collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let mut sealed = 0;
        for sealer in sealers {
            sealed += sealer.await.unwrap();
        }
        sealed += seal(seen.app.service()).await.unwrap();
        let order = seen.order().await;
        assert_eq!((sealed, order.len()), (256, 256));
        assert!(order.iter().zip(1..).all(|((position, _), expected)| *position == expected));
        assert_eq!(verify(seen.app.service()).await.unwrap().unwrap().position, 256);
    }

    async fn the_sealer_goes_on_by_itself_until_the_service_stops(seen: Seen) {
        let sealer = rt::spawn(seal_forever(seen.app.service().clone()));
        let admin = seen.app.as_admin().await;
        let periods = format!("/v1/areas/{}/project-periods", seen.commune);
        admin.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
        let mut position = 0;
        for _ in 0..50 {
            rt::time::sleep(Duration::from_millis(50)).await;
            position = verify(seen.app.service()).await.unwrap().unwrap().position;
            if position == 1 {
                break;
            }
        }
        assert_eq!(position, 1);
        seen.app.service().stop();
        sealer.await.unwrap();
    }
}

/// A connection of its own, with patience on SQLite.
async fn connect(app: &App) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(app.database().url());
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| options.busy_timeout(Duration::from_secs(60)));
    Database::connect(options).await.unwrap()
}
