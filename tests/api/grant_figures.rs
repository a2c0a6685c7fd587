//! Groups funded and money paid, of any day, and the lists behind them.

use entity::enums::{GroupStatus, LegalForm};
use entity::ids::{AreaId, GroupId};
use entity::{farmer_group, group_period};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveEnum as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::books::Grant;
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

use crate::corrections::asked;
use crate::reports::{figures, officer};

const REPORT: &str = "/v1/reports/progress";
/// The day on which the grants of these tests are paid, the day before, and today.
const PAID: &str = "2026-03-01";
const BEFORE: &str = "2026-02-28";
const TODAY: &str = "2026-06-15";

async fn report(caller: &Caller, day: &str) -> Reply {
    caller.get(&format!("{REPORT}?as_of={day}&map=2022")).await.expect(200)
}

/// Groups funded and money paid of a day, after each opened to a list of just as many records and just as much money.
async fn funded(caller: &Caller, day: &str) -> (i64, i64) {
    let report = report(caller, day).await;
    let figure = |code: &str| {
        let all = report.json["figures"].as_array().unwrap();
        all.iter().find(|figure| figure["code"] == code).unwrap().clone()
    };
    let (groups, money) = (figure("G4"), figure("G5"));
    for (figure, held) in [(&groups, "total"), (&money, "sum_vnd")] {
        let list = caller.get(figure["list_url"].as_str().unwrap()).await.expect(200);
        assert_eq!(list.json["page"][held], figure["value"], "{report}");
    }
    (groups["value"].as_i64().unwrap(), money["value"].as_i64().unwrap())
}

/// Funded groups and money of the rows of a breakdown that have any.
fn parts(report: &Reply, breakdown: &str) -> Value {
    let rows = report.json["breakdowns"][breakdown].as_array().unwrap();
    let counted = rows.iter().filter(|row| row["funded_groups"] != 0 || row["paid_vnd"] != 0);
    counted
        .map(|row| (row["code"].as_str().unwrap().to_owned(), json!([row["funded_groups"], row["paid_vnd"]])))
        .collect()
}

/// Two grants of two districts.
async fn grants(app: &App) -> [Grant; 2] {
    let fund = app.fund(2_000).await;
    let first = app.grant(fund, app.area("01392", "2022-06-30").await, 600).await;
    [first, app.grant(fund, app.area("01726", "2022-06-30").await, 500).await]
}

/// Makes the group of a grant the cooperative that continues another.
async fn continues(app: &App, grant: &Grant, commune: AreaId) -> GroupId {
    let old = app.group(commune, LegalForm::Tht, "2020-01-01").await;
    let upgraded = Expr::value(GroupStatus::Upgraded.to_value());
    let periods = group_period::Entity::update_many().col_expr(group_period::Column::Status, upgraded);
    periods.filter(group_period::Column::GroupId.eq(old)).exec(app.db()).await.unwrap();
    let cooperative = farmer_group::Entity::update_many()
        .col_expr(farmer_group::Column::UpgradedFromId, Expr::value(Uuid::from(old)))
        .col_expr(farmer_group::Column::BeganAs, Expr::value(LegalForm::Cooperative.to_value()));
    cooperative.filter(farmer_group::Column::Id.eq(grant.group)).exec(app.db()).await.unwrap();
    old
}

