//! Forth, back and forth again.

use crate::support::{empty, migrated};
use migration::{Migrator, MigratorTrait};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{EntityTrait, PaginatorTrait};

#[tokio::test]
async fn every_step_has_a_way_back() {
    for db in empty().await {
        for _ in 0..2 {
            Migrator::up(&db, None).await.unwrap();
            Migrator::down(&db, None).await.unwrap();
            assert!(!SchemaManager::new(&db).has_table("area").await.unwrap());
        }
        Migrator::up(&db, None).await.unwrap();
        assert_eq!(entity::area::Entity::find().count(&db).await.unwrap(), 228);
    }
}

#[tokio::test]
async fn every_entity_can_be_read() {
    macro_rules! read {
        ($db:expr, $($table:ident)*) => {$(
            entity::$table::Entity::find().all($db).await.expect(stringify!($table));
        )*};
    }
    for db in migrated().await {
        read!(&db, area area_successor area_closure project_commune holiday ethnic_group value_chain);
        read!(&db, indicator_target account session refresh_token signing_key role_assignment partner);
        read!(&db, person person_key person_identity consent household household_place household_member);
        read!(&db, poverty_status farmer_group group_period group_value_chain group_notice membership);
        read!(&db, group_office search_word counter duty journal_entry journal_scope journal_pending);
        read!(&db, journal_seal idempotency_claim api_client api_key survey_result);
    }
}
