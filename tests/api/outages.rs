//! What happens while the database is away.

use std::{future::IntoFuture as _, time::Duration};

use actix_web::rt;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, TransactionTrait as _};
use serde_json::json;
use tests::databases::Backend;
use tests::{App, both_databases};

both_databases! {
    async fn without_the_database_the_service_says_when_to_come_back(app: App) {
        let admin = app.as_admin().await;
        let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
        app.anonymous().get("/readyz").await.expect(200);
        app.lose_database().await;
        for reply in [
            admin.get("/v1/areas").await,
            admin.post(&periods, json!({ "from_on": "2017-06-01" })).await,
            admin.patch(&format!("{periods}/{}", uuid::Uuid::now_v7()), "\"v1\"", json!({ "until_on": null })).await,
            app.anonymous().get("/readyz").await,
        ] {
            let reply = reply.problem(503, "service_unavailable");
            assert!(reply.header("retry-after").is_some() && reply.json.get("errors").is_none(), "{reply}");
        }
        app.anonymous().get("/livez").await.expect(204);
        app.anonymous().get("/v1/areas").await.problem(401, "authentication_required");
        admin.get("/v1/unknown").await.problem(404, "not_found");
    }

    async fn a_service_that_stops_is_not_ready(app: App) {
        app.anonymous().get("/readyz").await.expect(200);
        app.service().stop();
        app.anonymous().get("/readyz").await.problem(503, "service_unavailable");
        app.anonymous().get("/livez").await.expect(204);
    }

    async fn callers_are_known_when_the_connection_for_them_broke(app: App) {
        if app.database().backend() == Backend::Sqlite {
            return;
        }
        let admin = app.as_admin().await;
        admin.get("/v1/areas").await.expect(200);
        let kill = "SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity \
                    WHERE datname = current_database() AND application_name = 'hoinongdan callers'";
        for _ in 0..3 {
            assert_eq!(app.database().count(kill).await, 1);
            admin.get("/v1/areas").await.expect(200);
            admin.get("/v1/areas").await.expect(200);
        }
    }

    async fn callers_are_looked_up_when_the_connection_for_them_hangs(app: App) {
        if app.database().backend() == Backend::Sqlite {
            return;
        }
        let admin = app.as_admin().await;
        admin.get("/v1/areas").await.expect(200);
        let held = app.db().begin().await.unwrap();
        held.execute_unprepared("LOCK TABLE session IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let mut asked = Vec::new();
        for _ in 0..7 {
            asked.push(rt::spawn(admin.get("/v1/areas").into_future()));
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        tokio::time::sleep(Duration::from_secs(6)).await;
        let all = "SELECT COUNT(*) FROM pg_stat_activity \
                   WHERE datname = current_database() AND application_name = 'hoinongdan callers'";
        let counted = held.query_one_raw(Statement::from_string(DbBackend::Postgres, all)).await.unwrap();
        let given_up: i64 = counted.unwrap().try_get_by_index(0).unwrap();
        held.commit().await.unwrap();
        assert_eq!(given_up, 1, "one question is given up, and nobody asks it anew");
        for answer in asked {
            answer.await.unwrap().expect(200);
        }
    }

    async fn a_database_that_was_restarted_is_found_again(app: App) {
        if app.database().backend() == Backend::Sqlite {
            return;
        }
        let admin = app.as_admin().await;
        admin.get("/v1/areas").await.expect(200);
        let kill = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
                    WHERE datname = current_database() AND application_name LIKE 'hoinongdan%'";
        assert!(app.database().count(kill).await > 0);
        let mut answers = Vec::new();
        for _ in 0..30 {
            answers.push(admin.get("/v1/areas").await.status);
        }
        assert!(answers.iter().all(|status| matches!(status, 200 | 503)), "{answers:?}");
        assert_eq!(answers.last(), Some(&200), "{answers:?}");
    }
}
