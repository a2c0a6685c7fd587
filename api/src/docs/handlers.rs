//! Answers with files that never change while the service runs.

use std::sync::{Arc, LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderName},
    web::{Bytes, Path},
};
use sha2::{Digest, Sha256};
use utoipa_swagger_ui::Config;

use super::messages::explain;
use crate::{
    error::{Code, Error},
    http::{Caching, is_known, problem},
};

/// The page may load its own files and call this service, nothing else. Swagger UI draws some of its icons from
/// `data:` addresses.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                           connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Explanations have a style of the page and nothing else.
const TEXT_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";
const HTML: &str = "text/html; charset=utf-8";

/// The files of Swagger UI that the page uses.
const SWAGGER_FILES: [&str; 3] = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

/// Something to read, with its ETag.
struct File {
    content_type: String,
    etag: String,
    bytes: Bytes,
}

impl File {
    fn new(content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        const SHOWN: usize = 8;
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes);
        let hash: String = digest.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
        Self { content_type: content_type.into(), etag: format!("\"{hash}\""), bytes }
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let mut response =
            if is_known(request, &self.etag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((header::ETAG, self.etag.as_str()))
            .insert_header((header::CACHE_CONTROL, Caching::Public.header()));
        if is_known(request, &self.etag) {
            return response.finish();
        }
        response.content_type(self.content_type.as_str()).body(self.bytes.clone())
    }

    /// The same with the policy of a page.
    fn page(&self, request: &HttpRequest, policy: &'static str) -> HttpResponse {
        let mut response = self.answer(request);
        let value = header::HeaderValue::from_static(policy);
        response.headers_mut().insert(HeaderName::from_static("content-security-policy"), value);
        response
    }
}

/// The contract, made once.
static DOCUMENT: LazyLock<File> = LazyLock::new(|| {
    let document = crate::routes::document(&crate::operations::operations());
    File::new("application/json", serde_json::to_vec(&document).unwrap_or_default())
});

static INDEX: LazyLock<File> = LazyLock::new(|| File::new(HTML, include_str!("page/index.html")));

/// The files of the page by name: its own, and those of Swagger UI.
static FILES: LazyLock<Vec<(&str, File)>> = LazyLock::new(|| {
    let own = [
        ("page.js", File::new("text/javascript; charset=utf-8", include_str!("page/page.js"))),
        ("page.css", File::new("text/css; charset=utf-8", include_str!("page/page.css"))),
    ];
    let config = Arc::new(Config::from("/v1/openapi.json"));
    let swagger = SWAGGER_FILES.into_iter().filter_map(|name| {
        let file = utoipa_swagger_ui::serve(name, Arc::clone(&config)).ok().flatten()?;
        Some((name, File::new(file.content_type, file.bytes.into_owned())))
    });
    own.into_iter().chain(swagger).collect()
});

pub(super) async fn document(request: HttpRequest) -> HttpResponse {
    DOCUMENT.answer(&request)
}

pub(super) async fn page(request: HttpRequest) -> HttpResponse {
    INDEX.page(&request, PAGE_POLICY)
}

pub(super) async fn file(request: HttpRequest, name: Path<String>) -> HttpResponse {
    match FILES.iter().find(|(known, _)| *known == name.as_str()) {
        Some((_, file)) => file.answer(&request),
        None => problem::respond(&Error::NotFound, &request),
    }
}

pub(super) async fn explanation(request: HttpRequest, word: Path<String>) -> HttpResponse {
    match Code::ALL.iter().find(|code| code.word() == word.as_str()) {
        Some(code) => File::new(HTML, explain(*code)).page(&request, TEXT_POLICY),
        None => problem::respond(&Error::NotFound, &request),
    }
}
