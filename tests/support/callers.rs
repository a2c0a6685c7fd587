//! Callers as values: who they are, and the requests they send.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use chrono::{DateTime, TimeDelta, Utc};
use entity::enums::Role;
use entity::ids::{AccountId, AreaId, GroupId, PartnerId, RoleAssignmentId, SessionId};
use entity::{account, role_assignment, session};
use hoinongdan::access::Scope;
use hoinongdan::access::token::Claims;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use serde_json::Value;
use uuid::Uuid;

use crate::app::{App, Wire, day};
use crate::contract;
use crate::reply::Reply;

/// Somebody who can send requests; the token is made anew for each, so that it never expires by itself.
#[derive(Clone)]
pub struct Caller {
    wire: Rc<Wire>,
    who: Option<Who>,
}

#[derive(Clone, Copy)]
struct Who {
    account_id: AccountId,
    session_id: SessionId,
    auth_time: DateTime<Utc>,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller")
            .field("account_id", &self.who.map(|who| who.account_id))
            .finish_non_exhaustive()
    }
}

impl App {
    /// Somebody with one role over a scope, confirmed where that is needed.
    pub async fn as_role(&self, role: Role, scope: Scope) -> Caller {
        self.as_roles(&[(role, scope)]).await
    }

    /// Somebody with several roles.
    ///
    /// # Panics
    /// If the rows cannot be inserted.
    pub async fn as_roles(&self, roles: &[(Role, Scope)]) -> Caller {
        let who = Who {
            account_id: Uuid::now_v7().into(),
            session_id: Uuid::now_v7().into(),
            auth_time: self.now(),
        };
        let rows = roles.iter().map(|(role, scope)| assignment(who, *role, *scope)).collect::<Vec<_>>();
        account::Entity::insert(account_row(who, self.serial())).exec(self.db()).await.expect("an account");
        session::Entity::insert(session_row(who)).exec(self.db()).await.expect("a session");
        if !rows.is_empty() {
            role_assignment::Entity::insert_many(rows).exec(self.db()).await.expect("assignments");
        }
        Caller { wire: Rc::clone(&self.wire), who: Some(who) }
    }

    /// An administrator of the province.
    pub async fn as_admin(&self) -> Caller {
        self.as_role(Role::Administrator, Scope::Province(self.province().await)).await
    }

    /// An officer of an area.
    pub async fn as_officer_of(&self, area: AreaId) -> Caller {
        self.as_role(Role::Officer, Scope::Area(area)).await
    }

    /// The leader of a group.
    pub async fn as_leader_of(&self, group: GroupId) -> Caller {
        self.as_role(Role::Leader, Scope::Group(group)).await
    }

    /// A viewer of an area.
    pub async fn as_viewer_of(&self, area: AreaId) -> Caller {
        self.as_role(Role::Viewer, Scope::Area(area)).await
    }

    /// An auditor of the province.
    pub async fn as_auditor(&self) -> Caller {
        self.as_role(Role::Auditor, Scope::Province(self.province().await)).await
    }

    /// An auditor of an area.
    pub async fn as_auditor_of(&self, area: AreaId) -> Caller {
        self.as_role(Role::Auditor, Scope::Area(area)).await
    }

    /// A donor.
    pub async fn as_donor(&self) -> Caller {
        self.as_role(Role::Donor, Scope::Province(self.province().await)).await
    }

    /// An appraiser of the province.
    pub async fn as_appraiser(&self) -> Caller {
        self.as_role(Role::Appraiser, Scope::Province(self.province().await)).await
    }

    /// An approver of the province.
    pub async fn as_approver(&self) -> Caller {
        self.as_role(Role::Approver, Scope::Province(self.province().await)).await
    }

    /// A treasurer of the province.
    pub async fn as_treasurer(&self) -> Caller {
        self.as_role(Role::Treasurer, Scope::Province(self.province().await)).await
    }

    /// Staff of a partner.
    pub async fn as_partner(&self, partner: PartnerId) -> Caller {
        self.as_role(Role::Partner, Scope::Partner(partner)).await
    }
}

impl Caller {
    pub(crate) fn anonymous(wire: Rc<Wire>) -> Self {
        Self { wire, who: None }
    }

