//! How operations can refuse. Each lists its own codes by status; lists that are the same are written down once, as a
//! component named by its codes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Operation, document::header_refs, examples, oauth_refusals};
use crate::{
    access::Requirement,
    error::Code,
    http::{PROBLEM, is_oauth},
};

/// How an operation can refuse: a reference for each status.
pub(super) fn of(operation: &Operation) -> BTreeMap<u16, Value> {
    if is_oauth(operation.path) {
        return oauth_refusals::of(&refusals(operation));
    }
    by_status(operation).into_iter().map(|(status, codes)| (status, reference(&codes))).collect()
}

/// The codes an operation can refuse with, by status.
fn by_status(operation: &Operation) -> BTreeMap<u16, Vec<Code>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in refusals(operation) {
        by_status.entry(code.status()).or_default().push(code);
    }
    by_status
}

/// The response that is one of these codes.
fn reference(codes: &[Code]) -> Value {
    json!({ "$ref": format!("#/components/responses/{}", name(codes)) })
}

fn name(codes: &[Code]) -> String {
    codes.iter().map(|code| code.word()).collect::<Vec<_>>().join("-")
}

/// The responses that operations refer to.
pub(super) fn responses(operations: &[Operation]) -> Value {
    let (oauth, others): (Vec<_>, Vec<_>) = operations.iter().partition(|operation| is_oauth(operation.path));
    let lists = others.into_iter().flat_map(|operation| by_status(operation).into_values());
    let all = lists.map(|codes| (name(&codes), refusal(&codes)));
    let oauth = oauth.into_iter().flat_map(|operation| oauth_refusals::responses(&refusals(operation)));
    all.chain(oauth).collect::<Map<_, _>>().into()
}

/// What the handler's types say, and what the envelope and the gate can always say.
fn refusals(operation: &Operation) -> Vec<Code> {
    use Code as C;
    let mut always = vec![
        C::NotAcceptable,
        C::RequestTimeout,
        C::UriTooLong,
        C::RateLimited,
        C::HeaderFieldsTooLarge,
        C::InternalError,
        C::ServiceUnavailable,
    ];
    if operation.requirement != Requirement::Public {
        always.extend([C::AuthenticationRequired, C::TokenInvalid, C::TokenExpired, C::TokenRevoked]);
        always.push(C::PermissionDenied);
    }
    let words: BTreeSet<&str> =
        operation.draft.codes.iter().copied().chain(always.iter().map(|code| code.word())).collect();
    Code::ALL.iter().copied().filter(|code| words.contains(code.word())).collect()
}

/// The problem documents of all codes that some operation can refuse with.
pub(super) fn problems(operations: &[Operation]) -> Value {
    let others = operations.iter().filter(|operation| !is_oauth(operation.path));
    let used: BTreeSet<&str> = others.flat_map(refusals).map(Code::word).collect();
    let codes = Code::ALL.iter().filter(|code| used.contains(code.word()));
    codes
        .map(|code| {
            let example = json!({ "summary": code.titles().1, "value": examples::problem(*code) });
            (code.word().to_owned(), example)
        })
        .collect::<Map<_, _>>()
        .into()
}

fn refusal(codes: &[Code]) -> Value {
    let words: Vec<String> = codes.iter().map(|code| format!("`{}`", code.word())).collect();
    let status = codes.first().map_or(500, |code| code.status());
    let examples: Map<String, Value> = codes
        .iter()
        .map(|code| {
            let reference = format!("#/components/examples/{}", code.word());
            (code.word().to_owned(), json!({ "$ref": reference }))
        })
        .collect();
    json!({
        "description": words.join(", "),
        "headers": headers(status),
        "content": { PROBLEM: {
            "schema": { "$ref": "#/components/schemas/Problem" },
            "examples": examples,
        } },
    })
}

/// The headers of a refusal with a status.
pub(super) fn headers(status: u16) -> Value {
    let mut names = vec!["Request-Id", "Content-Language"];
    match status {
        401 => names.push("WWW-Authenticate"),
        429 => names.extend(["Retry-After", "RateLimit-Policy", "RateLimit"]),
        503 => names.push("Retry-After"),
        _ => {}
    }
    header_refs(&names)
}
