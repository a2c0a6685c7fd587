//! ETags: nobody overwrites what they have not read.

use serde_json::json;
use tests::{App, Reply, at_once, both_databases};
use uuid::Uuid;

async fn period(app: &App) -> (String, Reply) {
    let periods = format!("/v1/areas/{}/project-periods", app.area("01392", "2022-06-30").await);
    let made = app.as_admin().await.post(&periods, json!({ "from_on": "2017-06-01" })).await.expect(201);
    (format!("{periods}/{}", made.id()), made)
}

both_databases! {
    async fn a_change_names_the_revision_it_was_made_from(app: App) {
        let admin = app.as_admin().await;
        let (path, made) = period(&app).await;
        let body = || json!({ "until_on": "2020-01-01" });
        for ask in [
            admin.patch(&path, "", body()).without("if-match"),
            admin.patch(&path, "", body()),
            admin.patch(&path, "*", body()),
            admin.patch(&path, " * ", body()),
        ] {
            ask.await.problem(428, "precondition_required");
        }
        let path_of_delete = format!("{path}?reason=wrong_date");
        admin.delete(&path_of_delete, "*").await.problem(428, "precondition_required");
        admin.patch(&path, &made.etag(), body()).await.expect(200);
    }

    async fn a_stale_or_strange_revision_is_refused(app: App) {
        let admin = app.as_admin().await;
        let (path, _) = period(&app).await;
        for etag in ["\"v2\"", "\"v0\"", "\"v2147483647\""] {
            let reply = admin.patch(&path, etag, json!({ "until_on": "2020-01-01" })).await;
            assert_eq!(reply.problem(412, "precondition_failed").json["current_etag"], "\"v1\"");
        }
        for etag in ["v1", "1", "\"1\"", "W/\"v1\"", "\"v1\", \"v2\"", "\"v+1\"", "\"v-1\"", "\"v01x\"", "\"v99999999999\""] {
            let reply = admin.patch(&path, etag, json!({ "until_on": "2020-01-01" })).await;
            assert_eq!(reply.problem(412, "precondition_failed").json["current_etag"], "\"v1\"");
        }
        assert_eq!(admin.get(&path).await.expect(200).json["until_on"], json!(null));
    }

    async fn what_is_not_there_is_not_found_before_it_is_stale(app: App) {
        let admin = app.as_admin().await;
        let (path, made) = period(&app).await;
        let missing = path.replace(&made.id().to_string(), &Uuid::now_v7().to_string());
        for etag in ["\"v9\"", "v1", "W/\"v1\"", "\"v1\", \"v2\""] {
            admin.patch(&missing, etag, json!({ "until_on": "2020-01-01" })).await.problem(404, "not_found");
        }
        admin.patch(&missing, "*", json!({ "until_on": "2020-01-01" })).await.problem(428, "precondition_required");
        admin.patch(&path, "\"v9\"", json!({ "until_on": "2000-01-01" })).await.problem(412, "precondition_failed");
        admin.patch(&path, "\"v9\"", json!({ "until_on": "x" })).await.problem(422, "validation_failed");
    }

    async fn of_a_hundred_changes_from_one_revision_one_is_made(app: App) {
        let admin = app.as_admin().await;
        let (path, made) = period(&app).await;
        let replies = at_once((0..100).map(|n| {
            let body = json!({ "until_on": format!("2020-{:02}-{:02}", n % 12 + 1, n / 12 + 1) });
            admin.patch(&path, &made.etag(), body).into_future()
        }))
        .await;
        let (done, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!((done.len(), refused.len()), (1, 99));
        refused.into_iter().for_each(|reply| drop(reply.problem(412, "precondition_failed")));
        let now = admin.get(&path).await.expect(200);
        assert_eq!((&now.json, now.etag().as_str()), (&done[0].json, "\"v2\""));
    }

    async fn a_known_revision_is_not_sent_again(app: App) {
        let admin = app.as_admin().await;
        let (path, made) = period(&app).await;
        for known in [made.etag(), format!("W/{}", made.etag()), format!("\"x\", {}", made.etag()), "*".to_owned()] {
            let reply = admin.get(&path).header("if-none-match", &known).await.expect(304);
            assert!(reply.body.is_empty() && reply.etag() == made.etag(), "{reply}");
        }
        for unknown in ["\"v2\"", "v1", "", "\"\""] {
            admin.get(&path).header("if-none-match", unknown).await.expect(200);
        }
    }

    async fn what_was_taken_out_is_gone_for_every_change(app: App) {
        let admin = app.as_admin().await;
        let (path, made) = period(&app).await;
        let removal = format!("{path}?reason=test_entry");
        admin.delete(&path, &made.etag()).await.problem(400, "invalid_parameter").faults(&["reason: required"]);
        let strange = admin.delete(&format!("{path}?reason=because"), &made.etag()).await;
        strange.problem(400, "invalid_parameter").faults(&["reason: not_in_enum"]);
        admin.delete(&removal, &made.etag()).await.expect(204);
        admin.delete(&removal, "\"v2\"").await.problem(404, "not_found");
        admin.patch(&path, "\"v2\"", json!({ "until_on": null })).await.problem(404, "not_found");
        admin.get(&format!("{path}/history")).await.problem(404, "not_found");
    }
}
