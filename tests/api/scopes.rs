//! Rows outside a caller's reach do not exist for it, by whatever way they are asked for.

use entity::enums::LegalForm;
use entity::ids::AreaId;
use tests::contract::DOCUMENT;
use tests::hidden::hidden;
use tests::{App, both_databases};
use uuid::Uuid;

/// Items whose rows everybody with the permission reaches, or whose reach has tests of its own.
const OTHERWISE: [(&str, &str); 5] = [
    ("/v1/areas/{area_id}", "reference data"),
    ("/v1/holidays/{holiday_id}", "reference data"),
    ("/v1/users/{user_id}", "tests of accounts"),
    ("/v1/role-assignments/{role_assignment_id}", "tests of accounts"),
    ("/v1/auth/sessions/{session_id}", "one's own alone"),
];
/// Items that [`rows`] makes.
const HERE: [&str; 4] = [
    "/v1/households/{household_id}",
    "/v1/persons/{person_id}",
    "/v1/farmer-groups/{group_id}",
    "/v1/memberships/{membership_id}",
];

/// One row of every kind in a commune, by the template of its path.
async fn rows(app: &App, commune: AreaId) -> [(&'static str, Uuid); 4] {
    let household = app.household(commune, "2021-01-01").await;
    let person = app.person(household).await;
    let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
    let membership = app.membership(group, person, "2021-01-01").await;
    [
        (HERE[0], household.into()),
        (HERE[1], person.into()),
        (HERE[2], group.into()),
        (HERE[3], membership.into()),
    ]
}

fn is_there(template: &str) -> bool {
    !DOCUMENT["paths"][template].is_null()
}

#[test]
fn every_kind_of_item_has_a_scope_test() {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let items = paths.filter(|path| path.ends_with('}') && path.matches('{').count() == 1);
    let known = |path: &str| HERE.contains(&path) || OTHERWISE.iter().any(|(other, _)| *other == path);
    let missing: Vec<_> = items.filter(|path| path.starts_with("/v1/") && !known(path)).collect();
    assert!(missing.is_empty(), "add a row to `rows` or a reason to `OTHERWISE`: {missing:#?}");
}

both_databases! {
    async fn an_officer_sees_nothing_of_another_district(app: App) {
        let rows = rows(&app, app.area("01392", "2022-06-30").await).await;
        let inside = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let outside = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        for (template, id) in rows.into_iter().filter(|(template, _)| is_there(template)) {
            hidden(&inside, &outside, template, id).await;
        }
    }

    async fn a_scope_on_a_commune_of_2025_reaches_what_was_merged_into_it(app: App) {
        let rows = rows(&app, app.area("01399", "2022-06-30").await).await;
        let inside = app.as_officer_of(app.area("01392", "2025-07-01").await).await;
        let outside = app.as_officer_of(app.area("01392", "2022-06-30").await).await;
        for (template, id) in rows.into_iter().filter(|(template, _)| is_there(template)) {
            hidden(&inside, &outside, template, id).await;
        }
    }

    async fn a_leader_sees_nothing_of_another_group(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let (mine, other) = (
            app.group(commune, LegalForm::Tht, "2021-01-01").await,
            app.group(commune, LegalForm::Tht, "2021-01-01").await,
        );
        let person = app.person(app.household(commune, "2021-01-01").await).await;
        let membership = app.membership(mine, person, "2021-01-01").await;
        let (inside, outside) = (app.as_leader_of(mine).await, app.as_leader_of(other).await);
        let rows = [(HERE[1], person.into()), (HERE[2], mine.into()), (HERE[3], membership.into())];
        for (template, id) in rows.into_iter().filter(|(template, _)| is_there(template)) {
            hidden(&inside, &outside, template, id).await;
        }
    }
}
