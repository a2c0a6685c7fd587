//! Lists that others refer to: value chains, ethnic groups, climate-smart practices, hazards, topics of training, holidays.
//! All but the holidays come with the product and are never edited here.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag("value-chains", "What groups produce: crops, livestock and processed goods.");
    let _ = routes.at("/v1/value-chains").caching(Caching::Public).get(
        handlers::list_value_chains,
        "list_value_chains",
        "List value chains",
        "Everybody who has signed in may, except donors. Lists the chains a group may work in, by their code.",
    );
    routes.tag("ethnic-groups", "The official list of ethnic groups.");
    let _ = routes.at("/v1/ethnic-groups").caching(Caching::Public).get(
        handlers::list_ethnic_groups,
        "list_ethnic_groups",
        "List ethnic groups",
        "Everybody who has signed in may, except donors. Lists the official codes 01 to 54, foreigners and unknown.",
    );
    routes.tag("csa-practices", "Climate-smart practices, which activities of grants and plans are told by.");
    let _ = routes.at("/v1/csa-practices").caching(Caching::Public).get(
        handlers::list_csa_practices,
        "list_csa_practices",
        "List climate-smart practices",
        "Everybody who has signed in may, except donors. Lists the practices that an activity may name, by their code.",
    );
    routes.tag(
        "hazards",
        "What harms crops and animals: plans prepare for it, results tell what was lost to it.",
    );
    let _ = routes.at("/v1/hazards").caching(Caching::Public).get(
        handlers::list_hazards,
        "list_hazards",
        "List hazards",
        "Everybody who has signed in may, except donors. Lists the hazards that plans and losses name, by their code.",
    );
    routes.tag("training-topics", "What training is about, by the kind of event that may name it.");
    let _ = routes.at("/v1/training-topics").caching(Caching::Public).get(
        handlers::list_training_topics,
        "list_training_topics",
        "List topics of training",
        "Everybody who has signed in may, except donors. Lists the topics that events name, by their code.",
    );
    holidays(routes);
}

fn holidays(routes: &mut Routes<'_>) {
    routes.tag("holidays", "Days that are not working days; deadlines in working days leave them out.");
    let _ = routes
        .at("/v1/holidays")
        .caching(Caching::Public)
        .get(
            handlers::list_holidays,
            "list_holidays",
            "List holidays",
            "Everybody who has signed in may, except donors. Filter by the days between which they fall.",
        )
        .post(
            handlers::create_holiday,
            "create_holiday",
            "Enter a holiday",
            "Administrators may. From then on deadlines leave the day out; a day is a holiday once.",
        );
    let _ = routes
        .at("/v1/holidays/{holiday_id}")
        .get(
            handlers::get_holiday,
            "get_holiday",
            "Show a holiday",
            "Everybody who has signed in may, except donors. Shows one day that is not a working day.",
        )
        .delete(
            handlers::delete_holiday,
            "delete_holiday",
            "Take out a holiday entered in error",
            "Administrators may. The day is a working day again, unless it falls on a weekend.",
        );
    let _ = routes.at("/v1/holidays/{holiday_id}/history").get(
        handlers::list_holiday_history,
        "list_holiday_history",
        "List what happened to a holiday",
        "Everybody who has signed in may, except donors. Lists the changes of the holiday, the latest first.",
    );
}
