//! What happens inside a unit of work about poverty decisions.

use chrono::NaiveDate;
use entity::{
    enums::VoidReason,
    household,
    ids::{HouseholdId, PovertyStatusId},
    poverty_status,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewPovertyStatus, PovertyStatus},
    queries::{of_household, one_of_household},
};
use crate::{
    access::{
        Access,
        permission::households::{CreatePovertyStatus, DeletePovertyStatus},
    },
    areas::queries::commune_for_entry,
    error::{Error, FieldError},
    households::queries::{check_late_of, check_place, view_in},
    store::{Change, Entry, Tx},
    values::FieldCode,
};

/// Records a decision; the one that still holds ends where it begins.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreatePovertyStatus>,
    household_id: HouseholdId,
    new: &NewPovertyStatus,
) -> Result<Change<PovertyStatus>, Error> {
    let home = tx.current(access.row::<household::Entity>(household_id)).await?;
    let decided_on = NaiveDate::from(new.decided_on);
    let (reach, on) = (access.reach(), "/decided_on");
    commune_for_entry(tx, reach, new.commune_id, decided_on, ("/commune_id", on)).await?;
    check_place(tx, reach, household_id, (on, decided_on)).await?;
    check_late_of(tx, household_id, new.effective_from_on.into()).await?;
    if decided_on > tx.today() {
        return Err(Error::Invalid(vec![FieldError::at("/decided_on", FieldCode::OutOfRange)]));
    }
    let before = view_in(tx, access, home.clone()).await?;
    let present_commune = before.summary.commune_id;
    let shown = |row| PovertyStatus { present_commune, ..PovertyStatus::from(row) };
    let from_on = NaiveDate::from(new.effective_from_on);
    let open = of_household(access, household_id)
        .filter(poverty_status::Column::EffectiveUntilOn.is_null())
        .filter(poverty_status::Column::EffectiveFromOn.lt(from_on));
    let closed = match tx.find(open).await? {
        Some(row) => {
            let open = shown(row.clone());
            let end = |row: &mut poverty_status::ActiveModel| row.effective_until_on = Set(Some(from_on));
            let closed = shown(tx.amend::<poverty_status::Entity>(row, end).await?);
            Some(Entry::about("closed", Some(&open), &closed))
        }
        None => None,
    };
    let row = tx.insert(row_of(tx, new, household_id)).await?;
    let home = tx.update::<household::Entity>(home, |_| ()).await?;
    let after = view_in(tx, access, home).await?;
    Ok(Change::created(shown(row)).and_all(closed).and(Entry::about(
        "poverty_decided",
        Some(&before),
        &after,
    )))
}

fn row_of(tx: &Tx, new: &NewPovertyStatus, household_id: HouseholdId) -> poverty_status::ActiveModel {
    poverty_status::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        household_id: Set(household_id),
        standard: Set(new.standard),
        status: Set(new.status),
        decision_no: Set(new.decision_no.as_ref().to_owned()),
        decided_on: Set(new.decided_on.into()),
        commune_id: Set(new.commune_id),
        effective_from_on: Set(new.effective_from_on.into()),
        effective_until_on: Set(new.effective_until_on.map(Into::into)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

/// Takes out a decision that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeletePovertyStatus>,
    ids: (HouseholdId, PovertyStatusId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let home = tx.lock(access.row::<household::Entity>(ids.0)).await?;
    let row = tx.current(one_of_household(access, ids)).await?;
    check_late_of(tx, ids.0, row.decided_on.min(row.effective_from_on)).await?;
    let home_before = view_in(tx, access, home.clone()).await?;
    let present_commune = home_before.summary.commune_id;
    let before = PovertyStatus { present_commune, ..PovertyStatus::from(row.clone()) };
    tx.update::<poverty_status::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    let home = tx.amend::<household::Entity>(home, |_| ()).await?;
    let home_after = view_in(tx, access, home).await?;
    Ok(Change::removed(&before, &reason.to_value()).and(Entry::about(
        "poverty_withdrawn",
        Some(&home_before),
        &home_after,
    )))
}
