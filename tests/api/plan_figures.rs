//! Figures of plans and OCOP products: how many have one and who lacks one, what was earned and lost, and who sees it.

use std::collections::{BTreeMap, BTreeSet};

use entity::enums::{ContractStatus, GroupStatus, LegalForm};
use entity::ids::{AreaId, PlanResultId};
use entity::{ocop_certificate, plan_loss, plan_result, plan_version, production_plan, sales_contract};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait, QueryFilter as _, Value as Kept, prelude::Date,
};
use serde_json::{Value, json};
use tests::{App, Caller, Dice, Reply, both_databases};
use uuid::Uuid;

use crate::project_communes::listed;
use crate::reports::{figures, officer};

const REPORT: &str = "/v1/reports/progress?map=2022";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Writes values into the rows that meet a condition.
async fn set<E: EntityTrait>(app: &App, rows: Expr, values: Vec<(E::Column, Kept)>) {
    let update = values
        .into_iter()
        .fold(E::update_many(), |update, (column, value)| update.col_expr(column, Expr::value(value)));
    update.filter(rows).exec(app.db()).await.unwrap();
}

/// What a group adds to figures.
#[derive(Debug, Default)]
struct Drawn {
    district: usize,
    is_active_tht: bool,
    is_planned: bool,
    is_contracted: bool,
    earned: [i64; 2],
    losses: BTreeMap<&'static str, i64>,
    certified: Option<usize>,
    products: usize,
}

/// A group at random with a plan, its result, a contract and a product at random.
#[expect(clippy::too_many_lines, reason = "everything that a group may have")]
async fn draw(app: &App, dice: &mut Dice, communes: &[AreaId; 4]) -> Drawn {
    let at = dice.below(communes.len());
    let (commune, form) = (communes[at], if dice.once_in(4) { LegalForm::Cig } else { LegalForm::Tht });
    let group = app.group(commune, form, "2021-03-01").await;
    let mut drawn = Drawn { district: at / 2, is_active_tht: form == LegalForm::Tht, ..Drawn::default() };
    if dice.once_in(6) {
        app.set_group(group, GroupStatus::Suspended).await;
        drawn.is_active_tht = false;
    }
    if !dice.once_in(4) {
        let (plan, result) = app.planned(group, commune).await;
        let version = plan_version::Column::PlanId.eq(plan);
        let kind = dice.below(10);
        use plan_version::Column as V;
        match kind {
            0 => set::<plan_version::Entity>(app, version, vec![(V::CountsAsAdapted, false.into())]).await,
            1 => {
                set::<plan_version::Entity>(app, version, vec![(V::SupersededOn, day("2026-06-15").into())])
                    .await
            }
            2 => {
                set::<plan_version::Entity>(app, version, vec![(V::ApprovedOn, day("2026-06-16").into())])
                    .await
            }
            3 => {
                let row = production_plan::Column::Id.eq(plan);
                set::<production_plan::Entity>(app, row, vec![(production_plan::Column::Year, 2025.into())])
                    .await;
            }
            4 => {
                set::<plan_version::Entity>(app, version, vec![(V::SupersededOn, day("2026-06-16").into())])
                    .await
            }
            _ => {}
        }
        drawn.is_planned = kind > 3;
        earn(app, dice, (&mut drawn, result), kind == 3).await;
    }
    if dice.once_in(2) {
        let contract = app.contract(app.partner().await, group, commune).await;
        let is_over = dice.once_in(4);
        let ends_on = day(if is_over { "2025-12-31" } else { "2026-12-31" });
        use sales_contract::Column as C;
        let values = vec![
            (C::Status, ContractStatus::Confirmed.into()),
            (C::InForceN, 1.into()),
            (C::StartsOn, day("2025-02-01").into()),
            (C::EndsOn, ends_on.into()),
        ];
        set::<sales_contract::Entity>(app, C::Id.eq(contract), values).await;
        drawn.is_contracted = !is_over;
    }
    if dice.once_in(2) {
        let (_, certificate) = app.certified(group, commune).await;
        use ocop_certificate::Column as C;
        let (change, is_valid) = match dice.below(7) {
            0 => (Some((C::EndsOn, day("2026-06-14").into())), false),
            1 => (Some((C::EndsOn, day("2026-06-15").into())), true),
            2 => (Some((C::RevokedOn, day("2026-06-15").into())), false),
            3 => (Some((C::RevokedOn, day("2026-06-16").into())), true),
            4 => (Some((C::DecidedOn, day("2026-06-16").into())), false),
            _ => (None, true),
        };
        set::<ocop_certificate::Entity>(app, C::Id.eq(certificate), change.into_iter().collect()).await;
        drawn.certified = is_valid.then_some(at);
        drawn.products = usize::from(is_valid);
    }
    drawn
}

