//! Erasing a person: everything personal is gone for good, and no figure changes.

use entity::enums::LegalForm;
use entity::ids::{HouseholdId, PersonId};
use entity::{consent, idempotency_claim, journal_entry, person, person_identity, person_key, search_word};
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

fn body(household: HouseholdId) -> Value {
    json!({
        "full_name": "Lý Thị Mẩy", "sex": "female", "ethnic_code": "02", "household_id": household,
        "household_from_on": "2022-01-01",
        "consents": [{
            "purpose": "membership", "ground": "consent", "text_version": "1", "channel": "paper", "evidence": "Sổ bà Mẩy",
        }],
        "identity": { "number": "003185000123", "birth_on": "1985-04-12" },
    })
}

/// Somebody who was registered with this key and then erased, and the officer who did both.
async fn erased(app: &App, key: Uuid) -> (Caller, PersonId, Value) {
    let commune = app.area("01392", "2022-06-30").await;
    let household = app.household(commune, "2021-01-01").await;
    let officer = app.as_officer_of(commune).await;
    let body = body(household);
    let made = officer.post("/v1/persons", body.clone()).key(key).await.expect(201);
    erase(&officer, &made).await.expect(204);
    (officer, made.id().into(), body)
}

async fn erase(officer: &Caller, made: &Reply) -> Reply {
    let path = format!("/v1/persons/{}/erase", made.id());
    officer.act(&path, &made.etag(), json!({ "reason": "data_subject_request" })).await
}

