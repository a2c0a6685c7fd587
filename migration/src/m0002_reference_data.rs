//! The lists that ship with the product: units, their successors, ethnic groups, value chains, holidays.

use crate::areas::{import_at, read};
use crate::identity::{Kind, first_list, identifier};
use chrono::NaiveDate;
use sea_orm_migration::prelude::*;
use serde::Deserialize;

const UNITS: [&str; 2] =
    [include_str!("../data/admin_units_2022.csv"), include_str!("../data/admin_units_2025.csv")];
const SUCCESSORS: &str = include_str!("../data/admin_unit_successors_2025.csv");
const ETHNIC_GROUPS: &str = include_str!("../data/ethnic_groups.csv");
const VALUE_CHAINS: &str = include_str!("../data/value_chains.csv");
const CSA_PRACTICES: &str = include_str!("../data/csa_practices.csv");
const HOLIDAYS: &str = include_str!("../data/holidays.csv");

/// Groups that donor reports do not count as indigenous: the majority, foreigners, unknown.
const NOT_INDIGENOUS: [&str; 3] = ["01", "55", "56"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        import_at(manager.get_connection(), first_list(), &UNITS, &[SUCCESSORS]).await?;
        manager.execute(ethnic_groups()?).await?;
        manager.execute(value_chains()?).await?;
        manager.execute(holidays()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "indicator_target",
            "project_commune",
            "holiday",
            "value_chain",
            "ethnic_group",
            "area_closure",
            "area_successor",
            "area",
        ];
        for table in tables {
            manager.execute(Query::delete().from_table(table).take()).await?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct EthnicGroup {
    code: String,
    name: String,
    name_ascii: String,
}

fn ethnic_groups() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("ethnic_group").columns(["code", "name_vi", "name_en", "is_indigenous"]);
    for EthnicGroup { code, name, name_ascii } in read(ETHNIC_GROUPS)? {
        let is_indigenous = !NOT_INDIGENOUS.contains(&code.as_str());
        add(&mut insert, [code.into(), name.into(), name_ascii.into(), is_indigenous.into()])?;
    }
    Ok(insert)
}

#[derive(Deserialize)]
struct ValueChain {
    slug: String,
    name_vi: String,
    name_en: String,
    scientific_name: Option<String>,
    kind: String,
    sale_unit: String,
}

fn value_chains() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("value_chain");
    insert.columns(["code", "name_vi", "name_en", "scientific_name", "kind", "sale_unit"]);
    for chain in read::<ValueChain>(VALUE_CHAINS)? {
        let ValueChain { slug, name_vi, name_en, scientific_name, kind, sale_unit } = chain;
        let names = [slug.into(), name_vi.into(), name_en.into(), scientific_name.into()];
        add(&mut insert, names.into_iter().chain([kind.into(), sale_unit.into()]))?;
    }
    Ok(insert)
}

#[derive(Deserialize)]
struct CsaPractice {
    code: String,
    name_vi: String,
    name_en: String,
}

/// The practices; their table comes with the grants.
pub(crate) fn csa_practices() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("csa_practice").columns(["code", "name_vi", "name_en"]);
    for CsaPractice { code, name_vi, name_en } in read(CSA_PRACTICES)? {
        add(&mut insert, [code.into(), name_vi.into(), name_en.into()])?;
    }
    Ok(insert)
}

#[derive(Deserialize)]
struct Holiday {
    holiday_on: NaiveDate,
    name_vi: String,
    name_en: String,
}

fn holidays() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table("holiday");
    insert.columns(["id", "holiday_on", "name_vi", "name_en", "version", "created_at", "updated_at"]);
    for Holiday { holiday_on, name_vi, name_en } in read(HOLIDAYS)? {
        let id = identifier(Kind::Holiday, "", holiday_on)?;
        let content: [Expr; 4] = [id.into(), holiday_on.into(), name_vi.into(), name_en.into()];
        let made = [1.into(), first_list().into(), first_list().into()];
        add(&mut insert, content.into_iter().chain(made))?;
    }
    Ok(insert)
}

fn add(insert: &mut InsertStatement, values: impl IntoIterator<Item = Expr>) -> Result<(), DbErr> {
    insert.values(values).map(|_| ()).map_err(|error| DbErr::Custom(error.to_string()))
}
