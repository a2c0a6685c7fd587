//! Income: what it adds up, the part of poor households, and the lists behind every row.

use entity::enums::{LegalForm, Poverty};
use entity::ids::{AreaId, GroupId};
use serde_json::{Value, json};
use tests::plans::{Planners, pigs, plan_content, plan_result};
use tests::{App, Caller, Reply, both_databases};

const REPORT: &str = "/v1/reports/income";

/// Two groups of two districts: the first with three households, two of them poor; the second with one, not poor.
struct Earned {
    first: GroupId,
    second: GroupId,
    planners: Planners,
    communes: [AreaId; 2],
}

async fn earned(app: &App) -> Earned {
    let communes = [app.area("01392", "2022-06-30").await, app.area("01726", "2022-06-30").await];
    let [first, second] = [
        app.group(communes[0], LegalForm::Tht, "2021-03-01").await,
        app.group(communes[1], LegalForm::Tht, "2021-03-01").await,
    ];
    for status in [Poverty::Poor, Poverty::NearPoor] {
        let household = app.household(communes[0], "2020-01-01").await;
        app.membership(first, app.person(household).await, "2021-03-01").await;
        app.poverty(household, communes[0], status, "2022-01-01").await;
    }
    let planners = Planners::of(app).await;
    for (group, year, money) in
        [(first, 2024, (100, 70)), (first, 2025, (1_000, 600)), (second, 2025, (500, 900))]
    {
        let plan = planners.approved(group, year, plan_content(&[pigs(1)])).await;
        planners.writer.post(&format!("{plan}/results"), plan_result(1, money)).await.expect(201);
    }
    Earned { first, second, planners, communes }
}

/// Revenue, cost, margin, groups, members and households of an income.
fn facts(income: &Value) -> Value {
    let names = ["revenue_vnd", "cost_vnd", "margin_vnd", "groups", "members", "households"];
    names.iter().map(|name| income[name].clone()).collect()
}

/// The rows of a report that earned something, by code.
fn rows(report: &Reply) -> Value {
    let rows = report.json["rows"].as_array().unwrap();
    let earned = rows.iter().filter(|row| row["income"]["results"] != 0);
    earned.map(|row| (row["code"].as_str().unwrap().to_owned(), facts(&row["income"]))).collect()
}

/// Every row opens to a list of just as many results that make just as much money.
async fn assert_lists_hold_what_is_counted(caller: &Caller, report: &Reply) {
    for row in report.json["rows"].as_array().unwrap() {
        let url = row["results_url"].as_str().unwrap();
        for (sum_of, member) in [("revenue", "revenue_vnd"), ("cost", "cost_vnd"), ("profit", "margin_vnd")] {
            let page = caller.get(&format!("{url}&sum_of={sum_of}")).await.expect(200).json["page"].clone();
            assert_eq!(
                (&page["total"], &page["sum_vnd"]),
                (&row["income"]["results"], &row["income"][member]),
                "{url}"
            );
        }
    }
}

