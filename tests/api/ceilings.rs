//! Ceilings: never below what calls have taken.

use serde_json::json;
use tests::{App, both_databases};

both_databases! {
    async fn a_ceiling_counts_what_calls_have_taken(app: App) {
        let fund = app.fund(10_000).await;
        let (commune, district) = (app.area("01392", "2022-06-30").await, app.area("045", "2022-06-30").await);
        let elsewhere = app.area("01726", "2022-06-30").await;
        app.grant(fund, commune, 600).await;
        app.grant(fund, elsewhere, 700).await;
        let treasurer = app.as_treasurer().await;
        let path = format!("/v1/funds/{fund}/ceilings");
        let new = |area, year, limit: i64| json!({ "area_id": area, "year": year, "limit_vnd": limit });
        let refused = treasurer.post(&path, new(app.province().await, 2026, 1_299)).await.problem(409, "funds_exceeded");
        assert_eq!((&refused.json["findings"][0]["needed"], &refused.json["findings"][0]["found"]), (&json!(1300), &json!(1299)));
        let whole = treasurer.post(&path, new(app.province().await, 2026, 1_300)).await.expect(201);
        assert_eq!((&whole.json["taken_vnd"], &whole.json["left_vnd"]), (&json!(1300), &json!(0)));
        let next = treasurer.post(&path, new(app.province().await, 2027, 5)).await.expect(201);
        assert_eq!(next.json["taken_vnd"], 0);
        treasurer.post(&path, new(district, 2026, 9)).await.faults(&["#/area_id: inconsistent"]);
        treasurer.post(&path, new(app.area("01392", "2025-07-01").await, 2026, 800)).await.expect(201);
        let twin = treasurer.post(&path, new(app.province().await, 2026, 2_000)).await.problem(409, "duplicate");
        assert_eq!(twin.json["existing_id"], whole.json["id"]);
        let listed = treasurer.get(&format!("{path}?year=2026&area_id={}", app.area("01392", "2025-07-01").await)).await;
        assert_eq!(listed.expect(200).data()[0]["taken_vnd"], 600);
    }

    async fn a_ceiling_is_raised_and_lowered_down_to_what_is_taken(app: App) {
        let fund = app.fund(10_000).await;
        app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        let treasurer = app.as_treasurer().await;
        let path = format!("/v1/funds/{fund}/ceilings");
        let new = json!({ "area_id": app.province().await, "year": 2026, "limit_vnd": 1_000 });
        let made = treasurer.post(&path, new).await.expect(201);
        let path = format!("{path}/{}", made.id());
        let refused = treasurer.patch(&path, &made.etag(), json!({ "limit_vnd": 599 })).await.problem(409, "funds_exceeded");
        assert_eq!(refused.json["findings"][0]["rule"], "fund_ceiling");
        let lowered = treasurer.patch(&path, &made.etag(), json!({ "limit_vnd": 600 })).await.expect(200);
        assert_eq!(lowered.json["left_vnd"], 0);
        treasurer.patch(&path, &made.etag(), json!({ "limit_vnd": 900 })).await.problem(412, "precondition_failed");
        let beyond = treasurer.patch(&path, &lowered.etag(), json!({ "limit_vnd": 9_007_199_254_740_993_i64 })).await;
        beyond.problem(422, "validation_failed").faults(&["#/limit_vnd: out_of_range"]);
        let history = treasurer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data().len(), 2);
        let below = "UPDATE fund_ceiling SET limit_vnd = 599";
        let answer = app.database().try_execute(below).await.unwrap_err().to_string();
        assert!(answer.contains("fund_ceiling_taken"), "{answer}");
    }

    async fn only_treasurers_set_ceilings(app: App) {
        let fund = app.fund(0).await;
        let new = json!({ "area_id": app.province().await, "year": 2026, "limit_vnd": 1_000 });
        for caller in [app.as_approver().await, app.as_auditor().await, app.as_officer_of(app.province().await).await] {
            caller.post(&format!("/v1/funds/{fund}/ceilings"), new.clone()).await.problem(403, "permission_denied");
            assert!(caller.get(&format!("/v1/funds/{fund}/ceilings")).await.expect(200).data().is_empty());
        }
    }
}
