//! What happens inside a unit of work about holidays.

use entity::{enums::VoidReason, holiday, ids::HolidayId};
use sea_orm::{ActiveEnum, ActiveValue::Set};

use super::messages::{Holiday, NewHoliday};
use crate::{
    access::{Access, permission::reference::DeleteHoliday},
    error::Error,
    store::{Change, Tx},
};

/// Enters a holiday; the schema refuses a day that is one already.
pub(super) async fn create(tx: &Tx, new: &NewHoliday) -> Result<Change<Holiday>, Error> {
    let row = holiday::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        holiday_on: Set(new.holiday_on.into()),
        name_vi: Set(new.name_vi.as_ref().to_owned()),
        name_en: Set(new.name_en.as_ref().to_owned()),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    Ok(Change::created(tx.insert(row).await?.into()))
}

/// Takes out a holiday that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteHoliday>,
    id: HolidayId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<holiday::Entity>(id)).await?;
    let before: Holiday = row.clone().into();
    tx.update::<holiday::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
