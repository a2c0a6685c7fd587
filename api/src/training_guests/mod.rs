//! People at training events who are not in the register yet: written down by name, and matched later with the person they
//! turn out to be. From then on their marks count for that person.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// What a matched guest may be refused with once the person was erased.
const REFUSALS: &[Code] = &[Code::StateConflict, Code::ResourceErased];

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("training-guests", "People at training events who are not in the register yet.");
    let _ = routes
        .at("/v1/training-events/{training_id}/guests")
        .get(
            handlers::list_training_guests,
            "list_training_guests",
            "List the guests of a training event",
            "Officers and auditors may, within their scope. Lists who was written down by name; `is_matched=false` those \
             whom nobody has found in the register yet.",
        )
        .refuses(&[Code::StateConflict])
        .dated().post(
            handlers::create_training_guest,
            "create_training_guest",
            "Write down a guest of a training event",
            "Officers may, once the event is held; after closing with a reason. Marks of attendance name the guest by id.",
        );
    let _ = routes
        .at("/v1/training-events/{training_id}/guests/{training_guest_id}")
        .get(
            handlers::get_training_guest,
            "get_training_guest",
            "Show a guest of a training event",
            "Officers and auditors may, within their scope. Shows what was written down, and who it turned out to be.",
        )
        .refuses(REFUSALS)
        .dated().patch(
            handlers::update_training_guest,
            "update_training_guest",
            "Change a guest of a training event",
            "Officers may; after closing with a reason. Changes what was written down, not who it turned out to be.",
        )
        .delete(
            handlers::delete_training_guest,
            "delete_training_guest",
            "Take out a guest entered in error",
            "Officers may, once no mark names the guest. The name is forgotten.",
        );
    let _ = routes.at("/v1/training-events/{training_id}/guests/{training_guest_id}/history").get(
        handlers::list_training_guest_history,
        "list_training_guest_history",
        "List what happened to a guest of a training event",
        "Officers and auditors may, within their scope. Lists the changes, the latest first, without names.",
    );
    matching(routes);
}

/// Finding a guest in the register.
fn matching(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/training-events/{training_id}/guests/{training_guest_id}/match")
        .refuses(&[Code::StateConflict])
        .dated().post(
            handlers::match_training_guest,
            "match_training_guest",
            "Match a guest with a person",
            "Officers may, once: the person was alive and not gone on the days attended. The marks of the guest count for the \
             person; after closing a reason is required.",
        );
    let _ = routes
        .at("/v1/training-events/{training_id}/guests/{training_guest_id}/unmatch")
        .refuses(&[Code::StateConflict])
        .dated().post(
            handlers::unmatch_training_guest,
            "unmatch_training_guest",
            "Undo the match of a guest",
            "Officers may, with a reason, where the wrong person was found. The marks count for nobody of the register until \
             the guest is matched again.",
        );
}
