//! Dated rows that follow one another without gap: ending one and beginning the next on the same day.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelBehavior, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::Tx;
use crate::error::Error;

/// A table of rows with half-open intervals.
pub trait Dated: EntityTrait {
    /// The first day of a row.
    fn from_on(row: &Self::Model) -> NaiveDate;
    /// Ends a row: the day is its first day no longer so.
    fn end(row: &mut Self::ActiveModel, day: NaiveDate);
    /// Makes a copy of a row the next one, open-ended from the day on.
    fn begin(row: &mut Self::ActiveModel, id: Uuid, day: NaiveDate, now: DateTime<Utc>);
}

impl Tx {
    /// Ends a row on a day and begins the next one there, as `edit` wants it. A row that itself began on that day is
    /// edited instead, because no interval is empty.
    ///
    /// # Errors
    /// 409 when it breaks a rule of the schema.
    pub async fn follow<E: Dated>(
        &self,
        row: E::Model,
        day: NaiveDate,
        edit: impl FnOnce(&mut E::ActiveModel),
    ) -> Result<(), Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel> + Clone,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        if E::from_on(&row) == day {
            return self.edit::<E>(row, edit).await.map(drop);
        }
        let mut next = row.clone().into_active_model();
        E::begin(&mut next, Uuid::now_v7(), day, self.now());
        edit(&mut next);
        self.edit::<E>(row, |row| E::end(row, day)).await?;
        self.insert(next).await.map(drop)
    }
}
