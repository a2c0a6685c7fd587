//! From the key of a machine client to the caller: one query tells whose key it is, whether key and client are alive, and
//! what the client's role and scopes leave of the little that keys open.

use std::{
    net::IpAddr,
    sync::{PoisonError, RwLock},
};

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    api_client, api_key,
    ids::{ApiKeyId, AreaId, ClientId, PartnerId},
    role_assignment,
};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    QueryTrait, RelationDef, Select, Statement, Value, sea_query::Expr,
};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{
    ApiKeySecret, Bearer, Caller, Principal,
    authenticate::{HeldRole, with_roles},
    machine::may_call_from,
    policy::key_scopes,
};
use crate::{
    app::Service,
    error::{Code, Error},
    store::Task,
};

/// Where a key is sent.
const HEADER: &str = "x-api-key";

/// Who holds a key that counts.
#[derive(Clone, Debug)]
pub struct KeyHolder {
    /// The machine client, cut down to what keys open.
    pub caller: Caller,
    /// Whether key and client may be used from where the request came from.
    pub is_in_place: bool,
}

#[derive(FromQueryResult)]
struct Found {
    id: ApiKeyId,
    client_id: ClientId,
    hash: Vec<u8>,
    key_addresses: String,
    key_expires_at: DateTime<Utc>,
    key_revoked_at: Option<DateTime<Utc>>,
    last_used_on: Option<NaiveDate>,
    scopes: String,
    client_addresses: String,
    client_expires_at: DateTime<Utc>,
    client_revoked_at: Option<DateTime<Utc>>,
    owner_partner: Option<PartnerId>,
    owner_area: Option<AreaId>,
    #[sea_orm(nested)]
    role: HeldRole,
}

impl Found {
    /// The organisation that duties are counted by.
    fn owner(&self) -> Option<Uuid> {
        self.owner_partner.map(Uuid::from).or(self.owner_area.map(Uuid::from))
    }

    /// Why the key does not count any more, if so. A client that has ended is no better than one that was revoked.
    fn end(&self, now: DateTime<Utc>) -> Option<Code> {
        let is_revoked = self.key_revoked_at.or(self.client_revoked_at).is_some();
        if is_revoked || self.client_expires_at <= now {
            Some(Code::TokenRevoked)
        } else {
            (self.key_expires_at <= now).then_some(Code::TokenExpired)
        }
    }
}

/// Reads the `X-API-Key` header, if there is one, and looks the key up. Whoever tries out keys does so against the quota
/// of strangers, in a window that those who hold one do not share.
///
/// # Errors
/// 429 when too many wrong keys came from this address; when the database fails.
pub async fn read_key(
    headers: &HeaderMap,
    service: &Service,
    address: Option<IpAddr>,
) -> Result<Option<Bearer>, Error> {
    let mut sent = headers.get_all(HEADER);
    let Some(first) = sent.next() else { return Ok(None) };
    if headers.contains_key(AUTHORIZATION) || sent.next().is_some() {
        return Ok(Some(Bearer::Twofold));
    }
    let stranger = format!("key from {}", address.map_or_else(String::new, |address| address.to_string()));
    let wrong = || Bearer::Key(Err((Code::TokenInvalid, stranger.clone())));
    let Some(secret) = first.to_str().ok().and_then(ApiKeySecret::parse) else { return Ok(Some(wrong())) };
    let (now, today) = (service.clock().now(), service.clock().today());
    service.limits().check(service.anonymous_policy(), &stranger, now)?;
    let door = service.door();
    let found: Vec<Found> = door.ask(service.key_lookup().of(secret.id(), today, door.backend())).await?;
    let stored = found.first().map_or(&[0; 32][..], |first| &first.hash);
    let is_right = bool::from(stored.ct_eq(&secret.hash()));
    let Some((first, owner)) =
        found.first().filter(|_| is_right).and_then(|first| Some((first, first.owner()?)))
    else {
        return Ok(Some(wrong()));
    };
    if let Some(code) = first.end(now) {
        return Ok(Some(Bearer::Key(Err((code, format!("key {}", first.id))))));
    }
    let holder = KeyHolder {
        caller: Caller {
            principal: Principal::Client { client_id: first.client_id, owner },
            assignments: found.iter().filter_map(|row| row.role.assignment()).collect(),
            limit: Some(key_scopes(&first.scopes)),
        },
        is_in_place: may_call_from(&first.key_addresses, address)
            && may_call_from(&first.client_addresses, address),
    };
    if holder.is_in_place && first.last_used_on.is_none_or(|last| last < today) {
        note_use(service, first.id, today).await;
    }
    Ok(Some(Bearer::Key(Ok(holder))))
}

/// Notes the day, with one write a day. Reading goes on without it.
async fn note_use(service: &Service, id: ApiKeyId, today: NaiveDate) {
    use api_key::Column as C;
    let task = Task { operation: "note_key_use", clock: service.clock() };
    let unnoted = Condition::any().add(C::LastUsedOn.is_null()).add(C::LastUsedOn.lt(today));
    let noted = service.store().perform(task, async |tx| {
        let rows = tx.beyond_reach::<api_key::Entity>("whoever holds a key uses it").filter(C::Id.eq(id));
        let values = [(C::LastUsedOn, Expr::value(today))];
        tx.edit_all(rows.filter(unnoted), values).await.map(|_| (Vec::new(), ()))
    });
    if let Err(error) = noted.await {
        tracing::warn!(code = error.code().word(), "the use of a key could not be noted");
    }
}

/// The statement by which keys are looked up: it differs by the day and the key alone, and is put together once a day.
#[derive(Debug, Default)]
pub struct KeyLookup(RwLock<Option<(NaiveDate, Statement)>>);

impl KeyLookup {
    fn of(&self, id: ApiKeyId, today: NaiveDate, backend: DbBackend) -> Statement {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut statement = match known.filter(|(day, _)| *day == today) {
            Some((_, statement)) => statement,
            None => {
                let fresh = with_id(Uuid::nil().into(), today).build(backend);
                *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((today, fresh.clone()));
                fresh
            }
        };
        let values = statement.values.iter_mut().flat_map(|values| values.0.iter_mut());
        for value in values.filter(|value| **value == Value::from(Uuid::nil())) {
            *value = Value::from(Uuid::from(id));
        }
        statement
    }
}

/// Key, client and today's roles; no row when there is no such key.
fn with_id(id: ApiKeyId, today: NaiveDate) -> Select<api_key::Entity> {
    use api_client::Column as C;
    use api_key::Column as K;
    let client: RelationDef =
        api_key::Entity::belongs_to(api_client::Entity).from(K::ClientId).to(C::Id).into();
    let select = api_key::Entity::find()
        .select_only()
        .columns([K::Id, K::ClientId, K::Hash, K::LastUsedOn])
        .column_as(K::Addresses, "key_addresses")
        .column_as(K::ExpiresAt, "key_expires_at")
        .column_as(K::RevokedAt, "key_revoked_at")
        .column(C::Scopes)
        .column_as(C::Addresses, "client_addresses")
        .column_as(C::ExpiresAt, "client_expires_at")
        .column_as(C::RevokedAt, "client_revoked_at")
        .column_as(C::PartnerId, "owner_partner")
        .column_as(C::AreaId, "owner_area")
        .join(JoinType::InnerJoin, client);
    with_roles(select, (K::ClientId, role_assignment::Column::ClientId), today).filter(K::Id.eq(id))
}
