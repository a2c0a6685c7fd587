//! One effect per key, and the same answer again.

use actix_web::http::Method;
use entity::idempotency_claim;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use tests::{App, Ask, Caller, at_once, both_databases};
use uuid::Uuid;

async fn periods(app: &App) -> String {
    format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await)
}

fn create(caller: &Caller, periods: &str, from_on: &str, key: Uuid) -> Ask {
    caller.post(periods, json!({ "from_on": from_on })).key(key)
}

both_databases! {
    async fn creating_needs_a_key_that_is_a_uuid(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        let ask = || create(&admin, &periods, "2017-06-01", key);
        ask().without("idempotency-key").await.problem(400, "idempotency_key_required");
        let plain = key.simple().to_string();
        for wrong in ["", "x", &plain, &key.braced().to_string(), &key.urn().to_string(), "\"", "\"\"", &format!("\"{key}")] {
            ask().header("idempotency-key", wrong).await.problem(400, "idempotency_key_invalid");
        }
        ask().header("idempotency-key", &format!("\"{key}\"")).await.expect(201);
        assert_eq!(ask().await.expect(201).header("idempotency-replayed").as_deref(), Some("true"));
    }

    async fn the_same_request_gets_the_same_answer_again(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        let first = create(&admin, &periods, "2017-06-01", key).await.expect(201);
        assert_eq!(first.header("idempotency-replayed"), None);
        app.set_now("2026-07-14T00:00:00Z");
        let again = create(&admin, &periods, "2017-06-01", key).await.expect(201);
        assert_eq!((&first.body, first.etag()), (&again.body, again.etag()));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
        assert_eq!(app.database().count("SELECT COUNT(*) FROM project_commune").await, 1);
    }

    async fn a_key_is_forgotten_after_thirty_days(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        create(&admin, &periods, "2017-06-01", key).await.expect(201);
        app.set_now("2026-07-15T03:00:00Z");
        create(&admin, &periods, "2017-06-01", key).await.problem(409, "state_conflict");
    }

    async fn what_is_kept_of_a_body_tells_nothing_without_the_key_of_the_configuration(app: App) {
        let (admin, periods) = (app.as_admin().await, periods(&app).await);
        let made = create(&admin, &periods, "2017-06-01", Uuid::now_v7()).await.expect(201);
        let (path, body) = (format!("{periods}/{}", made.id()), json!({ "until_on": "2020-01-01" }));
        admin.patch(&path, "\"v1\"", body.clone()).key(Uuid::now_v7()).await.expect(200);
        admin.patch(&path, "\"v2\"", body.clone()).key(Uuid::now_v7()).await.expect(200);
        let patches = idempotency_claim::Column::Method.eq("PATCH");
        let kept = idempotency_claim::Entity::find().filter(patches).all(app.db()).await.unwrap();
        assert!(kept.len() == 2 && kept.iter().all(|claim| claim.body_hash.is_some()));
        assert_ne!(kept[0].body_hash, kept[1].body_hash, "equal bodies do not show as equal");
    }

    async fn a_key_belongs_to_one_body(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        create(&admin, &periods, "2017-06-01", key).await.expect(201);
        create(&admin, &periods, "2018-06-01", key).await.problem(422, "idempotency_key_reused");
        create(&admin, &periods, "x", key).await.problem(422, "validation_failed");
    }

    async fn keys_of_different_people_and_paths_never_meet(app: App) {
        let (admin, key) = (app.as_admin().await, Uuid::now_v7());
        let paths = [periods(&app).await, format!("/v1/areas/{}/project-periods", app.area("01399", "2022-06-30").await)];
        for path in &paths {
            let made = create(&admin, path, "2017-06-01", key).await.expect(201);
            assert_eq!(made.header("idempotency-replayed"), None);
        }
        let other = create(&app.as_admin().await, &paths[0], "2017-06-01", key).await;
        other.problem(409, "state_conflict");
    }

    async fn a_key_is_free_as_soon_as_the_answer_is_there(app: App) {
        let (admin, periods) = (app.as_admin().await, periods(&app).await);
        for year in 1900..2000 {
            let (key, day, other) = (Uuid::now_v7(), format!("{year}-01-01"), format!("{year}-07-01"));
            create(&admin, &periods, "x", key).await.problem(422, "validation_failed");
            let until = json!({ "from_on": &day, "until_on": &day });
            admin.post(&periods, until).key(key).await.problem(422, "validation_failed");
            let body = json!({ "from_on": &day, "until_on": &other });
            for _ in 0..2 {
                admin.post(&periods, body.clone()).key(key).await.expect(201);
            }
            create(&admin, &periods, &other, key).await.problem(422, "idempotency_key_reused");
            admin.post(&periods, body).key(key).await.expect(201);
        }
    }

    async fn after_a_refusal_the_key_is_free(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        create(&admin, &periods, "2017-06-01", Uuid::now_v7()).await.expect(201);
        create(&admin, &periods, "2017-06-02", key).await.problem(409, "state_conflict");
        assert_eq!(app.database().count("SELECT COUNT(*) FROM idempotency_claim").await, 1);
        let body = json!({ "from_on": "2016-06-01", "until_on": "2017-06-01" });
        admin.post(&periods, body).key(key).await.expect(201);
    }

    async fn whoever_lost_the_permission_gets_no_answer_again(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        create(&admin, &periods, "2017-06-01", key).await.expect(201);
        app.database().execute("UPDATE role_assignment SET role = 'viewer'").await;
        create(&admin, &periods, "2017-06-01", key).await.problem(403, "permission_denied");
    }

    async fn a_retry_with_the_old_revision_still_gets_its_answer(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        let made = create(&admin, &periods, "2017-06-01", Uuid::now_v7()).await.expect(201);
        let path = format!("{periods}/{}", made.id());
        let change = || admin.patch(&path, &made.etag(), json!({ "until_on": "2020-01-01" })).key(key);
        let first = change().await.expect(200);
        let again = change().await.expect(200);
        assert_eq!((first.body, first.headers.get("etag")), (again.body, again.headers.get("etag")));
        let removal = format!("{path}?reason=wrong_date");
        let remove = || admin.ask(Method::DELETE, &removal).if_match("\"v2\"").key(Uuid::nil());
        remove().await.expect(204);
        assert_eq!(remove().await.expect(204).header("idempotency-replayed").as_deref(), Some("true"));
        let other_reason = admin.delete(&format!("{path}?reason=test_entry"), "\"v2\"").key(Uuid::nil()).await;
        other_reason.problem(422, "idempotency_key_reused");
        change().await.expect(200);
    }

    async fn fifty_twins_at_once_have_one_effect(app: App) {
        let (admin, periods, key) = (app.as_admin().await, periods(&app).await, Uuid::now_v7());
        let twins = (0..50).map(|_| create(&admin, &periods, "2017-06-01", key).into_future());
        let replies = at_once(twins).await;
        let mut done = Vec::new();
        for reply in replies {
            if reply.status == 409 {
                let reply = reply.problem(409, "idempotency_in_progress");
                assert!(reply.header("retry-after").is_some(), "{reply}");
            } else {
                done.push(reply.expect(201));
            }
        }
        let fresh = done.iter().filter(|reply| reply.header("idempotency-replayed").is_none()).count();
        assert_eq!(fresh, 1);
        assert!(done.iter().all(|reply| reply.body == done[0].body));
        assert_eq!(app.database().count("SELECT COUNT(*) FROM project_commune").await, 1);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM journal_entry").await, 1);
        let late = create(&admin, &periods, "2017-06-01", key).await.expect(201);
        assert_eq!(late.body, done[0].body);
    }

    async fn requests_with_keys_of_their_own_all_count(app: App) {
        let admin = app.as_admin().await;
        let periods = periods(&app).await;
        let replies = at_once((0..30).map(|n| {
            let body = json!({ "from_on": format!("20{:02}-01-01", n), "until_on": format!("20{:02}-06-01", n) });
            admin.post(&periods, body).into_future()
        }))
        .await;
        let valid = replies.into_iter().filter(|reply| reply.status == 201).count();
        assert_eq!(app.database().count("SELECT COUNT(*) FROM project_commune").await, i64::try_from(valid).unwrap());
        assert_eq!(valid, 26);
    }
}
