//! Persons and households, wherever they live, and the cadres of a day.

use chrono::Datelike;
use entity::{
    cadre_post,
    enums::{CadreLevel, Poverty},
    ethnic_group, household, household_member, household_place, person, poverty_status,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition,
    sea_query::{
        Alias, Asterisk, CaseStatement, Expr, ExprTrait, Func, IntoIden, JoinType, Order, Query,
        SelectStatement, Value, WindowStatement,
    },
};

use super::queries::{Asked, column, hit};
use crate::{
    areas::queries::holds_on,
    cadre_posts::queries::held_on,
    consents::queries::hide_sensitive,
    indicator_definitions::{messages::Dimension, queries::Measure},
    indicators::queries::{household as its_household, if_known, is_known},
    places::queries::in_area,
    training_coverage::queries::{Subject, served, trained_between, trained_by},
};

fn of_person(column: person::Column) -> Expr {
    Expr::col((person::Entity, column))
}

/// Whoever withdrew the consent to sensitive data counts as of an unknown ethnic group.
pub(super) fn join_hidden(select: &mut SelectStatement, asked: &Asked, person_id: Expr) {
    if asked.is_by(Dimension::Indigenous) {
        let on = Expr::col(("hidden", "person_id")).eq(person_id);
        select.join_subquery(JoinType::LeftJoin, hide_sensitive(), "hidden", on);
    }
}

/// Adds what facts about a person are broken down by: `person` must be joined, and `known`, `hidden` and
/// `poverty_status` where they are needed.
pub(super) fn columns_of_person(select: &mut SelectStatement, asked: &Asked) {
    if asked.is_by(Dimension::Sex) {
        select.expr_as(of_person(person::Column::Sex), "sex");
    }
    if asked.is_by(Dimension::Young) {
        select.expr_as(young(asked), "young");
    }
    if asked.is_by(Dimension::Indigenous) {
        select.expr_as(indigenous(asked), "indigenous");
    }
    if asked.is_by(Dimension::Poverty) {
        select.expr_as(poverty(asked), "poverty");
    }
}

/// The year of birth is all that is known outside of the identity, so the age is the one reached in the year; on the last
/// day of a year that is the age of the day.
fn young(asked: &Asked) -> Expr {
    let year = i64::from(asked.frame.as_of.year());
    let born = || of_person(person::Column::BirthYear);
    let (youngest, eldest) = (i64::from(asked.young.youngest), i64::from(asked.young.eldest));
    CaseStatement::new()
        .case(born().is_null(), "unknown")
        .case(born().between(year - eldest, year - youngest), "young")
        .finally("not_young")
        .into()
}

fn indigenous(asked: &Asked) -> Expr {
    let is_shown = Expr::col(("hidden", "person_id")).is_null();
    let code =
        || if_known(&asked.frame, Expr::case(is_shown.clone(), of_person(person::Column::EthnicCode)).into());
    let listed = |indigenous: bool| {
        Query::select()
            .column(ethnic_group::Column::Code.as_column_ref())
            .from(ethnic_group::Entity)
            .and_where(ethnic_group::Column::IsIndigenous.eq(indigenous))
            .and_where(ethnic_group::Column::Code.ne(UNKNOWN_ETHNIC_GROUP))
            .to_owned()
    };
    CaseStatement::new()
        .case(code().in_subquery(listed(true)), "indigenous")
        .case(code().in_subquery(listed(false)), "not_indigenous")
        .finally("unknown")
        .into()
}

/// The code of those whose ethnic group is not known.
const UNKNOWN_ETHNIC_GROUP: &str = "56";

fn poverty(asked: &Asked) -> Expr {
    let status = || Expr::col((poverty_status::Entity, poverty_status::Column::Status));
    let known = is_known(&asked.frame).unwrap_or_else(|| Expr::val(1).eq(1));
    CaseStatement::new()
        .case(known.not(), "unknown")
        .case(status().eq(Poverty::Poor), Poverty::Poor.to_value())
        .case(status().eq(Poverty::NearPoor), Poverty::NearPoor.to_value())
        .finally("not_poor")
        .into()
}

