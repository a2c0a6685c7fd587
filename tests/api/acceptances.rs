//! From accepted works to the completed grant.

use entity::enums::{AccountKind as A, ApplicationStatus, Role};
use entity::ids::AreaId;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::{App, Cast, Granted, Terms, both_databases, finding};

async fn commune(app: &App) -> AreaId {
    app.area("01392", "2022-06-30").await
}

async fn granted(app: &App) -> Granted {
    app.granted(commune(app).await, &Terms::default()).await
}

fn item(grant: &Granted) -> String {
    format!("/v1/grant-applications/{}", grant.application)
}

both_databases! {
    async fn a_grant_goes_from_its_agreement_to_its_completion(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let (allotment, fund) = (grant.call.allotment, grant.call.fund);
        cast.contribute(&grant, "labour", 3_000_000).await.expect(201);
        cast.release(grant.tranches[0]).await;
        cast.minutes(&grant, 0, ("passed", 6_000_000)).await.expect(201);
        cast.release(grant.tranches[1]).await;
        cast.minutes(&grant, 1, ("conditional", 3_500_000)).await.expect(201);
        cast.contribute(&grant, "cash", 1_750_000).await.expect(201);
        let accepted = cast.accept(grant.application).await.expect(200);
        assert_eq!((&accepted.json["status"], &accepted.json["accepted_vnd"]), (&json!("acceptance"), &json!(9_500_000)));
        assert_eq!(cast.settle(grant.application).await.unmet(), [finding("unspent_refunded", 500_000, 0)]);
        cast.complete(grant.application).await.problem(409, "state_conflict");
        cast.officer.get(&format!("{}/settlement", item(&grant))).await.problem(404, "not_found");
        cast.refund(grant.tranches[1], 500_000).await.expect(200);
        cast.settle(grant.application).await.expect(200);
        cast.settle(grant.application).await.problem(409, "state_conflict");
        cast.contribute(&grant, "cash", 1).await.problem(409, "state_conflict");
        let account = cast.officer.get(&format!("{}/settlement", item(&grant))).await.expect(200);
        let sums = [&account.json["spent_vnd"], &account.json["own_vnd"], &account.json["own_bps"]];
        assert_eq!(sums, [&json!(9_500_000), &json!(4_750_000), &json!(3333)]);
        let completed = cast.complete(grant.application).await.expect(200);
        assert_eq!((&completed.json["status"], &completed.json["allowed_actions"]), (&json!("completed"), &json!([])));
        assert_eq!((app.balance(A::Spent, allotment).await, app.balance(A::Advanced, allotment).await), (9_500_000, 0));
        assert_eq!((app.balance(A::Committed, allotment).await, app.balance(A::Reserved, allotment).await), (0, 90_000_000));
        assert_eq!((app.balance(A::Available, fund).await, app.balance(A::Contributed, allotment).await), (500_000, 4_750_000));
        let list = cast.officer.get(&format!("{}/acceptances?include_total=true", item(&grant))).await.expect(200);
        assert_eq!(list.json["page"]["total"], 3);
        let whole = list.data().iter().find(|one| one["disbursement_id"].is_null()).unwrap();
        assert_eq!(whole["amount_vnd"], 9_500_000);
        let history = cast.officer.get(&format!("{}/history", item(&grant))).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|one| one["action"].as_str().unwrap()).collect();
        let way = ["paid", "works_accepted", "paid", "works_accepted", "accepted", "refunded", "settled", "completed"];
        assert_eq!(actions, way.into_iter().rev().collect::<Vec<_>>());
    }

    async fn completing_frees_what_corrections_of_payments_left_promised(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        let allotment = grant.call.allotment;
        cast.release(grant.tranches[0]).await;
        cast.minutes(&grant, 0, ("passed", 5_000_000)).await.expect(201);
        let cancelled = format!("/v1/disbursements/{}", grant.tranches[1]);
        Cast::act(&cast.approver, &cancelled, "cancel", Value::Null).await.expect(200);
        let books = format!("/v1/funds/{}", grant.call.fund);
        let paid = format!("{books}/postings?kind=payment&application_id={}", grant.application);
        let paid = cast.treasurer.get(&paid).await.expect(200).ids()[0];
        let wrong = json!({
            "posting_id": paid, "kind": "adjustment", "amount_vnd": 1_000_000, "posted_on": "2026-06-15",
            "reason": "Chuyển thừa",
        });
        let wrong = cast.treasurer.post(&format!("{books}/corrections"), wrong).await.expect(201);
        Cast::act(&cast.approver, &format!("{books}/corrections/{}", wrong.id()), "approve", Value::Null).await.expect(200);
        assert_eq!(app.balance(A::Committed, allotment).await, 1_000_000);
        cast.contribute(&grant, "cash", 2_500_000).await.expect(201);
        cast.accept(grant.application).await.expect(200);
        cast.settle(grant.application).await.expect(200);
        cast.complete(grant.application).await.expect(200);
        assert_eq!((app.balance(A::Committed, allotment).await, app.balance(A::Reserved, allotment).await), (0, 95_000_000));
        assert_eq!(hoinongdan::proofs::verify(app.service()).await.unwrap().faults, []);
    }

    async fn minutes_accept_at_most_what_was_paid(app: App) {
        let (cast, grant, other) = (Cast::of(&app).await, granted(&app).await, granted(&app).await);
        cast.minutes(&grant, 0, ("passed", 1)).await.problem(409, "state_conflict");
        cast.release(grant.tranches[0]).await;
        cast.minutes(&grant, 1, ("passed", 1)).await.problem(409, "state_conflict");
        let refused = cast.minutes(&grant, 0, ("passed", 6_000_001)).await.problem(409, "funds_exceeded");
        assert_eq!((&refused.json["findings"][0]["needed"], &refused.json["findings"][0]["found"]), (&json!(6_000_001), &json!(6_000_000)));
        cast.minutes(&grant, 0, ("failed", 1)).await.faults(&["#/amount_vnd: inconsistent"]);
        cast.minutes(&grant, 0, ("passed", 0)).await.faults(&["#/amount_vnd: inconsistent"]);
        let foreign = Granted { tranches: other.tranches.clone(), ..grant.clone() };
        cast.minutes(&foreign, 0, ("passed", 1)).await.problem(404, "not_found").faults(&["#/disbursement_id: not_found"]);
        let failed = cast.minutes(&grant, 0, ("failed", 0)).await.expect(201);
        assert_eq!(app.balance(A::Spent, grant.call.allotment).await, 0);
        cast.minutes(&grant, 0, ("passed", 6_000_000)).await.expect(201);
        cast.minutes(&grant, 0, ("passed", 1)).await.problem(409, "funds_exceeded");
        let tranche = cast.officer.get(&format!("/v1/disbursements/{}", grant.tranches[0])).await.expect(200);
        assert_eq!((&tranche.json["accepted_vnd"], &tranche.json["allowed_actions"]), (&json!(6_000_000), &json!([])));
        let part = format!("{}/acceptances/{}", item(&grant), failed.id());
        assert_eq!(cast.officer.get(&part).await.expect(200).json, failed.json);
        let query = format!("{}/acceptances?disbursement_id={}", item(&grant), grant.tranches[1]);
        assert!(cast.officer.get(&query).await.expect(200).data().is_empty());
    }

    async fn minutes_have_a_day_and_a_file_that_fit(app: App) {
        let (cast, grant, other) = (Cast::of(&app).await, granted(&app).await, granted(&app).await);
        cast.release(grant.tranches[0]).await;
        let foreign = app.attached(other.application, None).await;
        let path = format!("{}/acceptances", item(&grant));
        let mut body = json!({
            "disbursement_id": grant.tranches[0], "number": "BB-1", "accepted_on": "2026-06-14", "result": "passed",
            "amount_vnd": 1, "attachment_id": foreign,
        });
        let faults = ["#/accepted_on: inconsistent", "#/attachment_id: not_found"];
        cast.appraiser.post(&path, body.clone()).await.problem(404, "not_found").faults(&faults);
        body["accepted_on"] = json!("2026-06-16");
        body["attachment_id"] = json!(app.attached(grant.application, None).await);
        cast.appraiser.post(&path, body.clone()).await.faults(&["#/accepted_on: out_of_range"]);
        body["accepted_on"] = json!("2026-06-15");
        app.close_year(grant.call.fund, 2026).await;
        cast.appraiser.post(&path, body.clone()).await.problem(409, "period_closed");
        app.open_year(grant.call.fund, 2026).await;
        cast.appraiser.post(&path, body).await.expect(201);
    }

    async fn works_are_accepted_as_a_whole_once_all_is_paid_and_given(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        cast.accept(grant.application).await.problem(409, "state_conflict");
        cast.release(grant.tranches[0]).await;
        cast.minutes(&grant, 0, ("passed", 5_999_999)).await.expect(201);
        // Five million for ten, so 2,999,999.5 for what was spent; the call rounds down to thousands.
        cast.contribute(&grant, "kind", 2_998_999).await.expect(201);
        cast.contribute(&grant, "savings", 5_000_000).await.expect(201);
        let all = [finding("tranches_closed", 2, 1), finding("own_contribution", 2_999_000, 2_998_999)];
        assert_eq!(cast.accept(grant.application).await.unmet(), all);
        Cast::act(&cast.approver, &format!("/v1/disbursements/{}", grant.tranches[1]), "cancel", Value::Null).await.expect(200);
        assert_eq!(cast.accept(grant.application).await.unmet(), [finding("own_contribution", 2_999_000, 2_998_999)]);
        cast.contribute(&grant, "cash", 1).await.expect(201);
        let failed = json!({ "number": "BB-2", "accepted_on": "2026-06-16", "result": "failed" });
        let faults = ["#/accepted_on: out_of_range", "#/result: inconsistent"];
        Cast::act(&cast.appraiser, &item(&grant), "accept", failed).await.faults(&faults);
        cast.accept(grant.application).await.expect(200);
        cast.minutes(&grant, 0, ("passed", 1)).await.problem(409, "state_conflict");
    }

    async fn a_share_is_rounded_as_the_call_says(app: App) {
        for (mode, needed) in [("down", 2_999_999), ("half_up", 3_000_000), ("up", 3_000_000)] {
            let terms = Terms { rounding: json!({ "unit_vnd": 1, "mode": mode }), ..Terms::default() };
            let (cast, grant) = (Cast::of(&app).await, app.granted(commune(&app).await, &terms).await);
            cast.release(grant.tranches[0]).await;
            cast.minutes(&grant, 0, ("passed", 5_999_999)).await.expect(201);
            Cast::act(&cast.approver, &format!("/v1/disbursements/{}", grant.tranches[1]), "cancel", Value::Null).await.expect(200);
            cast.contribute(&grant, "kind", needed - 1).await.expect(201);
            assert_eq!(cast.accept(grant.application).await.unmet(), [finding("own_contribution", needed, needed - 1)]);
            cast.contribute(&grant, "kind", 1).await.expect(201);
            cast.accept(grant.application).await.expect(200);
        }
    }

    async fn each_end_of_a_grant_is_for_its_state_its_role_and_its_duty(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        cast.settle(grant.application).await.problem(409, "state_conflict");
        cast.complete(grant.application).await.problem(409, "state_conflict");
        app.set_application(grant.application, ApplicationStatus::Acceptance).await;
        let late = json!({ "number": "QT-1", "settled_on": "2026-06-16" });
        Cast::act(&cast.officer, &item(&grant), "settle", late).await.faults(&["#/settled_on: out_of_range"]);
        let settle = || json!({ "number": "QT-1", "settled_on": "2026-06-15" });
        let leader = app.as_leader_of(grant.group).await;
        for caller in [&cast.appraiser, &cast.approver, &cast.treasurer, &leader] {
            Cast::act(caller, &item(&grant), "settle", settle()).await.problem(403, "permission_denied");
        }
        for caller in [&cast.officer, &cast.appraiser, &cast.treasurer, &leader] {
            Cast::act(caller, &item(&grant), "complete", Value::Null).await.problem(403, "permission_denied");
        }
        let province = Scope::Province(app.province().await);
        cast.settle(grant.application).await.expect(200);
        app.also(&cast.officer, Role::Approver, province).await;
        Cast::act(&cast.officer, &item(&grant), "complete", Value::Null).await.problem(403, "separation_of_duties");
        cast.complete(grant.application).await.expect(200);
    }

    async fn members_of_the_group_neither_accept_nor_approve(app: App) {
        let (cast, grant) = (Cast::of(&app).await, granted(&app).await);
        for caller in [&cast.appraiser, &cast.approver] {
            app.join(caller, (grant.group, commune(&app).await)).await;
        }
        cast.request(grant.tranches[0]).await.expect(200);
        cast.approve(grant.tranches[0]).await.problem(403, "separation_of_duties");
        cast.minutes(&grant, 0, ("passed", 1)).await.problem(403, "separation_of_duties");
        cast.accept(grant.application).await.problem(403, "separation_of_duties");
    }
}