both_databases! {
    async fn a_group_counts_from_the_day_of_its_payment_and_money_less_what_came_back(app: App) {
        let [first, second] = grants(&app).await;
        let officer = officer(&app).await;
        assert_eq!(funded(&officer, TODAY).await, (0, 0));
        app.pay(&first).await;
        app.pay(&second).await;
        app.accept(&second, 100).await;
        assert_eq!(funded(&officer, BEFORE).await, (0, 0));
        assert_eq!(funded(&officer, PAID).await, (2, 1_100));
        app.refund(&second, 150).await;
        assert_eq!(funded(&officer, TODAY).await, (2, 950));
        let report = report(&officer, PAID).await;
        assert_eq!(figures(&report)["G4"], json!([2, 2, 10_000]));
        assert_eq!(parts(&report, "by_district"), json!({ "045": [1, 600], "052": [1, 350] }));
        assert_eq!(parts(&report, "by_commune"), json!({ "01392": [1, 600], "01726": [1, 350] }));
        assert_eq!(parts(&report, "by_legal_form"), json!({ "tht": [2, 950] }));
        assert_eq!(parts(&report, "by_value_chain"), json!({ "lon_den": [2, 950] }));
        let people = &report.json["breakdowns"]["by_sex"][0];
        assert_eq!((&people["funded_groups"], &people["paid_vnd"]), (&Value::Null, &Value::Null));
    }

    async fn a_payment_that_was_taken_back_counts_until_then(app: App) {
        let [first, second] = grants(&app).await;
        let (officer, treasurer, approver) =
            (officer(&app).await, app.as_treasurer().await, app.as_approver().await);
        let (whole, part) = (app.pay(&first).await, app.pay(&second).await);
        let path = format!("/v1/funds/{}/corrections", first.fund);
        for (posting, kind, amount) in [(whole, "reversal", None), (part, "adjustment", Some(200))] {
            let made = treasurer.post(&path, asked(posting, kind, amount)).await.expect(201);
            approver.act(&format!("{path}/{}/approve", made.id()), &made.etag(), Value::Null).await.expect(200);
        }
        assert_eq!(funded(&officer, PAID).await, (2, 1_100));
        assert_eq!(funded(&officer, TODAY).await, (1, 300));
        let rest = officer.get("/v1/farmer-groups?is_funded=false&include_total=true").await.expect(200);
        assert_eq!(rest.data()[0]["id"], json!(first.group));
    }

    async fn what_a_cooperative_was_paid_counts_for_the_group_that_it_continues(app: App) {
        let [first, _] = grants(&app).await;
        let commune = app.area("01392", "2022-06-30").await;
        let old = continues(&app, &first, commune).await;
        app.pay(&first).await;
        let officer = officer(&app).await;
        assert_eq!(funded(&officer, PAID).await, (1, 600));
        let list = "/v1/farmer-groups?is_funded=true&began_as=tht";
        assert_eq!(officer.get(list).await.expect(200).ids(), [Uuid::from(old)]);
        let report = report(&officer, PAID).await;
        assert_eq!(figures(&report)["G4"], json!([1, 2, 5_000]));
    }

    async fn grants_are_counted_within_the_reach_and_the_area_asked_for(app: App) {
        let [first, second] = grants(&app).await;
        app.pay(&first).await;
        app.pay(&second).await;
        let (hq, xuan_hoa) = (app.area("045", "2022-06-30").await, app.area("01392", "2025-07-01").await);
        for caller in [app.as_officer_of(hq).await, app.as_viewer_of(hq).await, app.as_auditor_of(hq).await] {
            assert_eq!(funded(&caller, PAID).await, (1, 600));
        }
        let list = app.as_officer_of(hq).await.get("/v1/grant-payments").await.expect(200);
        assert_eq!(list.data()[0]["application_id"], json!(first.application));
        assert_eq!((list.data().len(), &list.json["page"]["sum_vnd"]), (1, &Value::Null));
        let of_area = format!("{REPORT}?as_of={PAID}&map=2025&area_id={xuan_hoa}");
        let report = officer(&app).await.get(&of_area).await.expect(200);
        assert_eq!((&figures(&report)["G4"], &figures(&report)["G5"]), (&json!([1, 1, 10_000]), &json!([600, null, null])));
        let admin = report_of_admin(&app).await;
        assert_eq!((&admin["G4"]["value"], &admin["G4"]["list_url"], &admin["G5"]["list_url"]), (&json!(2), &Value::Null, &Value::Null));
    }

    async fn payments_are_listed_with_their_sum(app: App) {
        let [first, second] = grants(&app).await;
        app.pay(&first).await;
        app.pay(&second).await;
        app.refund(&first, 250).await;
        let officer = officer(&app).await;
        let list = officer.get("/v1/grant-payments?include_total=true&limit=2").await.expect(200);
        assert_eq!((&list.json["page"]["total"], &list.json["page"]["sum_vnd"]), (&json!(3), &json!(850)));
        let next = list.header("link").unwrap().trim_start_matches('<').split('>').next().unwrap().to_owned();
        let rest = officer.get(&next).await.expect(200);
        let both = list.data().iter().chain(rest.data());
        let mut amounts: Vec<i64> = both.map(|row| row["amount_vnd"].as_i64().unwrap()).collect();
        amounts.sort_unstable();
        assert_eq!(amounts, [-250, 500, 600]);
        let of_group = format!("/v1/grant-payments?group_id={}&include_total=true", second.group);
        assert_eq!(officer.get(&of_group).await.expect(200).json["page"]["sum_vnd"], 500);
        let of_form = officer.get("/v1/grant-payments?legal_form=cig&include_total=true").await.expect(200);
        assert_eq!((&of_form.json["page"]["total"], &of_form.json["page"]["sum_vnd"]), (&json!(0), &json!(0)));
    }
}

async fn report_of_admin(app: &App) -> Value {
    let report = app.as_admin().await.get(&format!("{REPORT}?as_of={PAID}")).await.expect(200);
    let all = report.json["figures"].as_array().unwrap();
    all.iter().map(|figure| (figure["code"].as_str().unwrap().to_owned(), figure.clone())).collect()
}
