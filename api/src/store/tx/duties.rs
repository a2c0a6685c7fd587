//! Duties that different people must hold.

use std::collections::HashSet;

use entity::duty;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Tx;
use crate::error::Error;

impl Tx {
    /// Takes a duty of a subject for the human who acts; nobody holds two (architecture §4).
    ///
    /// # Errors
    /// 403 `separation_of_duties`.
    pub async fn take_duty(
        &self,
        subject_type: &'static str,
        subject_id: Uuid,
        name: &'static str,
    ) -> Result<(), Error> {
        self.take_first_duty(subject_type, subject_id, &[name]).await
    }

    /// Takes the first of several duties that the work is part of, unless the human holds another of them already.
    ///
    /// # Errors
    /// 403 `separation_of_duties`.
    pub async fn take_first_duty(
        &self,
        subject_type: &'static str,
        subject_id: Uuid,
        names: &[&'static str],
    ) -> Result<(), Error> {
        self.hold_duty((subject_type, subject_id), self.human, names).await
    }

    /// Gives somebody a duty of a subject, because what happens is theirs too.
    ///
    /// # Errors
    /// 403 `separation_of_duties`.
    pub async fn give_duty(
        &self,
        subject: (&'static str, Uuid),
        human: Uuid,
        name: &'static str,
    ) -> Result<(), Error> {
        self.hold_duty(subject, human, &[name]).await
    }

    async fn hold_duty(
        &self,
        (subject_type, subject_id): (&'static str, Uuid),
        human: Uuid,
        names: &[&'static str],
    ) -> Result<(), Error> {
        let held = duty::Entity::find_by_id((subject_type.to_owned(), subject_id, human))
            .one(&self.connection)
            .await?;
        match held {
            Some(held) if names.contains(&held.duty.as_str()) => Ok(()),
            Some(_) => Err(Error::separation_of_duties()),
            None => {
                let name = names.first().ok_or_else(|| Error::internal("a work without a duty"))?;
                self.insert(duty_row((subject_type, subject_id), human, name)).await.map(drop)
            }
        }
    }

    /// Takes a duty of many subjects for the human who acts; those of which the human holds another one, and which are
    /// left alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_duties(
        &self,
        subject_type: &'static str,
        subject_ids: &[Uuid],
        name: &'static str,
    ) -> Result<HashSet<Uuid>, Error> {
        let held = duty::Entity::find()
            .filter(duty::Column::SubjectType.eq(subject_type))
            .filter(duty::Column::SubjectId.is_in(subject_ids.iter().copied()))
            .filter(duty::Column::Human.eq(self.human))
            .all(&self.connection)
            .await?;
        let known: HashSet<Uuid> = held.iter().map(|held| held.subject_id).collect();
        let new = subject_ids.iter().filter(|id| !known.contains(id));
        self.insert_all(new.map(|id| duty_row((subject_type, *id), self.human, name)).collect()).await?;
        Ok(held.into_iter().filter(|held| held.duty != name).map(|held| held.subject_id).collect())
    }
}

fn duty_row((subject_type, subject_id): (&str, Uuid), human: Uuid, name: &str) -> duty::ActiveModel {
    duty::ActiveModel {
        subject_type: Set(subject_type.to_owned()),
        subject_id: Set(subject_id),
        human: Set(human),
        duty: Set(name.to_owned()),
    }
}
