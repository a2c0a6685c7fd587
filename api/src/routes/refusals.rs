//! How operations can refuse. Each lists its own codes by status; lists that are the same are written down once, as a
//! component named by its codes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Operation, document::header_refs, examples};
use crate::{access::Requirement, error::Code, http::PROBLEM};

/// The codes an operation can refuse with, by status.
pub(super) fn by_status(operation: &Operation) -> BTreeMap<u16, Vec<Code>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in refusals(operation) {
        by_status.entry(code.status()).or_default().push(code);
    }
    by_status
}

/// The response that is one of these codes.
pub(super) fn reference(codes: &[Code]) -> Value {
    json!({ "$ref": format!("#/components/responses/{}", name(codes)) })
}

fn name(codes: &[Code]) -> String {
    codes.iter().map(|code| code.word()).collect::<Vec<_>>().join("-")
}

/// The responses that operations refer to.
pub(super) fn responses(operations: &[Operation]) -> Value {
    let lists = operations.iter().flat_map(|operation| by_status(operation).into_values());
    lists.map(|codes| (name(&codes), refusal(&codes))).collect::<Map<_, _>>().into()
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
    }
    if matches!(operation.requirement, Requirement::Permission(_)) {
        always.push(C::PermissionDenied);
    }
    let words: BTreeSet<&str> =
        operation.draft.codes.iter().copied().chain(always.iter().map(|code| code.word())).collect();
    Code::ALL.iter().copied().filter(|code| words.contains(code.word())).collect()
}

/// The problem documents of all codes that some operation can refuse with.
pub(super) fn problems(operations: &[Operation]) -> Value {
    let used: BTreeSet<&str> = operations.iter().flat_map(refusals).map(Code::word).collect();
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
    let mut names = vec!["Request-Id", "Content-Language"];
    let status = codes.first().map_or(500, |code| code.status());
    match status {
        401 => names.push("WWW-Authenticate"),
        429 => names.extend(["Retry-After", "RateLimit-Policy", "RateLimit"]),
        503 => names.push("Retry-After"),
        _ => {}
    }
    let examples: Map<String, Value> = codes
        .iter()
        .map(|code| {
            let reference = format!("#/components/examples/{}", code.word());
            (code.word().to_owned(), json!({ "$ref": reference }))
        })
        .collect();
    json!({
        "description": words.join(", "),
        "headers": header_refs(&names),
        "content": { PROBLEM: {
            "schema": { "$ref": "#/components/schemas/Problem" },
            "examples": examples,
        } },
    })
}
