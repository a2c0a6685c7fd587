//! Every figure opens to the records behind it.

use entity::enums::LegalForm;
use serde_json::{Value, json};
use tests::{App, Reply, both_databases};

use crate::reports::{JUNE, figures, officer, village};

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
            let mut lists = Vec::new();
            for figure in report.json["figures"].as_array().unwrap() {
                let is_distinct = ["persons", "households"].contains(&figure["unit"].as_str().unwrap());
                lists.extend((!is_distinct).then(|| (&figure["list_url"], &figure["value"])));
            }
            for row in report.json["breakdowns"].as_object().unwrap().values().filter_map(Value::as_array).flatten() {
                let counted = row["members"] != 0 || row["groups"].as_i64() > Some(0);
                for [url, count] in [["groups_url", "groups"], ["members_url", "members"], ["poor_near_poor_url", "poor_near_poor"]] {
                    lists.extend((counted && !row[count].is_null()).then(|| (&row[url], &row[count])));
                }
            }
            for (url, count) in lists {
                let list = officer.get(url.as_str().unwrap()).await.expect(200);
                assert_eq!((url, &list.json["page"]["total"]), (url, count), "{report}");
            }
        }
    }

    async fn a_list_that_would_leave_somebody_out_is_not_named(app: App) {
        let village = village(&app).await;
        let officer = app.as_officer_of(village.xuan_hoa).await;
        let poor = |report: Reply| report.json["figures"][4]["list_url"].clone();
        assert!(poor(officer.get(JUNE).await.expect(200)).is_string());
        let group = app.group(village.xuan_hoa, LegalForm::Tht, "2021-01-01").await;
        let elsewhere = app.household(village.nguyen_binh, "2020-01-01").await;
        app.membership(group, app.person(elsewhere).await, "2021-01-01").await;
        let report = officer.get(JUNE).await.expect(200);
        assert_eq!(figures(&report)["G3"], json!([2, 5, 4000]));
        assert_eq!(poor(report), json!(null));
    }
}
