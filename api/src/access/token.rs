//! Access tokens: JWTs signed with Ed25519 (RFC 9068, RFC 8725).
//!
//! Refuses every algorithm but EdDSA, keys that are not in the set, and to look at the clock: the
//! time is an argument. What a token says is who and which session, never what they may do.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

pub use super::claims::Claims;
pub use crate::store::vault::SigningKey;
use crate::{error::Error, store::keys::KeyFault};

type Time = DateTime<Utc>;

/// Seconds until an access token ends.
pub const LIFE_SECONDS: i32 = 600;

const TYPE: &str = "at+jwt";
const LONGEST: usize = 4096;
const SKEW_SECONDS: i64 = 30;
const KEPT_AFTER_RETIREMENT: TimeDelta = TimeDelta::minutes(10);

/// Why a token was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    /// It is not a token of this service.
    Invalid,
    /// It was one, until its end.
    Expired,
}

/// Why no token could be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueFault {
    /// No key with its private half is active at the time of issue.
    NoActiveKey,
    /// The claims could not be signed.
    Unsigned,
}

impl From<IssueFault> for Error {
    fn from(fault: IssueFault) -> Self {
        match fault {
            IssueFault::NoActiveKey => Self::Unavailable,
            IssueFault::Unsigned => Self::internal("an access token could not be signed"),
        }
    }
}

/// A key of the published set: verifies, and signs if this instance holds its private half.
#[derive(Debug)]
pub struct PublishedKey {
    kid: String,
    public: [u8; 32],
    verifies: DecodingKey,
    signs: Option<EncodingKey>,
    active_from: Time,
    retired_at: Option<Time>,
}

impl PublishedKey {
    /// A key that can verify only.
    pub fn public(
        kid: &str,
        public: &[u8],
        active_from: Time,
        retired_at: Option<Time>,
    ) -> Result<Self, KeyFault> {
        let public: [u8; 32] = public.try_into().map_err(|_| KeyFault::Unreadable)?;
        let point = VerifyingKey::from_bytes(&public).map_err(|_| KeyFault::Unreadable)?;
        if point.is_weak() {
            return Err(KeyFault::Unreadable);
        }
        let verifies = DecodingKey::from_ed_der(&public);
        Ok(Self { kid: kid.to_owned(), public, verifies, signs: None, active_from, retired_at })
    }

    /// A key that can sign and verify.
    pub fn private(key: &SigningKey, active_from: Time, retired_at: Option<Time>) -> Result<Self, KeyFault> {
        let signs = Some(key.encoding()?);
        Ok(Self { signs, ..Self::public(key.kid(), &key.public_key(), active_from, retired_at)? })
    }

    fn header(&self) -> Header {
        let (typ, kid) = (Some(TYPE.to_owned()), Some(self.kid.clone()));
        Header { typ, kid, ..Header::new(Algorithm::EdDSA) }
    }

    /// Whether tokens may be signed with it: begun, not retired, by the second as tokens tell time.
    pub fn is_active(&self, now: Time) -> bool {
        let now = now.timestamp();
        self.active_from.timestamp() <= now && self.retired_at.is_none_or(|end| now < end.timestamp())
    }

    /// Whether its tokens are still accepted: until the last one has ended.
    pub fn is_accepted(&self, now: Time) -> bool {
        self.retired_at.is_none_or(|end| now < end + KEPT_AFTER_RETIREMENT)
    }
}

/// The keys of access tokens, with the issuer and audience they are for.
#[derive(Debug)]
pub struct TokenKeys {
    issuer: String,
    audience: String,
    keys: Vec<PublishedKey>,
    validation: Validation,
}

impl TokenKeys {
    /// A set of keys; some may be published ahead of their time, some retired.
    pub fn new(issuer: &str, audience: &str, mut keys: Vec<PublishedKey>) -> Self {
        keys.sort_by(|a, b| (b.active_from, &b.kid).cmp(&(a.active_from, &a.kid)));
        let mut validation = Validation::new(Algorithm::EdDSA);
        // The library compares with the system clock and takes one of many audiences; `verify` is stricter.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Self { issuer: issuer.to_owned(), audience: audience.to_owned(), keys, validation }
    }