/// Adds the poverty of the household in `household_id`, for those who may be asked.
fn join_poverty(select: &mut SelectStatement, asked: &Asked, household_id: Expr) {
    use poverty_status::Column as Status;
    if asked.is_by(Dimension::Poverty) {
        let on = Condition::all()
            .add(Expr::col((poverty_status::Entity, Status::HouseholdId)).eq(household_id))
            .add(Status::VoidedAt.is_null())
            .add(holds_on(Status::EffectiveFromOn, Status::EffectiveUntilOn, asked.frame.as_of))
            .add(Status::Status.is_in([Poverty::Poor, Poverty::NearPoor]))
            .add_option(is_known(&asked.frame));
        select.join(JoinType::LeftJoin, poverty_status::Entity, on);
    }
}

/// Adds where the household in `household_id` is on the day; only in the area asked for.
fn join_place(select: &mut SelectStatement, asked: &Asked, household_id: Expr) {
    use household_place::Column as Place;
    let on = Condition::all()
        .add(Expr::col((household_place::Entity, Place::HouseholdId)).eq(household_id))
        .add(Place::VoidedAt.is_null())
        .add(holds_on(Place::FromOn, Place::UntilOn, asked.frame.as_of));
    let area = asked.frame.area.map(|id| in_area((Place::CommuneId, Place::FormerCommuneId), id));
    select
        .join(JoinType::LeftJoin, household_place::Entity, on)
        .expr_as(Expr::col((household_place::Entity, Place::CommuneId)), "commune_id")
        .expr_as(Expr::col((household_place::Entity, Place::FormerCommuneId)), "former_commune_id")
        .cond_where(Condition::all().add_option(area));
}

fn join_known(select: &mut SelectStatement, asked: &Asked, person_id: Expr) {
    if let Some(known) = &asked.frame.known {
        let on = Expr::col(("known", "id")).eq(person_id);
        select.join_subquery(JoinType::LeftJoin, known.clone(), "known", on);
    }
}

/// Persons who were served or trained in the period, each where they live on the last day. `persons` selects from
/// `person`.
pub(super) fn persons(mut persons: SelectStatement, asked: &Asked) -> SelectStatement {
    use household_member::Column as Resident;
    let id = || of_person(person::Column::Id);
    let lives = Condition::all()
        .add(Expr::col((household_member::Entity, Resident::PersonId)).eq(id()))
        .add(Resident::VoidedAt.is_null())
        .add(holds_on(Resident::FromOn, Resident::UntilOn, asked.frame.as_of));
    persons.clear_selects().expr_as(id(), "id").join(JoinType::LeftJoin, household_member::Entity, lives);
    join_place(&mut persons, asked, its_household());
    join_known(&mut persons, asked, id());
    join_hidden(&mut persons, asked, id());
    join_poverty(&mut persons, asked, its_household());
    columns_of_person(&mut persons, asked);
    let mut counts = Condition::any();
    for measure in &asked.measures {
        let name = column(*measure);
        persons.join_subquery(
            JoinType::LeftJoin,
            people_of(*measure, asked),
            name,
            Expr::col((name, "person_id")).eq(id()),
        );
        let is = Expr::col((name, "person_id")).is_not_null();
        persons.expr_as(hit(is.clone()), name);
        counts = counts.add(is);
    }
    persons.cond_where(counts).to_owned()
}

/// The persons that a measure counts (`person_id`, each once).
fn people_of(measure: Measure, asked: &Asked) -> SelectStatement {
    let (from_on, day) = (asked.from_on, asked.frame.as_of);
    match measure {
        Measure::Production => trained_between(from_on, day, Subject::Production),
        Measure::ProductionCrop => trained_between(from_on, day, Subject::Crop),
        Measure::ProductionLivestock => trained_between(from_on, day, Subject::Livestock),
        Measure::Business => trained_between(from_on, day, Subject::Business),
        _ => served(from_on, day),
    }
}

