//! Calls, applications, what was decided on them, and what followed.

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
        for table in [csa_practice(), grant_call(), call_allotment(), grant_application()] {
            table.create(manager).await?;
        }
        manager.create_index(one_live_application()).await?;
        for table in [application_version(), application_basis(), screening_result(), appraisal()] {
            table.create(manager).await?;
        }
        for table in [grant_decision(), agreement(), disbursement(), acceptance(), settlement()] {
            table.create(manager).await?;
        }
        contribution_entry().create(manager).await?;
        native::insert_only(manager, "application_basis", &["application_id, n"]).await?;
        for table in ["grant_decision", "acceptance"] {
            native::insert_only(manager, table, &["id"]).await?;
        }
        for table in ["agreement", "settlement"] {
            native::insert_only(manager, table, &["application_id"]).await?;
        }
        manager.execute(crate::m0002_reference_data::csa_practices()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["contribution_entry", "settlement", "acceptance", "disbursement"]).await?;
        drop_tables(manager, &["agreement", "grant_decision", "appraisal", "screening_result"]).await?;
        drop_tables(manager, &["application_basis", "application_version", "grant_application"]).await?;
        drop_tables(manager, &["call_allotment", "grant_call", "csa_practice"]).await
    }
}

const STATES: &[&str] = &[
    "draft",
    "submitted",
    "screening",
    "returned",
    "appraisal",
    "deferred",
    "approved",
    "rejected",
    "agreement",
    "disbursing",
    "acceptance",
    "completed",
    "suspended",
    "terminated",
    "withdrawn",
];

fn csa_practice() -> Draft {
    Draft::new("csa_practice").columns([
        string_len("code", 40).primary_key().take(),
        string_len("name_vi", 160),
        string_len("name_en", 160),
    ])
}

fn grant_call() -> Draft {
    Draft::new("grant_call")
        .id()
        .columns([
            string_len("code", 20),
            uuid("fund_id"),
            string_len("name", 160),
            string_len("sort_key", 400),
        ])
        .columns([string_len("status", 20), timestamp_with_time_zone("opens_at")])
        .columns([timestamp_with_time_zone("closes_at"), big_integer("budget_vnd"), text("rules")])
        .columns([blob_null("rules_sha256"), timestamp_with_time_zone_null("opened_at")])
        .columns([timestamp_with_time_zone_null("closed_at")])
        .versioned()
        .voidable()
        .closed("status", &["draft", "open", "closed", "archived"])
        .check("times", Expr::col("closes_at").gt(Expr::col("opens_at")))
        .check("budget", Expr::col("budget_vnd").gte(0))
        .references("fund_id", "fund")
        .sorted(&["code", "sort_key"])
        .unique(&["code"])
        .index(&["sort_key", "id"])
        .index(&["status", "closes_at", "id"])
        .index(&["fund_id"])
}

fn call_allotment() -> Draft {
    Draft::new("call_allotment")
        .id()
        .columns([uuid("call_id"), uuid("fund_id"), uuid("area_id"), integer("year")])
        .columns([big_integer("limit_vnd"), big_integer("committed_vnd")])
        .check(
            "committed",
            Expr::col("committed_vnd").gte(0).and(Expr::col("committed_vnd").lte(Expr::col("limit_vnd"))),
        )
        .references("call_id", "grant_call")
        .references("fund_id", "fund")
        .references("area_id", "area")
        .unique(&["call_id", "year", "area_id"])
        .index(&["fund_id", "year"])
}

fn grant_application() -> Draft {
    Draft::new("grant_application")
        .id()
        .columns([string_len("code", 20), uuid("call_id"), uuid("fund_id"), uuid("group_id")])
        .columns([uuid("commune_id"), uuid_null("former_commune_id"), string_len("status", 20)])
        .columns([integer("version_n"), big_integer("total_vnd"), big_integer("requested_vnd")])
        .columns([big_integer("own_vnd"), big_integer_null("approved_vnd"), uuid_null("allotment_id")])
        .columns([timestamp_with_time_zone_null("submitted_at"), date_null("decided_on")])
        .columns([big_integer("paid_vnd"), big_integer("accepted_vnd")])
        .versioned()
        .voidable()
        .closed("status", STATES)
        .check("approved", Expr::col("approved_vnd").lte(Expr::col("requested_vnd")))
        .check("paid", Expr::col("paid_vnd").gte(0).and(Expr::col("accepted_vnd").gte(0)))
        .references("call_id", "grant_call")
        .references("fund_id", "fund")
        .references("group_id", "farmer_group")
        .references("commune_id", "area")
        .references("former_commune_id", "area")
        .references("allotment_id", "call_allotment")
        .sorted(&["code"])
        .unique(&["code"])
        .index(&["call_id", "status", "id"])
        .index(&["group_id", "id"])
        .index(&["commune_id", "id"])
        .index(&["status", "updated_at", "id"])
        .index(&["updated_at", "id"])
}

/// A group has one application to a call, besides those that were refused or taken back.
fn one_live_application() -> IndexCreateStatement {
    Index::create()
        .name("grant_application_one_live_key")
        .table("grant_application")
        .unique()
        .col("call_id")
        .col("group_id")
        .and_where(
            Expr::col("voided_at").is_null().and(Expr::col("status").is_not_in(["rejected", "withdrawn"])),
        )
        .take()
}

