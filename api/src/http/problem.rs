//! RFC 9457 problem documents, made in one place.

use actix_cors::CorsError;
use actix_web::{
    HttpRequest, HttpResponse,
    body::BoxBody,
    http::{StatusCode, header},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    JSON, PROBLEM, call::request_id, challenge::challenge, codes::Code, is_oauth, language::Language, refusal,
};
use crate::{
    app::Service,
    error::{Error, FieldError, Place, Text},
    values::FieldCode,
};

/// One thing wrong with the request.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemField {
    /// JSON Pointer in fragment form into the request body; absent for parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500, example = "#/name")]
    pointer: Option<String>,
    /// Name of the query, path or header parameter; absent for members of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, example = "limit")]
    parameter: Option<String>,
    /// What kind of fault.
    code: FieldCode,
    /// One sentence for the person using the API.
    #[schema(max_length = 500, example = "Ngắn quá.")]
    detail: String,
}

/// One rule that was not met.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemFinding {
    /// The rule; clients decide by it.
    #[schema(max_length = 60, example = "min_members")]
    rule: String,
    /// The number the rule needs: a count, đồng or basis points; null when it needs none.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 10)]
    needed: Option<i64>,
    /// The number found.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 7)]
    found: Option<i64>,
    /// The rule as a sentence.
    #[schema(max_length = 500, example = "Nhóm có quá ít thành viên.")]
    detail: String,
}

/// The answer when it is no (RFC 9457). Clients decide by `code`; `title` and `detail` are for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The page that explains the code.
    #[schema(max_length = 300, example = "http://127.0.0.1:8080/problems/validation_failed")]
    r#type: String,
    /// The code in words.
    #[schema(max_length = 200, example = "Dữ liệu không hợp lệ")]
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    status: u16,
    /// Stable and closed: what clients decide by.
    code: Code,
    /// What is wrong and what to do, in one sentence.
    #[schema(max_length = 1000, example = "Có 1 trường chưa đúng.")]
    detail: String,
    /// The request, as a URN.
    #[schema(max_length = 60, example = "urn:uuid:019386d2-5c3e-7a41-9f00-000000000001")]
    instance: String,
    /// The number of the request in the logs of the service.
    request_id: Uuid,
    /// Every fault of the request, at most 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    errors: Vec<ProblemField>,
    /// The ETag the resource has now (412).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, example = "\"v7\"")]
    current_etag: Option<String>,
    /// The limits that were exceeded (429).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10, example = json!(["default"]))]
    violated_policies: Vec<String>,
    /// The actions that are open now (409 `state_conflict`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50, example = json!(["activate"]))]
    allowed_actions: Option<Vec<String>>,
    /// Each rule that was not met, with its numbers (`not_eligible`, `funds_exceeded`, `conditions_unmet`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    findings: Vec<ProblemFinding>,
    /// The id of the record that is in the way, when it lies within the caller's reach (409 `duplicate`).
    #[serde(skip_serializing_if = "Option::is_none")]
    existing_id: Option<Uuid>,
    /// The number of the text that waits to be confirmed now (409 `confirmation_outdated`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 2)]
    text_n: Option<i32>,
    /// The hash of that text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64, example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    current_sha256: Option<String>,
    /// What may still be delivered of the line, in its unit (409 `conditions_unmet` about deliveries).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "12.5")]
    remaining: Option<String>,
    /// The reporting period that takes no money (409 `period_closed`) or is not approved yet (409 `conditions_unmet`).
    #[serde(skip_serializing_if = "Option::is_none")]
    period_id: Option<Uuid>,
    /// Its year or quarter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 7, example = "2022-Q2")]
    label: Option<String>,
    /// The area that reports on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    area_id: Option<Uuid>,
    /// The indicator whose table cannot be published safely (409 `conditions_unmet`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 30, example = "G2")]
    indicator: Option<String>,
    /// The dimension of it to coarsen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 30, example = "commune")]
    dimension: Option<String>,
}

impl ProblemField {
    fn of(fault: &FieldError, language: Language) -> Self {
        let (pointer, parameter) = match &fault.place {
            Place::Pointer(pointer) => (Some(format!("#{pointer}")), None),
            Place::Parameter(name) => (None, Some(name.to_string())),
        };
        Self { pointer, parameter, code: fault.code, detail: words(fault, language) }
    }
}

/// What is wrong in one place, as a sentence.
pub(super) fn words(fault: &FieldError, language: Language) -> String {
    let words = || language.of_pair(fault.code.sentences()).to_owned();
    fault.detail.as_ref().map_or_else(words, |text| language.choose(text))
}

/// What is wrong and what to do, as a sentence.
pub(super) fn detail(error: &Error, language: Language) -> String {
    let said: Option<Text> = match error {
        Error::Conflict { detail, .. } | Error::Forbidden(_, detail) => detail.clone(),
        Error::Invalid(faults) | Error::Malformed(_, faults) if !faults.is_empty() => Some(Text::made(
            format!("Có {} chỗ chưa đúng.", faults.len()),
            format!("{} member(s) or parameter(s) are not right.", faults.len()),
        )),
        Error::NotFound | Error::Unknown(_) => Some(Text::new(
            "Không có, hoặc ngoài phạm vi của bạn.",
            "It does not exist, or lies outside your scope.",
        )),
        Error::Stale { .. } => Some(Text::new(
            "Hãy tải lại rồi thử lại với ETag mới.",
            "Load it again and retry with the new ETag.",
        )),
        _ => None,
    };
    said.map_or_else(
        || format!("{}.", language.of_pair(error.code().titles())),
        |text| language.choose(&text),
    )
}

