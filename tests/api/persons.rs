//! Persons: registering, changing, taking out, and who sees what of them.

use entity::enums::{LegalForm, Role, Sex};
use entity::ids::HouseholdId;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use std::future::IntoFuture as _;

use tests::{App, at_once, both_databases};
use uuid::Uuid;

/// A woman born in 1985 whose number says so too.
fn somebody(household: HouseholdId) -> Value {
    json!({
        "full_name": "Nông Thị Mẩy", "sex": "female", "birth_year": 1985, "ethnic_code": "02",
        "household_id": household, "household_from_on": "2022-01-01",
        "consents": [{ "purpose": "membership", "ground": "consent", "text_version": "2026-1", "channel": "paper" }],
        "identity": { "number": "003185000123", "phone": "02060000123", "address": "Nhà 12" },
    })
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

async fn home(app: &App) -> HouseholdId {
    app.household(app.area("01392", "2022-06-30").await, "2021-01-01").await
}

both_databases! {
    async fn an_officer_registers_a_person_in_a_household(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let household = app.household(commune, "2021-01-01").await;
        let officer = app.as_officer_of(commune).await;
        let made = officer.post("/v1/persons", somebody(household)).await.expect(201);
        let expected = json!({
            "id": made.id(), "full_name": "Nông Thị Mẩy", "sex": "female", "birth_year": 1985, "ethnic_code": "02",
            "has_disability": null, "household_id": household, "commune_id": commune, "warnings": [], "version": 1,
            "etag": "\"v1\"", "created_at": "2026-06-15T03:00:00.000Z", "updated_at": "2026-06-15T03:00:00.000Z",
        });
        assert_eq!(made.json, expected);
        let path = format!("/v1/persons/{}", made.id());
        assert_eq!(made.header("location"), Some(path.clone()));
        assert_eq!(officer.get(&path).await.expect(200).json, expected);
        assert_eq!(officer.get(&format!("{path}/consents")).await.expect(200).data().len(), 1);
        let shown = officer.get(&format!("/v1/households/{household}")).await.expect(200);
        assert_eq!((shown.etag().as_str(), &shown.json["members"][0]["full_name"]), ("\"v2\"", &json!("Nông Thị Mẩy")));
    }

    async fn a_person_needs_a_consent_or_legal_ground(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let body = with(somebody(home(&app).await), "consents", json!([]));
        officer.post("/v1/persons", body).await.problem(422, "validation_failed").faults(&["#/consents: too_short"]);
    }

    async fn a_number_that_disagrees_is_stored_with_warnings(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let body = with(with(somebody(home(&app).await), "sex", json!("male")), "birth_year", json!(1986));
        let made = officer.post("/v1/persons", body).await.expect(201);
        let codes = |json: &Value| json["warnings"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
        assert_eq!(codes(&made.json), ["number_disagrees_with_sex", "number_disagrees_with_birth_year"]);
        let path = format!("/v1/persons/{}", made.id());
        let put_right = officer.patch(&path, &made.etag(), json!({ "sex": "female" })).await.expect(200);
        assert_eq!(codes(&put_right.json), ["number_disagrees_with_birth_year"]);
    }

    async fn the_birth_date_gives_the_year(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let mut body = with(somebody(home(&app).await), "birth_year", Value::Null);
        body["identity"]["birth_on"] = json!("1985-04-12");
        let made = officer.post("/v1/persons", body).await.expect(201);
        assert_eq!(made.json["birth_year"], 1985);
        let path = format!("/v1/persons/{}", made.id());
        let other = officer.patch(&path, &made.etag(), json!({ "birth_year": 1986 })).await;
        other.faults(&["#/birth_year: inconsistent"]);
        officer.patch(&path, &made.etag(), json!({ "birth_year": 1985 })).await.expect(200);
    }

    async fn days_and_years_must_fit(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let household = home(&app).await;
        let mut body = with(somebody(household), "birth_year", json!(2027));
        body["household_from_on"] = json!("2026-06-16");
        body["consents"][0]["given_at"] = json!("2026-06-15T03:00:00.001Z");
        body["identity"]["birth_on"] = json!("2026-06-17");
        officer.post("/v1/persons", body).await.problem(422, "validation_failed").faults(&[
            "#/birth_year: out_of_range",
            "#/birth_year: inconsistent",
            "#/identity/birth_on: out_of_range",
            "#/household_from_on: out_of_range",
            "#/household_from_on: inconsistent",
            "#/consents/0/given_at: out_of_range",
        ]);
        let early = with(somebody(household), "household_from_on", json!("2020-12-31"));
        officer.post("/v1/persons", early).await.faults(&["#/household_from_on: inconsistent"]);
    }

    async fn strange_text_is_refused(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let household = home(&app).await;
        let name = |name: &str| with(somebody(household), "full_name", json!(name));
        officer.post("/v1/persons", name("Nông\u{0}Mẩy")).await.faults(&["#/full_name: invalid_format"]);
        officer.post("/v1/persons", name(&"ậ".repeat(121))).await.faults(&["#/full_name: too_long"]);
        officer.post("/v1/persons", name("12")).await.faults(&["#/full_name: invalid_format"]);
        let longest = officer.post("/v1/persons", name(&"ậ".repeat(120))).await.expect(201);
        assert_eq!(longest.json["full_name"], "ậ".repeat(120));
        let code = with(somebody(household), "ethnic_code", json!("57"));
        officer.post("/v1/persons", code).await.faults(&["#/ethnic_code: invalid_format"]);
    }

    async fn a_household_elsewhere_does_not_exist(app: App) {
        let household = home(&app).await;
        let elsewhere = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        elsewhere.post("/v1/persons", somebody(household)).await.problem(404, "not_found");
        elsewhere.post("/v1/persons", somebody(Uuid::now_v7().into())).await.problem(404, "not_found");
    }

    async fn a_number_belongs_to_one_person(app: App) {
        let (here, there) = (app.area("045", "2022-06-30").await, app.area("047", "2022-06-30").await);
        let officer = app.as_officer_of(here).await;
        let made = officer.post("/v1/persons", somebody(home(&app).await)).await.expect(201);
        let again = officer.post("/v1/persons", somebody(home(&app).await)).await.problem(409, "duplicate");
        assert_eq!(again.json["existing_id"], json!(made.id()));
        let commune = app.as_admin().await.get(&format!("/v1/areas?level=commune&parent_id={there}")).await;
        let household = app.household(commune.ids()[0].into(), "2021-01-01").await;
        let outsider = app.as_officer_of(there).await;
        let hidden = outsider.post("/v1/persons", somebody(household)).await.problem(409, "duplicate");
        assert_eq!(hidden.json.get("existing_id"), None);
    }

    async fn of_two_people_with_one_number_at_once_one_is_made(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let homes = [home(&app).await, home(&app).await];
        let asks = homes.map(|home| officer.post("/v1/persons", somebody(home)).into_future());
        let mut replies = at_once(asks).await;
        replies.sort_by_key(|reply| reply.status);
        let made = replies.remove(0).expect(201);
        let refused = replies.remove(0).problem(409, "duplicate");
        assert_eq!(refused.json["existing_id"], json!(made.id()));
    }

    async fn a_taken_id_is_refused(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let household = home(&app).await;
        let body = with(with(somebody(household), "id", json!(app.person(household).await)), "identity", Value::Null);
        officer.post("/v1/persons", body).await.problem(409, "id_conflict");
    }

    async fn sensitive_members_are_shown_row_by_row(app: App) {
        let (near, far) = (app.area("01392", "2022-06-30").await, app.area("01747", "2022-06-30").await);
        let group = app.group(far, LegalForm::Tht, "2021-01-01").await;
        let mine = app.person(app.household(near, "2021-01-01").await).await;
        let both = app.as_roles(&[(Role::Officer, Scope::Area(near)), (Role::Leader, Scope::Group(group))]).await;
        let list = both.get("/v1/persons").await.expect(200);
        let shown = |id: &Value| if *id == json!(mine) { json!("02") } else { Value::Null };
        assert_eq!(list.data().len(), 2, "{list}");
        assert!(list.data().iter().all(|person| person["ethnic_code"] == shown(&person["id"])), "{list}");
        let filtered = both.get("/v1/persons?ethnic_code=02,03").await.expect(200);
        assert_eq!(filtered.ids(), [Uuid::from(mine)]);
        let auditor = app.as_auditor().await;
        let seen = auditor.get(&format!("/v1/persons/{mine}")).await.expect(200);
        assert_eq!((&seen.json["ethnic_code"], &seen.json["has_disability"]), (&Value::Null, &Value::Null));
        auditor.get("/v1/persons?ethnic_code=02").await.problem(403, "permission_denied");
    }

    async fn a_leader_sees_the_present_members_alone(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let neighbour = app.person(app.household(commune, "2021-01-01").await).await;
        let leader = app.as_leader_of(group).await;
        let list = leader.get("/v1/persons").await.expect(200);
        assert_eq!((list.data().len(), &list.data()[0]["household_id"]), (1, &Value::Null));
        leader.get(&format!("/v1/persons/{neighbour}")).await.problem(404, "not_found");
        leader.post("/v1/persons", somebody(home(&app).await)).await.problem(403, "permission_denied");
    }

    async fn a_change_needs_the_revision_that_was_read(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let household = home(&app).await;
        let path = format!("/v1/persons/{}", app.person(household).await);
        let read = officer.get(&path).await.expect(200);
        officer.patch(&path, &read.etag(), json!({})).await.problem(422, "validation_failed");
        let patch = json!({ "full_name": "Bế Thị Vi", "ethnic_code": null, "has_disability": true });
        officer.patch(&path, "", patch.clone()).without("if-match").await.problem(428, "precondition_required");
        let changed = officer.patch(&path, &read.etag(), patch.clone()).await.expect(200);
        assert_eq!((&changed.json["full_name"], &changed.json["ethnic_code"]), (&json!("Bế Thị Vi"), &Value::Null));
        officer.patch(&path, &read.etag(), patch).await.problem(412, "precondition_failed");
        assert_eq!(officer.get("/v1/persons?q=be").await.expect(200).data().len(), 1);
        let shown = officer.get(&format!("/v1/households/{household}")).await.expect(200);
        assert_eq!(shown.etag(), "\"v2\"", "what the household shows of its members has changed");
    }

    async fn history_hides_sensitive_members_from_auditors(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let path = format!("/v1/persons/{}", app.person(home(&app).await).await);
        officer.patch(&path, "\"v1\"", json!({ "ethnic_code": "03", "birth_year": 1981 })).await.expect(200);
        let changes = |old: Value, new: Value| json!([
            { "pointer": "/birth_year", "old": 1980, "new": 1981 },
            { "pointer": "/ethnic_code", "old": old, "new": new },
        ]);
        let seen = officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(seen.data()[0]["changes"], changes(json!("02"), json!("03")));
        let masked = app.as_auditor().await.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(masked.data()[0]["changes"], changes(json!("[redacted]"), json!("[redacted]")));
    }

    async fn a_person_entered_in_error_leaves_everything_and_frees_the_number(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let officer = app.as_officer_of(commune).await;
        let household = home(&app).await;
        let made = officer.post("/v1/persons", with(somebody(household), "is_household_head", json!(true))).await;
        let made = made.expect(201);
        let path = format!("/v1/persons/{}", made.id());
        officer.delete(&format!("{path}?reason=entered_twice"), &made.etag()).await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        officer.get(&format!("{path}/identity?purpose=contact")).await.problem(404, "not_found");
        assert!(officer.get("/v1/persons?q=nong").await.expect(200).data().is_empty());
        let found = officer.post("/v1/persons/lookup", json!({ "last4": "0123" })).await.expect(200);
        assert!(found.data().is_empty());
        let shown = officer.get(&format!("/v1/households/{household}")).await.expect(200);
        assert_eq!((&shown.json["members"], shown.etag().as_str()), (&json!([]), "\"v3\""));
        officer.post("/v1/persons", with(somebody(household), "is_household_head", json!(true))).await.expect(201);
    }

    async fn a_member_of_a_group_cannot_be_taken_out(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-01-01").await;
        let person = app.person(app.household(commune, "2021-01-01").await).await;
        app.membership(group, person, "2022-01-01").await;
        let officer = app.as_officer_of(commune).await;
        let path = format!("/v1/persons/{person}?reason=test_entry");
        officer.delete(&path, "\"v1\"").await.problem(409, "resource_in_use");
    }

    async fn one_person_heads_a_household(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let household = home(&app).await;
        app.person_named(household, "Bế Văn Lý", Sex::Male, "2021-01-01").await;
        let second = with(somebody(household), "is_household_head", json!(true));
        officer.post("/v1/persons", second).await.problem(409, "state_conflict");
    }

    async fn a_repeated_registration_is_answered_again(app: App) {
        let officer = app.as_officer_of(app.province().await).await;
        let (key, body) = (Uuid::now_v7(), somebody(home(&app).await));
        let first = officer.post("/v1/persons", body.clone()).key(key).await.expect(201);
        let again = officer.post("/v1/persons", body.clone()).key(key).await.expect(201);
        assert_eq!((again.header("idempotency-replayed").as_deref(), &again.json), (Some("true"), &first.json));
        let other = with(body, "sex", json!("unknown"));
        officer.post("/v1/persons", other).key(key).await.problem(422, "idempotency_key_reused");
    }
}
