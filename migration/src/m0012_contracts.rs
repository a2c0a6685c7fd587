//! Offers of groups, contracts with partners, and what was delivered.

use crate::draft::{Draft, drop_tables};
use crate::m0011_products::FORMS;
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
        for table in [sales_offer(), offer_detail(), offer_request()] {
            table.create(manager).await?;
        }
        manager.create_index(one_live_request()).await?;
        for table in [sales_contract(), contract_version(), contract_line(), contract_confirmation()] {
            table.create(manager).await?;
        }
        for index in names() {
            manager.create_index(index).await?;
        }
        for table in [line_balance(), delivery(), delivery_payment()] {
            table.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["delivery_payment", "delivery", "line_balance"]).await?;
        drop_tables(manager, &["contract_confirmation", "contract_line", "contract_version"]).await?;
        drop_tables(manager, &["sales_contract", "offer_request", "offer_detail", "sales_offer"]).await
    }
}

/// The most that goods are worth which are traded at once, in đồng: sums over millions of them fit into 64 bits.
const MOST_TRADED: i64 = 1_000_000_000_000;
const SIDES: &[&str] = &["partner", "group"];

fn sales_offer() -> Draft {
    Draft::new("sales_offer")
        .id()
        .columns([string_len("code", 20), uuid("group_id"), string_len("chain", 30), string_len("form", 20)])
        .columns([string_len_null("grade", 60), string_len("unit", 20), big_integer("quantity")])
        .columns([date("from_on"), date("until_on"), string_len("status", 20)])
        .columns([timestamp_with_time_zone_null("published_at")])
        .versioned()
        .voidable()
        .closed("form", FORMS)
        .closed("status", &["draft", "published", "withdrawn"])
        .check("quantity", Expr::col("quantity").gt(0))
        .interval("from_on", "until_on")
        .references("group_id", "farmer_group")
        .references_key("chain", "value_chain", "code")
        .references_key("unit", "unit", "code")
        .sorted(&["code"])
        .unique(&["code"])
        .index(&["group_id", "status", "until_on", "id"])
        .index(&["chain", "until_on", "id"])
        .index(&["status", "until_on", "id"])
        .index(&["until_on", "id"])
        .index(&["updated_at", "id"])
}

fn offer_detail() -> Draft {
    Draft::new("offer_detail")
        .part_of("offer_id", "sales_offer")
        .columns([uuid("group_id"), big_integer_null("asking_price_vnd"), text_null("terms")])
        .columns([timestamp_with_time_zone("updated_at")])
        .check("asking_price_vnd", Expr::col("asking_price_vnd").gt(0))
        .references("group_id", "farmer_group")
}

fn offer_request() -> Draft {
    Draft::new("offer_request")
        .id()
        .columns([uuid("offer_id"), uuid("group_id"), uuid("partner_id"), string_len_null("message", 500)])
        .columns([string_len("status", 20), string_len_null("reason", 500)])
        .columns([timestamp_with_time_zone_null("answered_at")])
        .versioned()
        .closed("status", &["open", "granted", "refused"])
        .references("offer_id", "sales_offer")
        .references("group_id", "farmer_group")
        .references("partner_id", "partner")
        .index(&["offer_id", "id"])
        .index(&["partner_id", "updated_at", "id"])
        .index(&["group_id", "updated_at", "id"])
        .index(&["updated_at", "id"])
}

/// A partner asks once, and again after it was refused.
fn one_live_request() -> IndexCreateStatement {
    Index::create()
        .name("offer_request_one_live_key")
        .table("offer_request")
        .unique()
        .col("offer_id")
        .col("partner_id")
        .and_where(Expr::col("status").ne("refused"))
        .take()
}

