//! One function per operation on sessions.

use entity::{ids::SessionId, session};

use super::{
    commands,
    messages::{
        AccessToken, Credentials, JsonWebKeySet, Me, PasswordChange, Reauthentication, Refresh, Session,
        SessionFilter, Tokens,
    },
    queries,
};
use crate::{
    access::{Permission, Public, SignIn, SignedIn, attempts, refresh::RefreshToken},
    error::{Code, Error, Text},
    http::{Computed, Json, List, NoContent, OptionalKey, Page, Path},
    values::{FieldCode, Password},
};

pub(super) async fn start_session(gate: SignIn, sent: Json<Credentials>) -> Result<Computed<Tokens>, Error> {
    let (service, login) = (&gate.service, sent.login.as_ref());
    attempts::count(service, &gate.call, login)?;
    let account = gate.account(&sent.login).await?;
    let welcome = account.as_ref().filter(|account| commands::is_welcome(service, account));
    let hash = welcome.map(|account| account.password_hash.clone());
    let is_right = attempts::is_right(service, login, &sent.password, hash).await?;
    let id = account.as_ref().map(|account| account.id);
    let work = async |tx: &_| match welcome.filter(|_| is_right) {
        Some(account) => commands::start(tx, service, account, sent.device.as_ref()).await,
        None => Ok(commands::refused("sign_in_failed", None, id)),
    };
    gate.write(work).await.map(Computed)
}

pub(super) async fn refresh_session(
    gate: SignIn,
    OptionalKey(key): OptionalKey,
    sent: Json<Refresh>,
) -> Result<Computed<Tokens>, Error> {
    let token = RefreshToken::parse(sent.refresh_token.as_ref())
        .ok_or(Error::Unauthenticated(Code::RefreshTokenInvalid))?;
    gate.write(async |tx| commands::refresh(tx, &gate.service, &token, key).await).await.map(Computed)
}

pub(super) async fn reauthenticate_session(
    gate: SignedIn,
    sent: Json<Reauthentication>,
) -> Result<Computed<AccessToken>, Error> {
    let (_, is_right) = verify(&gate, &sent.password).await?;
    let work = async |tx: &_| match is_right {
        true => commands::reauthenticate(tx, &gate).await,
        false => {
            Ok(commands::refused("reauthentication_failed", Some(gate.session_id), Some(gate.account_id)))
        }
    };
    gate.write(work).await.map(Computed)
}

/// The caller's account, and whether this is its password.
async fn verify(gate: &SignedIn, password: &Password) -> Result<(entity::account::Model, bool), Error> {
    let account = queries::own_account(gate).await?;
    attempts::count(&gate.service, &gate.call, &account.login)?;
    let hash = Some(account.password_hash.clone());
    let is_right = attempts::is_right(&gate.service, &account.login, password, hash).await?;
    Ok((account, is_right))
}

pub(super) async fn end_session(gate: SignedIn) -> Result<NoContent, Error> {
    gate.write(async |tx| commands::end(tx, &gate, gate.session_id, "signed_out").await).await?;
    Ok(NoContent(None))
}

pub(super) async fn list_sessions(gate: SignedIn, list: List<SessionFilter>) -> Result<Page<Session>, Error> {
    let sort = queries::sort(list.page.sort);
    let page = gate.page::<session::Entity>(queries::live(&gate), &list.page, &sort).await?;
    Ok(Page(page.map(|row| Session::of(row, gate.session_id))))
}

pub(super) async fn delete_session(gate: SignedIn, Path(id): Path<SessionId>) -> Result<NoContent, Error> {
    gate.write(async |tx| commands::end(tx, &gate, id, "revoked").await).await?;
    Ok(NoContent(None))
}

pub(super) async fn change_password(gate: SignedIn, sent: Json<PasswordChange>) -> Result<NoContent, Error> {
    let (account, is_right) = verify(&gate, &sent.current_password).await?;
    if !is_right {
        let (session, account) = (Some(gate.session_id), Some(gate.account_id));
        let work = async |_: &_| Ok(commands::refused("password_change_failed", session, account));
        return gate.write(work).await.map(|()| NoContent(None));
    }
    let is_same = sent.new_password.expose() == sent.current_password.expose();
    let words = [account.login.as_str(), account.name.as_str()];
    if is_same || sent.new_password.check_against(&words).is_err() {
        let detail = Text::new(
            "Mật khẩu mới phải khác mật khẩu cũ và không dựa vào tên hay tên đăng nhập.",
            "The new password must differ from the old one and must not be made of your name or login.",
        );
        return Err(Error::invalid("/new_password", FieldCode::Inconsistent, detail));
    }
    let hash = gate.service.passwords().hash(sent.new_password.expose().to_owned()).await?;
    gate.write(async |tx| commands::change_password(tx, &gate, &account, hash).await).await?;
    Ok(NoContent(None))
}

pub(super) async fn get_me(gate: SignedIn) -> Result<Computed<Me>, Error> {
    let clock = gate.service.clock();
    let account = queries::own_account(&gate).await?;
    let roles = queries::roles_on(&gate, clock.today()).await?;
    let held = Permission::ALL.iter().filter(|permission| gate.caller.holds(**permission));
    let mut permissions: Vec<&'static str> = held.map(|permission| permission.wire()).collect();
    permissions.sort_unstable();
    Ok(Computed(Me {
        id: account.id,
        login: account.login,
        name: account.name,
        session_id: gate.session_id,
        authenticated_at: gate.auth_time.into(),
        must_change_password: account.must_change_password,
        password_changed_at: account.password_changed_at.into(),
        password_age_days: (clock.now() - account.password_changed_at).num_days().max(0),
        roles,
        permissions,
    }))
}

pub(super) async fn get_signing_keys(gate: Public) -> Result<Computed<JsonWebKeySet>, Error> {
    serde_json::from_value(gate.service().tokens().jwks()).map(Computed).map_err(Error::internal)
}
