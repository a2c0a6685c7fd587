//! How bodies that are files document themselves.

use actix_web::{HttpRequest, web};
use entity::enums::MediaType;
use serde_json::{Value, json};

use super::{
    describe::once,
    draft::{Content, Draft, Input, Output},
};
use crate::{
    error::{Code, Error},
    http::{Csv, Download, Drawing, Rendition, Taken, Upload},
    publication_documents::FORMATS,
    values::content::LARGEST_FILE,
};

const REFUSALS: [Code; 4] =
    [Code::MalformedRequest, Code::PayloadTooLarge, Code::UnsupportedMediaType, Code::ValidationFailed];

/// The listed types, each as so many bytes.
fn files() -> Content {
    let each = |media_type: MediaType| (media_type.essence(), bytes_of(media_type));
    MediaType::ALL.into_iter().map(each).collect()
}

fn bytes_of(media_type: MediaType) -> Value {
    json!({
        "type": "string", "format": "binary", "minLength": 1, "maxLength": LARGEST_FILE,
        "example": beginning(media_type),
    })
}

/// How such a file begins, as text.
const fn beginning(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Pdf => "%PDF-1.7\n",
        MediaType::Jpeg => "\u{ff}\u{d8}\u{ff}\u{e0}",
        MediaType::Png => "\u{89}PNG\r\n\u{1a}\n",
        MediaType::Webp => "RIFF....WEBPVP8 ",
        MediaType::Docx | MediaType::Xlsx => "PK\u{3}\u{4}",
    }
}

impl Input for Upload {
    fn describe(draft: &mut Draft) {
        draft.body = files();
        draft.refuses(&REFUSALS);
    }

    async fn take(request: &HttpRequest, payload: &mut Option<web::Payload>) -> Result<Self, Error> {
        Self::take(request, once(payload)?).await
    }
}

impl Output for Download {
    fn describe(draft: &mut Draft) {
        draft.reply_with(200, "The bytes of the file.", files(), &["ETag", "Content-Disposition"]);
    }
}

impl Input for Taken {
    fn describe(_: &mut Draft) {}

    async fn take(request: &HttpRequest, _: &mut Option<web::Payload>) -> Result<Self, Error> {
        Ok(Self::of(request))
    }
}

/// The media types of published documents, and of their charts.
const RENDITIONS: &[&str] = &[
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.sdmx.data+csv",
    "application/vnd.sdmx.structure+xml",
    "application/xml",
    "application/vnd.dhis2.data-value-set+json",
];

impl Output for Rendition {
    const MEDIA_TYPES: &'static [&'static str] = RENDITIONS;

    fn describe(draft: &mut Draft) {
        let document = draft.schema::<formats::document::Document>();
        let file = json!({
            "type": "string", "format": "binary", "minLength": 1, "maxLength": LARGEST_FILE, "example": "…",
        });
        let others = RENDITIONS.iter().map(|name| (*name, file.clone()));
        let content: Content = std::iter::once((crate::http::JSON, document)).chain(others).collect();
        debug_assert!(FORMATS.iter().all(|one| content.iter().any(|(name, _)| *name == one.essence())));
        draft.refuses(&[Code::NotAcceptable]);
        draft.reply_with(
            200,
            "The published document, for ever the same.",
            content,
            &["ETag", "Content-Disposition"],
        );
    }
}

impl Output for Drawing {
    const MEDIA_TYPES: &'static [&'static str] = &[formats::charts::MEDIA_TYPE];

    fn describe(draft: &mut Draft) {
        let picture = json!({
            "type": "string", "format": "binary", "minLength": 1, "maxLength": LARGEST_FILE, "example": "<svg/>",
        });
        let content = vec![(formats::charts::MEDIA_TYPE, picture)];
        draft.reply_with(200, "The chart.", content, &["ETag", "Content-Disposition"]);
    }
}

impl Output for Csv {
    const MEDIA_TYPES: &'static [&'static str] = &[Self::MEDIA_TYPE];

    fn describe(draft: &mut Draft) {
        let table = json!({
            "type": "string", "format": "binary", "minLength": 1, "maxLength": LARGEST_FILE,
            "example": "code,balance_vnd\r\nQU-000001,70000000\r\n",
        });
        draft.reply_with(200, "The table.", vec![(Self::MEDIA_TYPE, table)], &["Content-Disposition"]);
    }
}
