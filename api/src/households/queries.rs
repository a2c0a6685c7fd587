//! Which households lie within a scope, and look-ups of households.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    household, household_member, household_place,
    ids::{HouseholdId, PersonId},
    person, poverty_status,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::messages::{Household, HouseholdFilter, HouseholdMember, HouseholdSummary};
use crate::{
    access::{
        Access, Owned, Reach, RowLevel, Rows, Within, descendants, owned_ids,
        permission::persons::{ReadPersons, ReadPersonsSensitive},
    },
    areas::queries::{check_unit_on, holds_on},
    clock::date_in_vietnam,
    error::Error,
    late_facts::queries::check_late,
    poverty::queries::{decided, holding, turning},
    reporting_periods::queries::Placed,
    store::{Revised, SortBy, SortKind, Tx, starting},
};

impl Owned for household::Entity {
    const ID: household::Column = household::Column::Id;
    const VOIDED: Option<household::Column> = Some(household::Column::VoidedAt);

    /// A household belongs to the commune of its present place.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| household::Column::Id.in_subquery(placed_in(communes)))
            .condition()
    }
}

/// The households whose present place is in one of these communes.
pub fn placed_in(communes: SelectStatement) -> SelectStatement {
    places()
        .filter(household_place::Column::UntilOn.is_null())
        .filter(household_place::Column::CommuneId.in_subquery(communes))
        .into_query()
}

/// The households of places.
fn places() -> sea_orm::Select<household_place::Entity> {
    household_place::Entity::find()
        .select_only()
        .column(household_place::Column::HouseholdId)
        .filter(household_place::Column::VoidedAt.is_null())
}

impl Revised for household::Entity {
    const VERSION: household::Column = household::Column::Version;
    const UPDATED_AT: household::Column = household::Column::UpdatedAt;

    fn version(row: &household::Model) -> i32 {
        row.version
    }
}

/// Parts of a household lie where the household lies.
pub fn of_households_within<C: ColumnTrait>(household_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(household_id.in_subquery(owned_ids::<household::Entity>(reach)))
}

impl Owned for household_place::Entity {
    const ID: household_place::Column = household_place::Column::Id;
    const VOIDED: Option<household_place::Column> = Some(household_place::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_households_within(household_place::Column::HouseholdId, reach)
    }
}

impl HouseholdFilter {
    /// Narrows households down to what the filters say about a day.
    ///
    /// # Errors
    /// 403 for a sensitive filter without the permission.
    pub(super) fn narrow<P: RowLevel>(
        &self,
        access: &Access<P>,
        day: NaiveDate,
    ) -> Result<Rows<household::Entity>, Error> {
        let rows = if self.poverty.is_some() {
            access.require::<ReadPersonsSensitive>()?;
            access.rows_also::<ReadPersonsSensitive, household::Entity>()
        } else {
            access.rows::<household::Entity>()
        };
        let there = || places().filter(on(day));
        let in_area = self.area_id.map(|area| {
            there().filter(household_place::Column::CommuneId.in_subquery(descendants(&[area]))).into_query()
        });
        let there = in_area.or_else(|| self.as_of.map(|_| there().into_query()));
        let decided = self.poverty.as_ref().map(|statuses| decided(statuses.as_slice(), day));
        let code = self.q.as_ref().map(|code| code.as_ref().to_uppercase());
        Ok(rows.filter(
            Condition::all()
                .add_option(there.map(|ids| household::Column::Id.in_subquery(ids)))
                .add_option(decided.map(|ids| household::Column::Id.in_subquery(ids)))
                .add_option(code.map(|code| starting(household::Column::Code, &code))),
        ))
    }

    /// The order of a sort key.
    pub(super) fn sort(key: &str) -> SortBy {
        let by = match key {
            "-updated_at" => SortBy::column(household::Column::UpdatedAt, SortKind::Instant),
            _ => SortBy::column(household::Column::Code, SortKind::Text),
        };
        by.descending(key.starts_with('-'))
    }
}

fn on(day: NaiveDate) -> Condition {
    holds_on(household_place::Column::FromOn, household_place::Column::UntilOn, day)
}

/// Where households were on a day.
fn placed(
    rows: Rows<household_place::Entity>,
    ids: &[HouseholdId],
    day: NaiveDate,
) -> Rows<household_place::Entity> {
    rows.filter(household_place::Column::HouseholdId.is_in(ids.iter().copied())).filter(on(day))
}

/// Who lived in a household on a day.
pub fn living(
    rows: Rows<household_member::Entity>,
    id: HouseholdId,
    day: NaiveDate,
) -> Rows<household_member::Entity> {
    rows.filter(household_member::Column::HouseholdId.eq(id)).filter(holds_on(
        household_member::Column::FromOn,
        household_member::Column::UntilOn,
        day,
    ))
}

/// The persons of stays who may be named.
fn named<P: RowLevel>(access: &Access<P>, stays: &[household_member::Model]) -> Rows<person::Entity> {
    access
        .rows_also::<ReadPersons, person::Entity>()
        .filter(person::Column::Id.is_in(stays.iter().map(|stay| stay.person_id)))
        .filter(person::Column::ErasedAt.is_null())
}

impl HouseholdSummary {
    fn of(
        row: household::Model,
        places: &[household_place::Model],
        decisions: &[poverty_status::Model],
    ) -> Self {
        let mut view = Self::bare(row);
        if let Some(place) = places.iter().find(|place| place.household_id == view.id) {
            view.commune_id = Some(place.commune_id);
            view.former_commune_id = place.former_commune_id;
            view.hamlet.clone_from(&place.hamlet);
            view.place_from_on = Some(place.from_on);
        }
        view.poverty = decisions.iter().find(|row| row.household_id == view.id).map(|row| row.status);
        view
    }

