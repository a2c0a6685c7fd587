//! Sums over results, and sizes of the groups behind them, looked up group by group.

use chrono::NaiveDate;
use entity::{household_member, ids::AreaId, membership, plan_result};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, JoinType, Query, SelectStatement, Value},
};

use crate::{
    areas::queries::holds_on,
    indicators::queries::POOR,
    memberships::queries::{active_on, persons_in_poverty},
    plan_results::queries::known_of_year,
};

/// Which results are looked at, and whose poverty.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The year of the plans.
    pub year: i32,
    /// The day until which results count.
    pub as_of: NaiveDate,
    /// The day of which members and households are counted: the last one of the year, or an earlier one.
    pub day: NaiveDate,
    /// Only in this area, of either map.
    pub area: Option<AreaId>,
    /// The persons whose poverty is looked at.
    pub poverty: PovertyOf,
}

/// Whose poverty is looked at.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a report makes a handful of them")]
pub enum PovertyOf {
    /// Nobody's.
    Nobody,
    /// Everybody's.
    Everybody,
    /// That of these persons, by their ids; all others count as not poor.
    Persons(SelectStatement),
}

/// What results brought and cost that have everything alike by which they are broken down.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MoneyCell {
    /// The commune of the plans.
    pub commune_id: AreaId,
    /// The old commune, where it is known besides.
    pub former_commune_id: Option<AreaId>,
    /// The value chain of the lines.
    pub chain: String,
    /// How many results.
    pub results: i64,
    /// What they brought.
    pub revenue_vnd: i64,
    /// What they cost.
    pub cost_vnd: i64,
    /// The part of poor and near-poor households in what they brought.
    pub poor_revenue_vnd: i64,
    /// Their part in what they cost.
    pub poor_cost_vnd: i64,
}

/// The groups behind results that have everything alike by which they are broken down.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GroupsCell {
    /// The commune of the plans.
    pub commune_id: AreaId,
    /// The old commune, where it is known besides.
    pub former_commune_id: Option<AreaId>,
    /// The value chain of the lines; null for all when groups are not told apart by it.
    pub chain: Option<String>,
    /// How many groups.
    pub groups: i64,
    /// Their memberships.
    pub members: i64,
    /// The households of their members, counted group by group.
    pub households: i64,
    /// Those of the households that are poor or near-poor.
    pub poor_households: i64,
}

fn column(column: impl IntoColumnRef) -> Expr {
    Expr::col(column)
}

/// The memberships of a group on a day; selects nothing yet.
fn belonging(group: &Expr, day: NaiveDate) -> SelectStatement {
    let of_group = column(membership::Column::GroupId.as_column_ref()).eq(group.clone());
    Query::select().from(membership::Entity).cond_where(active_on(day).add(of_group)).to_owned()
}

/// How many belong to a group on a day. `group` is its id, of the query around.
#[must_use]
pub fn members_of(group: &Expr, day: NaiveDate) -> SelectStatement {
    belonging(group, day).expr(column(membership::Column::Id.as_column_ref()).count()).to_owned()
}

/// The households of those who belong to a group on a day, each once.
#[must_use]
pub fn households_of(group: &Expr, day: NaiveDate) -> SelectStatement {
    use household_member::Column as Resident;
    let lives = Condition::all()
        .add(
            column(Resident::PersonId.as_column_ref())
                .eq(column(membership::Column::PersonId.as_column_ref())),
        )
        .add(Resident::VoidedAt.is_null())
        .add(holds_on(Resident::FromOn, Resident::UntilOn, day));
    belonging(group, day)
        .join(JoinType::InnerJoin, household_member::Entity, lives)
        .expr(Func::count_distinct(column(Resident::HouseholdId.as_column_ref())))
        .to_owned()
}

/// Those of the households that are poor or near-poor on the day, as far as poverty is looked at.
#[must_use]
pub fn poor_households_of(group: &Expr, day: NaiveDate, poverty: &PovertyOf) -> Expr {
    let person = membership::Column::PersonId;
    let known = match poverty {
        PovertyOf::Nobody => return Expr::val(0_i64),
        PovertyOf::Everybody => None,
        PovertyOf::Persons(persons) => Some(person.in_subquery(persons.clone())),
    };
    let poor = households_of(group, day)
        .and_where(person.in_subquery(persons_in_poverty(day, &POOR)))
        .cond_where(Condition::all().add_option(known))
        .to_owned();
    poor.into()
}

