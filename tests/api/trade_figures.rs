//! What was contracted and delivered in a year, of any day, and the lists behind it.

use entity::enums::{ContractStatus, PartnerKind, Role};
use entity::ids::PartnerId;
use entity::{partner, sales_contract};
use hoinongdan::access::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::Dice;
use tests::contracts::{Sides, amend, line, terms_of};
use tests::deliveries::{new_delivery, record};
use tests::{App, Caller, Reply, both_databases};

use crate::reports::{figures, officer};

const TODAY: &str = "2026-06-15";

async fn report(caller: &Caller, day: &str) -> Reply {
    caller.get(&format!("/v1/reports/progress?as_of={day}&map=2025")).await.expect(200)
}

/// `code: [lines, worth, deliveries, worth]` of a breakdown, after each opened to just as much.
async fn trade(caller: &Caller, report: &Reply, breakdown: &str) -> Value {
    let mut told = serde_json::Map::new();
    for row in report.json["trade"][breakdown].as_array().unwrap() {
        for [url, records, worth] in [
            ["contract_lines_url", "contract_lines", "contracted_vnd"],
            ["deliveries_url", "deliveries", "delivered_vnd"],
        ] {
            if row[url].is_null() {
                continue;
            }
            let list = caller.get(row[url].as_str().unwrap()).await.expect(200);
            let page = &list.json["page"];
            assert_eq!((&page["total"], &page["sum_vnd"]), (&row[records], &row[worth]), "{row}");
        }
        let sums =
            ["contract_lines", "contracted_vnd", "deliveries", "delivered_vnd"].map(|name| row[name].clone());
        told.insert(row["code"].as_str().unwrap().to_owned(), json!(sums));
    }
    Value::Object(told)
}

fn g10(report: &Reply) -> [Value; 4] {
    ["G10", "G10_contracts", "G10_contracted", "G10_delivered"].map(|code| figures(report)[code].clone())
}

fn number(value: i64) -> Value {
    json!([value, null, null])
}

fn by_the(unit: &str, mut line: Value) -> Value {
    line["unit"] = json!(unit);
    line
}

async fn is_of_kind(app: &App, id: PartnerId, kind: PartnerKind) {
    let update = partner::Entity::update_many().col_expr(partner::Column::Kind, Expr::value(kind));
    update.filter(partner::Column::Id.eq(id)).exec(app.db()).await.unwrap();
}

async fn ended(app: &App, number: &str, on: &str) {
    let day: chrono::NaiveDate = on.parse().unwrap();
    sales_contract::Entity::update_many()
        .col_expr(sales_contract::Column::Status, Expr::value(ContractStatus::Terminated))
        .col_expr(sales_contract::Column::EndedOn, Expr::value(day))
        .filter(sales_contract::Column::Number.eq(number))
        .exec(app.db())
        .await
        .unwrap();
}

