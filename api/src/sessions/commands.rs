//! What happens inside a unit of work about sessions. Passwords have been verified before; nothing here hashes.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    account,
    ids::{AccountId, SessionId},
    refresh_token, session,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::Expr};
use serde_json::json;
use uuid::Uuid;

use super::messages::{AccessToken, Tokens};
use crate::{
    access::{
        SignedIn,
        refresh::RefreshToken,
        token::{Claims, LIFE_SECONDS},
    },
    accounts::messages::User,
    app::Service,
    error::{Code, Error},
    store::{Entry, Task, Tx, Verdict},
    values::Device,
};

/// A session ends when it has not been used for so long.
const IDLE: TimeDelta = TimeDelta::days(30);
/// A session ends after so long, used or not.
const LIFE: TimeDelta = TimeDelta::days(90);
/// A lost reply can be asked for again for so long.
const REPEATED: TimeDelta = TimeDelta::hours(24);

/// True when the account may sign in here: active, and no demonstration account where strangers can reach it.
pub(super) fn is_welcome(service: &Service, account: &account::Model) -> bool {
    account.is_active && (!account.is_demo || service.settings().listen.ip().is_loopback())
}

/// What the journal keeps of a sign-in event: the session and the account, never what was typed.
pub(super) fn event(action: &'static str, session: Option<SessionId>, account: Option<AccountId>) -> Entry {
    let account: Vec<_> = account.map(|id| ("/account_id", json!(id))).into_iter().collect();
    Entry { id: session.map(Into::into), ..Task::entry("session", action, &account) }
}

/// Starts a session for the account whose password was verified, unless it was changed meanwhile.
pub(super) async fn start(
    tx: &Tx,
    service: &Service,
    verified: &account::Model,
    device: Option<&Device>,
) -> Result<Verdict<Tokens>, Error> {
    let rows = tx.beyond_reach::<account::Entity>("signing in").filter(account::Column::Id.eq(verified.id));
    let account = tx.lock(rows).await?;
    if !is_welcome(service, &account) || account.password_hash != verified.password_hash {
        return Ok(refused("sign_in_failed", None, Some(account.id)));
    }
    let session = session::ActiveModel {
        id: Set(tx.new_id()),
        account_id: Set(account.id),
        auth_time: Set(tx.now()),
        device: Set(device.map_or("unknown", AsRef::as_ref).to_owned()),
        created_at: Set(tx.now()),
        last_used_at: Set(tx.now()),
        expires_at: Set(tx.now() + LIFE),
        revoked_at: Set(None),
    };
    let session = tx.insert(session).await?;
    let refresh = RefreshToken::generate();
    let row = keep(tx, &session, &refresh).await?;
    let tokens = tokens(service, &session, &refresh, row.expires_at, tx.now())?;
    Ok((vec![event("signed_in", Some(session.id), Some(account.id))], Ok(tokens)))
}

/// The answer to wrong credentials, always the same.
pub(super) fn refused<T>(
    action: &'static str,
    session: Option<SessionId>,
    account: Option<AccountId>,
) -> Verdict<T> {
    (vec![event(action, session, account)], Err(Error::Unauthenticated(Code::CredentialsInvalid)))
}

/// Exchanges a refresh token. The row of the token stays locked, so that one of two twins sees the other's work.
pub(super) async fn refresh(
    tx: &Tx,
    service: &Service,
    presented: &RefreshToken,
    key: Option<Uuid>,
) -> Result<Verdict<Tokens>, Error> {
    let invalid = || (Vec::new(), Err(Error::Unauthenticated(Code::RefreshTokenInvalid)));
    let token = match tx.lock(by_hash(tx, presented)).await {
        Err(Error::NotFound) => return Ok(invalid()),
        found => found?,
    };
    let rows = tx.beyond_reach::<session::Entity>("the token is the right to it");
    let session = tx.one(rows.filter(session::Column::Id.eq(token.session_id))).await?;
    let rows = tx.beyond_reach::<account::Entity>("the session is the right to it");
    let account = tx.one(rows.filter(account::Column::Id.eq(session.account_id))).await?;
    let is_alive = session.revoked_at.is_none() && session.expires_at > tx.now();
    if !is_alive || token.expires_at <= tx.now() || !is_welcome(service, &account) {
        return Ok(invalid());
    }
    let next = key.map_or_else(RefreshToken::generate, |key| {
        presented.successor(&tx.keyring().token, &key.to_string())
    });
    let row = match token.used_at {
        None => exchange(tx, token, session.clone(), &next).await?,
        Some(used_at) if used_at + REPEATED > tx.now() => match unused(tx, &token, &next).await? {
            Some(row) => row,
            None => return reused(tx, session).await,
        },
        Some(_) => return reused(tx, session).await,
    };
    Ok((Vec::new(), tokens(service, &session, &next, row.expires_at, tx.now())))
}

fn by_hash(tx: &Tx, token: &RefreshToken) -> crate::access::Rows<refresh_token::Entity> {
    tx.beyond_reach::<refresh_token::Entity>("whoever holds it may use it")
        .filter(refresh_token::Column::Hash.eq(token.hash().to_vec()))
}

