//! What happens inside a unit of work about machine clients.

use chrono::{Months, TimeDelta};
use entity::{api_client, enums::Role, ids::ClientId, role_assignment};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use uuid::Uuid;

use super::{
    messages::{ApiClient, ApiClientPatch, ClientStatus, NewApiClient},
    workflow::{STEPS, status_at},
};
use crate::{
    access::{
        Access, ClientScope, ClientSecret, Permit, RowLevel, machines_may,
        permission::clients::{CreateApiClient, RevokeApiClient, RotateApiClientSecret, UpdateApiClient},
    },
    client_owners::queries::{Ownership, owner_named, refuse_too_many},
    error::{Error, Faults, Text},
    store::{Change, Tx},
    values::{FieldCode, Instant, Network},
    workflow,
};

/// How long a secret counts after the next one was made.
const OLD_SECRET: TimeDelta = TimeDelta::hours(24);
/// The longest a client may last from now on.
const LONGEST: Months = Months::new(12);

/// Makes a machine client; the reply shows its secret once, unless it has a key of its own.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateApiClient>,
    new: &NewApiClient,
) -> Result<Change<ApiClient>, Error> {
    let mut faults = Faults::default();
    let named = (new.partner_id, new.area_id);
    let owner = faults.keep(owner_named(tx, access.reach(), named).await)?;
    if let Some(owner) = owner {
        check_scopes(&mut faults, owner.role(), &new.scopes);
    }
    check_end(tx, &mut faults, new.expires_at);
    let jwk = match &new.jwk {
        Some(jwk) => faults.keep(jwk.stored("/jwk"))?,
        None => None,
    };
    faults.check()?;
    let owner = owner.ok_or_else(|| Error::internal("an owner that is none has no faults"))?;
    refuse_too_many(tx, owner).await?;
    let secret = jwk.is_none().then(ClientSecret::generate);
    let row = api_client::ActiveModel {
        id: Set(tx.new_id()),
        partner_id: Set(owner.partner_id()),
        area_id: Set(owner.area_id()),
        name: Set(new.name.as_ref().to_owned()),
        secret_hash: Set(secret.as_ref().map(|secret| secret.hash().to_vec())),
        old_secret_hash: Set(None),
        old_secret_until: Set(None),
        jwk: Set(jwk),
        scopes: Set(listed(&new.scopes)),
        addresses: Set(networks(&new.addresses)),
        expires_at: Set(new.expires_at.utc()),
        last_used_at: Set(None),
        revoked_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let row = tx.insert(row).await?;
    assign(tx, access, row.id, owner).await?;
    let change = Change::created(ApiClient::of(row.clone(), access.caller(), tx.now()));
    Ok(match secret {
        Some(secret) => change.showing_once(shown(tx, access, row, &secret)),
        None => change,
    })
}

/// The view with the secret in it, for the one reply that shows it.
fn shown<P: Permit>(tx: &Tx, access: &Access<P>, row: api_client::Model, secret: &ClientSecret) -> ApiClient {
    ApiClient { secret: Some(secret.expose()), ..ApiClient::of(row, access.caller(), tx.now()) }
}

fn check_scopes(faults: &mut Faults, role: Role, scopes: &[ClientScope]) {
    for (index, scope) in scopes.iter().enumerate() {
        let is_beyond = !machines_may(scope.permission(), role.into());
        let detail = Text::new(
            "Vai trò của máy khách này không có quyền đó.",
            "The role of this client does not hold this permission.",
        );
        faults.when(is_beyond, format!("/scopes/{index}"), FieldCode::NotInEnum, detail);
    }
}

fn check_end(tx: &Tx, faults: &mut Faults, expires_at: Instant) {
    let latest = tx.now().checked_add_months(LONGEST);
    let is_late = latest.is_none_or(|latest| expires_at.utc() > latest);
    let detail = Text::new("Phải sau lúc này và trong vòng một năm.", "It must lie ahead, within a year.");
    faults.when(expires_at.utc() <= tx.now() || is_late, "/expires_at", FieldCode::OutOfRange, detail);
}

/// Gives the client its role over what owns it, from today on.
async fn assign(
    tx: &Tx,
    access: &Access<CreateApiClient>,
    client_id: ClientId,
    owner: Ownership,
) -> Result<(), Error> {
    let row = role_assignment::ActiveModel {
        id: Set(tx.new_id()),
        account_id: Set(None),
        client_id: Set(Some(client_id.into())),
        role: Set(owner.role()),
        area_id: Set(owner.area_id()),
        group_id: Set(None),
        partner_id: Set(owner.partner_id()),
        from_on: Set(tx.today()),
        until_on: Set(None),
        entered_by: Set(access.caller().account_id().map(Into::into)),
        confirmed_by: Set(None),
        confirmed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    tx.insert(row).await.map(drop)
}

/// The scopes as they are stored: sorted, each once.
fn listed(scopes: &[ClientScope]) -> String {
    let mut words: Vec<&str> = scopes.iter().map(|scope| scope.permission().wire()).collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The networks as they are stored.
fn networks(addresses: &[Network]) -> String {
    addresses.iter().map(Network::to_string).collect::<Vec<_>>().join(" ")
}

/// The machine client that `If-Match` is about, and how it looks.
async fn current<P: Permit + RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: ClientId,
) -> Result<(api_client::Model, ApiClient), Error> {
    let row = tx.current(access.row::<api_client::Entity>(id)).await?;
    let view = ApiClient::of(row.clone(), access.caller(), tx.now());
    Ok((row, view))
}

/// Changes name, scopes, addresses or end; a revoked client stays as it is.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateApiClient>,
    id: ClientId,
    patch: &ApiClientPatch,
) -> Result<Change<ApiClient>, Error> {
    let (row, before) = current(tx, access, id).await?;
    let mut faults = Faults::default();
    check_scopes(&mut faults, before.role, patch.scopes.as_deref().unwrap_or_default());
    if let Some(expires_at) = patch.expires_at {
        check_end(tx, &mut faults, expires_at);
    }
    faults.check()?;
    if before.status == ClientStatus::Revoked {
        return Err(Error::step_not_open(&[]));
    }
    // One that comes to life again counts again.
    if let (ClientStatus::Expired, Some(_), Some(owner)) =
        (before.status, patch.expires_at, Ownership::of(&row))
    {
        refuse_too_many(tx, owner).await?;
    }
    let row = tx
        .update::<api_client::Entity>(row, |row| {
            if let Some(name) = &patch.name {
                row.name = Set(name.as_ref().to_owned());
            }
            if let Some(scopes) = &patch.scopes {
                row.scopes = Set(listed(scopes));
            }
            if let Some(addresses) = &patch.addresses {
                row.addresses = Set(networks(addresses));
            }
            if let Some(expires_at) = patch.expires_at {
                row.expires_at = Set(expires_at.utc());
            }
        })
        .await?;
    Ok(Change::changed("updated", &before, ApiClient::of(row, access.caller(), tx.now())))
}

/// Gives a new secret; the one before counts for a day more.
pub(super) async fn rotate_secret(
    tx: &Tx,
    access: &Access<RotateApiClientSecret>,
    id: ClientId,
    secret: &ClientSecret,
) -> Result<Change<ApiClient>, Error> {
    let (row, before) = current(tx, access, id).await?;
    workflow::next(STEPS, status_at(&row, tx.now()), "rotate-secret")?;
    let Some(old) = row.secret_hash.clone() else {
        return Err(Error::step_not_open(&before.allowed_actions));
    };
    let row = tx
        .update::<api_client::Entity>(row, |row| {
            row.old_secret_hash = Set(Some(old));
            row.old_secret_until = Set(Some(tx.now() + OLD_SECRET));
            row.secret_hash = Set(Some(secret.hash().to_vec()));
        })
        .await?;
    let after = ApiClient::of(row.clone(), access.caller(), tx.now());
    Ok(Change::changed("secret_rotated", &before, after).showing_once(shown(tx, access, row, secret)))
}

/// Revokes a client for good, and ends its role.
pub(super) async fn revoke(
    tx: &Tx,
    access: &Access<RevokeApiClient>,
    id: ClientId,
) -> Result<Change<ApiClient>, Error> {
    let (row, before) = current(tx, access, id).await?;
    workflow::next(STEPS, status_at(&row, tx.now()), "revoke")?;
    let row = tx.update::<api_client::Entity>(row, |row| row.revoked_at = Set(Some(tx.now()))).await?;
    let held = tx
        .beyond_reach::<role_assignment::Entity>("the role of a machine client ends with it")
        .filter(role_assignment::Column::ClientId.eq(Uuid::from(id)))
        .filter(role_assignment::Column::UntilOn.is_null());
    for role in tx.all(held).await? {
        tx.amend::<role_assignment::Entity>(role, |role| role.until_on = Set(Some(tx.today()))).await?;
    }
    Ok(Change::changed("revoked", &before, ApiClient::of(row, access.caller(), tx.now())))
}
