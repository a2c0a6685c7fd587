//! Whether targets of parts add up to that of the whole: what is told, and what is warned of.

use entity::enums::TargetKind::{Baseline, Target};
use entity::ids::AreaId;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};

const TARGETS: &str = "/v1/indicator-targets";

async fn set(officer: &Caller, (code, area): (&str, AreaId), (year, value): (i32, i64)) -> Reply {
    let new = json!({ "code": code, "area_id": area, "year": year, "value": value });
    officer.post(TARGETS, new).await.expect(201)
}

async fn check(caller: &Caller, query: &str) -> Value {
    caller.get(&format!("{TARGETS}/check?{query}")).await.expect(200).json
}

/// Of each part of an area: level, how many have a value, sum, difference, how many have none.
fn parts(whole: &Value) -> Value {
    let of = |part: &Value| {
        let missing = part["without_value"].as_array().unwrap().len();
        json!([part["level"], part["with_value"], part["sum"], part["difference"], missing])
    };
    whole["parts"].as_array().unwrap().iter().map(of).collect()
}

fn warned_of(reply: &Reply) -> Vec<&str> {
    let warnings = reply.json["warnings"].as_array().unwrap();
    assert!(warnings.iter().all(|warning| warning["code"] == "parts_exceed_whole"), "{reply}");
    warnings.iter().map(|warning| warning["detail_en"].as_str().unwrap()).collect()
}

async fn units(officer: &Caller, level: &str, day: &str) -> i64 {
    let list =
        officer.get(&format!("/v1/areas?level={level}&valid_on={day}&limit=1&include_total=true")).await;
    list.expect(200).json["page"]["total"].as_i64().unwrap()
}

both_databases! {
    async fn parts_are_compared_with_the_whole(app: App) {
        let (province, officer) = (app.province().await, app.as_officer_of(app.province().await).await);
        let (first, second) = (app.area("045", "2022-06-30").await, app.area("052", "2022-06-30").await);
        let commune = app.area("01392", "2022-06-30").await;
        for (area, value) in [(province, 800), (first, 500), (second, 200), (commune, 600)] {
            app.target(("G1", area), (Target, 2024), value).await;
            app.target(("G1", area), (Baseline, 2024), 1).await;
        }
        let (districts, communes) =
            (units(&officer, "district", "2022-06-30").await, units(&officer, "commune", "2022-06-30").await);
        let told = check(&officer, "code=G1&year=2024").await;
        assert_eq!((&told["map"], &told["is_ratio"], &told["kind"]), (&json!("2022"), &json!(false), &json!("target")));
        let wholes = told["wholes"].as_array().unwrap();
        assert_eq!(wholes.len(), usize::try_from(districts).unwrap() + 1);
        assert_eq!((&wholes[0]["area"]["code"], &wholes[0]["value"]), (&json!("04"), &json!(800)));
        let expected = json!([["district", 2, 700, -100, districts - 2], ["commune", 1, 600, -200, communes - 1]]);
        assert_eq!(parts(&wholes[0]), expected);
        let district = wholes.iter().find(|whole| whole["area"]["code"] == "045").unwrap();
        assert_eq!(parts(district)[0].as_array().unwrap()[..4], [json!("commune"), json!(1), json!(600), json!(100)]);
        let bare = wholes.iter().find(|whole| whole["value"].is_null()).unwrap();
        assert_eq!(parts(bare)[0].as_array().unwrap()[1..4], [json!(0), json!(0), Value::Null]);
        let baselines = check(&officer, "code=G1&year=2024&kind=baseline").await;
        assert_eq!(parts(&baselines["wholes"][0])[0].as_array().unwrap()[..4], [json!("district"), json!(2), json!(2), json!(1)]);
        let new_map = check(&officer, "code=G1&year=2024&map=2025").await;
        assert_eq!(new_map["wholes"].as_array().unwrap().len(), 1);
        assert_eq!(parts(&new_map["wholes"][0])[0].as_array().unwrap()[..4], [json!("commune"), json!(0), json!(0), Value::Null]);
        assert_eq!(check(&officer, "code=G1&year=2026").await["map"], "2025");
        let of_district = app.as_officer_of(first).await;
        let own = check(&of_district, "code=G1&year=2024").await;
        assert_eq!((own["wholes"].as_array().unwrap().len(), &own["wholes"][0]["value"]), (1, &json!(500)));
        let elsewhere = app.as_officer_of(app.area("01726", "2022-06-30").await).await;
        assert!(check(&elsewhere, "code=G1&year=2024").await["wholes"].as_array().unwrap().iter().all(
            |whole| whole["value"].is_null() && whole["parts"] == json!([])
        ));
        let unknown = officer.get(&format!("{TARGETS}/check?code=G99&year=2024")).await;
        assert_eq!(unknown.problem(422, "validation_failed").json["errors"][0]["parameter"], "code");
        officer.get(&format!("{TARGETS}/check?code=G1")).await.problem(400, "invalid_parameter");
    }

    async fn shares_do_not_add_up(app: App) {
        let (province, officer) = (app.province().await, app.as_officer_of(app.province().await).await);
        let district = app.area("045", "2022-06-30").await;
        set(&officer, ("G4", province), (2024, 8000)).await;
        assert_eq!(warned_of(&set(&officer, ("G4", district), (2024, 9000)).await), Vec::<&str>::new());
        let told = check(&officer, "code=G4&year=2024").await;
        assert_eq!(told["is_ratio"], true);
        assert_eq!(parts(&told["wholes"][0])[0].as_array().unwrap()[..4], [json!("district"), json!(1), Value::Null, Value::Null]);
    }

    async fn whoever_sets_parts_above_the_whole_is_warned(app: App) {
        let (province, officer) = (app.province().await, app.as_officer_of(app.province().await).await);
        let (first, second) = (app.area("045", "2022-06-30").await, app.area("052", "2022-06-30").await);
        let commune = app.area("01392", "2022-06-30").await;
        let none = Vec::<&str>::new();
        assert_eq!(warned_of(&set(&officer, ("G1", province), (2024, 800)).await), none);
        assert_eq!(warned_of(&set(&officer, ("G1", first), (2024, 500)).await), none);
        let of_commune = app.as_officer_of(commune).await;
        let small = set(&of_commune, ("G1", commune), (2024, 600)).await;
        assert_eq!(warned_of(&small).len(), 1, "{small}");
        let second_district = set(&officer, ("G1", second), (2024, 400)).await;
        let [warning] = warned_of(&second_district)[..] else { panic!("{second_district}") };
        assert!(warning.starts_with("The targets of the units in Cao Bang"), "{warning}");
        let path = format!("{TARGETS}/{}", second_district.id());
        let lowered = officer.patch(&path, "\"v1\"", json!({ "value": 300 })).await.expect(200);
        assert_eq!(warned_of(&lowered), none);
        let read = officer.get(&path).await.expect(200);
        assert_eq!(read.json["warnings"], json!([]));
        let raised = officer.patch(&path, &lowered.etag(), json!({ "value": 301 })).await.expect(200);
        assert_eq!(warned_of(&raised).len(), 1);
        // A commune of 2025 and what it was merged from.
        let merged = app.area("01392", "2025-07-01").await;
        set(&officer, ("G1", merged), (2025, 10)).await;
        assert_eq!(warned_of(&set(&officer, ("G1", commune), (2025, 11)).await).len(), 1);
    }
}
