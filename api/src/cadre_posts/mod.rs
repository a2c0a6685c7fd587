//! Who holds which post of the union in a commune, between which days: cadres of communes and of branches (hamlets), whom
//! indicator G8b counts. Offices in groups are in `offices`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{error::Code, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes
        .tag("cadre-posts", "Cadres of the union in communes and branches, and when they hold their posts.");
    let _ = routes
        .at("/v1/cadre-posts")
        .refuses(&[Code::ValidationFailed])
        .get(
            handlers::list_cadre_posts,
            "list_cadre_posts",
            "List posts of cadres",
            "Officers and auditors may, within their area. Lists the posts held on `as_of`, today by default; `is_trained` \
             lists those whose holders have, or have not, completed a training by then, wherever it was.",
        )
        .dated().post(
            handlers::create_cadre_post,
            "create_cadre_post",
            "Enter a post of a cadre",
            "Officers may, in a commune of their area that exists on the first day. Nobody holds two posts of one level in a \
             commune at a time.",
        );
    let _ = routes
        .at("/v1/cadre-posts/{cadre_post_id}")
        .get(
            handlers::get_cadre_post,
            "get_cadre_post",
            "Show a post of a cadre",
            "Officers and auditors may, within their area. Shows who holds it, where and since when.",
        )
        .patch(
            handlers::update_cadre_post,
            "update_cadre_post",
            "Change the title of a post",
            "Officers may. Changes what the post is called; it ends by an action.",
        )
        .dated()
        .delete(
            handlers::delete_cadre_post,
            "delete_cadre_post",
            "Take out a post entered in error",
            "Officers may. The post leaves every figure at every date.",
        );
    let _ = routes.at("/v1/cadre-posts/{cadre_post_id}/end").dated().post(
        handlers::end_cadre_post,
        "end_cadre_post",
        "End a post of a cadre",
        "Officers may, once: says the first day on which the post is no longer held.",
    );
    let _ = routes.at("/v1/cadre-posts/{cadre_post_id}/history").get(
        handlers::list_cadre_post_history,
        "list_cadre_post_history",
        "List what happened to a post of a cadre",
        "Officers and auditors may, within their area. Lists the changes of the post, the latest first.",
    );
}
