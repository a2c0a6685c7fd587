//! HTTP Basic authentication (RFC 7617) as OAuth uses it: id and secret are form-encoded first (RFC 6749, section 2.3.1).

use std::fmt;

use actix_web::{HttpRequest, http::header};
use base64::{Engine, engine::general_purpose::STANDARD};

/// The id and secret of the `Authorization` header; none without the header, or with another scheme.
pub struct Basic(pub Option<(String, String)>);

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Basic")
    }
}

impl Basic {
    pub(crate) fn take(request: &HttpRequest) -> Self {
        let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let scheme = sent.and_then(|text| text.split_once(' '));
        let encoded = scheme.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"));
        // What cannot be read was meant to be something, and is wrong.
        Self(encoded.map(|(_, encoded)| read(encoded.trim()).unwrap_or_default()))
    }
}

fn read(encoded: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    // Encoded text has neither; what is unencoded would be cut there.
    let is_encoded = !text.contains(['&', '=']);
    is_encoded.then(|| (decoded(id), decoded(secret)))
}

fn decoded(text: &str) -> String {
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    pairs.next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::{Basic, STANDARD};
    use base64::Engine;

    fn sent(value: &str) -> Option<(String, String)> {
        Basic::take(&TestRequest::default().insert_header(("authorization", value)).to_http_request()).0
    }

    #[test]
    fn id_and_secret_are_decoded_twice() {
        let both = |id: &str, secret: &str| Some((id.to_owned(), secret.to_owned()));
        assert_eq!(sent(&format!("Basic {}", STANDARD.encode("a%2Db:c+d"))), both("a-b", "c d"));
        assert_eq!(sent(&format!("bAsIc  {}", STANDARD.encode("a:b:c"))), both("a", "b:c"));
        for wrong in ["Basic x", "Basic ", "Basic YQ==", "Basic /w=="] {
            assert_eq!(sent(wrong), both("", ""), "{wrong}");
        }
        for unencoded in ["a:b&c", "a=:b", "a:b="] {
            assert_eq!(sent(&format!("Basic {}", STANDARD.encode(unencoded))), both("", ""), "{unencoded}");
        }
        for other in ["Bearer x", "Basic", ""] {
            assert_eq!(sent(other), None, "{other}");
        }
    }
}
