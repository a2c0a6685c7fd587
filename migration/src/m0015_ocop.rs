//! OCOP products and their certificates.

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
        ocop_product().create(manager).await?;
        ocop_certificate().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["ocop_certificate", "ocop_product"]).await
    }
}

fn ocop_product() -> Draft {
    Draft::new("ocop_product")
        .id()
        .columns([string_len("code", 20), string_len("name", 160), string_len("sort_key", 400)])
        .columns([string_len_null("chain", 30), string_len("owner_kind", 20), uuid_null("group_id")])
        .columns([uuid_null("partner_id"), string_len_null("owner_name", 255), uuid("commune_id")])
        .columns([uuid_null("former_commune_id")])
        .versioned()
        .voidable()
        .closed("owner_kind", &["group", "cooperative", "enterprise", "household_business"])
        .check("one_owner", one_owner())
        .references("group_id", "farmer_group")
        .references("partner_id", "partner")
        .references("commune_id", "area")
        .references("former_commune_id", "area")
        .references_key("chain", "value_chain", "code")
        .sorted(&["code", "sort_key"])
        .unique(&["code"])
        .index(&["commune_id", "sort_key", "id"])
        .index(&["former_commune_id", "id"])
        .index(&["group_id", "id"])
        .index(&["partner_id", "id"])
        .index(&["sort_key", "id"])
        .index(&["updated_at", "id"])
}

/// Exactly one of group, partner and name.
fn one_owner() -> Expr {
    let present = |column: &'static str| -> Expr {
        CaseStatement::new().case(Expr::col(column).is_null(), 0).finally(1).into()
    };
    present("group_id").add(present("partner_id")).add(present("owner_name")).eq(1)
}

fn ocop_certificate() -> Draft {
    Draft::new("ocop_certificate")
        .id()
        .columns([uuid("product_id"), integer("score"), integer("stars"), string_len("decision_no", 60)])
        .columns([date("decided_on"), date("ends_on"), date_null("revoked_on")])
        .columns([string_len_null("revoke_reason", 500)])
        .versioned()
        .voidable()
        .check("score", Expr::col("score").between(0, 10_000))
        .check("stars", Expr::col("stars").between(3, 5))
        .check("validity", Expr::col("ends_on").gt(Expr::col("decided_on")))
        .check("revoked_on", Expr::col("revoked_on").gt(Expr::col("decided_on")))
        .references("product_id", "ocop_product")
        .unique(&["product_id", "decided_on"])
        .index(&["product_id", "ends_on"])
        .index(&["ends_on", "id"])
        .index(&["decided_on", "id"])
}
