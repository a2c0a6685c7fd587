//! The life of a reporting period: who takes which step, two people lock one, and every cell of the table.

use entity::enums::{ReportingStatus, Role};
use entity::ids::ReportingPeriodId;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::grid::{Cell, is_committed, line};
use tests::{App, Caller, Reply, both_databases};

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/reporting_period_workflow.txt");

struct Period {
    officer: Caller,
    approver: Caller,
    path: String,
}

impl Period {
    async fn of(app: &App, status: ReportingStatus) -> Self {
        let id = app.reporting_period(app.province().await, (2021, None), status).await;
        Self::with(app, id).await
    }

    async fn with(app: &App, id: ReportingPeriodId) -> Self {
        Self {
            officer: app.as_officer_of(app.province().await).await,
            approver: app.as_approver().await,
            path: format!("/v1/reporting-periods/{id}"),
        }
    }

    async fn act(&self, by: &Caller, action: &str, body: Value) -> Reply {
        let etag = by.get(&self.path).await.expect(200).etag();
        by.act(&format!("{}/{action}", self.path), &etag, body).await
    }
}

fn reason() -> Value {
    json!({ "reason": "Còn thiếu số liệu của hai xã" })
}

both_databases! {
    async fn every_step_is_in_the_table(app: App) {
        use ReportingStatus as S;
        let (officer, approver) = (app.as_officer_of(app.province().await).await, app.as_approver().await);
        let actions = ["submit", "return", "approve", "lock", "reopen"];
        let mut grid = line(&json!(""), actions);
        let mut year = 2000;
        for (word, status) in
            [("open", S::Open), ("submitted", S::Submitted), ("approved", S::Approved), ("locked", S::Locked)]
        {
            let mut cells = Vec::new();
            for action in actions {
                year += 1;
                let id = app.reporting_period(app.province().await, (year, None), status).await;
                let body = if ["return", "reopen"].contains(&action) { reason() } else { Value::Null };
                let caller = if action == "submit" { &officer } else { &approver };
                let item = format!("/v1/reporting-periods/{id}");
                cells.push(Cell { caller, item, action, body }.outcome().await);
            }
            grid += &line(&json!(word), cells);
        }
        is_committed(GRID, &format!("`-` is 409 `state_conflict`.\n\n{grid}"));
    }

    async fn a_period_is_locked_by_somebody_else_than_who_submitted_it(app: App) {
        let period = Period::of(&app, ReportingStatus::Open).await;
        let submitted = period.act(&period.officer, "submit", Value::Null).await.expect(200);
        assert_eq!((&submitted.json["status"], &submitted.json["allowed_actions"]), (&json!("submitted"), &json!([])));
        assert!(submitted.json["submitted_at"].is_string());
        period.act(&period.approver, "lock", Value::Null).await.problem(409, "state_conflict");
        period.act(&period.officer, "approve", Value::Null).await.problem(403, "permission_denied");
        let approved = period.act(&period.approver, "approve", Value::Null).await.expect(200);
        assert_eq!(approved.json["allowed_actions"], json!(["return", "lock"]));
        let locked = period.act(&period.approver, "lock", Value::Null).await.expect(200);
        assert!(locked.json["locked_at"].is_string() && locked.json["reopened_at"].is_null());
        let path = format!("{}?reason=wrong_date", period.path);
        period.officer.delete(&path, &locked.etag()).await.problem(409, "state_conflict");
        period.act(&period.approver, "reopen", json!({})).await.faults(&["#/reason: required"]);
        let reopened = period.act(&period.approver, "reopen", reason()).await.expect(200);
        assert_eq!((&reopened.json["status"], &reopened.json["locked_at"]), (&json!("open"), &Value::Null));
        assert!(reopened.json["reopened_at"].is_string());
        period.officer.delete(&path, &reopened.etag()).await.problem(409, "resource_in_use");
        let history = period.officer.get(&format!("{}/history", period.path)).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| &entry["action"]).collect();
        assert_eq!(actions, ["reopened", "locked", "approved", "submitted"]);
        assert_eq!(history.data()[0]["reason"], reason()["reason"]);
    }

    async fn a_period_is_returned_with_a_reason(app: App) {
        for (year, status) in [(2020, ReportingStatus::Submitted), (2021, ReportingStatus::Approved)] {
            let id = app.reporting_period(app.province().await, (year, None), status).await;
            let period = Period::with(&app, id).await;
            period.act(&period.approver, "return", json!({})).await.faults(&["#/reason: required"]);
            let returned = period.act(&period.approver, "return", reason()).await.expect(200);
            let json = &returned.json;
            assert_eq!((&json["status"], &json["submitted_at"], &json["approved_at"]), (&json!("open"), &Value::Null, &Value::Null));
            let history = period.officer.get(&format!("{}/history", period.path)).await.expect(200);
            assert_eq!((&history.data()[0]["action"], &history.data()[0]["reason"]), (&json!("returned"), &reason()["reason"]));
            period.act(&period.officer, "submit", Value::Null).await.expect(200);
        }
    }

    async fn one_person_does_not_submit_and_decide_with_two_roles(app: App) {
        let period = Period::of(&app, ReportingStatus::Open).await;
        let province = Scope::Province(app.province().await);
        let both = app.as_roles(&[(Role::Officer, province), (Role::Approver, province)]).await;
        period.act(&both, "submit", Value::Null).await.expect(200);
        for (action, body) in [("approve", Value::Null), ("return", reason())] {
            period.act(&both, action, body).await.problem(403, "separation_of_duties");
        }
        period.act(&period.approver, "approve", Value::Null).await.expect(200);
        period.act(&both, "lock", Value::Null).await.problem(403, "separation_of_duties");
        period.act(&period.approver, "lock", Value::Null).await.expect(200);
        period.act(&both, "reopen", reason()).await.problem(403, "separation_of_duties");
        let decided = app.as_roles(&[(Role::Officer, province), (Role::Approver, province)]).await;
        period.act(&decided, "reopen", reason()).await.expect(200);
        period.act(&decided, "submit", Value::Null).await.problem(403, "separation_of_duties");
    }

    async fn steps_need_the_revision_and_are_replayed(app: App) {
        let period = Period::of(&app, ReportingStatus::Open).await;
        let submit = format!("{}/submit", period.path);
        period.officer.post(&submit, Value::Null).await.problem(428, "precondition_required");
        let key = uuid::Uuid::now_v7();
        let first = period.officer.act(&submit, "\"v1\"", Value::Null).key(key).await.expect(200);
        let again = period.officer.act(&submit, "\"v1\"", Value::Null).key(key).await.expect(200);
        assert_eq!((first.json, again.header("idempotency-replayed").as_deref()), (again.json.clone(), Some("true")));
        period.officer.act(&submit, "\"v1\"", Value::Null).await.problem(412, "precondition_failed");
        for action in ["approve", "lock"] {
            let path = format!("{}/{action}", period.path);
            period.approver.act(&path, "\"v1\"", Value::Null).await.problem(412, "precondition_failed");
        }
    }

    async fn a_period_is_submitted_once_it_is_over(app: App) {
        let province = app.province().await;
        let id = app.reporting_period(province, (2026, Some(2)), ReportingStatus::Open).await;
        let period = Period::with(&app, id).await;
        let refused = period.act(&period.officer, "submit", Value::Null).await.problem(409, "conditions_unmet");
        assert_eq!(refused.json["findings"][0]["rule"], "period_is_over");
        app.set_now("2026-06-30T17:00:00Z");
        let period = Period::with(&app, id).await;
        period.act(&period.officer, "submit", Value::Null).await.expect(200);
    }
}
