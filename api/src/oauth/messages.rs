//! What goes over the wire between machine clients and the OAuth endpoints.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{access::ClientScope, values::Line};

/// Ways in which tokens are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// To a machine client that has proved who it is (RFC 6749, section 4.4).
    ClientCredentials,
}

/// Kinds of assertions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum AssertionType {
    /// A JSON Web Token (RFC 7523).
    #[serde(rename = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    JwtBearer,
}

/// How a client proves who it is, where it does not use HTTP Basic.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ClientProof {
    /// The id of the client; it may be left out, because the proof says it too.
    #[schema(value_type = Option<Line<1, 100>>)]
    pub client_id: Option<Line<1, 100>>,
    /// What kind of assertion is sent.
    pub client_assertion_type: Option<AssertionType>,
    /// The assertion, signed with the key of the client.
    #[schema(value_type = Option<Line<1, 4096>>)]
    pub client_assertion: Option<Line<1, 4096>>,
}

/// A machine client asks for a token.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(example = json!({ "grant_type": "client_credentials", "scope": "sales-contracts:read deliveries:read" }))]
pub struct TokenRequest {
    /// How: as a client with credentials of its own.
    pub grant_type: GrantType,
    /// What the token is to be limited to, separated by spaces; all scopes of the client when absent.
    #[schema(value_type = Option<Line<1, 8000>>)]
    pub scope: Option<Line<1, 8000>>,
    /// Who asks.
    #[serde(flatten)]
    pub client: ClientProof,
}

/// A machine client gives a token up.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(example = json!({ "token": "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiIifQ.c2lnbmF0dXJl" }))]
pub struct RevocationRequest {
    /// The token.
    pub token: Line<1, 4096>,
    /// What kind of token it is; there is one only.
    #[schema(value_type = Option<Line<1, 100>>)]
    pub token_type_hint: Option<Line<1, 100>>,
    /// Who asks.
    #[serde(flatten)]
    pub client: ClientProof,
}

/// The token of a machine client (RFC 6749, section 5.1).
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedToken {
    /// The token for `Authorization: Bearer …`.
    #[schema(max_length = 4096, example = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiIifQ.c2lnbmF0dXJl")]
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(max_length = 10, example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until it ends.
    #[schema(minimum = 1, maximum = 600, example = 600)]
    pub expires_in: i64,
    /// What it is limited to, separated by spaces.
    #[schema(max_length = 8000, example = "sales-contracts:read deliveries:read")]
    pub scope: String,
}

/// Nothing is told about a token that was given up: there is nothing to tell.
#[derive(Debug, Serialize, ToSchema)]
pub struct Revocation {}

/// Where and how machine clients take tokens (RFC 8414).
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorizationServer {
    /// Who issues the tokens.
    #[schema(max_length = 300, example = "https://api.example.org")]
    pub issuer: String,
    /// Where tokens are taken.
    #[schema(max_length = 300, example = "https://api.example.org/oauth/token")]
    pub token_endpoint: String,
    /// Where tokens are revoked.
    #[schema(max_length = 300, example = "https://api.example.org/oauth/revoke")]
    pub revocation_endpoint: String,
    /// The keys that tokens are signed with.
    #[schema(max_length = 300, example = "https://api.example.org/.well-known/jwks.json")]
    pub jwks_uri: String,
    /// Where all this is described.
    #[schema(max_length = 300, example = "https://api.example.org/docs")]
    pub service_documentation: String,
    /// Ways in which tokens are given.
    #[schema(max_items = 10)]
    pub grant_types_supported: Vec<GrantType>,
    /// None: nobody is sent to an authorization endpoint, but RFC 8414 asks for the member.
    #[schema(max_items = 10, example = json!([]))]
    pub response_types_supported: Vec<String>,
    /// How clients prove who they are to take a token.
    #[schema(max_items = 10, example = json!(["client_secret_basic", "private_key_jwt"]))]
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// How assertions may be signed there.
    #[schema(max_items = 10, example = json!(["EdDSA", "ES256"]))]
    pub token_endpoint_auth_signing_alg_values_supported: Vec<&'static str>,
    /// How clients prove who they are to revoke a token.
    #[schema(max_items = 10, example = json!(["client_secret_basic", "private_key_jwt"]))]
    pub revocation_endpoint_auth_methods_supported: Vec<&'static str>,
    /// How assertions may be signed there.
    #[schema(max_items = 10, example = json!(["EdDSA", "ES256"]))]
    pub revocation_endpoint_auth_signing_alg_values_supported: Vec<&'static str>,
    /// Every scope that some machine client can have, sorted.
    #[schema(max_items = 500)]
    pub scopes_supported: Vec<ClientScope>,
}

impl AuthorizationServer {
    /// The metadata of the service at an address.
    #[must_use]
    pub fn at(base: &str) -> Self {
        const METHODS: [&str; 2] = ["client_secret_basic", "private_key_jwt"];
        const ALGORITHMS: [&str; 2] = ["EdDSA", "ES256"];
        Self {
            issuer: base.to_owned(),
            token_endpoint: format!("{base}/oauth/token"),
            revocation_endpoint: format!("{base}/oauth/revoke"),
            jwks_uri: format!("{base}/.well-known/jwks.json"),
            service_documentation: format!("{base}/docs"),
            grant_types_supported: vec![GrantType::ClientCredentials],
            response_types_supported: Vec::new(),
            token_endpoint_auth_methods_supported: METHODS.to_vec(),
            token_endpoint_auth_signing_alg_values_supported: ALGORITHMS.to_vec(),
            revocation_endpoint_auth_methods_supported: METHODS.to_vec(),
            revocation_endpoint_auth_signing_alg_values_supported: ALGORITHMS.to_vec(),
            scopes_supported: ClientScope::all(),
        }
    }
}
