//! The facts of one cell, as a page of their records.

use entity::{enums::AreaLevel, ids::AreaId};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement},
};
use uuid::Uuid;

use crate::{
    access::{Access, Owned, Rows, permission::indicators::ReadIndicatorRecords},
    error::Error,
    http::PageRequest,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Measure},
    },
    indicator_facts::{
        Asked, facts_of,
        queries::{OnRows, column, columns},
    },
    indicator_tables::{
        messages::CellKey,
        queries::{NOT_ASSIGNED, UNKNOWN},
    },
    maps::{MapYear, Maps},
    store::{Paged, SortBy, SortKind},
};

/// A record and what it adds.
#[derive(Debug, FromQueryResult)]
pub struct Found {
    /// Its id.
    pub id: Uuid,
    /// What it adds.
    pub adds: i64,
}

/// The facts of one cell.
#[derive(Debug)]
pub struct Listing<'a> {
    /// Who asks.
    pub access: &'a Access<ReadIndicatorRecords>,
    /// Which facts.
    pub base: Base,
    /// What they must add to.
    pub measure: Measure,
    /// Of which days and where.
    pub asked: &'a Asked,
    /// Which cell.
    pub cell: Condition,
    /// Which page.
    pub page: &'a PageRequest,
}

fn fact(name: &'static str) -> Expr {
    Expr::col(("fact", name))
}

impl Listing<'_> {
    fn select(&self, rows: SelectStatement) -> SelectStatement {
        let adds = fact(column(self.measure));
        let mut select = Query::select();
        select.from_subquery(facts_of(self.base, rows, self.asked), "fact").cond_where(self.cell.clone());
        match self.measure {
            Measure::Paid => select.and_where(adds.is_not_null()),
            _ => select.and_where(adds.gt(0)),
        };
        select
    }
}

impl OnRows for Listing<'_> {
    type Output = Result<Paged<Found>, Error>;

    async fn on<E: Owned<Model: Send + Sync>>(self, rows: Rows<E>) -> Self::Output {
        let facts = self.select(rows.clone().into_select().into_query());
        let ids = facts.clone().expr_as(fact("id"), "id").to_owned();
        let adding =
            facts.clone().expr_as(fact("id"), "id").expr_as(fact(column(self.measure)), "adds").to_owned();
        let counted = rows.filter(E::ID.in_subquery(ids));
        let its = Expr::col(("counted", "id")).eq(Expr::col(E::ID.as_column_ref()));
        let shape = |select: sea_orm::Select<E>| {
            let mut select = select.select_only().column_as(E::ID, "id");
            let query = QuerySelect::query(&mut select);
            query
                .join_subquery(JoinType::InnerJoin, adding, "counted", its)
                .expr_as(Expr::col(("counted", "adds")).cast_as("bigint"), "adds");
            select
        };
        self.access.page(counted, self.page, &SortBy::column(E::ID, SortKind::Id), shape).await
    }
}

/// The facts of a cell, as a condition on them.
#[must_use]
pub fn of_cell(key: &CellKey, by: &[Dimension], (maps, map): (&Maps, MapYear)) -> Condition {
    let mut condition = Condition::all();
    for dimension in by {
        let Some(code) = key.of(*dimension) else { continue };
        condition = condition.add(match dimension {
            Dimension::Commune | Dimension::District => in_place((maps, map), *dimension, code),
            _ => of_word(*dimension, code),
        });
    }
    condition
}

fn of_word(dimension: Dimension, code: &str) -> Condition {
    let word = || columns(dimension).first().map(|name| fact(name));
    let is = word().map(|word| word.eq(code));
    let is_lacking = word().map(ExprTrait::is_null).filter(|_| code == UNKNOWN);
    Condition::any().add_option(is).add_option(is_lacking)
}

/// The same rule as `Maps::commune_on`, as a condition.
fn in_place((maps, map): (&Maps, MapYear), dimension: Dimension, code: &str) -> Condition {
    let (commune, former) = (|| fact("commune_id"), || fact("former_commune_id"));
    if code == UNKNOWN {
        return Condition::all().add(commune().is_null());
    }
    let on_map: Vec<AreaId> = maps.communes(map).map(|unit| unit.id).collect();
    let is_asked = |id: AreaId| {
        let unit = maps.unit(id);
        match dimension {
            Dimension::District => {
                let district = unit.and_then(|unit| unit.parent_id).and_then(|id| maps.unit(id));
                district.is_some_and(|unit| unit.level == AreaLevel::District && unit.code == code)
            }
            _ => unit.is_some_and(|unit| unit.code == code),
        }
    };
    let asked: Vec<AreaId> = on_map.iter().copied().filter(|id| is_asked(*id)).collect();
    match map {
        MapYear::Of2022 if code == NOT_ASSIGNED => Condition::all()
            .add(commune().is_not_in(on_map.clone()))
            .add(former().is_null().or(former().is_not_in(on_map))),
        MapYear::Of2022 => Condition::any()
            .add(commune().is_in(asked.clone()))
            .add(commune().is_not_in(on_map).and(former().is_in(asked))),
        MapYear::Of2025 => {
            let merged: Vec<AreaId> = maps.merged().collect();
            if code == NOT_ASSIGNED {
                return Condition::all().add(commune().is_not_in([on_map, merged].concat()));
            }
            let answered =
                |id: &AreaId| maps.commune_on(map, *id, None).is_some_and(|answers| asked.contains(&answers));
            let merged = merged.into_iter().filter(answered);
            Condition::all().add(commune().is_in(asked.iter().copied().chain(merged)))
        }
    }
}
