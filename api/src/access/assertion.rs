//! Assertions by which machine clients prove who they are (RFC 7523): JWTs signed with the client's own key.
//!
//! Refuses every algorithm but that of the registered key, assertions for somebody else, and those that last longer
//! than five minutes. Whether one was used before is not known here.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::ClientId;
use jsonwebtoken::{Validation, dangerous::insecure_decode_claims, decode, decode_header};
use serde::Deserialize;
use uuid::Uuid;

use super::client_key::ClientKey;
use crate::values::Line;

/// The longest life of an assertion.
const LIFE_SECONDS: i64 = 300;
const SKEW_SECONDS: i64 = 30;

/// Whom an assertion is for; a list must hold one name alone, or somebody else could use it too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    List([String; 1]),
}

#[derive(Deserialize)]
struct Said {
    iss: Uuid,
    sub: Uuid,
    aud: Audience,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: Line<1, 200>,
}

/// What is kept of an assertion that counts, so that it counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Its own id.
    pub jti: String,
    /// From when on it does not count anyway.
    pub until: DateTime<Utc>,
}

/// The client that an assertion says it is of. Nothing has been verified.
#[must_use]
pub fn named_by(assertion: &str) -> Option<ClientId> {
    #[derive(Deserialize)]
    struct Subject {
        sub: Uuid,
    }
    insecure_decode_claims::<Subject>(assertion).ok().map(|said| said.sub.into())
}

/// Verifies an assertion of a client: signature, issuer and subject, audience, time.
#[must_use]
pub fn verify(
    assertion: &str,
    key: &ClientKey,
    client_id: ClientId,
    audiences: &[String],
    now: DateTime<Utc>,
) -> Option<Once> {
    let header = decode_header(assertion).ok().filter(|header| header.crit.is_none())?;
    let mut validation = Validation::new(key.algorithm);
    // The library compares with the system clock and takes one of many audiences; here it is stricter.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let said: Said = decode(assertion, &key.verifies, &validation).ok()?.claims;
    let (Audience::One(audience) | Audience::List([audience])) = &said.aud;
    let is_own = [said.iss, said.sub].into_iter().all(|id| ClientId::from(id) == client_id);
    let seconds = now.timestamp();
    let has_begun = [said.iat, said.nbf].into_iter().flatten().all(|at| at <= seconds + SKEW_SECONDS);
    let left = said.exp.checked_sub(seconds)?;
    let is_in_time = has_begun && -SKEW_SECONDS < left && left <= LIFE_SECONDS + SKEW_SECONDS;
    let counts = header.alg == key.algorithm && is_own && audiences.contains(audience) && is_in_time;
    let until = DateTime::from_timestamp(said.exp, 0)? + TimeDelta::seconds(SKEW_SECONDS);
    counts.then(|| Once { jti: said.jti.into_string(), until })
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;
    use crate::store::vault::SigningKey;

    const TOKEN: &str = "https://api.example.org/oauth/token";

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    struct Client {
        id: ClientId,
        public: [u8; 32],
        signs: EncodingKey,
        key: ClientKey,
    }

    impl Client {
        fn new() -> Self {
            let pair = SigningKey::generate(now());
            let (public, signs) = (pair.public_key(), pair.encoding().unwrap());
            let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(public) });
            let key = ClientKey::parse(&jwk.to_string()).unwrap();
            Self { id: Uuid::now_v7().into(), public, signs, key }
        }

        fn claims(&self) -> Value {
            json!({ "iss": self.id, "sub": self.id, "aud": TOKEN, "exp": now().timestamp() + 300, "jti": "a" })
        }

        fn signed(&self, claims: &Value) -> String {
            encode(&Header::new(Algorithm::EdDSA), claims, &self.signs).unwrap()
        }

        fn verify(&self, assertion: &str) -> Option<Once> {
            let audiences = [TOKEN.to_owned(), "https://api.example.org".to_owned()];
            verify(assertion, &self.key, self.id, &audiences, now())
        }
    }

    #[test]
    fn an_assertion_of_the_client_for_this_service_counts() {
        let client = Client::new();
        let good = client.signed(&client.claims());
        assert_eq!(named_by(&good), Some(client.id));
        let until = now() + TimeDelta::seconds(330);
        assert_eq!(client.verify(&good), Some(Once { jti: "a".to_owned(), until }));
        for aud in [json!([TOKEN]), json!("https://api.example.org")] {
            let mut claims = client.claims();
            claims["aud"] = aud;
            assert!(client.verify(&client.signed(&claims)).is_some());
        }
    }

    #[test]
    fn another_claim_makes_it_worthless() {
        let client = Client::new();
        let at = |seconds: i64| json!(now().timestamp() + seconds);
        for (name, value) in [
            ("iss", json!(Uuid::now_v7())),
            ("sub", json!(Uuid::now_v7())),
            ("aud", json!("https://api.example.org/oauth/revoke")),
            ("aud", json!([TOKEN, "https://other.example.org"])),
            ("aud", json!([])),
            ("aud", Value::Null),
            ("exp", at(-30)),
            ("exp", at(331)),
            ("exp", json!(i64::MIN)),
            ("exp", json!(i64::MAX)),
            ("exp", Value::Null),
            ("iat", at(31)),
            ("nbf", at(31)),
            ("jti", json!("")),
            ("jti", json!("a".repeat(201))),
            ("jti", json!("a\u{0}")),
            ("jti", Value::Null),
        ] {
            let mut claims = client.claims();
            claims[name] = value;
            assert_eq!(client.verify(&client.signed(&claims)), None, "{claims}");
        }
        for (name, value) in [("exp", at(-29)), ("exp", at(330)), ("iat", at(30)), ("nbf", at(30))] {
            let mut claims = client.claims();
            claims[name] = value;
            assert!(client.verify(&client.signed(&claims)).is_some(), "{claims}");
        }
    }

    #[test]
    fn what_the_key_did_not_sign_is_worthless() {
        let (client, other) = (Client::new(), Client::new());
        let good = client.signed(&client.claims());
        let (start, signature) = good.rsplit_once('.').unwrap();
        let payload = start.split_once('.').unwrap().1;
        // {"alg":"none"}
        let none = "eyJhbGciOiJub25lIn0";
        let secret = EncodingKey::from_secret(&client.public);
        let hmac = encode(&Header::new(Algorithm::HS256), &client.claims(), &secret);
        let header = Header { crit: Some(vec!["exp".to_owned()]), ..Header::new(Algorithm::EdDSA) };
        let critical = encode(&header, &client.claims(), &client.signs).unwrap();
        let unsigned =
            [format!("{none}.{payload}."), format!("{none}.{payload}.{signature}"), format!("{start}.")];
        let forged =
            [other.signed(&client.claims()), hmac.unwrap(), critical, String::new(), "a.b.c".to_owned()];
        for text in unsigned.iter().chain(&forged) {
            assert_eq!(client.verify(text), None, "{text}");
        }
    }
}
