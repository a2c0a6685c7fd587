//! Sign-in accounts, as administrators see them. Passwords never leave, but for one made by the service and shown
//! once; what an account may do is in `assignments`.

pub(crate) mod commands;
mod handlers;
pub mod messages;
pub mod queries;
mod workflow;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("users", "The accounts people sign in with; each belongs to one human.");
    let _ = routes
        .at("/v1/users")
        .get(
            handlers::list_users,
            "list_users",
            "List accounts",
            "Administrators and auditors may: those of the province see all accounts, those of an area the ones with a \
             role there, or with no role yet. `q` finds by the start of the login or of words of the name.",
        )
        .post(
            handlers::create_user,
            "create_user",
            "Make an account",
            "Administrators may. The reply shows an initial password, this once; its owner has to change it before \
             anything else. The account has no role yet.",
        );
    let _ = routes
        .at("/v1/users/{user_id}")
        .get(
            handlers::get_user,
            "get_user",
            "Show an account",
            "Administrators and auditors may, where the account has a role in their area, or none at all.",
        )
        .patch(
            handlers::update_user,
            "update_user",
            "Change the name of an account",
            "Administrators may, where all present roles of the account lie within their area.",
        );
    action_routes(routes);
    let _ = routes.at("/v1/users/{user_id}/history").get(
        handlers::list_user_history,
        "list_user_history",
        "List what happened to an account",
        "Administrators and auditors may. Lists the changes of the account, the latest first; never a password.",
    );
}

fn action_routes(routes: &mut Routes<'_>) {
    let _ = routes.at("/v1/users/{user_id}/activate").post(
        handlers::activate_user,
        "activate_user",
        "Let an account sign in again",
        "Administrators may, where all present roles of the account lie within their area.",
    );
    let _ = routes.at("/v1/users/{user_id}/deactivate").post(
        handlers::deactivate_user,
        "deactivate_user",
        "Stop an account from signing in",
        "Administrators may, where all present roles of the account lie within their area. Its sessions end at once. \
         Refused where the province would be without an active administrator on some day to come.",
    );
    let _ = routes
        .at("/v1/users/{user_id}/reset-password")
        .caching(crate::http::Caching::NoStore)
        .refuses(&[Code::ReauthenticationRequired, Code::SeparationOfDuties])
        .post(
            handlers::reset_user_password,
            "reset_user_password",
            "Give an account a new initial password",
            "Administrators may, where all present roles of the account lie within their area, but not for their own. \
             The reply shows the password, this once; the sessions of the account end. For an account that is or will be \
             administrator, appraiser, approver or treasurer only the command `user reset-password` does it.",
        );
}
