//! The request under way, as the write path and the journal need it.

use std::{net::IpAddr, sync::Arc};

use actix_web::{HttpMessage, HttpRequest, http::Method};
use entity::enums::LateReason;
use uuid::Uuid;

use super::late::late_reason_in;
use crate::error::{Code, Error};

/// How long clients and proxies may keep a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Caching {
    /// Ask again each time; the reply is for one caller.
    #[default]
    Private,
    /// Keep nothing: tokens, identities, audit.
    NoStore,
    /// Reference data: an hour, for everybody.
    Public,
}

impl Caching {
    /// For replies to changes on the same path: nobody else's business.
    #[must_use]
    pub const fn for_changes(self) -> Self {
        match self {
            Self::Public | Self::Private => Self::Private,
            Self::NoStore => Self::NoStore,
        }
    }

    /// The value of `Cache-Control`.
    #[must_use]
    pub const fn header(self) -> &'static str {
        match self {
            Self::Private => "private, no-cache",
            Self::NoStore => "no-store",
            Self::Public => "public, max-age=3600",
        }
    }
}

/// What an operation enters that a locked reporting period concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enters {
    /// Nothing.
    #[default]
    Nothing,
    /// Postings, which a locked period refuses.
    Money,
    /// Facts of a day, which a locked period takes with a reason: the operation has the parameter `late_reason`.
    Facts,
}

/// An `Idempotency-Key` that may be left out, on an operation that is exempt from them otherwise.
#[derive(Clone, Copy, Debug)]
pub struct OptionalKey(pub Option<Uuid>);

/// The number of the request, given by the envelope before routing.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

/// What is known of an operation before anybody asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Served {
    /// Its id in the contract.
    pub id: &'static str,
    /// The template of its path.
    pub route: &'static str,
    /// What it enters.
    pub enters: Enters,
    /// How long its replies may be kept.
    pub caching: Caching,
}

/// One request of one operation.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its number, in logs, problems and the journal.
    pub request_id: Uuid,
    /// The operation's id in the contract.
    pub operation: &'static str,
    /// The template of the operation's path; none for a call of the service itself.
    pub route: Option<&'static str>,
    /// The method.
    pub method: Method,
    /// The path, without the query.
    pub path: String,
    /// Where it came from.
    pub address: Option<IpAddr>,
    /// What the operation enters.
    pub enters: Enters,
    /// Why it comes so late, if that was said.
    pub late_reason: Option<LateReason>,
    idempotency_key: Option<Result<Uuid, Code>>,
}

impl Call {
    pub(crate) fn begin(request: &HttpRequest, served: Served, address: Option<IpAddr>) -> Arc<Self> {
        let call = Arc::new(Self {
            request_id: request_id(request),
            operation: served.id,
            route: Some(served.route),
            method: request.method().clone(),
            path: request.path().to_owned(),
            address,
            enters: served.enters,
            late_reason: late_reason_in(request.query_string()),
            idempotency_key: request
                .headers()
                .get("idempotency-key")
                .map(|value| parse_key(value.as_bytes())),
        });
        request.extensions_mut().insert(Arc::clone(&call));
        call
    }

    /// A call the service makes itself.
    pub(crate) fn internal(operation: &'static str) -> Self {
        Self {
            request_id: Uuid::now_v7(),
            operation,
            route: None,
            method: Method::PATCH,
            path: String::new(),
            address: None,
            enters: Enters::Nothing,
            late_reason: None,
            idempotency_key: None,
        }
    }

    pub(crate) fn of(request: &HttpRequest) -> Result<Arc<Self>, Error> {
        request.extensions().get::<Arc<Self>>().cloned().ok_or_else(|| Error::internal("no call has begun"))
    }

    /// The idempotency key of an operation that can do without one.
    ///
    /// # Errors
    /// 400 when it is not a UUID.
    pub fn optional_key(&self) -> Result<Option<Uuid>, Error> {
        self.idempotency_key.transpose().map_err(|code| Error::Malformed(code, Vec::new()))
    }

    /// The idempotency key; required on POST.
    ///
    /// # Errors
    /// 400 when it is missing on POST or not a UUID.
    pub fn idempotency_key(&self) -> Result<Option<Uuid>, Error> {
        match &self.idempotency_key {
            Some(Ok(key)) => Ok(Some(*key)),
            Some(Err(code)) => Err(Error::Malformed(*code, Vec::new())),
            None if self.method == Method::POST => {
                Err(Error::Malformed(Code::IdempotencyKeyRequired, Vec::new()))
            }
            None => Ok(None),
        }
    }
}

/// The request's number; a fresh one if the envelope is not around (unit tests).
pub fn request_id(request: &HttpRequest) -> Uuid {
    request.extensions().get::<RequestId>().map_or_else(Uuid::now_v7, |id| id.0)
}

/// Bare, or quoted as in the IETF draft.
fn parse_key(value: &[u8]) -> Result<Uuid, Code> {
    let text = std::str::from_utf8(value).map_err(|_| Code::IdempotencyKeyInvalid)?.trim();
    let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36).ok_or(Code::IdempotencyKeyInvalid)
}
