//! What happens inside a unit of work about households.

use chrono::NaiveDate;
use entity::{
    enums::VoidReason,
    household, household_member, household_place,
    ids::{AreaId, HouseholdId},
    person, poverty_status,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Household, HouseholdMove, HouseholdPatch, NewHousehold},
    queries::{check_late_of, check_place, view_in},
};
use crate::{
    access::{
        Access,
        permission::households::{CreateHousehold, DeleteHousehold, MoveHousehold, UpdateHousehold},
    },
    areas::queries::{check_former_commune, commune_for_entry},
    error::{Code, Error, FieldError, Text},
    persons,
    store::{Change, Entry, Tx},
    values::FieldCode,
};

/// Where the bodies hold the commune of a place and its first day.
const ENTERED: (&str, &str) = ("/commune_id", "/from_on");

/// Where a household lives from a day on.
struct Place<'a> {
    commune_id: AreaId,
    former_commune_id: Option<AreaId>,
    hamlet: Option<&'a str>,
    from_on: NaiveDate,
}

impl Place<'_> {
    fn row(&self, tx: &Tx, household_id: HouseholdId) -> household_place::ActiveModel {
        household_place::ActiveModel {
            id: Set(tx.new_id()),
            household_id: Set(household_id),
            commune_id: Set(self.commune_id),
            former_commune_id: Set(self.former_commune_id),
            hamlet: Set(self.hamlet.map(str::to_owned)),
            from_on: Set(self.from_on),
            until_on: Set(None),
            created_at: Set(tx.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }
}

/// Registers a household.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateHousehold>,
    new: &NewHousehold,
) -> Result<Change<Household>, Error> {
    let place = Place {
        commune_id: new.commune_id,
        former_commune_id: new.former_commune_id,
        hamlet: new.hamlet.as_ref().map(AsRef::as_ref),
        from_on: new.from_on.into(),
    };
    commune_for_entry(tx, access.reach(), place.commune_id, place.from_on, ENTERED).await?;
    check_former_commune(tx, place.former_commune_id, place.commune_id).await?;
    check_not_future(tx, place.from_on)?;
    let row = household::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        code: Set(tx.next_code("household", "HO").await?),
        size: Set(new.size),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    let row = tx.insert(row).await?;
    tx.insert(place.row(tx, row.id)).await?;
    Ok(Change::created(view_in(tx, access, row).await?))
}

fn check_not_future(tx: &Tx, from_on: NaiveDate) -> Result<(), Error> {
    if from_on <= tx.today() {
        return Ok(());
    }
    Err(Error::Invalid(vec![FieldError::at("/from_on", FieldCode::OutOfRange)]))
}

/// Changes what is not dated.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateHousehold>,
    id: HouseholdId,
    patch: &HouseholdPatch,
) -> Result<Change<Household>, Error> {
    let row = tx.current(access.row::<household::Entity>(id)).await?;
    let before = view_in(tx, access, row.clone()).await?;
    let row = tx
        .update::<household::Entity>(row, |row| {
            row.size = patch.size.map_or(row.size.clone(), Set);
        })
        .await?;
    changed(tx, access, "updated", &before, row).await
}

/// A change of a household; the names in the reply are not remembered, because no one key could seal them.
async fn changed<P: crate::access::RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    action: &'static str,
    before: &Household,
    row: household::Model,
) -> Result<Change<Household>, Error> {
    let after = view_in(tx, access, row).await?;
    let change = Change::changed(action, &before.without_names(), after.without_names());
    Ok(change.showing_once(after))
}

