//! `?limit=&cursor=&sort=` and the declared filters of a list; queries of single operations.

use std::collections::HashSet;

use actix_web::HttpRequest;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::{Cursor, late};
use crate::{
    app::Service,
    error::{Code, Error, FieldError},
    store::Intent,
    values::{FieldCode, normalise},
};

/// The filters of one list, each a declared parameter (`#[serde(deny_unknown_fields)]`).
pub trait Filter: DeserializeOwned + IntoParams + 'static {
    /// The sort keys on offer, e.g. `["name", "-updated_at"]`; the first is the default.
    const SORTS: &'static [&'static str];
}

/// One request for a page.
#[derive(Debug)]
pub struct List<F> {
    /// The filters.
    pub filter: F,
    /// Limit, place and sort.
    pub page: PageRequest,
}

/// Which page of a list, in which order.
#[derive(Debug)]
pub struct PageRequest {
    /// 1 to 200.
    pub limit: u64,
    /// One of the list's sort keys.
    pub sort: &'static str,
    /// The row after which the page starts.
    pub after: Option<Cursor>,
    /// Count all rows too.
    pub include_total: bool,
    /// Path, filters and sort, which a cursor is bound to.
    pub binding: Vec<u8>,
}

/// Query parameters of an operation that is not a list.
#[derive(Debug)]
pub struct Query<Q> {
    value: Q,
    fingerprint: [u8; 32],
}

impl<Q> std::ops::Deref for Query<Q> {
    type Target = Q;

    fn deref(&self) -> &Q {
        &self.value
    }
}

impl<Q> Intent for Query<Q> {
    fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

/// Default and greatest number of items of a page.
pub(crate) const DEFAULT_LIMIT: u64 = 50;
/// The most items of a page.
pub(crate) const MAX_LIMIT: u64 = 200;
const PAGE_PARAMETERS: [&str; 4] = ["limit", "cursor", "sort", "include_total"];

impl<F: Filter> List<F> {
    pub(crate) fn take(request: &HttpRequest) -> Result<Self, Error> {
        let (page, filter): (Vec<_>, Vec<_>) =
            pairs(request)?.into_iter().partition(|(name, _)| PAGE_PARAMETERS.contains(&name.as_str()));
        let get = |name: &str| page.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
        let sort = match get("sort") {
            None => F::SORTS.first().copied().unwrap_or("id"),
            Some(asked) => *F::SORTS
                .iter()
                .find(|sort| **sort == asked)
                .ok_or_else(|| Error::parameter("sort", FieldCode::NotInEnum))?,
        };
        let limit = get("limit").map_or(Ok(DEFAULT_LIMIT), |text| {
            text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit)).ok_or(FieldCode::OutOfRange)
        });
        let include_total = match get("include_total") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(Error::parameter("include_total", FieldCode::NotInEnum)),
        };
        let binding = binding(request.path(), sort, &filter);
        let after = match get("cursor") {
            None => None,
            Some(text) => Some(
                Cursor::open(&Service::of(request)?.store().keyring().token, &binding, text)
                    .ok_or(Error::Malformed(Code::InvalidCursor, Vec::new()))?,
            ),
        };
        let limit = limit.map_err(|code| Error::parameter("limit", code))?;
        Ok(Self { filter: parse(&filter)?, page: PageRequest { limit, sort, after, include_total, binding } })
    }
}

impl<Q: DeserializeOwned + IntoParams> Query<Q> {
    pub(crate) fn take(request: &HttpRequest) -> Result<Self, Error> {
        let pairs = own_pairs(request)?;
        let fingerprint = Sha256::digest(binding("", "", &pairs)).into();
        Ok(Self { value: parse(&pairs)?, fingerprint })
    }
}

type Pairs = Vec<(String, String)>;

/// The parameters of the query string: decoded, normalised, none repeated.
pub(crate) fn pairs(request: &HttpRequest) -> Result<Pairs, Error> {
    pairs_of(request.query_string())
}

