//! The rules of the demo's plans and products, computed anew from the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use entity::enums::{GroupStatus, LegalForm};
use entity::ids::{AreaId, GroupId, OcopProductId, PlanId};
use uuid::Uuid;

use super::super::calendar::{FIGURES_ON, day};
use super::super::checks::{PROVINCE, map};
use super::{CERTIFIED, Farming, PLANNED, Setting};
use crate::plan_content::messages::PlanContent;

const TODAY: NaiveDate = day(2026, 6, 15);

static FARMING: LazyLock<Farming> = LazyLock::new(|| generate(TODAY));

fn generate(today: NaiveDate) -> Farming {
    let lasts = |row: &&entity::group_period::Model| {
        row.until_on.is_none() && row.status == GroupStatus::Active && row.from_on < day(2019, 1, 1)
    };
    let led = PROVINCE.group_periods.iter().find(lasts).unwrap().group_id;
    let officers = [Uuid::from_u128(1), Uuid::from_u128(2)];
    let led = (led, Uuid::from_u128(3));
    Farming::generate(&Setting { seed: 2022, map: &map(), province: &PROVINCE, officers, led, today })
        .unwrap()
}

/// The groups with a plan of the year that is in force on a day and was approved as adapted.
fn planned(farming: &Farming, on: NaiveDate) -> BTreeSet<GroupId> {
    let in_force: BTreeSet<PlanId> = farming
        .plan_versions
        .iter()
        .filter(|row| row.approved_on.is_some_and(|from| from <= on) && row.counts_as_adapted)
        .filter(|row| row.superseded_on.is_none_or(|until| on < until))
        .map(|row| row.plan_id)
        .collect();
    let of_year = farming.production_plans.iter().filter(|row| row.year == on.year());
    of_year.filter(|row| in_force.contains(&row.id)).map(|row| row.group_id).collect()
}

#[test]
fn as_many_cooperation_groups_have_a_plan_as_are_to_on_the_day_of_the_figures() {
    let holds = |row: &&entity::group_period::Model| {
        let is_on = row.from_on <= FIGURES_ON && row.until_on.is_none_or(|until| FIGURES_ON < until);
        is_on && (row.legal_form, row.status) == (LegalForm::Tht, GroupStatus::Active)
    };
    let tht: BTreeSet<GroupId> =
        PROVINCE.group_periods.iter().filter(holds).map(|row| row.group_id).collect();
    let planned = planned(&FARMING, FIGURES_ON).intersection(&tht).count();
    assert_eq!(planned, tht.len() * PLANNED / 100);
}

#[test]
fn a_group_has_one_plan_a_year_and_nobody_decides_on_what_they_entered() {
    let years: BTreeSet<_> = FARMING.production_plans.iter().map(|row| (row.group_id, row.year)).collect();
    assert_eq!(years.len(), FARMING.production_plans.len());
    let years: BTreeSet<i32> = years.into_iter().map(|(_, year)| year).collect();
    assert_eq!(years, (2019..=2026).collect());
    let mut hands: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for duty in &FARMING.duties {
        assert!(hands.entry(duty.subject_id).or_default().insert(duty.human), "{duty:?}");
    }
    assert!(hands.values().any(|humans| humans.len() == 2) && hands.values().all(|humans| humans.len() < 3));
}

#[test]
fn versions_follow_each_other_and_say_what_was_approved() {
    let plans: BTreeMap<PlanId, _> = FARMING.production_plans.iter().map(|row| (row.id, row)).collect();
    let mut revised = 0;
    for version in &FARMING.plan_versions {
        let plan = plans[&version.plan_id];
        let content: PlanContent = serde_json::from_str(&version.content).unwrap();
        assert_eq!(content.is_adapted(), version.is_adapted);
        assert!(version.is_adapted || !version.counts_as_adapted);
        let days = [version.submitted_on, version.approved_on, version.superseded_on, Some(TODAY)];
        let days: Vec<NaiveDate> = days.into_iter().flatten().collect();
        assert!(days.is_sorted() && version.created_at.date_naive() <= days[0], "{version:?}");
        assert_eq!(version.superseded_on.is_some(), version.n < plan.n);
        revised += i32::from(version.superseded_on.is_some());
        let lines = FARMING.plan_lines.iter().filter(|row| (row.plan_id, row.n) == (plan.id, version.n));
        assert_eq!(lines.clone().count(), content.lines.len());
        assert_eq!(lines.map(|row| row.cost_vnd).sum::<i64>(), content.cost_vnd());
    }
    assert!(revised > 10);
}

#[test]
fn results_are_of_lines_in_force_and_lose_no_more_than_was_grown() {
    let plans: BTreeMap<PlanId, _> = FARMING.production_plans.iter().map(|row| (row.id, row)).collect();
    let mut lost: BTreeMap<_, i64> = BTreeMap::new();
    FARMING.plan_losses.iter().for_each(|row| *lost.entry(row.result_id).or_default() += row.quantity);
    for row in &FARMING.plan_results {
        let plan = plans[&row.plan_id];
        assert_eq!((plan.approved_n, plan.year, plan.group_id), (Some(row.n), row.year, row.group_id));
        assert!(row.recorded_on.year() == row.year && row.recorded_on < TODAY, "{row:?}");
        assert!(0 < row.sold && row.sold <= row.harvested, "{row:?}");
        assert_eq!(row.lost, lost.get(&row.id).copied().unwrap_or_default());
        assert!(row.revenue_vnd > 0 && row.cost_vnd > 0);
    }
    for year in 2019..=2026 {
        assert!(FARMING.plan_results.iter().filter(|row| row.year == year).count() > 10, "{year}");
    }
    let before_figures = FARMING.plan_results.iter().filter(|row| row.year == 2022);
    assert!(before_figures.filter(|row| row.recorded_on <= FIGURES_ON).count() > 10);
}

#[test]
fn as_many_communes_have_a_certified_product_as_are_to_on_the_day_of_the_figures() {
    let communes: BTreeMap<OcopProductId, AreaId> = FARMING
        .ocop_products
        .iter()
        .map(|row| (row.id, row.former_commune_id.unwrap_or(row.commune_id)))
        .collect();
    let certified = |on: NaiveDate| -> BTreeSet<AreaId> {
        let valid = FARMING.ocop_certificates.iter().filter(|row| row.decided_on <= on && on <= row.ends_on);
        let valid = valid.filter(|row| row.revoked_on.is_none_or(|until| on < until));
        valid.map(|row| communes[&row.product_id]).collect()
    };
    assert_eq!(certified(FIGURES_ON).len(), CERTIFIED);
    let project: BTreeSet<AreaId> = PROVINCE.project_communes.iter().map(|row| row.area_id).collect();
    assert!(certified(FIGURES_ON).is_subset(&project) && certified(TODAY).len() > 5);
    assert_eq!(FARMING.ocop_certificates.iter().filter(|row| row.revoked_on.is_some()).count(), 1);
    assert!(FARMING.ocop_certificates.len() > FARMING.ocop_products.len() + 5, "renewals");
}

#[test]
fn the_same_seed_gives_the_same_plans_and_a_young_demo_has_less() {
    assert_eq!(generate(TODAY), *FARMING);
    let young = generate(day(2022, 7, 1));
    assert!(young.production_plans.iter().all(|row| row.year < 2023));
    assert_eq!(
        young.production_plans.len(),
        FARMING.production_plans.iter().filter(|row| row.year < 2023).count()
    );
}
