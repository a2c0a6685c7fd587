//! The keys that sign access tokens: stored wrapped, shared by all instances, replaced every 90 days.

use chrono::{DateTime, TimeDelta, Utc};
use entity::signing_key;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, Statement,
};

use super::{Backend, Store, keys::MasterKeys, upkeep::Task, vault::SigningKey};
use crate::{
    access::token::{PublishedKey, TokenKeys},
    clock::Clock,
    error::Error,
};

/// A key is published so long before it signs, so that everybody has fetched it by then.
const PUBLISHED_AHEAD: TimeDelta = TimeDelta::hours(24);
/// A key signs so long; its successor is published a day earlier.
const LIFE: TimeDelta = TimeDelta::days(90);
/// Tokens of a retired key are accepted until the last one has ended.
const KEPT: TimeDelta = TimeDelta::minutes(11);

/// What became of a wish to replace the signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// A new key was published; it signs from then on.
    Begun(String, DateTime<Utc>),
    /// One published earlier does not sign before then.
    UnderWay(String, DateTime<Utc>),
}

impl Store {
    /// The keys whose tokens count, for an issuer that is its own audience.
    ///
    /// # Errors
    /// When the database fails or a key cannot be unwrapped.
    pub async fn token_keys(&self, public_base: &str, now: DateTime<Utc>) -> Result<TokenKeys, Error> {
        let rows = accepted(now).all(self.reader()).await?;
        let keys = rows.into_iter().map(|row| published(&self.keyring().master, row));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        Ok(TokenKeys::new(public_base, public_base, keys))
    }

    /// Makes the first key, at once active, and publishes the next one when the present one is about to be too old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_signing_keys(&self, clock: &Clock) -> Result<(), Error> {
        match newest().one(self.reader()).await? {
            Some(key) if !is_due(&key, clock.now()) => Ok(()),
            _ => self.replace_signing_key(clock, is_due).await.map(drop),
        }
    }

    /// Publishes a new key, which signs from tomorrow on; the older ones then retire. The very first signs at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate_signing_key(&self, clock: &Clock) -> Result<Rotation, Error> {
        self.replace_signing_key(clock, |_, _| true).await
    }

    /// Of several instances that find the newest key due, the first to hold the lock replaces it.
    async fn replace_signing_key(
        &self,
        clock: &Clock,
        is_due: impl Fn(&signing_key::Model, DateTime<Utc>) -> bool,
    ) -> Result<Rotation, Error> {
        let task = Task { operation: "rotate_signing_key", clock };
        self.perform(task, async |tx| {
            lock(&tx.connection, tx.backend).await?;
            let newest = newest().one(&tx.connection).await?;
            let active_from = match newest {
                Some(key) if key.active_from > tx.now() || !is_due(&key, tx.now()) => {
                    return Ok((Vec::new(), Rotation::UnderWay(key.kid, key.active_from)));
                }
                Some(_) => tx.now() + PUBLISHED_AHEAD,
                None => tx.now(),
            };
            signing_key::Entity::update_many()
                .set(signing_key::ActiveModel { retired_at: Set(Some(active_from)), ..Default::default() })
                .filter(signing_key::Column::RetiredAt.is_null())
                .exec(&tx.connection)
                .await?;
            let kid = add(&tx.connection, &self.keyring().master, tx.now(), active_from).await?;
            let entry = Task::entry("signing_key", "rotated", &[("/kid", kid.clone().into())]);
            Ok((vec![entry], Rotation::Begun(kid, active_from)))
        })
        .await
    }
}

/// True when the successor of a key should be published.
fn is_due(key: &signing_key::Model, now: DateTime<Utc>) -> bool {
    key.active_from + LIFE <= now + PUBLISHED_AHEAD
}

fn newest() -> sea_orm::Select<signing_key::Entity> {
    signing_key::Entity::find().order_by_desc(signing_key::Column::ActiveFrom)
}

/// The keys whose tokens count.
pub(super) fn accepted(now: DateTime<Utc>) -> sea_orm::Select<signing_key::Entity> {
    use signing_key::Column::RetiredAt;
    signing_key::Entity::find()
        .filter(Condition::any().add(RetiredAt.is_null()).add(RetiredAt.gt(now - KEPT)))
        .order_by_asc(signing_key::Column::ActiveFrom)
}

fn published(master: &MasterKeys, row: signing_key::Model) -> Result<PublishedKey, Error> {
    let key =
        SigningKey::unwrap(master, &row.kid, &row.master_key_id, &row.wrapped).map_err(Error::internal)?;
    PublishedKey::private(&key, row.active_from, row.retired_at).map_err(Error::internal)
}

async fn add(
    connection: &DatabaseTransaction,
    master: &MasterKeys,
    now: DateTime<Utc>,
    active_from: DateTime<Utc>,
) -> Result<String, Error> {
    let key = SigningKey::generate(active_from);
    let wrapped = key.wrapped(master);
    let row = signing_key::ActiveModel {
        kid: Set(key.kid().to_owned()),
        public_key: Set(key.public_key().to_vec()),
        wrapped: Set(wrapped.bytes),
        master_key_id: Set(wrapped.master_key_id),
        created_at: Set(now),
        active_from: Set(active_from),
        retired_at: Set(None),
    };
    signing_key::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(key.kid().to_owned())
}

/// One instance at a time adds keys; SQLite has one writer anyway.
async fn lock(connection: &DatabaseTransaction, backend: Backend) -> Result<(), Error> {
    if backend == Backend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended('signing_key', 0))";
        connection.execute_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    }
    Ok(())
}
