//! Targets and baselines of indicators: what is set, changed and taken out, and by whom.

use std::future::IntoFuture as _;

use entity::enums::{LegalForm, Role, TargetKind};
use entity::ids::AreaId;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::{App, Caller, at_once, both_databases};
use uuid::Uuid;

const TARGETS: &str = "/v1/indicator-targets";

async fn officer(app: &App) -> Caller {
    app.as_officer_of(app.province().await).await
}

async fn district(app: &App) -> AreaId {
    app.area("045", "2022-06-30").await
}

fn target(code: &str, area: AreaId, (year, value): (i32, i64)) -> Value {
    json!({ "code": code, "area_id": area, "year": year, "value": value })
}

both_databases! {
    async fn a_target_is_set_changed_and_taken_out(app: App) {
        let (officer, province, key) = (officer(&app).await, app.province().await, Uuid::now_v7());
        let mut new = target("G1", province, (2024, 800));
        new["source"] = json!("1438/QĐ-UBND");
        let made = officer.post(TARGETS, new.clone()).key(key).await.expect(201);
        let told = ["code", "year", "kind", "value", "is_ratio", "source", "warnings"].map(|name| made.json[name].clone());
        assert_eq!(json!(told), json!(["G1", 2024, "target", 800, false, "1438/QĐ-UBND", []]));
        let again = officer.post(TARGETS, new).key(key).await.expect(201);
        assert_eq!((made.id(), again.header("idempotency-replayed").as_deref()), (again.id(), Some("true")));
        let path = format!("{TARGETS}/{}", made.id());
        let got = officer.get(&path).await.expect(200);
        assert_eq!((&got.json, got.header("etag")), (&made.json, Some(made.etag())));
        let changed = officer.patch(&path, &made.etag(), json!({ "value": 850, "source": null })).await.expect(200);
        assert_eq!((&changed.json["value"], &changed.json["source"]), (&json!(850), &Value::Null));
        officer.patch(&path, &made.etag(), json!({ "value": 1 })).await.problem(412, "precondition_failed");
        officer.patch(&path, &changed.etag(), json!({})).await.problem(422, "validation_failed");
        officer.patch(&path, &changed.etag(), json!({ "year": 2025 })).await.faults(&["#/year: unknown_field"]);
        officer.patch(&path, &changed.etag(), json!({ "value": -1 })).await.faults(&["#/value: out_of_range"]);
        officer.delete(&path, &changed.etag()).await.problem(400, "invalid_parameter");
        let gone = format!("{path}?reason=wrong_date");
        officer.delete(&gone, &made.etag()).await.problem(412, "precondition_failed");
        let history = officer.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<&str> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["updated", "created"]);
        officer.delete(&gone, &changed.etag()).await.expect(204);
        officer.get(&path).await.problem(404, "not_found");
        officer.post(TARGETS, target("G1", province, (2024, 900))).await.expect(201);
    }

    async fn an_area_has_each_value_of_a_year_once(app: App) {
        let (officer, district) = (officer(&app).await, district(&app).await);
        let first = officer.post(TARGETS, target("G1", district, (2024, 80))).await.expect(201);
        let twin = officer.post(TARGETS, target("G1", district, (2024, 90))).await.problem(409, "duplicate");
        assert_eq!(twin.json["existing_id"], json!(first.id()));
        let mut baseline = target("G1", district, (2024, 10));
        baseline["kind"] = json!("baseline");
        officer.post(TARGETS, baseline).await.expect(201);
        let ask = || officer.post(TARGETS, target("G1", district, (2023, 80))).into_future();
        let mut statuses: Vec<u16> = at_once([ask(), ask(), ask()]).await.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409]);
    }

    async fn a_target_names_a_known_indicator_and_an_area_of_its_year(app: App) {
        let (province, district) = (app.province().await, district(&app).await);
        let of_district = app.as_officer_of(district).await;
        let officer = officer(&app).await;
        for (new, faults) in [
            (target("G99", province, (2024, 1)), vec!["#/code: not_found"]),
            (target("G4", province, (2024, 10_001)), vec!["#/value: out_of_range"]),
            (target("G1", province, (2024, -1)), vec!["#/value: out_of_range"]),
            (target("G1", province, (1999, 1)), vec!["#/year: out_of_range"]),
            // The districts were abolished on 1 July 2025.
            (target("G1", district, (2026, 1)), vec!["#/area_id: inconsistent"]),
            (target("G99", Uuid::now_v7().into(), (2024, 1)), vec!["#/code: not_found", "#/area_id: not_found"]),
        ] {
            officer.post(TARGETS, new).await.faults(&faults);
        }
        let ratio = officer.post(TARGETS, target("G4", province, (2024, 10_000))).await.expect(201);
        assert_eq!(ratio.json["is_ratio"], true);
        let path = format!("{TARGETS}/{}", ratio.id());
        officer.patch(&path, &ratio.etag(), json!({ "value": 10_001 })).await.faults(&["#/value: out_of_range"]);
        officer.post(TARGETS, target("1.1.4_livestock", province, (2024, 90_000))).await.expect(201);
        of_district.post(TARGETS, target("G1", province, (2024, 1))).await.faults(&["#/area_id: not_found"]);
        of_district.post(TARGETS, target("G1", district, (2024, 1))).await.expect(201);
    }

    async fn targets_are_listed_within_the_area_alone(app: App) {
        let (province, district) = (app.province().await, district(&app).await);
        let (officer, of_district) = (officer(&app).await, app.as_officer_of(district).await);
        let commune = app.area("01392", "2022-06-30").await;
        let elsewhere = app.as_officer_of(app.area("01726", "2022-06-30").await).await;
        let whole = app.target(("G1", province), (TargetKind::Target, 2024), 800).await;
        app.target(("G1", province), (TargetKind::Baseline, 2017), 0).await;
        let own = app.target(("G6", district), (TargetKind::Target, 2024), 8).await;
        app.target(("G4", commune), (TargetKind::Target, 2023), 8000).await;
        let count = async |caller: &Caller, filter: &str| {
            let list = caller.get(&format!("{TARGETS}?{filter}&include_total=true")).await.expect(200);
            assert_eq!(list.json["page"]["total"], json!(list.ids().len()));
            list.ids().len()
        };
        let all = [count(&officer, "").await, count(&of_district, "").await, count(&elsewhere, "").await];
        assert_eq!(all, [4, 2, 0]);
        for (filter, expected) in [
            ("code=G1", 2), ("code=G1,G6", 3), ("code=G99", 0), ("year=2024", 2), ("kind=baseline", 1),
            ("code=G1&kind=target", 1),
        ] {
            assert_eq!(count(&officer, filter).await, expected, "{filter}");
        }
        assert_eq!(count(&officer, &format!("area_id={district}")).await, 2);
        for (sort, member, first) in [
            ("year", "year", json!(2017)), ("-year", "year", json!(2024)), ("code", "code", json!("G1")),
            ("-code", "code", json!("G6")),
        ] {
            let page = officer.get(&format!("{TARGETS}?sort={sort}&limit=1")).await.expect(200);
            assert_eq!(page.data()[0][member], first, "{sort}");
        }
        let (hidden, own) = (format!("{TARGETS}/{whole}"), format!("{TARGETS}/{own}"));
        of_district.get(&own).await.expect(200);
        of_district.patch(&own, "\"v1\"", json!({ "value": 9 })).await.expect(200);
        for caller in [&of_district, &elsewhere] {
            caller.get(&hidden).await.problem(404, "not_found");
            caller.get(&format!("{hidden}/history")).await.problem(404, "not_found");
            caller.patch(&hidden, "\"v1\"", json!({ "value": 9 })).await.problem(404, "not_found");
            let gone = format!("{hidden}?reason=wrong_date");
            caller.delete(&gone, "\"v1\"").await.problem(404, "not_found");
        }
    }

    async fn officers_keep_targets_and_staff_viewers_and_auditors_read_them(app: App) {
        let province = app.province().await;
        let id = app.target(("G1", province), (TargetKind::Target, 2024), 800).await;
        let path = format!("{TARGETS}/{id}");
        for (role, reads) in [
            (Role::Administrator, true), (Role::Officer, true), (Role::Appraiser, true), (Role::Approver, true),
            (Role::Treasurer, true), (Role::Viewer, true), (Role::Auditor, true), (Role::Donor, false),
        ] {
            let caller = app.as_role(role, Scope::Province(province)).await;
            let check = format!("{TARGETS}/check?code=G1&year=2024");
            for path in [TARGETS.to_owned(), path.clone(), format!("{path}/history"), check] {
                let status = caller.get(&path).await.status;
                assert_eq!((status, role), (if reads { 200 } else { 403 }, role), "{path}");
            }
            if role != Role::Officer {
                let refused = caller.post(TARGETS, target("G6", province, (2024, 20))).await;
                refused.problem(403, "permission_denied");
                caller.patch(&path, "\"v1\"", json!({ "value": 1 })).await.problem(403, "permission_denied");
                let gone = format!("{path}?reason=wrong_date");
                caller.delete(&gone, "\"v1\"").await.problem(403, "permission_denied");
            }
        }
        app.as_partner(app.partner().await).await.get(TARGETS).await.problem(403, "permission_denied");
        let group = app.group(app.area("01392", "2022-06-30").await, LegalForm::Tht, "2021-01-01").await;
        app.as_leader_of(group).await.get(TARGETS).await.problem(403, "permission_denied");
    }
}
