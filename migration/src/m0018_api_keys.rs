//! Keys of machine clients, with which the systems of donors read published figures.

use crate::draft::{Draft, drop_tables};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        api_key().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["api_key"]).await
    }
}

fn api_key() -> Draft {
    Draft::new("api_key")
        .id()
        .columns([uuid("client_id"), string_len("name", 120), blob("hash"), string_len("addresses", 1000)])
        .columns([timestamp_with_time_zone("expires_at"), date_null("last_used_on")])
        .columns([timestamp_with_time_zone_null("revoked_at")])
        .versioned()
        .check("lasts", Expr::col("expires_at").gt(Expr::col("created_at")))
        .references("client_id", "api_client")
        .unique(&["hash"])
        .index(&["client_id", "created_at", "id"])
        .index(&["created_at", "id"])
}
