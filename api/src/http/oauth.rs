//! Refusals below `/oauth/` in the form of RFC 6749, section 5.2, whoever refuses: the envelope, the routes or a handler.
//! They are in English, because that form knows nothing but ASCII.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Language, problem};
use crate::{
    error::{Code, Error, FieldError, Place},
    values::FieldCode,
};

/// What is wrong, in the words of RFC 6749; the last two are for what is not the client's fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OAuthCode {
    /// The request cannot be read, lacks a parameter or repeats one.
    InvalidRequest,
    /// The client is not known, or has not proved who it is.
    InvalidClient,
    /// The token was given to another client.
    InvalidGrant,
    /// The client may not call from this address.
    UnauthorizedClient,
    /// Tokens are not given in this way.
    UnsupportedGrantType,
    /// The client has no such scope.
    InvalidScope,
    /// A fault inside the service.
    ServerError,
    /// The service, or the quota, allows it later.
    TemporarilyUnavailable,
}

/// The answer of an OAuth endpoint when it is no (RFC 6749, section 5.2).
#[derive(Debug, Serialize, ToSchema)]
pub struct OAuthError {
    /// What clients decide by.
    pub error: OAuthCode,
    /// What is wrong, in one sentence for the developer of the client.
    #[schema(max_length = 500, example = "scope: This is not one of the listed values.")]
    pub error_description: String,
}

/// True for the paths that answer in this form.
pub(crate) fn is_oauth(path: &str) -> bool {
    path.starts_with("/oauth/")
}

/// The status and the answer to an error.
pub(crate) fn refusal(error: &Error) -> (u16, OAuthError) {
    let status = match error.code().status() {
        403 | 409 | 410 | 412 | 422 | 428 => 400,
        status => status,
    };
    (status, OAuthError { error: code(error, status), error_description: described(error) })
}

fn code(error: &Error, status: u16) -> OAuthCode {
    match (status, error) {
        (401, _) => OAuthCode::InvalidClient,
        (429 | 503, _) => OAuthCode::TemporarilyUnavailable,
        (500.., _) => OAuthCode::ServerError,
        (_, Error::Refused(Code::PermissionDenied)) => OAuthCode::UnauthorizedClient,
        (_, Error::Invalid(faults)) => faults.first().map_or(OAuthCode::InvalidRequest, code_of),
        _ => OAuthCode::InvalidRequest,
    }
}

/// A fault of a parameter that RFC 6749 has a word of its own for.
fn code_of(fault: &FieldError) -> OAuthCode {
    match (&fault.place, fault.code) {
        (Place::Pointer(at), _) if at == "/scope" => OAuthCode::InvalidScope,
        (Place::Pointer(at), FieldCode::NotInEnum) if at == "/grant_type" => OAuthCode::UnsupportedGrantType,
        (Place::Pointer(at), FieldCode::Inconsistent) if at == "/token" => OAuthCode::InvalidGrant,
        _ => OAuthCode::InvalidRequest,
    }
}

fn described(error: &Error) -> String {
    let faults: &[FieldError] = match error {
        Error::Invalid(faults) | Error::Malformed(_, faults) => faults,
        _ => &[],
    };
    let words = match (error, faults.first()) {
        (_, Some(fault)) => {
            let place = match &fault.place {
                Place::Pointer(pointer) => pointer.trim_start_matches('/'),
                Place::Parameter(name) => name,
            };
            format!("{place}: {}", problem::words(fault, Language::English))
        }
        (Error::Unauthenticated(_), None) => "The client has not proved who it is.".to_owned(),
        (Error::Refused(Code::PermissionDenied), None) => {
            "The client may not call from this address.".to_owned()
        }
        (_, None) => problem::detail(error, Language::English),
    };
    words.chars().filter(|c| matches!(c, ' '..='~') && !matches!(c, '"' | '\\')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Text;

    fn said(error: &Error) -> (u16, OAuthCode, String) {
        let (status, OAuthError { error, error_description }) = refusal(error);
        (status, error, error_description)
    }

    #[test]
    fn faults_of_parameters_have_words_of_their_own() {
        let fault = |at: &str, code| said(&Error::Invalid(vec![FieldError::at(at, code)]));
        let codes = [
            fault("/scope", FieldCode::NotInEnum).1,
            fault("/scope", FieldCode::TooLong).1,
            fault("/grant_type", FieldCode::NotInEnum).1,
            fault("/grant_type", FieldCode::Required).1,
            fault("/token", FieldCode::Inconsistent).1,
            fault("/token", FieldCode::Required).1,
        ];
        use OAuthCode as O;
        let (scope, request) = (O::InvalidScope, O::InvalidRequest);
        assert_eq!(codes, [scope, scope, O::UnsupportedGrantType, request, O::InvalidGrant, request]);
        assert_eq!(
            fault("/token", FieldCode::Required),
            (400, request, "token: This is required.".to_owned())
        );
    }

    #[test]
    fn other_refusals_keep_their_status_and_hold_ascii_alone() {
        let refused = |code| (said(&Error::Refused(code)).0, said(&Error::Refused(code)).1);
        use OAuthCode as O;
        assert_eq!(refused(Code::PayloadTooLarge), (413, O::InvalidRequest));
        assert_eq!(refused(Code::UnsupportedMediaType), (415, O::InvalidRequest));
        assert_eq!(refused(Code::PermissionDenied), (400, O::UnauthorizedClient));
        assert_eq!(said(&Error::Unavailable).1, O::TemporarilyUnavailable);
        assert_eq!(said(&Error::internal("secret")).2, "Internal error.");
        let text = Text::new("x", "a \"b\" đ\n");
        assert_eq!(said(&Error::invalid("/token", FieldCode::Required, text)).2, "token: a b ");
    }
}
