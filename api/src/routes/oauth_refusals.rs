//! How operations below `/oauth/` can refuse, in the form of RFC 6749. Equal statuses say the same for all of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::refusals::headers;
use crate::{
    error::{Code, Error, FieldError},
    http::{JSON, OAuthError, refusal},
    values::FieldCode,
};

/// A reference for each status of these codes.
pub(super) fn of(codes: &[Code]) -> BTreeMap<u16, Value> {
    let each = |status| (status, json!({ "$ref": format!("#/components/responses/{}", name(status)) }));
    statuses(codes).into_iter().map(each).collect()
}

/// The responses that they refer to.
pub(super) fn responses(codes: &[Code]) -> Vec<(String, Value)> {
    statuses(codes).into_iter().map(|status| (name(status), response(status, codes))).collect()
}

fn name(status: u16) -> String {
    format!("oauth-{status}")
}

fn statuses(codes: &[Code]) -> BTreeSet<u16> {
    codes.iter().map(|code| refusal(&error(*code)).0).collect()
}

/// An error with a code, as far as the form shows it.
fn error(code: Code) -> Error {
    match code {
        Code::CredentialsInvalid => Error::Unauthenticated(code),
        _ => Error::Refused(code),
    }
}

/// What the parameters, or the address, can be refused with beside.
fn faults() -> Vec<Error> {
    let at = |at: &str, code| Error::Invalid(vec![FieldError::at(at, code)]);
    vec![
        at("/grant_type", FieldCode::NotInEnum),
        at("/scope", FieldCode::NotInEnum),
        at("/token", FieldCode::Inconsistent),
        Error::Refused(Code::PermissionDenied),
    ]
}

fn response(status: u16, codes: &[Code]) -> Value {
    let told = codes.iter().map(|code| error(*code));
    let told = told.chain(faults()).map(|error| refusal(&error));
    let mut examples: Map<String, Value> = Map::new();
    for (_, said) in told.filter(|(at, _)| *at == status) {
        let word = word(&said);
        examples.entry(word.clone()).or_insert_with(|| json!({ "summary": word, "value": said }));
    }
    let words: Vec<String> = examples.keys().map(|word| format!("`{word}`")).collect();
    json!({
        "description": words.join(", "),
        "headers": headers(status),
        "content": { JSON: {
            "schema": { "$ref": "#/components/schemas/OAuthError" },
            "examples": examples,
        } },
    })
}

fn word(said: &OAuthError) -> String {
    let word = serde_json::to_value(said.error).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}