/// Closes the present place and opens the new one; the people in the household move along.
pub(super) async fn relocate(
    tx: &Tx,
    access: &Access<MoveHousehold>,
    id: HouseholdId,
    to: &HouseholdMove,
) -> Result<Change<Household>, Error> {
    tx.one(access.row::<household::Entity>(id)).await?;
    lock_people_of(tx, id).await?;
    let row = tx.current(access.row::<household::Entity>(id)).await?;
    let place = Place {
        commune_id: to.commune_id,
        former_commune_id: to.former_commune_id,
        hamlet: to.hamlet.as_ref().map(AsRef::as_ref),
        from_on: to.from_on.into(),
    };
    commune_for_entry(tx, access.reach(), place.commune_id, place.from_on, ENTERED).await?;
    check_former_commune(tx, place.former_commune_id, place.commune_id).await?;
    check_not_future(tx, place.from_on)?;
    check_place(tx, access.reach(), id, ("/from_on", place.from_on)).await?;
    let present = access
        .rows::<household_place::Entity>()
        .filter(household_place::Column::HouseholdId.eq(id))
        .filter(household_place::Column::UntilOn.is_null());
    let present = tx.one(present).await?;
    if place.from_on <= present.from_on {
        let detail = Text::new(
            "Ngày chuyển phải sau ngày đến nơi ở hiện nay.",
            "The day must come after the first day at the present place.",
        );
        return Err(Error::invalid("/from_on", FieldCode::Inconsistent, detail));
    }
    let before = view_in(tx, access, row.clone()).await?;
    let people = lock_people_of(tx, id).await?;
    let people_before = persons::queries::views_in(tx, access, people.clone()).await?;
    tx.edit::<household_place::Entity>(present, |row| row.until_on = Set(Some(place.from_on))).await?;
    tx.insert(place.row(tx, id)).await?;
    let row = tx.update::<household::Entity>(row, |_| ()).await?;
    let mut moved = Vec::new();
    for person in people {
        moved.push(tx.amend::<person::Entity>(person, |_| ()).await?);
    }
    let people_after = persons::queries::views_in(tx, access, moved).await?;
    let pairs = people_before.iter().zip(&people_after);
    let entries: Vec<Entry> =
        pairs.map(|(before, after)| Entry::about("moved", Some(before), after)).collect();
    Ok(changed(tx, access, "moved", &before, row).await?.and_all(entries))
}

/// The persons who live in a household or lived there last, without those who were erased. They are locked before the
/// household, which leaves to lock after it those alone who joined in between.
async fn lock_people_of(tx: &Tx, id: HouseholdId) -> Result<Vec<person::Model>, Error> {
    let stays = tx
        .beyond_reach::<household_member::Entity>("the household was found within the reach")
        .filter(household_member::Column::HouseholdId.eq(id));
    let stays = tx.all(persons::queries::only_latest(stays)).await?;
    let rows = tx
        .beyond_reach::<person::Entity>("they live in the household")
        .filter(person::Column::Id.is_in(stays.into_iter().map(|stay| stay.person_id)))
        .filter(person::Column::ErasedAt.is_null());
    tx.lock_all(rows).await
}

/// Takes out a household entered in error, with everything that hangs on it.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteHousehold>,
    id: HouseholdId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<household::Entity>(id)).await?;
    let stays =
        access.rows::<household_member::Entity>().filter(household_member::Column::HouseholdId.eq(id));
    if tx.find(persons::queries::only_latest(stays.clone())).await?.is_some() {
        let detail = Text::new(
            "Hộ còn người, hoặc là hộ duy nhất của một người.",
            "Somebody lives in the household, or has no other one.",
        );
        return Err(Error::conflict(Code::ResourceInUse, detail));
    }
    check_late_of(tx, id, NaiveDate::MIN).await?;
    let before = view_in(tx, access, row.clone()).await?;
    let now = Some(tx.now());
    for stay in tx.all(stays).await? {
        tx.edit::<household_member::Entity>(stay, |row| {
            row.voided_at = Set(now);
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    let decisions =
        access.rows::<poverty_status::Entity>().filter(poverty_status::Column::HouseholdId.eq(id));
    for decision in tx.all(decisions).await? {
        tx.amend::<poverty_status::Entity>(decision, |row| {
            row.voided_at = Set(now);
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    let places = access.rows::<household_place::Entity>().filter(household_place::Column::HouseholdId.eq(id));
    for place in tx.all(places).await? {
        tx.edit::<household_place::Entity>(place, |row| {
            row.voided_at = Set(now);
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    tx.update::<household::Entity>(row, |row| {
        row.voided_at = Set(now);
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
