//! The one operation on income by group.

use chrono::Datelike;
use entity::production_plan;

use super::{
    messages::{GroupIncome, GroupIncomeFilter},
    queries::{Found, earning, order, poverty, with_income},
};
use crate::{
    access::{Access, permission::plans::ReadPlans},
    error::Error,
    http::{List, Page},
    income_cells::queries::PovertyOf,
    periods::queries::check_has_come,
    plans::queries::last_day,
};

pub(super) async fn list_group_incomes(
    access: Access<ReadPlans>,
    list: List<GroupIncomeFilter>,
) -> Result<Page<GroupIncome>, Error> {
    let today = access.service().clock().today();
    let as_of = list.filter.as_of.map_or(today, |day| day.date());
    check_has_come(as_of, today)?;
    let year = list.filter.year.unwrap_or_else(|| as_of.year());
    let (day, poverty) = (last_day(year, as_of), poverty(&access));
    let rows = access.rows::<production_plan::Entity>().filter(earning(&list.filter, year, as_of));
    let shows_poverty = !matches!(poverty, PovertyOf::Nobody);
    let shape = |select| with_income(select, as_of, day, &poverty);
    let page = access.page(rows, &list.page, &order(list.page.sort), shape).await?;
    Ok(Page(page.map(|found: Found| GroupIncome::of(found, as_of, shows_poverty))))
}
