//! Page cursors: opaque, authenticated, bound to path, filters and sort; they grant nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::store::keys::TokenKey;

const DOMAIN: &str = "cursor";
const MAC_BYTES: usize = 16;
const ID_BYTES: usize = 16;

/// Where a page ended: the sort value and the id of its last row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The sort value, as text.
    pub value: String,
    /// The id that breaks ties.
    pub id: Uuid,
}

impl Cursor {
    /// The opaque form.
    #[must_use]
    pub fn seal(&self, key: &TokenKey, binding: &[u8]) -> String {
        let content = [self.id.as_bytes(), self.value.as_bytes()].concat();
        let mac = key.mac(DOMAIN, &[binding, &content]);
        let (mac, _) = mac.split_at(MAC_BYTES);
        URL_SAFE_NO_PAD.encode([mac, &content].concat())
    }

    /// Reads an opaque form; `None` when it was altered or belongs to another list.
    #[must_use]
    pub fn open(key: &TokenKey, binding: &[u8], text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (mac, content) = bytes.split_at_checked(MAC_BYTES)?;
        let expected = key.mac(DOMAIN, &[binding, content]);
        let differs = expected.iter().zip(mac).fold(0, |differs, (a, b)| differs | (a ^ b));
        if differs != 0 {
            return None;
        }
        let (id, value) = content.split_at_checked(ID_BYTES)?;
        Some(Self { value: String::from_utf8(value.to_vec()).ok()?, id: Uuid::from_slice(id).ok()? })
    }
}
