//! The aggregate queries behind G1 to G4, G6, G8, G9 and G10. One scan over the memberships serves all breakdowns.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, LegalForm, Poverty, Sex},
    farmer_group, group_period, group_value_chain, household_member,
    ids::AreaId,
    membership, person, poverty_status,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult,
    sea_query::{Expr, ExprTrait, Func, JoinType, Query, SelectStatement, Value},
};

use crate::{
    areas::queries::holds_on,
    consents::queries::hide_sensitive,
    contract_years::queries::contracted as contracted_by,
    groups::queries::{counted_as, counted_group},
    payments::queries::funded as funded_by,
    periods::queries::{in_area, in_force},
    plans::queries::add_planned,
};

/// Forms in which a group that counts can have begun; a cooperative that continues one is not counted again.
pub const BEGAN_AS: [LegalForm; 2] = [LegalForm::Cig, LegalForm::Tht];
/// States in which a group counts.
pub const COUNTED: [GroupStatus; 2] = [GroupStatus::Active, GroupStatus::Upgraded];
/// What counts as poor here.
pub const POOR: [Poverty; 2] = [Poverty::Poor, Poverty::NearPoor];

/// Which facts are counted.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The day.
    pub as_of: NaiveDate,
    /// Only in this area, of either map.
    pub area: Option<AreaId>,
    /// Whether poverty is looked at.
    pub with_poverty: bool,
    /// Whether ethnic groups are looked at.
    pub with_ethnic_groups: bool,
    /// The ids of the persons whose poverty and ethnic group are looked at; everybody's when absent.
    pub known: Option<SelectStatement>,
}

/// Groups that have everything alike by which they are broken down.
#[derive(Debug, FromQueryResult)]
pub struct GroupCell {
    /// The commune of their period.
    pub commune_id: AreaId,
    /// The old commune, where it is known besides.
    pub former_commune_id: Option<AreaId>,
    /// Their form.
    pub legal_form: LegalForm,
    /// Active or upgraded.
    pub status: GroupStatus,
    /// Their main value chain.
    pub chain: Option<String>,
    /// How many.
    pub groups: i64,
    /// How many of them were paid a grant.
    pub funded: i64,
    /// How many of them were party to a contract in the year.
    pub contracted: i64,
    /// How many of them have a plan for the year, approved as adapted to the climate and in force.
    pub planned: i64,
    /// How many of these were party to a contract in the year.
    pub planned_contracted: i64,
}

/// Memberships that have everything alike by which they are broken down; poor includes near-poor.
#[derive(Debug, FromQueryResult)]
pub struct MemberCell {
    /// The commune of the group.
    pub commune_id: AreaId,
    /// Its old commune, where it is known besides.
    pub former_commune_id: Option<AreaId>,
    /// Its form.
    pub legal_form: LegalForm,
    /// Its main value chain.
    pub chain: Option<String>,
    /// The ethnic group of the members; null for all when not looked at.
    pub ethnic_code: Option<String>,
    /// How many.
    pub members: i64,
    /// Of how many of them poverty and ethnic group are looked at.
    pub known: i64,
    /// How many of them are poor.
    pub poor: i64,
    /// How many are men.
    pub male: i64,
    /// How many are women.
    pub female: i64,
    /// How many are poor men.
    pub poor_male: i64,
    /// How many are poor women.
    pub poor_female: i64,
}

/// Adds where, in which form and with which main value chain a group was on the day. `group` is its id.
pub fn placed(select: &mut SelectStatement, group: &Expr, frame: &Frame) {
    use group_period::Column as Period;
    use group_value_chain::Column as Chain;
    let on = in_force(frame.as_of).add(Expr::col((group_period::Entity, Period::GroupId)).eq(group.clone()));
    let main = Condition::all()
        .add(Expr::col((group_value_chain::Entity, Chain::GroupId)).eq(group.clone()))
        .add(Chain::IsPrimary.eq(true));
    select
        .join(JoinType::InnerJoin, group_period::Entity, on.add_option(frame.area.map(in_area)))
        .join(JoinType::LeftJoin, group_value_chain::Entity, main)
        .expr_as(Expr::col((group_period::Entity, Period::CommuneId)), "commune_id")
        .expr_as(Expr::col((group_period::Entity, Period::FormerCommuneId)), "former_commune_id")
        .expr_as(Expr::col((group_period::Entity, Period::LegalForm)), "legal_form")
        .expr_as(Expr::col((group_value_chain::Entity, Chain::Chain)), "chain");
}

/// G1, G4, G6, G9 and G10: the groups that count, by everything they are broken down by. `groups` selects from `farmer_group`.
pub fn groups(mut groups: SelectStatement, frame: &Frame) -> SelectStatement {
    use farmer_group::Column as Group;
    let id = Expr::col((farmer_group::Entity, Group::Id));
    let status = group_period::Column::Status;
    groups.clear_selects();
    placed(&mut groups, &id, frame);
    let [funded, contracted] = ["funded", "contracted"].map(|name| Expr::col((name, "group_id")));
    let is_contracted = contracted.clone().eq(id.clone());
    add_planned(&mut groups, (&id, &contracted), frame.as_of);
    groups
        .join_subquery(JoinType::LeftJoin, contracted_by(frame.as_of), "contracted", is_contracted)
        .expr_as(contracted.count(), "contracted")
        .join_subquery(JoinType::LeftJoin, funded_by(frame.as_of), "funded", funded.clone().eq(id.clone()))
        .expr_as(funded.count(), "funded")
        .and_where(Group::UpgradedFromId.is_null())
        .and_where(Group::BeganAs.is_in(BEGAN_AS))
        .and_where(status.is_in(COUNTED))
        .expr_as(Expr::col((group_period::Entity, status)), "status")
        .expr_as(id.count(), "groups")
        .add_group_by(["commune_id", "former_commune_id", "legal_form", "chain", "status"].map(Expr::col));
    groups
}

