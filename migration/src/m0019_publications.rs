//! Publications: tables that are prepared and then frozen, with their true values and the very bytes of every format.

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
        publication().create(manager).await?;
        publication_cell().create(manager).await?;
        publication_file().create(manager).await?;
        native::insert_only(manager, "publication_cell", &["publication_id, table_n, cell_n"]).await?;
        native::insert_only(manager, "publication_file", &["publication_id, format"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["publication_file", "publication_cell", "publication"]).await
    }
}

fn publication() -> Draft {
    Draft::new("publication")
        .id()
        .columns([string_len("code", 20), uuid("period_id"), uuid("area_id"), date("from_on")])
        .columns([date("until_on"), string_len("map", 4), string_len("title_vi", 255)])
        .columns([string_len("title_en", 255), text("tables"), string_len("status", 20)])
        .columns([string_len_null("rules_version", 20), blob_null("sha256")])
        .columns([timestamp_with_time_zone_null("published_at")])
        .versioned()
        .voidable()
        .closed("status", &["draft", "published"])
        .closed("map", &["2022", "2025"])
        .check("published", is_whole())
        .references("period_id", "reporting_period")
        .references("area_id", "area")
        .sorted(&["code"])
        .unique(&["code"])
        .index(&["area_id", "id"])
        .index(&["period_id", "id"])
        .index(&["published_at", "id"])
}

/// What is published has everything that a publication has, and a draft nothing of it.
fn is_whole() -> Expr {
    let lacks = |column: &'static str| Expr::col(column).is_null();
    let has = |column: &'static str| Expr::col(column).is_not_null();
    let whole = has("rules_version").and(has("sha256")).and(has("published_at"));
    let draft = lacks("rules_version").and(lacks("sha256")).and(lacks("published_at"));
    let is = |status: &'static str| Expr::col("status").eq(status);
    is("published").and(whole).or(is("draft").and(draft))
}

fn publication_cell() -> Draft {
    Draft::new("publication_cell")
        .columns([uuid("publication_id"), integer("table_n"), integer("cell_n"), string_len("indicator", 30)])
        .columns([string_len("key", 400), big_integer("value"), big_integer_null("denominator")])
        .columns([boolean("is_suppressed")])
        .primary(&["publication_id", "table_n", "cell_n"])
        .references("publication_id", "publication")
}

fn publication_file() -> Draft {
    Draft::new("publication_file")
        .columns([uuid("publication_id"), string_len("format", 20), blob("sha256"), blob("bytes")])
        .columns([blob("gzip")])
        .primary(&["publication_id", "format"])
        .references("publication_id", "publication")
}
