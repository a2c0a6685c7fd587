//! The audit log over the wire.

use entity::ids::{AreaId, EntryId, PersonId};
use entity::{idempotency_claim, journal_entry, journal_pending, journal_scope, person_key};
use hoinongdan::journal::seal;
use hoinongdan::store::vault::PersonKey;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

const LOG: &str = "/v1/audit-events";

async fn period(app: &App, admin: &Caller, code: &str) -> Reply {
    let area = app.area(code, "2022-06-30").await;
    admin
        .post(&format!("/v1/areas/{area}/project-periods"), json!({ "from_on": "2017-06-01" }))
        .await
        .expect(201)
}

fn events(reply: &Reply) -> Vec<&str> {
    reply.data().iter().map(|event| event["event_type"].as_str().unwrap()).collect()
}

/// An entry about a person of a commune, sealed under the person's key.
async fn about_person(app: &App, person: PersonId, commune: AreaId) -> EntryId {
    let id = EntryId::from(Uuid::now_v7());
    let row = person_key::Entity::find_by_id(person).one(app.db()).await.unwrap().unwrap();
    let key =
        PersonKey::unwrap(&app.keyring().master, person.into(), &row.master_key_id, &row.wrapped).unwrap();
    let changes = json!([{ "pointer": "/full_name", "old": null, "new": "Nông Thị Mẫu" }]).to_string();
    app.insert(journal_entry::ActiveModel {
        changes_ct: Set(Some(key.seal("journal_entry.changes", changes.as_bytes()))),
        ..journal_entry::Model {
            id,
            at: app.now(),
            actor_kind: "system".to_owned(),
            actor_id: None,
            client_id: None,
            session_id: None,
            address: None,
            role: None,
            permission: None,
            operation: "create_person".to_owned(),
            request_id: Uuid::now_v7(),
            reason: None,
            purpose: Some("membership".to_owned()),
            resource: "person".to_owned(),
            resource_id: Some(person.into()),
            version: Some(1),
            action: "created".to_owned(),
            outcome: "success".to_owned(),
            person_id: Some(person),
            changes: None,
            changes_ct: None,
        }
        .into_active_model()
        .reset_all()
    })
    .await;
    app.insert(journal_scope::ActiveModel {
        id: Set(Uuid::now_v7()),
        entry_id: Set(id),
        commune_id: Set(Some(commune)),
        group_id: Set(None),
        partner_id: Set(None),
    })
    .await;
    app.insert(journal_pending::ActiveModel { entry_id: Set(id) }).await;
    id
}