    /// The name of the key that signs at a time: the newest active one.
    pub fn active_kid(&self, now: Time) -> Option<&str> {
        self.active(now).map(|(key, _)| key.kid.as_str())
    }

    fn active(&self, now: Time) -> Option<(&PublishedKey, &EncodingKey)> {
        let mut active = self.keys.iter().filter(|key| key.is_active(now));
        active.find_map(|key| Some((key, key.signs.as_ref()?)))
    }

    /// Signs the claims with the key that is active when they say they were issued.
    pub fn issue(&self, claims: &Claims) -> Result<String, IssueFault> {
        let at = DateTime::from_timestamp(claims.iat, 0).ok_or(IssueFault::Unsigned)?;
        let (key, signs) = self.active(at).ok_or(IssueFault::NoActiveKey)?;
        jsonwebtoken::encode(&key.header(), claims, signs).map_err(|_| IssueFault::Unsigned)
    }

    /// Reads a token that this service issued and that has not ended.
    pub fn verify(&self, token: &str, now: Time) -> Result<Claims, TokenFault> {
        let claims = self.read(token, now).ok_or(TokenFault::Invalid)?;
        let seconds = now.timestamp();
        if claims.iat > seconds.saturating_add(SKEW_SECONDS) {
            return Err(TokenFault::Invalid);
        }
        if claims.exp.saturating_add(SKEW_SECONDS) <= seconds {
            return Err(TokenFault::Expired);
        }
        Ok(claims)
    }

    /// Everything about a token but its time.
    fn read(&self, token: &str, now: Time) -> Option<Claims> {
        if token.len() > LONGEST {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        let is_ours = header.typ.as_deref() == Some(TYPE) && header.crit.is_none();
        let kid = header.kid.filter(|_| is_ours)?;
        let key = self.keys.iter().find(|key| key.kid == kid && key.is_accepted(now))?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.verifies, &self.validation).ok()?.claims;
        (claims.iss == self.issuer && claims.aud == self.audience).then_some(claims)
    }

