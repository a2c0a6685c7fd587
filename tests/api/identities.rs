//! What identifies a person: read for a purpose, journalled each time, masked everywhere else.

use entity::enums::{LegalForm, Role};
use entity::ids::PersonId;
use entity::{journal_entry, person_identity};
use hoinongdan::access::Scope;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Caller, both_databases};

const NUMBER: &str = "003180000123";

/// Somebody whose identity is known, and an officer of the commune.
async fn known(app: &App) -> (Caller, PersonId) {
    let commune = app.area("01392", "2022-06-30").await;
    let person = app.person(app.household(commune, "2021-01-01").await).await;
    let officer = app.as_officer_of(commune).await;
    let body = json!({ "number": "003 180 000 123", "phone": "0206 0000123", "birth_on": "1980-02-29", "address": "Nhà 12" });
    officer.patch(&identity(person), "\"v1\"", body).await.expect(200);
    (officer, person)
}

fn identity(person: PersonId) -> String {
    format!("/v1/persons/{person}/identity")
}

both_databases! {
    async fn an_identity_is_shown_for_a_purpose_and_each_read_is_journalled(app: App) {
        let (officer, person) = known(&app).await;
        let read = officer.get(&format!("{}?purpose=contact", identity(person))).await.expect(200);
        let expected = json!({
            "id": person, "document_kind": "cccd12", "number": NUMBER, "phone": "+842060000123",
            "birth_on": "1980-02-29", "address": "Nhà 12", "version": 2, "etag": "\"v2\"",
            "created_at": "2026-06-15T03:00:00.000Z", "updated_at": "2026-06-15T03:00:00.000Z",
        });
        assert_eq!((read.json.clone(), read.header("cache-control").as_deref()), (expected, Some("no-store")));
        officer.get(&format!("{}?purpose=training", identity(person))).await.expect(200);
        let records = app.as_auditor().await.get(&format!("/v1/persons/{person}/access-records")).await.expect(200);
        let told: Vec<_> = records.data().iter().map(|one| (&one["purpose"], &one["action"], &one["role"])).collect();
        let (read, officer_role) = (json!("read"), json!("officer"));
        assert_eq!(told, [(&json!("training"), &read, &officer_role), (&json!("contact"), &read, &officer_role)]);
        assert!(records.data().iter().all(|one| one["actor_id"] == json!(officer.account_id())));
        let history = officer.get(&format!("/v1/persons/{person}/history")).await.expect(200);
        assert!(history.data().is_empty(), "reading changes nothing");
    }

    async fn an_identity_is_not_shown_without_a_purpose(app: App) {
        let (officer, person) = known(&app).await;
        officer.get(&identity(person)).await.problem(400, "invalid_parameter").faults(&["purpose: required"]);
        let curious = officer.get(&format!("{}?purpose=curiosity", identity(person))).await;
        curious.problem(400, "invalid_parameter").faults(&["purpose: not_in_enum"]);
        let records = officer.get(&format!("/v1/persons/{person}/access-records")).await.expect(200);
        assert!(records.data().is_empty());
    }

    async fn a_leader_sees_the_phone_alone(app: App) {
        let (_, person) = known(&app).await;
        let group = app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        let leader = app.as_leader_of(group).await;
        let path = format!("{}?purpose=contact", identity(person));
        leader.get(&path).await.problem(404, "not_found");
        app.membership(group, person, "2022-01-01").await;
        let read = leader.get(&path).await.expect(200);
        let members = ["document_kind", "number", "birth_on", "address"];
        assert!(members.iter().all(|name| read.json[name] == Value::Null), "{read}");
        assert_eq!(read.json["phone"], "+842060000123");
        leader.patch(&identity(person), "\"v2\"", json!({ "phone": null })).await.problem(403, "permission_denied");
    }

    async fn who_leads_a_group_and_is_officer_elsewhere_sees_the_phone_alone(app: App) {
        let (_, person) = known(&app).await;
        let (near, far) = (app.area("01392", "2022-06-30").await, app.area("01447", "2022-06-30").await);
        let group = app.group(near, LegalForm::Tht, "2021-01-01").await;
        app.membership(group, person, "2022-01-01").await;
        let both = |area| [(Role::Officer, Scope::Area(area)), (Role::Leader, Scope::Group(group))];
        let path = format!("{}?purpose=contact", identity(person));
        let elsewhere = app.as_roles(&both(far)).await.get(&path).await.expect(200);
        assert_eq!(elsewhere.json["number"], Value::Null);
        assert_eq!(app.as_roles(&both(near)).await.get(&path).await.expect(200).json["number"], NUMBER);
    }

    async fn an_identity_elsewhere_does_not_exist(app: App) {
        let (_, person) = known(&app).await;
        let stranger = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        stranger.get(&format!("{}?purpose=contact", identity(person))).await.problem(404, "not_found");
        stranger.patch(&identity(person), "\"v2\"", json!({ "phone": null })).await.problem(404, "not_found");
        stranger.get(&format!("/v1/persons/{person}/access-records")).await.problem(404, "not_found");
        let auditor = app.as_auditor().await;
        auditor.get(&format!("{}?purpose=contact", identity(person))).await.problem(403, "permission_denied");
    }

    async fn a_change_is_echoed_and_journalled_masked(app: App) {
        let (officer, person) = known(&app).await;
        let body = json!({ "number": "003-185-000-777", "phone": null, "address": "Nhà 13" });
        let changed = officer.patch(&identity(person), "\"v2\"", body).await.expect(200);
        assert_eq!((&changed.json["number"], &changed.json["phone"]), (&json!("********0777"), &Value::Null));
        assert_eq!(changed.json["warnings"][0]["code"], "number_disagrees_with_birth_year");
        let history = officer.get(&format!("{}/history", identity(person))).await.expect(200);
        let expected = json!([
            { "pointer": "/number", "old": "********0123", "new": "********0777" },
            { "pointer": "/phone", "old": "+84*****123", "new": null },
        ]);
        assert_eq!((&history.data()[0]["changes"], history.data().len()), (&expected, 2));
        officer.patch(&identity(person), "\"v2\"", json!({ "phone": null })).await.problem(412, "precondition_failed");
    }

    async fn nothing_of_an_identity_is_stored_in_clear(app: App) {
        let (_, person) = known(&app).await;
        let row = person_identity::Entity::find_by_id(person).one(app.db()).await.unwrap().unwrap();
        let sealed = [row.number_ct, row.phone_ct, row.birth_on_ct, row.address_ct, row.number_hash, row.phone_hash];
        for bytes in sealed {
            let text = String::from_utf8_lossy(&bytes.unwrap()).into_owned();
            assert!(!["000123", "1980", "Nhà"].iter().any(|clear| text.contains(clear)));
        }
        let about = journal_entry::Column::PersonId.eq(person);
        let entries = journal_entry::Entity::find().filter(about).all(app.db()).await.unwrap();
        assert!(!entries.is_empty() && entries.iter().all(|entry| entry.changes.is_none()));
    }

    async fn a_number_of_somebody_else_is_refused(app: App) {
        let (officer, person) = known(&app).await;
        let other = app.person(app.household(app.area("01392", "2022-06-30").await, "2021-01-01").await).await;
        let refused = officer.patch(&identity(other), "\"v1\"", json!({ "number": NUMBER })).await;
        assert_eq!(refused.problem(409, "duplicate").json["existing_id"], json!(person));
        officer.patch(&identity(person), "\"v2\"", json!({ "number": NUMBER })).await.expect(200);
        officer.patch(&identity(person), "\"v3\"", json!({ "number": null })).await.expect(200);
        officer.patch(&identity(other), "\"v1\"", json!({ "number": NUMBER })).await.expect(200);
    }

    async fn the_birth_date_moves_the_year_of_the_person(app: App) {
        let (officer, person) = known(&app).await;
        officer.patch(&identity(person), "\"v2\"", json!({ "birth_on": "1979-12-31" })).await.expect(200);
        let shown = officer.get(&format!("/v1/persons/{person}")).await.expect(200);
        assert_eq!((&shown.json["birth_year"], shown.etag().as_str()), (&json!(1979), "\"v2\""));
        let future = officer.patch(&identity(person), "\"v3\"", json!({ "birth_on": "2026-06-16" })).await;
        future.faults(&["#/birth_on: out_of_range"]);
        let strange = officer.patch(&identity(person), "\"v3\"", json!({ "number": "003", "phone": "113" })).await;
        strange.problem(422, "validation_failed");
    }
}