both_databases! {
    async fn an_event_tells_who_did_what_to_which_and_with_which_right(app: App) {
        let admin = app.as_admin().await;
        let made = period(&app, &admin, "01392").await;
        let log = app.as_auditor().await.get(LOG).await.expect(200);
        assert_eq!(log.header("cache-control").as_deref(), Some("no-store"));
        let event = &log.data()[0];
        assert_eq!(event["event_type"], "project_period.created");
        assert_eq!(event["outcome"], "success");
        assert_eq!(event["actor"], json!({
            "type": "person", "id": admin.account_id().to_string(), "client_id": null,
            "session_id": admin.session_id().to_string(), "address": "192.0.2.1", "role": "administrator",
        }));
        assert_eq!(event["target"], json!({ "type": "project_period", "id": made.id(), "version": 1 }));
        assert_eq!(event["area_id"], made.json["area_id"]);
        assert_eq!((&event["operation"], &event["permission"]), (&json!("create_project_period"), &json!("areas:update")));
        assert_eq!(event["request_id"], json!(made.header("request-id")));
        assert_eq!(event["occurred_at"], "2026-06-15T03:00:00.000Z");
        let new: Vec<_> = event["changes"].as_array().unwrap().iter().map(|change| &change["pointer"]).collect();
        assert_eq!(new, ["/area_id", "/from_on"]);
    }

    async fn an_event_has_its_place_once_it_is_sealed(app: App) {
        let admin = app.as_admin().await;
        period(&app, &admin, "01392").await;
        let auditor = app.as_auditor().await;
        let before = auditor.get(LOG).await.expect(200);
        let place = |event: &Value| ["position", "prev_hash", "hash"].map(|name| event[name].clone());
        assert_eq!(place(&before.data()[0]), [Value::Null, Value::Null, Value::Null]);
        seal(app.service()).await.unwrap();
        let after = auditor.get(&format!("{LOG}?sort=occurred_at")).await.expect(200);
        let [position, prev_hash, hash] = place(&after.data()[0]);
        assert_eq!((position, prev_hash), (json!(1), json!("0".repeat(64))));
        assert_eq!(hash, place(&after.data()[1])[1]);
    }

    async fn reading_the_log_is_an_event_too(app: App) {
        let auditor = app.as_auditor().await;
        assert!(auditor.get(LOG).await.expect(200).data().is_empty());
        let log = auditor.get(LOG).await.expect(200);
        assert_eq!(events(&log), ["audit_event.read"]);
        assert_eq!(log.data()[0]["actor"]["id"], json!(auditor.account_id().to_string()));
    }

    async fn refusals_are_events(app: App) {
        let donor = app.as_donor().await;
        let area = app.area("01392", "2022-06-30").await;
        donor.post(&format!("/v1/areas/{area}/project-periods"), json!({})).await.expect(403);
        let log = app.as_auditor().await.get(&format!("{LOG}?outcome=denied")).await.expect(200);
        assert_eq!(events(&log), ["operation.refused"]);
        let event = &log.data()[0];
        assert_eq!((&event["reason"], &event["actor"]["role"]), (&json!("permission_denied"), &Value::Null));
    }

    async fn an_auditor_of_an_area_reads_what_concerns_it(app: App) {
        let admin = app.as_admin().await;
        let (here, _) = (period(&app, &admin, "01392").await, period(&app, &admin, "01290").await);
        app.as_donor().await.get(LOG).await.expect(403);
        let district = app.as_auditor_of(app.area("045", "2022-06-30").await).await;
        let log = district.get(&format!("{LOG}?include_total=true")).await.expect(200);
        assert_eq!((log.data().len(), &log.data()[0]["target"]["id"]), (1, &json!(here.id())));
        assert_eq!(log.json["page"]["total"], 1);
        let merged = app.as_auditor_of(app.area("01392", "2025-07-01").await).await;
        assert_eq!(merged.get(LOG).await.expect(200).data().len(), 1);
        assert!(app.as_auditor().await.get(LOG).await.expect(200).data().len() > 3);
    }

    async fn values_about_people_are_redacted(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let person = app.person(app.household(commune, "2021-01-01").await).await;
        let id = about_person(&app, person, commune).await;
        let auditor = app.as_auditor().await;
        let log = auditor.get(&format!("{LOG}?person_id={person}")).await.expect(200);
        let event = &log.data()[0];
        assert_eq!((&event["id"], &event["purpose"]), (&json!(id.to_string()), &json!("membership")));
        assert_eq!(event["changes"], json!([{ "pointer": "/full_name", "old": null, "new": "[redacted]" }]));
        app.database().execute("DELETE FROM person_key").await;
        let log = auditor.get(&format!("{LOG}?person_id={person}")).await.expect(200);
        assert_eq!(log.data()[0]["changes"], json!([]));
    }

    async fn events_are_found_by_what_they_tell(app: App) {
        let admin = app.as_admin().await;
        let made = period(&app, &admin, "01392").await;
        let path = made.header("location").unwrap();
        app.set_now("2026-06-20T03:00:00Z");
        admin.delete(&format!("{path}?reason=test_entry"), "\"v1\"").await.expect(204);
        period(&app, &app.as_admin().await, "01399").await;
        let auditor = app.as_auditor().await;
        for (query, count) in [
            ("resource=project_period".to_owned(), 3),
            ("resource=person".to_owned(), 0),
            (format!("resource=project_period&resource_id={}", made.id()), 2),
            (format!("resource_id={}&action=deleted", made.id()), 1),
            (format!("actor_id={}", admin.account_id()), 2),
            (format!("request_id={}", made.header("request-id").unwrap()), 1),
            ("outcome=failed".to_owned(), 0),
            ("resource=project_period&occurred_at_gte=2026-06-20T03:00:00Z".to_owned(), 2),
            ("resource=project_period&occurred_at_lt=2026-06-20T03:00:00.000Z".to_owned(), 1),
            ("occurred_at_gte=2026-06-15T03:00:00Z&occurred_at_lt=2026-06-15T03:00:00Z".to_owned(), 0),
        ] {
            let log = auditor.get(&format!("{LOG}?{query}")).await.expect(200);
            assert_eq!(log.data().len(), count, "{query}\n{log}");
        }
        auditor.get(&format!("{LOG}?outcome=maybe")).await.problem(400, "invalid_parameter");
        auditor.get(&format!("{LOG}?occurred_at_gte=yesterday")).await.problem(400, "invalid_parameter");
    }

    async fn pages_of_the_log_follow_one_another(app: App) {
        let auditor = app.as_auditor().await;
        for _ in 0..7 {
            auditor.get(LOG).await.expect(200);
        }
        let until = "occurred_at_lt=2026-06-15T03:00:00.001Z&actor_id=";
        let mut path = format!("{LOG}?limit=3&sort=occurred_at&{until}{}", auditor.account_id());
        let reader = app.as_auditor().await;
        let mut found = Vec::new();
        while found.len() < 20 {
            let page = reader.get(&path).await.expect(200);
            found.extend(page.ids());
            let Some(link) = page.header("link") else { break };
            path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
        }
        let mut distinct = found.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!((found.len(), distinct.len()), (7, 7));
    }

    async fn expired_keys_are_forgotten(app: App) {
        let admin = app.as_admin().await;
        period(&app, &admin, "01392").await;
        app.set_now("2026-07-01T03:00:00Z");
        period(&app, &admin, "01399").await;
        let claims = "SELECT COUNT(*) FROM idempotency_claim";
        assert_eq!(app.store().forget(app.service().clock()).await.unwrap().claims, 0);
        app.set_now("2026-07-15T03:00:00Z");
        assert_eq!(app.store().forget(app.service().clock()).await.unwrap().claims, 1);
        assert_eq!(app.database().count(claims).await, 1);
    }

    async fn however_many_keys_have_expired_all_are_forgotten(app: App) {
        let admin = app.as_admin().await;
        period(&app, &admin, "01392").await;
        let claim = idempotency_claim::Entity::find().one(app.db()).await.unwrap().unwrap();
        let expired = |n: i32| idempotency_claim::ActiveModel {
            key: Set(format!("key {n}")),
            ..claim.clone().into_active_model().reset_all()
        };
        idempotency_claim::Entity::insert_many((0..1300).map(expired)).exec_without_returning(app.db()).await.unwrap();
        app.set_now("2026-07-15T03:00:00Z");
        assert_eq!(app.store().forget(app.service().clock()).await.unwrap().claims, 1301);
    }
}
