//! JSON bodies: parsed strictly, checked against their schema, deserialised, validated; all faults at once.

use actix_web::{HttpRequest, http::header, web};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::{json, schema_check};
use crate::{
    error::{Code, Error, FieldError, Text},
    store::Intent,
    values::FieldCode,
};

/// A JSON body of at most `LIMIT` bytes that has been parsed and validated.
#[derive(Debug)]
pub struct Json<T, const LIMIT: usize = BODY_LIMIT> {
    value: T,
    fingerprint: [u8; 32],
}

impl<T, const LIMIT: usize> std::ops::Deref for Json<T, LIMIT> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, const LIMIT: usize> Intent for Json<T, LIMIT> {
    fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

/// A merge patch (RFC 7396): absent members stay, `null` clears.
#[derive(Debug)]
pub struct MergePatch<T>(Json<T>);

impl<T> std::ops::Deref for MergePatch<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Intent for MergePatch<T> {
    fn fingerprint(&self) -> [u8; 32] {
        self.0.fingerprint
    }
}

/// The intent of an operation without body or parameters.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Intent for Nothing {
    fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest([]).into()
    }
}

/// For members of a patch: keeps `null` apart from absent (`#[serde(default, deserialize_with = "present")]`).
///
/// # Errors
/// Those of the member's type.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The media type of a JSON body.
pub(crate) const JSON: &str = "application/json";
/// The media type of a merge patch.
pub(crate) const MERGE_PATCH: &str = "application/merge-patch+json";
/// The media type of a problem document.
pub(crate) const PROBLEM: &str = "application/problem+json";
/// The largest body of an ordinary operation.
pub const BODY_LIMIT: usize = 1024 * 1024;

impl<T: DeserializeOwned + Validate + ToSchema + 'static, const LIMIT: usize> Json<T, LIMIT> {
    pub(crate) async fn take(request: &HttpRequest, payload: web::Payload) -> Result<Self, Error> {
        read(request, payload, JSON).await
    }
}

impl<T: DeserializeOwned + Validate + ToSchema + 'static> MergePatch<T> {
    pub(crate) async fn take(request: &HttpRequest, payload: web::Payload) -> Result<Self, Error> {
        read(request, payload, MERGE_PATCH).await.map(Self)
    }
}

async fn read<T, const LIMIT: usize>(
    request: &HttpRequest,
    payload: web::Payload,
    media_type: &str,
) -> Result<Json<T, LIMIT>, Error>
where
    T: DeserializeOwned + Validate + ToSchema + 'static,
{
    if !essence(request).eq_ignore_ascii_case(media_type) {
        return Err(Error::Refused(Code::UnsupportedMediaType));
    }
    let bytes = bytes_of(request, payload, LIMIT).await?;
    let value = check::<T>(&bytes, media_type == MERGE_PATCH)?;
    Ok(Json { value, fingerprint: Sha256::digest(&bytes).into() })
}

/// The media type of the body without its parameters; empty when none was sent.
pub(super) fn essence(request: &HttpRequest) -> &str {
    let sent =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().unwrap_or_default().trim()
}

/// The bytes of the body, or 413 when there are more than `limit`.
pub(super) async fn bytes_of(
    request: &HttpRequest,
    payload: web::Payload,
    limit: usize,
) -> Result<web::Bytes, Error> {
    let declared =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(Error::Refused(Code::PayloadTooLarge));
    }
    payload
        .to_bytes_limited(limit)
        .await
        .map_err(|_| Error::Refused(Code::PayloadTooLarge))?
        .map_err(|_| Error::Malformed(Code::MalformedRequest, Vec::new()))
}

fn check<T>(bytes: &[u8], patch: bool) -> Result<T, Error>
where
    T: DeserializeOwned + Validate + ToSchema + 'static,
{
    let document = json::parse(bytes).ok_or_else(|| Error::Malformed(Code::MalformedRequest, Vec::new()))?;
    if patch && document.as_object().is_some_and(serde_json::Map::is_empty) {
        let detail = Text::new("Không có gì để thay đổi.", "There is nothing to change.");
        return Err(Error::invalid("", FieldCode::Required, detail));
    }
    fit(document)
}

/// What a document says, once it fits the schema of its type.
pub(super) fn fit<T>(mut document: Value) -> Result<T, Error>
where
    T: DeserializeOwned + Validate + ToSchema + 'static,
{
    let mut faults = Vec::new();
    json::normalise_strings(&mut document, &mut faults);
    let unfit = schema_check::faults::<T>(&document)?;
    faults.extend(unfit.into_iter().filter(|fault| !faults.contains(fault)).collect::<Vec<_>>());
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let value: T =
        serde_path_to_error::deserialize(document).map_err(|fault| Error::Invalid(vec![meaning(&fault)]))?;
    value.validate().map_err(|errors| {
        let mut faults = Vec::new();
        flatten(&errors, "", &mut faults);
        Error::Invalid(faults)
    })?;
    Ok(value)
}

/// A newtype refused the text: its message is the field code.
fn meaning(fault: &serde_path_to_error::Error<serde_json::Error>) -> FieldError {
    let pointer: String = fault
        .path()
        .iter()
        .map(|segment| match segment {
            serde_path_to_error::Segment::Seq { index } => format!("/{index}"),
            serde_path_to_error::Segment::Map { key } => format!("/{}", json::escape(key)),
            serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => {
                String::new()
            }
        })
        .collect();
    let code = FieldCode::from_message(&fault.inner().to_string());
    FieldError::at(pointer, code)
}

/// Validator's errors as field errors: the code is a field code, the message `vi|en`; nothing of the input is kept.
fn flatten(errors: &ValidationErrors, at: &str, faults: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let pointer = if name == "__all__" { at.to_owned() } else { format!("{at}/{name}") };
        match kind {
            ValidationErrorsKind::Struct(inner) => flatten(inner, &pointer, faults),
            ValidationErrorsKind::List(items) => {
                items.iter().for_each(|(index, inner)| flatten(inner, &format!("{pointer}/{index}"), faults));
            }
            ValidationErrorsKind::Field(found) => faults.extend(found.iter().map(|error| {
                let code = error.code.parse().unwrap_or(FieldCode::Inconsistent);
                let fault = FieldError::at(pointer.clone(), code);
                match error.message.as_ref().and_then(|message| message.split_once('|')) {
                    Some((vi, en)) => fault.saying(Text::made(vi.to_owned(), en.to_owned())),
                    None => fault,
                }
            })),
        }
    }
}
