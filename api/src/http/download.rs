//! The bytes of a file as a reply: to be kept as a file, never shown by a browser.

use std::fmt::Write as _;

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
};
use entity::enums::MediaType;

use super::{reply::Answer, revision::is_known};
use crate::store::Content;

/// 200: the bytes of a file.
#[derive(Debug)]
pub struct Download {
    /// The type it was found to be.
    pub media_type: MediaType,
    /// The name to keep it under.
    pub file_name: String,
    /// What changes with the bytes, and with nothing else.
    pub etag: String,
    /// The bytes.
    pub content: Content,
}

impl Answer for Download {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        let mut response = if is_known(request, &self.etag) {
            HttpResponse::NotModified().finish()
        } else {
            let mut whole = HttpResponse::Ok();
            whole.content_type(self.media_type.essence());
            // All listed types are compressed already.
            whole.insert_header((header::CONTENT_ENCODING, "identity"));
            whole.body(SizedStream::new(self.content.size(), self.content.0.into_stream()))
        };
        let headers = response.headers_mut();
        put(headers, header::ETAG, &self.etag);
        put(headers, header::CONTENT_DISPOSITION, &disposition(&self.file_name));
        response
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The name in UTF-8, percent-encoded (RFC 8187).
pub(super) fn disposition(file_name: &str) -> String {
    let mut text = String::from("attachment; filename*=UTF-8''");
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_travels_in_any_script_and_ends_nothing() {
        assert_eq!(disposition("a-1.pdf"), "attachment; filename*=UTF-8''a-1.pdf");
        assert_eq!(disposition("Ảnh 1.jpg"), "attachment; filename*=UTF-8''%E1%BA%A2nh%201.jpg");
        assert_eq!(disposition("a\"; x='\r\n"), "attachment; filename*=UTF-8''a%22%3B%20x%3D%27%0D%0A");
    }
}
