//! Machine clients by way of the API: made by whoever owns them, and proving who they are at the OAuth endpoints.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::callers::{Ask, Caller};
use crate::calls::step;
use crate::reply::Reply;

/// Where machine clients live.
pub const CLIENTS: &str = "/v1/api-clients";
/// Where tokens are taken.
pub const TOKEN: &str = "/oauth/token";
/// Where they are revoked.
pub const REVOKE: &str = "/oauth/revoke";
/// The address of the service.
pub const BASE: &str = "http://127.0.0.1:8080";
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Private keys made for these tests (PKCS #8, base64): of Ed25519 and of P-256.
pub const KEYS: [(&str, Algorithm); 2] = [
    ("MC4CAQAwBQYDK2VwBCIEIAUb0ozwhUPhR5c/wen5TIGDc440OYPGOluNzq2SlLoq", Algorithm::EdDSA),
    (
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZ+mTvoeUd06d/Uy0foJIWu076hCbLOoRgim3uMcUIjWhRANCAATeFIzfO/dB\
         ubr+Ri0FoiT9biAFrelxrt27xuiLmte5tr81bUSGn9FvArVk5s4zyvQUevaFUCkkv//iFYFffYGR",
        Algorithm::ES256,
    ),
];

/// A machine client that can prove who it is.
pub struct Client {
    /// Its id.
    pub id: Uuid,
    proof: Proof,
}

enum Proof {
    Secret(String),
    Key(EncodingKey, Algorithm),
}

impl Client {
    /// One with a secret, of somebody's partner.
    pub async fn with_secret(by: &Caller, scopes: &[&str]) -> Self {
        Self::of(&make(by, new(scopes)).await)
    }

    /// The one that a reply shows with its secret.
    pub fn of(made: &Reply) -> Self {
        Self {
            id: made.id(),
            proof: Proof::Secret(made.json["secret"].as_str().expect("a secret").to_owned()),
        }
    }

    /// One with a key, of somebody's partner.
    pub async fn with_key(by: &Caller, (key, algorithm): (&str, Algorithm)) -> Self {
        let key = STANDARD.decode(key).expect("base64");
        let signs = match algorithm {
            Algorithm::ES256 => EncodingKey::from_ec_der(&key),
            _ => EncodingKey::from_ed_der(&key),
        };
        let jwk = Jwk::from_encoding_key(&signs, algorithm).expect("a key");
        let jwk = serde_json::to_value(jwk).expect("a key that can be written");
        let id = make(by, with("jwk", jwk)).await.id();
        Self { id, proof: Proof::Key(signs, algorithm) }
    }

    /// The secret of one that has one.
    pub fn secret(&self) -> &str {
        let secret = match &self.proof {
            Proof::Secret(secret) => Some(secret),
            Proof::Key(..) => None,
        };
        secret.expect("a secret")
    }

    /// The header of HTTP Basic.
    pub fn basic(&self) -> String {
        basic(self.id, self.secret())
    }

    /// What a good assertion says.
    pub fn claims(&self, app: &App) -> Value {
        let exp = (app.now() + TimeDelta::minutes(5)).timestamp();
        json!({ "iss": self.id, "sub": self.id, "aud": format!("{BASE}{TOKEN}"), "exp": exp, "jti": Uuid::now_v7() })
    }

    /// An assertion that says this, of one that has a key.
    pub fn signed(&self, claims: &Value) -> String {
        let key = match &self.proof {
            Proof::Secret(_) => None,
            Proof::Key(signs, algorithm) => Some((signs, *algorithm)),
        };
        let (signs, algorithm) = key.expect("a key");
        encode(&Header::new(algorithm), claims, signs).expect("an assertion")
    }

    /// A request to an endpoint with these parameters, and the proof of who sends it.
    pub fn ask(&self, app: &App, path: &str, mut members: Value) -> Ask {
        let ask = app.anonymous().ask(Method::POST, path);
        match &self.proof {
            Proof::Secret(_) => ask.header("authorization", &self.basic()).form(&members),
            Proof::Key(..) => {
                members["client_assertion_type"] = json!(JWT_BEARER);
                members["client_assertion"] = json!(self.signed(&self.claims(app)));
                ask.form(&members)
            }
        }
    }

    /// Asks for a token with all scopes.
    pub fn token(&self, app: &App) -> Ask {
        self.ask(app, TOKEN, json!({ "grant_type": "client_credentials" }))
    }

    /// Asks for a token with some scopes.
    pub fn token_for(&self, app: &App, scope: &str) -> Ask {
        self.ask(app, TOKEN, json!({ "grant_type": "client_credentials", "scope": scope }))
    }
}

/// The header of HTTP Basic.
pub fn basic(id: impl std::fmt::Display, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// Asks for a token with an assertion.
pub fn asserting(app: &App, assertion: &str) -> Ask {
    let form = json!({
        "grant_type": "client_credentials", "client_assertion_type": JWT_BEARER, "client_assertion": assertion,
    });
    app.anonymous().ask(Method::POST, TOKEN).form(&form)
}

/// A request with the token of a reply.
pub fn get(app: &App, issued: &Reply, path: &str) -> Ask {
    app.anonymous().get(path).bearer(issued.json["access_token"].as_str().expect("a token"))
}

/// Passes a refusal of RFC 6749 on.
#[track_caller]
pub fn refused(reply: Reply, status: u16, error: &str) -> Reply {
    assert_eq!((reply.status, reply.json["error"].as_str().unwrap_or_default()), (status, error), "{reply}");
    reply
}

/// A new machine client with these scopes.
pub fn new(scopes: &[&str]) -> Value {
    json!({ "name": "Phần mềm kho", "scopes": scopes, "expires_at": "2027-06-01T00:00:00.000Z" })
}

/// A new machine client with a further member.
pub fn with(name: &str, value: Value) -> Value {
    let mut body = new(&["areas:read"]);
    body[name] = value;
    body
}

/// Makes a machine client.
pub async fn make(by: &Caller, body: Value) -> Reply {
    by.post(CLIENTS, body).await.expect(201)
}

/// Acts on a machine client at its present revision.
pub async fn act(by: &Caller, id: Uuid, action: &str) -> Reply {
    step(by, &format!("{CLIENTS}/{id}"), action, Value::Null).await
}

/// Changes a machine client at its present revision.
pub async fn change(by: &Caller, id: Uuid, body: Value) -> Reply {
    let path = format!("{CLIENTS}/{id}");
    let etag = by.get(&path).await.expect(200).etag();
    by.patch(&path, &etag, body).await
}