both_databases! {
    async fn income_adds_up_by_year_chain_and_commune(app: App) {
        let Earned { planners, communes, .. } = earned(&app).await;
        let officer = &planners.writer;
        let by_year = officer.get(REPORT).await.expect(200);
        assert_eq!(rows(&by_year), json!({ "2024": [100, 70, 30, 1, 3, 3], "2025": [1_500, 1_500, 0, 2, 4, 4] }));
        assert_eq!(facts(&by_year.json["total"]), json!([1_600, 1_570, 30, null, null, null]));
        assert_lists_hold_what_is_counted(officer, &by_year).await;
        let by_chain = officer.get(&format!("{REPORT}?year=2025&by=value_chain")).await.expect(200);
        assert_eq!(rows(&by_chain), json!({ "lon_den": [1_500, 1_500, 0, 2, 4, 4] }));
        assert_eq!(facts(&by_chain.json["total"]), json!([1_500, 1_500, 0, 2, 4, 4]));
        assert_lists_hold_what_is_counted(officer, &by_chain).await;
        let by_commune = officer.get(&format!("{REPORT}?year=2025&by=commune&map=2022")).await.expect(200);
        assert_eq!(rows(&by_commune)["01726"], json!([500, 900, -400, 1, 1, 1]), "{by_commune}");
        for map in ["2022", "2025"] {
            let report = officer.get(&format!("{REPORT}?year=2025&by=commune&map={map}")).await.expect(200);
            let sum: i64 = report.json["rows"].as_array().unwrap().iter().map(|row| row["income"]["revenue_vnd"].as_i64().unwrap()).sum();
            assert_eq!(sum, 1_500, "{map}");
        }
        assert_lists_hold_what_is_counted(officer, &by_commune).await;
        let of_district = app.as_officer_of(app.area("045", "2022-06-30").await).await;
        let own = of_district.get(&format!("{REPORT}?year=2024&by=value_chain")).await.expect(200);
        assert_eq!(facts(&own.json["total"]), json!([100, 70, 30, 1, 3, 3]));
        assert_lists_hold_what_is_counted(&of_district, &own).await;
        of_district.get(&format!("{REPORT}?area_id={}&map=2022", communes[1])).await.problem(404, "not_found");
        officer.get(&format!("{REPORT}?as_of=2026-06-16")).await.problem(422, "validation_failed");
        let before = officer.get(&format!("{REPORT}?as_of=2026-06-14")).await.expect(200);
        assert_eq!((&before.json["total"]["results"], &before.json["rows"]), (&json!(0), &json!([])));
    }

    async fn poor_households_have_their_equal_share_rounded_down(app: App) {
        let Earned { planners, .. } = earned(&app).await;
        let poor = |income: &Value| income["poor"].clone();
        let report = planners.writer.get(&format!("{REPORT}?year=2025&by=value_chain")).await.expect(200);
        let share = json!({ "households": 2, "revenue_vnd": 666, "cost_vnd": 400, "margin_vnd": 266 });
        assert_eq!(poor(&report.json["total"]), share);
        assert_eq!(poor(&report.json["rows"][0]["income"]), share);
        assert!(report.json["poor_rule_en"].as_str().unwrap().contains("equally"));
        let of_all = app.as_viewer_of(app.province().await).await;
        for by in ["year", "value_chain", "commune"] {
            let seen = of_all.get(&format!("{REPORT}?year=2025&by={by}")).await.expect(200);
            let rows = seen.json["rows"].as_array().unwrap().iter().map(|row| poor(&row["income"]));
            assert!(rows.chain([poor(&seen.json["total"])]).all(|poor| poor.is_null()), "a difference of two days is one group");
        }
        let admin = app.as_admin().await.get(&format!("{REPORT}?year=2025")).await.expect(200);
        assert_eq!((poor(&admin.json["total"]), &admin.json["rows"][0]["results_url"]), (Value::Null, &Value::Null));
        let viewer = app.as_viewer_of(app.area("01392", "2022-06-30").await).await;
        let seen = viewer.get(&format!("{REPORT}?year=2024")).await.expect(200);
        assert_eq!((poor(&seen.json["total"]), &seen.json["total"]["revenue_vnd"]), (Value::Null, &json!(100)));
        app.as_partner(app.partner().await).await.get(REPORT).await.problem(403, "permission_denied");
    }

    async fn whoever_may_not_list_plans_learns_the_income_of_no_single_group(app: App) {
        let Earned { planners, communes, .. } = earned(&app).await;
        let money = |income: &Value| json!([income["revenue_vnd"], income["cost_vnd"], income["margin_vnd"]]);
        let hq = app.area("045", "2022-06-30").await;
        for caller in [app.as_admin().await, app.as_treasurer().await] {
            let all = caller.get(&format!("{REPORT}?year=2025")).await.expect(200);
            assert_eq!(money(&all.json["total"]), json!([1_500, 1_500, 0]));
            assert_eq!((money(&all.json["rows"][0]["income"]), &all.json["total"]["groups"]), (json!([1_500, 1_500, 0]), &json!(2)));
            for by in ["value_chain", "commune&map=2022"] {
                let parts = caller.get(&format!("{REPORT}?year=2025&by={by}")).await.expect(200);
                for row in parts.json["rows"].as_array().unwrap() {
                    assert_eq!((money(&row["income"]), &row["results_url"]), (json!([null, null, null]), &Value::Null), "{row}");
                }
            }
            let district = caller.get(&format!("{REPORT}?year=2025&map=2022&area_id={hq}")).await.expect(200);
            assert_eq!(money(&district.json["total"]), json!([1_000, 600, 400]));
            let commune = caller.get(&format!("{REPORT}?year=2025&map=2022&area_id={}", communes[0])).await.expect(200);
            assert_eq!((money(&commune.json["total"]), money(&commune.json["rows"][0]["income"])), (json!([null, null, null]), json!([null, null, null])));
        }
        let officer = planners.writer.get(&format!("{REPORT}?year=2025&map=2022&area_id={}", communes[0])).await.expect(200);
        assert_eq!(money(&officer.json["total"]), json!([1_000, 600, 400]));
    }

    async fn income_is_listed_by_group(app: App) {
        let Earned { first, second, planners, .. } = earned(&app).await;
        let list = planners.writer.get("/v1/group-incomes?year=2025&include_total=true").await.expect(200);
        let [one, other] = list.data() else { panic!("{list}") };
        assert_eq!((&one["group_id"], facts(&one["income"])), (&json!(first), json!([1_000, 600, 400, 1, 3, 3])));
        assert_eq!((&other["group_id"], facts(&other["income"])), (&json!(second), json!([500, 900, -400, 1, 1, 1])));
        assert_eq!(one["income"]["poor"], json!({ "households": 2, "revenue_vnd": 666, "cost_vnd": 400, "margin_vnd": 266 }));
        for row in list.data() {
            let page = planners.writer.get(row["results_url"].as_str().unwrap()).await.expect(200).json["page"].clone();
            assert_eq!((&page["total"], &page["sum_vnd"]), (&row["income"]["results"], &row["income"]["revenue_vnd"]));
        }
        let leader = app.as_leader_of(second).await;
        let own = leader.get("/v1/group-incomes?year=2025").await.expect(200);
        assert_eq!((own.data().len(), &own.data()[0]["income"]["poor"]), (1, &Value::Null), "{own}");
        for (filter, found) in [
            ("year=2024".to_owned(), 1),
            ("year=2025&value_chain=lon_den".to_owned(), 2),
            ("year=2025&value_chain=lac".to_owned(), 0),
            (format!("year=2025&group_id={first}"), 1),
            (format!("year=2025&area_id={}", app.area("052", "2022-06-30").await), 1),
            (String::new(), 0),
        ] {
            let list = planners.writer.get(&format!("/v1/group-incomes?{filter}")).await.expect(200);
            assert_eq!(list.data().len(), found, "{filter}");
        }
        for path in ["/v1/group-incomes?as_of=2026-06-16", "/v1/reports/income?as_of=2026-06-16"] {
            planners.writer.get(path).await.problem(422, "validation_failed").faults(&["as_of: out_of_range"]);
        }
    }
}
