//! What identifies and reaches a person: the only place of the unmasked number, phone, birth date and address, one
//! person at a time, for a stated purpose, journalled on every read. It lists nothing.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("persons", "The people of the register, what they agreed to, and what identifies them.");
    let _ = routes
        .at("/v1/persons/{person_id}/identity")
        .caching(Caching::NoStore)
        .refuses(&[Code::ResourceErased, Code::ConsentRequired, Code::Duplicate])
        .get(
            handlers::get_person_identity,
            "get_person_identity",
            "Show what identifies a person",
            "Officers may, for persons of their area; leaders see the phone alone, of the present members of their \
             group. Each read is journalled with its purpose. A purpose without a consent or legal ground that lasts is \
             refused: grants or training for the purposes of that name, and for identification and contact any of \
             membership, grants, training and contracts. Corrections and requests of the person need none.",
        )
        .patch(
            handlers::update_person_identity,
            "update_person_identity",
            "Change what identifies a person",
            "Officers may, for persons of their area. Null clears a member. The reply is masked; a number that \
             somebody else has is refused, one that disagrees with sex or birth year is stored with a warning.",
        );
    let _ = routes.at("/v1/persons/{person_id}/identity/history").caching(Caching::NoStore).get(
        handlers::list_person_identity_history,
        "list_person_identity_history",
        "List what happened to a person's identity",
        "Officers and auditors may, for persons they may read. Lists the changes, masked, the latest first; who read \
         it stands in the access records.",
    );
    let _ = routes.at("/v1/persons/{person_id}/access-records").caching(Caching::NoStore).get(
        handlers::list_person_access_records,
        "list_person_access_records",
        "List who read what identifies a person, and why",
        "Officers and auditors may, for persons they may read. Lists each read of the identity and each look-up by \
         number from elsewhere, the latest first.",
    );
}