both_databases! {
    async fn an_erased_person_answers_410_everywhere(app: App) {
        let (officer, person, _) = erased(&app, Uuid::now_v7()).await;
        let path = format!("/v1/persons/{person}");
        officer.get(&path).await.problem(410, "resource_erased");
        officer.get(&format!("{path}/identity?purpose=contact")).await.problem(410, "resource_erased");
        officer.get(&format!("{path}/consents")).await.problem(410, "resource_erased");
        officer.patch(&path, "\"v2\"", json!({ "sex": "male" })).await.problem(410, "resource_erased");
        officer.delete(&format!("{path}?reason=test_entry"), "\"v2\"").await.problem(410, "resource_erased");
        let again = officer.act(&format!("{path}/erase"), "\"v2\"", json!({ "reason": "no_ground" })).await;
        again.problem(410, "resource_erased");
        let stranger = app.as_officer_of(app.area("047", "2022-06-30").await).await;
        stranger.get(&path).await.problem(404, "not_found");
    }

    async fn an_erased_person_is_found_by_nobody(app: App) {
        let (officer, person, body) = erased(&app, Uuid::now_v7()).await;
        for query in ["", "?q=may", "?ethnic_code=02"] {
            assert!(officer.get(&format!("/v1/persons{query}")).await.expect(200).data().is_empty());
        }
        for wanted in [json!({ "number": "003185000123" }), json!({ "last4": "0123" })] {
            assert!(officer.post("/v1/persons/lookup", wanted).await.expect(200).data().is_empty());
        }
        let shown = officer.get(&format!("/v1/households/{}", body["household_id"].as_str().unwrap())).await.expect(200);
        let member = &shown.json["members"][0];
        assert_eq!((&member["person_id"], &member["full_name"]), (&json!(person), &Value::Null));
        assert_eq!(shown.etag(), "\"v3\"", "nobody may keep the name as current");
        officer.post("/v1/persons", body).await.expect(201);
    }

    async fn the_history_forgets(app: App) {
        let (officer, person, _) = erased(&app, Uuid::now_v7()).await;
        let history = officer.get(&format!("/v1/persons/{person}/history")).await.expect(200);
        let told: Vec<_> = history.data().iter().map(|one| (&one["action"], &one["changes"], &one["reason"])).collect();
        let (none, why) = (json!([]), json!("data_subject_request"));
        assert_eq!(told, [(&json!("erased"), &none, &why), (&json!("created"), &none, &Value::Null)]);
    }

    async fn a_replay_of_a_remembered_reply_is_gone(app: App) {
        let key = Uuid::now_v7();
        let (officer, _, body) = erased(&app, key).await;
        officer.post("/v1/persons", body).key(key).await.problem(410, "resource_erased");
    }

    async fn no_guess_of_a_number_can_be_tested_against_what_is_remembered(app: App) {
        let key = Uuid::now_v7();
        let (officer, id, mut body) = erased(&app, key).await;
        let about = idempotency_claim::Column::PersonId.eq(id);
        let claims = idempotency_claim::Entity::find().filter(about).all(app.db()).await.unwrap();
        let registration: Vec<_> = claims.iter().filter(|claim| claim.key == key.to_string()).collect();
        assert_eq!((claims.len(), registration.len()), (2, 1));
        let kept = registration.iter().any(|claim| [&claim.body_hash, &claim.reply, &claim.reply_ct].iter().any(|kept| kept.is_some()));
        assert!(!kept, "{registration:?}");
        body["identity"]["number"] = json!("003185000124");
        officer.post("/v1/persons", body).key(key).await.problem(410, "resource_erased");
    }

    async fn nothing_personal_is_left_in_the_database(app: App) {
        let (_, id, _) = erased(&app, Uuid::now_v7()).await;
        let row = person::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap();
        assert!(row.full_name.starts_with('#') && row.sort_key == hoinongdan::values::person_sort_key(&row.full_name), "{row:?}");
        let kept = (row.birth_year, row.ethnic_code.as_deref(), row.erased_at.is_some());
        assert_eq!(kept, (Some(1985), Some("02"), true), "figures by year and ethnicity do not change");
        assert!(person_key::Entity::find_by_id(id).one(app.db()).await.unwrap().is_none());
        assert!(person_identity::Entity::find_by_id(id).one(app.db()).await.unwrap().is_none());
        let words = search_word::Entity::find().filter(search_word::Column::ResourceId.eq(Uuid::from(id)));
        assert_eq!(words.count(app.db()).await.unwrap(), 0);
        let consents = consent::Entity::find().filter(consent::Column::PersonId.eq(id)).all(app.db()).await.unwrap();
        assert!(consents.iter().all(|row| row.evidence.is_none()) && !consents.is_empty());
        let entries = journal_entry::Entity::find().all(app.db()).await.unwrap();
        let in_clear = |entry: &journal_entry::Model| entry.changes.as_ref().is_some_and(|text| text.contains("Mẩy"));
        assert!(!entries.iter().any(in_clear), "the journal keeps a name in clear");
    }

    async fn what_happens_afterwards_is_journalled_without_what_is_personal(app: App) {
        let (officer, person, _) = erased(&app, Uuid::now_v7()).await;
        let group = app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        let path = format!("/v1/memberships/{}", app.membership(group, person, "2022-06-01").await);
        let key = Uuid::now_v7();
        let change = || officer.patch(&path, "\"v1\"", json!({ "contribution_vnd": 500_000 })).key(key);
        change().await.expect(200);
        change().await.problem(410, "resource_erased");
        let remove = || officer.delete(&format!("{path}?reason=test_entry"), "\"v2\"").key(key);
        let told = officer.get(&format!("{path}/history")).await.expect(200);
        let expected = json!([{ "pointer": "/contribution_vnd", "old": null, "new": 500_000 }]);
        assert_eq!(told.data()[0]["changes"], expected);
        remove().await.expect(204);
        assert_eq!(remove().await.expect(204).header("idempotency-replayed").as_deref(), Some("true"));
    }

    async fn an_erasure_that_is_sent_again_has_happened(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let person = app.person(app.household(commune, "2021-01-01").await).await;
        let (officer, key) = (app.as_officer_of(commune).await, Uuid::now_v7());
        let path = format!("/v1/persons/{person}/erase");
        let erase = || officer.act(&path, "\"v1\"", json!({ "reason": "no_ground" })).key(key);
        erase().await.expect(204);
        assert_eq!(erase().await.expect(204).header("idempotency-replayed").as_deref(), Some("true"));
    }

    async fn the_reason_is_one_of_a_list(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let person = app.person(app.household(commune, "2021-01-01").await).await;
        let officer = app.as_officer_of(commune).await;
        let path = format!("/v1/persons/{person}/erase");
        let free = officer.act(&path, "\"v1\"", json!({ "reason": "Bà Mẩy xin xóa" })).await;
        free.problem(422, "validation_failed").faults(&["#/reason: not_in_enum"]);
        officer.act(&path, "\"v7\"", json!({ "reason": "no_ground" })).await.problem(412, "precondition_failed");
        app.as_admin().await.act(&path, "\"v1\"", json!({ "reason": "no_ground" })).await.problem(403, "permission_denied");
    }
}