fn sales_contract() -> Draft {
    Draft::new("sales_contract")
        .id()
        .columns([string_len("code", 20), uuid("partner_id"), uuid("group_id"), uuid("commune_id")])
        .columns([uuid_null("former_commune_id"), string_len("drafted_by", 20), string_len("number", 60)])
        .columns([string_len_null("external_ref", 100), string_len_null("framework_ref", 60)])
        .columns([string_len("status", 20), integer("text_n"), integer_null("in_force_n")])
        .columns([date("signed_on"), date("starts_on"), date("ends_on"), string_len("linkage", 30)])
        .columns([big_integer("value_vnd"), date_null("ended_on"), string_len_null("ended_by", 20)])
        .versioned()
        .voidable()
        .closed("drafted_by", SIDES)
        .closed("ended_by", SIDES)
        .closed("status", &["draft", "submitted", "confirmed", "completed", "rejected", "terminated"])
        .check("term", Expr::col("ends_on").gte(Expr::col("starts_on")))
        .check("text", Expr::col("in_force_n").lte(Expr::col("text_n")))
        .check(
            "in_force",
            Expr::col("in_force_n").is_not_null().or(Expr::col("status").is_in([
                "draft",
                "submitted",
                "rejected",
            ])),
        )
        .references("partner_id", "partner")
        .references("group_id", "farmer_group")
        .references("commune_id", "area")
        .references("former_commune_id", "area")
        .sorted(&["code", "number", "external_ref", "framework_ref"])
        .unique(&["code"])
        .index(&["partner_id", "updated_at", "id"])
        .index(&["group_id", "updated_at", "id"])
        .index(&["commune_id", "updated_at", "id"])
        .index(&["framework_ref"])
        .index(&["status", "ends_on", "id"])
        .index(&["ends_on", "id"])
        .index(&["updated_at", "id"])
}

/// What a partner calls a contract is its own. A draft of a group, which the partner does not see, takes no name from it.
fn names() -> [IndexCreateStatement; 2] {
    let counts = || {
        let is_seen = Expr::col("status").ne("draft").or(Expr::col("drafted_by").eq("partner"));
        Expr::col("voided_at").is_null().and(is_seen)
    };
    ["number", "external_ref"].map(|column| {
        Index::create()
            .name(format!("sales_contract_partner_id_{column}_key"))
            .table("sales_contract")
            .unique()
            .col("partner_id")
            .col(column)
            .and_where(counts())
            .take()
    })
}

fn contract_version() -> Draft {
    Draft::new("contract_version")
        .columns([uuid("contract_id"), integer("n"), text("content"), blob("sha256")])
        .columns([string_len("proposed_by", 20), string_len_null("rationale", 20)])
        .columns([string_len_null("remark", 500), timestamp_with_time_zone_null("shared_at")])
        .columns([date_null("in_force_from_on"), date_null("in_force_until_on")])
        .columns([timestamp_with_time_zone_null("dropped_at")])
        .created()
        .primary(&["contract_id", "n"])
        .closed("proposed_by", SIDES)
        .check(
            "in_force",
            Expr::col("in_force_until_on")
                .is_null()
                .or(Expr::col("in_force_until_on").gte(Expr::col("in_force_from_on"))),
        )
        .references("contract_id", "sales_contract")
}

fn contract_line() -> Draft {
    Draft::new("contract_line")
        .id()
        .columns([uuid("contract_id"), integer("n"), integer("line_no"), uuid("partner_id")])
        .columns([uuid("group_id"), uuid("commune_id"), uuid_null("former_commune_id")])
        .columns([string_len("chain", 30), string_len("form", 20), string_len_null("grade", 60)])
        .columns([string_len("unit", 20), big_integer("quantity"), string_len("price_rule", 20)])
        .columns([big_integer("unit_price_vnd"), big_integer("premium_vnd")])
        .columns([string_len_null("reference", 160), big_integer_null("fresh_per_dried")])
        .columns([date("deliver_from_on"), date("deliver_until_on"), big_integer("amount_vnd")])
        .closed("form", FORMS)
        .closed("price_rule", &["fixed", "floor", "market_linked"])
        .check("quantity", Expr::col("quantity").gt(0))
        .check("unit_price_vnd", Expr::col("unit_price_vnd").gt(0).and(Expr::col("premium_vnd").gte(0)))
        .check("fresh_per_dried", Expr::col("fresh_per_dried").gt(0))
        .check("amount_vnd", Expr::col("amount_vnd").gte(0).and(Expr::col("amount_vnd").lte(MOST_TRADED)))
        .interval("deliver_from_on", "deliver_until_on")
        .references("contract_id", "sales_contract")
        .references_key("chain", "value_chain", "code")
        .references_key("unit", "unit", "code")
        .unique(&["contract_id", "n", "line_no"])
        .index(&["partner_id", "deliver_from_on", "id"])
        .index(&["group_id", "deliver_from_on", "id"])
        .index(&["commune_id", "deliver_from_on", "id"])
        .index(&["deliver_from_on", "id"])
}

