//! The key for what the service hands out and gets back. What it encrypts, it encrypts under a key made for each domain.

use std::fmt;

use hmac::Mac;

use super::{
    keys::{KeyedMac, decode_key},
    vault::{KeyFault, Secret, decrypt, encrypt},
};

/// The key for what the service hands out and later gets back, such as cursors.
pub struct TokenKey(KeyedMac);

impl TokenKey {
    /// Reads the base64 form of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let secret = decode_key(text.trim()).ok_or("expected the base64 form of 32 bytes")?;
        KeyedMac::new(&secret).map(Self)
    }

    /// The authentication code of the parts; neither the domain nor a border between parts can be shifted.
    pub fn mac(&self, domain: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.0.over(domain, parts).finalize().into_bytes().into()
    }

    /// Encrypts a text, so that it opens in the same domain and with the same binding only.
    pub fn seal(&self, domain: &str, binding: &[u8], text: &[u8]) -> Vec<u8> {
        encrypt(&self.key_of(domain), binding, text)
    }

    /// Reads what was sealed.
    pub fn open(&self, domain: &str, binding: &[u8], sealed: &[u8]) -> Result<Vec<u8>, KeyFault> {
        decrypt(&self.key_of(domain), binding, sealed)
    }

    fn key_of(&self, domain: &str) -> Secret {
        Secret::new(Box::new(self.mac(domain, &[])))
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_key_keeps_domains_parts_and_bindings_apart() {
        let key = TokenKey::parse("QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=").unwrap();
        assert_ne!(key.mac("a", &[b"ab", b"c"]), key.mac("a", &[b"a", b"bc"]));
        let sealed = key.seal("cursor", b"list", b"text");
        assert_eq!(key.open("cursor", b"list", &sealed).unwrap(), b"text");
        assert_eq!(key.open("cursor", b"other", &sealed), Err(KeyFault::Unreadable));
        assert_eq!(key.open("other", b"list", &sealed), Err(KeyFault::Unreadable));
    }
}
