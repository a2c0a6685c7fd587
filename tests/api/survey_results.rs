//! Results of surveys: what is entered, corrected and taken out, by whom, and where it counts.

use entity::enums::{ReportingStatus, Role, TargetKind};
use entity::ids::AreaId;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

const RESULTS: &str = "/v1/survey-results";

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

fn result(code: &str, area: AreaId, measured_on: &str) -> Value {
    json!({
        "code": code, "area_id": area, "measured_on": measured_on, "round": "mid_term", "value": 3120,
        "denominator": 5200, "method": "Phỏng vấn hộ theo bảng hỏi", "sample_size": 400,
        "source": "Báo cáo khảo sát giữa kỳ",
    })
}

/// The same with another value of a member.
fn with(mut body: Value, name: &str, value: impl Into<Value>) -> Value {
    body[name] = value.into();
    body
}

/// The table of the first indicator.
fn table(values: &Reply) -> &Value {
    &values.json["indicators"][0]
}

both_databases! {
    async fn a_result_is_entered_corrected_and_taken_out(app: App) {
        let (officer, province, key) = (officer(&app).await, app.province().await, Uuid::now_v7());
        let new = result("3.2.2", province, "2022-05-31");
        let made = officer.post(RESULTS, new.clone()).key(key).await.expect(201);
        let told = ["code", "round", "value", "denominator", "share_bps", "sample_size", "population", "margin_bps"]
            .map(|name| made.json[name].clone());
        assert_eq!(json!(told), json!(["3.2.2", "mid_term", 3120, 5200, 6000, 400, null, null]));
        let again = officer.post(RESULTS, new.clone()).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        let twin = officer.post(RESULTS, new.clone()).await.problem(409, "duplicate");
        assert_eq!(twin.json["existing_id"], json!(made.id()));
        officer.post(RESULTS, with(new.clone(), "code", "2.2.6")).await.expect(201);
        let path = format!("{RESULTS}/{}", made.id());
        let got = officer.get(&path).await.expect(200);
        assert_eq!((&got.json, got.header("etag")), (&made.json, Some(made.etag())));
        let patch = json!({ "value": 2600, "margin_bps": 480, "population": 5200, "round": "annual" });
        let changed = officer.patch(&path, &made.etag(), patch).await.expect(200);
        let told = ["value", "share_bps", "margin_bps", "population", "round"].map(|name| changed.json[name].clone());
        assert_eq!(json!(told), json!([2600, 5000, 480, 5200, "annual"]));
        officer.patch(&path, &made.etag(), json!({ "value": 1 })).await.problem(412, "precondition_failed");
        officer.patch(&path, &changed.etag(), json!({ "value": 5201 })).await.faults(&["#/value: inconsistent"]);
        officer.patch(&path, &changed.etag(), json!({ "sample_size": 5201 })).await.faults(&["#/sample_size: inconsistent"]);
        officer.patch(&path, &changed.etag(), json!({ "code": "2.2.6" })).await.faults(&["#/code: unknown_field"]);
        let alone = officer.patch(&path, &changed.etag(), json!({ "denominator": null })).await.expect(200);
        assert_eq!((&alone.json["denominator"], &alone.json["share_bps"]), (&Value::Null, &Value::Null));
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.data().len(), 3);
        officer.delete(&path, &alone.etag()).await.problem(400, "invalid_parameter");
        let gone = format!("{path}?reason=wrong_date");
        officer.delete(&gone, &made.etag()).await.problem(412, "precondition_failed");
        officer.delete(&gone, &alone.etag()).await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        officer.post(RESULTS, new).await.expect(201);
    }

    async fn a_result_is_of_a_surveyed_indicator_in_an_area_of_the_day(app: App) {
        let (officer, province) = (officer(&app).await, app.province().await);
        let district = app.area("045", "2022-06-30").await;
        let of_district = app.as_officer_of(district).await;
        let new = || result("3.2.2", province, "2022-05-31");
        for (body, faults) in [
            (with(new(), "code", "G99"), vec!["#/code: not_found"]),
            (with(new(), "code", "G1"), vec!["#/code: inconsistent"]),
            (with(new(), "measured_on", "2027-01-01"), vec!["#/measured_on: out_of_range"]),
            (with(new(), "value", 5201), vec!["#/value: inconsistent"]),
            (with(new(), "value", -1), vec!["#/value: out_of_range"]),
            (with(new(), "denominator", 0), vec!["#/denominator: out_of_range"]),
            (with(new(), "population", 399), vec!["#/sample_size: inconsistent"]),
            (with(new(), "margin_bps", 10_001), vec!["#/margin_bps: out_of_range"]),
            (with(new(), "round", "weekly"), vec!["#/round: not_in_enum"]),
            // The districts were abolished on 1 July 2025.
            (result("3.2.2", district, "2025-07-01"), vec!["#/area_id: inconsistent"]),
            (result("3.2.2", Uuid::now_v7().into(), "2022-05-31"), vec!["#/area_id: not_found"]),
        ] {
            officer.post(RESULTS, body).await.faults(&faults);
        }
        of_district.post(RESULTS, new()).await.faults(&["#/area_id: not_found"]);
        of_district.post(RESULTS, result("3.2.2", district, "2022-05-31")).await.expect(201);
        let commune = app.area("01392", "2025-07-01").await;
        let of_commune = app.as_officer_of(commune).await;
        of_commune.post(RESULTS, result("3.2.2", commune, "2026-01-01")).await.expect(201);
    }

    async fn results_of_a_locked_period_say_why_they_come_late(app: App) {
        let (officer, province) = (officer(&app).await, app.province().await);
        let id = app.survey_result(("2.2.6", province), "2022-05-31", (10, Some(20))).await;
        app.reporting_period(province, (2022, None), ReportingStatus::Locked).await;
        let (new, late) = (result("3.2.2", province, "2022-05-31"), "late_reason=paper_came_late");
        officer.post(RESULTS, new.clone()).await.faults(&["late_reason: required"]);
        officer.post(&format!("{RESULTS}?{late}"), new).await.expect(201);
        officer.post(RESULTS, result("3.2.2", province, "2023-05-31")).await.expect(201);
        let path = format!("{RESULTS}/{id}");
        officer.patch(&path, "\"v1\"", json!({ "value": 11 })).await.faults(&["late_reason: required"]);
        officer.patch(&format!("{path}?{late}"), "\"v1\"", json!({ "value": 11 })).await.expect(200);
        let gone = format!("{path}?reason=never_happened");
        officer.delete(&gone, "\"v2\"").await.faults(&["late_reason: required"]);
        officer.delete(&format!("{gone}&{late}"), "\"v2\"").await.expect(204);
    }

    async fn results_are_listed_within_the_area_alone(app: App) {
        let (province, officer) = (app.province().await, officer(&app).await);
        let district = app.area("045", "2022-06-30").await;
        let of_district = app.as_officer_of(district).await;
        let whole = app.survey_result(("3.2.2", province), "2022-05-31", (10, Some(20))).await;
        app.survey_result(("2.2.6", district), "2023-05-31", (10, None)).await;
        let count = async |caller: &Caller, filter: &str| {
            let list = caller.get(&format!("{RESULTS}?{filter}&include_total=true")).await.expect(200);
            assert_eq!(list.json["page"]["total"], json!(list.ids().len()));
            list.ids().len()
        };
        assert_eq!([count(&officer, "").await, count(&of_district, "").await], [2, 1]);
        for (filter, expected) in [
            ("code=3.2.2", 1), ("code=3.2.2,2.2.6", 2), ("round=annual", 2), ("round=baseline", 0),
            ("measured_on_gte=2023-05-31", 1), ("measured_on_lte=2023-05-30", 1),
        ] {
            assert_eq!(count(&officer, filter).await, expected, "{filter}");
        }
        assert_eq!(count(&officer, &format!("area_id={district}")).await, 1);
        let latest = officer.get(&format!("{RESULTS}?limit=1")).await.expect(200);
        assert_eq!(latest.data()[0]["measured_on"], "2023-05-31");
        let hidden = format!("{RESULTS}/{whole}");
        of_district.get(&hidden).await.problem(404, "not_found");
        of_district.patch(&hidden, "\"v1\"", json!({ "value": 1 })).await.problem(404, "not_found");
        of_district.delete(&format!("{hidden}?reason=wrong_date"), "\"v1\"").await.problem(404, "not_found");
        for (role, reads) in [
            (Role::Administrator, true), (Role::Appraiser, true), (Role::Approver, true), (Role::Treasurer, true),
            (Role::Viewer, true), (Role::Auditor, true), (Role::Donor, false),
        ] {
            let caller = app.as_role(role, Scope::Province(province)).await;
            for path in [RESULTS.to_owned(), hidden.clone(), format!("{hidden}/history")] {
                let status = caller.get(&path).await.status;
                assert_eq!((status, role), (if reads { 200 } else { 403 }, role), "{path}");
            }
            caller.post(RESULTS, result("3.2.2", province, "2024-05-31")).await.problem(403, "permission_denied");
            caller.patch(&hidden, "\"v1\"", json!({ "value": 1 })).await.problem(403, "permission_denied");
            let gone = format!("{hidden}?reason=wrong_date");
            caller.delete(&gone, "\"v1\"").await.problem(403, "permission_denied");
        }
    }

    async fn the_latest_result_is_the_value_of_the_indicator(app: App) {
        let (province, officer) = (app.province().await, officer(&app).await);
        let district = app.area("045", "2022-06-30").await;
        let url = "/v1/indicators/3.2.2/values";
        let none = officer.get(&format!("{url}?as_of=2022-06-30")).await.expect(200);
        let told = ["cells", "is_withheld", "measured_on", "target", "baseline"].map(|name| table(&none)[name].clone());
        assert_eq!(json!(told), json!([[], false, null, null, null]));
        app.survey_result(("3.2.2", province), "2017-06-30", (1200, Some(4800))).await;
        app.survey_result(("3.2.2", province), "2022-06-30", (3120, Some(5200))).await;
        app.survey_result(("3.2.2", district), "2022-01-31", (70, None)).await;
        app.survey_result(("2.2.6", province), "2022-07-01", (5, Some(9))).await;
        let cell = async |caller: &Caller, query: &str| {
            let values = caller.get(&format!("{url}?{query}")).await.expect(200);
            table(&values)["cells"].clone()
        };
        let whole = json!([{ "key": {}, "value": 3120, "denominator": 5200, "share_bps": 6000, "records_url": null }]);
        assert_eq!(cell(&officer, "as_of=2022-06-30").await, whole);
        assert_eq!(cell(&officer, "as_of=2022-06-29").await[0]["value"], 1200);
        assert_eq!(cell(&officer, "as_of=2017-06-29").await, json!([]));
        let of_district = cell(&officer, &format!("as_of=2022-06-30&map=2022&area_id={district}")).await;
        assert_eq!(of_district, json!([{ "key": {}, "value": 70, "denominator": null, "share_bps": null, "records_url": null }]));
        assert_eq!(cell(&app.as_officer_of(district).await, "as_of=2022-06-30&map=2022").await, of_district);
        assert_eq!(cell(&app.as_viewer_of(province).await, "as_of=2022-06-30").await, whole);
        let refused = officer.get(&format!("{url}?by=sex")).await.problem(422, "validation_failed");
        assert_eq!(refused.json["errors"][0]["parameter"], "by");
        let both = officer.get("/v1/indicator-values?code=3.2.2,2.2.6,G1&as_of=2022-06-30").await.expect(200);
        let tables = both.json["indicators"].as_array().unwrap();
        let told: Vec<Value> =
            tables.iter().map(|one| json!([one["code"], one["measured_on"], one["cells"].as_array().unwrap().len()])).collect();
        assert_eq!(json!(told), json!([["3.2.2", "2022-06-30", 1], ["2.2.6", null, 0], ["G1", null, 1]]));
    }

    async fn values_stand_beside_targets_and_baselines_of_the_area(app: App) {
        let (province, officer) = (app.province().await, officer(&app).await);
        let district = app.area("045", "2022-06-30").await;
        for (kind, year, value) in [
            (TargetKind::Target, 2022, 500), (TargetKind::Target, 2024, 800), (TargetKind::Target, 2023, 600),
            (TargetKind::Baseline, 2017, 12), (TargetKind::Baseline, 2016, 11),
        ] {
            app.target(("G1", province), (kind, year), value).await;
        }
        app.target(("G1", district), (TargetKind::Target, 2021), 90).await;
        app.target(("3.2.2", province), (TargetKind::Baseline, 2017), 1200).await;
        let aims = async |caller: &Caller, path: &str| {
            let values = caller.get(path).await.expect(200);
            json!([table(&values)["target"], table(&values)["baseline"]])
        };
        // Nothing is counted yet: each is reached by nothing, and the survey's, without a result, by what nobody knows.
        let whole = json!([{ "year": 2024, "value": 800, "reached_bps": 0 }, { "year": 2017, "value": 12, "reached_bps": 0 }]);
        assert_eq!(aims(&officer, "/v1/indicators/G1/values?as_of=2022-06-30").await, whole);
        assert_eq!(aims(&officer, "/v1/indicator-values?code=G1").await, whole);
        assert_eq!(aims(&officer, "/v1/indicators/G2/values").await, json!([null, null]));
        assert_eq!(aims(&officer, "/v1/indicators/3.2.2/values").await[1],
            json!({ "year": 2017, "value": 1200, "reached_bps": null }));
        let of_district = "/v1/indicators/G1/values?as_of=2022-06-30&map=2022";
        let expected = json!([{ "year": 2021, "value": 90, "reached_bps": 0 }, null]);
        assert_eq!(aims(&officer, &format!("{of_district}&area_id={district}")).await, expected);
        assert_eq!(aims(&app.as_officer_of(district).await, of_district).await, expected);
        let report = officer.get("/v1/reports/progress?as_of=2022-06-30").await.expect(200);
        assert_eq!(report.json["figures"][0]["denominator"], 800);
    }
}