both_databases! {
    async fn what_was_contracted_and_delivered_adds_up_by_value_chain_partner_and_place(app: App) {
        let (first, second) = (Sides::at(&app, "01392").await, Sides::at(&app, "01438").await);
        is_of_kind(&app, second.partner_id, PartnerKind::Enterprise).await;
        let dried = first.bound("1", terms_of(vec![line(1, "1000", 40_000), by_the("ta", line(2, "2.5", 4_000_000))])).await;
        second.bound("2", terms_of(vec![line(1, "10.5", 50_000)])).await;
        second.bound("3", terms_of(vec![line(1, "1", 50_001)])).await;
        second.submitted("4").await;
        first.delivered(&dried, "200.5").await;
        record(&first.leader, &dried, new_delivery("7")).await.expect(201);
        let officer = officer(&app).await;
        let now = report(&officer, TODAY).await;
        assert_eq!(g10(&now), [json!([2, 2, 10_000]), number(3), number(50_575_001), number(8_020_000)]);
        let (one, other) = (json!([2, 50_000_000, 1, 8_020_000]), json!([2, 575_001, 0, 0]));
        assert_eq!(trade(&officer, &now, "by_value_chain").await, json!({ "thach_den": [4, 50_575_001, 1, 8_020_000] }));
        assert_eq!(trade(&officer, &now, "by_partner_kind").await, json!({ "cooperative": one, "enterprise": other }));
        assert_eq!(trade(&officer, &now, "by_commune").await, json!({ "01392": one, "01438": other }));
        let volumes = json!([{ "chain": "thach_den", "form": "dried", "unit": "kg", "contracted": "1261.5", "delivered": "200.5" }]);
        assert_eq!(now.json["trade"]["by_value_chain"][0]["volumes"], volumes);
        let before = report(&officer, "2026-06-14").await;
        assert_eq!(g10(&before)[3], number(0), "nobody had acknowledged it yet");
        let its = report(&second.officer, TODAY).await;
        assert_eq!(trade(&second.officer, &its, "by_commune").await, json!({ "01438": other }));
        assert_eq!(g10(&its), [json!([1, 1, 10_000]), number(2), number(575_001), number(0)]);
        let viewer = app.as_viewer_of(app.province().await).await;
        let seen = report(&viewer, TODAY).await;
        assert_eq!(g10(&seen), g10(&now));
        let (one, other) = (json!([2, null, 1, null]), json!([2, null, 0, null]));
        assert_eq!(trade(&viewer, &seen, "by_commune").await, json!({ "01392": one, "01438": other }));
        assert_eq!(trade(&viewer, &seen, "by_value_chain").await, json!({ "thach_den": [4, null, 1, null] }));
        assert_eq!(seen.json["trade"]["by_value_chain"][0]["volumes"], volumes);
        for member in ["contract_lines_url", "deliveries_url", "volumes"] {
            assert_eq!(seen.json["trade"]["by_commune"][0][member], Value::Null, "{member}");
        }
    }

    async fn nobody_learns_a_price_from_figures_who_may_not_read_contracts(app: App) {
        let sides = Sides::at(&app, "01392").await;
        let path = sides.bound("1", terms_of(vec![line(1, "1000", 41_500)])).await;
        sides.delivered(&path, "200").await;
        for role in [Role::Viewer, Role::Administrator, Role::Appraiser, Role::Approver, Role::Treasurer] {
            let caller = app.as_roles(&[(role, Scope::Area(sides.commune))]).await;
            let url = format!("/v1/reports/progress?as_of={TODAY}&map=2025&area_id={}", sides.commune);
            let seen = caller.get(&url).await.expect(200);
            assert_eq!(g10(&seen)[..2], [json!([1, 1, 10_000]), number(1)], "{role:?}");
            assert_eq!(g10(&seen)[2..], [json!([null, null, null]), json!([null, null, null])], "{role:?}");
            for breakdown in ["by_value_chain", "by_partner_kind", "by_commune"] {
                let rows = seen.json["trade"][breakdown].as_array().unwrap();
                assert_eq!(rows.len(), 1, "{role:?} {breakdown}");
                for member in ["contracted_vnd", "delivered_vnd", "volumes"] {
                    assert_eq!(rows[0][member], Value::Null, "{role:?} {breakdown} {member}");
                }
            }
        }
    }

    async fn a_contract_counts_in_each_year_in_which_it_bound_both_sides(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let officer = officer(&app).await;
        let counted = async |day: &str| {
            let report = report(&officer, day).await;
            let list = report.json["figures"].as_array().unwrap().iter().find(|one| one["code"] == "G10_contracts");
            let list = officer.get(list.unwrap()["list_url"].as_str().unwrap()).await.expect(200);
            let groups = format!("/v1/farmer-groups?has_contract=true&as_of={day}&include_total=true");
            let groups = officer.get(&groups).await.expect(200).json["page"]["total"].clone();
            assert_eq!([&groups, &list.json["page"]["total"]], [&figures(&report)["G10"][0], &figures(&report)["G10_contracts"][0]]);
            list.json["page"]["total"].clone()
        };
        assert_eq!(counted("2026-01-31").await, 0, "the term has not begun");
        assert_eq!(counted("2026-02-01").await, 1);
        ended(&app, "1", "2026-03-01").await;
        assert_eq!(counted(TODAY).await, 1, "it was in force until March");
        ended(&app, "1", "2025-12-31").await;
        assert_eq!(counted(TODAY).await, 0, "it had ended before the year");
        assert_eq!(sides.leader.get(&path).await.expect(200).json["number"], "1");
    }

    async fn a_figure_of_a_past_day_is_that_of_the_text_that_was_in_force(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        amend(&sides.partner, &path, terms_of(vec![line(1, "500", 40_000)])).await.expect(200);
        let officer = officer(&app).await;
        let contracted = async |day: &str| g10(&report(&officer, day).await)[2].clone();
        assert_eq!(contracted(TODAY).await, number(40_000_000), "one side alone has changed nothing");
        sides.agree(&path).await;
        assert_eq!(contracted(TODAY).await, number(20_000_000));
        assert_eq!(contracted("2026-06-14").await, number(40_000_000));
    }

    async fn a_line_counts_in_the_year_in_which_its_deliveries_begin(app: App) {
        let sides = Sides::of(&app).await;
        let (mut first, mut second) = (line(1, "10", 1_000), line(2, "20", 1_000));
        first["deliver_from_on"] = json!("2026-12-31");
        second["deliver_from_on"] = json!("2027-01-01");
                for line in [&mut first, &mut second] {
            line["deliver_until_on"] = json!("2027-02-01");
        }
        let mut content = terms_of(vec![first, second]);
        content["ends_on"] = json!("2027-01-31");
        sides.bound("1", content).await;
        let list = sides.partner.get("/v1/contract-lines?include_total=true").await.expect(200);
        assert_eq!((&list.json["page"]["sum_vnd"], &list.data()[0]["line_no"]), (&json!(10_000), &json!(1)));
        assert_eq!(g10(&report(&officer(&app).await, TODAY).await)[2], number(10_000));
    }

    async fn lines_are_listed_to_both_sides_and_to_nobody_else(app: App) {
        let (sides, others) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        sides.in_force("1").await;
        for (caller, total) in [(&sides.partner, 1), (&sides.leader, 1), (&sides.officer, 1), (&others.partner, 0), (&others.leader, 0), (&others.officer, 0)] {
            let list = caller.get("/v1/contract-lines?include_total=true").await.expect(200);
            assert_eq!(list.json["page"]["total"], total);
        }
        let kinds = sides.partner.get("/v1/contract-lines?partner_kind=enterprise&include_total=true").await.expect(200);
        assert_eq!(kinds.json["page"]["total"], 0);
        app.as_viewer_of(sides.commune).await.get("/v1/contract-lines").await.problem(403, "permission_denied");
    }

    async fn totals_of_random_lines_are_those_of_an_independent_sum(app: App) {
        let mut dice = Dice::new("contracted totals");
        let sides = Sides::of(&app).await;
        let (mut grams, mut vnd, mut lines) = (0_i128, 0_i128, 0);
        for number in 0..4 {
            let mut said = Vec::new();
            for line_no in 1..=1 + u16::try_from(dice.below(5)).unwrap() {
                let (unit, weight) = *dice.one_of(&[("kg", 1_i128), ("yen", 10), ("ta", 100), ("tan", 1_000)]);
                let thousandths = 1 + i128::from(dice.number() % 99_999_999);
                let price = 1 + i64::try_from(dice.number() % 9_999_999).unwrap();
                let quantity = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
                said.push(by_the(unit, line(line_no, &quantity, price)));
                grams += thousandths * weight;
                vnd += (thousandths * i128::from(price) * 2 + 1_000) / 2_000;
                lines += 1;
            }
            sides.bound(&number.to_string(), terms_of(said)).await;
        }
        let officer = officer(&app).await;
        let report = report(&officer, TODAY).await;
        let row = &report.json["trade"]["by_value_chain"][0];
        let (whole, fraction) = (grams / 1_000, format!("{:03}", grams % 1_000));
        let digits = fraction.trim_end_matches('0');
        let kilograms = if digits.is_empty() { whole.to_string() } else { format!("{whole}.{digits}") };
        assert_eq!(row["volumes"][0]["contracted"], json!(kilograms));
        assert_eq!((&row["contract_lines"], &row["contracted_vnd"]), (&json!(lines), &json!(i64::try_from(vnd).unwrap())));
        assert_eq!(g10(&report)[2], number(i64::try_from(vnd).unwrap()));
        trade(&officer, &report, "by_commune").await;
    }
}
