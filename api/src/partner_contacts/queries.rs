//! How whom to ask for is sealed and opened.

use sha2::{Digest, Sha256};

use super::messages::{Contact, ContactPatch, NewContact};
use crate::{
    error::{Error, Faults, Text},
    store::vault::PersonKey,
    values::{FieldCode, hex},
};

/// The place that contacts are sealed for.
const SEALED_AS: &str = "partner.contact";
/// How many characters tell one sealed contact from another.
const MARK: usize = 8;

/// The fault of a partner that has something sealed and no key for it.
pub(crate) fn keyless() -> Error {
    Error::internal("a partner with a sealed contact has no key")
}

/// What tells one sealed contact from another and nothing of what is in it: the bytes are random.
pub(crate) fn mark_of(sealed: &[u8]) -> String {
    let digest = hex(&Sha256::digest(sealed));
    format!("sealed:{}", digest.get(..MARK).unwrap_or_default())
}

impl From<&NewContact> for Contact {
    fn from(new: &NewContact) -> Self {
        Self {
            name: text(&new.name),
            position: new.position.as_ref().map(text),
            phone: text(&new.phone),
            email: new.email.as_ref().map(text),
        }
    }
}

impl Contact {
    /// Encrypts the contact under the key of its partner.
    pub(crate) fn seal(&self, key: &PersonKey) -> Result<Vec<u8>, Error> {
        Ok(key.seal(SEALED_AS, &serde_json::to_vec(self).map_err(Error::internal)?))
    }

    /// Reads what was sealed.
    pub(crate) fn open(key: &PersonKey, sealed: &[u8]) -> Result<Self, Error> {
        let plain = key.open(SEALED_AS, sealed).map_err(Error::internal)?;
        serde_json::from_slice(&plain).map_err(|_| Error::internal("a sealed contact is not fit"))
    }

    /// The contact after a patch; where there was none, name and phone make one.
    pub(crate) fn patched(known: Option<&Self>, patch: &ContactPatch) -> Result<Self, Error> {
        let mut wanted = known.cloned().unwrap_or_default();
        if let Some(name) = &patch.name {
            wanted.name = text(name);
        }
        if let Some(position) = &patch.position {
            wanted.position = position.as_ref().map(text);
        }
        if let Some(phone) = &patch.phone {
            wanted.phone = text(phone);
        }
        if let Some(email) = &patch.email {
            wanted.email = email.as_ref().map(text);
        }
        let mut faults = Faults::default();
        for (value, pointer) in [(&wanted.name, "/contact/name"), (&wanted.phone, "/contact/phone")] {
            let text = Text::new("Chưa có ai để liên hệ.", "There is nobody to ask for yet.");
            faults.when(value.is_empty(), pointer, FieldCode::Required, text);
        }
        faults.check().map(|()| wanted)
    }
}

fn text(value: &impl AsRef<str>) -> String {
    value.as_ref().to_owned()
}
