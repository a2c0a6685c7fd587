//! Public keys of machine clients, as JSON Web Keys: Ed25519 and P-256, nothing else.
//!
//! The algorithm of signatures follows from the key and never from what was signed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::{
    Algorithm, DecodingKey, crypto,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk},
};

/// A key that signatures of a machine client are verified with.
#[derive(Clone, Debug)]
pub struct ClientKey {
    pub(super) algorithm: Algorithm,
    pub(super) verifies: DecodingKey,
}

impl ClientKey {
    /// Reads a JSON Web Key; none when it is of another kind, or no point of its curve that could be somebody's key.
    #[must_use]
    pub fn parse(jwk: &str) -> Option<Self> {
        let jwk: Jwk = serde_json::from_str(jwk).ok()?;
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
                let point = VerifyingKey::from_bytes(&coordinate(&key.x)?).ok()?;
                (!point.is_weak()).then_some(Algorithm::EdDSA)?
            }
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
                let (_, _) = (coordinate(&key.x)?, coordinate(&key.y)?);
                Algorithm::ES256
            }
            _ => return None,
        };
        let verifies = DecodingKey::from_jwk(&jwk).ok()?;
        // The library looks at the point when it is used for the first time.
        crypto::verify("", b"", &verifies, algorithm).ok()?;
        Some(Self { algorithm, verifies })
    }
}

fn coordinate(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Algorithm, ClientKey};

    /// Of RFC 8037, appendix A.2.
    const ED25519: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    /// Of RFC 7517, appendix A.1.
    const P256: [&str; 2] =
        ["MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"];

    fn algorithm(jwk: &serde_json::Value) -> Option<Algorithm> {
        ClientKey::parse(&jwk.to_string()).map(|key| key.algorithm)
    }

    #[test]
    fn keys_of_two_curves_are_read() {
        let okp =
            json!({ "kty": "OKP", "crv": "Ed25519", "x": ED25519, "alg": "EdDSA", "use": "sig", "kid": "1" });
        let ec = json!({ "kty": "EC", "crv": "P-256", "x": P256[0], "y": P256[1] });
        assert_eq!([algorithm(&okp), algorithm(&ec)], [Some(Algorithm::EdDSA), Some(Algorithm::ES256)]);
    }

    #[test]
    fn other_kinds_and_points_beside_the_curve_are_refused() {
        let weak = "A".repeat(43);
        for jwk in [
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": &ED25519[..42] }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": weak }),
            json!({ "kty": "OKP", "crv": "X25519", "x": ED25519 }),
            json!({ "kty": "OKP", "crv": "P-256", "x": P256[0] }),
            json!({ "kty": "EC", "crv": "P-256", "x": P256[1], "y": P256[0] }),
            json!({ "kty": "EC", "crv": "P-256", "x": P256[0] }),
            json!({ "kty": "EC", "crv": "P-384", "x": P256[0], "y": P256[1] }),
            json!({ "kty": "EC", "crv": "Ed25519", "x": ED25519, "y": P256[1] }),
            json!({ "kty": "oct", "k": ED25519 }),
            json!({ "kty": "RSA", "n": ED25519, "e": "AQAB" }),
            json!({}),
        ] {
            assert_eq!(algorithm(&jwk), None, "{jwk}");
        }
    }
}
