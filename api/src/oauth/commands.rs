//! What happens inside a unit of work about tokens of machine clients.

use entity::{api_client, client_assertion, client_token, ids::ClientId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use uuid::Uuid;

use super::{messages::IssuedToken, queries::Seen};
use crate::{
    access::{
        Once, Proof, SignIn, may_call_from,
        token::{Claims, LIFE_SECONDS},
    },
    app::Service,
    error::{Code, Error, Text},
    store::{Entry, Owner, Task, Tx, Verdict},
    values::{FieldCode, Line},
};

/// What the journal keeps of a try: the client and the token, never what was sent.
fn event(action: &'static str, client: Option<&api_client::Model>, token: Option<Uuid>) -> Entry {
    let values: Vec<_> = token.map(|id| ("/token_id", json!(id))).into_iter().collect();
    let owners = client.into_iter().flat_map(|client| {
        [client.partner_id.map(Owner::Partner), client.area_id.map(Owner::Commune)].into_iter().flatten()
    });
    Entry {
        id: client.map(|client| client.id.into()),
        owners: owners.collect(),
        ..Task::entry("api_client", action, &values)
    }
}

/// The entry for the journal and the answer, to a client that has not proved who it is.
type Refused = Box<(Entry, Error)>;

fn told<T>(refused: Refused) -> Verdict<T> {
    let (entry, answer) = *refused;
    (vec![entry], Err(answer))
}

/// Lets in the client that the request has proved to come from, unless it changed meanwhile: an assertion once, and from
/// addresses on its list only. The row stays locked, so that one of two twins sees the other's work.
async fn admit(tx: &Tx, gate: &SignIn, seen: &Seen) -> Result<Result<api_client::Model, Refused>, Error> {
    let refused = |action, client| {
        let answer = Error::Unauthenticated(Code::CredentialsInvalid);
        Ok(Err(Box::new((event(action, client, None), answer))))
    };
    let Some(proved) = seen.proved(gate) else { return refused("token_refused", seen.client.as_ref()) };
    let rows = tx.beyond_reach::<api_client::Entity>("the proof is the right to it");
    let client = tx.lock(rows.filter(api_client::Column::Id.eq(proved.id))).await?;
    if !seen.proof.fits(&client, tx.now()) {
        return refused("token_refused", Some(&client));
    }
    if let Proof::Signed(_, once) = &seen.proof
        && !is_first_use(tx, client.id, once).await?
    {
        return refused("assertion_reused", Some(&client));
    }
    if !may_call_from(&client.addresses, gate.call.address) {
        let entry = event("address_refused", Some(&client), None);
        return Ok(Err(Box::new((entry, Error::Refused(Code::PermissionDenied)))));
    }
    Ok(Ok(client))
}

/// Notes that an assertion was used; false when it had been before.
async fn is_first_use(tx: &Tx, client_id: ClientId, once: &Once) -> Result<bool, Error> {
    use client_assertion::Column as C;
    let rows = tx.beyond_reach::<client_assertion::Entity>("what was used once is nobody's");
    let used = rows.filter(C::ClientId.eq(client_id)).filter(C::Jti.eq(once.jti.as_str()));
    if tx.find(used).await?.is_some() {
        return Ok(false);
    }
    let row = client_assertion::ActiveModel {
        client_id: Set(client_id),
        jti: Set(once.jti.clone()),
        expires_at: Set(once.until),
    };
    tx.insert(row).await.map(|_| true)
}

/// Gives a client a token, limited to the scopes it asks for.
pub(super) async fn issue(
    tx: &Tx,
    gate: &SignIn,
    seen: &Seen,
    asked: Option<&Line<1, 8000>>,
) -> Result<Verdict<IssuedToken>, Error> {
    let client = match admit(tx, gate, seen).await? {
        Ok(client) => client,
        Err(refused) => return Ok(told(refused)),
    };
    let Some(scope) = granted(&client.scopes, asked.map(AsRef::as_ref)) else {
        let detail = Text::new(
            "Máy khách này không có phạm vi đó.",
            "The client does not have every scope that was asked for.",
        );
        let answer = Error::invalid("/scope", FieldCode::NotInEnum, detail);
        return Ok((vec![event("scope_refused", Some(&client), None)], Err(answer)));
    };
    let seconds = (client.expires_at - tx.now()).num_seconds().min(LIFE_SECONDS.into()).max(1);
    let token = client_token::ActiveModel {
        id: Set(tx.new_id()),
        client_id: Set(client.id),
        scopes: Set(scope.clone()),
        expires_at: Set(tx.now() + chrono::TimeDelta::seconds(seconds)),
        revoked_at: Set(None),
        created_at: Set(tx.now()),
    };
    let token = tx.insert(token).await?;
    let entry = event("token_issued", Some(&client), Some(token.id));
    tx.edit::<api_client::Entity>(client, |client| client.last_used_at = Set(Some(tx.now()))).await?;
    let access_token = signed(&gate.service, &token)?;
    let issued = IssuedToken { access_token, token_type: "Bearer", expires_in: seconds, scope };
    Ok((vec![entry], Ok(issued)))
}

/// The scopes asked for, each once and in the order of the client's; none when one of them is not the client's.
fn granted(held: &str, asked: Option<&str>) -> Option<String> {
    let Some(asked) = asked else { return Some(held.to_owned()) };
    let asked: Vec<&str> = asked.split(' ').filter(|word| !word.is_empty()).collect();
    let held: Vec<&str> = held.split(' ').collect();
    let is_held = asked.iter().all(|word| held.contains(word));
    let granted: Vec<&str> = held.into_iter().filter(|word| asked.contains(word)).collect();
    (is_held && !granted.is_empty()).then(|| granted.join(" "))
}

/// The token as it is sent (RFC 9068): a machine client is its own subject.
fn signed(service: &Service, token: &client_token::Model) -> Result<String, Error> {
    let claims = Claims {
        iss: service.public_base().to_owned(),
        aud: service.public_base().to_owned(),
        sub: token.client_id.into(),
        client_id: token.client_id.to_string(),
        iat: token.created_at.timestamp(),
        exp: token.expires_at.timestamp(),
        jti: Uuid::now_v7(),
        sid: token.id,
        auth_time: token.created_at.timestamp(),
        amr: Vec::new(),
        scope: token.scopes.clone(),
    };
    Ok(service.tokens().issue(&claims)?)
}

/// Revokes a token of the client. What is no token any more is revoked enough (RFC 7009).
pub(super) async fn revoke(tx: &Tx, gate: &SignIn, seen: &Seen, token: &str) -> Result<Verdict<()>, Error> {
    let client = match admit(tx, gate, seen).await? {
        Ok(client) => client,
        Err(refused) => return Ok(told(refused)),
    };
    let Ok(claims) = gate.service.verify_token(token) else { return Ok((Vec::new(), Ok(()))) };
    if ClientId::from(claims.sub) != client.id || !claims.is_of_machine() {
        let detail = Text::new("Mã này được cấp cho bên khác.", "The token was given to somebody else.");
        return Ok((Vec::new(), Err(Error::invalid("/token", FieldCode::Inconsistent, detail))));
    }
    let rows = tx
        .beyond_reach::<client_token::Entity>("it is the client's own")
        .filter(client_token::Column::Id.eq(claims.sid))
        .filter(client_token::Column::RevokedAt.is_null());
    let Some(row) = tx.find(rows).await? else { return Ok((Vec::new(), Ok(()))) };
    let entry = event("token_revoked", Some(&client), Some(row.id));
    tx.edit::<client_token::Entity>(row, |row| row.revoked_at = Set(Some(tx.now()))).await?;
    Ok((vec![entry], Ok(())))
}

#[cfg(test)]
mod tests {
    use super::granted;

    #[test]
    fn a_token_has_the_scopes_asked_for_or_all() {
        let held = "areas:read deliveries:read sales-contracts:read";
        let of = |asked| granted(held, asked);
        assert_eq!(of(None).as_deref(), Some(held));
        let both = Some("sales-contracts:read  areas:read areas:read");
        assert_eq!(of(both).as_deref(), Some("areas:read sales-contracts:read"));
        assert_eq!([of(Some("areas:read areas")), of(Some(""))], [None, None]);
    }
}
