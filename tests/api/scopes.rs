//! Rows outside a caller's reach do not exist for it, by whatever way they are asked for.

use entity::enums::Role;
use hoinongdan::access::Scope;
use serde_json::json;
use tests::contract::DOCUMENT;
use tests::hidden::{PlaceOf, hidden, hidden_part};
use tests::village::{ITEMS, PARTS, Village, notices_nothing_elsewhere};
use tests::{App, both_databases};

/// Items whose rows everybody with the permission reaches, or whose reach has tests of its own.
const OTHERWISE: [(&str, &str); 13] = [
    ("/v1/areas/{area_id}", "reference data"),
    ("/v1/holidays/{holiday_id}", "reference data"),
    ("/v1/users/{user_id}", "tests of accounts"),
    ("/v1/role-assignments/{role_assignment_id}", "tests of accounts"),
    ("/v1/auth/sessions/{session_id}", "one's own alone"),
    ("/v1/funds/{fund_id}", "who may read one fund reads all"),
    ("/v1/grant-calls/{call_id}", "who may read one call reads all"),
    ("/v1/api-clients/{client_id}", "tests of machine clients"),
    ("/v1/api-keys/{api_key_id}", "tests of keys"),
    ("/v1/partners/{partner_id}", "tests of partners"),
    ("/v1/group-cards/{group_id}", "tests of cards"),
    ("/v1/indicators/{indicator_code}", "reference data"),
    ("/v1/publications/{publication_id}", "tests of publications"),
];
/// Parts whose rows everybody with the permission reaches.
const BOOKS: [&str; 6] = [
    "/v1/funds/{fund_id}/accounts/{account_id}",
    "/v1/funds/{fund_id}/postings/{posting_id}",
    "/v1/funds/{fund_id}/ceilings/{ceiling_id}",
    "/v1/funds/{fund_id}/fiscal-periods/{fiscal_period_id}",
    "/v1/funds/{fund_id}/corrections/{correction_id}",
    "/v1/grant-calls/{call_id}/allotments/{allotment_id}",
];
/// Parts whose reach has tests of its own.
const PEOPLE: &str = "/v1/partners/{partner_id}/people/{account_id}";
/// Parts that are found by their number alone, likewise.
const TEXTS: &str = "/v1/sales-contracts/{contract_id}/texts/{text_n}";
const VERSIONS: &str = "/v1/production-plans/{plan_id}/versions/{version_n}";
const CHARTS: &str = "/v1/publications/{publication_id}/charts/{indicator_code}";
const PERIODS: &str = "/v1/areas/{area_id}/project-periods/{period_id}";

#[test]
fn every_kind_of_item_has_a_scope_test() {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let items = paths.filter(|path| path.ends_with('}') && path.matches('{').count() == 1);
    let known = |path: &str| ITEMS.contains(&path) || OTHERWISE.iter().any(|(other, _)| *other == path);
    let missing: Vec<_> = items.filter(|path| path.starts_with("/v1/") && !known(path)).collect();
    assert!(missing.is_empty(), "add a row to `Village` or a reason to `OTHERWISE`: {missing:#?}");
}

