//! What an access token says: who it is of, in which session or grant, until when. Never what its holder may do.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// Whom it is for.
    pub aud: String,
    /// The account or machine client.
    pub sub: Uuid,
    /// The software that asked for it.
    pub client_id: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// Its own id.
    pub jti: Uuid,
    /// The session it belongs to.
    pub sid: Uuid,
    /// When the person last proved who they are, in seconds since 1970.
    pub auth_time: i64,
    /// How they did.
    pub amr: Vec<String>,
    /// The permissions it is limited to, separated by spaces.
    pub scope: String,
}

impl Claims {
    /// Whether the token is one of a machine client, which is its own subject (RFC 9068).
    #[must_use]
    pub fn is_of_machine(&self) -> bool {
        self.client_id == self.sub.to_string()
    }
}