fn application_version() -> Draft {
    Draft::new("application_version")
        .columns([uuid("application_id"), integer("n"), text("content")])
        .columns([timestamp_with_time_zone_null("submitted_at")])
        .created()
        .primary(&["application_id", "n"])
        .references("application_id", "grant_application")
}

fn application_basis() -> Draft {
    Draft::new("application_basis")
        .columns([uuid("application_id"), integer("n"), text("document"), blob("sha256")])
        .created()
        .primary(&["application_id", "n"])
        .references("application_id", "grant_application")
}

fn screening_result() -> Draft {
    Draft::new("screening_result")
        .columns([uuid("application_id"), integer("n"), string_len("criterion", 40), boolean("is_met")])
        .columns([string_len_null("remark", 500)])
        .created()
        .primary(&["application_id", "n", "criterion"])
        .references("application_id", "grant_application")
}

fn appraisal() -> Draft {
    Draft::new("appraisal")
        .id()
        .columns([uuid("application_id"), integer("n"), uuid("human"), boolean("has_conflict")])
        .columns([text("scores"), big_integer("weighted"), string_len_null("remark", 500)])
        .created()
        .references("application_id", "grant_application")
        .unique(&["application_id", "n", "human"])
}

fn grant_decision() -> Draft {
    Draft::new("grant_decision")
        .id()
        .columns([uuid("application_id"), integer("n"), string_len("kind", 20), string_len("number", 60)])
        .columns([date("decided_on"), big_integer_null("amount_vnd"), string_len_null("remark", 500)])
        .created()
        .closed("kind", &["approve", "reject", "defer"])
        .references("application_id", "grant_application")
        .index(&["application_id", "id"])
}

fn agreement() -> Draft {
    Draft::new("agreement")
        .part_of("application_id", "grant_application")
        .columns([string_len("number", 60), date("signed_on"), uuid("signer_membership_id")])
        .columns([big_integer("grant_vnd")])
        .created()
        .check("grant", Expr::col("grant_vnd").gt(0))
        .references("signer_membership_id", "membership")
}

fn disbursement() -> Draft {
    Draft::new("disbursement")
        .id()
        .columns([uuid("application_id"), uuid("group_id"), uuid("commune_id"), uuid("fund_id")])
        .columns([uuid("allotment_id"), integer("n"), big_integer("amount_vnd"), string_len("status", 20)])
        .columns([text("conditions"), date_null("requested_on"), date_null("approved_on")])
        .columns([date_null("paid_on"), integer("attempt"), big_integer("paid_vnd")])
        .columns([big_integer("refunded_vnd"), big_integer("accepted_vnd")])
        .versioned()
        .closed("status", &["planned", "requested", "approved", "paid", "cancelled"])
        .check("amount", Expr::col("amount_vnd").gt(0))
        .check("paid", Expr::col("paid_vnd").gte(0).and(Expr::col("paid_vnd").lte(Expr::col("amount_vnd"))))
        .check(
            "kept",
            Expr::col("refunded_vnd")
                .gte(0)
                .and(Expr::col("accepted_vnd").gte(0))
                .and(Expr::col("refunded_vnd").add(Expr::col("accepted_vnd")).lte(Expr::col("paid_vnd"))),
        )
        .references("application_id", "grant_application")
        .references("group_id", "farmer_group")
        .references("commune_id", "area")
        .references("fund_id", "fund")
        .references("allotment_id", "call_allotment")
        .unique(&["application_id", "n"])
        .index(&["group_id", "id"])
        .index(&["commune_id", "id"])
        .index(&["status", "updated_at", "id"])
        .index(&["updated_at", "id"])
        .index(&["allotment_id"])
}

fn acceptance() -> Draft {
    Draft::new("acceptance")
        .id()
        .columns([uuid("application_id"), uuid_null("disbursement_id"), string_len("number", 60)])
        .columns([date("accepted_on"), string_len("result", 20), big_integer("amount_vnd")])
        .columns([string_len_null("remark", 500), uuid_null("attachment_id")])
        .created()
        .closed("result", &["passed", "conditional", "failed"])
        .check("amount", Expr::col("amount_vnd").gte(0))
        .references("application_id", "grant_application")
        .references("disbursement_id", "disbursement")
        .references("attachment_id", "attachment")
        .index(&["application_id", "accepted_on", "id"])
}

fn settlement() -> Draft {
    Draft::new("settlement")
        .part_of("application_id", "grant_application")
        .columns([string_len("number", 60), date("settled_on"), big_integer("spent_vnd")])
        .columns([big_integer("own_vnd"), integer("own_bps")])
        .created()
}

fn contribution_entry() -> Draft {
    Draft::new("contribution_entry")
        .id()
        .columns([uuid("application_id"), uuid("group_id"), string_len("kind", 20), big_integer("value_vnd")])
        .columns([string_len("valuation", 500), date("given_on"), uuid_null("attachment_id")])
        .columns([uuid("posting_id")])
        .versioned()
        .voidable()
        .closed("kind", &["cash", "labour", "kind", "savings"])
        .check("value", Expr::col("value_vnd").gt(0))
        .references("application_id", "grant_application")
        .references("group_id", "farmer_group")
        .references("attachment_id", "attachment")
        .references("posting_id", "posting")
        .index(&["application_id", "given_on", "id"])
        .index(&["group_id"])
}
