//! Corrections: asked for by one person, decided by another, at most once for each đồng.

use std::future::IntoFuture as _;

use entity::enums::Role;
use hoinongdan::access::Scope;
use hoinongdan::proofs;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, at_once, both_databases};
use uuid::Uuid;

/// A fund with one posting of 1,000 đồng, and who corrects it.
pub struct Desk {
    pub treasurer: Caller,
    pub approver: Caller,
    pub path: String,
    pub posting: Uuid,
}

impl Desk {
    async fn of(app: &App) -> Self {
        let treasurer = app.as_treasurer().await;
        let fund = app.fund(1_000).await;
        let posting = treasurer.get(&format!("/v1/funds/{fund}/postings")).await.expect(200).ids()[0];
        Self {
            treasurer,
            approver: app.as_approver().await,
            path: format!("/v1/funds/{fund}/corrections"),
            posting,
        }
    }

    pub async fn ask(&self, kind: &str, amount: Option<i64>) -> Reply {
        self.treasurer.post(&self.path, asked(self.posting, kind, amount)).await
    }

    pub async fn decide(&self, by: &Caller, asked: &Reply, action: &str) -> Reply {
        let body = if action == "reject" { json!({ "reason": "Chứng từ đúng" }) } else { Value::Null };
        by.act(&format!("{}/{}/{action}", self.path, asked.id()), &asked.etag(), body).await
    }
}

pub fn asked(posting: impl Into<Uuid>, kind: &str, amount: Option<i64>) -> Value {
    let mut body = json!({ "posting_id": posting.into(), "kind": kind, "posted_on": "2026-06-01", "reason": "Ghi nhầm" });
    if let Some(amount) = amount {
        body["amount_vnd"] = json!(amount);
    }
    body
}

async fn available(app: &App) -> i64 {
    let sql = "SELECT debit_vnd - credit_vnd FROM account_balance \
               JOIN fund_account ON id = fund_account_id WHERE kind = 'available'";
    app.database().count(sql).await
}

async fn agrees(app: &App) {
    assert_eq!(proofs::verify(app.service()).await.unwrap().faults, []);
}

