//! Opaque secrets: 256 random bits, stored as a hash only.
//!
//! Refuses to show itself but through `expose`. So many random bits need no slow hash: nobody can try them out.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};

use crate::store::vault::random;

/// How many characters 256 bits are in base64url.
const LENGTH: usize = 43;

/// A secret whose owner alone has it.
pub struct Opaque(SecretBox<[u8; 32]>);

impl Opaque {
    /// A new random secret.
    pub fn generate() -> Self {
        Self::from(random())
    }

    /// Reads a presented secret; anything but 43 base64url characters is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != LENGTH {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(|bytes: [u8; 32]| Self::from(bytes))
    }

    /// The text that is handed out, once.
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.expose_secret())
    }

    /// What is stored to recognise it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret()).into()
    }

    /// The bytes, for what is derived from them.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }
}

impl From<[u8; 32]> for Opaque {
    fn from(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opaque")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_the_wire() {
        let secret = Opaque::generate();
        let text = secret.expose();
        assert_eq!(Opaque::parse(&text).unwrap().hash(), secret.hash());
        assert_eq!(format!("{secret:?}"), "Opaque");
        for wrong in ["", &text[1..], &format!("{text}="), &format!("+{}", &text[1..])] {
            assert!(Opaque::parse(wrong).is_none());
        }
    }
}
