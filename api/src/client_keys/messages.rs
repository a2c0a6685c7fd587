//! What goes over the wire about public keys.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    access::ClientKey,
    error::{Error, Text},
    values::{FieldCode, Line},
};

/// Kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum KeyType {
    /// Of Ed25519 (RFC 8037).
    #[serde(rename = "OKP")]
    OctetKeyPair,
    /// Of P-256 (RFC 7518).
    #[serde(rename = "EC")]
    EllipticCurve,
}

/// Curves of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum Curve {
    /// For signatures with EdDSA.
    Ed25519,
    /// For signatures with ES256.
    #[serde(rename = "P-256")]
    P256,
}

/// Algorithms of signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum KeyAlgorithm {
    /// With a key of Ed25519.
    EdDSA,
    /// With a key of P-256.
    ES256,
}

/// What keys are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyUse {
    /// Signatures.
    Sig,
}

/// The public key of a machine client as a JSON Web Key (RFC 7517). The private half never leaves the client: a key that
/// holds it is refused.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }))]
pub struct PublicKey {
    /// The kind of key: `OKP` for Ed25519, `EC` for P-256.
    pub kty: KeyType,
    /// The curve.
    pub crv: Curve,
    /// The key, or the first coordinate of its point, base64url.
    #[schema(min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]+$")]
    pub x: String,
    /// The second coordinate of the point of a key of P-256, base64url.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]+$", example = json!(null))]
    pub y: Option<String>,
    /// The algorithm of its signatures; it follows from the curve.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(null))]
    pub alg: Option<KeyAlgorithm>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(null))]
    pub r#use: Option<KeyUse>,
    /// What the client calls the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Line<1, 100>>, example = json!(null))]
    pub kid: Option<Line<1, 100>>,
}

impl PublicKey {
    /// The key as it is stored, once it can be one: its members belong together, and its point lies on its curve.
    ///
    /// # Errors
    /// 422 below `at`.
    pub fn stored(&self, at: &str) -> Result<String, Error> {
        let (kty, alg) = match self.crv {
            Curve::Ed25519 => (KeyType::OctetKeyPair, KeyAlgorithm::EdDSA),
            Curve::P256 => (KeyType::EllipticCurve, KeyAlgorithm::ES256),
        };
        let wrong = [
            ("kty", self.kty != kty),
            ("y", self.y.is_some() != (self.crv == Curve::P256)),
            ("alg", self.alg.is_some_and(|given| given != alg)),
        ];
        if let Some((name, _)) = wrong.into_iter().find(|(_, is_wrong)| *is_wrong) {
            let detail =
                Text::new("Không khớp với đường cong của khóa.", "This does not fit the curve of the key.");
            return Err(Error::invalid(format!("{at}/{name}"), FieldCode::Inconsistent, detail));
        }
        let jwk = serde_json::to_string(self).map_err(Error::internal)?;
        if ClientKey::parse(&jwk).is_some() {
            return Ok(jwk);
        }
        let detail = Text::new(
            "Đây không phải khóa công khai của đường cong này.",
            "This is no public key of this curve.",
        );
        Err(Error::invalid(format!("{at}/x"), FieldCode::InvalidFormat, detail))
    }
}
