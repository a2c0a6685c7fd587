//! Keys of machine clients as they are handed out: the id by which a key is looked up, then 256 random bits. The beginning
//! is known to people and to scanners of source code.

use entity::ids::ApiKeyId;
use uuid::Uuid;

use super::opaque::Opaque;

/// How every key begins.
const PREFIX: &str = "hndk_";
/// How many characters its id has.
const ID_LENGTH: usize = 32;

/// What a system sends as `X-API-Key`.
#[derive(Debug)]
pub struct ApiKeySecret {
    id: ApiKeyId,
    secret: Opaque,
}

impl ApiKeySecret {
    /// A new random key with an id.
    #[must_use]
    pub fn generate(id: ApiKeyId) -> Self {
        Self { id, secret: Opaque::generate() }
    }

    /// Reads a presented key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, rest) = text.strip_prefix(PREFIX)?.split_at_checked(ID_LENGTH)?;
        let id = Uuid::try_parse(id).ok()?.into();
        rest.strip_prefix('_').and_then(Opaque::parse).map(|secret| Self { id, secret })
    }

    /// The text that is handed out, once.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}_{}", Uuid::from(self.id).simple(), self.secret.expose())
    }

    /// Which key it says it is.
    #[must_use]
    pub const fn id(&self) -> ApiKeyId {
        self.id
    }

    /// What is stored to recognise it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        self.secret.hash()
    }
}

#[cfg(test)]
mod tests {
    use super::ApiKeySecret;
    use uuid::Uuid;

    #[test]
    fn a_key_names_itself_and_is_known_by_its_beginning() {
        let key = ApiKeySecret::generate(Uuid::now_v7().into());
        let text = key.expose();
        assert!(text.starts_with("hndk_") && text.len() == 81 && text.is_ascii());
        let read = ApiKeySecret::parse(&text).unwrap();
        assert_eq!((read.id(), read.hash()), (key.id(), key.hash()));
        assert!(!format!("{key:?}").contains(&text[38..]));
        let letters = format!("hndk_{}", "đ".repeat(76));
        for wrong in [
            "",
            "hndk_",
            &text[1..],
            &text[..80],
            &format!("{text}A"),
            &text.replace("hndk", "hnd"),
            &letters,
        ] {
            assert!(ApiKeySecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
