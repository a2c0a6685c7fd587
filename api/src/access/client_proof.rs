//! How machine clients prove who they are: by a secret, or by an assertion that their own key has signed.
//!
//! Each client has one way, and nothing tells a stranger whether the client or the proof was wrong.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use entity::{api_client, ids::ClientId};
use uuid::Uuid;

use super::{
    ClientKey, ClientSecret,
    assertion::{Once, named_by, verify},
};

/// Stands for the key of a client that does not exist, so that looking at an assertion takes as long; nobody has the
/// other half.
static NOBODY: LazyLock<Option<ClientKey>> = LazyLock::new(|| {
    ClientKey::parse(r#"{"kty":"OKP","crv":"Ed25519","x":"qxtZUKtn3Lu1QqCMZXXJCgzPD9o1yIryazkR-Y6TnAI"}"#)
});

/// What a request presents.
#[derive(Debug)]
pub enum Presented {
    /// An id and a secret.
    Secret(Option<ClientId>, Option<ClientSecret>),
    /// A signed assertion.
    Assertion(String),
}

/// A proof that has been looked at as far as that needs no unit of work.
#[derive(Clone, Debug)]
pub enum Proof {
    /// The hash of the secret.
    Secret([u8; 32]),
    /// The key that an assertion was verified with, and what makes it count once.
    Signed(String, Once),
    /// Something that proves nothing.
    Nothing,
}

impl Presented {
    /// An id and a secret as they were sent; what could be neither proves nothing.
    #[must_use]
    pub fn secret(client_id: &str, secret: &str) -> Self {
        let client_id = Uuid::try_parse(client_id).ok().map(ClientId::from);
        Self::Secret(client_id, ClientSecret::parse(secret))
    }

    /// Who it says it is.
    #[must_use]
    pub fn client_id(&self) -> Option<ClientId> {
        match self {
            Self::Secret(client_id, _) => *client_id,
            Self::Assertion(assertion) => named_by(assertion),
        }
    }

    /// What it proves of a client, if there is one of that id; `audiences` are the names that assertions may be for.
    #[must_use]
    pub fn proof(
        &self,
        client: Option<&api_client::Model>,
        audiences: &[String],
        now: DateTime<Utc>,
    ) -> Proof {
        match self {
            Self::Secret(_, secret) => {
                secret.as_ref().map_or(Proof::Nothing, |secret| Proof::Secret(secret.hash()))
            }
            Self::Assertion(assertion) => {
                let (id, jwk) = client.map(|client| (client.id, client.jwk.as_ref())).unzip();
                let jwk = jwk.flatten();
                let key = jwk.and_then(|jwk| ClientKey::parse(jwk));
                let Some(key) = key.as_ref().or(NOBODY.as_ref()) else { return Proof::Nothing };
                let id = id.unwrap_or(ClientId::new(Uuid::nil()));
                let once = verify(assertion, key, id, audiences, now);
                jwk.cloned().zip(once).map_or(Proof::Nothing, |(jwk, once)| Proof::Signed(jwk, once))
            }
        }
    }
}

impl Proof {
    /// Whether it proves that somebody is this client, which is alive: the present secret, the one before as long as
    /// it counts, or its key.
    #[must_use]
    pub fn fits(&self, client: &api_client::Model, now: DateTime<Utc>) -> bool {
        let is_alive = client.revoked_at.is_none() && client.expires_at > now;
        let is = |stored: &Option<Vec<u8>>, hash: &[u8; 32]| stored.as_deref() == Some(hash.as_slice());
        is_alive
            && match self {
                Self::Secret(hash) => {
                    let counts_still = client.old_secret_until.is_some_and(|until| until > now);
                    is(&client.secret_hash, hash) || (counts_still && is(&client.old_secret_hash, hash))
                }
                Self::Signed(jwk, once) => once.until > now && client.jwk.as_ref() == Some(jwk),
                Self::Nothing => false,
            }
    }
}
