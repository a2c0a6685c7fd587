//! G2 by persons and households, G3 by households, and G8: the people behind the memberships, each counted once.

use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Func, JoinType, Query, SelectStatement},
};

use super::queries::{Frame, household, if_known, member, of_sources, poverty};
use crate::training_coverage::queries::trained_by;

/// People and households behind the memberships, each counted once.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Distinct {
    /// Persons; null when there is none.
    pub persons: Option<i64>,
    /// Those of the persons who have completed a training by the day, wherever it was; null when there is no person.
    pub trained: Option<i64>,
    /// The households they live in.
    pub households: i64,
    /// Those of the households whose poverty is looked at.
    pub known_households: i64,
    /// Those of the households that are poor.
    pub poor_households: i64,
}

/// Persons and households behind the memberships that count, each once: first within each household, because sorting
/// by household once is cheaper than telling persons, households and poor households apart one by one.
pub fn distinct(mut memberships: SelectStatement, frame: &Frame) -> SelectStatement {
    of_sources(&mut memberships, frame);
    let trained = Expr::col(("trained", "person_id"));
    let is_member = trained.clone().eq(member());
    memberships
        .join_subquery(JoinType::LeftJoin, trained_by(frame.as_of), "trained", is_member)
        .expr_as(household(), "household_id")
        .expr_as(Func::count_distinct(member()), "persons")
        .expr_as(Func::count_distinct(trained), "trained")
        .expr_as(Func::max(if_known(frame, Expr::val(1))), "known")
        .expr_as(Func::max(poverty(frame)), "poverty")
        .add_group_by([household()]);
    Query::select()
        .expr_as(Expr::col("persons").sum().cast_as("bigint"), "persons")
        .expr_as(Expr::col("trained").sum().cast_as("bigint"), "trained")
        .expr_as(Expr::col("household_id").count(), "households")
        .expr_as(
            Expr::case(Expr::col("known").is_not_null(), Expr::col("household_id")).count(),
            "known_households",
        )
        .expr_as(Expr::col("poverty").count(), "poor_households")
        .from_subquery(memberships, "by_household")
        .take()
}
