//! Rows outside a caller's reach do not exist for it, by whatever way they are asked for.

use entity::enums::{LegalForm, NoticeKind, Poverty};
use entity::ids::{AreaId, GroupId, HouseholdId, PersonId};
use entity::{consent, group_notice, group_office, household_member};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tests::contract::DOCUMENT;
use tests::hidden::{PlaceOf, hidden, hidden_part};
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

/// Paths of parts, each with what makes one; `HERE` and `OTHERWISE` know their parents.
const PARTS: [&str; 6] = [
    "/v1/households/{household_id}/members/{household_member_id}",
    "/v1/households/{household_id}/poverty-statuses/{poverty_status_id}",
    "/v1/persons/{person_id}/consents/{consent_id}",
    "/v1/farmer-groups/{group_id}/offices/{office_id}",
    "/v1/farmer-groups/{group_id}/notices/{notice_id}",
    "/v1/areas/{area_id}/project-periods/{period_id}",
];

async fn parts(
    app: &App,
    commune: AreaId,
    (household, person, group): (HouseholdId, PersonId, GroupId),
) -> [Uuid; 5] {
    let member = household_member::Entity::find().filter(household_member::Column::HouseholdId.eq(household));
    let poverty = app.poverty(household, commune, Poverty::Poor, "2022-01-01").await;
    let consent = consent::Entity::find().filter(consent::Column::PersonId.eq(person));
    let office = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
    let notice = app.insert(group_notice::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        group_id: Set(group),
        kind: Set(NoticeKind::Founding),
        signed_on: Set(app.service().clock().today()),
        sent_on: Set(None),
        area_id: Set(commune),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    });
    [
        member.one(app.db()).await.unwrap().unwrap().id.into(),
        poverty.into(),
        consent.one(app.db()).await.unwrap().unwrap().id.into(),
        office.one(app.db()).await.unwrap().unwrap().id.into(),
        notice.await.id.into(),
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

#[test]
fn every_kind_of_part_has_a_scope_test() {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let parts = paths.filter(|path| path.matches('{').count() == 2);
    let missing: Vec<_> = parts.filter(|path| !PARTS.iter().any(|known| path.starts_with(known))).collect();
    assert!(missing.is_empty(), "add a row to `parts`: {missing:#?}");
}

both_databases! {
    async fn a_part_is_found_below_its_own_parent_alone(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let household = app.household(commune, "2021-01-01").await;
        let person = app.person(household).await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let parts = parts(&app, commune, (household, person, group)).await;
        let other = rows(&app, commune).await;
        let parents: [[Uuid; 2]; 5] = [
            [household.into(), other[0].1],
            [household.into(), other[0].1],
            [person.into(), other[1].1],
            [group.into(), other[2].1],
            [group.into(), other[2].1],
        ];
        let inside = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let outside = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        for ((template, part), [parent, other_parent]) in PARTS.into_iter().zip(parts).zip(parents) {
            hidden_part(&inside, &outside, template, PlaceOf { part, parent, other_parent }).await;
        }
        let admin = app.as_admin().await;
        let period = format!("/v1/areas/{commune}/project-periods");
        let period = admin.post(&period, json!({ "from_on": "2017-06-01" })).await.expect(201).id();
        let other_parent = app.area("01399", "2022-06-30").await.into();
        let place = PlaceOf { part: period, parent: commune.into(), other_parent };
        let stranger = app.as_roles(&[]).await;
        hidden_part(&admin, &stranger, PARTS[5], place).await;
    }

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
