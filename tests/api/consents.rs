//! What persons agreed to, and what stops when they withdraw.

use entity::ids::PersonId;
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};

async fn somebody(app: &App) -> (Caller, PersonId, String) {
    let commune = app.area("01392", "2022-06-30").await;
    let person = app.person(app.household(commune, "2021-01-01").await).await;
    (app.as_officer_of(commune).await, person, format!("/v1/persons/{person}/consents"))
}

fn grants() -> Value {
    json!({ "purpose": "grants", "ground": "consent", "text_version": "2026-1", "channel": "phone", "evidence": null })
}

async fn withdraw_all(officer: &Caller, path: &str, purpose: Option<&str>) {
    let list = officer.get(path).await.expect(200);
    for one in list.data().iter().filter(|one| purpose.is_none_or(|purpose| one["purpose"] == purpose)) {
        let act = format!("{path}/{}/withdraw", one["id"].as_str().unwrap());
        officer.act(&act, one["etag"].as_str().unwrap(), Value::Null).await.expect(200);
    }
}

both_databases! {
    async fn a_consent_is_recorded_and_withdrawn(app: App) {
        let (officer, person, path) = somebody(&app).await;
        let made = officer.post(&path, grants()).await.expect(201);
        let item = format!("{path}/{}", made.id());
        assert_eq!((made.header("location"), &made.json["person_id"]), (Some(item.clone()), &json!(person)));
        assert_eq!(officer.get(&item).await.expect(200).json, made.json);
        officer.act(&format!("{item}/withdraw"), "\"v2\"", Value::Null).await.problem(412, "precondition_failed");
        let withdrawn = officer.act(&format!("{item}/withdraw"), "\"v1\"", Value::Null).await.expect(200);
        assert_eq!(withdrawn.json["withdrawn_at"], "2026-06-15T03:00:00.000Z");
        officer.act(&format!("{item}/withdraw"), "\"v2\"", Value::Null).await.problem(409, "state_conflict");
        let history = officer.get(&format!("{item}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|one| &one["action"]).collect();
        assert_eq!(actions, ["withdrawn", "created"]);
    }

    async fn a_consent_is_never_given_in_the_future(app: App) {
        let (officer, _, path) = somebody(&app).await;
        let mut late = grants();
        late["given_at"] = json!("2026-06-15T03:00:01Z");
        officer.post(&path, late.clone()).await.problem(422, "validation_failed").faults(&["#/given_at: out_of_range"]);
        late["given_at"] = json!("2024-06-15T03:00:01Z");
        let made = officer.post(&path, late).await.expect(201);
        assert_eq!(made.json["given_at"], "2024-06-15T03:00:01.000Z");
    }

    async fn consents_of_others_do_not_exist(app: App) {
        let (officer, _, path) = somebody(&app).await;
        let (_, _, other) = somebody(&app).await;
        let made = officer.post(&path, grants()).await.expect(201);
        officer.get(&format!("{other}/{}", made.id())).await.problem(404, "not_found");
        let stranger = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        stranger.get(&path).await.problem(404, "not_found");
        stranger.post(&path, grants()).await.problem(404, "not_found");
        let act = format!("{path}/{}/withdraw", made.id());
        stranger.act(&act, "\"v1\"", Value::Null).await.problem(404, "not_found");
        app.as_auditor().await.get(&path).await.expect(200);
        app.as_auditor().await.post(&path, grants()).await.problem(403, "permission_denied");
    }

    async fn withdrawing_stops_the_purpose_at_once(app: App) {
        let (officer, person, path) = somebody(&app).await;
        let read = async |purpose: &str| officer.get(&format!("/v1/persons/{person}/identity?purpose={purpose}")).await;
        read("grant_application").await.expect(200);
        withdraw_all(&officer, &path, Some("grants")).await;
        read("grant_application").await.problem(403, "consent_required");
        read("contact").await.expect(200);
        officer.post(&path, grants()).await.expect(201);
        read("grant_application").await.expect(200);
    }

    async fn without_any_ground_an_identity_serves_the_person_alone(app: App) {
        let (officer, person, path) = somebody(&app).await;
        withdraw_all(&officer, &path, None).await;
        let read = async |purpose: &str| officer.get(&format!("/v1/persons/{person}/identity?purpose={purpose}")).await;
        for purpose in ["identification", "contact", "training"] {
            read(purpose).await.problem(403, "consent_required");
        }
        read("data_subject_request").await.expect(200);
        read("correction").await.expect(200);
    }
}
