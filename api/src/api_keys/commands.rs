//! What happens inside a unit of work about keys of machine clients.

use chrono::TimeDelta;
use entity::{api_client, api_key, ids::ApiKeyId};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{ApiKey, NewApiKey},
    queries::{Kept, refuse_too_many},
    workflow::STEPS,
};
use crate::{
    access::{
        Access, ApiKeySecret, ClientScope, Permit,
        permission::{
            clients::{CreateApiKey, RevokeApiKey},
            publications::ReadPublications,
        },
    },
    error::{Code, Error, Faults, Text},
    store::{Change, Tx},
    values::{FieldCode, Network},
    workflow,
};

/// The longest a key may last.
const LONGEST: TimeDelta = TimeDelta::days(180);

/// Makes a key; the reply shows it once.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateApiKey>,
    new: &NewApiKey,
) -> Result<Change<ApiKey>, Error> {
    let mut faults = Faults::default();
    // Locked, so that of two made at the same time the later one counts the other.
    let client = tx.lock(access.row::<api_client::Entity>(new.client_id)).await.map_err(unknown_client);
    let client = faults.keep(client)?;
    if let Some(client) = &client {
        check_scope(&mut faults, client);
    }
    let latest = tx.now() + LONGEST;
    let expires_at = new.expires_at.map_or(latest, |end| end.utc());
    let detail = Text::new("Phải sau lúc này và trong vòng 180 ngày.", "It must lie ahead, within 180 days.");
    let is_out = expires_at <= tx.now() || expires_at > latest;
    faults.when(is_out, "/expires_at", FieldCode::OutOfRange, detail);
    faults.check()?;
    let client = client.ok_or_else(|| Error::internal("a client that is not there has a fault"))?;
    refuse_ended(tx, &client)?;
    refuse_too_many(tx, client.id).await?;
    let secret = ApiKeySecret::generate(tx.new_id());
    let row = api_key::ActiveModel {
        id: Set(secret.id()),
        client_id: Set(client.id),
        name: Set(new.name.as_ref().to_owned()),
        hash: Set(secret.hash().to_vec()),
        addresses: Set(new.addresses.iter().map(Network::to_string).collect::<Vec<_>>().join(" ")),
        expires_at: Set(expires_at),
        last_used_on: Set(None),
        revoked_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let row = tx.insert(row).await?;
    let view = || ApiKey::of(Kept::of(row.clone(), &client), access.caller(), tx.now());
    Ok(Change::created(view()).showing_once(ApiKey { key: Some(secret.expose()), ..view() }))
}

fn unknown_client(error: Error) -> Error {
    error.naming("/client_id", Text::new("Không có máy khách này.", "There is no such machine client."))
}

/// A key is for published figures: without the right to them it would open next to nothing.
fn check_scope(faults: &mut Faults, client: &api_client::Model) {
    let needed = ReadPublications::PERMISSION;
    let has = ClientScope::list(&client.scopes).iter().any(|scope| scope.permission() == needed);
    let detail = Text::new(
        "Máy khách này chưa có phạm vi publications:read.",
        "This machine client does not have the scope publications:read.",
    );
    faults.when(!has, "/client_id", FieldCode::Inconsistent, detail);
}

fn refuse_ended(tx: &Tx, client: &api_client::Model) -> Result<(), Error> {
    if client.revoked_at.is_none() && client.expires_at > tx.now() {
        return Ok(());
    }
    let detail = Text::new(
        "Máy khách này đã hết hạn hoặc đã bị thu hồi.",
        "This machine client has ended or was revoked.",
    );
    Err(Error::conflict(Code::StateConflict, detail))
}

/// Revokes a key for good.
pub(super) async fn revoke(
    tx: &Tx,
    access: &Access<RevokeApiKey>,
    id: ApiKeyId,
) -> Result<Change<ApiKey>, Error> {
    let row = tx.current(access.row::<api_key::Entity>(id)).await?;
    let clients = tx.beyond_reach::<api_client::Entity>("whoever reaches a key reaches its client");
    let client = tx.one(clients.filter(api_client::Column::Id.eq(row.client_id))).await?;
    let before = Kept::of(row.clone(), &client);
    workflow::next(STEPS, before.status_at(tx.now()), "revoke")?;
    let row = tx.update::<api_key::Entity>(row, |row| row.revoked_at = Set(Some(tx.now()))).await?;
    let view = |kept| ApiKey::of(kept, access.caller(), tx.now());
    Ok(Change::changed("revoked", &view(before), view(Kept::of(row, &client))))
}
