//! The keys that are stored, wrapped by a master key: one per person, under which all personal
//! values are sealed with AES-256-GCM, and those that sign access tokens.
//!
//! Refuses to read a value or key in another context than its own. Erasing a person is deleting the
//! wrapped key; nothing here keeps a copy.

use std::fmt;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::EncodingKey;
use secrecy::{ExposeSecret, SecretBox, zeroize::Zeroizing};
use uuid::Uuid;

use super::keys::{MasterKeys, Wrapped};

pub(super) const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// Why something encrypted could not be read; it never says what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// The master key it was wrapped with is not in the configuration.
    UnknownKey,
    /// The bytes were altered, cut short, or belong to another key or context.
    Unreadable,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownKey => "the master key with this id is not configured",
            Self::Unreadable => "the encrypted bytes do not belong to this key and context",
        })
    }
}

impl std::error::Error for KeyFault {}

/// The data key of one person; everything personal about them is sealed under it.
pub struct PersonKey(Secret);

impl PersonKey {
    /// A new random key.
    pub fn generate() -> Self {
        Self(Secret::new(Box::new(random())))
    }

    /// The key as it is stored; it can be unwrapped for this person only.
    pub fn wrapped(&self, keys: &MasterKeys, person_id: Uuid) -> Wrapped {
        keys.wrap(&person_context(person_id), self.0.expose_secret())
    }

    /// Reads the stored key of a person.
    pub fn unwrap(keys: &MasterKeys, person_id: Uuid, id: &str, bytes: &[u8]) -> Result<Self, KeyFault> {
        let key = Zeroizing::new(keys.unwrap(&person_context(person_id), id, bytes)?);
        let key = key.as_slice().try_into().map_err(|_| KeyFault::Unreadable)?;
        Ok(Self(Secret::new(Box::new(key))))
    }

    /// Encrypts a value; the context names its place, such as table and column.
    pub fn seal(&self, context: &str, plaintext: &[u8]) -> Vec<u8> {
        encrypt(&self.0, context.as_bytes(), plaintext)
    }

    /// Reads a value that was sealed in the same context.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyFault> {
        decrypt(&self.0, context.as_bytes(), sealed)
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey")
    }
}

fn person_context(person_id: Uuid) -> String {
    format!("person-key/{person_id}")
}

/// A key pair that signs access tokens.
pub struct SigningKey {
    kid: String,
    pair: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// A new key pair, named by the day.
    pub fn generate(now: DateTime<Utc>) -> Self {
        let kid = format!("{}-{}", now.format("%Y%m%d"), URL_SAFE_NO_PAD.encode(random::<6>()));
        Self { kid, pair: ed25519_dalek::SigningKey::from_bytes(&random()) }
    }

    /// The name tokens refer to it by.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The half that may be published.
    pub fn public_key(&self) -> [u8; 32] {
        self.pair.verifying_key().to_bytes()
    }

    /// The private half as it is stored.
    pub fn wrapped(&self, keys: &MasterKeys) -> Wrapped {
        keys.wrap(&signing_context(&self.kid), self.pair.as_bytes())
    }

    /// Reads the stored private half of a key.
    pub fn unwrap(keys: &MasterKeys, kid: &str, id: &str, bytes: &[u8]) -> Result<Self, KeyFault> {
        let seed = Zeroizing::new(keys.unwrap(&signing_context(kid), id, bytes)?);
        let seed = seed.as_slice().try_into().map_err(|_| KeyFault::Unreadable)?;
        Ok(Self { kid: kid.to_owned(), pair: ed25519_dalek::SigningKey::from_bytes(seed) })
    }

    /// The private half in the form the token library signs with.
    pub(crate) fn encoding(&self) -> Result<EncodingKey, KeyFault> {
        let der = self.pair.to_pkcs8_der().map_err(|_| KeyFault::Unreadable)?;
        Ok(EncodingKey::from_ed_der(der.as_bytes()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.kid).finish()
    }
}

fn signing_context(kid: &str) -> String {
    format!("signing-key/{kid}")
}

/// A key that is wiped when dropped.
pub(super) type Secret = SecretBox<[u8; KEY_BYTES]>;

/// Bytes nobody can guess.
#[expect(clippy::expect_used, reason = "Linux waits for randomness at boot and never fails after that")]
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}

