//! Sessions of training events: when they are, and heads beside names.

use entity::enums::{Role, Sex};
use entity::ids::AreaId;
use entity::{idempotency_claim, journal_entry};
use hoinongdan::access::Scope;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::trainings::{Training, new_session, new_training};
use tests::{App, Caller, both_databases, finding};

const EVENTS: &str = "/v1/training-events";

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2025-07-01").await
}

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

/// One man, two women on the list of the first session: one of them twice, as herself and as a guest.
async fn marked(app: &App) -> Training {
    let commune = commune(app).await;
    let training = app.training(commune, &["2026-06-01", "2026-06-02"]).await;
    let household = app.household(commune, "2025-08-01").await;
    let man = app.person_named(household, "Nông Văn Học", Sex::Male, "2025-08-01").await;
    let woman = app.person_named(household, "Nông Thị Học", Sex::Female, "2025-08-01").await;
    app.mark(&training, &[0], man).await;
    app.mark(&training, &[0], woman).await;
    app.guest(&training, &[0], (Sex::Unknown, Some(woman))).await;
    app.guest(&training, &[0], (Sex::Female, None)).await;
    training
}

fn heads(male: i32, female: i32, unknown: i32) -> Value {
    json!({ "heads": { "male": male, "female": female, "unknown": unknown } })
}

/// Changes a session as it is now.
async fn patch(caller: &Caller, path: &str, body: Value) -> tests::Reply {
    let etag = caller.get(path).await.expect(200).etag();
    caller.patch(path, &etag, body).await
}

