//! Targets beside baselines, for codes of any length and taken out like other records; and what surveys measured.

use crate::draft::{Draft, drop_tables};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What a target of before has.
const OF_BEFORE: &str = "id, code, area_id, year, value, version, created_at, updated_at";
/// Where the rows stay while their table is made anew: SQLite adds no checks to a table, and lengthens no column.
const KEPT: &str = "indicator_target_kept";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        make_anew(manager, indicator_target(), "TRUE").await?;
        survey_result().create(manager).await
    }

    /// Baselines, what was taken out and long codes have no place in the table of before.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["survey_result"]).await?;
        let fits = "kind = 'target' AND voided_at IS NULL AND length(code) <= 10";
        make_anew(manager, indicator_target_of_before(), fits).await
    }
}

/// Makes the table of targets anew with the rows that fit.
async fn make_anew(manager: &SchemaManager<'_>, table: Draft, fits: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let keep = format!("CREATE TABLE {KEPT} AS SELECT {OF_BEFORE} FROM indicator_target WHERE {fits}");
    db.execute_unprepared(&keep).await?;
    drop_tables(manager, &["indicator_target"]).await?;
    table.create(manager).await?;
    let back = format!("INSERT INTO indicator_target ({OF_BEFORE}) SELECT {OF_BEFORE} FROM {KEPT}");
    db.execute_unprepared(&back).await?;
    drop_tables(manager, &[KEPT]).await
}

fn indicator_target() -> Draft {
    Draft::new("indicator_target")
        .id()
        .columns([string_len("code", 30), uuid("area_id"), integer("year")])
        .columns([string_len("kind", 20).default("target").take(), big_integer("value")])
        .columns([string_len_null("source", 200)])
        .versioned()
        .voidable()
        .closed("kind", &["target", "baseline"])
        .check("year", Expr::col("year").between(2000, 2100))
        .check("value", Expr::col("value").gte(0))
        .references("area_id", "area")
        .sorted(&["code"])
        .unique(&["code", "area_id", "year", "kind"])
        .index(&["area_id", "code"])
        .index(&["code", "id"])
        .index(&["year", "id"])
}

fn indicator_target_of_before() -> Draft {
    Draft::new("indicator_target")
        .id()
        .columns([string_len("code", 10), uuid("area_id"), integer("year"), big_integer("value")])
        .versioned()
        .references("area_id", "area")
        .sorted(&["code"])
        .unique(&["code", "area_id", "year"])
}

fn survey_result() -> Draft {
    let is_absent_or = |column: &'static str, rule: Expr| Expr::col(column).is_null().or(rule);
    let of_denominator = Expr::col("denominator").gt(0).and(Expr::col("denominator").gte(Expr::col("value")));
    let of_population = Expr::col("population").gte(Expr::col("sample_size"));
    Draft::new("survey_result")
        .id()
        .columns([string_len("code", 30), uuid("area_id"), date("measured_on"), string_len("round", 20)])
        .columns([big_integer("value"), big_integer_null("denominator"), string_len("method", 1000)])
        .columns([big_integer("sample_size"), big_integer_null("population"), integer_null("margin_bps")])
        .columns([string_len("source", 200)])
        .versioned()
        .voidable()
        .closed("round", &["baseline", "mid_term", "completion", "annual"])
        .check("value", Expr::col("value").gte(0))
        .check("denominator", is_absent_or("denominator", of_denominator))
        .check("sample_size", Expr::col("sample_size").gt(0))
        .check("population", is_absent_or("population", of_population))
        .check("margin_bps", Expr::col("margin_bps").between(0, 10_000))
        .references("area_id", "area")
        .sorted(&["code"])
        .unique(&["code", "area_id", "measured_on"])
        .index(&["area_id", "measured_on"])
        .index(&["code", "measured_on", "id"])
        .index(&["measured_on", "id"])
}
