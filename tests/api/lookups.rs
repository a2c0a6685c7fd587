//! Finding persons by number, last digits and phone; masked beyond the reach.

use entity::ids::PersonId;
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

const LOOKUP: &str = "/v1/persons/lookup";

/// Somebody in old Xuân Hòa with a number and a phone, and the officer there.
async fn somebody(app: &App) -> (Caller, PersonId) {
    let commune = app.area("01392", "2022-06-30").await;
    let person = app.person(app.household(commune, "2021-01-01").await).await;
    let officer = app.as_officer_of(commune).await;
    let body = json!({ "number": "003180000123", "phone": "02060000123" });
    officer.patch(&format!("/v1/persons/{person}/identity"), "\"v1\"", body).await.expect(200);
    (officer, person)
}

async fn found(caller: &Caller, wanted: Value) -> Vec<Value> {
    caller.post(LOOKUP, wanted).without("idempotency-key").await.expect(200).data().to_vec()
}

both_databases! {
    async fn a_person_is_found_by_number_last_digits_or_phone(app: App) {
        let (officer, person) = somebody(&app).await;
        for wanted in [
            json!({ "number": "003 180.000-123" }),
            json!({ "last4": "0123" }),
            json!({ "phone": "+84 206 0000123" }),
        ] {
            let hits = found(&officer, wanted.clone()).await;
            assert_eq!(hits.len(), 1, "{wanted}");
            let hit = json!({
                "id": person, "full_name": hits[0]["full_name"], "birth_year": 1980,
                "commune_id": app.area("01392", "2022-06-30").await, "is_masked": false,
            });
            assert_eq!(hits[0], hit);
        }
        for wanted in [json!({ "number": "003180000124" }), json!({ "last4": "0124" }), json!({ "phone": "02060000124" })] {
            assert!(found(&officer, wanted).await.is_empty());
        }
    }

    async fn exactly_one_key_is_given(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        for wanted in [json!({}), json!({ "last4": "0123", "phone": "02060000123" }), json!({ "number": null })] {
            officer.post(LOOKUP, wanted).await.problem(422, "validation_failed").faults(&["#: inconsistent"]);
        }
        officer.post(LOOKUP, json!({ "last4": "12x4" })).await.faults(&["#/last4: invalid_format"]);
        app.as_auditor().await.post(LOOKUP, json!({ "last4": "0123" })).await.problem(403, "permission_denied");
    }

    async fn beyond_the_reach_a_full_number_finds_a_masked_person_and_leaves_a_trace(app: App) {
        let (_, person) = somebody(&app).await;
        let stranger = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        for wanted in [json!({ "last4": "0123" }), json!({ "phone": "02060000123" })] {
            assert!(found(&stranger, wanted).await.is_empty());
        }
        let hits = found(&stranger, json!({ "number": "003180000123" })).await;
        let (name, commune) = (hits[0]["full_name"].as_str().unwrap(), app.area("01392", "2022-06-30").await);
        assert!(name.starts_with("N••• T••• M••• ") && name.ends_with("•••"), "{name}");
        let hit = json!({ "id": person, "full_name": name, "birth_year": null, "commune_id": commune, "is_masked": true });
        assert_eq!(hits, [hit]);
        let records = app.as_auditor().await.get(&format!("/v1/persons/{person}/access-records")).await.expect(200);
        let told: Vec<_> = records.data().iter().map(|one| (&one["action"], &one["actor_id"])).collect();
        assert_eq!(told, [(&json!("looked_up"), &json!(stranger.account_id()))]);
        stranger.get(&format!("/v1/persons/{person}")).await.problem(404, "not_found");
    }

    async fn only_who_found_the_number_can_take_the_person_in(app: App) {
        let (officer, person) = somebody(&app).await;
        let commune = app.area("01447", "2022-06-30").await;
        let household = app.household(commune, "2021-01-01").await;
        let there = app.as_officer_of(commune).await;
        let (path, body) = (format!("/v1/households/{household}/members"), json!({ "person_id": person, "from_on": "2025-03-01" }));
        there.act(&path, "\"v1\"", body.clone()).await.problem(404, "not_found");
        found(&officer, json!({ "number": "003180000123" })).await;
        there.act(&path, "\"v1\"", body.clone()).await.problem(404, "not_found");
        found(&there, json!({ "number": "003180000123" })).await;
        let taken = there.act(&path, "\"v1\"", body.clone()).await.expect(200);
        assert_eq!(taken.json["members"][0]["person_id"], json!(person));
        assert_eq!(there.get("/v1/persons").await.expect(200).ids(), [Uuid::from(person)]);
        assert!(officer.get("/v1/persons").await.expect(200).data().is_empty(), "the person has moved away");
    }

    async fn a_masked_hit_opens_nothing_after_a_month(app: App) {
        let (_, person) = somebody(&app).await;
        let commune = app.area("01447", "2022-06-30").await;
        let household = app.household(commune, "2021-01-01").await;
        let there = app.as_officer_of(commune).await;
        found(&there, json!({ "number": "003180000123" })).await;
        app.set_now("2026-07-16T03:00:00Z");
        let body = json!({ "person_id": person, "from_on": "2025-03-01" });
        there.act(&format!("/v1/households/{household}/members"), "\"v1\"", body).await.problem(404, "not_found");
    }
}