both_databases! {
    async fn a_reversal_takes_back_all_that_is_left(app: App) {
        let desk = Desk::of(&app).await;
        let part = desk.ask("adjustment", Some(300)).await.expect(201);
        assert_eq!((&part.json["status"], &part.json["allowed_actions"]), (&json!("requested"), &json!([])));
        assert_eq!(available(&app).await, 1_000, "nothing is posted before it is approved");
        let approved = desk.decide(&desk.approver, &part, "approve").await.expect(200);
        assert_eq!(approved.json["status"], "approved");
        let result = approved.json["result_id"].as_str().unwrap().to_owned();
        let result = desk.treasurer.get(&format!("{}/{result}", desk.path.replace("corrections", "postings"))).await.expect(200);
        assert_eq!((&result.json["kind"], &result.json["amount_vnd"]), (&json!("adjustment"), &json!(300)));
        assert_eq!((&result.json["cites_id"], &result.json["credit_kind"]), (&json!(desk.posting), &json!("available")));
        let rest = desk.ask("reversal", None).await.expect(201);
        assert_eq!(rest.json["amount_vnd"], 700);
        desk.decide(&desk.approver, &rest, "approve").await.expect(200);
        assert_eq!(available(&app).await, 0);
        let listed = desk.treasurer.get(&format!("{}?status=approved&posting_id={}", desk.path, desk.posting)).await;
        assert_eq!(listed.expect(200).ids(), [rest.id(), part.id()]);
        let history = desk.treasurer.get(&format!("{}/{}/history", desk.path, rest.id())).await.expect(200);
        assert_eq!(history.data()[0]["action"], "approved");
        agrees(&app).await;
    }

    async fn nothing_is_taken_back_twice(app: App) {
        let desk = Desk::of(&app).await;
        let refused = desk.ask("adjustment", Some(1_001)).await.problem(409, "funds_exceeded");
        assert_eq!((&refused.json["findings"][0]["needed"], &refused.json["findings"][0]["found"]), (&json!(1001), &json!(1000)));
        let first = desk.ask("reversal", None).await.expect(201);
        desk.ask("reversal", None).await.problem(409, "state_conflict");
        desk.ask("adjustment", Some(1)).await.problem(409, "funds_exceeded");
        desk.decide(&desk.approver, &first, "approve").await.expect(200);
        desk.ask("reversal", None).await.problem(409, "state_conflict");
        let reversal = desk.treasurer.get(&format!("{}?kind=reversal", desk.path.replace("corrections", "postings"))).await;
        let again = desk.treasurer.post(&desk.path, asked(reversal.expect(200).ids()[0], "reversal", None)).await;
        again.problem(409, "state_conflict");
        agrees(&app).await;
    }

    async fn what_was_rejected_can_be_asked_for_again(app: App) {
        let desk = Desk::of(&app).await;
        let first = desk.ask("reversal", None).await.expect(201);
        let rejected = desk.decide(&desk.approver, &first, "reject").await.expect(200);
        assert_eq!(rejected.json["status"], "rejected");
        desk.decide(&desk.approver, &rejected, "approve").await.problem(409, "state_conflict");
        let history = desk.treasurer.get(&format!("{}/{}/history", desk.path, first.id())).await.expect(200);
        assert_eq!(history.data()[0]["reason"], "Chứng từ đúng");
        let second = desk.ask("reversal", None).await.expect(201);
        desk.decide(&desk.approver, &second, "approve").await.expect(200);
    }

    async fn one_person_does_not_ask_and_decide_with_two_roles(app: App) {
        let desk = Desk::of(&app).await;
        let province = Scope::Province(app.province().await);
        let both = app.as_roles(&[(Role::Treasurer, province), (Role::Approver, province)]).await;
        let own = both.post(&desk.path, asked(desk.posting, "reversal", None)).await.expect(201);
        for action in ["approve", "reject"] {
            desk.decide(&both, &own, action).await.problem(403, "separation_of_duties");
        }
        desk.decide(&desk.treasurer, &own, "approve").await.problem(403, "permission_denied");
        desk.decide(&desk.approver, &own, "approve").await.expect(200);
    }

    async fn who_decides_on_an_application_does_not_ask_for_a_correction_of_it(app: App) {
        let fund = app.fund(1_000).await;
        let grant = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        let paid = app.pay(&grant).await;
        let path = format!("/v1/funds/{fund}/corrections");
        let province = Scope::Province(app.province().await);
        let both = app.as_roles(&[(Role::Treasurer, province), (Role::Approver, province)]).await;
        let (treasurer, approver) = (app.as_treasurer().await, app.as_approver().await);
        let first = both.post(&path, asked(paid, "adjustment", Some(100))).await.expect(201);
        approver.act(&format!("{path}/{}/approve", first.id()), &first.etag(), Value::Null).await.expect(200);
        let second = treasurer.post(&path, asked(paid, "adjustment", Some(100))).await.expect(201);
        let decide = format!("{path}/{}/approve", second.id());
        both.act(&decide, &second.etag(), Value::Null).await.problem(403, "separation_of_duties");
        approver.act(&decide, &second.etag(), Value::Null).await.expect(200);
        agrees(&app).await;
    }

    async fn a_member_of_the_group_decides_on_no_correction_of_its_grant(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let fund = app.fund(1_000).await;
        let grant = app.grant(fund, commune, 600).await;
        let paid = app.pay(&grant).await;
        let (treasurer, member) = (app.as_treasurer().await, app.as_approver().await);
        app.join(&member, (grant.group, commune)).await;
        let path = format!("/v1/funds/{fund}/corrections");
        let wrong = treasurer.post(&path, asked(paid, "reversal", None)).await.expect(201);
        for (action, body) in [("approve", Value::Null), ("reject", json!({ "reason": "Chứng từ đúng" }))] {
            let step = format!("{path}/{}/{action}", wrong.id());
            member.act(&step, &wrong.etag(), body).await.problem(403, "separation_of_duties");
        }
        agrees(&app).await;
    }

    async fn of_approvals_at_once_as_many_succeed_as_fit(app: App) {
        let desk = Desk::of(&app).await;
        let first = desk.ask("reversal", None).await.expect(201);
        let path = format!("{}/{}/approve", desk.path, first.id());
        let approve = |by: &Caller| by.act(&path, &first.etag(), Value::Null).into_future();
        let other = app.as_approver().await;
        let replies = at_once([approve(&desk.approver), approve(&other), approve(&desk.approver), approve(&other)]).await;
        let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412]);
        let ask = || desk.treasurer.post(&desk.path, asked(desk.posting, "adjustment", Some(400))).into_future();
        let replies = at_once([ask(), ask(), ask()]).await;
        assert!(replies.iter().all(|reply| reply.status == 409));
        agrees(&app).await;
    }

    async fn the_posting_the_day_and_the_amount_must_fit(app: App) {
        let desk = Desk::of(&app).await;
        let post = async |change: &dyn Fn(&mut Value)| {
            let mut body = asked(desk.posting, "adjustment", Some(100));
            change(&mut body);
            desk.treasurer.post(&desk.path, body).await
        };
        post(&|body| body["posting_id"] = json!(Uuid::now_v7())).await.problem(404, "not_found").faults(&["#/posting_id: not_found"]);
        post(&|body| body["posted_on"] = json!("2026-06-16")).await.faults(&["#/posted_on: out_of_range"]);
        post(&|body| body["posted_on"] = json!("2026-01-14")).await.faults(&["#/posted_on: inconsistent"]);
        post(&|body| body["kind"] = json!("reversal")).await.faults(&["#/amount_vnd: inconsistent"]);
        post(&|body| drop(body.as_object_mut().unwrap().remove("amount_vnd"))).await.faults(&["#/amount_vnd: required"]);
        for amount in [0, -1, 9_007_199_254_740_993_i64] {
            post(&|body| body["amount_vnd"] = json!(amount)).await.faults(&["#/amount_vnd: out_of_range"]);
        }
        let huge: Value = serde_json::from_str("9223372036854775808").unwrap();
        post(&|body| body["amount_vnd"] = huge.clone()).await.faults(&["#/amount_vnd: out_of_range"]);
        post(&|body| drop(body.as_object_mut().unwrap().remove("reason"))).await.faults(&["#/reason: required"]);
        let other = app.fund(5).await;
        let elsewhere = format!("/v1/funds/{other}/corrections");
        desk.treasurer.post(&elsewhere, asked(desk.posting, "reversal", None)).await.problem(404, "not_found").faults(&["#/posting_id: not_found"]);
    }

    async fn a_correction_is_posted_in_an_open_year(app: App) {
        let desk = Desk::of(&app).await;
        let first = desk.ask("reversal", None).await.expect(201);
        let years = desk.path.replace("corrections", "fiscal-periods");
        let year = format!("{years}/{}", desk.treasurer.get(&years).await.expect(200).ids()[0]);
        desk.treasurer.act(&format!("{year}/submit"), "\"v1\"", Value::Null).await.expect(200);
        desk.approver.act(&format!("{year}/close"), "\"v2\"", Value::Null).await.expect(200);
        desk.decide(&desk.approver, &first, "approve").await.problem(409, "period_closed");
        desk.decide(&desk.approver, &first, "reject").await.expect(200);
        desk.ask("reversal", None).await.problem(409, "period_closed");
        app.set_now("2027-01-10T03:00:00Z");
        let mut later = asked(desk.posting, "reversal", None);
        later["posted_on"] = json!("2027-01-05");
        desk.treasurer.post(&desk.path, later.clone()).await.problem(409, "period_closed");
        desk.treasurer.post(&years, json!({ "year": 2027 })).await.expect(201);
        let second = desk.treasurer.post(&desk.path, later).await.expect(201);
        desk.decide(&desk.approver, &second, "approve").await.expect(200);
        agrees(&app).await;
    }

    async fn money_that_has_gone_on_is_not_taken_back(app: App) {
        let fund = app.fund(1_000).await;
        app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
        let (treasurer, approver) = (app.as_treasurer().await, app.as_approver().await);
        let postings = treasurer.get(&format!("/v1/funds/{fund}/postings?sort=posted_on")).await.expect(200);
        let path = format!("/v1/funds/{fund}/corrections");
        let asked_for = treasurer.post(&path, asked(postings.ids()[0], "reversal", None)).await.expect(201);
        let refused = approver.act(&format!("{path}/{}/approve", asked_for.id()), &asked_for.etag(), Value::Null).await;
        let refused = refused.problem(409, "funds_exceeded");
        assert_eq!((&refused.json["findings"][0]["needed"], &refused.json["findings"][0]["found"]), (&json!(1000), &json!(400)));
        for kind in ["reservation", "commitment"] {
            let found = treasurer.get(&format!("/v1/funds/{fund}/postings?kind={kind}")).await.expect(200);
            treasurer.post(&path, asked(found.ids()[0], "reversal", None)).await.problem(409, "state_conflict");
        }
        agrees(&app).await;
    }
}
