//! Finding a person by what must never stand in an address: number, last digits, phone. It lists nobody.

mod handlers;
mod messages;
pub mod queries;

use crate::{http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("persons", "The people of the register, what they agreed to, and what identifies them.");
    let _ = routes
        .at("/v1/persons/lookup")
        .caching(Caching::NoStore)
        .exempt("it changes nothing; it is a POST so that numbers and phones stay out of addresses")
        .post(
            handlers::lookup_persons,
            "lookup_persons",
            "Find persons by number, last four digits or phone",
            "Officers may. Finds persons of their area. A full number that belongs to somebody elsewhere answers id, \
             masked name and commune, which is journalled; for 30 days the caller may then name that id in a \
             membership or household entry.",
        );
}
