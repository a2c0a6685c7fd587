//! Training: events, who came, and the cadres it is for.

use crate::areas::read;
use crate::draft::{Draft, drop_tables};
use crate::native::NoOverlap;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use serde::Deserialize;

const TOPICS: &str = include_str!("../data/training_topics.csv");
const KINDS: &[&str] = &["production", "business", "collective_economy", "climate", "other"];
const DOMAINS: &[&str] = &["crop", "livestock", "other"];
const SEXES: &[&str] = &["male", "female", "unknown"];

/// Nobody holds two posts of a level in one commune at a time.
const ONE_POST: NoOverlap =
    NoOverlap::new("cadre_post_no_overlap", "cadre_post", &["person_id", "area_id", "level"]);

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [training_topic(), training_event(), training_event_topic(), training_session()] {
            table.create(manager).await?;
        }
        for table in [training_guest(), attendance(), training_participant(), head_count(), invitation()] {
            table.create(manager).await?;
        }
        cadre_post().create(manager).await?;
        ONE_POST.enforce(manager).await?;
        manager.execute(topics()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["cadre_post", "invitation", "head_count", "training_participant"]).await?;
        drop_tables(manager, &["attendance", "training_guest", "training_session"]).await?;
        drop_tables(manager, &["training_event_topic", "training_event", "training_topic"]).await
    }
}

fn training_topic() -> Draft {
    Draft::new("training_topic")
        .columns([string_len("code", 40).primary_key().take(), string_len("name_vi", 160)])
        .columns([string_len("name_en", 160), string_len("kind", 20), string_len_null("domain", 20)])
        .closed("kind", KINDS)
        .closed("domain", DOMAINS)
        .sorted(&["code"])
}

#[derive(Deserialize)]
struct Topic {
    code: String,
    name_vi: String,
    name_en: String,
    kind: String,
    domain: Option<String>,
}

fn topics() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("training_topic").columns(["code", "name_vi", "name_en", "kind", "domain"]);
    for Topic { code, name_vi, name_en, kind, domain } in read(TOPICS)? {
        let row: [Expr; 5] = [code.into(), name_vi.into(), name_en.into(), kind.into(), domain.into()];
        insert.values(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    Ok(insert)
}

fn training_event() -> Draft {
    Draft::new("training_event")
        .id()
        .columns([string_len("code", 20), string_len("title", 160), string_len("sort_key", 400)])
        .columns([string_len("kind", 20), string_len_null("domain", 20), uuid("area_id")])
        .columns([string_len("place", 160), string_len("provider", 160), big_integer_null("budget_vnd")])
        .columns([integer("completion_bps"), boolean("for_members"), boolean("for_commune_cadres")])
        .columns([boolean("for_branch_cadres"), boolean("for_others"), string_len("status", 20)])
        .columns([date_null("first_on"), date_null("last_on"), date("listed_on")])
        .columns([string_len_null("status_reason", 500)])
        .versioned()
        .voidable()
        .closed("kind", KINDS)
        .closed("domain", DOMAINS)
        .closed("status", &["planned", "held", "closed", "cancelled"])
        .check("domain_of_production", Expr::col("domain").is_null().or(Expr::col("kind").eq("production")))
        .check("completion_bps", Expr::col("completion_bps").between(1, 10_000))
        .check("budget_vnd", Expr::col("budget_vnd").gte(0))
        .references("area_id", "area")
        .sorted(&["code", "sort_key"])
        .unique(&["code"])
        .index(&["area_id", "last_on", "id"])
        .index(&["status", "listed_on", "id"])
        .index(&["listed_on", "id"])
        .index(&["last_on", "id"])
        .index(&["updated_at", "id"])
}

fn training_event_topic() -> Draft {
    Draft::new("training_event_topic")
        .columns([uuid("event_id"), string_len("topic", 40)])
        .primary(&["event_id", "topic"])
        .references("event_id", "training_event")
        .references_key("topic", "training_topic", "code")
        .index(&["topic", "event_id"])
}

fn training_session() -> Draft {
    Draft::new("training_session")
        .id()
        .columns([
            uuid("event_id"),
            timestamp_with_time_zone("starts_at"),
            timestamp_with_time_zone("ends_at"),
        ])
        .columns([date("held_on"), integer("minutes")])
        .columns([string_len_null("place", 160), string_len_null("trainer", 120)])
        .versioned()
        .voidable()
        .check("times", Expr::col("ends_at").gt(Expr::col("starts_at")))
        .references("event_id", "training_event")
        .index(&["event_id", "starts_at", "id"])
}

fn training_guest() -> Draft {
    Draft::new("training_guest")
        .id()
        .columns([uuid("event_id"), string_len("full_name", 120), string_len("sex", 20)])
        .columns([integer_null("birth_year"), string_len_null("remark", 255), uuid_null("person_id")])
        .columns([timestamp_with_time_zone_null("matched_at")])
        .versioned()
        .voidable()
        .closed("sex", SEXES)
        .references("event_id", "training_event")
        .references("person_id", "person")
        .index(&["event_id", "id"])
        .index(&["person_id"])
}

/// Marks are a set: each is there once, whoever sends it how often.
fn attendance() -> Draft {
    let (person, guest) = (|| Expr::col("person_id"), || Expr::col("guest_id"));
    let one = person().is_null().and(guest().is_not_null());
    Draft::new("attendance")
        .id()
        .columns([uuid("event_id"), uuid("session_id"), uuid_null("person_id"), uuid_null("guest_id")])
        .created()
        .voidable()
        .check("one_attendee", one.or(person().is_not_null().and(guest().is_null())))
        .references("event_id", "training_event")
        .references("session_id", "training_session")
        .references("person_id", "person")
        .references("guest_id", "training_guest")
        .unique(&["session_id", "person_id"])
        .unique(&["session_id", "guest_id"])
        .index(&["event_id", "id"])
        .index(&["person_id"])
        .index(&["guest_id"])
}

fn training_participant() -> Draft {
    Draft::new("training_participant")
        .columns([uuid("event_id"), uuid("person_id"), integer("sessions"), date_null("completed_on")])
        .primary(&["event_id", "person_id"])
        .check("sessions", Expr::col("sessions").gt(0))
        .references("event_id", "training_event")
        .references("person_id", "person")
        .covering(&["person_id", "completed_on"], &["event_id"])
        .index(&["completed_on"])
}

fn head_count() -> Draft {
    Draft::new("head_count")
        .columns([uuid("session_id"), string_len("sex", 20), uuid("event_id"), integer("n")])
        .primary(&["session_id", "sex"])
        .closed("sex", SEXES)
        .check("n", Expr::col("n").gte(0))
        .references("session_id", "training_session")
        .references("event_id", "training_event")
        .index(&["event_id"])
}

fn invitation() -> Draft {
    Draft::new("invitation")
        .columns([uuid("event_id"), uuid("person_id")])
        .created()
        .primary(&["event_id", "person_id"])
        .references("event_id", "training_event")
        .references("person_id", "person")
        .index(&["person_id"])
}

fn cadre_post() -> Draft {
    Draft::new("cadre_post")
        .id()
        .columns([uuid("person_id"), string_len("level", 20), uuid("area_id"), string_len("title", 120)])
        .columns([date("from_on"), date_null("until_on")])
        .versioned()
        .voidable()
        .closed("level", &["commune", "branch"])
        .interval("from_on", "until_on")
        .references("person_id", "person")
        .references("area_id", "area")
        .index(&["person_id", "from_on", "id"])
        .index(&["area_id", "from_on", "id"])
        .index(&["from_on", "id"])
}
