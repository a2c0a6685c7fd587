//! Funds and their double-entry ledger.

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
        for table in [fund(), fund_account(), account_balance(), posting(), fiscal_period()] {
            table.create(manager).await?;
        }
        for index in [one_reversal(), one_payment()] {
            manager.create_index(index).await?;
        }
        fund_ceiling().create(manager).await?;
        correction().create(manager).await?;
        native::insert_only(manager, "posting", &["id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["correction", "fund_ceiling", "fiscal_period", "posting"]).await?;
        drop_tables(manager, &["account_balance", "fund_account", "fund"]).await
    }
}

const ACCOUNTS: &[&str] = &[
    "ifad",
    "province",
    "other_source",
    "available",
    "reserved",
    "committed",
    "advanced",
    "spent",
    "group_contribution",
    "contributed",
];

const POSTINGS: &[&str] = &[
    "funding",
    "reservation",
    "release",
    "commitment",
    "decommitment",
    "payment",
    "acceptance",
    "refund",
    "contribution",
    "reversal",
    "adjustment",
];

fn fund() -> Draft {
    Draft::new("fund")
        .id()
        .columns([string_len("code", 20), string_len("name", 160)])
        .versioned()
        .sorted(&["code"])
        .unique(&["code"])
}

fn fund_account() -> Draft {
    Draft::new("fund_account")
        .id()
        .columns([uuid("fund_id"), string_len("kind", 30), uuid("holder_id"), uuid_null("allotment_id")])
        .created()
        .closed("kind", ACCOUNTS)
        .references("fund_id", "fund")
        .unique(&["holder_id", "kind"])
        .index(&["fund_id", "kind", "id"])
        .index(&["allotment_id"])
}

fn account_balance() -> Draft {
    Draft::new("account_balance")
        .part_of("fund_account_id", "fund_account")
        .columns([uuid("fund_id"), boolean("is_source"), big_integer("debit_vnd"), big_integer("credit_vnd")])
        .references("fund_id", "fund")
        .check(
            "not_overdrawn",
            Expr::col("is_source").eq(true).or(Expr::col("debit_vnd").gte(Expr::col("credit_vnd"))),
        )
        .check(
            "sums",
            Expr::col("debit_vnd")
                .lte(9_000_000_000_000_000_i64)
                .and(Expr::col("credit_vnd").lte(9_000_000_000_000_000_i64)),
        )
        .index(&["fund_id"])
}

/// The application and the tranche are named without a reference: their tables come later.
fn posting() -> Draft {
    Draft::new("posting")
        .id()
        .columns([uuid("fund_id"), string_len("kind", 30), uuid("debit_id"), uuid("credit_id")])
        .columns([big_integer("amount_vnd"), date("posted_on"), uuid_null("cites_id")])
        .columns([uuid_null("application_id"), uuid_null("disbursement_id"), integer("attempt")])
        .columns([string_len_null("document_no", 60), string_len_null("note", 500)])
        .created()
        .closed("kind", POSTINGS)
        .check("amount", Expr::col("amount_vnd").gt(0))
        .check("two_accounts", Expr::col("debit_id").ne(Expr::col("credit_id")))
        .references("fund_id", "fund")
        .references("debit_id", "fund_account")
        .references("credit_id", "fund_account")
        .references("cites_id", "posting")
        .index(&["fund_id", "posted_on", "id"])
        .index(&["posted_on", "id"])
        .index(&["kind", "posted_on"])
        .index(&["debit_id", "posted_on", "id"])
        .index(&["credit_id", "posted_on", "id"])
        .index(&["application_id", "posted_on"])
        .index(&["disbursement_id"])
        .index(&["cites_id"])
}

/// A posting is taken back once.
fn one_reversal() -> IndexCreateStatement {
    Index::create()
        .name("posting_one_reversal_key")
        .table("posting")
        .unique()
        .col("cites_id")
        .and_where(Expr::col("kind").eq("reversal"))
        .take()
}

/// A tranche is paid once, and once more after each reversal.
fn one_payment() -> IndexCreateStatement {
    Index::create()
        .name("posting_one_payment_key")
        .table("posting")
        .unique()
        .col("disbursement_id")
        .col("attempt")
        .and_where(Expr::col("kind").eq("payment"))
        .take()
}

fn fiscal_period() -> Draft {
    Draft::new("fiscal_period")
        .id()
        .columns([uuid("fund_id"), integer("year"), string_len("status", 20)])
        .columns([timestamp_with_time_zone_null("submitted_at"), timestamp_with_time_zone_null("closed_at")])
        .versioned()
        .closed("status", &["open", "submitted", "closed"])
        .references("fund_id", "fund")
        .unique(&["fund_id", "year"])
}

fn fund_ceiling() -> Draft {
    Draft::new("fund_ceiling")
        .id()
        .columns([uuid("fund_id"), uuid("area_id"), integer("year")])
        .columns([big_integer("limit_vnd"), big_integer("taken_vnd")])
        .versioned()
        .check("taken", Expr::col("taken_vnd").gte(0).and(Expr::col("taken_vnd").lte(Expr::col("limit_vnd"))))
        .references("fund_id", "fund")
        .references("area_id", "area")
        .unique(&["fund_id", "year", "area_id"])
}

fn correction() -> Draft {
    Draft::new("correction")
        .id()
        .columns([uuid("fund_id"), uuid("posting_id"), string_len("kind", 20), big_integer("amount_vnd")])
        .columns([date("posted_on"), string_len("reason", 500), string_len("status", 20)])
        .columns([uuid_null("result_id")])
        .versioned()
        .closed("kind", &["reversal", "adjustment"])
        .closed("status", &["requested", "approved", "rejected"])
        .check("amount", Expr::col("amount_vnd").gt(0))
        .references("fund_id", "fund")
        .references("posting_id", "posting")
        .references("result_id", "posting")
        .index(&["fund_id", "status", "id"])
        .index(&["posting_id"])
}
