//! The data keys of persons: made with them, deleted when they are erased.

use std::collections::HashMap;

use entity::{ids::PersonId, person_key};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::Tx;
use crate::{
    error::Error,
    store::{claims, data_keys, vault::PersonKey},
};

impl Tx {
    /// Makes the data key of a new person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_person_key(&self, person_id: PersonId) -> Result<PersonKey, Error> {
        let key = PersonKey::generate();
        let wrapped = key.wrapped(&self.keyring().master, person_id.into());
        self.insert(person_key::ActiveModel {
            person_id: Set(person_id),
            wrapped: Set(wrapped.bytes),
            master_key_id: Set(wrapped.master_key_id),
            created_at: Set(self.now),
        })
        .await?;
        Ok(key)
    }

    /// The data key of a person; `None` once the person has been erased.
    ///
    /// # Errors
    /// When the key cannot be unwrapped.
    pub async fn person_key(&self, person_id: PersonId) -> Result<Option<PersonKey>, Error> {
        data_keys::person_key(&self.connection, self.keyring(), person_id).await
    }

    /// The data keys of several persons, without those who were erased and those whose master key is not configured.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn readable_keys(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, PersonKey>, Error> {
        let rows = person_key::Entity::find()
            .filter(person_key::Column::PersonId.is_in(persons.iter().copied()))
            .all(&self.connection)
            .await?;
        let master = &self.keyring().master;
        let keys = rows.into_iter().filter_map(|row| {
            let id = row.person_id;
            Some((id, PersonKey::unwrap(master, id.into(), &row.master_key_id, &row.wrapped).ok()?))
        });
        Ok(keys.collect())
    }

    /// Deletes the data key of a person, so that the journal forgets the values, and what was remembered of requests
    /// about the person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_person(&self, person_id: PersonId) -> Result<(), Error> {
        person_key::Entity::delete_by_id(person_id).exec(&self.connection).await?;
        claims::forget(self, person_id).await
    }
}
