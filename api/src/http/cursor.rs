//! Page cursors: encrypted, because they hold names and stand in addresses; bound to path, filters and sort; they grant
//! nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::store::keys::TokenKey;

const DOMAIN: &str = "cursor";
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
        URL_SAFE_NO_PAD.encode(key.seal(DOMAIN, binding, &content))
    }

    /// Reads an opaque form; `None` when it was altered or belongs to another list.
    #[must_use]
    pub fn open(key: &TokenKey, binding: &[u8], text: &str) -> Option<Self> {
        let content = key.open(DOMAIN, binding, &URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (id, value) = content.split_at_checked(ID_BYTES)?;
        Some(Self { value: String::from_utf8(value.to_vec()).ok()?, id: Uuid::from_slice(id).ok()? })
    }
}
