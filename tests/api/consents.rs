//! What persons agreed to, and what stops when they withdraw.

use entity::enums::LegalForm;
use entity::ids::{AreaId, PersonId};
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};

async fn somebody(app: &App) -> (Caller, PersonId, String) {
    let commune = app.area("01392", "2022-06-30").await;
    let person = app.person(app.household(commune, "2021-01-01").await).await;
    (app.as_officer_of(commune).await, person, format!("/v1/persons/{person}/consents"))
}

fn grants() -> Value {
    json!({ "purpose": "grants", "ground": "consent", "text_version": "2026-1", "channel": "phone", "evidence": null })
}

fn consent(purpose: &str) -> Value {
    json!({ "purpose": purpose, "ground": "consent", "text_version": "2026-1", "channel": "paper" })
}

/// Somebody who agreed to this and to nothing else.
async fn registered(app: &App, officer: &Caller, commune: AreaId, consents: Value) -> PersonId {
    let new = json!({
        "full_name": "Lý Thị Mẫu", "sex": "female", "ethnic_code": "08", "has_disability": true, "consents": consents,
        "household_id": app.household(commune, "2021-01-01").await, "household_from_on": "2022-01-01",
    });
    officer.post("/v1/persons", new).await.expect(201).id().into()
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

    async fn an_identity_is_not_shown_for_what_was_never_agreed_to(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let officer = app.as_officer_of(commune).await;
        let person = registered(&app, &officer, commune, json!([consent("membership")])).await;
        let read = async |purpose: &str| officer.get(&format!("/v1/persons/{person}/identity?purpose={purpose}")).await;
        for purpose in ["training", "grant_application"] {
            read(purpose).await.problem(403, "consent_required");
        }
        for purpose in ["contact", "identification", "correction", "data_subject_request"] {
            read(purpose).await.expect(200);
        }
        let mut law = consent("training");
        law["ground"] = json!("legal_obligation");
        officer.post(&format!("/v1/persons/{person}/consents"), law).await.expect(201);
        read("training").await.expect(200);
        read("grant_application").await.problem(403, "consent_required");
        let counted = registered(&app, &officer, commune, json!([consent("statistics"), consent("sensitive_data")])).await;
        let refused = officer.get(&format!("/v1/persons/{counted}/identity?purpose=contact")).await;
        refused.problem(403, "consent_required");
    }

    async fn withdrawn_sensitive_data_are_shown_nowhere(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let officer = app.as_officer_of(commune).await;
        let person = registered(&app, &officer, commune, json!([consent("membership"), consent("sensitive_data")])).await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        app.membership(group, person, "2022-06-01").await;
        let (path, members) = (format!("/v1/persons/{person}"), format!("/v1/memberships?group_id={group}"));
        let history = format!("{path}/history");
        let told = async |reply: Reply| (reply.json["ethnic_code"].clone(), reply.json["has_disability"].clone());
        let is_listed = async |path: &str, member: &str| {
            let list = officer.get(path).await.expect(200);
            list.data().iter().any(|one| one[member] == json!(person))
        };
        let past = async || officer.get(&history).await.expect(200).data().last().unwrap()["changes"].to_string();
        let everywhere = async || {
            let listed = is_listed("/v1/persons?ethnic_code=08", "id").await;
            let member = is_listed(&format!("{members}&ethnic_code=08"), "person_id").await;
            (told(officer.get(&path).await.expect(200)).await, listed, member, past().await.contains("[redacted]"))
        };
        assert_eq!(everywhere().await, ((json!("08"), json!(true)), true, true, false));
        withdraw_all(&officer, &format!("{path}/consents"), Some("sensitive_data")).await;
        assert_eq!(everywhere().await, ((Value::Null, Value::Null), false, false, true));
        let list = officer.get("/v1/persons").await.expect(200);
        let row = list.data().iter().find(|one| one["id"] == json!(person)).unwrap();
        assert_eq!((&row["ethnic_code"], &row["has_disability"]), (&Value::Null, &Value::Null));
        assert!(is_listed(&members, "person_id").await, "only lists about it leave the person out");
        let etag = officer.get(&path).await.expect(200).etag();
        let renamed = officer.patch(&path, &etag, json!({ "full_name": "Lý Thị Mẩy" })).await.expect(200);
        let etag = renamed.etag();
        assert_eq!(told(renamed).await, (Value::Null, Value::Null));
        for entered in [json!({ "ethnic_code": "02" }), json!({ "has_disability": false })] {
            officer.patch(&path, &etag, entered).await.problem(403, "consent_required");
        }
        officer.post(&format!("{path}/consents"), consent("sensitive_data")).await.expect(201);
        assert_eq!(everywhere().await, ((json!("08"), json!(true)), true, true, false));
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
