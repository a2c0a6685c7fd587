//! Which memberships lie within a scope, and the conditions by which figures count them.

use chrono::NaiveDate;
use entity::{
    enums::{Office, Poverty},
    farmer_group, group_office, group_period, household_member,
    ids::{GroupId, PersonId},
    membership, person, poverty_status,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Order, Query, SelectStatement, WindowStatement},
};

use super::messages::{Membership, MembershipFilter, OnePer};
use crate::{
    access::{Owned, Reach, Rows, owned_ids},
    areas::queries::holds_on,
    consents::queries::shows_sensitive,
    error::{Error, Faults, Text},
    group_chains::queries::with_main_chain,
    groups::queries::{counted_as, of_groups_within},
    http::etag_of,
    offices::queries::Roster,
    periods::queries::{in_area, in_force, lasting, not_after_today, not_assigned, periods},
    store::{Reading, Revised, SortBy, SortKind, Tx, Words, unseen},
    training_coverage::queries::TrainedBy,
    values::FieldCode,
};

/// The word under which names of persons are found.
const PERSONS: &str = "person";

impl Owned for membership::Entity {
    const ID: membership::Column = membership::Column::Id;
    const VOIDED: Option<membership::Column> = Some(membership::Column::VoidedAt);

    /// A membership lies where its group lies.
    fn within(reach: &Reach) -> Condition {
        of_groups_within(membership::Column::GroupId, reach)
    }
}

impl Revised for membership::Entity {
    const VERSION: membership::Column = membership::Column::Version;
    const UPDATED_AT: membership::Column = membership::Column::UpdatedAt;

    fn version(row: &membership::Model) -> i32 {
        row.version
    }
}

/// Memberships that last on a day (`membership` must be joined or selected from).
pub fn active_on(day: impl Into<Expr>) -> Condition {
    holds_on(membership::Column::FromOn, membership::Column::UntilOn, day)
        .add(membership::Column::VoidedAt.is_null())
}

/// The persons whose household of a day had one of these statuses on that day.
#[must_use]
pub fn persons_in_poverty(day: NaiveDate, statuses: &[Poverty]) -> SelectStatement {
    use household_member::Column as Member;
    use poverty_status::Column as Status;
    let of_household = household_member::Entity::belongs_to(poverty_status::Entity)
        .from(Member::HouseholdId)
        .to(Status::HouseholdId);
    household_member::Entity::find()
        .select_only()
        .column(Member::PersonId)
        .join(JoinType::InnerJoin, of_household.into())
        .filter(holds_on(Member::FromOn, Member::UntilOn, day))
        .filter(Member::VoidedAt.is_null())
        .filter(holds_on(Status::EffectiveFromOn, Status::EffectiveUntilOn, day))
        .filter(Status::VoidedAt.is_null())
        .filter(Status::Status.is_in(statuses.iter().copied()))
        .into_query()
}

/// Memberships of persons within a reach: what a caller may ask about ethnicity and poverty.
pub fn of_persons_within(reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(membership::Column::PersonId.in_subquery(owned_ids::<person::Entity>(reach)))
}

