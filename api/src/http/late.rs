//! `?late_reason=`: why a fact is entered after its reporting period was locked. The parameter of every operation that
//! enters facts of a day, read in one place, so that no handler asks for it.

use actix_web::{HttpMessage, HttpRequest};
use entity::enums::LateReason;
use serde_json::{Value, json};
use std::sync::Arc;

use super::{Call, Enters};

/// The name of the parameter.
pub const LATE_REASON: &str = "late_reason";

/// The words of the reasons.
const WORDS: [(&str, LateReason); 5] = [
    ("paper_came_late", LateReason::PaperCameLate),
    ("entered_wrongly", LateReason::EnteredWrongly),
    ("found_by_audit", LateReason::FoundByAudit),
    ("decided_later", LateReason::DecidedLater),
    ("other_office_was_late", LateReason::OtherOfficeWasLate),
];

/// The reason of a word.
pub(super) fn late_reason(word: &str) -> Option<LateReason> {
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, reason)| *reason)
}

/// The reason that a query string gives, if it gives a good one.
pub(super) fn late_reason_in(query: &str) -> Option<LateReason> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == LATE_REASON).and_then(|(_, word)| late_reason(&word))
}

/// True when the operation under way takes the parameter.
pub(super) fn is_taken(request: &HttpRequest) -> bool {
    request.extensions().get::<Arc<Call>>().is_some_and(|call| call.enters == Enters::Facts)
}

/// The parameter in the contract.
pub(crate) fn parameter() -> Value {
    let words = "Why this is entered so late: needed when a locked reporting period ends after the day that is entered, \
                 changed or taken out, and covers the place (422 at `late_reason` names the period). The entry is marked \
                 as late in that period.";
    json!({
        "name": LATE_REASON, "in": "query", "required": false, "description": words,
        "schema": { "type": "string", "enum": WORDS.map(|(word, _)| word) },
    })
}

#[cfg(test)]
mod tests {
    use super::{LateReason, WORDS, late_reason_in};

    #[test]
    fn words_are_those_of_the_stored_values() {
        for (word, reason) in WORDS {
            assert_eq!(serde_json::to_value(reason).unwrap(), word);
        }
        assert_eq!(late_reason_in("a=1&late_reason=decided_later"), Some(LateReason::DecidedLater));
        assert_eq!(late_reason_in("late_reason=whatever"), None);
        assert_eq!(late_reason_in(""), None);
    }
}
