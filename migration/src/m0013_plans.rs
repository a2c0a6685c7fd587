//! Production and business plans, and what became of them.

use crate::areas::read;
use crate::draft::{Draft, drop_tables};
use crate::m0011_products::FORMS;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use serde::Deserialize;

const HAZARDS: &str = include_str!("../data/hazards.csv");

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [hazard(), production_plan(), plan_version(), plan_line(), plan_result(), plan_loss()] {
            table.create(manager).await?;
        }
        manager.execute(hazards()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["plan_loss", "plan_result", "plan_line", "plan_version"]).await?;
        drop_tables(manager, &["production_plan", "hazard"]).await
    }
}

fn hazard() -> Draft {
    Draft::new("hazard")
        .columns([string_len("code", 40).primary_key().take(), string_len("name_vi", 160)])
        .columns([string_len("name_en", 160)])
        .sorted(&["code"])
}

#[derive(Deserialize)]
struct Hazard {
    code: String,
    name_vi: String,
    name_en: String,
}

fn hazards() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("hazard").columns(["code", "name_vi", "name_en"]);
    for Hazard { code, name_vi, name_en } in read(HAZARDS)? {
        let row: [Expr; 3] = [code.into(), name_vi.into(), name_en.into()];
        insert.values(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    Ok(insert)
}

fn production_plan() -> Draft {
    Draft::new("production_plan")
        .id()
        .columns([
            string_len("code", 20),
            uuid("group_id"),
            uuid("commune_id"),
            uuid_null("former_commune_id"),
        ])
        .columns([integer("year"), string_len("status", 20), integer("n"), integer_null("approved_n")])
        .versioned()
        .voidable()
        .closed("status", &["draft", "submitted", "approved", "returned"])
        .check("approved_n", Expr::col("approved_n").lte(Expr::col("n")))
        .references("group_id", "farmer_group")
        .references("commune_id", "area")
        .references("former_commune_id", "area")
        .sorted(&["code"])
        .unique(&["code"])
        .unique(&["group_id", "year"])
        .index(&["year", "id"])
        .index(&["year", "code"])
        .index(&["commune_id", "year", "id"])
        .index(&["former_commune_id", "year"])
        .index(&["updated_at", "id"])
}

fn plan_version() -> Draft {
    Draft::new("plan_version")
        .columns([uuid("plan_id"), integer("n"), text("content"), boolean("is_adapted")])
        .columns([date_null("submitted_on"), string_len_null("decision_no", 60), date_null("approved_on")])
        .columns([date_null("superseded_on"), boolean("counts_as_adapted")])
        .created()
        .primary(&["plan_id", "n"])
        .check(
            "in_force",
            Expr::col("superseded_on").is_null().or(Expr::col("superseded_on").gte(Expr::col("approved_on"))),
        )
        .check("adapted", Expr::col("counts_as_adapted").eq(false).or(Expr::col("is_adapted").eq(true)))
        .references("plan_id", "production_plan")
        .index(&["approved_on"])
}

fn plan_line() -> Draft {
    Draft::new("plan_line")
        .id()
        .columns([uuid("plan_id"), integer("n"), integer("line_no"), uuid("group_id")])
        .columns([string_len("chain", 30), string_len("form", 20), string_len("season", 20)])
        .columns([big_integer_null("area_m2"), integer_null("heads"), string_len("unit", 20)])
        .columns([big_integer("quantity"), big_integer("cost_vnd"), big_integer("revenue_vnd")])
        .columns([string_len_null("buyer", 255), uuid_null("partner_id")])
        .closed("form", FORMS)
        .closed("season", &["spring", "summer", "winter", "year_round"])
        .check("quantity", Expr::col("quantity").gt(0))
        .check("money", Expr::col("cost_vnd").gte(0).and(Expr::col("revenue_vnd").gte(0)))
        .check("size", Expr::col("area_m2").gt(0).or(Expr::col("heads").gt(0)))
        .references("plan_id", "production_plan")
        .references("partner_id", "partner")
        .references_key("chain", "value_chain", "code")
        .references_key("unit", "unit", "code")
        .unique(&["plan_id", "n", "line_no"])
}

fn plan_result() -> Draft {
    let part = |column: &'static str| Expr::col(column).gte(0);
    Draft::new("plan_result")
        .id()
        .columns([uuid("plan_id"), integer("n"), integer("line_no"), uuid("group_id"), uuid("commune_id")])
        .columns([uuid_null("former_commune_id"), integer("year"), string_len("chain", 30)])
        .columns([date("recorded_on"), string_len("unit", 20), big_integer("harvested")])
        .columns([big_integer("lost"), big_integer("sold"), big_integer("revenue_vnd")])
        .columns([big_integer("cost_vnd")])
        .versioned()
        .voidable()
        .check("quantities", part("harvested").and(part("lost")).and(part("sold")))
        .check("sold", Expr::col("sold").lte(Expr::col("harvested")))
        .check("money", part("revenue_vnd").and(part("cost_vnd")))
        .references("plan_id", "production_plan")
        .references("group_id", "farmer_group")
        .references_key("chain", "value_chain", "code")
        .references_key("unit", "unit", "code")
        .unique(&["plan_id", "line_no"])
        .index(&["year", "commune_id"])
        .index(&["commune_id", "recorded_on"])
        .index(&["former_commune_id", "recorded_on"])
        .index(&["group_id", "year", "id"])
        .index(&["recorded_on", "id"])
}

fn plan_loss() -> Draft {
    Draft::new("plan_loss")
        .id()
        .columns([uuid("result_id"), string_len("hazard", 40), big_integer("quantity")])
        .columns([big_integer("value_vnd")])
        .check("quantity", Expr::col("quantity").gte(0).and(Expr::col("value_vnd").gte(0)))
        .references("result_id", "plan_result")
        .references_key("hazard", "hazard", "code")
        .unique(&["result_id", "hazard"])
        .index(&["hazard", "result_id"])
}