fn findings(members: &Value, language: Language) -> Vec<ProblemFinding> {
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let each = |finding: &Value| ProblemFinding {
        rule: text(finding, "rule"),
        needed: finding["needed"].as_i64(),
        found: finding["found"].as_i64(),
        detail: text(finding, language.tag()),
    };
    members["findings"].as_array().map(|all| all.iter().map(each).collect()).unwrap_or_default()
}

/// A further member of a conflict, when it has it.
fn member<T: DeserializeOwned>(members: &Value, name: &str) -> Option<T> {
    serde_json::from_value(members.get(name)?.clone()).ok()
}

/// The document of an error, without its envelope.
pub(crate) fn document(error: &Error, base: &str, language: Language, request_id: Uuid) -> Problem {
    let code = error.code();
    let faults: &[FieldError] = match error {
        Error::Invalid(faults) | Error::Malformed(_, faults) | Error::Unknown(faults) => faults,
        _ => &[],
    };
    let members = match error {
        Error::Conflict { members, .. } => members.clone(),
        _ => Value::Null,
    };
    Problem {
        r#type: format!("{base}/problems/{}", code.word()),
        title: language.of_pair(code.titles()).to_owned(),
        status: code.status(),
        code,
        detail: detail(error, language),
        instance: format!("urn:uuid:{request_id}"),
        request_id,
        errors: faults.iter().map(|fault| ProblemField::of(fault, language)).collect(),
        current_etag: match error {
            Error::Stale { current_etag } => current_etag.clone(),
            _ => None,
        },
        violated_policies: match error {
            Error::TooMany(left) => vec![left.policy.name.to_owned()],
            _ => Vec::new(),
        },
        allowed_actions: member(&members, "allowed_actions"),
        findings: findings(&members, language),
        existing_id: member(&members, "existing_id"),
        period_id: member(&members, "period_id"),
        label: member(&members, "label"),
        area_id: member(&members, "area_id"),
        indicator: member(&members, "indicator"),
        dimension: member(&members, "dimension"),
        text_n: member(&members, "text_n"),
        current_sha256: member(&members, "current_sha256"),
        remaining: member(&members, "remaining"),
    }
}

/// The reply for an error; faults inside the service are logged here, once.
#[must_use]
pub fn respond(error: &Error, request: &HttpRequest) -> HttpResponse {
    let request_id = request_id(request);
    if let Error::Internal(source) = error {
        tracing::error!(%request_id, error = %source, "request failed");
    }
    let is_oauth = is_oauth(request.path());
    let language = if is_oauth { Language::English } else { Language::of(request.headers()) };
    let (status, media_type, body) = if is_oauth {
        let (status, refusal) = refusal(error);
        (status, JSON, serde_json::to_vec(&refusal))
    } else {
        let base = Service::of(request).map(|service| service.public_base().to_owned()).unwrap_or_default();
        let document = document(error, &base, language, request_id);
        (document.status, PROBLEM, serde_json::to_vec(&document))
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    match error {
        Error::TooMany(left) => {
            response
                .insert_header((header::RETRY_AFTER, left.reset_seconds.to_string()))
                .insert_header(("RateLimit-Policy", left.policy.header()))
                .insert_header(("RateLimit", left.header()));
        }
        Error::Unavailable | Error::Conflict { code: Code::IdempotencyInProgress, .. } => {
            response.insert_header((header::RETRY_AFTER, "2"));
        }
        Error::Unauthenticated(code) => {
            response.insert_header((header::WWW_AUTHENTICATE, challenge(*code, is_oauth)));
        }
        _ => {}
    }
    response.content_type(media_type).body(body.unwrap_or_default())
}

/// What a library has answered by itself, as an error of ours: every failure is a document of ours, and no library makes
/// one.
pub(super) fn stray(response: &HttpResponse<BoxBody>) -> Option<Error> {
    let status = response.status();
    let is_document =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|sent| sent == PROBLEM || sent == JSON);
    if is_document || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match response.error().and_then(|error| error.as_error::<CorsError>()) {
        Some(CorsError::OriginNotAllowed | CorsError::MissingOrigin | CorsError::WildcardOrigin) => {
            Error::parameter("origin", FieldCode::NotInEnum)
        }
        Some(CorsError::HeadersNotAllowed | CorsError::BadRequestHeaders) => {
            Error::parameter("access-control-request-headers", FieldCode::NotInEnum)
        }
        Some(_) => Error::parameter("access-control-request-method", FieldCode::NotInEnum),
        None => match status {
            StatusCode::NOT_FOUND => Error::NotFound,
            StatusCode::NOT_ACCEPTABLE => Error::Refused(Code::NotAcceptable),
            status if status.is_client_error() => Error::Malformed(Code::MalformedRequest, Vec::new()),
            _ => Error::internal(format!("a library answered {status}")),
        },
    })
}