/// The same without the reason for being late, which every operation that enters facts of a day takes.
fn own_pairs(request: &HttpRequest) -> Result<Pairs, Error> {
    let mut pairs = pairs(request)?;
    if !late::is_taken(request) {
        return Ok(pairs);
    }
    if let Some((_, word)) = pairs.iter().find(|(name, _)| name == late::LATE_REASON)
        && late::late_reason(word).is_none()
    {
        return Err(Error::parameter(late::LATE_REASON, FieldCode::NotInEnum));
    }
    pairs.retain(|(name, _)| name != late::LATE_REASON);
    Ok(pairs)
}

/// The same of any form-encoded text.
pub(super) fn pairs_of(query: &str) -> Result<Pairs, Error> {
    let malformed = || Error::Malformed(Code::MalformedRequest, Vec::new());
    if !percent_decodes_to_utf8(query) {
        return Err(malformed());
    }
    let sent: Pairs = serde_urlencoded::from_str(query).map_err(|_| malformed())?;
    let (mut pairs, mut seen): (Pairs, HashSet<String>) = (Vec::with_capacity(sent.len()), HashSet::new());
    for (name, value) in sent {
        if !seen.insert(name.clone()) {
            return Err(wrong(Code::InvalidParameter, &name, FieldCode::NotUnique));
        }
        let value = normalise(&value).map_err(|code| wrong(Code::InvalidParameter, &name, code))?;
        pairs.push((name, value.into_owned()));
    }
    Ok(pairs)
}

/// For operations that take no parameters: any is unknown.
///
/// # Errors
/// 400 `unknown_parameter`.
pub(crate) fn refuse_parameters(request: &HttpRequest) -> Result<(), Error> {
    if request.query_string().is_empty() {
        return Ok(());
    }
    let sent = own_pairs(request)?;
    if sent.is_empty() && late::is_taken(request) {
        return Ok(());
    }
    let unknown =
        sent.iter().map(|(name, _)| FieldError::parameter(shown(name), FieldCode::UnknownField)).collect();
    Err(Error::Malformed(Code::UnknownParameter, unknown))
}

/// serde_urlencoded replaces broken UTF-8 silently; this refuses it.
fn percent_decodes_to_utf8(query: &str) -> bool {
    let bytes = query.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let escaped = (*byte == b'%')
            .then(|| query.get(index + 1..index + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten();
        decoded.push(escaped.unwrap_or(*byte));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    std::str::from_utf8(&decoded).is_ok()
}

fn refuse_unknown<T: IntoParams>(pairs: &Pairs) -> Result<(), Error> {
    if pairs.is_empty() {
        return Ok(());
    }
    let declared: Vec<String> = T::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
    let unknown = pairs.iter().filter(|(name, _)| !declared.contains(name));
    let unknown: Vec<FieldError> =
        unknown.map(|(name, _)| FieldError::parameter(shown(name), FieldCode::UnknownField)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(Error::Malformed(Code::UnknownParameter, unknown)) }
}

fn parse<T: DeserializeOwned + IntoParams>(pairs: &Pairs) -> Result<T, Error> {
    refuse_unknown::<T>(pairs)?;
    let text = serde_urlencoded::to_string(pairs).map_err(Error::internal)?;
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(reader).map_err(|fault| {
        let message = fault.inner().to_string();
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        let code = if missing.is_some() { FieldCode::Required } else { FieldCode::from_message(&message) };
        let name = missing.map_or_else(|| fault.path().to_string(), str::to_owned);
        wrong(Code::InvalidParameter, &name, code)
    })
}

fn wrong(code: Code, name: &str, fault: FieldCode) -> Error {
    Error::Malformed(code, vec![FieldError::parameter(shown(name), fault)])
}

/// Parameter names are short words; anything else is not echoed.
fn shown(name: &str) -> String {
    super::json::escape(name).into_owned()
}

fn binding(path: &str, sort: &str, filter: &Pairs) -> Vec<u8> {
    let mut sorted: Vec<&(String, String)> = filter.iter().collect();
    sorted.sort();
    let mut digest = Sha256::new();
    for part in [path, sort]
        .into_iter()
        .chain(sorted.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]))
    {
        digest.update(part.len().to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize().to_vec()
}
