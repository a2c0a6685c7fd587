//! Periods that areas report on, and what was entered after they had been locked.

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
        reporting_period().create(manager).await?;
        late_fact().create(manager).await?;
        native::insert_only(manager, "late_fact", &["entry_id, period_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["late_fact", "reporting_period"]).await
    }
}

fn reporting_period() -> Draft {
    Draft::new("reporting_period")
        .id()
        .columns([uuid("area_id"), integer("year"), integer_null("quarter"), string_len("label", 7)])
        .columns([date("from_on"), date("until_on"), string_len("status", 20)])
        .columns([timestamp_with_time_zone_null("submitted_at")])
        .columns([timestamp_with_time_zone_null("approved_at")])
        .columns([timestamp_with_time_zone_null("locked_at")])
        .columns([timestamp_with_time_zone_null("reopened_at")])
        .versioned()
        .voidable()
        .interval("from_on", "until_on")
        .closed("status", &["open", "submitted", "approved", "locked"])
        .check("year", Expr::col("year").between(2000, 2100))
        .check("quarter", Expr::col("quarter").between(1, 4))
        .references("area_id", "area")
        .unique(&["area_id", "label"])
        .index(&["area_id", "status"])
        .index(&["from_on", "id"])
}

fn late_fact() -> Draft {
    Draft::new("late_fact")
        .columns([uuid("entry_id"), uuid("period_id"), string_len("reason", 40)])
        .primary(&["entry_id", "period_id"])
        .closed(
            "reason",
            &[
                "paper_came_late",
                "entered_wrongly",
                "found_by_audit",
                "decided_later",
                "other_office_was_late",
            ],
        )
        .references("entry_id", "journal_entry")
        .references("period_id", "reporting_period")
        .index(&["period_id", "entry_id"])
}