impl MembershipFilter {
    /// True when it asks about ethnicity or poverty.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        self.poverty.is_some() || self.ethnic_code.is_some()
    }

    /// The filters as one condition on memberships.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        active_on(unseen(day))
            .add_option(self.group_id.map(|id| membership::Column::GroupId.eq(id)))
            .add_option(self.person_id.map(|id| membership::Column::PersonId.eq(id)))
            .add(self.of_group(day))
            .add(self.of_person(day))
    }

    fn of_group(&self, day: NaiveDate) -> Condition {
        let forms = self.legal_form.as_ref().map(|forms| forms.as_slice().iter().copied());
        let chains =
            self.value_chain.as_ref().map(|chains| with_main_chain(chains.into_iter().map(AsRef::as_ref)));
        let is_placed = self.area_id.is_some() || self.not_assigned.is_some() || forms.is_some();
        let standing = in_force(day)
            .add_option(self.area_id.map(in_area))
            .add_option(self.not_assigned.map(|yes| if yes { not_assigned() } else { not_assigned().not() }))
            .add_option(forms.map(|forms| group_period::Column::LegalForm.is_in(forms)));
        let (began_as, statuses) = (self.began_as.as_ref(), self.group_status.as_ref());
        let is_counted = began_as.is_some() || statuses.is_some();
        let counted =
            || counted_as(day, began_as.map(|all| all.as_slice()), statuses.map(|all| all.as_slice()));
        let group = membership::Column::GroupId;
        Condition::all()
            .add_option(is_placed.then(|| group.in_subquery(periods(standing))))
            .add_option(is_counted.then(|| group.in_subquery(counted())))
            .add_option(chains.map(|chains| group.in_subquery(chains)))
    }

    fn of_person(&self, day: NaiveDate) -> Condition {
        let member = membership::Column::PersonId;
        let persons = || person::Entity::find().select_only().column(person::Column::Id);
        let sexes = self.sex.as_ref().map(|all| {
            persons().filter(person::Column::Sex.is_in(all.as_slice().iter().copied())).into_query()
        });
        let ethnic = self.ethnic_code.as_ref().map(|all| {
            let codes = all.as_slice().iter().map(AsRef::<str>::as_ref);
            persons().filter(person::Column::EthnicCode.is_in(codes)).filter(shows_sensitive()).into_query()
        });
        let poor = self.poverty.as_ref().map(|all| persons_in_poverty(day, all.as_slice()));
        let topics = self.topic.as_ref().map(|all| all.as_slice());
        let trained = TrainedBy { day, is_trained: self.is_trained, topics };
        Condition::all()
            .add_option(trained.condition(member))
            .add_option(sexes.map(|ids| member.in_subquery(ids)))
            .add_option(ethnic.map(|ids| member.in_subquery(ids)))
            .add_option(poor.map(|ids| member.in_subquery(ids)))
            .add_option(self.q.as_ref().map(|q| Words::of(PERSONS, q.as_ref()).condition(member)))
    }

    /// The order of a sort key; a search by name puts the very diacritics first.
    #[must_use]
    pub fn order(&self, key: &str) -> SortBy {
        match (key, &self.q) {
            ("name", Some(q)) => {
                Words::of(PERSONS, q.as_ref()).order(membership::Column::PersonId, person::Column::SortKey)
            }
            ("name", None) => SortBy::column(person::Column::SortKey, SortKind::Text),
            _ => SortBy::column(membership::Column::Id, SortKind::Id).unseen(),
        }
    }
}

/// Of the memberships of each person, or of each household of a day, the one that was entered first.
pub(super) fn one_of_each(
    rows: Rows<membership::Entity>,
    one_per: OnePer,
    day: NaiveDate,
) -> Rows<membership::Entity> {
    use household_member::Column as Lives;
    let (numbered, number) = (Alias::new("numbered"), Alias::new("number"));
    let lives = membership::Entity::belongs_to(household_member::Entity)
        .from(membership::Column::PersonId)
        .to(Lives::PersonId);
    let select = rows.clone().into_select().select_only().column(membership::Column::Id);
    let (select, whose) = match one_per {
        OnePer::Person => (select, membership::Column::PersonId.as_column_ref()),
        OnePer::Household => {
            let at_home = holds_on(Lives::FromOn, Lives::UntilOn, day).add(Lives::VoidedAt.is_null());
            let select = select.join(JoinType::InnerJoin, lives.into()).filter(at_home);
            (select, Lives::HouseholdId.as_column_ref())
        }
    };
    let window = WindowStatement::partition_by(whose)
        .order_by(membership::Column::Id.as_column_ref(), Order::Asc)
        .to_owned();
    let mut inner = select.into_query();
    inner.expr_window_as(Expr::cust("ROW_NUMBER()"), window, number.clone());
    let first = Query::select()
        .column(membership::Column::Id)
        .from_subquery(inner, numbered)
        .and_where(Expr::col(number).eq(1))
        .to_owned();
    rows.filter(membership::Column::Id.in_subquery(first))
}

/// The offices, each with the power of two that stands for it in a set.
const OFFICES: [(Office, i64); 4] =
    [(Office::Head, 1), (Office::Deputy, 2), (Office::Secretary, 4), (Office::Treasurer, 8)];

