//! Administrative units, the days and lists that facts refer to.

use crate::draft::{Draft, drop_tables};
use crate::native::{self, NoOverlap};
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
        native::prepare(manager).await?;
        area().create(manager).await?;
        for table in [area_successor(), area_closure(), project_commune(), holiday()] {
            table.create(manager).await?;
        }
        for table in [ethnic_group(), value_chain(), indicator_target()] {
            table.create(manager).await?;
        }
        NoOverlap::new("project_commune_no_overlap", "project_commune", &["area_id"]).enforce(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["indicator_target", "value_chain", "ethnic_group", "holiday"]).await?;
        drop_tables(manager, &["project_commune", "area_closure", "area_successor", "area"]).await?;
        native::withdraw(manager).await
    }
}

fn area() -> Draft {
    Draft::new("area")
        .id()
        .columns([string_len("level", 20), string_len("code", 10)])
        .columns([string_len("name_vi", 120), string_len("name_en", 120), uuid_null("parent_id")])
        .columns([date("valid_from_on"), date_null("valid_until_on"), string_len("sort_key", 250)])
        .versioned()
        .closed("level", &["province", "district", "commune"])
        .interval("valid_from_on", "valid_until_on")
        .references("parent_id", "area")
        .sorted(&["code", "sort_key"])
        .unique(&["code", "valid_from_on"])
        .index(&["sort_key", "id"])
        .index(&["parent_id"])
}

fn area_successor() -> Draft {
    Draft::new("area_successor")
        .columns([uuid("old_id"), uuid("new_id")])
        .primary(&["old_id", "new_id"])
        .references("old_id", "area")
        .references("new_id", "area")
        .index(&["new_id"])
}

fn area_closure() -> Draft {
    Draft::new("area_closure")
        .columns([uuid("ancestor_id"), uuid("descendant_id")])
        .primary(&["ancestor_id", "descendant_id"])
        .references("ancestor_id", "area")
        .references("descendant_id", "area")
        .index(&["descendant_id"])
}

fn project_commune() -> Draft {
    Draft::new("project_commune")
        .id()
        .columns([uuid("area_id"), date("from_on"), date_null("until_on")])
        .versioned()
        .voidable()
        .interval("from_on", "until_on")
        .references("area_id", "area")
        .index(&["area_id"])
}

fn holiday() -> Draft {
    Draft::new("holiday")
        .id()
        .columns([date("holiday_on"), string_len("name_vi", 120), string_len("name_en", 120)])
        .versioned()
        .voidable()
        .unique(&["holiday_on"])
}

fn ethnic_group() -> Draft {
    Draft::new("ethnic_group")
        .columns([string_len("code", 2).primary_key().take(), string_len("name_vi", 60)])
        .columns([string_len("name_en", 60), boolean("is_indigenous")])
        .sorted(&["code"])
}

fn value_chain() -> Draft {
    Draft::new("value_chain")
        .columns([string_len("code", 30).primary_key().take(), string_len("name_vi", 120)])
        .columns([string_len("name_en", 120), string_len_null("scientific_name", 120)])
        .columns([string_len("kind", 20), string_len("sale_unit", 60)])
        .sorted(&["code"])
}

fn indicator_target() -> Draft {
    Draft::new("indicator_target")
        .id()
        .columns([string_len("code", 10), uuid("area_id"), integer("year"), big_integer("value")])
        .versioned()
        .references("area_id", "area")
        .sorted(&["code"])
        .unique(&["code", "area_id", "year"])
}
