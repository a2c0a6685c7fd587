//! Many contracts of a partner at once, from its own system: each is new, known already, proposed with another text, or
//! refused, and none of them holds up the others. Sent again, nothing new happens.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// The operations.
pub(crate) fn routes(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/sales-contracts/register")
        .unversioned("It answers about many contracts; each has a revision of its own.")
        .post(
            handlers::register_sales_contracts,
            "register_sales_contracts",
            "Register many contracts",
            "People and systems of a verified partner may: 1 to 1000 contracts, at most 4 MiB, each with the name it has in \
             their system. What is new becomes a draft; what says the same as before is left alone; another content is \
             proposed as a text of its own, never written over what is there. A body that does not fit its schema is refused \
             as a whole.",
        );
}
