//! Every figure opens to the records behind it.

use entity::enums::{LegalForm, Poverty, Role};
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};

use crate::demo::MONEY;
use crate::reports::{JUNE, figures, officer, rows, village};

/// A link of a row, and beside it what its list holds.
const LINKS: [[&str; 2]; 6] = [
    ["groups_url", "groups"],
    ["members_url", "members"],
    ["poor_near_poor_url", "poor_near_poor"],
    ["funded_groups_url", "funded_groups"],
    ["paid_url", "paid_vnd"],
    ["contracted_groups_url", "contracted_groups"],
];

/// Every figure and every row of a breakdown that counts something opens to a list of just as many records.
async fn assert_lists_hold_what_is_counted(caller: &Caller, report: &Reply) {
    let mut lists = Vec::new();
    for figure in report.json["figures"].as_array().unwrap() {
        lists.push((&figure["list_url"], &figure["value"]));
    }
    let breakdowns = report.json["breakdowns"].as_object().unwrap();
    for row in
        breakdowns.values().filter_map(Value::as_array).flatten().filter(|row| row["code"] != "unknown")
    {
        let counted = row["members"] != 0 || row["groups"].as_i64() > Some(0);
        for [url, count] in LINKS {
            lists.extend((counted && !row[count].is_null()).then(|| (&row[url], &row[count])));
        }
    }
    for (url, count) in lists {
        let list = caller.get(url.as_str().unwrap()).await.expect(200);
        let is_money = MONEY.iter().any(|list| url.as_str().unwrap().starts_with(list));
        let held = if is_money { "sum_vnd" } else { "total" };
        assert_eq!((url, &list.json["page"][held]), (url, count), "{report}");
    }
}

both_databases! {
    async fn figures_name_the_lists_that_the_caller_may_open(app: App) {
        let village = village(&app).await;
        let urls = |report: &Reply| -> Vec<Value> {
            report.json["figures"].as_array().unwrap().iter().map(|figure| figure["list_url"].clone()).collect()
        };
        let report = officer(&app).await.get(&format!("{JUNE}&area_id={}", village.hq)).await.expect(200);
        let area = village.hq;
        let groups = format!("/v1/farmer-groups?as_of=2022-06-30&began_as=cig,tht&status=active,upgraded&area_id={area}&include_total=true");
        let members = format!("/v1/memberships?as_of=2022-06-30&began_as=cig,tht&group_status=active,upgraded&area_id={area}");
        assert_eq!(urls(&report)[..2], [json!(groups), json!(format!("{members}&include_total=true"))]);
        assert_eq!(urls(&report)[4], json!(format!("{members}&poverty=poor,near_poor&include_total=true")));
        let women = &report.json["breakdowns"]["by_sex"][1];
        assert_eq!(women["members_url"], json!(format!("{members}&sex=female&include_total=true")));
        let viewer = app.as_viewer_of(app.province().await).await.get(JUNE).await.expect(200);
        assert!(urls(&viewer)[0].is_string() && urls(&viewer)[1..6].iter().all(Value::is_null), "{viewer}");
        let auditor = app.as_auditor().await.get(JUNE).await.expect(200);
        assert!(urls(&auditor)[1].is_string() && urls(&auditor)[4].is_null(), "{auditor}");
        let admin = app.as_admin().await.get(JUNE).await.expect(200);
        assert!(urls(&admin).iter().all(Value::is_null), "{admin}");
    }

    async fn every_list_holds_exactly_what_is_counted(app: App) {
        let village = village(&app).await;
        app.group(app.area("01392", "2025-07-01").await, LegalForm::Tht, "2025-08-01").await;
        let officer = officer(&app).await;
        for query in ["as_of=2022-06-30".to_owned(), "map=2022".to_owned(), format!("map=2022&area_id={}", village.hq)] {
            let report = officer.get(&format!("/v1/reports/progress?{query}")).await.expect(200);
            assert_lists_hold_what_is_counted(&officer, &report).await;
        }
    }

    async fn whoever_withdrew_sensitive_data_is_of_no_known_ethnic_group_in_lists_and_figures_alike(app: App) {
        let village = village(&app).await;
        let group = app.group(village.xuan_hoa, LegalForm::Tht, "2021-01-01").await;
        let person = app.person(app.household(village.xuan_hoa, "2020-01-01").await).await;
        app.membership(group, person, "2021-01-01").await;
        let officer = officer(&app).await;
        let ethnic_groups = async || rows(&officer.get(JUNE).await.expect(200), "by_ethnic_group");
        let before = ethnic_groups().await;
        let consents = format!("/v1/persons/{person}/consents");
        let list = officer.get(&consents).await.expect(200);
        let sensitive = list.data().iter().find(|one| one["purpose"] == "sensitive_data").unwrap();
        let act = format!("{consents}/{}/withdraw", sensitive["id"].as_str().unwrap());
        officer.act(&act, sensitive["etag"].as_str().unwrap(), Value::Null).await.expect(200);
        let (count, after) = (|all: &Value| all["02"][1].as_i64().unwrap(), ethnic_groups().await);
        assert_eq!((count(&before) - count(&after), &after["unknown"][1]), (1, &json!(1)));
        assert_lists_hold_what_is_counted(&officer, &officer.get(JUNE).await.expect(200)).await;
    }

    async fn who_lives_outside_the_reach_is_counted_by_nothing_sensitive_and_listed_by_nothing_sensitive(app: App) {
        let village = village(&app).await;
        let elsewhere = app.household(village.nguyen_binh, "2020-01-01").await;
        app.poverty(elsewhere, village.nguyen_binh, Poverty::Poor, "2022-01-01").await;
        let group = app.group(village.xuan_hoa, LegalForm::Tht, "2021-01-01").await;
        app.membership(group, app.person(elsewhere).await, "2021-01-01").await;
        let of_province = format!("{JUNE}&area_id={}", village.xuan_hoa);
        let all = officer(&app).await.get(&of_province).await.expect(200);
        assert_eq!(figures(&all)["G3"], json!([3, 5, 6000]));
        let both = [(Role::Viewer, Scope::Province(app.province().await)), (Role::Officer, Scope::Area(village.xuan_hoa))];
        for (caller, query) in [
            (app.as_officer_of(village.xuan_hoa).await, JUNE),
            (app.as_officer_of(village.hq).await, JUNE),
            (app.as_officer_of(village.hq).await, &of_province),
            (app.as_roles(&both).await, &of_province),
        ] {
            let report = caller.get(query).await.expect(200);
            assert_eq!(figures(&report)["G2"], json!([5, null, null]));
            assert_eq!(figures(&report)["G3"], json!([2, 4, 5000]));
            assert_eq!(figures(&report)["G3_households"], json!([1, 3, 3333]));
            let known = &report.json["figures"][4]["denominator_en"];
            assert_eq!(known, "Members who live within the area");
            let ethnic_groups = json!({ "02": [null, 4, 2], "unknown": [null, 1, 0] });
            assert_eq!(rows(&report, "by_ethnic_group"), ethnic_groups);
            assert_lists_hold_what_is_counted(&caller, &report).await;
        }
        for caller in [app.as_viewer_of(village.hq).await, app.as_auditor_of(village.hq).await] {
            assert_eq!(figures(&caller.get(JUNE).await.expect(200))["G3"], json!([2, 4, 5000]));
        }
    }
}
