//! What was decided about the poverty of households, one decision after the other.

use entity::enums::Poverty;
use entity::ids::{AreaId, HouseholdId};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};
use uuid::Uuid;

async fn home(app: &App) -> (Caller, AreaId, HouseholdId) {
    let commune = app.area("01392", "2022-06-30").await;
    (app.as_officer_of(commune).await, commune, app.household(commune, "2021-01-01").await)
}

fn list(household: HouseholdId) -> String {
    format!("/v1/households/{household}/poverty-statuses")
}

fn decision(commune: AreaId, status: &str, from: &str, until: Option<&str>) -> Value {
    json!({
        "standard": "2022_2025", "status": status, "decision_no": "12/QĐ-UBND", "decided_on": "2022-12-14",
        "commune_id": commune, "effective_from_on": from, "effective_until_on": until,
    })
}

both_databases! {
    async fn a_new_decision_ends_the_one_that_holds(app: App) {
        let (officer, commune, household) = home(&app).await;
        let first = officer.act(&list(household), "\"v1\"", decision(commune, "poor", "2022-01-01", None)).await.expect(201);
        let second = decision(commune, "escaped_poverty", "2023-01-01", None);
        let second = officer.act(&list(household), "\"v2\"", second).await.expect(201);
        assert_eq!(second.header("location"), Some(format!("{}/{}", list(household), second.id())));
        let all = officer.get(&list(household)).await.expect(200);
        assert_eq!(all.ids(), [second.id(), first.id()]);
        let ended = (&all.data()[1]["effective_until_on"], &all.data()[1]["version"]);
        assert_eq!(ended, (&json!("2023-01-01"), &json!(2)));
        let on = async |day: &str| {
            let shown = officer.get(&format!("/v1/households/{household}?as_of={day}")).await.expect(200);
            shown.json["poverty"].clone()
        };
        assert_eq!(on("2022-12-31").await, "poor");
        assert_eq!(on("2023-01-01").await, "escaped_poverty");
        let history = officer.get(&format!("{}/{}/history", list(household), first.id())).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|one| &one["action"]).collect();
        assert_eq!(actions, ["closed", "created"]);
    }

    async fn decisions_never_overlap(app: App) {
        let (officer, commune, household) = home(&app).await;
        officer.act(&list(household), "\"v1\"", decision(commune, "poor", "2023-01-01", None)).await.expect(201);
        for (from, until) in [("2023-01-01", None), ("2022-01-01", None), ("2022-06-01", Some("2023-01-02"))] {
            let refused = officer.act(&list(household), "\"v2\"", decision(commune, "poor", from, until)).await;
            refused.problem(409, "state_conflict");
        }
        let before = decision(commune, "near_poor", "2022-01-01", Some("2023-01-01"));
        officer.act(&list(household), "\"v2\"", before).await.expect(201);
        let backwards = decision(commune, "poor", "2024-01-01", Some("2024-01-01"));
        officer.act(&list(household), "\"v3\"", backwards).await.faults(&["#: inconsistent"]);
    }

    async fn a_decision_needs_the_household_as_it_was_read(app: App) {
        let (officer, commune, household) = home(&app).await;
        let body = decision(commune, "poor", "2023-01-01", None);
        officer.post(&list(household), body.clone()).await.problem(428, "precondition_required");
        officer.act(&list(household), "\"v2\"", body.clone()).await.problem(412, "precondition_failed");
        officer.act(&list(household), "\"v1\"", body.clone()).await.expect(201);
        officer.act(&list(household), "\"v1\"", body).await.problem(412, "precondition_failed");
    }

    async fn a_decision_needs_a_commune_of_its_day_within_the_reach(app: App) {
        let (officer, commune, household) = home(&app).await;
        let mut body = decision(app.area("01447", "2022-06-30").await, "poor", "2023-01-01", None);
        officer.act(&list(household), "\"v1\"", body.clone()).await.faults(&["#/commune_id: not_found"]);
        body = decision(commune, "poor", "2026-01-01", None);
        body["decided_on"] = json!("2025-07-01");
        officer.act(&list(household), "\"v1\"", body.clone()).await.faults(&["#/commune_id: inconsistent"]);
        let newer = app.as_officer_of(app.area("01392", "2025-07-01").await).await;
        body["commune_id"] = json!(app.area("01392", "2025-07-01").await);
        body["decided_on"] = json!("2026-06-16");
        newer.act(&list(household), "\"v1\"", body.clone()).await.faults(&["#/decided_on: out_of_range"]);
        body["decided_on"] = json!("2026-06-15");
        body["effective_from_on"] = json!("2027-01-01");
        newer.act(&list(household), "\"v1\"", body).await.expect(201);
    }

    async fn a_decision_entered_in_error_leaves_every_day(app: App) {
        let (officer, commune, household) = home(&app).await;
        let made = officer.act(&list(household), "\"v1\"", decision(commune, "poor", "2023-01-01", None)).await.expect(201);
        let item = format!("{}/{}", list(household), made.id());
        assert_eq!(officer.get(&item).await.expect(200).json, made.json);
        officer.delete(&format!("{item}?reason=wrong_date"), "\"v9\"").await.problem(412, "precondition_failed");
        officer.delete(&format!("{item}?reason=wrong_date"), &made.etag()).await.expect(204);
        officer.get(&item).await.problem(404, "not_found");
        let shown = officer.get(&format!("/v1/households/{household}")).await.expect(200);
        assert_eq!((&shown.json["poverty"], shown.etag().as_str()), (&Value::Null, "\"v3\""));
        let again = decision(commune, "near_poor", "2023-01-01", None);
        officer.act(&list(household), "\"v3\"", again).await.expect(201);
    }

    async fn decisions_are_for_those_who_may_read_sensitive_data(app: App) {
        let (officer, commune, household) = home(&app).await;
        let id = app.poverty(household, commune, Poverty::Poor, "2022-01-01").await;
        let auditor = app.as_auditor().await;
        auditor.get(&list(household)).await.problem(403, "permission_denied");
        let stranger = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        stranger.get(&list(household)).await.problem(404, "not_found");
        stranger.get(&format!("{}/{id}", list(household))).await.problem(404, "not_found");
        assert_eq!(officer.get(&list(household)).await.expect(200).ids(), [Uuid::from(id)]);
        let other = app.household(commune, "2021-01-01").await;
        officer.get(&format!("{}/{id}", list(other))).await.problem(404, "not_found");
        officer.patch(&format!("/v1/households/{household}"), "\"v1\"", json!({ "size": 3 })).await.expect(200);
        let history = auditor.get(&format!("/v1/households/{household}/history")).await.expect(200);
        assert!(!history.text().contains("poor"), "{history}");
    }
}