fn contract_confirmation() -> Draft {
    Draft::new("contract_confirmation")
        .columns([uuid("contract_id"), integer("n"), string_len("side", 20), uuid("human")])
        .columns([string_len("role", 20), blob("sha256"), timestamp_with_time_zone("confirmed_at")])
        .primary(&["contract_id", "n", "side"])
        .closed("side", SIDES)
        .references("contract_id", "sales_contract")
        .unique(&["contract_id", "n", "human"])
}

/// The row that deliveries of a line take turns at.
fn line_balance() -> Draft {
    let within = Expr::col("delivered").gte(0).and(Expr::col("delivered").lte(Expr::col("most")));
    Draft::new("line_balance")
        .columns([uuid("contract_id"), integer("line_no"), big_integer("most"), big_integer("delivered")])
        .primary(&["contract_id", "line_no"])
        .check("delivered", within)
        .references("contract_id", "sales_contract")
}

fn delivery() -> Draft {
    Draft::new("delivery")
        .id()
        .columns([uuid("contract_id"), integer("n"), integer("line_no"), uuid("partner_id")])
        .columns([uuid("group_id"), uuid("commune_id"), uuid_null("former_commune_id")])
        .columns([string_len("chain", 30), date("delivered_on"), string_len("form", 20)])
        .columns([string_len_null("grade", 60), string_len("unit", 20), big_integer("quantity")])
        .columns([big_integer_null("acknowledged_quantity"), big_integer_null("settled_quantity")])
        .columns([big_integer("counted"), big_integer_null("reference_price_vnd")])
        .columns([big_integer("unit_price_vnd"), big_integer("amount_vnd"), big_integer("paid_vnd")])
        .columns([string_len_null("note_no", 60), string_len("status", 20), date_null("acknowledged_on")])
        .columns([date_null("settled_on"), string_len_null("reason", 500)])
        .versioned()
        .voidable()
        .closed("form", FORMS)
        .closed("status", &["recorded", "acknowledged", "disputed", "settled"])
        .check("quantity", Expr::col("quantity").gt(0).and(Expr::col("counted").gte(0)))
        .check("amount_vnd", Expr::col("amount_vnd").gte(0).and(Expr::col("amount_vnd").lte(MOST_TRADED)))
        .check(
            "paid_vnd",
            Expr::col("paid_vnd").gte(0).and(Expr::col("paid_vnd").lte(Expr::col("amount_vnd"))),
        )
        .references("contract_id", "sales_contract")
        .references_key("chain", "value_chain", "code")
        .references_key("unit", "unit", "code")
        .index(&["contract_id", "delivered_on", "id"])
        .index(&["partner_id", "delivered_on", "id"])
        .index(&["group_id", "delivered_on", "id"])
        .index(&["commune_id", "delivered_on", "id"])
        .index(&["status", "delivered_on", "id"])
        .index(&["delivered_on", "id"])
}

fn delivery_payment() -> Draft {
    Draft::new("delivery_payment")
        .id()
        .columns([uuid("delivery_id"), uuid("contract_id"), uuid("partner_id"), uuid("group_id")])
        .columns([uuid("commune_id"), date("paid_on"), big_integer("amount_vnd"), string_len("means", 20)])
        .columns([string_len("document_no", 60)])
        .versioned()
        .voidable()
        .closed("means", &["transfer", "cash", "offset"])
        .check("amount_vnd", Expr::col("amount_vnd").gt(0))
        .references("delivery_id", "delivery")
        .index(&["delivery_id", "paid_on", "id"])
}
