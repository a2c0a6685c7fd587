//! What whoever might trade with a group is told about it: what it is, where it lies, what it produces, how many it is.
//! Nothing here names a member, an office or a household; the table is read without the rest of its columns.

mod handlers;
pub mod messages;
pub mod queries;

use crate::routes::Routes;

const COMPUTED: &str = "it is put together from several resources";

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("group-cards", "Farmer groups as partners see them: no members, no offices.");
    let _ = routes.at("/v1/group-cards").get(
        handlers::list_group_cards,
        "list_group_cards",
        "List the public cards of groups",
        "Partners see those of all active groups; officers, viewers and auditors those of all groups within their scope.",
    );
    let _ = routes.at("/v1/group-cards/{group_id}").unversioned(COMPUTED).get(
        handlers::get_group_card,
        "get_group_card",
        "Show the public card of a group",
        "Partners may, of an active group; officers, viewers and auditors within their scope. Never tells who its members \
         are.",
    );
}
