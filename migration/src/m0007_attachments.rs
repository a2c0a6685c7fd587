//! Files that belong to records.

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
        attachment().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["attachment"]).await
    }
}

/// What a file may be: scans, photographs, and texts and tables of the usual office programs.
const MEDIA_TYPES: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];
const LARGEST: i64 = 10 * 1024 * 1024;

fn attachment() -> Draft {
    Draft::new("attachment")
        .id()
        .columns([string_len("owner_type", 30), uuid("owner_id"), uuid("group_id"), uuid("commune_id")])
        .columns([string_len("file_name", 200), string_len("media_type", 100), big_integer("size_bytes")])
        .columns([blob("sha256"), timestamp_with_time_zone_null("stored_at")])
        .versioned()
        .voidable()
        .closed("owner_type", &["grant_application"])
        .closed("media_type", MEDIA_TYPES)
        .check("size", Expr::col("size_bytes").between(1, LARGEST))
        .references("group_id", "farmer_group")
        .references("commune_id", "area")
        .index(&["owner_id", "created_at", "id"])
        .index(&["created_at", "id"])
}
