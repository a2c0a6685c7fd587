//! The data keys of persons and partners as they are stored: one row for each, wrapped by a master key.

use entity::{
    ids::{PartnerId, PersonId},
    partner_key, person_key,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{Tx, keys::Keyring, vault::PersonKey};
use crate::error::Error;

/// A table of data keys.
pub(super) trait DataKeys: EntityTrait {
    /// Whose key it is.
    const OWNER: Self::Column;
    /// The wrapped key.
    const WRAPPED: Self::Column;
    /// The master key it is wrapped with.
    const MASTER_KEY_ID: Self::Column;

    /// The same of a loaded row.
    fn parts(row: &Self::Model) -> (Uuid, &[u8], &str);
}

impl DataKeys for person_key::Entity {
    const OWNER: person_key::Column = person_key::Column::PersonId;
    const WRAPPED: person_key::Column = person_key::Column::Wrapped;
    const MASTER_KEY_ID: person_key::Column = person_key::Column::MasterKeyId;

    fn parts(row: &person_key::Model) -> (Uuid, &[u8], &str) {
        (row.person_id.into(), &row.wrapped, &row.master_key_id)
    }
}

impl DataKeys for partner_key::Entity {
    const OWNER: partner_key::Column = partner_key::Column::PartnerId;
    const WRAPPED: partner_key::Column = partner_key::Column::Wrapped;
    const MASTER_KEY_ID: partner_key::Column = partner_key::Column::MasterKeyId;

    fn parts(row: &partner_key::Model) -> (Uuid, &[u8], &str) {
        (row.partner_id.into(), &row.wrapped, &row.master_key_id)
    }
}

/// The keys of a person or partner that is stored, unwrapped; `None` when there is none (any more).
async fn key_of<E: DataKeys>(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    owner: Uuid,
) -> Result<Option<PersonKey>, Error> {
    let Some(row) = E::find().filter(E::OWNER.eq(owner)).one(connection).await? else {
        return Ok(None);
    };
    let (owner, wrapped, id) = E::parts(&row);
    PersonKey::unwrap(&keyring.master, owner, id, wrapped).map(Some).map_err(Error::internal)
}

/// The data key of a person; `None` once the person has been erased.
pub(super) async fn person_key(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    id: PersonId,
) -> Result<Option<PersonKey>, Error> {
    key_of::<person_key::Entity>(connection, keyring, id.into()).await
}

/// The data key of a partner; `None` as long as nothing was sealed for it.
pub(super) async fn partner_key(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    id: PartnerId,
) -> Result<Option<PersonKey>, Error> {
    key_of::<partner_key::Entity>(connection, keyring, id.into()).await
}

/// The names of the master keys that keys of a table are wrapped with.
pub(super) async fn master_keys<E: DataKeys>(
    connection: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    E::find().select_only().distinct().column(E::MASTER_KEY_ID).into_tuple().all(connection).await
}

/// What became of a batch of keys.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Batch {
    /// How many were wrapped anew.
    pub wrapped: u64,
    /// How many no configured master key can read.
    pub unreadable: u64,
    /// Where the next batch begins, if there is one.
    pub next: Option<Uuid>,
}

/// Keys per transaction, so that requests do not wait long.
const BATCH: u64 = 200;

/// Wraps a batch of keys under the current master key.
pub(super) async fn rewrap<E: DataKeys>(tx: &Tx, after: Option<Uuid>) -> Result<Batch, Error> {
    let master = &tx.keyring().master;
    let rows = E::find()
        .filter(E::MASTER_KEY_ID.ne(master.current_id()))
        .filter(Condition::all().add_option(after.map(|id| E::OWNER.gt(id))))
        .order_by_asc(E::OWNER)
        .limit(BATCH)
        .all(&tx.connection)
        .await?;
    let mut done = Batch { next: rows.last().map(|row| E::parts(row).0), ..Batch::default() };
    for (owner, wrapped, id) in rows.iter().map(E::parts) {
        let Ok(key) = PersonKey::unwrap(master, owner, id, wrapped) else {
            done.unreadable += 1;
            continue;
        };
        let wrapped = key.wrapped(master, owner);
        // Where the key was deleted meanwhile, nothing is left to update.
        let update = E::update_many()
            .col_expr(E::WRAPPED, Expr::value(wrapped.bytes))
            .col_expr(E::MASTER_KEY_ID, Expr::value(wrapped.master_key_id))
            .filter(E::OWNER.eq(owner))
            .filter(E::MASTER_KEY_ID.eq(id));
        done.wrapped += update.exec(&tx.connection).await?.rows_affected;
    }
    Ok(done)
}
