//! Refresh tokens: opaque, 256 random bits, stored as a hash only.
//!
//! Refuses to show itself but through `expose`. Whether a token is known, unused and in time is the
//! business of the session it belongs to.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};

use crate::store::{keys::TokenKey, vault::random};

/// A token that is exchanged once for the next access token.
pub struct RefreshToken(SecretBox<[u8; 32]>);

impl RefreshToken {
    /// A new random token, for a sign-in.
    pub fn generate() -> Self {
        Self::from(random())
    }

    /// Reads a presented token; anything but 43 base64url characters is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(|bytes: [u8; 32]| Self::from(bytes))
    }

    /// The text that is handed to the client, once.
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.expose_secret())
    }

    /// What is stored to recognise it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret()).into()
    }

    /// The token that follows; the same key gives the same successor, so a lost reply can be repeated.
    pub fn successor(&self, key: &TokenKey, idempotency_key: &str) -> Self {
        Self::from(key.mac("refresh-successor", &[self.0.expose_secret(), idempotency_key.as_bytes()]))
    }
}

impl From<[u8; 32]> for RefreshToken {
    fn from(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_wire() {
        let token = RefreshToken::generate();
        let text = token.expose();
        assert_eq!(RefreshToken::parse(&text).unwrap().hash(), token.hash());
        assert_eq!(format!("{token:?}"), "RefreshToken");
        for wrong in ["", &text[1..], &format!("{text}="), &format!("+{}", &text[1..])] {
            assert!(RefreshToken::parse(wrong).is_none());
        }
    }

    #[test]
    fn a_successor_depends_on_token_and_idempotency_key() {
        let key = TokenKey::parse("QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=").unwrap();
        let token = RefreshToken::generate();
        let successor = token.successor(&key, "k1").hash();
        assert_eq!(successor, token.successor(&key, "k1").hash());
        let others = [token.hash(), token.successor(&key, "k2").hash()];
        assert!(!others.contains(&successor));
        assert_ne!(successor, RefreshToken::generate().successor(&key, "k1").hash());
    }
}
