//! Keys that stored data need and the configuration lacks: without them people are not found and nothing personal can
//! be read, which nobody would notice at first.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{partner_key, person_identity, person_key};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::{Store, data_keys::master_keys, signing::accepted};

impl Store {
    /// What is missing, in words for whoever starts the service; nothing when all is well.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing_keys(&self, now: DateTime<Utc>) -> Result<Option<String>, DbErr> {
        let masters = self.missing_master_keys(now).await?;
        let lookups = self.missing_lookup_keys().await?;
        let told = [("MASTER_KEYS", "wrapped", masters), ("LOOKUP_KEYS", "hashed", lookups)];
        let told = told.into_iter().filter(|(_, _, ids)| !ids.is_empty()).map(|(variable, done, ids)| {
            let ids = ids.into_iter().collect::<Vec<_>>().join(", ");
            format!("{variable} lacks {ids}, with which stored data are {done}")
        });
        let told = told.collect::<Vec<_>>().join("; ");
        Ok((!told.is_empty()).then_some(told))
    }

    async fn missing_master_keys(&self, now: DateTime<Utc>) -> Result<BTreeSet<String>, DbErr> {
        let of_persons = master_keys::<person_key::Entity>(self.reader()).await?;
        let of_partners = master_keys::<partner_key::Entity>(self.reader()).await?;
        let of_signing = accepted(now).all(self.reader()).await?.into_iter().map(|row| row.master_key_id);
        let used = of_persons.into_iter().chain(of_partners).chain(of_signing);
        Ok(used.filter(|id| !self.keyring().master.has(id)).collect())
    }

    /// While the key is replaced a row has hashes under two keys, of which one is enough.
    async fn missing_lookup_keys(&self) -> Result<BTreeSet<String>, DbErr> {
        use person_identity::Column as C;
        let used: Vec<(Option<String>, Option<String>)> = person_identity::Entity::find()
            .select_only()
            .distinct()
            .columns([C::HashKeyId, C::NextHashKeyId])
            .filter(C::HashKeyId.is_not_null())
            .into_tuple()
            .all(self.reader())
            .await?;
        let is_configured = |id: &String| self.keyring().lookup.each().any(|key| key.id() == id);
        let is_lost = |(current, next): &(Option<String>, Option<String>)| {
            !current.iter().chain(next).any(is_configured)
        };
        Ok(used
            .into_iter()
            .filter(is_lost)
            .flat_map(|(current, next)| current.into_iter().chain(next))
            .collect())
    }
}
