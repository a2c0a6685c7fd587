//! Households: where they are, on which day, and who sees them.

use entity::enums::{Poverty, VoidReason};
use entity::ids::HouseholdId;
use entity::{household_member, household_place, poverty_status};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, both_databases};
use uuid::Uuid;

const HOUSEHOLDS: &str = "/v1/households";

fn item(id: impl std::fmt::Display) -> String {
    format!("{HOUSEHOLDS}/{id}")
}

both_databases! {
    async fn an_officer_registers_a_household(app: App) {
        let (new, former) = (app.area("01392", "2025-07-01").await, app.area("01399", "2022-06-30").await);
        let officer = app.as_officer_of(new).await;
        let body = json!({
            "commune_id": new, "former_commune_id": former, "hamlet": " Nà Giàng ", "size": 4, "from_on": "2026-01-01",
        });
        let made = officer.post(HOUSEHOLDS, body).await.expect(201);
        let expected = json!({
            "id": made.id(), "code": "HO-000001", "size": 4, "commune_id": new, "former_commune_id": former,
            "hamlet": "Nà Giàng", "place_from_on": "2026-01-01", "poverty": null, "version": 1, "etag": "\"v1\"",
            "created_at": "2026-06-15T03:00:00.000Z", "updated_at": "2026-06-15T03:00:00.000Z", "members": [],
        });
        assert_eq!(made.json, expected);
        assert_eq!(officer.get(&item(made.id())).await.expect(200).json, expected);
        let next = officer.post(HOUSEHOLDS, json!({ "commune_id": new, "from_on": "2026-01-01" })).await.expect(201);
        assert_eq!(next.json["code"], "HO-000002");
    }

    async fn a_household_needs_a_commune_of_its_day_within_the_reach(app: App) {
        let (new, old) = (app.area("01392", "2025-07-01").await, app.area("01392", "2022-06-30").await);
        let officer = app.as_officer_of(new).await;
        let body = |commune: Value, day: &str| json!({ "commune_id": commune, "from_on": day });
        let far = json!(app.area("01447", "2022-06-30").await);
        for commune in [far, json!(Uuid::now_v7())] {
            officer.post(HOUSEHOLDS, body(commune, "2024-01-01")).await.faults(&["#/commune_id: not_found"]);
        }
        let late = officer.post(HOUSEHOLDS, body(json!(old), "2025-07-01")).await.problem(422, "validation_failed");
        late.faults(&["#/commune_id: inconsistent"]);
        let early = officer.post(HOUSEHOLDS, body(json!(new), "2025-06-30")).await;
        early.faults(&["#/commune_id: inconsistent"]);
        let future = officer.post(HOUSEHOLDS, body(json!(new), "2026-06-16")).await;
        future.faults(&["#/from_on: out_of_range"]);
        let before_2025 = officer.post(HOUSEHOLDS, body(json!(old), "2025-06-30")).await;
        before_2025.faults(&["#/from_on: inconsistent"]);
        let district = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let no_commune = body(json!(app.area("045", "2022-06-30").await), "2024-01-01");
        district.post(HOUSEHOLDS, no_commune).await.faults(&["#/commune_id: not_found"]);
        let beyond = district.post(HOUSEHOLDS, body(json!(new), "2026-01-01")).await;
        beyond.faults(&["#/commune_id: not_found"]);
        district.post(HOUSEHOLDS, body(json!(old), "2025-06-30")).await.expect(201);
    }

    async fn a_former_commune_was_merged_into_the_commune(app: App) {
        let (new, old) = (app.area("01392", "2025-07-01").await, app.area("01399", "2022-06-30").await);
        let officer = app.as_officer_of(app.province().await).await;
        let body = |commune, former, day: &str| json!({ "commune_id": commune, "former_commune_id": former, "from_on": day });
        let wrong = ["#/former_commune_id: inconsistent"];
        let elsewhere = app.area("01447", "2022-06-30").await;
        officer.post(HOUSEHOLDS, body(new, elsewhere, "2026-01-01")).await.faults(&wrong);
        officer.post(HOUSEHOLDS, body(old, old, "2025-06-30")).await.faults(&wrong);
        officer.post(HOUSEHOLDS, body(new, old, "2025-07-01")).await.expect(201);
    }

    async fn only_officers_register_and_auditors_read(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let id = app.household(commune, "2021-01-01").await;
        let body = json!({ "commune_id": commune, "from_on": "2022-01-01" });
        let auditor = app.as_auditor().await;
        auditor.get(&item(id)).await.expect(200);
        auditor.post(HOUSEHOLDS, body.clone()).await.problem(403, "permission_denied");
        app.as_viewer_of(commune).await.get(&item(id)).await.problem(403, "permission_denied");
        app.as_admin().await.post(HOUSEHOLDS, body).await.problem(403, "permission_denied");
    }

    async fn a_household_moves_and_everybody_moves_along(app: App) {
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await);
        let id = app.household(here, "2021-01-01").await;
        let person = app.person(id).await;
        let both = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let (leaving, arriving) = (app.as_officer_of(here).await, app.as_officer_of(there).await);
        let to = |day: &str| json!({ "commune_id": there, "hamlet": "Bó Chắn", "from_on": day });
        let act = format!("{}/move", item(id));
        leaving.act(&act, "\"v1\"", to("2024-01-01")).await.faults(&["#/commune_id: not_found"]);
        both.act(&act, "\"v1\"", to("2021-01-01")).await.faults(&["#/from_on: inconsistent"]);
        both.act(&act, "\"v2\"", to("2024-01-01")).await.problem(412, "precondition_failed");
        let moved = both.act(&act, "\"v1\"", to("2024-01-01")).await.expect(200);
        assert_eq!((&moved.json["hamlet"], moved.etag().as_str()), (&json!("Bó Chắn"), "\"v2\""));
        let before = both.get(&format!("{}?as_of=2023-12-31", item(id))).await.expect(200);
        assert_eq!((&before.json["commune_id"], &before.json["place_from_on"]), (&json!(here), &json!("2021-01-01")));
        let shown = arriving.get(&format!("/v1/persons/{person}")).await.expect(200);
        assert_eq!((&shown.json["commune_id"], shown.etag().as_str()), (&json!(there), "\"v2\""));
        leaving.get(&format!("/v1/persons/{person}")).await.problem(404, "not_found");
        leaving.get(&item(id)).await.problem(404, "not_found");
        let unborn = both.get(&format!("{}?as_of=2020-12-31", item(id))).await.expect(200);
        assert_eq!((&unborn.json["commune_id"], &unborn.json["hamlet"]), (&Value::Null, &Value::Null));
    }

    async fn the_list_shows_the_state_of_a_day(app: App) {
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await);
        let id = app.household(here, "2021-01-01").await;
        let young = app.household(here, "2025-01-01").await;
        let officer = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let to = json!({ "commune_id": there, "from_on": "2024-01-01" });
        officer.act(&format!("{}/move", item(id)), "\"v1\"", to).await.expect(200);
        let ids = async |query: &str| officer.get(&format!("{HOUSEHOLDS}?{query}")).await.expect(200).ids();
        let (id, young) = (Uuid::from(id), Uuid::from(young));
        assert_eq!(ids(&format!("area_id={there}")).await, [id]);
        assert_eq!(ids(&format!("area_id={here}")).await, [young]);
        assert_eq!(ids(&format!("area_id={here}&as_of=2023-12-31")).await, [id]);
        assert_eq!(ids("as_of=2024-12-31").await, [id]);
        let code = officer.get(&item(young)).await.expect(200).json["code"].as_str().unwrap().to_lowercase();
        assert_eq!(ids(&format!("q={code}")).await, [young]);
        assert!(ids("q=%25").await.is_empty());
    }

    async fn poverty_is_sensitive(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let id = app.household(commune, "2021-01-01").await;
        app.poverty(id, commune, Poverty::Poor, "2022-01-01").await;
        app.household(commune, "2021-01-01").await;
        let (officer, auditor) = (app.as_officer_of(commune).await, app.as_auditor().await);
        assert_eq!(officer.get(&item(id)).await.expect(200).json["poverty"], "poor");
        assert_eq!(auditor.get(&item(id)).await.expect(200).json["poverty"], Value::Null);
        let before = officer.get(&format!("{}?as_of=2021-12-31", item(id))).await.expect(200);
        assert_eq!(before.json["poverty"], Value::Null);
        let list = officer.get(&format!("{HOUSEHOLDS}?poverty=poor,near_poor")).await.expect(200);
        assert_eq!(list.ids(), [Uuid::from(id)]);
        let earlier = officer.get(&format!("{HOUSEHOLDS}?poverty=poor&as_of=2021-12-31")).await.expect(200);
        assert!(earlier.data().is_empty());
        auditor.get(&format!("{HOUSEHOLDS}?poverty=poor")).await.problem(403, "permission_denied");
        let shown = auditor.get(HOUSEHOLDS).await.expect(200);
        assert!(shown.data().iter().all(|one| one["poverty"] == Value::Null) && shown.data().len() == 2);
    }

    async fn the_size_changes_and_keeps_its_history(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let id = app.household(commune, "2021-01-01").await;
        let officer = app.as_officer_of(commune).await;
        officer.patch(&item(id), "\"v1\"", json!({ "size": 51 })).await.faults(&["#/size: out_of_range"]);
        officer.patch(&item(id), "\"v1\"", json!({ "hamlet": "Bó Chắn" })).await.faults(&["#/hamlet: unknown_field"]);
        officer.patch(&item(id), "\"v1\"", json!({ "size": null })).await.expect(200);
        let history = officer.get(&format!("{}/history", item(id))).await.expect(200);
        assert_eq!(history.data()[0]["changes"], json!([{ "pointer": "/size", "old": 4, "new": null }]));
    }

    async fn a_household_entered_in_error_goes_with_everything_on_it(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let id = app.household(commune, "2021-01-01").await;
        let person = app.person_named(id, "Bế Văn Lý", entity::enums::Sex::Male, "2021-01-01").await;
        app.poverty(id, commune, Poverty::Poor, "2022-01-01").await;
        let officer = app.as_officer_of(commune).await;
        let delete = format!("{}?reason=entered_twice", item(id));
        officer.delete(&delete, "\"v1\"").await.problem(409, "resource_in_use");
        let other = app.household(commune, "2021-01-01").await;
        let body = json!({ "person_id": person, "from_on": "2023-01-01" });
        officer.act(&format!("{}/members", item(other)), "\"v1\"", body).await.expect(200);
        officer.delete(&delete, "\"v1\"").await.problem(412, "precondition_failed");
        officer.delete(&delete, "\"v2\"").await.expect(204);
        officer.get(&item(id)).await.problem(404, "not_found");
        assert_eq!(voided(&app, id).await, [Some(VoidReason::EnteredTwice); 3]);
        assert_eq!(officer.get("/v1/persons").await.expect(200).ids(), [Uuid::from(person)]);
    }
}

/// Why place, stay and decision of a household are void.
async fn voided(app: &App, id: HouseholdId) -> [Option<VoidReason>; 3] {
    let place =
        household_place::Entity::find().filter(household_place::Column::HouseholdId.eq(id)).one(app.db());
    let stay =
        household_member::Entity::find().filter(household_member::Column::HouseholdId.eq(id)).one(app.db());
    let decision =
        poverty_status::Entity::find().filter(poverty_status::Column::HouseholdId.eq(id)).one(app.db());
    [
        place.await.unwrap().unwrap().void_reason,
        stay.await.unwrap().unwrap().void_reason,
        decision.await.unwrap().unwrap().void_reason,
    ]
}
