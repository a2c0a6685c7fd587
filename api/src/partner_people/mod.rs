//! The people of a partner: it invites them and ends their part itself. Refuses to touch what an account holds beside:
//! roles elsewhere, and the password of whoever has them.

pub mod commands;
mod handlers;
pub mod messages;
pub mod queries;
mod workflow;

use crate::{error::Code, http::Caching, routes::Routes};

const GIVING: &[Code] = &[Code::ReauthenticationRequired];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "partner-people",
        "The accounts that act for a partner; the partner invites and ends them itself.",
    );
    let _ = routes
        .at("/v1/partners/{partner_id}/people")
        .refuses(GIVING)
        .get(
            handlers::list_partner_people,
            "list_partner_people",
            "List the people of a partner",
            "The partner's own people may, and administrators and auditors of the province. Lists those who act for it and \
             those who did.",
        )
        .caching(Caching::NoStore)
        .post(
            handlers::invite_partner_person,
            "invite_partner_person",
            "Invite somebody to act for a partner",
            "The partner's own people may, having given their password within 15 minutes. Makes an account that acts for \
             the partner from today on; the reply shows its login and an initial password, this once. A partner has at \
             most 50 people at a time.",
        );
    let _ = routes.at("/v1/partners/{partner_id}/people/{account_id}").get(
        handlers::get_partner_person,
        "get_partner_person",
        "Show somebody who acts for a partner",
        "The partner's own people may, and administrators and auditors of the province.",
    );
    let _ = routes.at("/v1/partners/{partner_id}/people/{account_id}/end").refuses(GIVING).post(
        handlers::end_partner_person,
        "end_partner_person",
        "End somebody's part in a partner",
        "The partner's own people may, having given their password within 15 minutes, but nobody for themselves. From the \
         next request on the account acts for the partner no more; it is deactivated where it holds no other role. \
         Secrets of machine clients that they have seen stay known to them: rotate those.",
    );
    let _ = routes
        .at("/v1/partners/{partner_id}/people/{account_id}/reset-password")
        .caching(Caching::NoStore)
        .refuses(GIVING)
        .post(
            handlers::reset_partner_person_password,
            "reset_partner_person_password",
            "Give somebody who acts for a partner a new initial password",
            "The partner's own people may, having given their password within 15 minutes, for accounts that act for \
             this partner alone, and nobody for themselves. The reply shows the password, this once; the sessions of the \
             account end.",
        );
}