both_databases! {
    async fn sessions_are_added_moved_and_taken_out_and_the_event_follows(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let made = officer.post(EVENTS, new_training(commune, &[])).await.expect(201);
        assert_eq!((&made.json["first_on"], &made.json["minutes"]), (&Value::Null, &json!(0)));
        let path = format!("{EVENTS}/{}", made.id());
        let sessions = format!("{path}/sessions");
        let first = officer.post(&sessions, new_session("2026-06-10T01:00:00Z", "2026-06-10T04:00:00Z")).await.expect(201);
        assert_eq!((&first.json["held_on"], &first.json["minutes"], &first.json["trainer"]), (&json!("2026-06-10"), &json!(180), &json!("Nông Văn Dạy")));
        assert_eq!((&first.json["heads"], &first.json["differs"], &first.json["names"]["total"]), (&Value::Null, &Value::Null, &json!(0)));
        let second = officer.post(&sessions, new_session("2026-06-12T18:00:00Z", "2026-06-12T19:00:00Z")).await.expect(201);
        let event = officer.get(&path).await.expect(200);
        assert_eq!((&event.json["version"], &event.json["first_on"], &event.json["last_on"]), (&json!(3), &json!("2026-06-10"), &json!("2026-06-13")));
        assert_eq!((&event.json["minutes"], &event.json["session_count"]), (&json!(240), &json!(2)));
        let item = format!("{sessions}/{}", first.id());
        let twin = json!({ "starts_at": "2026-06-12T18:00:00Z", "ends_at": "2026-06-12T19:00:00Z" });
        officer.patch(&item, &first.etag(), twin.clone()).await.problem(422, "validation_failed").faults(&["#/starts_at: not_unique"]);
        officer.patch(&item, &first.etag(), json!({ "ends_at": "2026-06-11T01:00:01Z" })).await.faults(&["#/ends_at: out_of_range"]);
        officer.patch(&item, &first.etag(), json!({ "starts_at": "2025-06-30T16:00:00Z", "ends_at": "2025-06-30T16:30:00Z" })).await.faults(&["#/starts_at: inconsistent"]);
        let mut beside = twin;
        beside["place"] = json!("Nhà ông Nông");
        let moved = officer.patch(&item, &first.etag(), beside).await.expect(200);
        assert_eq!((&moved.json["held_on"], &moved.json["minutes"]), (&json!("2026-06-13"), &json!(60)));
        officer.patch(&item, &first.etag(), json!({ "place": null })).await.problem(412, "precondition_failed");
        officer.patch(&item, &moved.etag(), json!({ "place": null })).await.faults(&["#/starts_at: not_unique"]);
        assert_eq!(officer.get(&path).await.expect(200).json["first_on"], "2026-06-13");
        assert_eq!(officer.get(&sessions).await.expect(200).ids().len(), 2);
        officer.delete(&format!("{item}?reason=entered_twice"), &moved.etag()).await.expect(204);
        officer.get(&item).await.problem(404, "not_found");
        let event = officer.get(&path).await.expect(200);
        assert_eq!((&event.json["version"], &event.json["session_count"], &event.json["minutes"]), (&json!(5), &json!(1), &json!(60)));
        officer.delete(&format!("{sessions}/{}?reason=wrong_date", second.id()), &second.etag()).await.expect(204);
        assert_eq!(officer.get(&path).await.expect(200).json["last_on"], Value::Null);
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect::<Vec<_>>(),
            ["sessions_changed", "sessions_changed", "sessions_changed", "sessions_changed", "sessions_changed", "created"]);
    }

    async fn an_event_has_at_most_forty_sessions(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let session = |n: u32| new_session(&format!("2026-06-{:02}T01:00:00Z", n % 28 + 1), &format!("2026-06-{:02}T{:02}:00:00Z", n % 28 + 1, 2 + n / 28));
        let made = officer.post(EVENTS, new_training(commune, &(0..40).map(session).collect::<Vec<_>>())).await.expect(201);
        assert_eq!(made.json["session_count"], 40);
        let one_more = officer.post(&format!("{EVENTS}/{}/sessions", made.id()), session(60)).await.problem(409, "conditions_unmet");
        assert_eq!(one_more.unmet(), [finding("sessions", 40, 41)]);
    }

    async fn heads_and_names_stand_side_by_side(app: App) {
        let (officer, training) = (officer(&app).await, marked(&app).await);
        let (path, item) = (training.path(), training.session(0));
        let listed = officer.get(&item).await.expect(200);
        assert_eq!(listed.json["names"], json!({ "total": 3, "male": 1, "female": 2, "unknown": 0 }));
        assert_eq!((&listed.json["heads"], &listed.json["differs"]), (&Value::Null, &Value::Null));
        let has_mismatch = async || {
            let list = async |yes: bool| officer.get(&format!("{EVENTS}?has_mismatch={yes}")).await.expect(200).data().len();
            let (with, without) = (list(true).await, list(false).await);
            assert_eq!(with + without, 1);
            let shown = officer.get(&path).await.expect(200).json["mismatched_sessions"].as_u64().unwrap();
            assert_eq!(shown, with as u64);
            with == 1
        };
        assert!(!has_mismatch().await, "nobody counted");
        for (body, differs) in [(heads(1, 2, 0), false), (heads(2, 1, 0), true), (heads(1, 1, 1), true), (heads(1, 2, 1), true), (heads(0, 0, 0), true), (json!({ "heads": null }), false)] {
            let done = patch(&officer, &item, body.clone()).await.expect(200);
            let expected = if body["heads"].is_null() { Value::Null } else { json!(differs) };
            assert_eq!((&done.json["differs"], &done.json["names"]["total"]), (&expected, &json!(3)), "{body}");
            assert_eq!(has_mismatch().await, differs, "{body}");
        }
        for (body, fault) in [(heads(-1, 0, 0), "#/heads/male: out_of_range"), (heads(0, 10_001, 0), "#/heads/female: out_of_range")] {
            patch(&officer, &item, body).await.problem(422, "validation_failed").faults(&[fault]);
        }
        patch(&officer, &item, heads(10_000, 0, 0)).await.expect(200);
    }

    async fn who_may_not_see_who_came_sees_totals_alone(app: App) {
        let (officer, training) = (officer(&app).await, marked(&app).await);
        patch(&officer, &training.session(0), heads(1, 1, 1)).await.expect(200);
        let province = Scope::Province(app.province().await);
        let total = json!({ "total": 3, "male": null, "female": null, "unknown": null });
        for (role, sees) in [(Role::Officer, true), (Role::Auditor, true), (Role::Viewer, false), (Role::Approver, false)] {
            let caller = app.as_role(role, province).await;
            let one = caller.get(&training.session(0)).await.expect(200);
            let listed = caller.get(&format!("{}/sessions", training.path())).await.expect(200);
            assert_eq!(listed.data()[0], one.json);
            assert_eq!(one.json["heads"]["total"], 3);
            assert_eq!((one.json["heads"] == total, one.json["names"] == total, one.json["trainer"].is_null()), (!sees, !sees, !sees), "{one}");
        }
    }

    async fn heads_are_told_of_sessions_that_began_of_events_that_were_held(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let sessions = [new_session("2026-06-10T01:00:00Z", "2026-06-10T04:00:00Z"), new_session("2026-06-20T01:00:00Z", "2026-06-20T04:00:00Z")];
        let made = officer.post(EVENTS, new_training(commune, &sessions)).await.expect(201);
        let path = format!("{EVENTS}/{}", made.id());
        let ids = officer.get(&format!("{path}/sessions")).await.expect(200).ids();
        let items: Vec<String> = ids.iter().map(|id| format!("{path}/sessions/{id}")).collect();
        patch(&officer, &items[0], heads(1, 1, 0)).await.problem(409, "state_conflict");
        officer.act(&format!("{path}/hold"), &made.etag(), Value::Null).await.expect(200);
        patch(&officer, &items[0], heads(1, 1, 0)).await.expect(200);
        let ahead = patch(&officer, &items[1], heads(1, 1, 0)).await.problem(409, "conditions_unmet");
        assert_eq!(ahead.unmet(), [finding("sessions_begun", 1, 0)]);
        app.set_now("2026-06-20T04:00:00Z");
        patch(&officer, &items[1], heads(2, 1, 0)).await.expect(200);
        let closed = officer.act(&format!("{path}/close"), &officer.get(&path).await.etag(), Value::Null).await.expect(200);
        assert_eq!(closed.json["status"], "closed");
        patch(&officer, &items[1], heads(2, 2, 0)).await.problem(422, "validation_failed").faults(&["#/reason: required"]);
        for member in ["place", "trainer"] {
            let mut body = heads(2, 2, 0);
            (body[member], body["reason"]) = (json!("Khác"), json!("Đếm lại"));
            patch(&officer, &items[1], body).await.problem(409, "state_conflict");
        }
        officer.post(&format!("{path}/sessions"), sessions[0].clone()).await.problem(422, "validation_failed");
        officer.post(&format!("{path}/sessions"), new_session("2026-06-19T01:00:00Z", "2026-06-19T02:00:00Z")).await.problem(409, "state_conflict");
        let mut body = heads(2, 2, 0);
        body["reason"] = json!("Đếm lại theo ảnh chụp");
        patch(&officer, &items[1], body).await.expect(200);
        let told = officer.get(&format!("{}/history", items[1])).await.expect(200);
        assert_eq!(told.data()[0]["reason"], "Đếm lại theo ảnh chụp");
    }

    async fn a_session_in_which_somebody_was_marked_or_counted_stays_in_the_past(app: App) {
        let (officer, training) = (officer(&app).await, marked(&app).await);
        patch(&officer, &training.session(1), heads(1, 1, 0)).await.expect(200);
        for n in [0, 1] {
            let item = training.session(n);
            let etag = officer.get(&item).await.etag();
            officer.delete(&format!("{item}?reason=never_happened"), &etag).await.problem(409, "resource_in_use");
            let ahead = json!({ "starts_at": "2026-06-20T01:00:00Z", "ends_at": "2026-06-20T02:00:00Z" });
            patch(&officer, &item, ahead).await.problem(422, "validation_failed").faults(&["#/starts_at: inconsistent"]);
            let starts_at = format!("2026-05-{:02}T01:00:00Z", 10 + n);
            let ends_at = format!("2026-05-{:02}T03:00:00Z", 10 + n);
            patch(&officer, &item, json!({ "starts_at": starts_at, "ends_at": ends_at })).await.expect(200);
        }
        assert_eq!(officer.get(&training.path()).await.expect(200).json["last_on"], "2026-05-11");
    }

    async fn an_event_that_was_held_keeps_a_session_that_has_begun(app: App) {
        let (officer, commune) = (officer(&app).await, commune(&app).await);
        let training = app.training(commune, &["2026-06-01"]).await;
        let item = training.session(0);
        let gone = officer.delete(&format!("{item}?reason=never_happened"), "\"v1\"").await.problem(409, "conditions_unmet");
        assert_eq!(gone.unmet(), [finding("sessions_begun", 1, 0)]);
        let ahead = json!({ "starts_at": "2026-06-20T01:00:00Z", "ends_at": "2026-06-20T02:00:00Z" });
        patch(&officer, &item, ahead).await.problem(409, "conditions_unmet");
        officer.post(&format!("{}/sessions", training.path()), new_session("2026-06-02T01:00:00Z", "2026-06-02T02:00:00Z")).await.expect(201);
        officer.delete(&format!("{item}?reason=never_happened"), "\"v1\"").await.expect(204);
    }

    async fn trainers_are_in_no_journal_and_no_remembered_reply(app: App) {
        let (officer, training) = (officer(&app).await, marked(&app).await);
        let item = training.session(0);
        let done = patch(&officer, &item, json!({ "trainer": "Đàm Văn Bí Mật" })).await.expect(200);
        assert_eq!(done.json["trainer"], "Đàm Văn Bí Mật");
        let mut secret = new_session("2026-06-08T01:00:00Z", "2026-06-08T02:00:00Z");
        secret["trainer"] = json!("Đàm Văn Bí Mật");
        let (path, key) = (format!("{}/sessions", training.path()), uuid::Uuid::now_v7());
        let made = officer.post(&path, secret.clone()).key(key).await.expect(201);
        let again = officer.post(&path, secret).key(key).await.expect(201);
        assert_eq!((made.json["trainer"].is_null(), again.json["trainer"].is_null()), (false, true));
        let entries = journal_entry::Entity::find().all(app.db()).await.unwrap();
        assert!(entries.iter().any(|entry| entry.resource == "training_session"));
        assert!(!format!("{entries:?}").contains("Bí Mật"));
        let claims = idempotency_claim::Entity::find().all(app.db()).await.unwrap();
        let replies = claims.iter().filter_map(|claim| claim.reply.as_deref()).map(String::from_utf8_lossy);
        assert!(!claims.is_empty() && replies.into_iter().all(|reply| !reply.contains("Bí Mật")));
    }
}
