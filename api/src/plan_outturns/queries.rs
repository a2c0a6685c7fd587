//! Putting a plan and what became of it side by side.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{ids::PlanId, plan_line, plan_result, production_plan};
use sea_orm::{ColumnTrait, FromQueryResult, QuerySelect, sea_query::Expr};

use super::messages::{LineOutturn, Money, OutturnLine, PlanOutturn};
use crate::{
    access::{Access, permission::plans::ReadPlans},
    error::Error,
    income_cells::queries::{households_of, members_of},
    plan_content::queries::lines_of,
    plan_results::queries::of_plan,
    plans::queries::last_day,
    values::Quantity,
};

/// A plan against what became of it.
///
/// # Errors
/// 404 outside the reach.
pub(super) async fn outturn(access: &Access<ReadPlans>, id: PlanId) -> Result<PlanOutturn, Error> {
    let plan = access.one(access.row::<production_plan::Entity>(id)).await?;
    let content_version = plan.approved_n.unwrap_or(plan.n);
    let lines = lines_of(access, (id, content_version)).await?;
    let results = access.all(access.rows::<plan_result::Entity>().filter(of_plan(id))).await?;
    let planned = all(lines.iter().map(|line| Money::of(line.revenue_vnd, line.cost_vnd)));
    let actual = all(results.iter().map(earned));
    let counted_on = last_day(plan.year, access.service().clock().today());
    let Size { members, households } = size(access, id, counted_on).await?;
    let profit = (!results.is_empty()).then_some(actual.profit_vnd);
    let mut results: HashMap<i32, plan_result::Model> =
        results.into_iter().map(|result| (result.line_no, result)).collect();
    Ok(PlanOutturn {
        plan_id: id,
        group_id: plan.group_id,
        year: plan.year,
        content_version,
        lines: lines.into_iter().map(|line| compared(results.remove(&line.line_no), line)).collect(),
        planned,
        actual,
        over_plan: actual.over(planned),
        counted_on,
        members,
        households,
        profit_per_member_vnd: profit.and_then(|profit| per(profit, members)),
        profit_per_household_vnd: profit.and_then(|profit| per(profit, households)),
    })
}

const fn earned(result: &plan_result::Model) -> Money {
    Money::of(result.revenue_vnd, result.cost_vnd)
}

fn all(money: impl Iterator<Item = Money>) -> Money {
    money.fold(Money::default(), |sum, one| {
        Money::of(sum.revenue_vnd + one.revenue_vnd, sum.cost_vnd + one.cost_vnd)
    })
}

/// An amount for each of so many, rounded half up; none of nobody.
fn per(amount: i64, heads: i64) -> Option<i64> {
    let (amount, heads) = (i128::from(amount), i128::from(heads));
    (heads > 0).then(|| (2 * amount + heads).div_euclid(2 * heads)).and_then(|share| share.try_into().ok())
}

fn compared(result: Option<plan_result::Model>, line: plan_line::Model) -> OutturnLine {
    let planned = Money::of(line.revenue_vnd, line.cost_vnd);
    OutturnLine {
        line_no: line.line_no,
        chain: line.chain,
        form: line.form,
        unit: line.unit,
        planned_quantity: Quantity::of_millionths(line.quantity),
        planned,
        actual: result.map(|result| LineOutturn {
            result_id: result.id,
            harvested: Quantity::of_millionths(result.harvested),
            sold: Quantity::of_millionths(result.sold),
            lost: Quantity::of_millionths(result.lost),
            money: earned(&result),
            harvested_over_plan: signed(result.harvested - line.quantity),
            money_over_plan: earned(&result).over(planned),
        }),
    }
}

/// A difference of quantities, in millionths, as it is written.
fn signed(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    format!("{sign}{}", Quantity::of_millionths(millionths.abs()))
}

#[derive(FromQueryResult)]
struct Size {
    members: i64,
    households: i64,
}

/// How many belong to the group of a plan on a day, and of how many households; numbers alone.
async fn size(access: &Access<ReadPlans>, id: PlanId, day: NaiveDate) -> Result<Size, Error> {
    let group = Expr::col(production_plan::Column::GroupId.as_column_ref());
    let sizes = access.shaped(access.row::<production_plan::Entity>(id), |select| {
        select
            .select_only()
            .expr_as(Expr::from(members_of(&group, day)), "members")
            .expr_as(Expr::from(households_of(&group, day)), "households")
    });
    let found: Vec<Size> = sizes.await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::{per, signed};

    #[test]
    fn shares_are_whole_and_rounded_half_up() {
        assert_eq!(per(7, 2), Some(4));
        assert_eq!(per(-7, 2), Some(-3));
        assert_eq!(per(10, 3), Some(3));
        assert_eq!(per(-10, 3), Some(-3));
        assert_eq!(per(5, 0), None);
    }

    #[test]
    fn differences_show_their_sign() {
        assert_eq!(signed(-3_500_000), "-3.5");
        assert_eq!(signed(0), "0");
        assert_eq!(signed(250_000), "0.25");
    }
}