/// The groups whose memberships count, as the list of memberships has it: those that count themselves, and the
/// cooperatives that continue one. Each stands in its own place, form and value chain.
fn sources(frame: &Frame) -> SelectStatement {
    use farmer_group::Column as Group;
    let id = Expr::col((farmer_group::Entity, Group::Id));
    let counted = counted_as(frame.as_of, Some(&BEGAN_AS), Some(&COUNTED));
    let mut select = Query::select();
    select
        .expr_as(id.clone(), "group_id")
        .expr_as(counted_group(), "counted_id")
        .from(farmer_group::Entity)
        .and_where(Group::Id.in_subquery(counted));
    placed(&mut select, &id, frame);
    select
}

/// Cuts memberships down to those in force of groups that count, with the household of the member on the day.
pub fn of_sources(memberships: &mut SelectStatement, frame: &Frame) {
    use household_member::Column as Resident;
    use membership::Column as Membership;
    let lives = Condition::all()
        .add(Expr::col((household_member::Entity, Resident::PersonId)).eq(member()))
        .add(Resident::VoidedAt.is_null())
        .add(holds_on(Resident::FromOn, Resident::UntilOn, frame.as_of));
    memberships
        .clear_selects()
        .join_subquery(
            JoinType::InnerJoin,
            sources(frame),
            "source",
            Expr::col(("source", "group_id")).eq(Expr::col((membership::Entity, Membership::GroupId))),
        )
        .join(JoinType::LeftJoin, household_member::Entity, lives)
        .cond_where(holds_on(Membership::FromOn, Membership::UntilOn, frame.as_of));
    if let Some(known) = &frame.known {
        let on = Expr::col(("known", "id")).eq(member());
        memberships.join_subquery(JoinType::LeftJoin, known.clone(), "known", on);
    }
    if frame.with_poverty {
        poor(memberships, frame);
    }
}

/// True for members whose poverty and ethnic group are looked at.
pub fn is_known(frame: &Frame) -> Option<Expr> {
    frame.known.is_some().then(|| Expr::col(("known", "id")).is_not_null())
}

/// The value, for members whose poverty and ethnic group are looked at.
pub fn if_known(frame: &Frame, value: Expr) -> Expr {
    let Some(is_known) = is_known(frame) else { return value };
    Expr::case(is_known, value).into()
}

/// The member.
#[must_use]
pub fn member() -> Expr {
    Expr::col((membership::Entity, membership::Column::PersonId))
}

/// The household of the member on the day.
#[must_use]
pub fn household() -> Expr {
    Expr::col((household_member::Entity, household_member::Column::HouseholdId))
}

/// Adds the status of those whose household is poor or near-poor on the day; no row, or another status: not poor.
fn poor(memberships: &mut SelectStatement, frame: &Frame) {
    use poverty_status::Column as Status;
    let on = Condition::all()
        .add(Expr::col((poverty_status::Entity, Status::HouseholdId)).eq(household()))
        .add(Status::VoidedAt.is_null())
        .add(holds_on(Status::EffectiveFromOn, Status::EffectiveUntilOn, frame.as_of))
        .add(Status::Status.is_in(POOR))
        .add_option(is_known(frame));
    memberships.join(JoinType::LeftJoin, poverty_status::Entity, on);
}

/// Not null for the poor; null for all when poverty is not looked at.
#[must_use]
pub fn poverty(frame: &Frame) -> Expr {
    if frame.with_poverty {
        Expr::col((poverty_status::Entity, poverty_status::Column::Status))
    } else {
        Expr::val(Value::String(None))
    }
}

/// G2 and G3: the memberships that count, by everything they are broken down by. `memberships` selects from
/// `membership`.
pub fn members(mut memberships: SelectStatement, frame: &Frame) -> SelectStatement {
    of_sources(&mut memberships, frame);
    let on = Expr::col((person::Entity, person::Column::Id)).eq(member());
    let count = |what: Expr| Expr::from(Func::count(what));
    let of = |sex: Sex, what: Expr| count(Expr::case(person::Column::Sex.eq(sex), what).into());
    memberships.join(JoinType::InnerJoin, person::Entity, on);
    for name in ["commune_id", "former_commune_id", "legal_form", "chain"] {
        memberships.expr_as(Expr::col(("source", name)), name).add_group_by([Expr::col(("source", name))]);
    }
    if frame.with_ethnic_groups {
        let on = Expr::col(("hidden", "person_id")).eq(member());
        memberships.join_subquery(JoinType::LeftJoin, hide_sensitive(), "hidden", on);
        let is_shown = Expr::col(("hidden", "person_id")).is_null();
        let ethnic = Expr::col((person::Entity, person::Column::EthnicCode));
        let ethnic = if_known(frame, Expr::case(is_shown, ethnic).into());
        memberships.expr_as(ethnic.clone(), "ethnic_code").add_group_by([ethnic]);
    } else {
        memberships.expr_as(Expr::val(Value::String(None)), "ethnic_code");
    }
    memberships
        .expr_as(count(member()), "members")
        .expr_as(count(if_known(frame, member())), "known")
        .expr_as(count(poverty(frame)), "poor")
        .expr_as(of(Sex::Male, member()), "male")
        .expr_as(of(Sex::Female, member()), "female")
        .expr_as(of(Sex::Male, poverty(frame)), "poor_male")
        .expr_as(of(Sex::Female, poverty(frame)), "poor_female");
    memberships
}
