//! Both sides confirm the latest text by its hash. The second confirmation brings the text into force in the same
//! transaction, under the lock of the contract; whatever changes the text meanwhile makes a text of its own, which nobody
//! has confirmed.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

const REFUSALS: &[Code] = &[Code::ConfirmationOutdated, Code::ConditionsUnmet, Code::SeparationOfDuties];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/sales-contracts/{contract_id}/confirm").refuses(REFUSALS).dated().post(
        handlers::confirm_sales_contract,
        "confirm_sales_contract",
        "Confirm the text of a contract",
        "The partner, and the group's leader or officer, each for their own side. `sha256` names the text that was read: \
         SHA-256 of the JSON `{\"partner_id\", \"group_id\", \"number\", \"content\"}`, without white space and with the \
         members of the content in the order of its schema. The second confirmation brings the text into force.",
    );
}