/// What came of a plan: money and losses at random, known today or tomorrow.
async fn earn(
    app: &App,
    dice: &mut Dice,
    (drawn, result): (&mut Drawn, PlanResultId),
    is_of_other_year: bool,
) {
    use plan_result::Column as R;
    let is_late = dice.once_in(5);
    let earned = [1_000_000, 1_000_000].map(|most| i64::try_from(dice.below(most)).unwrap());
    let on = day(if is_late { "2026-06-16" } else { "2026-06-15" });
    let values = vec![
        (R::RevenueVnd, earned[0].into()),
        (R::CostVnd, earned[1].into()),
        (R::RecordedOn, on.into()),
        (R::Year, if is_of_other_year { 2025 } else { 2026 }.into()),
    ];
    set::<plan_result::Entity>(app, R::Id.eq(result), values).await;
    let counts = !is_late && !is_of_other_year;
    if counts {
        drawn.earned = earned;
    }
    for hazard in ["cold", "epidemic", "other"] {
        if dice.once_in(3) {
            let value_vnd = i64::try_from(dice.below(1_000_000)).unwrap();
            let row = plan_loss::ActiveModel {
                id: Set(Uuid::now_v7()),
                result_id: Set(result),
                hazard: Set(hazard.to_owned()),
                quantity: Set(1_000_000),
                value_vnd: Set(value_vnd),
            };
            app.insert(row).await;
            if counts {
                drawn.losses.insert(hazard, value_vnd);
            }
        }
    }
}

/// The figures that groups and project communes make.
fn reckoned(drawn: &[&Drawn], project: BTreeSet<usize>) -> Value {
    let count = |of: &dyn Fn(&Drawn) -> bool| drawn.iter().filter(|one| of(one)).count();
    let tht = |of: fn(&Drawn) -> bool| count(&|one| one.is_active_tht && of(one));
    let sum = |of: fn(&Drawn) -> i64| drawn.iter().map(|one| of(one)).sum::<i64>();
    let certified: BTreeSet<usize> = drawn.iter().filter_map(|one| one.certified).collect();
    let (planned, all) = (tht(|one| one.is_planned), tht(|_| true));
    json!({
        "G9": [planned, all],
        "G10": [tht(|one| one.is_contracted), all],
        "G10_of_planned": [tht(|one| one.is_planned && one.is_contracted), planned],
        "G9_revenue": [sum(|one| one.earned[0]), null],
        "G9_margin": [sum(|one| one.earned[0] - one.earned[1]), null],
        "G9_losses": [sum(|one| one.losses.values().sum()), null],
        "G7": [certified.intersection(&project).count(), project.len()],
        "G7_products": [drawn.iter().map(|one| one.products).sum::<usize>(), null],
    })
}

fn by_hazard(drawn: &[&Drawn]) -> Value {
    let mut sums: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for (hazard, value) in drawn.iter().flat_map(|one| &one.losses) {
        let sum = sums.entry(hazard).or_default();
        *sum = [sum[0] + 1, sum[1] + value];
    }
    json!(sums)
}

/// Every record behind a figure is in its list, those it lacks are in the other, and nobody is in both.
async fn assert_nobody_is_in_both_lists(caller: &Caller, report: &Reply) {
    let mut compared = 0;
    for figure in report.json["figures"].as_array().unwrap() {
        let Some(missing) = figure["missing_url"].as_str() else { continue };
        let lists = [figure["list_url"].as_str().unwrap(), missing];
        let mut ids = Vec::new();
        for list in lists {
            let list = caller.get(&format!("{list}&limit=200")).await.expect(200);
            assert_eq!(list.json["page"]["total"], json!(list.ids().len()));
            ids.push(list.ids().into_iter().collect::<BTreeSet<Uuid>>());
        }
        let (value, all) = (figure["value"].as_u64().unwrap(), figure["denominator"].as_u64().unwrap());
        assert_eq!((ids[0].len() as u64, ids[1].len() as u64), (value, all - value), "{figure}");
        assert!(ids[0].is_disjoint(&ids[1]), "{figure}");
        compared += 1;
    }
    assert!(compared >= 4);
}

