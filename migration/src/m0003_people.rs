//! Persons, what they agreed to, households, and the words by which rows are found.

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
        for table in [person(), person_key(), person_identity(), consent()] {
            table.create(manager).await?;
        }
        manager.create_index(withdrawn_consents()).await?;
        for table in [household(), household_place(), household_member(), poverty_status()] {
            table.create(manager).await?;
        }
        search_word().create(manager).await?;
        counter().create(manager).await?;
        // The rows are there from the start, so that two first codes at once wait for each other.
        let counters = "INSERT INTO counter (name, value) VALUES ('household', 0), ('farmer_group', 0)";
        manager.get_connection().execute_unprepared(counters).await?;
        for rule in RULES {
            rule.enforce(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["counter", "search_word"]).await?;
        drop_tables(manager, &["poverty_status", "household_member", "household_place", "household"]).await?;
        drop_tables(manager, &["consent", "person_identity", "person_key", "person"]).await
    }
}

const RULES: &[NoOverlap] = &[
    NoOverlap::new("household_place_no_overlap", "household_place", &["household_id"]),
    NoOverlap::new("household_member_no_overlap", "household_member", &["person_id"]),
    NoOverlap {
        only: Some(("is_head", "TRUE")),
        ..NoOverlap::new("household_member_one_head", "household_member", &["household_id"])
    },
    NoOverlap {
        interval: ["effective_from_on", "effective_until_on"],
        ..NoOverlap::new("poverty_status_no_overlap", "poverty_status", &["household_id"])
    },
];

fn person() -> Draft {
    Draft::new("person")
        .id()
        .columns([string_len("full_name", 120), string_len("sex", 20), small_integer_null("birth_year")])
        .columns([string_len_null("ethnic_code", 2), boolean_null("has_disability")])
        .columns([string_len("sort_key", 255), timestamp_with_time_zone_null("erased_at")])
        .versioned()
        .voidable()
        .closed("sex", &["male", "female", "unknown"])
        .references_key("ethnic_code", "ethnic_group", "code")
        .sorted(&["ethnic_code", "sort_key"])
        .index(&["sort_key", "id"])
        .index(&["updated_at", "id"])
        .index(&["ethnic_code"])
}

fn person_key() -> Draft {
    Draft::new("person_key")
        .part_of("person_id", "person")
        .columns([blob("wrapped"), string_len("master_key_id", 40)])
        .created()
}

fn person_identity() -> Draft {
    Draft::new("person_identity")
        .part_of("person_id", "person")
        .columns([string_len("document_kind", 20), blob_null("number_ct"), blob_null("phone_ct")])
        .columns([blob_null("number_hash"), blob_null("last4_hash"), blob_null("phone_hash")])
        .columns([string_len_null("hash_key_id", 40)])
        .columns([blob_null("next_number_hash"), blob_null("next_last4_hash"), blob_null("next_phone_hash")])
        .columns([string_len_null("next_hash_key_id", 40)])
        .columns([blob_null("birth_on_ct"), blob_null("address_ct")])
        .versioned()
        .closed("document_kind", &["cccd12", "cmnd9", "none"])
        .unique(&["number_hash"])
        .unique(&["next_number_hash"])
        .index(&["last4_hash"])
        .index(&["phone_hash"])
        .index(&["next_last4_hash"])
        .index(&["next_phone_hash"])
}

fn consent() -> Draft {
    Draft::new("consent")
        .id()
        .columns([uuid("person_id"), string_len("purpose", 20), string_len("ground", 20)])
        .columns([string_len("text_version", 40), string_len("channel", 20)])
        .columns([string_len_null("evidence", 200), timestamp_with_time_zone("given_at")])
        .columns([timestamp_with_time_zone_null("withdrawn_at")])
        .versioned()
        .closed("purpose", &["membership", "grants", "training", "contracts", "statistics", "sensitive_data"])
        .closed("ground", &["consent", "contract", "legal_obligation", "public_task"])
        .closed("channel", &["paper", "in_person", "phone", "electronic"])
        .references("person_id", "person")
        .index(&["person_id"])
}

/// The few withdrawals, which lists and reports have to leave out.
fn withdrawn_consents() -> IndexCreateStatement {
    Index::create()
        .name("consent_withdrawn")
        .table("consent")
        .col("purpose")
        .col("person_id")
        .and_where(Expr::col("withdrawn_at").is_not_null())
        .take()
}

fn household() -> Draft {
    Draft::new("household")
        .id()
        .columns([string_len("code", 20), small_integer_null("size")])
        .versioned()
        .voidable()
        .sorted(&["code"])
        .unique(&["code"])
        .index(&["updated_at", "id"])
}

fn household_place() -> Draft {
    Draft::new("household_place")
        .id()
        .columns([uuid("household_id"), uuid("commune_id"), uuid_null("former_commune_id")])
        .columns([string_len_null("hamlet", 120), date("from_on"), date_null("until_on")])
        .created()
        .voidable()
        .interval("from_on", "until_on")
        .references("household_id", "household")
        .references("commune_id", "area")
        .references("former_commune_id", "area")
        .index(&["household_id", "from_on"])
        .index(&["commune_id", "until_on"])
}

fn household_member() -> Draft {
    Draft::new("household_member")
        .id()
        .columns([uuid("household_id"), uuid("person_id"), boolean("is_head")])
        .columns([date("from_on"), date_null("until_on")])
        .created()
        .voidable()
        .interval("from_on", "until_on")
        .references("household_id", "household")
        .references("person_id", "person")
        .index(&["household_id", "from_on"])
        .covering(&["person_id", "from_on"], &["until_on", "voided_at", "household_id"])
}

fn poverty_status() -> Draft {
    Draft::new("poverty_status")
        .id()
        .columns([uuid("household_id"), string_len("standard", 20), string_len("status", 20)])
        .columns([string_len("decision_no", 60), date("decided_on"), uuid("commune_id")])
        .columns([date("effective_from_on"), date_null("effective_until_on")])
        .versioned()
        .voidable()
        .closed("standard", &["2016_2020", "2022_2025", "2026_2030"])
        .closed("status", &["poor", "near_poor", "escaped_poverty", "escaped_near_poverty", "other"])
        .interval("effective_from_on", "effective_until_on")
        .references("household_id", "household")
        .references("commune_id", "area")
        .covering(&["household_id", "effective_from_on"], &["effective_until_on", "voided_at", "status"])
        .index(&["status", "effective_from_on"])
}

fn search_word() -> Draft {
    Draft::new("search_word")
        .columns([string_len("resource", 20), uuid("resource_id")])
        .columns([string_len("word", 60), string_len("exact_word", 60)])
        .primary(&["resource", "word", "exact_word", "resource_id"])
        .sorted(&["word", "exact_word"])
        .index(&["resource", "resource_id"])
}

fn counter() -> Draft {
    Draft::new("counter").columns([string_len("name", 40).primary_key().take(), big_integer("value")])
}
