//! The keys of the configuration: master keys that wrap other keys, lookup keys that hash numbers for search, and the
//! token key.
//!
//! Refuses to show a key: no `Debug`, no message and no error holds a byte of one.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, zeroize::Zeroizing};
use sha2::Sha256;

use super::vault::{KEY_BYTES, Secret, decrypt, encrypt, random};
pub use super::{token_key::TokenKey, vault::KeyFault};

const LONGEST_ID: usize = 40;

/// A key encrypted under a master key, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The id of the master key that is needed to read it.
    pub master_key_id: String,
    /// Nonce, ciphertext and tag.
    pub bytes: Vec<u8>,
}

/// The keys that encrypt all other stored keys; the first one wraps, all of them unwrap.
pub struct MasterKeys {
    current: (String, Secret),
    older: Vec<(String, Secret)>,
}

impl MasterKeys {
    /// Reads `id:base64,id:base64`, the current key first.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (current, older) = parse_list(text)?;
        Ok(Self { current, older })
    }

    /// The id of the key that wraps.
    pub fn current_id(&self) -> &str {
        &self.current.0
    }

    /// Whether a key of this id is configured.
    pub fn has(&self, id: &str) -> bool {
        self.secret(id).is_some()
    }

    /// Encrypts a key; only the same context can unwrap it.
    pub fn wrap(&self, context: &str, key: &[u8]) -> Wrapped {
        let (id, secret) = &self.current;
        Wrapped { master_key_id: id.clone(), bytes: encrypt(secret, context.as_bytes(), key) }
    }

    /// Reads a wrapped key, also one wrapped by a master key that is no longer current.
    pub fn unwrap(&self, context: &str, master_key_id: &str, bytes: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let secret = self.secret(master_key_id).ok_or(KeyFault::UnknownKey)?;
        decrypt(secret, context.as_bytes(), bytes)
    }

    fn secret(&self, id: &str) -> Option<&Secret> {
        let mut keys = std::iter::once(&self.current).chain(&self.older);
        keys.find(|(known, _)| known == id).map(|(_, secret)| secret)
    }
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let older: Vec<_> = self.older.iter().map(|(id, _)| id).collect();
        f.debug_struct("MasterKeys").field("current", &self.current.0).field("older", &older).finish()
    }
}

/// One key that hashes numbers so that they can be found without being readable.
pub struct LookupKey {
    id: String,
    mac: KeyedMac,
}

impl LookupKey {
    /// The id that is stored beside each hash.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The hash of a text; the same text in another domain has another hash.
    pub fn hash(&self, domain: &str, text: &str) -> Vec<u8> {
        self.mac.over(domain, &[text.as_bytes()]).finalize().into_bytes().to_vec()
    }
}

impl fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LookupKey").field(&self.id).finish()
    }
}

/// The lookup key in use and, during a rotation, the one that follows it.
#[derive(Debug)]
pub struct LookupKeys {
    current: LookupKey,
    next: Option<LookupKey>,
}

impl LookupKeys {
    /// Reads `id:base64` of the current key, optionally followed by a comma and the next one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (current, others) = parse_list(text)?;
        if others.len() > 1 {
            return Err("expected the current lookup key and at most one next key".to_owned());
        }
        let key = |(id, secret)| Ok::<_, String>(LookupKey { id, mac: KeyedMac::new(&secret)? });
        Ok(Self { current: key(current)?, next: others.into_iter().next().map(key).transpose()? })
    }

    /// The key in use.
    pub fn current(&self) -> &LookupKey {
        &self.current
    }

    /// The key that will be in use after the rotation under way.
    pub fn next(&self) -> Option<&LookupKey> {
        self.next.as_ref()
    }

    /// Both.
    pub fn each(&self) -> impl Iterator<Item = &LookupKey> {
        std::iter::once(&self.current).chain(&self.next)
    }
}

/// All keys of the configuration.
#[derive(Debug)]
pub struct Keyring {
    /// Wrap the keys of persons and of token signing.
    pub master: MasterKeys,
    /// Hash numbers for the look-up.
    pub lookup: LookupKeys,
    /// Encrypts cursors, and makes refresh tokens that a lost reply can be repeated with.
    pub token: TokenKey,
}

impl Keyring {
    /// Reads the three settings; a message names the setting and what was expected.
    pub fn parse(master: &str, lookup: &str, token: &str) -> Result<Self, String> {
        Ok(Self {
            master: MasterKeys::parse(master).map_err(|fault| format!("MASTER_KEYS: {fault}"))?,
            lookup: LookupKeys::parse(lookup).map_err(|fault| format!("LOOKUP_KEYS: {fault}"))?,
            token: TokenKey::parse(token).map_err(|fault| format!("TOKEN_KEY: {fault}"))?,
        })
    }
}

