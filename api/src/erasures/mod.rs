//! Forgetting a person: the key goes, and with it everything that was sealed under it. The rows stay under a
//! pseudonym, so that no figure changes; nothing here can bring a name back.

mod commands;
mod handlers;
mod messages;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("persons", "The people of the register, what they agreed to, and what identifies them.");
    let _ = routes.at("/v1/persons/{person_id}/erase").post(
        handlers::erase_person,
        "erase_person",
        "Erase the personal data of a person",
        "Officers may, for persons of their area. Name, identity and the values in the journal are gone for good; the \
         rows stay under a pseudonym, so that past figures do not change. From then on the id answers 410.",
    );
}
