//! Fiscal years: two people close one, and a closed one takes no postings, whatever happens at once.

use std::future::IntoFuture as _;

use entity::enums::Role;
use hoinongdan::access::Scope;
use hoinongdan::proofs;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

struct Year {
    treasurer: Caller,
    approver: Caller,
    fund: Uuid,
    path: String,
}

impl Year {
    async fn of(app: &App) -> Self {
        let (treasurer, approver) = (app.as_treasurer().await, app.as_approver().await);
        let fund = app.fund(1_000).await.into();
        let id = treasurer.get(&format!("/v1/funds/{fund}/fiscal-periods")).await.expect(200).ids()[0];
        Self { treasurer, approver, fund, path: format!("/v1/funds/{fund}/fiscal-periods/{id}") }
    }

    async fn act(&self, by: &Caller, action: &str, body: Value) -> Reply {
        let etag = by.get(&self.path).await.expect(200).etag();
        by.act(&format!("{}/{action}", self.path), &etag, body).await
    }

    fn posting(&self) -> tests::Ask {
        let body = json!({ "source": "ifad", "amount_vnd": 10, "posted_on": "2026-06-15" });
        self.treasurer.post(&format!("/v1/funds/{}/postings", self.fund), body)
    }
}

both_databases! {
    async fn a_year_is_closed_by_somebody_else_than_who_proposed_it(app: App) {
        let year = Year::of(&app).await;
        let submitted = year.act(&year.treasurer, "submit", Value::Null).await.expect(200);
        assert_eq!((&submitted.json["status"], &submitted.json["allowed_actions"]), (&json!("submitted"), &json!([])));
        year.posting().await.expect(201);
        let closed = year.act(&year.approver, "close", Value::Null).await.expect(200);
        assert_eq!(closed.json["status"], "closed");
        assert!(closed.json["closed_at"].is_string());
        year.posting().await.problem(409, "period_closed");
        let again = year.act(&year.approver, "close", Value::Null).await.problem(409, "state_conflict");
        assert_eq!(again.json["allowed_actions"], json!([]));
        let history = year.approver.get(&format!("{}/history", year.path)).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions, ["closed", "submitted", "created"]);
    }

    async fn a_year_is_returned_with_a_reason(app: App) {
        let year = Year::of(&app).await;
        year.act(&year.treasurer, "submit", Value::Null).await.expect(200);
        year.act(&year.approver, "return", json!({})).await.faults(&["#/reason: required"]);
        let returned = year.act(&year.approver, "return", json!({ "reason": "Còn chứng từ" })).await.expect(200);
        assert_eq!((&returned.json["status"], &returned.json["submitted_at"]), (&json!("open"), &Value::Null));
        let history = year.approver.get(&format!("{}/history", year.path)).await.expect(200);
        assert_eq!(history.data()[0]["reason"], "Còn chứng từ");
        year.act(&year.treasurer, "submit", Value::Null).await.expect(200);
        year.act(&year.approver, "close", Value::Null).await.expect(200);
    }

    async fn steps_follow_one_another(app: App) {
        let year = Year::of(&app).await;
        year.act(&year.approver, "close", Value::Null).await.problem(409, "state_conflict");
        let refused = year.act(&year.approver, "return", json!({ "reason": "Sớm" })).await.problem(409, "state_conflict");
        assert_eq!(refused.json["allowed_actions"], json!(["submit"]));
        let submit = format!("{}/submit", year.path);
        year.treasurer.act(&submit, "\"v1\"", Value::Null).await.expect(200);
        year.treasurer.act(&submit, "\"v1\"", Value::Null).await.problem(412, "precondition_failed");
        year.act(&year.treasurer, "submit", Value::Null).await.problem(409, "state_conflict");
        year.act(&year.treasurer, "close", Value::Null).await.problem(403, "permission_denied");
    }

    async fn one_person_does_not_propose_and_close_with_two_roles(app: App) {
        let year = Year::of(&app).await;
        let province = Scope::Province(app.province().await);
        let both = app.as_roles(&[(Role::Treasurer, province), (Role::Approver, province)]).await;
        year.act(&both, "submit", Value::Null).await.expect(200);
        year.act(&both, "close", Value::Null).await.problem(403, "separation_of_duties");
        year.act(&both, "return", json!({ "reason": "Tự trả" })).await.problem(403, "separation_of_duties");
        year.act(&year.approver, "return", json!({ "reason": "Chưa đủ" })).await.expect(200);
        let decided = app.as_roles(&[(Role::Officer, province), (Role::Approver, province)]).await;
        year.act(&both, "submit", Value::Null).await.expect(200);
        year.act(&decided, "return", json!({ "reason": "Chưa đủ" })).await.expect(200);
        year.act(&decided, "submit", Value::Null).await.problem(403, "separation_of_duties");
    }

    async fn a_year_exists_once(app: App) {
        let year = Year::of(&app).await;
        let path = format!("/v1/funds/{}/fiscal-periods", year.fund);
        let twin = year.treasurer.post(&path, json!({ "year": 2026 })).await.problem(409, "duplicate");
        assert!(year.path.ends_with(twin.json["existing_id"].as_str().unwrap()));
        year.treasurer.post(&path, json!({ "year": 1999 })).await.faults(&["#/year: out_of_range"]);
        let ask = || year.treasurer.post(&path, json!({ "year": 2025 })).into_future();
        let replies = at_once([ask(), ask(), ask()]).await;
        let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409]);
        let listed = year.treasurer.get(&format!("{path}?sort=year&limit=1")).await.expect(200);
        assert_eq!(listed.data()[0]["year"], 2025);
        let cursor = listed.json["page"]["next_cursor"].as_str().unwrap().to_owned();
        let rest = year.treasurer.get(&format!("{path}?sort=year&limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!(rest.data()[0]["year"], 2026);
    }

    async fn nothing_is_posted_once_a_year_is_closed_while_postings_arrive(app: App) {
        let year = Year::of(&app).await;
        year.act(&year.treasurer, "submit", Value::Null).await.expect(200);
        let close = year.approver.act(&format!("{}/close", year.path), "\"v2\"", Value::Null);
        let mut asks: Vec<_> = (0..30).map(|_| year.posting().into_future()).collect();
        asks.insert(15, close.into_future());
        let mut replies = at_once(asks).await;
        replies.remove(15).expect(200);
        let posted = replies.iter().filter(|reply| reply.status == 201).count();
        for reply in replies.into_iter().filter(|reply| reply.status != 201) {
            reply.problem(409, "period_closed");
        }
        year.posting().await.problem(409, "period_closed");
        let postings = app.database().count("SELECT COUNT(*) FROM posting WHERE amount_vnd = 10").await;
        assert_eq!(postings, i64::try_from(posted).unwrap());
        assert!(proofs::verify(app.service()).await.unwrap().faults.is_empty());
    }
}
