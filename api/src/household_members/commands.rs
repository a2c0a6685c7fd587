//! What happens inside a unit of work about the members of a household.

use chrono::NaiveDate;
use entity::{
    household, household_member,
    ids::{HouseholdId, HouseholdMemberId, PersonId},
    person,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

use super::{
    messages::{Appointment, NewHouseholdMember},
    queries::{of_household, present},
};
use crate::{
    access::{
        Access, RowLevel, Rows,
        permission::households::{AddHouseholdMember, AppointHouseholdHead, EndHouseholdMember},
    },
    error::{Code, Error, FieldError, Text},
    households::{
        messages::Household,
        queries::{check_place, first_day, view_in},
    },
    lookups::queries::{nameable, no_such_person},
    persons,
    store::{Change, Entry, Tx},
    values::FieldCode,
};

fn fault(pointer: &'static str, code: FieldCode) -> Error {
    Error::Invalid(vec![FieldError::at(pointer, code)])
}

/// Takes somebody in; the stay elsewhere ends on the same day.
pub(super) async fn add(
    tx: &Tx,
    access: &Access<AddHouseholdMember>,
    id: HouseholdId,
    new: &NewHouseholdMember,
) -> Result<Change<Household>, Error> {
    let person = nameable(tx, access, new.person_id).await;
    lock_homes(tx, id, new.person_id).await?;
    let home = tx.current(access.row::<household::Entity>(id)).await?;
    let person = person?;
    let from_on = NaiveDate::from(new.from_on);
    if from_on > tx.today() {
        return Err(fault("/from_on", FieldCode::OutOfRange));
    }
    check_place(tx, access.reach(), id, ("/from_on", from_on)).await?;
    let stay = tx.find(present(anywhere(tx), person.id)).await?;
    let is_early = stay.as_ref().is_some_and(|stay| stay.household_id != id && from_on <= stay.from_on);
    if is_early || from_on < first_day(tx, id).await? {
        return Err(fault("/from_on", FieldCode::Inconsistent));
    }
    if stay.as_ref().is_some_and(|stay| stay.household_id == id) {
        let detail = Text::new("Người này đang ở trong hộ.", "The person lives in the household already.");
        return Err(Error::conflict(Code::StateConflict, detail));
    }
    let before = view_in(tx, access, home.clone()).await?;
    let person_before = persons::queries::view_in(tx, access, person.clone()).await?;
    let left = match stay {
        Some(stay) => Some(leave(tx, access, stay, from_on).await?),
        None => None,
    };
    tx.insert(row_of(tx, new, id)).await?;
    let person = tx.amend::<person::Entity>(person, |_| ()).await?;
    let person_after = persons::queries::view_in(tx, access, person).await?;
    let change = changed(tx, access, "member_added", &before, home).await?;
    Ok(change.and_all(left).and(Entry::about("joined_household", Some(&person_before), &person_after)))
}

fn anywhere(tx: &Tx) -> Rows<household_member::Entity> {
    tx.beyond_reach("a person lives in one household of the province")
}

/// Holds the household that somebody joins and the one they leave, so that the stay there is read as it is: somebody may
/// be ending it just now.
async fn lock_homes(tx: &Tx, joined: HouseholdId, person_id: PersonId) -> Result<(), Error> {
    let left = tx.find(present(anywhere(tx), person_id)).await?.map(|stay| stay.household_id);
    let both = tx
        .beyond_reach::<household::Entity>("the person moves from there")
        .filter(household::Column::Id.is_in([Some(joined), left].into_iter().flatten()));
    tx.lock_all(both).await.map(drop)
}

fn row_of(tx: &Tx, new: &NewHouseholdMember, household_id: HouseholdId) -> household_member::ActiveModel {
    household_member::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        household_id: Set(household_id),
        person_id: Set(new.person_id),
        is_head: Set(new.is_head),
        from_on: Set(new.from_on.into()),
        until_on: Set(None),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// Ends a stay in another household, which may lie beyond the reach when somebody has moved here.
async fn leave(
    tx: &Tx,
    access: &Access<AddHouseholdMember>,
    stay: household_member::Model,
    until_on: NaiveDate,
) -> Result<Entry, Error> {
    let rows = tx
        .beyond_reach::<household::Entity>("the person moves from there")
        .filter(household::Column::Id.eq(stay.household_id));
    let home = tx.lock(rows).await?;
    let before = view_in(tx, access, home.clone()).await?;
    tx.edit::<household_member::Entity>(stay, |row| row.until_on = Set(Some(until_on))).await?;
    let home = tx.amend::<household::Entity>(home, |_| ()).await?;
    Ok(Entry::about(
        "member_left",
        Some(&before.without_names()),
        &view_in(tx, access, home).await?.without_names(),
    ))
}

/// Bumps the household that `If-Match` is about; names are not remembered, because no one key could seal them.
async fn changed<P: RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    action: &'static str,
    before: &Household,
    home: household::Model,
) -> Result<Change<Household>, Error> {
    let home = tx.update::<household::Entity>(home, |_| ()).await?;
    let after = view_in(tx, access, home).await?;
    let change = Change::changed(action, &before.without_names(), after.without_names());
    Ok(change.showing_once(after))
}

/// Ends a stay.
pub(super) async fn end(
    tx: &Tx,
    access: &Access<EndHouseholdMember>,
    (household_id, id): (HouseholdId, HouseholdMemberId),
    until_on: NaiveDate,
) -> Result<Change<Household>, Error> {
    let home = tx.current(access.row::<household::Entity>(household_id)).await?;
    let stay = tx.one(of_household(access.row::<household_member::Entity>(id), household_id)).await?;
    if until_on > tx.today() {
        return Err(fault("/until_on", FieldCode::OutOfRange));
    }
    if until_on <= stay.from_on {
        return Err(fault("/until_on", FieldCode::Inconsistent));
    }
    check_place(tx, access.reach(), household_id, ("/until_on", until_on)).await?;
    if stay.until_on.is_some() {
        return Err(Error::step_not_open(&[]));
    }
    let before = view_in(tx, access, home.clone()).await?;
    tx.edit::<household_member::Entity>(stay, |row| row.until_on = Set(Some(until_on))).await?;
    changed(tx, access, "member_ended", &before, home).await
}

/// Makes a member the head from a day on.
pub(super) async fn appoint_head(
    tx: &Tx,
    access: &Access<AppointHouseholdHead>,
    id: HouseholdId,
    appointment: &Appointment,
) -> Result<Change<Household>, Error> {
    let home = tx.current(access.row::<household::Entity>(id)).await?;
    let from_on = NaiveDate::from(appointment.from_on);
    let person = tx.find(access.row::<person::Entity>(appointment.person_id)).await?;
    person.ok_or_else(no_such_person)?;
    if from_on > tx.today() {
        return Err(fault("/from_on", FieldCode::OutOfRange));
    }
    check_place(tx, access.reach(), id, ("/from_on", from_on)).await?;
    let here = of_household(access.rows(), id);
    let Some(stay) = tx.find(present(here.clone(), appointment.person_id)).await? else {
        return Err(fault("/person_id", FieldCode::Inconsistent));
    };
    if from_on < stay.from_on {
        return Err(fault("/from_on", FieldCode::Inconsistent));
    }
    let lasts = Condition::any()
        .add(household_member::Column::UntilOn.is_null())
        .add(household_member::Column::UntilOn.gt(from_on));
    let heads = tx.all(here.filter(household_member::Column::IsHead.eq(true)).filter(lasts)).await?;
    if stay.is_head || heads.iter().any(|head| head.from_on > from_on) {
        let detail = Text::new(
            "Người này đang là chủ hộ, hoặc đã có chủ hộ sau ngày đó.",
            "The person heads the household already, or somebody does from a later day on.",
        );
        return Err(Error::conflict(Code::StateConflict, detail));
    }
    let before = view_in(tx, access, home.clone()).await?;
    for head in heads {
        split(tx, head, from_on, false).await?;
    }
    split(tx, stay, from_on, true).await?;
    changed(tx, access, "head_appointed", &before, home).await
}

/// From a day on, a stay is that of a head or no longer that of one: its row is edited when it begins that day, and
/// continued by another row otherwise.
async fn split(tx: &Tx, stay: household_member::Model, on: NaiveDate, is_head: bool) -> Result<(), Error> {
    if stay.from_on == on {
        tx.edit::<household_member::Entity>(stay, |row| row.is_head = Set(is_head)).await?;
        return Ok(());
    }
    let rest = household_member::ActiveModel {
        id: Set(tx.new_id()),
        household_id: Set(stay.household_id),
        person_id: Set(stay.person_id),
        is_head: Set(is_head),
        from_on: Set(on),
        until_on: Set(stay.until_on),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    tx.edit::<household_member::Entity>(stay, |row| row.until_on = Set(Some(on))).await?;
    tx.insert(rest).await?;
    Ok(())
}
