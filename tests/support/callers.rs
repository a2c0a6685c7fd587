//! Callers as values, and the requests they send.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{AccountId, ClientId, SessionId};
use hoinongdan::access::token::Claims;
use serde_json::Value;
use uuid::Uuid;

use crate::app::Wire;
use crate::contract;
use crate::reply::Reply;

/// The media type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody who can send requests; the token is made anew for each, so that it never expires by itself.
#[derive(Clone)]
pub struct Caller {
    wire: Rc<Wire>,
    who: Option<Identity>,
}

/// A person or a machine client.
#[derive(Clone, Copy)]
pub(crate) enum Identity {
    Person(Who),
    Machine(Machine),
}

#[derive(Clone, Copy)]
pub(crate) struct Machine {
    pub(crate) client_id: ClientId,
    pub(crate) token_id: Uuid,
}

#[derive(Clone, Copy)]
pub(crate) struct Who {
    pub(crate) account_id: AccountId,
    pub(crate) session_id: SessionId,
    pub(crate) auth_time: DateTime<Utc>,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let id = self.person().map(|who| Uuid::from(who.account_id));
        let id = id.or(self.machine().map(|machine| machine.client_id.into()));
        f.debug_struct("Caller").field("id", &id).finish_non_exhaustive()
    }
}

impl Caller {
    pub(crate) fn new(wire: Rc<Wire>, who: Option<Identity>) -> Self {
        Self { wire, who }
    }

    fn person(&self) -> Option<Who> {
        match self.who? {
            Identity::Person(who) => Some(who),
            Identity::Machine(_) => None,
        }
    }

    fn machine(&self) -> Option<Machine> {
        match self.who? {
            Identity::Person(_) => None,
            Identity::Machine(machine) => Some(machine),
        }
    }

    /// The account; the nil id for anybody but a person who has signed in.
    #[must_use]
    pub fn account_id(&self) -> AccountId {
        self.person().map_or_else(|| Uuid::nil().into(), |who| who.account_id)
    }

    /// The session; the nil id for anybody but a person who has signed in.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.person().map_or_else(|| Uuid::nil().into(), |who| who.session_id)
    }

    /// The machine client; the nil id for anybody else.
    #[must_use]
    pub fn client_id(&self) -> ClientId {
        self.machine().map_or_else(|| Uuid::nil().into(), |machine| machine.client_id)
    }

    /// Today, by the clock of the service.
    #[must_use]
    pub fn today(&self) -> String {
        self.wire.service.clock().today().to_string()
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
        let service = &self.wire.service;
        let claims = self.claims(service.public_base(), service.clock().now())?;
        Some(service.tokens().issue(&claims).expect("a token"))
    }

    /// What a token of this caller says that a service of this address issues at an instant.
    pub(crate) fn claims(&self, base: &str, now: DateTime<Utc>) -> Option<Claims> {
        let (sub, client_id, sid, auth_time) = match self.who? {
            Identity::Person(who) => {
                (who.account_id.into(), "tests".to_owned(), who.session_id.into(), who.auth_time)
            }
            Identity::Machine(Machine { client_id, token_id }) => {
                (client_id.into(), client_id.to_string(), token_id, now)
            }
        };
        Some(Claims {
            iss: base.to_owned(),
            aud: base.to_owned(),
            sub,
            client_id,
            iat: now.timestamp(),
            exp: (now + TimeDelta::minutes(10)).timestamp(),
            jti: Uuid::now_v7(),
            sid,
            auth_time: auth_time.timestamp(),
            amr: vec!["pwd".to_owned()],
            scope: String::new(),
        })
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

    /// Sets a form with the members of an object, which are texts.
    ///
    /// # Panics
    /// If it is no object of texts.
    pub fn form(self, members: &Value) -> Self {
        let members = members.as_object().expect("an object").iter();
        let pairs = members.map(|(name, value)| (name.as_str(), value.as_str().expect("a text")));
        let text = pairs.fold(String::new(), |text, (name, value)| {
            let separator = if text.is_empty() { "" } else { "&" };
            format!("{text}{separator}{name}={}", encoded(value))
        });
        self.header("content-type", FORM).bytes(text)
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

/// A text as it stands in a form.
fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._".contains(byte);
    let each = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(each).collect()
}

impl IntoFuture for Ask {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
