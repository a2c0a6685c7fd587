//! The data keys of partners, under which whom to ask for is sealed.

use entity::{ids::PartnerId, partner_key};
use sea_orm::ActiveValue::Set;

use super::Tx;
use crate::{
    error::Error,
    store::{data_keys, vault::PersonKey},
};

impl Tx {
    /// Keeps the data key of a partner.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_partner_key(&self, id: PartnerId, key: &PersonKey) -> Result<(), Error> {
        let wrapped = key.wrapped(&self.keyring().master, id.into());
        self.insert(partner_key::ActiveModel {
            partner_id: Set(id),
            wrapped: Set(wrapped.bytes),
            master_key_id: Set(wrapped.master_key_id),
            created_at: Set(self.now),
        })
        .await
        .map(drop)
    }

    /// The data key of a partner; `None` as long as nothing was sealed for it.
    ///
    /// # Errors
    /// When the key cannot be unwrapped.
    pub async fn partner_key(&self, id: PartnerId) -> Result<Option<PersonKey>, Error> {
        data_keys::partner_key(&self.connection, self.keyring(), id).await
    }
}
