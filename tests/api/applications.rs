//! What an application says: faults pointed at, versions that are kept, a basis that later edits do not reach, scores
//! and their ranking.

use entity::enums::{GroupStatus, Poverty};
use entity::{group_office, group_period};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveEnum as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::{Staff, approval, content, new_call, open_call, scored, scores, step};
use tests::{App, both_databases};

const MILLION: i64 = 1_000_000;

/// An open call of a commune.
async fn call(app: &App, staff: &Staff) -> (String, entity::ids::AreaId) {
    let commune = app.area("01392", "2026-06-01").await;
    let new = new_call(app.fund(500 * MILLION).await, commune, 300 * MILLION);
    (open_call(staff, new).await, commune)
}

both_databases! {
    async fn a_budget_that_does_not_add_up_is_pointed_at(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let group = app.poor_group(commune).await;
        let good = json!({ "call_id": call.rsplit('/').next(), "group_id": group, "content": content(50 * MILLION, 25 * MILLION) });
        for (amount, fault) in [("-1", "out_of_range"), ("0", "out_of_range"), ("9007199254740993", "out_of_range")] {
            let mut body = good.clone();
            body["content"]["budget_lines"][1]["amount_vnd"] = serde_json::from_str(amount).unwrap();
            let refused = staff.officer.post("/v1/grant-applications", body).await.problem(422, "validation_failed");
            let faults = refused.json["errors"].to_string();
            assert!(faults.contains("#/content/budget_lines/1/amount_vnd") && faults.contains(fault), "{refused}");
        }
        let mut off = good.clone();
        off["content"]["budget_lines"][0]["count"] = json!(10);
        off["content"]["budget_lines"][0]["unit_price_vnd"] = json!(4 * MILLION);
        staff.officer.post("/v1/grant-applications", off).await.faults(&["#/content/budget_lines/0/amount_vnd: inconsistent"]);
        let mut off = good.clone();
        off["content"]["total_vnd"] = json!(75 * MILLION - 1);
        staff.officer.post("/v1/grant-applications", off).await.faults(&["#/content/total_vnd: inconsistent"]);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM grant_application").await, 0);
        staff.officer.post("/v1/grant-applications", good).await.expect(201);
    }

    async fn a_returned_application_keeps_its_versions_and_its_first_basis(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let group = app.poor_group(commune).await;
        let new = json!({ "call_id": call.rsplit('/').next(), "group_id": group, "content": content(50 * MILLION, 25 * MILLION) });
        let made = staff.officer.post("/v1/grant-applications", new).await.expect(201);
        let path = format!("/v1/grant-applications/{}", made.id());
        step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
        let versions = format!("{path}/versions");
        let first = staff.officer.get(&versions).await.expect(200).data()[0].clone();
        assert!(first["basis_sha256"].as_str().is_some_and(|hash| hash.len() == 64));
        step(&staff.appraisers[0], &path, "start-screening", Value::Null).await.expect(200);
        let returned = step(&staff.appraisers[0], &path, "return", json!({ "reason": "Thiếu công làm đất" })).await.expect(200);
        assert_eq!(returned.json["status"], "returned");
        let etag = staff.officer.get(&path).await.etag();
        staff.officer.patch(&path, &etag, json!({ "content": content(40 * MILLION, 25 * MILLION) })).await.expect(200);
        let household = app.household(commune, "2020-01-01").await;
        app.poverty(household, commune, Poverty::Poor, "2026-01-01").await;
        let person = app.person(household).await;
        app.membership(group, person, "2021-01-01").await;
        step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
        let kept = staff.officer.get(&versions).await.expect(200);
        let kept = kept.data();
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[1], first, "the first version is as it was");
        assert_ne!(kept[0]["basis_sha256"], first["basis_sha256"], "a member more");
        let changed: Vec<_> = kept[0]["changes"].as_array().unwrap().iter().map(|change| change["pointer"].clone()).collect();
        assert_eq!(changed, ["/budget_lines", "/total_vnd"]);
        let page = staff.officer.get(&format!("{versions}?limit=1&include_total=true")).await.expect(200);
        assert_eq!((page.data(), &page.json["page"]["total"]), (&kept[..1], &json!(2)));
        let cursor = page.json["page"]["next_cursor"].as_str().unwrap();
        let rest = staff.officer.get(&format!("{versions}?limit=1&cursor={cursor}")).await.expect(200);
        assert_eq!((rest.data(), &rest.json["page"]["has_more"]), (&kept[1..], &json!(false)));
    }

    async fn results_of_a_screening_are_listed_page_by_page(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let path = scored(&staff, &call, app.poor_group(commune).await, 50 * MILLION).await;
        step(&staff.appraisers[0], &path, "return", json!({ "reason": "Thiếu báo giá" })).await.expect(200);
        step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
        step(&staff.appraisers[0], &path, "start-screening", Value::Null).await.expect(200);
        let result = |criterion| json!({ "criterion": criterion, "is_met": true, "remark": null });
        let results = json!({ "results": [result("quotes"), result("documents")] });
        step(&staff.appraisers[0], &path, "pass-screening", results).await.expect(200);
        let list = format!("{path}/screening-results?limit=1&include_total=true");
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = staff.officer.get(&format!("{list}{after}")).await.expect(200);
            assert_eq!((page.data().len(), &page.json["page"]["total"]), (1, &json!(3)));
            seen.push((page.data()[0]["content_version"].clone(), page.data()[0]["criterion"].clone()));
            let Some(cursor) = page.json["page"]["next_cursor"].as_str() else { break };
            after = format!("&cursor={cursor}");
        }
        let all = [(1, "documents"), (2, "documents"), (2, "quotes")].map(|(n, criterion)| (json!(n), json!(criterion)));
        assert_eq!(seen, all);
    }

    async fn scores_lie_within_the_range_of_their_criterion(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let path = scored(&staff, &call, app.poor_group(commune).await, 50 * MILLION).await;
        let third = app.as_appraiser().await;
        let appraisals = format!("{path}/appraisals");
        third.post(&appraisals, scores(80, 51)).await.faults(&["#/scores/1/score: out_of_range"]);
        let mut twice = scores(80, 40);
        twice["scores"][1]["criterion"] = json!("feasibility");
        third.post(&appraisals, twice).await.faults(&["#/scores/1/criterion: not_unique", "#/scores: required"]);
        let mut conflict = scores(80, 40);
        conflict["has_conflict"] = json!(true);
        third.post(&appraisals, conflict).await.faults(&["#/scores: inconsistent"]);
        let declared = json!({ "has_conflict": true, "scores": [], "remark": null });
        third.post(&appraisals, declared).await.expect(201);
        let ranking = staff.approver.get(&format!("{call}/ranking")).await.expect(200);
        assert_eq!(ranking.json["ranked"][0]["appraisers"], 2, "a declared conflict does not count");
    }

    async fn a_ranking_shows_its_arithmetic(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let first = scored(&staff, &call, app.poor_group(commune).await, 50 * MILLION).await;
        let second = scored(&staff, &call, app.poor_group(commune).await, 20 * MILLION).await;
        app.as_appraiser().await.post(&format!("{second}/appraisals"), scores(100, 50)).await.expect(201);
        let ranking = staff.approver.get(&format!("{call}/ranking")).await.expect(200);
        let rows = ranking.json["ranked"].as_array().unwrap();
        let told = |n: usize| {
            let row: &Value = &rows[n];
            (row["application_id"].as_str().unwrap().to_owned(), json!([row["place"], row["weighted_bps"], row["sum_bps"], row["appraisers"], row["final_bps"], row["cumulative_vnd"]]))
        };
        let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        // 80 and 70 of 100 at 60 %, 40 of 50 at 40 %: 8,000 and 7,400 of 10,000.
        let ((best, of_best), (next, of_next)) = (told(0), told(1));
        assert_eq!((best, next), (id(&second), id(&first)));
        let mut of_best = of_best;
        of_best[1].as_array_mut().unwrap().sort_by_key(Value::as_i64);
        assert_eq!(of_best, json!([1, [7_400, 8_000, 10_000], 25_400, 3, 8_467, 20 * MILLION]));
        let mut of_next = of_next;
        of_next[1].as_array_mut().unwrap().sort_by_key(Value::as_i64);
        assert_eq!(of_next, json!([2, [7_400, 8_000], 15_400, 2, 7_700, 70 * MILLION]));
        assert_eq!(staff.approver.get(&format!("{call}/ranking")).await.json, ranking.json);
    }

    async fn no_more_is_granted_than_was_asked_for(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let path = scored(&staff, &call, app.poor_group(commune).await, 50 * MILLION).await;
        step(&staff.approver, &path, "approve", approval(50 * MILLION + 1)).await.faults(&["#/amount_vnd: out_of_range"]);
        for amount in [0, -1] {
            let refused = step(&staff.approver, &path, "approve", approval(amount)).await.problem(422, "validation_failed");
            assert!(refused.json["errors"].to_string().contains("#/amount_vnd"), "{refused}");
        }
        assert_eq!(staff.approver.get(&path).await.json["status"], "appraisal");
        step(&staff.approver, &path, "approve", approval(50 * MILLION)).await.expect(200);
    }

    async fn a_group_dissolved_after_the_decision_signs_no_agreement(app: App) {
        let staff = Staff::of(&app).await;
        let (call, commune) = call(&app, &staff).await;
        let group = app.poor_group(commune).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        step(&staff.approver, &path, "approve", approval(50 * MILLION)).await.expect(200);
        let heads = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
        let head = heads.one(app.db()).await.unwrap().unwrap().membership_id;
        let dissolved = Expr::value(GroupStatus::Dissolved.to_value());
        let periods = group_period::Entity::update_many().col_expr(group_period::Column::Status, dissolved);
        periods.filter(group_period::Column::GroupId.eq(group)).exec(app.db()).await.unwrap();
        let signed = json!({ "number": "05/HĐ-CSA", "signed_on": "2026-06-15", "signer_membership_id": head });
        let unmet = step(&staff.approver, &path, "sign-agreement", signed).await.unmet();
        assert_eq!(unmet, [("group_active".to_owned(), None, None)]);
        assert_eq!(app.database().count("SELECT COUNT(*) FROM disbursement").await, 0);
    }
}
