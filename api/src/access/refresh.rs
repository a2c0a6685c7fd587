//! Refresh tokens: opaque, exchanged once for the next access token. Whether a token is known, unused and in time is
//! the business of the session it belongs to.

use super::opaque::Opaque;
use crate::store::keys::TokenKey;

/// A token that is exchanged once for the next access token.
pub type RefreshToken = Opaque;

impl RefreshToken {
    /// The token that follows; the same key gives the same successor, so a lost reply can be repeated.
    pub fn successor(&self, key: &TokenKey, idempotency_key: &str) -> Self {
        Self::from(key.mac("refresh-successor", &[self.bytes(), idempotency_key.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
