//! Bytes that were written once and never change: a published document in one of its formats, kept beside its compressed
//! form, so that nothing is computed when it is fetched.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, AcceptEncoding, Encoding, Header as _, HeaderName, HeaderValue},
    web::Bytes,
};

use sha2::Digest as _;

use super::{download::disposition, reply::Answer, revision::is_known};

/// A file that never changes.
#[derive(Debug)]
pub struct Unchanging {
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// The bytes.
    pub bytes: Bytes,
    /// The same, compressed with gzip.
    pub gzip: Bytes,
}

impl Unchanging {
    /// A small file that was made just now.
    #[must_use]
    pub fn of(bytes: Bytes) -> Self {
        Self { sha256: crate::values::hex::hex(&sha2::Sha256::digest(&bytes)), gzip: bytes.clone(), bytes }
    }
}

/// 200: a file that never changes.
#[derive(Debug)]
pub struct Rendition {
    /// Its media type, with parameters.
    pub media_type: &'static str,
    /// The name to keep it under.
    pub file_name: String,
    /// What it holds.
    pub file: Arc<Unchanging>,
}

impl Answer for Rendition {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        let is_gzip = takes_gzip(request) && self.file.gzip.len() < self.file.bytes.len();
        let suffix = if is_gzip { "-gzip" } else { "" };
        let etag = format!("\"{}{suffix}\"", self.file.sha256);
        let mut response = if is_known(request, &etag) {
            HttpResponse::NotModified().finish()
        } else {
            let mut whole = HttpResponse::Ok();
            whole.content_type(self.media_type);
            let (encoding, bytes) =
                if is_gzip { ("gzip", &self.file.gzip) } else { ("identity", &self.file.bytes) };
            whole.insert_header((header::CONTENT_ENCODING, encoding));
            whole.body(bytes.clone())
        };
        let headers = response.headers_mut();
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.append(name, value);
            }
        };
        put(header::ETAG, &etag);
        put(header::VARY, "Accept, Accept-Encoding");
        put(header::CONTENT_DISPOSITION, &disposition(&self.file_name));
        response
    }
}

/// 200: a chart.
#[derive(Debug)]
pub struct Drawing(pub Rendition);

impl Answer for Drawing {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        self.0.answer(request)
    }
}

/// Whether the request would rather have it compressed.
fn takes_gzip(request: &HttpRequest) -> bool {
    let offered = [Encoding::gzip(), Encoding::identity()];
    let sent = AcceptEncoding::parse(request).ok();
    sent.and_then(|accepted| accepted.negotiate(offered.iter())) == Some(Encoding::gzip())
}