async fn exchange(
    tx: &Tx,
    token: refresh_token::Model,
    session: session::Model,
    next: &RefreshToken,
) -> Result<refresh_token::Model, Error> {
    let row = keep(tx, &session, next).await?;
    tx.edit::<refresh_token::Entity>(token, |token| {
        token.used_at = Set(Some(tx.now()));
        token.successor_hash = Set(Some(next.hash().to_vec()));
    })
    .await?;
    tx.edit::<session::Entity>(session, |session| session.last_used_at = Set(tx.now())).await?;
    Ok(row)
}

/// The successor that was given for the token before, if this is it and nobody has used it.
async fn unused(
    tx: &Tx,
    token: &refresh_token::Model,
    next: &RefreshToken,
) -> Result<Option<refresh_token::Model>, Error> {
    if token.successor_hash.as_deref() != Some(next.hash().as_slice()) {
        return Ok(None);
    }
    tx.find(by_hash(tx, next).filter(refresh_token::Column::UsedAt.is_null())).await
}

/// Somebody has a copy of the token: the session ends for both.
async fn reused(tx: &Tx, session: session::Model) -> Result<Verdict<Tokens>, Error> {
    let entry = event("refresh_token_reused", Some(session.id), Some(session.account_id));
    tx.edit::<session::Entity>(session, |session| session.revoked_at = Set(Some(tx.now()))).await?;
    Ok((vec![entry], Err(Error::Unauthenticated(Code::RefreshTokenReused))))
}

async fn keep(
    tx: &Tx,
    session: &session::Model,
    token: &RefreshToken,
) -> Result<refresh_token::Model, Error> {
    tx.insert(refresh_token::ActiveModel {
        id: Set(tx.new_id()),
        session_id: Set(session.id),
        hash: Set(token.hash().to_vec()),
        created_at: Set(tx.now()),
        expires_at: Set((tx.now() + IDLE).min(session.expires_at)),
        used_at: Set(None),
        successor_hash: Set(None),
    })
    .await
}

fn tokens(
    service: &Service,
    session: &session::Model,
    refresh: &RefreshToken,
    refresh_expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Tokens, Error> {
    let AccessToken { access_token, token_type, expires_in } = access_token(service, session, now)?;
    let (refresh_token, session_id) = (refresh.expose(), session.id);
    let refresh_expires_at = refresh_expires_at.into();
    Ok(Tokens { access_token, token_type, expires_in, refresh_token, refresh_expires_at, session_id })
}

/// An access token says who and which session; no rights, no areas, nothing personal.
fn access_token(
    service: &Service,
    session: &session::Model,
    now: DateTime<Utc>,
) -> Result<AccessToken, Error> {
    let claims = Claims {
        iss: service.public_base().to_owned(),
        aud: service.public_base().to_owned(),
        sub: session.account_id.into(),
        client_id: "hoinongdan".to_owned(),
        iat: now.timestamp(),
        exp: now.timestamp() + i64::from(LIFE_SECONDS),
        jti: Uuid::now_v7(),
        sid: session.id.into(),
        auth_time: session.auth_time.timestamp(),
        amr: vec!["pwd".to_owned()],
        scope: String::new(),
    };
    let access_token = service.tokens().issue(&claims)?;
    Ok(AccessToken { access_token, token_type: "Bearer", expires_in: LIFE_SECONDS })
}

/// Notes that the password was given again in this session.
pub(super) async fn reauthenticate(tx: &Tx, gate: &SignedIn) -> Result<Verdict<AccessToken>, Error> {
    let session =
        tx.one(gate.own::<session::Entity>().filter(session::Column::Id.eq(gate.session_id))).await?;
    let session = tx.edit::<session::Entity>(session, |session| session.auth_time = Set(tx.now())).await?;
    let token = access_token(&gate.service, &session, tx.now());
    Ok((vec![event("reauthenticated", Some(session.id), Some(gate.account_id))], token))
}

/// Ends one of the caller's own live sessions.
pub(super) async fn end(
    tx: &Tx,
    gate: &SignedIn,
    id: SessionId,
    action: &'static str,
) -> Result<Verdict<()>, Error> {
    let rows = super::queries::live(gate).filter(session::Column::Id.eq(id));
    if tx.edit_all(rows, [(session::Column::RevokedAt, Expr::value(tx.now()))]).await? == 0 {
        return Err(Error::NotFound);
    }
    Ok((vec![event(action, Some(id), Some(gate.account_id))], Ok(())))
}

/// Sets the password that was chosen, unless it was changed since the present one was verified.
pub(super) async fn change_password(
    tx: &Tx,
    gate: &SignedIn,
    verified: &account::Model,
    hash: String,
) -> Result<Verdict<()>, Error> {
    let row = tx.lock(gate.own::<account::Entity>()).await?;
    if row.password_hash != verified.password_hash {
        return Ok(refused("password_change_failed", Some(gate.session_id), Some(gate.account_id)));
    }
    let before = User::of(row.clone(), &gate.caller);
    let row = tx
        .amend::<account::Entity>(row, |row| {
            row.password_hash = Set(hash);
            row.must_change_password = Set(false);
            row.password_changed_at = Set(tx.now());
        })
        .await?;
    tx.end_sessions(row.id, Some(gate.session_id)).await?;
    let after = User::of(row, &gate.caller);
    Ok((vec![Entry::about("password_changed", Some(&before), &after)], Ok(())))
}
