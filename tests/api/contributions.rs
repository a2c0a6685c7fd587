//! What groups give themselves: entered from the agreement until the settlement, kept in the books.

use entity::enums::{AccountKind as A, ApplicationStatus};
use entity::ids::AreaId;
use sea_orm::{EntityTrait as _, Iterable as _};
use serde_json::{Value, json};
use tests::{App, Cast, Granted, Terms, both_databases};
use uuid::Uuid;

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn granted(app: &App) -> Granted {
    app.granted(commune(app).await, &Terms::default()).await
}

fn path(grant: &Granted) -> String {
    format!("/v1/grant-applications/{}/contributions", grant.application)
}

fn new(kind: &str, value_vnd: Value) -> Value {
    json!({ "kind": kind, "value_vnd": value_vnd, "valuation": "40 công × 150.000 đồng", "given_on": "2026-06-10" })
}

both_databases! {
    async fn contributions_are_kept_in_the_books_of_the_allotment(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let leader = app.as_leader_of(grant.group).await;
        let made = leader.post(&path(&grant), new("labour", json!(6_000_000))).await.expect(201);
        assert_eq!((&made.json["kind"], &made.json["group_id"]), (&json!("labour"), &json!(grant.group)));
        cast.officer.post(&path(&grant), new("savings", json!(1_000_000))).await.expect(201);
        let (allotment, item) = (grant.call.allotment, format!("{}/{}", path(&grant), made.id()));
        assert_eq!((app.balance(A::Contributed, allotment).await, app.balance(A::GroupContribution, allotment).await), (7_000_000, -7_000_000));
        assert_eq!(cast.officer.get(&item).await.expect(200).json, made.json);
        let kinds = cast.officer.get(&format!("{}?kind=labour,cash", path(&grant))).await.expect(200);
        assert_eq!(kinds.ids(), [made.id()]);
        let history = cast.officer.get(&format!("{item}/history")).await.expect(200);
        assert_eq!(history.data()[0]["action"], "created");
    }

    async fn they_count_from_the_agreement_and_savings_from_the_approval(app: App) {
        use ApplicationStatus as S;
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        for status in S::iter() {
            app.set_application(grant.application, status).await;
            for kind in ["cash", "labour", "kind", "savings"] {
                let is_open = matches!(status, S::Agreement | S::Disbursing | S::Suspended | S::Acceptance)
                    || (status == S::Approved && kind == "savings");
                let reply = cast.officer.post(&path(&grant), new(kind, json!(1))).await;
                if is_open { reply.expect(201) } else { reply.problem(409, "state_conflict") };
            }
        }
    }

    async fn a_contribution_entered_in_error_is_taken_back(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let made = cast.officer.post(&path(&grant), new("cash", json!(2_000_000))).await.expect(201);
        let item = format!("{}/{}", path(&grant), made.id());
        let remove = async || {
            let etag = cast.officer.get(&item).await.header("etag").unwrap_or("\"v1\"".to_owned());
            cast.officer.delete(&format!("{item}?reason=wrong_group"), &etag).await
        };
        app.close_year(grant.call.fund, 2026).await;
        remove().await.problem(409, "period_closed");
        app.open_year(grant.call.fund, 2026).await;
        remove().await.expect(204);
        cast.officer.get(&item).await.problem(404, "not_found");
        remove().await.problem(404, "not_found");
        assert!(cast.officer.get(&path(&grant)).await.expect(200).data().is_empty());
        assert_eq!(app.balance(A::Contributed, grant.call.allotment).await, 0);
        let posted = "SELECT COUNT(*) FROM posting WHERE kind IN ('contribution', 'reversal') AND amount_vnd = 2000000";
        assert_eq!(app.database().count(posted).await, 2);
    }

    async fn a_contribution_taken_out_while_its_correction_is_approved_is_taken_back_once(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let made = cast.officer.post(&path(&grant), new("cash", json!(2_000_000))).await.expect(201);
        let corrections = format!("/v1/funds/{}/corrections", grant.call.fund);
        let wrong = json!({
            "posting_id": made.json["posting_id"], "kind": "reversal", "posted_on": "2026-06-15", "reason": "Ghi nhầm",
        });
        let wrong = cast.treasurer.post(&corrections, wrong).await.expect(201);
        let gone = cast.officer.delete(&format!("{}/{}?reason=wrong_group", path(&grant), made.id()), &made.etag());
        let approve = format!("{corrections}/{}/approve", wrong.id());
        let approve = cast.approver.act(&approve, &wrong.etag(), Value::Null);
        let row = entity::grant_application::Entity::find_by_id(grant.application);
        let mut replies = app.while_held(row, [gone, approve]).await;
        replies.pop().unwrap().problem(409, "funds_exceeded");
        replies.pop().unwrap().expect(204);
        assert_eq!(app.balance(A::Contributed, grant.call.allotment).await, 0);
    }

    async fn its_worth_day_and_evidence_must_be_right(app: App) {
        let (cast, grant, other) = (Cast::of(&app).await, granted(&app).await, granted(&app).await);
        for (value, fault) in [
            (json!(0), "#/value_vnd: out_of_range"),
            (json!(-5), "#/value_vnd: out_of_range"),
            (json!(9_007_199_254_740_993_i64), "#/value_vnd: out_of_range"),
            (json!(10_000_000_000_000_000_000_u64), "#/value_vnd: out_of_range"),
            (json!("1"), "#/value_vnd: invalid_type"),
        ] {
            cast.officer.post(&path(&grant), new("cash", value)).await.faults(&[fault]);
        }
        let (own, foreign) =
            (app.attached(grant.application, None).await, app.attached(other.application, None).await);
        let mut body = new("cash", json!(1));
        body["given_on"] = json!("2026-06-16");
        body["attachment_id"] = json!(foreign);
        let faults = ["#/given_on: out_of_range", "#/attachment_id: not_found"];
        cast.officer.post(&path(&grant), body.clone()).await.problem(404, "not_found").faults(&faults);
        body["attachment_id"] = json!(Uuid::now_v7());
        body["given_on"] = json!("2025-12-31");
        cast.officer.post(&path(&grant), body.clone()).await.problem(404, "not_found").faults(&["#/attachment_id: not_found"]);
        body["attachment_id"] = json!(own);
        cast.officer.post(&path(&grant), body.clone()).await.problem(409, "period_closed");
        body["given_on"] = json!("2026-01-01");
        cast.officer.post(&path(&grant), body).await.expect(201);
        cast.treasurer.post(&path(&grant), new("cash", json!(1))).await.problem(403, "permission_denied");
    }

    async fn whoever_pays_enters_no_contribution(app: App) {
        use entity::enums::Role;
        use hoinongdan::access::Scope;
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        cast.release(grant.tranches[0]).await;
        app.also(&cast.treasurer, Role::Officer, Scope::Province(app.province().await)).await;
        cast.treasurer.post(&path(&grant), new("cash", json!(1))).await.problem(403, "separation_of_duties");
    }
}
