//! Tranches of grants: asked for by the group, approved and paid by others, given back where money is left. Whether a
//! tranche may be released is judged in `releases`, three times: when it is requested, approved and paid.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;
pub mod workflow;

use crate::routes::Routes;

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "disbursements",
        "Tranches of grants, from the request to the payment, with what was given back.",
    );
    let _ = routes.at("/v1/disbursements").get(
        handlers::list_disbursements,
        "list_disbursements",
        "List tranches of grants",
        "Staff, leaders, viewers and auditors may, within their scope. `paid_by` lists those whose payment stood on a day.",
    );
    let _ = routes.at("/v1/disbursements/{disbursement_id}").get(
        handlers::get_disbursement,
        "get_disbursement",
        "Show a tranche",
        "Staff, leaders, viewers and auditors may, within their scope. Shows what must hold before it is released.",
    );
    steps(routes);
    let _ = routes.at("/v1/disbursements/{disbursement_id}/history").get(
        handlers::list_disbursement_history,
        "list_disbursement_history",
        "List what happened to a tranche",
        "Staff, leaders, viewers and auditors may, within their scope. Lists every step, the latest first.",
    );
}

fn steps(routes: &mut Routes<'_>) {
    use workflow::{APPROVAL, CANCELLATION, PAYMENT, REFUND, RELEASE};
    let _ = routes.at("/v1/disbursements/{disbursement_id}/request").refuses(RELEASE).post(
        handlers::request_disbursement,
        "request_disbursement",
        "Request a tranche",
        "Officers and the group's leader may, once every tranche before is paid and its conditions hold; each that does \
         not is told with its amounts.",
    );
    let _ = routes.at("/v1/disbursements/{disbursement_id}/approve").refuses(APPROVAL).post(
        handlers::approve_disbursement,
        "approve_disbursement",
        "Approve a tranche",
        "Approvers may, having given their password within 15 minutes, not those who entered or appraised the \
         application. The conditions are checked again.",
    );
    let _ = routes.at("/v1/disbursements/{disbursement_id}/cancel").refuses(CANCELLATION).post(
        handlers::cancel_disbursement,
        "cancel_disbursement",
        "Cancel a tranche that is not paid",
        "Approvers may. The money returns to the allotment of the call and, once the call is archived, to the fund; \
         tranches after it can no longer be paid.",
    );
    let _ = routes.at("/v1/disbursements/{disbursement_id}/pay").refuses(PAYMENT).post(
        handlers::pay_disbursement,
        "pay_disbursement",
        "Book the payment of a tranche",
        "Treasurers may, having given their password within 15 minutes. The conditions are checked again; a tranche is \
         paid once, all of it.",
    );
    let _ = routes.at("/v1/disbursements/{disbursement_id}/refund").refuses(REFUND).post(
        handlers::refund_disbursement,
        "refund_disbursement",
        "Book money that a group gave back",
        "Treasurers may, up to what was paid of the tranche and is not accepted. The money is available to the fund again.",
    );
}