/// Encrypts with AES-256-GCM under a random nonce, which comes first; the context is bound to it.
#[expect(clippy::expect_used, reason = "AES-GCM refuses nothing but texts above 64 GiB")]
pub(super) fn encrypt(key: &Secret, context: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let nonce = random::<NONCE_BYTES>();
    let payload = Payload { msg: plaintext, aad: context };
    let sealed = cipher(key).encrypt(&Nonce::from(nonce), payload).expect("the text is short");
    [nonce.as_slice(), &sealed].concat()
}

/// Reads what `encrypt` made under the same key and context.
pub(super) fn decrypt(key: &Secret, context: &[u8], bytes: &[u8]) -> Result<Vec<u8>, KeyFault> {
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(KeyFault::Unreadable)?;
    let payload = Payload { msg: sealed, aad: context };
    cipher(key).decrypt(&Nonce::from(*nonce), payload).map_err(|_| KeyFault::Unreadable)
}

fn cipher(key: &Secret) -> Aes256Gcm {
    Aes256Gcm::new(key.expose_secret().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::keys::Keyring;

    fn master() -> MasterKeys {
        let text = crate::store::keys::generate("20260105");
        let values: Vec<_> = text.lines().filter_map(|line| line.split_once('=')).map(|(_, v)| v).collect();
        Keyring::parse(values[0], values[1], values[2]).unwrap().master
    }

    #[test]
    fn a_value_opens_with_its_key_and_context_only() {
        let (key, other) = (PersonKey::generate(), PersonKey::generate());
        let sealed = key.seal("person_identity.phone", "0900 đ".as_bytes());
        assert_eq!(key.open("person_identity.phone", &sealed).unwrap(), "0900 đ".as_bytes());
        assert_eq!(key.open("person_identity.address", &sealed), Err(KeyFault::Unreadable));
        assert_eq!(other.open("person_identity.phone", &sealed), Err(KeyFault::Unreadable));
        assert_ne!(sealed, key.seal("person_identity.phone", "0900 đ".as_bytes()));
    }

    #[test]
    fn an_altered_or_shortened_value_does_not_open() {
        let key = PersonKey::generate();
        let sealed = key.seal("c", b"text");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(key.open("c", &altered), Err(KeyFault::Unreadable));
            assert_eq!(key.open("c", &sealed[..at]), Err(KeyFault::Unreadable));
        }
    }

    #[test]
    fn a_stored_key_belongs_to_one_person() {
        let (master, person_id, key) = (master(), Uuid::now_v7(), PersonKey::generate());
        let stored = key.wrapped(&master, person_id);
        let unwrap = |person_id| PersonKey::unwrap(&master, person_id, &stored.master_key_id, &stored.bytes);
        assert_eq!(unwrap(person_id).unwrap().open("c", &key.seal("c", b"text")).unwrap(), b"text");
        assert_eq!(unwrap(Uuid::now_v7()).unwrap_err(), KeyFault::Unreadable);
        assert_eq!(format!("{key:?}"), "PersonKey");
    }

    #[test]
    fn a_stored_signing_key_belongs_to_its_name() {
        let (master, key) = (master(), SigningKey::generate(DateTime::UNIX_EPOCH));
        let stored = key.wrapped(&master);
        let read = |kid| SigningKey::unwrap(&master, kid, &stored.master_key_id, &stored.bytes);
        assert_eq!(read(key.kid()).unwrap().public_key(), key.public_key());
        assert_eq!(read("other").unwrap_err(), KeyFault::Unreadable);
        assert!(
            key.kid().starts_with("19700101-")
                && format!("{key:?}") == format!("SigningKey({:?})", key.kid())
        );
    }
}
