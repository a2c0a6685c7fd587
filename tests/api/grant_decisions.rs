//! From a call to the agreement: what is promised is there, and nobody decides on what they entered or scored.

use std::future::IntoFuture;

use entity::enums::Role;
use entity::group_office;
use hoinongdan::access::Scope;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::calls::{Staff, approval, content, new_call, open_call, scored, scores, step};
use tests::{App, at_once, both_databases};
use uuid::Uuid;

const MILLION: i64 = 1_000_000;

both_databases! {
    async fn an_application_goes_its_way_to_the_agreement(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        let ranking = staff.approver.get(&format!("{call}/ranking")).await.expect(200);
        let first = &ranking.json["ranked"][0];
        // 80 % and 70 % of 6,000, and 80 % of 4,000.
        assert_eq!(first["weighted_bps"], json!([8000, 7400]));
        assert_eq!((&first["sum_bps"], &first["final_bps"], &first["place"]), (&json!(15_400), &json!(7700), &json!(1)));
        let granted = step(&staff.approver, &path, "approve", approval(45 * MILLION)).await.expect(200);
        assert_eq!((&granted.json["status"], &granted.json["approved_vnd"]), (&json!("approved"), &json!(45 * MILLION)));
        let allotment = &staff.officer.get(&call).await.json["allotments"][0];
        assert_eq!((&allotment["committed_vnd"], &allotment["left_vnd"]), (&json!(45 * MILLION), &json!(155 * MILLION)));
        let head = app.database();
        assert_eq!(head.count("SELECT COUNT(*) FROM posting WHERE kind = 'commitment'").await, 1);
        let versions = staff.officer.get(&format!("{path}/versions")).await.expect(200);
        assert_eq!(versions.data()[0]["basis_sha256"].as_str().map(str::len), Some(64));
        let decisions = staff.officer.get(&format!("{path}/decisions")).await.expect(200);
        assert_eq!(decisions.data()[0]["amount_vnd"], json!(45 * MILLION));
    }

    async fn a_signed_agreement_makes_the_tranches_and_is_seen_by_its_own_people_alone(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        step(&staff.approver, &path, "approve", approval(45_000_500)).await.expect(200);
        let heads = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
        let head = heads.one(app.db()).await.unwrap().unwrap().membership_id;
        let other = json!({ "number": "05/HĐ", "signed_on": "2026-06-15", "signer_membership_id": Uuid::now_v7() });
        step(&staff.approver, &path, "sign-agreement", other).await.faults(&["#/signer_membership_id: inconsistent"]);
        let new = json!({ "number": "05/HĐ", "signed_on": "2026-06-15", "signer_membership_id": head });
        let signed = step(&staff.approver, &path, "sign-agreement", new).await.expect(200);
        assert_eq!(signed.json["status"], "agreement");
        let tranche = "SELECT amount_vnd FROM disbursement WHERE n = ";
        assert_eq!(app.database().count(&format!("{tranche}1")).await, 27_000_000);
        assert_eq!(app.database().count(&format!("{tranche}2")).await, 18_000_500);
        let elsewhere = app.as_officer_of(app.area("01297", "2026-06-01").await).await;
        let stranger = app.as_leader_of(app.poor_group(commune).await).await;
        let signed = format!("{path}/agreement");
        for caller in [&app.as_officer_of(commune).await, &app.as_leader_of(group).await] {
            caller.get(&signed).await.expect(200);
        }
        for caller in [elsewhere, stranger] {
            caller.get(&signed).await.problem(404, "not_found");
        }
    }

    async fn every_rule_that_is_not_met_is_told_at_once(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let staff = Staff::of(&app).await;
        let mut call = new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION);
        call["rules"]["min_members"] = json!(10);
        call["rules"]["min_poor_bps"] = json!(9000);
        call["rules"]["legal_forms"] = json!(["cig"]);
        call["rules"]["value_chains"] = json!(["lac"]);
        let call = open_call(&staff, call).await;
        let id = call.rsplit('/').next();
        let group = app.poor_group(commune).await;
        let new = json!({ "call_id": id, "group_id": group, "content": content(80 * MILLION, 34_285_714) });
        let made = staff.officer.post("/v1/grant-applications", new).await.expect(201);
        let path = format!("/v1/grant-applications/{}", made.id());
        let refused = step(&staff.officer, &path, "submit", Value::Null).await.problem(422, "not_eligible");
        let rules: Vec<_> = refused.json["findings"].as_array().into_iter().flatten()
            .map(|finding| (finding["rule"].clone(), finding["needed"].clone(), finding["found"].clone()))
            .collect();
        let expected = [
            (json!("legal_form"), Value::Null, Value::Null),
            (json!("value_chain"), Value::Null, Value::Null),
            (json!("min_members"), json!(10), json!(2)),
            (json!("min_poor_bps"), json!(9000), json!(5000)),
            (json!("max_grant_vnd"), json!(70 * MILLION), json!(80 * MILLION)),
        ];
        assert_eq!(rules, expected);
        assert_eq!(staff.officer.get(&path).await.json["status"], "draft");
    }

    async fn an_own_share_a_dong_short_is_refused(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let mut call = new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION);
        call["rules"]["rounding"] = json!({ "unit_vnd": 1, "mode": "up" });
        let call = open_call(&staff, call).await;
        let new = |own| json!({
            "call_id": call.rsplit('/').next(), "group_id": group, "content": content(70_000_001, own)
        });
        let mut short = new(30_000_000);
        short["content"]["budget_lines"][0]["amount_vnd"] = json!(70_000_000);
        short["content"]["budget_lines"][1]["amount_vnd"] = json!(29_999_999);
        short["content"]["total_vnd"] = json!(99_999_999);
        let made = staff.officer.post("/v1/grant-applications", short).await.expect(201);
        let path = format!("/v1/grant-applications/{}", made.id());
        let refused = step(&staff.officer, &path, "submit", Value::Null).await.problem(422, "not_eligible");
        assert_eq!(refused.json["findings"][0]["rule"], "min_own_vnd");
        assert_eq!((&refused.json["findings"][0]["needed"], &refused.json["findings"][0]["found"]), (&json!(30_000_000), &json!(29_999_999)));
        let mut enough = content(70_000_000, 30_000_000);
        enough["title"] = json!("Đủ vốn đối ứng");
        let etag = staff.officer.get(&path).await.etag();
        staff.officer.patch(&path, &etag, json!({ "content": enough })).await.expect(200);
        step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
    }

    async fn of_fifty_grants_at_once_as_many_succeed_as_fit(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let staff = Staff::of(&app).await;
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 105 * MILLION)).await;
        let mut paths = Vec::new();
        for _ in 0..50 {
            let group = app.poor_group(commune).await;
            paths.push(scored(&staff, &call, group, 10 * MILLION).await);
        }
        let mut asks = Vec::new();
        for path in &paths {
            let etag = staff.approver.get(path).await.etag();
            asks.push(staff.approver.act(&format!("{path}/approve"), &etag, approval(10 * MILLION)));
        }
        let replies = at_once(asks.into_iter().map(IntoFuture::into_future)).await;
        let granted = replies.iter().filter(|reply| reply.status == 200).count();
        assert_eq!(granted, 10);
        for refused in replies.into_iter().filter(|reply| reply.status != 200) {
            let refused = refused.problem(409, "funds_exceeded");
            assert_eq!(refused.json["findings"][0]["rule"], "call_allotment");
            assert_eq!(refused.json["findings"][0]["found"], json!(5 * MILLION));
        }
        let sum = "SELECT CAST(SUM(approved_vnd) AS BIGINT) FROM grant_application";
        assert_eq!(app.database().count(sum).await, 100 * MILLION);
        assert_eq!(app.database().count("SELECT committed_vnd FROM call_allotment").await, 100 * MILLION);
        assert_eq!(
            app.database().count("SELECT CAST(SUM(debit_vnd) - SUM(credit_vnd) AS BIGINT) FROM account_balance").await,
            0
        );
    }

    async fn nobody_decides_on_what_they_entered_or_scored(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let province = Scope::Province(app.province().await);
        let everything = [Role::Officer, Role::Appraiser, Role::Approver].map(|role| (role, province));
        let everybody = app.as_roles(&everything).await;
        let new = new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION);
        let made = everybody.post("/v1/grant-calls", new.clone()).await.expect(201);
        let own = format!("/v1/grant-calls/{}", made.id());
        step(&everybody, &own, "open", Value::Null).await.problem(403, "separation_of_duties");
        let call = open_call(&staff, new).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        everybody.post(&format!("{path}/appraisals"), scores(80, 40)).await.expect(201);
        step(&everybody, &path, "approve", approval(MILLION)).await.problem(403, "separation_of_duties");
        let entered = app.as_roles(&everything).await;
        let other = app.poor_group(commune).await;
        let new = json!({ "call_id": call.rsplit('/').next(), "group_id": other, "content": content(50 * MILLION, 25 * MILLION) });
        let made = entered.post("/v1/grant-applications", new).await.expect(201);
        let path = format!("/v1/grant-applications/{}", made.id());
        step(&entered, &path, "submit", Value::Null).await.expect(200);
        step(&entered, &path, "start-screening", Value::Null).await.problem(403, "separation_of_duties");
    }

    async fn a_call_takes_no_application_a_second_after_it_closed(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        let new = json!({ "call_id": call.rsplit('/').next(), "group_id": group, "content": content(50 * MILLION, 25 * MILLION) });
        let made = staff.officer.post("/v1/grant-applications", new.clone()).await.expect(201);
        let twin = staff.officer.post("/v1/grant-applications", new).await.problem(409, "duplicate");
        assert_eq!(twin.json["existing_id"], made.json["id"]);
        let path = format!("/v1/grant-applications/{}", made.id());
        app.set_now("2026-12-01T00:00:00Z");
        assert_eq!(staff.approver.get(&call).await.json["status"], "closed");
        let late = step(&staff.officer, &path, "submit", Value::Null).await.problem(409, "state_conflict");
        let told = late.json["detail"].to_string();
        assert!(told.contains("07:00 01/01/2026") && told.contains("07:00 01/12/2026"), "{told}");
        app.set_now("2026-11-30T23:59:59Z");
        step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
    }

    async fn a_call_takes_no_more_than_the_fund_has_under_its_ceilings(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let staff = Staff::of(&app).await;
        let fund = app.fund(100 * MILLION).await;
        let made = staff.officer.post("/v1/grant-calls", new_call(fund, commune, 150 * MILLION)).await.expect(201);
        let path = format!("/v1/grant-calls/{}", made.id());
        let refused = step(&staff.approver, &path, "open", Value::Null).await.problem(409, "funds_exceeded");
        let finding = &refused.json["findings"][0];
        assert_eq!((&finding["rule"], &finding["found"]), (&json!("fund"), &json!(100 * MILLION)));
        let call = open_call(&staff, new_call(fund, commune, 100 * MILLION)).await;
        let allotment = staff.officer.get(&call).await.json["allotments"][0]["id"].clone();
        let allotment = format!("{call}/allotments/{}", allotment.as_str().unwrap_or_default());
        let etag = staff.approver.get(&call).await.etag();
        let more = staff.approver.patch(&allotment, &etag, json!({ "limit_vnd": 100 * MILLION + 1 })).await;
        more.problem(409, "funds_exceeded");
        let nothing = staff.approver.patch(&allotment, &etag, json!({ "limit_vnd": 0 })).await;
        nothing.problem(422, "validation_failed").faults(&["#/limit_vnd: out_of_range"]);
        let less = staff.approver.patch(&allotment, &etag, json!({ "limit_vnd": 60 * MILLION })).await.expect(200);
        assert_eq!(less.json["budget_vnd"], json!(60 * MILLION));
        step(&staff.approver, &call, "close", Value::Null).await.expect(200);
        let archived = step(&staff.approver, &call, "archive", Value::Null).await.expect(200);
        assert_eq!((&archived.json["status"], &archived.json["allotments"][0]["limit_vnd"]), (&json!("archived"), &json!(0)));
    }
}
