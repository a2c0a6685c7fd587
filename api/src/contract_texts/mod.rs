//! The texts of a contract: each proposal is a text of its own that never changes once both sides can see it, with its hash,
//! its lines and the days it was in force.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

/// Why texts have no ETag.
const UNVERSIONED: &str = "A text never changes once both sides can see it; its hash names it.";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/sales-contracts/{contract_id}/texts").get(
        handlers::list_sales_contract_texts,
        "list_sales_contract_texts",
        "List the texts of a contract",
        "Both sides, officers and auditors may, within their scope. Lists every proposal with its hash, who confirmed it and \
         when it was in force, the latest first.",
    );
    let _ = routes.at("/v1/sales-contracts/{contract_id}/texts/{text_n}").unversioned(UNVERSIONED).get(
        handlers::get_sales_contract_text,
        "get_sales_contract_text",
        "Show a text of a contract",
        "Both sides, officers and auditors may, within their scope. Shows what it says and what it changed.",
    );
}