/// The offices that a membership holds on a day, as one number: a page needs no second query for them.
fn office_set(day: NaiveDate) -> SelectStatement {
    use group_office::Column;
    let membership = Expr::col(membership::Column::Id.as_column_ref());
    let power: Expr = OFFICES
        .iter()
        .fold(CaseStatement::new(), |case, (office, power)| case.case(Column::Office.eq(*office), *power))
        .finally(0_i64)
        .into();
    Query::select()
        .expr(power.sum().cast_as("bigint"))
        .from(group_office::Entity)
        .and_where(Expr::col(Column::MembershipId.as_column_ref()).eq(membership))
        .and_where(Column::VoidedAt.is_null())
        .cond_where(holds_on(Column::FromOn, Column::UntilOn, unseen(day)))
        .to_owned()
}

/// Adds the names of member and group, and the offices of a day. Every membership has a group; the outer join keeps SQLite from
/// starting with it instead of the page.
fn named(select: Select<membership::Entity>, day: NaiveDate) -> Select<membership::Entity> {
    use membership::{Column, Entity};
    let group = Entity::belongs_to(farmer_group::Entity).from(Column::GroupId).to(farmer_group::Column::Id);
    let member = Entity::belongs_to(person::Entity).from(Column::PersonId).to(person::Column::Id);
    select
        .join(JoinType::LeftJoin, group.into())
        .join(JoinType::InnerJoin, member.into())
        .column_as(farmer_group::Column::Code, "group_code")
        .column_as(farmer_group::Column::Name, "group_name")
        .column(person::Column::FullName)
        .expr_as(Expr::from(office_set(day)), "office_set")
}

/// The same for a list, which does not ask where the group is.
pub(super) fn listed(select: Select<membership::Entity>, day: NaiveDate) -> Select<membership::Entity> {
    named(select, day).expr_as(Expr::val(None::<uuid::Uuid>), "commune_id")
}

/// Adds the commune of the group, which has a present period.
fn placed(select: Select<membership::Entity>) -> Select<membership::Entity> {
    let period = membership::Entity::belongs_to(group_period::Entity)
        .from(membership::Column::GroupId)
        .to(group_period::Column::GroupId)
        .on_condition(|_, right| lasting(&right));
    let present = Alias::new("present");
    select
        .join_as(JoinType::LeftJoin, period.into(), present.clone())
        .expr_as(Expr::col((present, group_period::Column::CommuneId)), "commune_id")
}

/// A row of the database as it goes over the wire.
pub(super) fn complete(member: Membership) -> Membership {
    let held = member.office_set.unwrap_or_default();
    let offices = OFFICES.iter().filter(|(_, power)| held & power != 0).map(|(office, _)| *office);
    Membership { offices: offices.collect(), etag: etag_of(member.version), ..member }
}

/// Memberships with the offices of a day, and where their groups are.
///
/// # Errors
/// When the database fails.
pub async fn memberships_on(
    source: &impl Reading,
    rows: Rows<membership::Entity>,
    day: NaiveDate,
) -> Result<Vec<Membership>, Error> {
    let found: Vec<Membership> = source.load(rows, |select| placed(named(select, day))).await?;
    Ok(found.into_iter().map(complete).collect())
}

/// A row for somebody who joins a group on a day; in a group that has ended the membership ends with it.
pub fn joining(
    tx: &Tx,
    roster: &Roster,
    (group_id, person_id): (GroupId, PersonId),
    from_on: NaiveDate,
) -> membership::ActiveModel {
    let ended = roster.ended();
    membership::ActiveModel {
        id: Set(tx.new_id()),
        group_id: Set(group_id),
        person_id: Set(person_id),
        from_on: Set(from_on),
        until_on: Set(ended.map(|(day, _)| day)),
        contribution_vnd: Set(None),
        exit_reason: Set(ended.map(|(_, reason)| reason)),
        vote_bps: Set(None),
        informed_on: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// Notes that nobody can join the group on a day: before it was established, after it ended, or in the future.
pub fn check_joining(faults: &mut Faults, pointer: &str, roster: &Roster, day: NaiveDate, today: NaiveDate) {
    not_after_today(faults, pointer, day, today);
    let is_early = roster.established_on().is_some_and(|established_on| day < established_on);
    let is_late = roster.ended().is_some_and(|(ended_on, _)| day >= ended_on);
    let text = Text::new("Vào ngày đó nhóm chưa có hoặc không còn.", "The group does not exist on that day.");
    faults.when(is_early || is_late, pointer, FieldCode::Inconsistent, text);
}
