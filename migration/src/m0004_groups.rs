//! Groups, what they were over time, and their members.

use crate::draft::{Draft, drop_tables};
use crate::native::NoOverlap;
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
        for table in [farmer_group(), group_period(), group_value_chain(), group_notice()] {
            table.create(manager).await?;
        }
        manager.create_index(one_primary_chain()).await?;
        membership().create(manager).await?;
        group_office().create(manager).await?;
        for rule in RULES {
            rule.enforce(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["group_office", "membership"]).await?;
        drop_tables(manager, &["group_notice", "group_value_chain", "group_period", "farmer_group"]).await
    }
}

const FORMS: &[&str] = &["cig", "tht", "cooperative"];

const RULES: &[NoOverlap] = &[
    NoOverlap::new("group_period_no_overlap", "group_period", &["group_id"]),
    NoOverlap::new("membership_no_overlap", "membership", &["group_id", "person_id"]),
    NoOverlap {
        only: Some(("office", "'head'")),
        ..NoOverlap::new("group_office_one_head", "group_office", &["group_id"])
    },
];

fn farmer_group() -> Draft {
    Draft::new("farmer_group")
        .id()
        .columns([string_len("code", 20), string_len("name", 160), string_len("name_key", 200)])
        .columns([string_len("sort_key", 400), string_len("began_as", 20), uuid_null("upgraded_from_id")])
        .columns([string_len_null("registration_number", 14), date_null("registered_on")])
        .columns([date_null("contract_signed_on")])
        .versioned()
        .voidable()
        .closed("began_as", FORMS)
        .references("upgraded_from_id", "farmer_group")
        .sorted(&["code", "name_key", "sort_key"])
        .unique(&["code"])
        .unique(&["registration_number"])
        .unique(&["upgraded_from_id"])
        .index(&["sort_key", "id"])
        .index(&["updated_at", "id"])
        .index(&["name_key"])
}

fn group_period() -> Draft {
    Draft::new("group_period")
        .id()
        .columns([uuid("group_id"), string_len("legal_form", 20), string_len("status", 20)])
        .columns([uuid("commune_id"), uuid_null("former_commune_id")])
        .columns([date("from_on"), date_null("until_on")])
        .created()
        .voidable()
        .closed("legal_form", FORMS)
        .closed("status", &["forming", "active", "suspended", "dissolved", "upgraded"])
        .interval("from_on", "until_on")
        .references("group_id", "farmer_group")
        .references("commune_id", "area")
        .references("former_commune_id", "area")
        .covering(&["commune_id", "until_on"], &["voided_at", "group_id"])
        .index(&["former_commune_id"])
        .index(&["group_id", "from_on"])
}

fn group_value_chain() -> Draft {
    Draft::new("group_value_chain")
        .columns([uuid("group_id"), string_len("chain", 30), boolean("is_primary")])
        .primary(&["group_id", "chain"])
        .references("group_id", "farmer_group")
        .references_key("chain", "value_chain", "code")
        .sorted(&["chain"])
        .covering(&["chain", "is_primary"], &["group_id"])
}

fn one_primary_chain() -> IndexCreateStatement {
    Index::create()
        .name("group_value_chain_one_primary")
        .table("group_value_chain")
        .unique()
        .col("group_id")
        .and_where(Expr::col("is_primary"))
        .take()
}

fn group_notice() -> Draft {
    Draft::new("group_notice")
        .id()
        .columns([uuid("group_id"), string_len("kind", 20), date("signed_on"), date_null("sent_on")])
        .columns([uuid("area_id")])
        .versioned()
        .voidable()
        .closed("kind", NOTICES)
        .references("group_id", "farmer_group")
        .references("area_id", "area")
        .index(&["group_id", "signed_on"])
}

const NOTICES: &[&str] = &[
    "founding",
    "name",
    "address",
    "business_line",
    "contributions",
    "representative",
    "member_count",
    "dissolution",
];

fn membership() -> Draft {
    Draft::new("membership")
        .id()
        .columns([uuid("group_id"), uuid("person_id"), date("from_on"), date_null("until_on")])
        .columns([big_integer_null("contribution_vnd"), string_len_null("exit_reason", 20)])
        .columns([integer_null("vote_bps"), date_null("informed_on")])
        .versioned()
        .voidable()
        .closed("exit_reason", EXITS)
        .check("contribution_vnd", Expr::col("contribution_vnd").gte(0))
        .check("vote_bps", Expr::col("vote_bps").between(0, 10_000))
        .interval("from_on", "until_on")
        .references("group_id", "farmer_group")
        .references("person_id", "person")
        .covering(&["group_id", "from_on"], &["until_on", "voided_at", "person_id"])
        .index(&["person_id"])
}

const EXITS: &[&str] =
    &["voluntary", "excluded", "deceased", "moved_away", "transferred", "group_dissolved", "group_upgraded"];

fn group_office() -> Draft {
    Draft::new("group_office")
        .id()
        .columns([uuid("group_id"), uuid("membership_id"), string_len("office", 20)])
        .columns([date("from_on"), date_null("until_on")])
        .created()
        .voidable()
        .closed("office", &["head", "deputy", "secretary", "treasurer"])
        .interval("from_on", "until_on")
        .references("group_id", "farmer_group")
        .references("membership_id", "membership")
        .index(&["group_id", "from_on"])
        .index(&["membership_id"])
}
