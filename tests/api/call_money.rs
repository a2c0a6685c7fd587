//! Where the money of calls may go: areas of their year, none of them twice, and below every ceiling they touch.

use entity::ids::AreaId;
use entity::{call_allotment, group_office, group_period};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::{Staff, approval, new_call, open_call, scored, step};
use tests::{App, both_databases};

const MILLION: i64 = 1_000_000;

/// A call of 2025 with a million for each of some areas.
fn call_of(fund: entity::ids::FundId, areas: &[AreaId]) -> Value {
    let budget_vnd = MILLION * i64::try_from(areas.len()).unwrap();
    let mut new = new_call(fund, areas[0], budget_vnd);
    let allotment = |area| json!({ "area_id": area, "year": 2025, "limit_vnd": MILLION });
    new["allotments"] = areas.iter().map(allotment).collect();
    new
}

both_databases! {
    async fn money_is_allotted_to_areas_that_exist_in_its_year(app: App) {
        let staff = Staff::of(&app).await;
        let (fund, district) = (app.fund(10 * MILLION).await, app.area("053", "2022-06-30").await);
        let old = app.area("01726", "2022-06-30").await;
        let new = app.area("01392", "2025-07-01").await;
        let mut call = call_of(fund, &[new, old, district]);
        for allotment in call["allotments"].as_array_mut().unwrap() {
            allotment["year"] = json!(2026);
        }
        let faults = ["#/allotments/1/area_id: inconsistent", "#/allotments/2/area_id: inconsistent"];
        staff.officer.post("/v1/grant-calls", call).await.problem(422, "validation_failed").faults(&faults);
        let early = json!([{ "area_id": new, "year": 2024, "limit_vnd": MILLION }]);
        let made = staff.officer.post("/v1/grant-calls", call_of(fund, &[district])).await.expect(201);
        let path = format!("/v1/grant-calls/{}", made.id());
        let changed = staff.officer.patch(&path, &made.etag(), json!({ "allotments": early })).await;
        changed.faults(&["#/allotments/0/area_id: inconsistent"]);
    }

    async fn no_commune_is_allotted_money_twice_in_a_year(app: App) {
        let staff = Staff::of(&app).await;
        let fund = app.fund(10 * MILLION).await;
        // The commune of 2025 took in communes of the district.
        let (district, merged) = (app.area("045", "2022-06-30").await, app.area("01392", "2025-07-01").await);
        let apart = app.area("053", "2022-06-30").await;
        let refused = staff.officer.post("/v1/grant-calls", call_of(fund, &[district, apart, merged])).await;
        refused.faults(&["#/allotments/2/area_id: inconsistent"]);
        staff.officer.post("/v1/grant-calls", call_of(fund, &[district, apart])).await.expect(201);
    }

    async fn a_ceiling_holds_for_money_of_a_wider_area(app: App) {
        let staff = Staff::of(&app).await;
        let (fund, commune) = (app.fund(500 * MILLION).await, app.area("01392", "2026-06-01").await);
        let ceilings = format!("/v1/funds/{fund}/ceilings");
        let ceiling = |limit: i64| json!({ "area_id": commune, "year": 2026, "limit_vnd": limit });
        let set = staff.treasurer.post(&ceilings, ceiling(60 * MILLION)).await.expect(201);
        let wide = new_call(fund, app.province().await, 100 * MILLION);
        let made = staff.officer.post("/v1/grant-calls", wide).await.expect(201);
        let path = format!("/v1/grant-calls/{}", made.id());
        let refused = step(&staff.approver, &path, "open", Value::Null).await.problem(409, "funds_exceeded");
        let finding = &refused.json["findings"][0];
        assert_eq!(
            (&finding["rule"], &finding["needed"], &finding["found"]),
            (&json!("fund_ceiling"), &json!(100 * MILLION), &json!(60 * MILLION))
        );
        let raised = format!("{ceilings}/{}", set.id());
        staff.treasurer.patch(&raised, &set.etag(), json!({ "limit_vnd": 100 * MILLION })).await.expect(200);
        step(&staff.approver, &path, "open", Value::Null).await.expect(200);
        let taken = staff.treasurer.get(&raised).await.expect(200);
        assert_eq!((&taken.json["taken_vnd"], &taken.json["left_vnd"]), (&json!(100 * MILLION), &json!(0)));
        assert_eq!(hoinongdan::proofs::verify(app.service()).await.unwrap().faults, []);
    }

    async fn a_ceiling_counts_the_money_of_wider_areas(app: App) {
        let staff = Staff::of(&app).await;
        let (fund, commune) = (app.fund(500 * MILLION).await, app.area("01392", "2026-06-01").await);
        open_call(&staff, new_call(fund, app.province().await, 100 * MILLION)).await;
        let ceilings = format!("/v1/funds/{fund}/ceilings");
        let ceiling = |limit: i64| json!({ "area_id": commune, "year": 2026, "limit_vnd": limit });
        let refused = staff.treasurer.post(&ceilings, ceiling(99 * MILLION)).await.problem(409, "funds_exceeded");
        assert_eq!(refused.json["findings"][0]["needed"], json!(100 * MILLION));
        let set = staff.treasurer.post(&ceilings, ceiling(100 * MILLION)).await.expect(201);
        assert_eq!(set.json["left_vnd"], 0);
        assert_eq!(hoinongdan::proofs::verify(app.service()).await.unwrap().faults, []);
    }

    async fn a_ceiling_set_while_a_call_is_archived_counts_what_the_call_keeps(app: App) {
        let staff = Staff::of(&app).await;
        let fund = app.fund(500 * MILLION).await;
        let mut areas = [app.area("01392", "2026-06-01").await, app.area("01747", "2026-06-01").await];
        areas.sort();
        let mut new = call_of(fund, &areas);
        for allotment in new["allotments"].as_array_mut().unwrap() {
            allotment["year"] = json!(2026);
        }
        let call = open_call(&staff, new).await;
        let closed = step(&staff.approver, &call, "close", Value::Null).await.expect(200);
        let ceiling = json!({ "area_id": areas[1], "year": 2026, "limit_vnd": MILLION });
        let ceiling = staff.treasurer.post(&format!("/v1/funds/{fund}/ceilings"), ceiling);
        let archive = staff.approver.act(&format!("{call}/archive"), &closed.etag(), Value::Null);
        let last = call_allotment::Entity::find().filter(call_allotment::Column::AreaId.eq(areas[1]));
        let mut replies = app.while_held(last, [ceiling, archive]).await;
        replies.pop().unwrap().expect(200);
        replies.pop().unwrap().expect(201);
        assert_eq!(hoinongdan::proofs::verify(app.service()).await.unwrap().faults, []);
    }

    async fn the_budget_of_an_archived_call_is_what_it_still_holds(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        step(&staff.approver, &path, "approve", approval(50 * MILLION)).await.expect(200);
        step(&staff.approver, &call, "close", Value::Null).await.expect(200);
        let archived = step(&staff.approver, &call, "archive", Value::Null).await.expect(200);
        assert_eq!(archived.json["budget_vnd"], json!(50 * MILLION));
        step(&staff.officer, &path, "withdraw", Value::Null).await.expect(200);
        let freed = staff.officer.get(&call).await.expect(200);
        assert_eq!((&freed.json["allotments"][0]["limit_vnd"], &freed.json["budget_vnd"]), (&json!(0), &json!(0)));
    }

    async fn an_archived_call_without_grants_has_no_budget(app: App) {
        let staff = Staff::of(&app).await;
        let commune = app.area("01392", "2026-06-01").await;
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        step(&staff.approver, &call, "close", Value::Null).await.expect(200);
        let archived = step(&staff.approver, &call, "archive", Value::Null).await.expect(200);
        assert_eq!((&archived.json["allotments"][0]["limit_vnd"], &archived.json["budget_vnd"]), (&json!(0), &json!(0)));
    }

    async fn nothing_is_promised_to_a_group_that_has_ended(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let call = open_call(&staff, new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION)).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        let dissolved = Expr::value(entity::enums::GroupStatus::Dissolved);
        let periods = group_period::Entity::update_many().col_expr(group_period::Column::Status, dissolved);
        periods.filter(group_period::Column::GroupId.eq(group)).exec(app.db()).await.unwrap();
        let unmet = step(&staff.approver, &path, "approve", approval(50 * MILLION)).await.unmet();
        assert_eq!(unmet, [("group_active".to_owned(), None, None)]);
        assert_eq!(app.database().count("SELECT committed_vnd FROM call_allotment").await, 0);
    }

    async fn conditions_of_a_tranche_that_rounding_leaves_empty_hold_for_the_next(app: App) {
        let commune = app.area("01392", "2026-06-01").await;
        let (staff, group) = (Staff::of(&app).await, app.poor_group(commune).await);
        let mut new = new_call(app.fund(500 * MILLION).await, commune, 200 * MILLION);
        new["rules"]["rounding"] = json!({ "unit_vnd": MILLION, "mode": "down" });
        new["rules"]["tranches"][0]["share_bps"] = json!(100);
        new["rules"]["tranches"][1]["share_bps"] = json!(9900);
        let call = open_call(&staff, new).await;
        let path = scored(&staff, &call, group, 50 * MILLION).await;
        step(&staff.approver, &path, "approve", approval(50 * MILLION)).await.expect(200);
        let heads = group_office::Entity::find().filter(group_office::Column::GroupId.eq(group));
        let head = heads.one(app.db()).await.unwrap().unwrap().membership_id;
        let signed = json!({ "number": "05/HĐ", "signed_on": "2026-06-15", "signer_membership_id": head });
        step(&staff.approver, &path, "sign-agreement", signed).await.expect(200);
        let query = format!("/v1/disbursements?application_id={}", path.rsplit('/').next().unwrap());
        let tranches = staff.officer.get(&query).await.expect(200);
        assert_eq!(tranches.data().len(), 1);
        let only = &tranches.data()[0];
        assert_eq!((&only["amount_vnd"], &only["conditions"][0]["kind"]), (&json!(50 * MILLION), &json!("contribution_bps")));
        let item = format!("/v1/disbursements/{}", tranches.ids()[0]);
        let unmet = step(&staff.officer, &item, "request", Value::Null).await.unmet();
        assert_eq!(unmet, [tests::finding("contribution_bps", 12 * MILLION, 0)]);
    }
}