    fn with_members(self, mut stays: Vec<household_member::Model>, people: Vec<person::Model>) -> Household {
        stays.sort_by_key(|stay| (!stay.is_head, stay.from_on, stay.id));
        let mut names: HashMap<PersonId, String> =
            people.into_iter().map(|person| (person.id, person.full_name)).collect();
        let members = stays.into_iter().map(|stay| {
            let name = names.remove(&stay.person_id);
            HouseholdMember::of(stay, name)
        });
        Household { summary: self, members: members.collect(), is_overtaken: false }
    }
}

/// Households on a day, as lists show them, in the same order.
///
/// # Errors
/// When the database fails.
pub async fn summaries<P: RowLevel>(
    access: &Access<P>,
    rows: Vec<household::Model>,
    day: NaiveDate,
) -> Result<Vec<HouseholdSummary>, Error> {
    let ids: Vec<HouseholdId> = rows.iter().map(|row| row.id).collect();
    let places = access.all(placed(access.rows(), &ids, day)).await?;
    let open = access.rows_also::<ReadPersonsSensitive, poverty_status::Entity>();
    let decisions = access.all(holding(open, &ids, day)).await?;
    Ok(rows.into_iter().map(|row| HouseholdSummary::of(row, &places, &decisions)).collect())
}

/// One household on a day, or as it is today.
///
/// # Errors
/// When the database fails.
pub async fn view<P: RowLevel>(
    access: &Access<P>,
    row: household::Model,
    as_of: Option<NaiveDate>,
) -> Result<Household, Error> {
    let (id, revised_on) = (row.id, date_in_vietnam(row.updated_at));
    let today = access.service().clock().today();
    let day = as_of.unwrap_or(today);
    let stays = access.all(living(access.rows(), id, day)).await?;
    let people = access.all(named(access, &stays)).await?;
    let summary = summaries(access, vec![row], day).await?.pop().ok_or(Error::NotFound)?;
    let is_overtaken = as_of.is_none() && {
        let open = access.rows_also::<ReadPersonsSensitive, poverty_status::Entity>();
        !access.all(turning(open, id, (revised_on, today))).await?.is_empty()
    };
    Ok(Household { is_overtaken, ..summary.with_members(stays, people) })
}

/// One household today, inside a unit of work.
///
/// # Errors
/// When the database fails.
pub async fn view_in<P: RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    row: household::Model,
) -> Result<Household, Error> {
    let (id, day) = (row.id, tx.today());
    let why = "the household was found; the journal tells everybody concerned";
    let places = tx.all(placed(tx.beyond_reach(why), &[id], day)).await?;
    let stays = tx.all(living(tx.beyond_reach(why), id, day)).await?;
    let people = tx.all(named(access, &stays)).await?;
    let open = access.rows_also::<ReadPersonsSensitive, poverty_status::Entity>();
    let decisions = tx.all(holding(open, &[id], day)).await?;
    Ok(HouseholdSummary::of(row, &places, &decisions).with_members(stays, people))
}

/// The first day of which a household's place is known; the beginning of time when none is.
///
/// # Errors
/// When the database fails.
pub async fn first_day(tx: &Tx, id: HouseholdId) -> Result<NaiveDate, Error> {
    Ok(places_of(tx, id).await?.first().map_or(NaiveDate::MIN, |place| place.from_on))
}

/// Refuses a fact of a day about a household that the caller may not enter (see [`check_unit_on`]): it is about the
/// place where the household was then.
///
/// # Errors
/// 422 at `pointer`, the member that holds the day; at `late_reason` as in [`check_late`].
pub async fn check_place(
    tx: &Tx,
    reach: &Reach,
    id: HouseholdId,
    (pointer, day): (&str, NaiveDate),
) -> Result<(), Error> {
    let places = places_of(tx, id).await?;
    check_late(tx, &places_from(&places, day)).await?;
    match places.iter().rfind(|place| place.from_on <= day).or(places.first()) {
        Some(then) => check_unit_on(tx, reach, then.commune_id, day, pointer).await,
        None => Ok(()),
    }
}

/// Where a household lived from a day on, each place with the first day that counts there.
fn places_from(places: &[household_place::Model], day: NaiveDate) -> Vec<Placed> {
    let lasting = places.iter().filter(|place| place.until_on.is_none_or(|until_on| until_on > day));
    lasting.map(|place| (place.commune_id, Ord::max(place.from_on, day))).collect()
}

/// Lets something that was entered about a household be changed or taken out that counts from a day on.
///
/// # Errors
/// As [`check_late`].
pub async fn check_late_of(tx: &Tx, id: HouseholdId, day: NaiveDate) -> Result<(), Error> {
    check_late(tx, &places_from(&places_of(tx, id).await?, day)).await
}

/// Where a household has been, the earliest place first.
async fn places_of(tx: &Tx, id: HouseholdId) -> Result<Vec<household_place::Model>, Error> {
    let rows = tx
        .beyond_reach::<household_place::Entity>("the household was found within the reach")
        .filter(household_place::Column::HouseholdId.eq(id));
    let mut places = tx.all(rows).await?;
    places.sort_by_key(|place| place.from_on);
    Ok(places)
}
