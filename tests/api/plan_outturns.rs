//! Plans against what became of them, and what is left for each member and household.

use entity::enums::LegalForm;
use serde_json::{Value, json};
use tests::plans::{Planners, pigs, plan_content, plan_result};
use tests::{App, both_databases};

both_databases! {
    async fn each_line_stands_against_its_result_and_the_profit_is_shared(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
        let household = app.household(commune, "2020-01-01").await;
        for _ in 0..2 {
            app.membership(group, app.person(household).await, "2021-03-01").await;
        }
        let planners = Planners::of(&app).await;
        let plan = planners.draft(group, 2026, plan_content(&[pigs(1), pigs(2)])).await;
        let path = format!("{plan}/outturn");
        let before = planners.writer.get(&path).await.expect(200);
        assert_eq!((&before.json["content_version"], &before.json["lines"][0]["actual"]), (&json!(1), &Value::Null));
        assert_eq!((&before.json["profit_per_member_vnd"], &before.json["members"]), (&Value::Null, &json!(3)));
        planners.submit(&plan).await.expect(200);
        planners.approve(&plan, "2026-06-15", true).await.expect(200);
        let result = plan_result(1, (100_000_000, 99_999_995));
        planners.writer.post(&format!("{plan}/results"), result).await.expect(201);
        let leader = app.as_leader_of(group).await;
        let outturn = leader.get(&path).await.expect(200).json;
        let line = &outturn["lines"][0];
        assert_eq!((&line["planned_quantity"], &line["actual"]["harvested"]), (&json!("1500.5"), &json!("1400")));
        assert_eq!((&line["actual"]["harvested_over_plan"], &line["actual"]["lost"]), (&json!("-100.5"), &json!("100.5")));
        let over = json!({ "revenue_vnd": -20_000_000, "cost_vnd": 9_999_995, "profit_vnd": -29_999_995 });
        assert_eq!(line["actual"]["money_over_plan"], over);
        assert_eq!(outturn["lines"][1]["actual"], Value::Null);
        assert_eq!(outturn["planned"], json!({ "revenue_vnd": 240_000_000, "cost_vnd": 180_000_000, "profit_vnd": 60_000_000 }));
        assert_eq!(outturn["over_plan"]["profit_vnd"], json!(5 - 60_000_000));
        assert_eq!((&outturn["counted_on"], &outturn["members"], &outturn["households"]), (&json!("2026-06-15"), &json!(3), &json!(2)));
        assert_eq!((&outturn["profit_per_member_vnd"], &outturn["profit_per_household_vnd"]), (&json!(2), &json!(3)));
        let elsewhere = app.as_leader_of(app.group(commune, LegalForm::Tht, "2021-03-01").await).await;
        elsewhere.get(&path).await.problem(404, "not_found");
    }
}
