//! What happens inside a unit of work about persons.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use entity::{
    enums::VoidReason,
    household, household_member,
    ids::{HouseholdId, PersonId},
    membership, person, person_identity,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait, Condition};

use super::{
    messages::{NewPerson, Person, PersonPatch},
    queries::{current_in, view_in},
};
use crate::{
    access::{
        Access, RowLevel,
        permission::persons::{CreatePerson, DeletePerson, UpdatePerson},
    },
    consents::{
        messages::Consent,
        queries::{no_ground, shows_sensitive},
    },
    error::{Code, Error, FieldError, Text},
    households,
    identities::{
        messages::MaskedIdentity,
        queries::{Particulars, check_number_is_free, particulars_in, warnings},
    },
    mentions::queries::{groups_of, households_of, memberships_of, posts_of},
    store::{Change, Entry, Resource, Tx},
    training_rolls::queries::is_listed,
    values::{FieldCode, person_sort_key},
};

/// Registers a person in a household.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreatePerson>,
    new: &NewPerson,
) -> Result<Change<Person>, Error> {
    let home = tx.lock(access.row::<household::Entity>(new.household_id)).await;
    let text = Text::new("Không có hộ này.", "There is no such household.");
    let home = home.map_err(|error| error.naming("/household_id", text))?;
    check(tx, new).await?;
    let joined = ("/household_from_on", new.household_from_on.into());
    households::queries::check_place(tx, access.reach(), home.id, joined).await?;
    let particulars = new.identity.as_ref().map(Particulars::from).unwrap_or_default();
    check_number_is_free(tx, particulars.number.as_ref(), None).await?;
    let row = tx.insert(row_of(tx, new, &particulars)).await?;
    let id = row.id;
    let key = tx.new_person_key(id).await?;
    let identity = tx.insert(particulars.new_row(id, &key, &tx.keyring().lookup, tx.now())).await?;
    let mut consents = Vec::new();
    for consent in &new.consents {
        consents.push(tx.insert(consent.row(tx, id)).await?);
    }
    let home_before = households::queries::view_in(tx, access, home.clone()).await?;
    tx.insert(member_of(tx, new, id)).await?;
    tx.index_words("person", id.into(), new.full_name.as_ref()).await?;
    let home = tx.amend::<household::Entity>(home, |_| ()).await?;
    let home_after = households::queries::view_in(tx, access, home).await?;
    let warnings = warnings(particulars.number.as_ref(), row.sex, row.birth_year);
    let person = view_in(tx, access, row).await?.warning(warnings);
    let owners = person.owners();
    let masked = MaskedIdentity::of(&identity, &particulars, owners.clone());
    let consents = consents.into_iter().map(|row| Consent::of(row, owners.clone()));
    let consents: Vec<Entry> = consents.map(|view| Entry::about("created", None, &view)).collect();
    Ok(Change::created(person)
        .and(Entry::about("created", None, &masked))
        .and_all(consents)
        .and(Entry::about("member_added", Some(&home_before), &home_after)))
}

