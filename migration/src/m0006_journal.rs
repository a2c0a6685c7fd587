//! The journal, its order, and remembered replies.

use crate::draft::{Draft, drop_tables};
use crate::native;
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
        for table in [journal_entry(), journal_scope(), journal_pending(), journal_seal()] {
            table.create(manager).await?;
        }
        idempotency_claim().create(manager).await?;
        native::insert_only(manager, "journal_entry", &["id"]).await?;
        native::insert_only(manager, "journal_scope", &["id"]).await?;
        native::insert_only(manager, "journal_seal", &["position", "entry_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["idempotency_claim", "journal_seal", "journal_pending"]).await?;
        drop_tables(manager, &["journal_scope", "journal_entry"]).await
    }
}

/// Nothing here refers to a person's row, which may be erased.
fn journal_entry() -> Draft {
    Draft::new("journal_entry")
        .id()
        .columns([timestamp_with_time_zone("at"), string_len("actor_kind", 20), uuid_null("actor_id")])
        .columns([uuid_null("client_id"), uuid_null("session_id"), string_len_null("address", 45)])
        .columns([string_len_null("role", 20)])
        .columns([string_len_null("permission", 60), string_len("operation", 80), uuid("request_id")])
        .columns([string_len_null("reason", 500), string_len_null("purpose", 60)])
        .columns([string_len("resource", 40), uuid_null("resource_id"), integer_null("version")])
        .columns([string_len("action", 40), string_len("outcome", 10), uuid_null("person_id")])
        .columns([text_null("changes"), blob_null("changes_ct")])
        .closed("actor_kind", &["person", "client", "anonymous", "system"])
        .closed("outcome", &["success", "denied", "failed"])
        .index(&["resource", "resource_id", "id"])
        .index(&["at", "id"])
        .index(&["action", "at"])
        .index(&["outcome", "at"])
        .index(&["person_id"])
        .index(&["actor_id", "at"])
        .index(&["request_id"])
}

fn journal_scope() -> Draft {
    Draft::new("journal_scope")
        .id()
        .columns([uuid("entry_id"), uuid_null("commune_id"), uuid_null("group_id"), uuid_null("partner_id")])
        .references("entry_id", "journal_entry")
        .index(&["entry_id"])
        .index(&["commune_id"])
        .index(&["group_id"])
        .index(&["partner_id"])
}

fn journal_pending() -> Draft {
    Draft::new("journal_pending").part_of("entry_id", "journal_entry")
}

fn journal_seal() -> Draft {
    Draft::new("journal_seal")
        .columns([big_integer("position").primary_key().take(), uuid("entry_id"), blob("prev_hash")])
        .columns([blob("hash"), timestamp_with_time_zone("sealed_at")])
        .references("entry_id", "journal_entry")
        .unique(&["entry_id"])
}

fn idempotency_claim() -> Draft {
    Draft::new("idempotency_claim")
        .columns([string_len("principal", 80), string_len("method", 8), string_len("path", 255)])
        .columns([string_len("key", 40), blob_null("body_hash"), small_integer("status")])
        .columns([string_len_null("location", 255), string_len_null("etag", 40)])
        .columns([blob_null("reply"), blob_null("reply_ct"), uuid_null("person_id")])
        .created()
        .columns([timestamp_with_time_zone("expires_at")])
        .primary(&["principal", "method", "path", "key"])
        .index(&["expires_at"])
        .index(&["person_id"])
}