/// A fresh set of settings; the keys are called `k` and the date.
pub fn generate(date: &str) -> String {
    let [master, lookup, token] = [(); 3].map(|()| STANDARD.encode(random::<KEY_BYTES>()));
    format!("MASTER_KEYS=k{date}:{master}\nLOOKUP_KEYS=k{date}:{lookup}\nTOKEN_KEY={token}\n")
}

pub(super) struct KeyedMac(Hmac<Sha256>);

impl KeyedMac {
    pub(super) fn new(key: &Secret) -> Result<Self, String> {
        let keyed = Hmac::new_from_slice(key.expose_secret());
        keyed.map(Self).map_err(|_| "expected a key of 32 bytes".to_owned())
    }

    /// Each part is preceded by its length, so that parts cannot run into one another.
    pub(super) fn over(&self, domain: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        for part in std::iter::once(&domain.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

type NamedKeys = ((String, Secret), Vec<(String, Secret)>);

fn parse_list(text: &str) -> Result<NamedKeys, String> {
    let mut keys: Vec<(String, Secret)> = Vec::new();
    for (index, entry) in text.split(',').enumerate() {
        let key = parse_named(entry.trim()).ok_or_else(|| {
            let expected = "id:base64, the id at most 40 letters, digits, - or _, the base64 of 32 bytes";
            format!("expected entry {} to be {expected}", index + 1)
        })?;
        if keys.iter().any(|(id, _)| *id == key.0) {
            return Err(format!("expected every id once, entry {} repeats one", index + 1));
        }
        keys.push(key);
    }
    let mut keys = keys.into_iter();
    let current = keys.next().ok_or("expected at least one key")?;
    Ok((current, keys.collect()))
}

fn parse_named(entry: &str) -> Option<(String, Secret)> {
    let (id, key) = entry.split_once(':')?;
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_id = is_plain && (1..=LONGEST_ID).contains(&id.len());
    is_id.then(|| decode_key(key))?.map(|secret| (id.to_owned(), secret))
}

pub(super) fn decode_key(text: &str) -> Option<Secret> {
    let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
    Some(Secret::new(Box::new(bytes.as_slice().try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "a:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
    const B: &str = "b:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";

    #[test]
    fn an_older_master_key_still_unwraps_but_only_in_its_context() {
        let wrapped = MasterKeys::parse(A).unwrap().wrap("here", b"secret");
        let rotated = MasterKeys::parse(&format!("{B}, {A}")).unwrap();
        let open = |context, id, bytes: &[u8]| rotated.unwrap(context, id, bytes);
        assert_eq!(rotated.current_id(), "b");
        assert_eq!(open("here", &wrapped.master_key_id, &wrapped.bytes).unwrap(), b"secret");
        assert_eq!(open("there", "a", &wrapped.bytes), Err(KeyFault::Unreadable));
        assert_eq!(open("here", "b", &wrapped.bytes), Err(KeyFault::Unreadable));
        assert_eq!(open("here", "c", &wrapped.bytes), Err(KeyFault::UnknownKey));
    }

    #[test]
    fn a_wrong_setting_is_refused_without_showing_it() {
        let (twice, open, no_id) = (format!("{A},{A}"), format!("{A},"), &A[1..]);
        for wrong in ["", "a", "a:", "a:QUFB", "a:%%%", &twice, &open, no_id, &A[2..]] {
            let message = MasterKeys::parse(wrong).unwrap_err();
            assert!(message.starts_with("expected ") && !message.contains("QUFB"), "{message}");
        }
        assert!(LookupKeys::parse(&format!("{A},{B},c{}", &A[1..])).is_err());
        assert!(TokenKey::parse("QUFB").is_err());
    }

    #[test]
    fn a_lookup_hash_depends_on_key_domain_and_text() {
        let keys = LookupKeys::parse(&format!("{A},{B}")).unwrap();
        let (key, next) = (keys.current(), keys.next().unwrap());
        let hash = key.hash("number", "001");
        assert_eq!((hash.len(), hash == key.hash("number", "001")), (32, true));
        assert!(
            ![key.hash("phone", "001"), key.hash("number", "002"), next.hash("number", "001")]
                .contains(&hash)
        );
        assert_eq!(keys.each().map(LookupKey::id).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn generated_settings_parse_and_debug_hides_them() {
        let text = generate("20260105");
        let value = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        let master = value("MASTER_KEYS=");
        let ring = Keyring::parse(master, value("LOOKUP_KEYS="), value("TOKEN_KEY=")).unwrap();
        let key = &master[10..];
        assert_eq!(format!("{:?}", ring.master), r#"MasterKeys { current: "k20260105", older: [] }"#);
        assert!(!format!("{ring:?}").contains(key) && format!("{:?}", ring.token) == "TokenKey");
    }
}