/// The results that count.
fn counted(frame: &Frame) -> Condition {
    known_of_year(frame.year, frame.as_of, frame.area)
}

/// Results by group and everything that cells are told apart by; `results` selects from `plan_result`.
fn by_group(results: &mut SelectStatement, names: &[&'static str]) {
    results.clear_selects();
    for name in ["group_id"].iter().chain(names) {
        let value = column((plan_result::Entity, Alias::new(*name)));
        results.expr_as(value.clone(), *name).add_group_by([value]);
    }
}

/// The size of each group of a query that has groups in its column `group_id`, beside its columns.
fn sized(groups: SelectStatement, names: &[&'static str], frame: &Frame) -> SelectStatement {
    let group = column(("grouped", "group_id"));
    let mut sized = Query::select();
    for name in names {
        sized.expr_as(column(("grouped", *name)), *name);
    }
    sized
        .expr_as(Expr::from(members_of(&group, frame.day)), "members")
        .expr_as(Expr::from(households_of(&group, frame.day)), "households")
        .expr_as(poor_households_of(&group, frame.day, &frame.poverty), "poor_households")
        .from_subquery(groups, "grouped")
        .to_owned()
}

fn sum(value: Expr) -> Expr {
    value.sum().cast_as("bigint")
}

/// The share of poor households in an amount of a group, all households having equal shares; rounded down.
fn poor_share(amount: &'static str) -> Expr {
    let (households, poor) = (column("households"), column("poor_households"));
    Expr::case(households.clone().gt(0), column(amount).mul(poor).div(households)).finally(0_i64).into()
}

/// What results brought and cost in a year, by everything it is broken down by. The part of poor households is taken of
/// each group and value chain, so that parts add up. `results` selects from `plan_result`.
#[must_use]
pub fn money(mut results: SelectStatement, frame: &Frame) -> SelectStatement {
    use plan_result::Column as Result;
    const NAMES: [&str; 3] = ["commune_id", "former_commune_id", "chain"];
    by_group(&mut results, &NAMES);
    results
        .expr_as(column(Result::Id.as_column_ref()).count(), "results")
        .expr_as(sum(column(Result::RevenueVnd.as_column_ref())), "revenue_vnd")
        .expr_as(sum(column(Result::CostVnd.as_column_ref())), "cost_vnd")
        .cond_where(counted(frame));
    let names = [NAMES.as_slice(), &["results", "revenue_vnd", "cost_vnd"]].concat();
    let mut cells = Query::select();
    for name in NAMES {
        cells.expr_as(column(name), name).add_group_by([column(name)]);
    }
    for name in ["results", "revenue_vnd", "cost_vnd"] {
        cells.expr_as(sum(column(("sized", name))), name);
    }
    cells
        .expr_as(sum(poor_share("revenue_vnd")), "poor_revenue_vnd")
        .expr_as(sum(poor_share("cost_vnd")), "poor_cost_vnd")
        .from_subquery(sized(results, &names, frame), "sized")
        .to_owned()
}

/// The groups that have results of a year, with their sizes, by commune and, if asked for, by value chain: a group that
/// works in two stands in both. `results` selects from `plan_result`.
#[must_use]
pub fn groups(mut results: SelectStatement, frame: &Frame, by_chain: bool) -> SelectStatement {
    let names: &[&str] = if by_chain {
        &["commune_id", "former_commune_id", "chain"]
    } else {
        &["commune_id", "former_commune_id"]
    };
    by_group(&mut results, names);
    results.cond_where(counted(frame));
    let mut cells = Query::select();
    for name in names {
        cells.expr_as(column(*name), *name).add_group_by([column(*name)]);
    }
    if !by_chain {
        cells.expr_as(Expr::val(Value::String(None)), "chain");
    }
    cells.expr_as(column("members").count(), "groups");
    for name in ["members", "households", "poor_households"] {
        cells.expr_as(sum(column(("sized", name))), name);
    }
    cells.from_subquery(sized(results, names, frame), "sized").to_owned()
}

/// A year that has results.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Year {
    /// The year.
    pub year: i32,
}

/// The years that have results by a day. `results` selects from `plan_result`.
#[must_use]
pub fn years(mut results: SelectStatement, as_of: NaiveDate) -> SelectStatement {
    use plan_result::Column;
    results
        .clear_selects()
        .distinct()
        .expr_as(column(Column::Year.as_column_ref()), "year")
        .and_where(Column::RecordedOn.lte(as_of))
        .to_owned()
}
