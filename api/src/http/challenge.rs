//! What answers 401 ask for: a token, or at the OAuth endpoints the proof of a machine client.

use super::codes::Code;
use crate::access::FRESH_SECONDS;

/// What would let a machine client in (RFC 7617).
const BASIC: &str = "Basic realm=\"oauth\", charset=\"UTF-8\"";

/// What would let the request in (RFC 6750, RFC 9470).
pub(super) fn challenge(code: Code, is_oauth: bool) -> String {
    match code {
        _ if is_oauth => BASIC.to_owned(),
        Code::TokenInvalid | Code::TokenExpired | Code::TokenRevoked => {
            "Bearer error=\"invalid_token\"".to_owned()
        }
        Code::ReauthenticationRequired => {
            format!("Bearer error=\"insufficient_user_authentication\", max_age={FRESH_SECONDS}")
        }
        _ => "Bearer".to_owned(),
    }
}