    /// The account; the nil id for somebody who has not signed in.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.who.map_or_else(|| Uuid::nil().into(), |who| who.account_id)
    }

    /// The session; the nil id for somebody who has not signed in.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.who.map_or_else(|| Uuid::nil().into(), |who| who.session_id)
    }

    /// A request; `.await` sends it.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let ask = Ask {
            caller: self.clone(),
            method,
            path: path.to_owned(),
            address: [192, 0, 2, 1],
            headers: Vec::new(),
            body: None,
        };
        match self.token() {
            Some(token) => ask.header("authorization", &format!("Bearer {token}")),
            None => ask,
        }
    }

    /// Reads.
    pub fn get(&self, path: &str) -> Ask {
        self.ask(Method::GET, path)
    }

    /// Creates, with a fresh key.
    pub fn post(&self, path: &str, body: Value) -> Ask {
        self.ask(Method::POST, path).key(Uuid::now_v7()).json(body)
    }

    /// Changes members of the revision `etag`.
    pub fn patch(&self, path: &str, etag: &str, body: Value) -> Ask {
        let ask = self.ask(Method::PATCH, path).if_match(etag).json(body);
        ask.header("content-type", "application/merge-patch+json")
    }

    /// Acts on the revision `etag`, with a fresh key; `Value::Null` sends no body.
    pub fn act(&self, path: &str, etag: &str, body: Value) -> Ask {
        self.post(path, body).if_match(etag)
    }

    /// Takes out the revision `etag`; the path carries `?reason=`.
    pub fn delete(&self, path: &str, etag: &str) -> Ask {
        self.ask(Method::DELETE, path).if_match(etag)
    }

    /// A token that is valid for ten minutes from now on; none for somebody who has not signed in.
    ///
    /// # Panics
    /// If it cannot be signed.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        let who = self.who?;
        let now = self.wire.service.clock().now();
        let base = self.wire.service.public_base().to_owned();
        let claims = Claims {
            iss: base.clone(),
            aud: base,
            sub: who.account_id.into(),
            client_id: "tests".to_owned(),
            iat: now.timestamp(),
            exp: (now + TimeDelta::minutes(10)).timestamp(),
            jti: Uuid::now_v7(),
            sid: who.session_id.into(),
            auth_time: who.auth_time.timestamp(),
            amr: vec!["pwd".to_owned()],
            scope: String::new(),
        };
        Some(self.wire.service.tokens().issue(&claims).expect("a token"))
    }
}

/// A request under construction; `.await` sends it and checks the reply against contract and journal.
#[derive(Clone, Debug)]
#[must_use = "a request is sent by awaiting it"]
pub struct Ask {
    caller: Caller,
    method: Method,
    path: String,
    address: [u8; 4],
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Ask {
    /// Sets a header, instead of any of the same name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// Leaves a header out.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(set, _)| !set.eq_ignore_ascii_case(name));
        self
    }

    /// Sets the idempotency key.
    pub fn key(self, key: Uuid) -> Self {
        self.header("idempotency-key", &key.to_string())
    }

    /// Sends it from another address than usual.
    pub fn from_address(mut self, address: [u8; 4]) -> Self {
        self.address = address;
        self
    }

    /// Sets the revision that was read.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// Sets the preferred language.
    pub fn language(self, tag: &str) -> Self {
        self.header("accept-language", tag)
    }

    /// Sets the token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Sets a JSON body; `Value::Null` means none.
    pub fn json(self, body: Value) -> Self {
        if body.is_null() { self } else { self.bytes(body.to_string()) }
    }

    /// Sets the bytes of the body, as JSON unless a content type is set.
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        if self.headers.iter().any(|(name, _)| name == "content-type") {
            self
        } else {
            self.header("content-type", "application/json")
        }
    }

    async fn send(self) -> Reply {
        let mut request = TestRequest::with_uri(&self.path)
            .method(self.method.clone())
            .peer_addr(SocketAddr::from((self.address, 40_000)));
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        if let Some(body) = &self.body {
            request = request.insert_header(("content-length", body.len())).set_payload(body.clone());
        }
        let (status, headers, body) = (self.caller.wire.serve)(request).await;
        let reply = Reply::new(&self.method, &self.path, status, headers, &body);
        contract::check(&reply);
        contract::check_journal(&reply, &self.caller.wire.db).await;
        reply
    }
}

impl IntoFuture for Ask {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

fn account_row(who: Who, number: u32) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(who.account_id),
        login: Set(format!("nguoi.dung.{number}")),
        name: Set(format!("Người dùng thử {number}")),
        person_id: Set(None),
        password_hash: Set("no password".to_owned()),
        is_active: Set(true),
        is_demo: Set(false),
        password_changed_at: Set(who.auth_time),
        version: Set(1),
        created_at: Set(who.auth_time),
        updated_at: Set(who.auth_time),
    }
}

fn session_row(who: Who) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(who.session_id),
        account_id: Set(who.account_id),
        auth_time: Set(who.auth_time),
        device: Set("bộ thử".to_owned()),
        created_at: Set(who.auth_time),
        last_used_at: Set(who.auth_time),
        expires_at: Set(who.auth_time + TimeDelta::days(36_500)),
        revoked_at: Set(None),
    }
}

fn assignment(who: Who, role: Role, scope: Scope) -> role_assignment::ActiveModel {
    let (area_id, group_id, partner_id) = match scope {
        Scope::Province(id) | Scope::Area(id) => (Some(id), None, None),
        Scope::Group(id) => (None, Some(id), None),
        Scope::Partner(id) => (None, None, Some(id)),
    };
    role_assignment::ActiveModel {
        id: Set(RoleAssignmentId::from(Uuid::now_v7())),
        account_id: Set(Some(who.account_id)),
        client_id: Set(None),
        role: Set(role),
        area_id: Set(area_id),
        group_id: Set(group_id),
        partner_id: Set(partner_id),
        from_on: Set(day("2020-01-01")),
        until_on: Set(None),
        entered_by: Set(None),
        confirmed_by: Set(None),
        confirmed_at: Set(Some(who.auth_time)),
        version: Set(1),
        created_at: Set(who.auth_time),
        updated_at: Set(who.auth_time),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}