async fn assert_losses_open_to_their_results(caller: &Caller, report: &Reply) -> Value {
    let mut told = serde_json::Map::new();
    for row in report.json["losses"].as_array().unwrap() {
        let page = caller.get(row["results_url"].as_str().unwrap()).await.expect(200).json["page"].clone();
        assert_eq!((&page["total"], &page["sum_vnd"]), (&row["results"], &row["lost_vnd"]), "{row}");
        told.insert(row["code"].as_str().unwrap().to_owned(), json!([row["results"], row["lost_vnd"]]));
    }
    told.into()
}

both_databases! {
    async fn figures_of_a_random_register_are_those_of_an_independent_count(app: App) {
        let mut dice = Dice::new("plan figures");
        let mut communes = [AreaId::from(Uuid::nil()); 4];
        for (n, code) in ["01392", "01399", "01726", "01729"].into_iter().enumerate() {
            communes[n] = app.area(code, "2022-06-30").await;
            if n != 3 {
                listed(&app, communes[n], "2017-01-01", None).await;
            }
        }
        let mut all = Vec::new();
        for _ in 0..18 {
            all.push(draw(&app, &mut dice, &communes).await);
        }
        let officer = officer(&app).await;
        let districts = [app.area("045", "2022-06-30").await, app.area("052", "2022-06-30").await];
        for district in [None, Some(0), Some(1)] {
            let drawn: Vec<&Drawn> = all.iter().filter(|one| district.is_none_or(|at| one.district == at)).collect();
            let project = (0..3).filter(|n| district.is_none_or(|at| n / 2 == at)).collect();
            let within = district.map(|at| format!("&area_id={}", districts[at])).unwrap_or_default();
            let report = officer.get(&format!("{REPORT}{within}")).await.expect(200);
            let told = figures(&report);
            for (code, expected) in reckoned(&drawn, project).as_object().unwrap() {
                assert_eq!(json!([told[code][0], told[code][1]]), *expected, "{code} {}", dice.seed());
            }
            assert_nobody_is_in_both_lists(&officer, &report).await;
            assert_eq!(assert_losses_open_to_their_results(&officer, &report).await, by_hazard(&drawn));
            for code in ["G9_revenue", "G9_margin", "G9_losses"] {
                let figure = report.json["figures"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap();
                let list = officer.get(figure["list_url"].as_str().unwrap()).await.expect(200);
                assert_eq!(list.json["page"]["sum_vnd"], figure["value"], "{code}");
            }
        }
    }

    async fn money_of_a_single_group_is_for_those_who_may_list_plans(app: App) {
        let commune = app.area("01392", "2022-06-30").await;
        let group = app.group(commune, LegalForm::Tht, "2021-03-01").await;
        let (_, result) = app.planned(group, commune).await;
        let loss = plan_loss::ActiveModel {
            id: Set(Uuid::now_v7()),
            result_id: Set(result),
            hazard: Set("cold".to_owned()),
            quantity: Set(1_000_000),
            value_vnd: Set(7),
        };
        app.insert(loss).await;
        let money = |report: &Reply| {
            let told = figures(report);
            json!([told["G9_revenue"][0], told["G9_margin"][0], told["G9_losses"][0], report.json["losses"][0]["lost_vnd"]])
        };
        let (seen, hidden) = (json!([110_000_000, 30_000_000, 7, 7]), json!([null, null, null, null]));
        let within = format!("{REPORT}&area_id={commune}");
        for caller in [app.as_admin().await, app.as_treasurer().await] {
            let report = caller.get(REPORT).await.expect(200);
            assert_eq!(money(&report), seen);
            let narrow = caller.get(&within).await.expect(200);
            assert_eq!((money(&narrow), &narrow.json["losses"][0]["results_url"]), (hidden.clone(), &Value::Null));
            for figure in narrow.json["figures"].as_array().unwrap().iter().filter(|one| one["unit"] == "vnd" && one["code"].as_str().unwrap().starts_with("G9")) {
                assert_eq!((&figure["list_url"], &figure["missing_url"]), (&Value::Null, &Value::Null));
            }
        }
        for caller in [officer(&app).await, app.as_viewer_of(commune).await, app.as_appraiser().await] {
            assert_eq!(money(&caller.get(&within).await.expect(200)), seen);
        }
    }
}
