//! Idempotency claims: one effect per key, and the same answer again (api-conventions §7).

use chrono::TimeDelta;
use entity::{idempotency_claim, ids::PersonId, person_key};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{Backend, Tx, keys::Keyring, vault::PersonKey, writing::Reply};
use crate::{
    access::{Caller, Principal},
    error::{Code, Error},
    http::Call,
    values::hex,
};

/// How long a key is remembered: offline clients retry late.
const KEPT: TimeDelta = TimeDelta::days(30);
const SEALED_AS: &str = "idempotency_claim.reply";

/// The identity of one request that may be sent again.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub principal: String,
    pub method: String,
    pub path: String,
    pub key: Uuid,
    pub body_hash: [u8; 32],
}

impl Claim {
    /// The claim of a request with this digest. What is kept of the request is an authentication code bound to the
    /// other members: without the key of the configuration nobody can try out which number a body held.
    pub(super) fn new(
        keyring: &Keyring,
        (caller, key): (&Caller, Uuid),
        call: &Call,
        digest: [u8; 32],
    ) -> Self {
        let (name, method, path) = (caller.name(), call.method.to_string(), call.path.clone());
        let code = |principal: &str| {
            let parts: [&[u8]; 5] =
                [principal.as_bytes(), method.as_bytes(), path.as_bytes(), key.as_bytes(), &digest];
            keyring.token.mac("idempotency", &parts)
        };
        // Nobody tells strangers apart: two of them meet only where they send the same.
        let principal = match caller.principal {
            Principal::Anonymous => format!("{name}:{}", hex(&code(&name))),
            Principal::Person { .. } | Principal::Client { .. } | Principal::System => name,
        };
        let body_hash = code(&principal);
        Self { principal, method, path, key, body_hash }
    }
}

/// Forgets what requests about a person held and were answered: nothing can be tested against it any more.
pub(super) async fn forget(tx: &Tx, person_id: PersonId) -> Result<(), Error> {
    use idempotency_claim::{Column, Entity};
    let nothing = || Expr::value(Option::<Vec<u8>>::None);
    Entity::update_many()
        .col_expr(Column::BodyHash, nothing())
        .col_expr(Column::Reply, nothing())
        .col_expr(Column::ReplyCt, nothing())
        .filter(Column::PersonId.eq(person_id))
        .exec(&tx.connection)
        .await?;
    Ok(())
}

/// Takes the claim for this transaction: the stored reply when the work was done before, `None` when it is new.
pub(super) async fn replay(tx: &Tx, claim: &Claim) -> Result<Option<Reply>, Error> {
    if !try_lock(tx, claim).await? {
        return Err(Error::Conflict {
            code: Code::IdempotencyInProgress,
            detail: None,
            members: serde_json::Value::Null,
        });
    }
    let primary_key =
        (claim.principal.clone(), claim.method.clone(), claim.path.clone(), claim.key.to_string());
    let Some(seen) = idempotency_claim::Entity::find_by_id(primary_key.clone()).one(&tx.connection).await?
    else {
        return Ok(None);
    };
    if seen.expires_at <= tx.now {
        idempotency_claim::Entity::delete_by_id(primary_key).exec(&tx.connection).await?;
        return Ok(None);
    }
    let body_hash = seen.body_hash.ok_or_else(erased)?;
    if body_hash != claim.body_hash {
        return Err(Error::Refused(Code::IdempotencyKeyReused));
    }
    let body = match (seen.reply, seen.reply_ct, seen.person_id) {
        (Some(plain), _, _) => plain,
        (None, Some(sealed), Some(person_id)) => open(tx, person_id, &sealed).await?,
        (None, _, _) => return Err(erased()),
    };
    let status = u16::try_from(seen.status).map_err(Error::internal)?;
    Ok(Some(Reply { status, location: seen.location, etag: seen.etag, body, replayed: true }))
}

const fn erased() -> Error {
    Error::Conflict { code: Code::ResourceErased, detail: None, members: serde_json::Value::Null }
}

async fn open(tx: &Tx, person_id: PersonId, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let key = tx.person_key(person_id).await?.ok_or_else(erased)?;
    key.open(SEALED_AS, sealed).map_err(Error::internal)
}

/// Remembers the reply of finished work; values about a person are sealed under that person's key, and not kept where
/// it is gone.
pub(super) async fn remember(
    tx: &Tx,
    claim: Claim,
    reply: &Reply,
    body: &[u8],
    person: Option<PersonId>,
) -> Result<(), Error> {
    // An empty body tells nothing of anybody.
    let about = person.filter(|_| !body.is_empty());
    let sealed = match about {
        Some(person_id) => tx.person_key(person_id).await?.map(|key| key.seal(SEALED_AS, body)),
        None => None,
    };
    let plain = about.is_none().then(|| body.to_vec());
    let is_kept = plain.is_some() || sealed.is_some();
    tx.insert(idempotency_claim::ActiveModel {
        principal: Set(claim.principal),
        method: Set(claim.method),
        path: Set(claim.path),
        key: Set(claim.key.to_string()),
        body_hash: Set(is_kept.then(|| claim.body_hash.to_vec())),
        status: Set(i16::try_from(reply.status).map_err(Error::internal)?),
        location: Set(reply.location.clone()),
        etag: Set(reply.etag.clone()),
        reply: Set(plain),
        reply_ct: Set(sealed),
        person_id: Set(person),
        created_at: Set(tx.now),
        expires_at: Set(tx.now + KEPT),
    })
    .await
    .map(drop)
}

#[derive(FromQueryResult)]
struct Locked {
    locked: bool,
}

/// On PostgreSQL an advisory lock, so that twins answer at once instead of queueing; SQLite has one writer anyway.
async fn try_lock(tx: &Tx, claim: &Claim) -> Result<bool, Error> {
    if tx.backend == Backend::Sqlite {
        return Ok(true);
    }
    let name = format!("{}|{}|{}|{}", claim.principal, claim.method, claim.path, claim.key);
    let statement = Statement::from_sql_and_values(
        tx.connection.get_database_backend(),
        "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked",
        [name.into()],
    );
    let answer = Locked::find_by_statement(statement).one(&tx.connection).await?;
    Ok(answer.is_some_and(|row| row.locked))
}

/// The data keys of several persons with one query.
pub(super) async fn person_keys(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<std::collections::HashMap<PersonId, PersonKey>, Error> {
    let rows = person_key::Entity::find()
        .filter(person_key::Column::PersonId.is_in(persons))
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let id = row.person_id;
            PersonKey::unwrap(&keyring.master, id.into(), &row.master_key_id, &row.wrapped)
                .map(|key| (id, key))
        })
        .collect::<Result<_, _>>()
        .map_err(Error::internal)
}
