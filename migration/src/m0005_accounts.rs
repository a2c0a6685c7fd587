//! Accounts, sessions, keys, buyers, and who may do what.

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
        for table in [account(), session(), refresh_token(), signing_key()] {
            table.create(manager).await?;
        }
        for table in [partner(), role_assignment(), duty()] {
            table.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["duty", "role_assignment", "partner"]).await?;
        drop_tables(manager, &["signing_key", "refresh_token", "session", "account"]).await
    }
}

fn account() -> Draft {
    Draft::new("account")
        .id()
        .columns([string_len("login", 64), string_len("name", 120), uuid_null("person_id")])
        .columns([string_len("password_hash", 255), boolean("is_active"), boolean("is_demo")])
        .columns([boolean("must_change_password"), timestamp_with_time_zone("password_changed_at")])
        .versioned()
        .references("person_id", "person")
        .sorted(&["login"])
        .unique(&["login"])
        .unique(&["person_id"])
}

fn session() -> Draft {
    Draft::new("session")
        .id()
        .columns([uuid("account_id"), timestamp_with_time_zone("auth_time"), string_len("device", 120)])
        .created()
        .columns([timestamp_with_time_zone("last_used_at"), timestamp_with_time_zone("expires_at")])
        .columns([timestamp_with_time_zone_null("revoked_at")])
        .references("account_id", "account")
        .index(&["account_id"])
        .index(&["expires_at"])
        .index(&["revoked_at"])
}

fn refresh_token() -> Draft {
    Draft::new("refresh_token")
        .id()
        .columns([uuid("session_id"), blob("hash")])
        .created()
        .columns([timestamp_with_time_zone("expires_at"), timestamp_with_time_zone_null("used_at")])
        .columns([blob_null("successor_hash")])
        .references("session_id", "session")
        .unique(&["hash"])
        .index(&["session_id"])
        .index(&["expires_at"])
}

fn signing_key() -> Draft {
    Draft::new("signing_key")
        .columns([string_len("kid", 40).primary_key().take(), blob("public_key"), blob("wrapped")])
        .columns([string_len("master_key_id", 40)])
        .created()
        .columns([timestamp_with_time_zone("active_from"), timestamp_with_time_zone_null("retired_at")])
}

fn partner() -> Draft {
    Draft::new("partner")
        .id()
        .columns([string_len("kind", 20), string_len("tax_code", 14), string_len("name", 255)])
        .columns([string_len("status", 20)])
        .versioned()
        .closed("kind", &["enterprise", "cooperative", "household_business", "individual"])
        .closed("status", &["pending", "verified", "rejected", "suspended"])
        .sorted(&["tax_code"])
        .unique(&["tax_code"])
}

fn role_assignment() -> Draft {
    Draft::new("role_assignment")
        .id()
        .columns([uuid_null("account_id"), uuid_null("client_id"), string_len("role", 20)])
        .columns([uuid_null("area_id"), uuid_null("group_id"), uuid_null("partner_id")])
        .columns([date("from_on"), date_null("until_on"), uuid_null("entered_by")])
        .columns([uuid_null("confirmed_by"), timestamp_with_time_zone_null("confirmed_at")])
        .versioned()
        .voidable()
        .closed("role", ROLES)
        .check("one_holder", exactly_one(&["account_id", "client_id"]))
        .check("one_scope", exactly_one(&["area_id", "group_id", "partner_id"]))
        .check("interval", no_earlier("until_on", "from_on"))
        .references("account_id", "account")
        .references("area_id", "area")
        .references("group_id", "farmer_group")
        .references("partner_id", "partner")
        .index(&["from_on", "id"])
        .index(&["account_id"])
        .index(&["area_id"])
        .index(&["group_id"])
        .index(&["partner_id"])
}

const ROLES: &[&str] = &[
    "administrator",
    "officer",
    "leader",
    "appraiser",
    "approver",
    "treasurer",
    "partner",
    "viewer",
    "donor",
    "auditor",
];

/// A role that is ended on its first day, or before it, was never held: its interval is empty.
fn no_earlier(until: &'static str, from: &'static str) -> Expr {
    Expr::col(until).is_null().or(Expr::col(until).gte(Expr::col(from)))
}

fn exactly_one(columns: &[&'static str]) -> Expr {
    let present = |column: &&'static str| -> Expr {
        CaseStatement::new().case(Expr::col(*column).is_null(), 0).finally(1).into()
    };
    let count = columns.iter().map(present).reduce(|sum, next| sum.add(next));
    count.map_or_else(|| Expr::cust("FALSE"), |count| count.eq(1))
}

fn duty() -> Draft {
    Draft::new("duty")
        .columns([string_len("subject_type", 40), uuid("subject_id"), uuid("human")])
        .columns([string_len("duty", 20)])
        .primary(&["subject_type", "subject_id", "human"])
}
