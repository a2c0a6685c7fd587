//! Units of quantities, and which products are sold in them.

use crate::areas::read;
use crate::draft::{Draft, drop_tables};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use serde::Deserialize;

const UNITS: &str = include_str!("../data/units.csv");
const PRODUCT_UNITS: &str = include_str!("../data/product_units.csv");
/// Forms a product is sold in.
pub(crate) const FORMS: &[&str] = &["fresh", "dried", "live_weight", "processed"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        unit().create(manager).await?;
        product_unit().create(manager).await?;
        manager.execute(units()?).await?;
        manager.execute(product_units()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["product_unit", "unit"]).await
    }
}

fn unit() -> Draft {
    Draft::new("unit")
        .columns([string_len("code", 20).primary_key().take(), string_len("name_vi", 60)])
        .columns([string_len("name_en", 60), string_len("measure", 20), big_integer("factor")])
        .closed("measure", &["mass", "head", "volume"])
        .check("factor", Expr::col("factor").gt(0))
        .sorted(&["code"])
}

fn product_unit() -> Draft {
    Draft::new("product_unit")
        .columns([string_len("chain", 30), string_len("form", 20), string_len("unit", 20)])
        .primary(&["chain", "form", "unit"])
        .closed("form", FORMS)
        .references_key("chain", "value_chain", "code")
        .references_key("unit", "unit", "code")
}

#[derive(Deserialize)]
struct Unit {
    code: String,
    name_vi: String,
    name_en: String,
    measure: String,
    factor: i64,
}

fn units() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("unit").columns(["code", "name_vi", "name_en", "measure", "factor"]);
    for Unit { code, name_vi, name_en, measure, factor } in read(UNITS)? {
        let row: [Expr; 5] = [code.into(), name_vi.into(), name_en.into(), measure.into(), factor.into()];
        insert.values(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    Ok(insert)
}

#[derive(Deserialize)]
struct ProductUnit {
    chain: String,
    form: String,
    unit: String,
}

fn product_units() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("product_unit").columns(["chain", "form", "unit"]);
    for ProductUnit { chain, form, unit } in read(PRODUCT_UNITS)? {
        let row: [Expr; 3] = [chain.into(), form.into(), unit.into()];
        insert.values(row).map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    Ok(insert)
}
