//! Units of quantities, and the products that are sold in them: a value chain in a form. They come with the product and
//! are never edited here.

mod handlers;
pub mod messages;
pub mod queries;

use crate::{http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("units", "Units of quantities, with what they measure.");
    let _ = routes.at("/v1/units").caching(Caching::Public).get(
        handlers::list_units,
        "list_units",
        "List units",
        "Everybody who has signed in may, except donors. Units of one measure convert exactly, by their factors.",
    );
    routes.tag("products", "What value chains are sold as: in which forms, each in which units.");
    let _ = routes.at("/v1/products").caching(Caching::Public).get(
        handlers::list_products,
        "list_products",
        "List products",
        "Everybody who has signed in may, except donors. Lists each value chain with its forms and their units, by code.",
    );
}