/// Rules on dates, all at once.
async fn check(tx: &Tx, new: &NewPerson) -> Result<(), Error> {
    let joined_on = NaiveDate::from(new.household_from_on);
    let birth_on = new.identity.as_ref().and_then(|identity| identity.birth_on).map(NaiveDate::from);
    let first_on = households::queries::first_day(tx, new.household_id).await?;
    let year = new.birth_year.map(i32::from);
    let late = new.consents.iter().enumerate().filter(|(_, consent)| consent.is_given_after(tx.now()));
    let rules = [
        (year.is_some_and(|year| year > tx.today().year()), "/birth_year", FieldCode::OutOfRange),
        (
            year.zip(birth_on).is_some_and(|(year, day)| year != day.year()),
            "/birth_year",
            FieldCode::Inconsistent,
        ),
        (birth_on.is_some_and(|day| day > tx.today()), "/identity/birth_on", FieldCode::OutOfRange),
        (joined_on > tx.today(), "/household_from_on", FieldCode::OutOfRange),
        (
            joined_on < first_on || birth_on.is_some_and(|day| day > joined_on),
            "/household_from_on",
            FieldCode::Inconsistent,
        ),
    ];
    let broken = rules.into_iter().filter(|(is_broken, ..)| *is_broken);
    let faults: Vec<FieldError> = broken
        .map(|(_, pointer, code)| FieldError::at(pointer, code))
        .chain(late.map(|(n, _)| FieldError::at(format!("/consents/{n}/given_at"), FieldCode::OutOfRange)))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn row_of(tx: &Tx, new: &NewPerson, particulars: &Particulars) -> person::ActiveModel {
    person::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        full_name: Set(new.full_name.as_ref().to_owned()),
        sex: Set(new.sex),
        birth_year: Set(particulars.birth_year().or(new.birth_year)),
        ethnic_code: Set(new.ethnic_code.clone().map(crate::values::EthnicCode::into_string)),
        has_disability: Set(new.has_disability),
        sort_key: Set(person_sort_key(new.full_name.as_ref())),
        erased_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

fn member_of(tx: &Tx, new: &NewPerson, person_id: PersonId) -> household_member::ActiveModel {
    household_member::ActiveModel {
        id: Set(tx.new_id()),
        household_id: Set(new.household_id),
        person_id: Set(person_id),
        is_head: Set(new.is_household_head),
        from_on: Set(new.household_from_on.into()),
        until_on: Set(None),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// Changes what field work knows of a person.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdatePerson>,
    id: PersonId,
    patch: &PersonPatch,
) -> Result<Change<Person>, Error> {
    let row = current_in(tx, access, id).await?;
    check_sensitive(tx, id, patch).await?;
    let particulars = particulars_in(tx, id).await?;
    check_birth_year(tx, patch, &particulars)?;
    let before = view_in(tx, access, row.clone()).await?;
    let row = tx
        .update::<person::Entity>(row, |row| {
            if let Some(name) = &patch.full_name {
                row.full_name = Set(name.as_ref().to_owned());
                row.sort_key = Set(person_sort_key(name.as_ref()));
            }
            row.sex = patch.sex.map_or(row.sex.clone(), Set);
            row.birth_year = patch.birth_year.map_or(row.birth_year.clone(), Set);
            if let Some(code) = &patch.ethnic_code {
                row.ethnic_code = Set(code.clone().map(crate::values::EthnicCode::into_string));
            }
            row.has_disability = patch.has_disability.map_or(row.has_disability.clone(), Set);
        })
        .await?;
    let renamed = (row.full_name != before.full_name).then(|| row.full_name.clone());
    let warnings = warnings(particulars.number.as_ref(), row.sex, row.birth_year);
    let after = view_in(tx, access, row).await?.warning(warnings);
    let household = after.household_id;
    let change = Change::changed("updated", &before, after);
    let Some(name) = renamed else { return Ok(change) };
    tx.index_words("person", id.into(), &name).await?;
    let shown = match household {
        Some(household) => Some(touch(tx, access, household, "member_renamed", Vec::new()).await?),
        None => None,
    };
    let elsewhere = Condition::all().add_option(household.map(|id| household::Column::Id.ne(id)));
    tx.touch(households_of(tx, id).filter(elsewhere)).await?;
    tx.touch(groups_of(tx, id)).await?;
    tx.touch(memberships_of(tx, id)).await?;
    tx.touch(posts_of(tx, id)).await?;
    Ok(change.and_all(shown))
}

/// What somebody has withdrawn the consent for is cleared at most, not entered anew.
async fn check_sensitive(tx: &Tx, id: PersonId, patch: &PersonPatch) -> Result<(), Error> {
    let enters =
        patch.ethnic_code.as_ref().is_some_and(Option::is_some) || patch.has_disability.flatten().is_some();
    let closed = tx
        .beyond_reach::<person::Entity>("the person was found within the reach")
        .filter(person::Column::Id.eq(id))
        .filter(shows_sensitive().not());
    if enters && tx.find(closed).await?.is_some() { Err(no_ground()) } else { Ok(()) }
}

fn check_birth_year(tx: &Tx, patch: &PersonPatch, particulars: &Particulars) -> Result<(), Error> {
    let Some(year) = patch.birth_year else { return Ok(()) };
    if year.is_some_and(|year| i32::from(year) > tx.today().year()) {
        return Err(Error::Invalid(vec![FieldError::at("/birth_year", FieldCode::OutOfRange)]));
    }
    if particulars.birth_year().is_some_and(|known| Some(known) != year) {
        let detail = Text::new(
            "Năm sinh phải khớp với ngày sinh trong thông tin định danh.",
            "The year must agree with the birth date of the identity.",
        );
        return Err(Error::invalid("/birth_year", FieldCode::Inconsistent, detail));
    }
    Ok(())
}

/// Takes out a person entered in error, from every household too.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeletePerson>,
    id: PersonId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = current_in(tx, access, id).await?;
    let memberships = tx
        .beyond_reach::<membership::Entity>("a membership anywhere holds the person")
        .filter(membership::Column::PersonId.eq(id));
    if tx.find(memberships).await?.is_some() {
        let detail = Text::new(
            "Người này còn tư cách thành viên; hãy xóa tư cách đó trước.",
            "Memberships name this person; take those out first.",
        );
        return Err(Error::conflict(Code::ResourceInUse, detail));
    }
    if tx.find(posts_of(tx, id)).await?.is_some() || is_listed(tx, id).await? {
        let detail = Text::new(
            "Người này còn chức vụ cán bộ hoặc trong danh sách tập huấn; hãy xóa các mục đó trước.",
            "Posts of cadres or lists of trainings name this person; take those out first.",
        );
        return Err(Error::conflict(Code::ResourceInUse, detail));
    }
    let before = view_in(tx, access, row.clone()).await?;
    tx.update::<person::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    tx.index_words("person", id.into(), "").await?;
    release_number(tx, id).await?;
    let stays = tx
        .beyond_reach::<household_member::Entity>("the person leaves every household")
        .filter(household_member::Column::PersonId.eq(id));
    let stays = tx.all(stays).await?;
    let households: BTreeSet<HouseholdId> = stays.iter().map(|stay| stay.household_id).collect();
    let mut entries = Vec::new();
    for household in households {
        let from_on =
            stays.iter().filter(|stay| stay.household_id == household).map(|stay| stay.from_on).min();
        households::queries::check_late_of(tx, household, from_on.unwrap_or(tx.today())).await?;
        let here = stays.iter().filter(|stay| stay.household_id == household).cloned().collect();
        entries.push(touch(tx, access, household, "member_deleted", voided(here, reason)).await?);
    }
    Ok(Change::removed(&before, &reason.to_value()).and_all(entries))
}

type Voided = (household_member::Model, VoidReason);

fn voided(rows: Vec<household_member::Model>, reason: VoidReason) -> Vec<Voided> {
    rows.into_iter().map(|row| (row, reason)).collect()
}

/// The number, phone and last digits find nobody any more, and the number is free for the right person.
async fn release_number(tx: &Tx, id: PersonId) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<person_identity::Entity>("the person was found within the reach")
        .filter(person_identity::Column::PersonId.eq(id));
    if let Some(row) = tx.find(rows).await? {
        let keys = &tx.keyring().lookup;
        tx.amend::<person_identity::Entity>(row, |row| Particulars::hide(row, keys)).await?;
    }
    Ok(())
}

/// Gives a household a new revision because what it shows of its members changed, voiding rows where asked.
async fn touch<P: RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: HouseholdId,
    action: &'static str,
    voided: Vec<Voided>,
) -> Result<Entry, Error> {
    let anywhere = tx.beyond_reach::<household::Entity>("a household of the person");
    let home = tx.lock(anywhere.filter(household::Column::Id.eq(id))).await?;
    let before = households::queries::view_in(tx, access, home.clone()).await?;
    for (row, reason) in voided {
        tx.edit::<household_member::Entity>(row, |row| {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    let home = tx.amend::<household::Entity>(home, |_| ()).await?;
    let after = households::queries::view_in(tx, access, home).await?;
    Ok(Entry::about(action, Some(&before), &after))
}