/// Households of persons who were served in the period; their sex is that of the head. `households` selects from
/// `household`.
pub(super) fn households(mut households: SelectStatement, asked: &Asked) -> SelectStatement {
    use household_member::Column as Resident;
    let id = || Expr::col((household::Entity, household::Column::Id));
    let heads = Condition::all()
        .add(Expr::col((household_member::Entity, Resident::HouseholdId)).eq(id()))
        .add(Resident::VoidedAt.is_null())
        .add(Resident::IsHead.eq(true))
        .add(holds_on(Resident::FromOn, Resident::UntilOn, asked.frame.as_of));
    let head = || Expr::col((household_member::Entity, Resident::PersonId));
    households
        .clear_selects()
        .expr_as(id(), "id")
        .join(JoinType::LeftJoin, household_member::Entity, heads)
        .join(JoinType::LeftJoin, person::Entity, of_person(person::Column::Id).eq(head()));
    join_place(&mut households, asked, id());
    join_known(&mut households, asked, head());
    join_poverty(&mut households, asked, id());
    columns_of_person(&mut households, asked);
    let size = Func::coalesce([
        Expr::col((household::Entity, household::Column::Size)).cast_as("bigint"),
        Expr::val(1_i64),
    ]);
    for measure in &asked.measures {
        let adds = if *measure == Measure::ServedSize { size.clone().into() } else { Expr::val(1_i64) };
        households.expr_as(adds, column(*measure));
    }
    households.and_where(id().in_subquery(homes_of_served(asked))).to_owned()
}

/// The households in which persons live on the last day who were served in the period.
fn homes_of_served(asked: &Asked) -> SelectStatement {
    use household_member::Column as Resident;
    let home = |column: Resident| Expr::col((Alias::new("home").into_iden(), column));
    let is_there = Expr::col((Alias::new("home").into_iden(), Resident::UntilOn));
    let served_one = Expr::col(("served", "person_id")).eq(home(Resident::PersonId));
    Query::select()
        .expr(home(Resident::HouseholdId))
        .from_as(household_member::Entity, Alias::new("home"))
        .join_subquery(JoinType::InnerJoin, served(asked.from_on, asked.frame.as_of), "served", served_one)
        .and_where(home(Resident::VoidedAt).is_null())
        .and_where(home(Resident::FromOn).lte(asked.frame.as_of))
        .and_where(is_there.clone().is_null().or(is_there.gt(asked.frame.as_of)))
        .to_owned()
}

/// Of the posts of each cadre on the day the one that was entered first. `posts` selects from `cadre_post`.
pub(super) fn cadres(mut posts: SelectStatement, asked: &Asked) -> SelectStatement {
    use cadre_post::Column;
    let (number, day) = (Alias::new("number"), asked.frame.as_of);
    let post = |column: Column| Expr::col((cadre_post::Entity, column));
    let window = WindowStatement::partition_by(Column::PersonId.as_column_ref())
        .order_by_expr(post(Column::Id), Order::Asc)
        .to_owned();
    let holder = of_person(person::Column::Id).eq(post(Column::PersonId));
    let trained = Expr::col(("trained", "person_id"));
    posts
        .clear_selects()
        .expr_as(post(Column::Id), "id")
        .expr_as(post(Column::AreaId), "commune_id")
        .expr_as(Expr::val(Value::Uuid(None)), "former_commune_id")
        .join(JoinType::InnerJoin, person::Entity, holder)
        .join_subquery(
            JoinType::LeftJoin,
            trained_by(day),
            "trained",
            trained.clone().eq(post(Column::PersonId)),
        )
        .cond_where(held_on(day, asked.frame.area))
        .cond_where(level_of(asked));
    columns_of_person(&mut posts, asked);
    let is_trained = trained.is_not_null();
    for measure in &asked.measures {
        use Measure as M;
        let is = match measure {
            M::Trained | M::CommuneCadreTrained | M::BranchCadreTrained => is_trained.clone(),
            _ => Expr::val(1).eq(1),
        };
        posts.expr_as(hit(is), column(*measure));
    }
    posts.expr_window_as(Expr::cust("ROW_NUMBER()"), window, number.clone());
    Query::select()
        .column(Asterisk)
        .from_subquery(posts, "numbered")
        .and_where(Expr::col(number).eq(1))
        .to_owned()
}

/// Posts of the level that the measures are about: all of them are about one.
fn level_of(asked: &Asked) -> Condition {
    use Measure as M;
    let level = if asked.sums(&[M::CommuneCadre, M::CommuneCadreTrained]) {
        Some(CadreLevel::Commune)
    } else if asked.sums(&[M::BranchCadre, M::BranchCadreTrained]) {
        Some(CadreLevel::Branch)
    } else {
        None
    };
    Condition::all().add_option(level.map(|level| cadre_post::Column::Level.eq(level)))
}