#[test]
fn every_kind_of_part_has_a_scope_test() {
    let paths = DOCUMENT["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let parts = paths.filter(|path| path.matches('{').count() == 2);
    let missing: Vec<_> = parts
        .filter(|path| {
            !PARTS
                .iter()
                .chain(&BOOKS)
                .chain([&CHARTS, &PERIODS, &PEOPLE, &TEXTS, &VERSIONS])
                .any(|known| path.starts_with(known))
        })
        .collect();
    assert!(missing.is_empty(), "add a row to `Village`: {missing:#?}");
}

both_databases! {
    async fn a_part_is_found_below_its_own_parent_alone(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let admin = app.as_admin().await;
        let period = format!("/v1/areas/{commune}/project-periods");
        let period = admin.post(&period, json!({ "from_on": "2017-06-01" })).await.expect(201).id();
        let other_parent = app.area("01399", "2022-06-30").await.into();
        let place = PlaceOf { part: period, parent: commune.into(), other_parent };
        let stranger = app.as_roles(&[]).await;
        hidden_part(&admin, &stranger, PERIODS, place).await;
    }

    async fn a_part_of_a_fund_is_found_below_its_own_fund_alone(app: App) {
        let (fund, other) = (app.fund(1_000).await, app.fund(1_000).await);
        let treasurer = app.as_treasurer().await;
        let all = app.as_roles(&[
            (Role::Treasurer, Scope::Province(app.province().await)),
            (Role::Approver, Scope::Province(app.province().await)),
        ]).await;
        let area = app.area("01392", "2022-06-30").await;
        let path = |rest: &str| format!("/v1/funds/{fund}/{rest}");
        let account = treasurer.get(&path("accounts")).await.expect(200).ids()[0];
        let posting = treasurer.get(&path("postings")).await.expect(200).ids()[0];
        let ceiling = json!({ "area_id": area, "year": 2022, "limit_vnd": 5 });
        let ceiling = treasurer.post(&path("ceilings"), ceiling).await.expect(201).id();
        let period = treasurer.get(&path("fiscal-periods")).await.expect(200).ids()[0];
        let correction = json!({ "posting_id": posting, "kind": "reversal", "posted_on": "2026-02-01", "reason": "Ghi nhầm" });
        let correction = treasurer.post(&path("corrections"), correction).await.expect(201).id();
        let stranger = app.as_roles(&[]).await;
        for (template, part) in BOOKS.into_iter().zip([account, posting, ceiling, period, correction]) {
            let place = PlaceOf { part, parent: fund.into(), other_parent: other.into() };
            hidden_part(&all, &stranger, template, place).await;
        }
    }

    async fn an_officer_of_an_old_district_notices_nothing_of_another(app: App) {
        let own = Village::of(&app, app.area("01726", "2022-06-30").await, "2021-01-01").await;
        let officer = app.as_officer_of(app.area("052", "2022-06-30").await).await;
        let elsewhere = app.area("01392", "2022-06-30").await;
        notices_nothing_elsewhere(&app, &officer, Some(&own), (elsewhere, "2021-01-01")).await;
    }

    async fn an_officer_of_a_new_commune_notices_nothing_of_another(app: App) {
        let own = Village::of(&app, app.area("01392", "2025-07-01").await, "2025-08-01").await;
        let officer = app.as_officer_of(own.commune).await;
        for (code, from) in [("01438", "2025-08-01"), ("01726", "2021-01-01")] {
            let elsewhere = app.area(code, from).await;
            notices_nothing_elsewhere(&app, &officer, Some(&own), (elsewhere, from)).await;
        }
    }

    async fn a_leader_notices_nothing_of_another_group(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let own = Village::of(&app, commune, "2021-01-01").await;
        let leader = app.as_leader_of(own.group).await;
        notices_nothing_elsewhere(&app, &leader, Some(&own), (commune, "2021-01-01")).await;
    }

    async fn a_partner_notices_nothing_of_the_register(app: App) {
        let partner = app.as_partner(app.partner().await).await;
        let commune = app.area("01392", "2022-06-30").await;
        notices_nothing_elsewhere(&app, &partner, None, (commune, "2021-01-01")).await;
    }

    async fn a_scope_on_a_commune_of_2025_reaches_what_was_merged_into_it(app: App) {
        let village = Village::of(&app, app.area("01399", "2022-06-30").await, "2021-01-01").await;
        let inside = app.as_officer_of(app.area("01392", "2025-07-01").await).await;
        let outside = app.as_officer_of(app.area("01392", "2022-06-30").await).await;
        let names = [
            "household_id", "person_id", "group_id", "membership_id", "attachment_id", "application_id", "disbursement_id",
            "contract_id",
            "offer_id", "offer_request_id",
        ];
        for (template, name) in ITEMS.into_iter().zip(names) {
            hidden(&inside, &outside, template, village.ids[name]).await;
        }
    }
}
