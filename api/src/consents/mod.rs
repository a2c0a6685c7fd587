//! What a person agreed to, or on which other legal ground the data are kept, one row per purpose. A withdrawal is a
//! date, never a deletion.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("persons", "The people of the register, what they agreed to, and what identifies them.");
    let _ = routes
        .at("/v1/persons/{person_id}/consents")
        .refuses(&[Code::ResourceErased])
        .get(
            handlers::list_consents,
            "list_consents",
            "List what a person agreed to",
            "Officers and auditors may, for persons they may read. Lists consents and other legal grounds, withdrawn \
             ones too, the latest first.",
        )
        .post(
            handlers::create_consent,
            "create_consent",
            "Record a consent or legal ground",
            "Officers may, for persons of their area. Silence is no consent: it names the text, the channel and the \
             time.",
        );
    let _ = routes.at("/v1/persons/{person_id}/consents/{consent_id}").refuses(&[Code::ResourceErased]).get(
        handlers::get_consent,
        "get_consent",
        "Show a consent",
        "Officers and auditors may, for persons they may read. Shows one consent or legal ground.",
    );
    let _ =
        routes.at("/v1/persons/{person_id}/consents/{consent_id}/withdraw").refuses(&[Code::ResourceErased]).post(
            handlers::withdraw_consent,
            "withdraw_consent",
            "Withdraw a consent",
            "Officers may, for persons of their area, at the person's wish. What the consent allowed stops at once; \
             what was done before stays lawful. Without a ground for `sensitive_data`, ethnicity and disability are null \
             for everybody, lists that ask about them leave the person out, and reports count no known ethnic group.",
        );
    let _ = routes.at("/v1/persons/{person_id}/consents/{consent_id}/history").get(
        handlers::list_consent_history,
        "list_consent_history",
        "List what happened to a consent",
        "Officers and auditors may, for persons they may read. Lists the changes, the latest first.",
    );
}
