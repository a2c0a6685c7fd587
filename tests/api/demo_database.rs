//! The demo touches its own database and no other.

use std::fs;
use std::path::PathBuf;

use hoinongdan::clock::Clock;
use hoinongdan::demo::{DemoKeys, prepare};
use hoinongdan::store::schema;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::both_databases;
use tests::databases::TestDatabase;

/// Somebody who is not of the demo.
const MINH: &str = "INSERT INTO account (id, login, name, password_hash, is_active, is_demo,
    must_change_password, password_changed_at, version, created_at, updated_at) SELECT '0199d0a2-8f3a-7c11-9b1e-000000000001', 'minh', 'Minh', 'x', TRUE, FALSE,
    FALSE, valid_from_at, 1, valid_from_at, valid_from_at FROM (SELECT MIN(created_at) AS valid_from_at FROM area) AS first";
const MINHS: &str = "SELECT COUNT(*) FROM account WHERE login = 'minh'";

/// A database that a demo is started on.
struct Place(TestDatabase);

impl Place {
    async fn demo(&self, fresh: bool) -> Result<(), String> {
        prepare(fresh, &self.0.url(), &DemoKeys::at(self.keys()), &Clock::default()).await
    }

    fn keys(&self) -> PathBuf {
        self.0.directory().join("demo.keys")
    }

    /// On a connection of its own, because a demo that starts over makes the file anew.
    async fn execute(&self, sql: &str) {
        let database = Database::connect(self.0.url()).await.unwrap();
        database.execute_unprepared(sql).await.unwrap();
        database.close().await.unwrap();
    }

    async fn count(&self, sql: &str) -> i64 {
        let database = Database::connect(self.0.url()).await.unwrap();
        let query = Statement::from_string(database.get_database_backend(), sql);
        let row = database.query_one_raw(query).await.unwrap().unwrap();
        database.close().await.unwrap();
        row.try_get_by_index(0).unwrap()
    }

    async fn assert_refused(&self) {
        for fresh in [false, true] {
            let refusal = self.demo(fresh).await.unwrap_err();
            assert!(
                refusal.contains("DATABASE_URL") && refusal.contains("something else than a demo"),
                "{refusal}"
            );
        }
        assert!(!self.keys().exists());
    }
}

both_databases! {
    async fn a_demo_keeps_what_was_added_until_it_starts_over(database: TestDatabase) {
        let place = Place(database);
        place.demo(false).await.unwrap();
        let demo_accounts = "SELECT COUNT(*) FROM account WHERE is_demo";
        assert_eq!(place.count(demo_accounts).await, 35);
        place.execute(MINH).await;
        place.demo(false).await.unwrap();
        assert_eq!(place.count(MINHS).await, 1);
        let keys = fs::read_to_string(place.keys()).unwrap();
        fs::write(place.keys(), keys.replace("SCHEMA=", "SCHEMA=0")).unwrap();
        place.execute("DROP TABLE group_notice").await;
        let refusal = place.demo(false).await.unwrap_err();
        assert!(refusal.contains("--fresh"), "{refusal}");
        assert_eq!(place.count(MINHS).await, 1);
        place.demo(true).await.unwrap();
        assert_eq!([place.count(MINHS).await, place.count(demo_accounts).await], [0, 35]);
        place.demo(false).await.unwrap();
    }

    async fn a_database_with_accounts_of_others_is_refused_untouched(database: TestDatabase) {
        let place = Place(database);
        place.execute(MINH).await;
        place.execute("DELETE FROM seaql_migrations WHERE version NOT LIKE 'm0001%'").await;
        place.assert_refused().await;
        assert_eq!(place.count(MINHS).await, 1);
        assert_eq!(place.count("SELECT COUNT(*) FROM seaql_migrations").await, 1);
    }

    async fn a_database_of_another_program_is_refused_untouched(database: TestDatabase) {
        let place = Place(database);
        schema::down(&place.0.url(), u32::MAX).await.unwrap();
        place.execute("CREATE TABLE account (balance BIGINT)").await;
        place.assert_refused().await;
        assert_eq!(place.count("SELECT COUNT(*) FROM account").await, 0);
        place.execute("DROP TABLE account").await;
        place.execute("CREATE TABLE ledger (balance BIGINT)").await;
        place.assert_refused().await;
        assert_eq!(place.count("SELECT COUNT(*) FROM ledger").await, 0);
    }
}