    /// The public halves as a JSON Web Key Set, every key of the set.
    pub fn jwks(&self) -> Value {
        let key = |key: &PublishedKey| {
            let x = URL_SAFE_NO_PAD.encode(key.public);
            json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid, "x": x })
        };
        json!({ "keys": self.keys.iter().map(key).collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> Time {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn claims(iat: i64) -> Claims {
        let id = Uuid::now_v7();
        let (iat, exp) = (at(iat).timestamp(), at(iat + 600).timestamp());
        let claims = json!({ "iss": "issuer", "aud": "api", "sub": id, "client_id": "web",
            "iat": iat, "exp": exp, "jti": id, "sid": id, "auth_time": iat, "amr": ["pwd"], "scope": "" });
        serde_json::from_value(claims).unwrap()
    }

    fn set(keys: &[(&SigningKey, i64, Option<i64>)]) -> TokenKeys {
        let key =
            |row: &(&SigningKey, i64, Option<i64>)| PublishedKey::private(row.0, at(row.1), row.2.map(at));
        TokenKeys::new("issuer", "api", keys.iter().map(|row| key(row).unwrap()).collect())
    }

    #[test]
    fn a_token_is_accepted_within_its_time_and_thirty_seconds() {
        let keys = set(&[(&SigningKey::generate(at(0)), 0, None)]);
        let token = keys.issue(&claims(100)).unwrap();
        let faults = [69, 70, 729, 730].map(|second| keys.verify(&token, at(second)).err());
        assert_eq!(faults, [Some(TokenFault::Invalid), None, None, Some(TokenFault::Expired)]);
    }

    #[test]
    fn a_token_with_another_header_or_claim_is_invalid_though_signed() {
        let keys = set(&[(&SigningKey::generate(at(0)), 0, None)]);
        let good = json!(claims(0));
        let signed = |change: fn(&mut Header), name: &str, value: Value| {
            let mut header = keys.keys[0].header();
            change(&mut header);
            let mut body = good.clone();
            body[name] = value;
            let token = jsonwebtoken::encode(&header, &body, keys.keys[0].signs.as_ref().unwrap()).unwrap();
            keys.verify(&token, at(0)).map(|claims| claims.sid).map_err(|fault| fault == TokenFault::Invalid)
        };
        let sid = claims(0).sid;
        assert_eq!(signed(|_| (), "sid", json!(sid)), Ok(sid));
        let headers: [fn(&mut Header); 5] = [
            |header| header.typ = Some("JWT".to_owned()),
            |header| header.typ = None,
            |header| header.kid = Some("other".to_owned()),
            |header| header.kid = None,
            |header| header.crit = Some(vec!["exp".to_owned()]),
        ];
        for change in headers {
            assert_eq!(signed(change, "sid", json!(sid)), Err(true));
        }
        let long = json!("x".repeat(LONGEST));
        let many = json!(["api"]);
        for (name, value) in [("iss", json!("other")), ("aud", many), ("exp", Value::Null), ("scope", long)] {
            assert_eq!(signed(|_| (), name, value), Err(true), "{name}");
        }
    }

    #[test]
    fn a_token_that_no_key_of_the_set_signed_is_invalid() {
        let key = SigningKey::generate(at(0));
        let (keys, mut other) = (set(&[(&key, 0, None)]), set(&[(&SigningKey::generate(at(0)), 0, None)]));
        other.keys[0].kid = key.kid().to_owned();
        let token = keys.issue(&claims(0)).unwrap();
        let (start, signature) = token.rsplit_once('.').unwrap();
        let (_, payload) = start.split_once('.').unwrap();
        let none = json!({ "alg": "none", "typ": TYPE, "kid": key.kid() }).to_string();
        let none = URL_SAFE_NO_PAD.encode(none);
        let hmac = Header { alg: Algorithm::HS256, ..keys.keys[0].header() };
        let hmac =
            jsonwebtoken::encode(&hmac, &claims(0), &EncodingKey::from_secret(&key.public_key())).unwrap();
        let rubbish = ["", "..", "a.b.c", "€.€.€"].map(str::to_owned);
        let altered =
            [format!("{token}A"), format!("{token}."), format!("{start}."), format!("{start}.AAAA")];
        let unsigned = [format!("{none}.{payload}."), format!("{none}.{payload}.{signature}"), hmac];
        let signed_elsewhere = other.issue(&claims(0)).unwrap();
        for forged in [rubbish.as_slice(), &altered, &unsigned, &[signed_elsewhere]].concat() {
            assert_eq!(keys.verify(&forged, at(0)), Err(TokenFault::Invalid), "{forged}");
        }
    }

    #[test]
    fn keys_are_published_before_and_accepted_after_their_time() {
        let [old, new] = [(); 2].map(|()| SigningKey::generate(at(0)));
        let keys = set(&[(&old, 0, Some(2000)), (&new, 1000, None)]);
        let active = [-1, 999, 1000].map(|second| keys.active_kid(at(second)));
        assert_eq!(active, [None, Some(old.kid()), Some(new.kid())]);
        assert_eq!(keys.issue(&claims(-1)), Err(IssueFault::NoActiveKey));
        assert_eq!(keys.jwks()["keys"].as_array().map(Vec::len), Some(2));
        let retired = set(&[(&old, 0, Some(100))]);
        let token = retired.issue(&claims(99)).unwrap();
        assert!(retired.verify(&token, at(699)).is_ok() && retired.verify(&token, at(700)).is_err());
        assert_eq!(retired.issue(&claims(100)), Err(IssueFault::NoActiveKey));
        let within_the_second = at(100) + TimeDelta::milliseconds(900);
        let fresh = PublishedKey::private(&new, within_the_second, None).unwrap();
        assert!(TokenKeys::new("issuer", "api", vec![fresh]).issue(&claims(100)).is_ok());
        assert!(PublishedKey::public("k", &[0; 31], at(0), None).is_err());
        assert!(PublishedKey::public("k", &[0; 32], at(0), None).is_err());
    }
}
