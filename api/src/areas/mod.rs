//! The map: province, districts and communes of 2022, communes of 2025, and which of them belong to the project.
//! It never edits the units themselves; those come from `areas import`.

mod commands;
mod handlers;
pub mod messages;
pub mod queries;

use crate::{http::Caching, routes::Routes};

/// The operations.
pub fn routes(routes: &mut Routes<'_>) {
    routes.tag(
        "areas",
        "The administrative units of both maps, with validity, succession and project membership.",
    );
    let _ = routes.at("/v1/areas").caching(Caching::Public).get(
        handlers::list_areas,
        "list_areas",
        "List areas",
        "Everybody who has signed in may. Filter by level, parent, code and the date on which the units were valid.",
    );
    let _ = routes.at("/v1/areas/{area_id}").caching(Caching::Public).get(
        handlers::get_area,
        "get_area",
        "Show an area",
        "Everybody who has signed in may. Shows one unit with the days between which it existed.",
    );
    let _ = routes.at("/v1/areas/{area_id}/successors").caching(Caching::Public).get(
        handlers::list_area_successors,
        "list_area_successors",
        "List what became of an area",
        "Everybody who has signed in may. Lists the units of 2025 that the unit was merged into.",
    );
    let _ = routes.at("/v1/areas/{area_id}/predecessors").caching(Caching::Public).get(
        handlers::list_area_predecessors,
        "list_area_predecessors",
        "List what an area was made of",
        "Everybody who has signed in may. Lists the units of 2022 that were merged into the unit.",
    );
    project_periods(routes);
}

/// When communes belong to the project.
fn project_periods(routes: &mut Routes<'_>) {
    let _ = routes
        .at("/v1/areas/{area_id}/project-periods")
        .get(
            handlers::list_project_periods,
            "list_project_periods",
            "List when an area belonged to the project",
            "Everybody who has signed in may. Lists the dated rows that make a commune a project commune.",
        )
        .dated()
        .post(
            handlers::create_project_period,
            "create_project_period",
            "Take an area into the project",
            "Administrators may. From the given day the commune is a project commune; periods never overlap.",
        );
    let _ = routes
        .at("/v1/areas/{area_id}/project-periods/{period_id}")
        .get(
            handlers::get_project_period,
            "get_project_period",
            "Show a project period of an area",
            "Everybody who has signed in may. Shows one period in which the commune belongs to the project.",
        )
        .dated()
        .patch(
            handlers::update_project_period,
            "update_project_period",
            "Change when an area belonged to the project",
            "Administrators may. Ends a period or corrects its days; periods of one commune never overlap.",
        )
        .dated()
        .delete(
            handlers::delete_project_period,
            "delete_project_period",
            "Take out a project period entered in error",
            "Administrators may. The period leaves every figure at every date; published figures stay.",
        );
    let _ = routes.at("/v1/areas/{area_id}/project-periods/{period_id}/history").get(
        handlers::list_project_period_history,
        "list_project_period_history",
        "List what happened to a project period",
        "Everybody who has signed in may. Lists the changes of the period, the latest first.",
    );
}
