//! Definitions of indicators: code, names, unit, parts and dimensions, written in code so that a figure and its rule change
//! together. They count nothing.

mod handlers;
mod kinds;
pub mod messages;
pub mod queries;
mod registry;

use crate::{error::Code, http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("indicators", "What is measured: definitions, values, and the records behind each value.");
    let _ = routes.at("/v1/indicators").caching(Caching::Public).get(
        handlers::list_indicators,
        "list_indicators",
        "List the indicators",
        "Everybody who has signed in may, donors too. Lists the figures of the project (G1 to G10) and the core indicators of \
         IFAD, with their units and what they can be broken down by.",
    );
    let _ = routes.at("/v1/indicators/{indicator_code}").caching(Caching::Public).refuses(&[Code::NotFound]).get(
        handlers::get_indicator,
        "get_indicator",
        "Show the definition of an indicator",
        "Everybody who has signed in may, donors too. Shows what it counts, what it is a share of and what it can be broken \
         down by. An unknown code: 404.",
    );
}
