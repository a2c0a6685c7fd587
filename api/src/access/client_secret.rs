//! Secrets of machine clients: opaque, with a beginning by which people and scanners of source code know them.

use super::opaque::Opaque;

/// How every secret begins.
const PREFIX: &str = "hnd_";

/// What a machine client signs in with.
#[derive(Debug)]
pub struct ClientSecret(Opaque);

impl ClientSecret {
    /// A new random secret.
    #[must_use]
    pub fn generate() -> Self {
        Self(Opaque::generate())
    }

    /// Reads a presented secret.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.strip_prefix(PREFIX).and_then(Opaque::parse).map(Self)
    }

    /// The text that is handed out, once.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", self.0.expose())
    }

    /// What is stored to recognise it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        self.0.hash()
    }
}

#[cfg(test)]
mod tests {
    use super::ClientSecret;

    #[test]
    fn a_secret_is_known_by_its_beginning() {
        let secret = ClientSecret::generate();
        let text = secret.expose();
        assert!(text.starts_with("hnd_") && text.len() == 47);
        assert_eq!(ClientSecret::parse(&text).unwrap().hash(), secret.hash());
        assert!(ClientSecret::parse(&text[4..]).is_none());
        assert_eq!(format!("{secret:?}"), "ClientSecret(Opaque)");
    }
}
