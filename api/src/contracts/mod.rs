//! Contracts between a partner and a group: entered by one side, handed to the other, written until both confirm one text.
//! Their texts, confirmations, amendments and ends are told in the domains named after them.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "sales-contracts",
        "Contracts between a partner and a group, with the texts that both sides confirm by their hash.",
    );
    let _ = routes
        .at("/v1/sales-contracts")
        .get(
            handlers::list_sales_contracts,
            "list_sales_contracts",
            "List contracts",
            "Both sides, officers and auditors may, within their scope. A draft is listed for the side that writes it alone.",
        )
        .refuses(workflow::ACTING)
        .post(
            handlers::create_sales_contract,
            "create_sales_contract",
            "Draft a contract",
            "Partners may with an active group; leaders for their group and officers for groups of their area with a verified \
             partner. Nobody of the other side sees it until it is submitted.",
        );
    // Before the path of the item, which would take the word for an id.
    crate::contract_registrations::routes(routes);
    let _ = routes
        .at("/v1/sales-contracts/{contract_id}")
        .get(
            handlers::get_sales_contract,
            "get_sales_contract",
            "Show a contract",
            "Both sides, officers and auditors may, within their scope. Shows the latest text, who has confirmed it, and how \
             far the lines in force have come.",
        )
        .refuses(workflow::NAMING)
        .patch(
            handlers::update_sales_contract,
            "update_sales_contract",
            "Write another text of a contract",
            "A draft is changed in place by the side that writes it. Once it is submitted either side may propose another \
             text, which both have to confirm.",
        )
        .delete(
            handlers::delete_sales_contract,
            "delete_sales_contract",
            "Take out a draft entered in error",
            "The side that writes it may, as long as it is a draft.",
        );
    let _ = routes.at("/v1/sales-contracts/{contract_id}/submit").refuses(workflow::NAMING).post(
        handlers::submit_sales_contract,
        "submit_sales_contract",
        "Hand a draft to the other side",
        "The side that wrote it may, while the partner is verified and the group active. From then on both sides see it.",
    );
    let _ = routes.at("/v1/sales-contracts/{contract_id}/history").get(
        handlers::list_sales_contract_history,
        "list_sales_contract_history",
        "List what happened to a contract",
        "Both sides, officers and auditors may, within their scope. Lists every step, the latest first; texts are named by \
         number and hash, people of the other side by their role.",
    );
}
