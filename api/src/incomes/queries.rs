//! Putting the report of income together from one state of the database.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use entity::plan_result;

use super::messages::{IncomeBy, IncomeFilter, IncomeReport};
use crate::{
    access::{Access, permission::reports::ReadReports},
    breakdowns::queries::Shown,
    error::Error,
    extents::Extent,
    income_cells::queries::{self as cells, Frame, PovertyOf, Year},
    income_rows::queries::{OfYear, Parts},
    maps::{MapYear, Maps},
    periods::queries::check_has_come,
    plans::queries::last_day,
    reports::queries::chains,
    store::Snapshot,
    values::Instant,
};

type Reporting = Access<ReadReports>;

/// How the part of poor households is found.
const POOR_RULE: (&str, &str) = (
    "Doanh thu và chi phí của mỗi nhóm theo từng chuỗi giá trị được chia đều cho các hộ có thành viên của nhóm vào ngày \
     cuối năm (hoặc ngày báo cáo nếu sớm hơn); phần của hộ nghèo, cận nghèo được làm tròn xuống từng nhóm và chuỗi. Trong \
     một địa bàn, chỉ tính hộ nghèo, cận nghèo của thành viên sống tại địa bàn.",
    "Revenue and cost of each group in each value chain are shared equally by the households of its members on the last day \
     of the year (or on the day of the report if earlier); the part of poor and near-poor households is rounded down for \
     each group and chain. Within an area, only households of members who live in it count as poor.",
);

/// The report of income that was asked for.
///
/// # Errors
/// 404 for a unit outside the reach, 422 for one that is not on the map or for a day to come.
pub(super) async fn income(
    access: &Reporting,
    snapshot: &Snapshot,
    asked: &IncomeFilter,
) -> Result<IncomeReport, Error> {
    let today = access.service().clock().today();
    let as_of = asked.as_of.map_or(today, |day| day.date());
    let by = asked.by.unwrap_or_default();
    let year = asked.year.or((by != IncomeBy::Year).then(|| as_of.year()));
    let maps = Maps::load(access, snapshot).await?;
    let day = year.map_or(as_of, |year| last_day(year, as_of));
    let map = asked.map.unwrap_or_else(|| MapYear::valid_on(day));
    let extent = Extent::resolve(access.reach(), &maps, map, asked.area_id)?;
    check_has_come(as_of, today)?;
    let shown = Shown::to(access, &extent, &maps);
    let mut counted = Vec::new();
    for year in years(access, snapshot, (year, as_of)).await? {
        let (day, poverty) = (last_day(year, as_of), poverty(access, &extent, (&maps, shown)));
        let frame = Frame { year, as_of, day, area: extent.area, poverty };
        counted.push(OfYear::count(access, snapshot, &frame, by).await?);
    }
    let lists = extent.lists(access, &maps, as_of);
    let parts = Parts { counted: &counted, shown, maps: &maps, map, within: &extent.areas, lists };
    let rows = match by {
        IncomeBy::Year => parts.by_year(),
        IncomeBy::ValueChain => parts.by_value_chain(year, &chains(access, snapshot).await?),
        IncomeBy::Commune => parts.by_commune(year),
    };
    let area = extent.area.and_then(|id| maps.unit(id)).map(Into::into);
    let computed_at = Instant::from(access.service().clock().now());
    let (poor_rule_vi, poor_rule_en) = (POOR_RULE.0.to_owned(), POOR_RULE.1.to_owned());
    let total = parts.total(year);
    Ok(IncomeReport { as_of, year, map, area, by, computed_at, poor_rule_vi, poor_rule_en, total, rows })
}

/// Whose poverty is looked at.
fn poverty(access: &Reporting, extent: &Extent, (maps, shown): (&Maps, Shown)) -> PovertyOf {
    if !shown.poverty_below {
        return PovertyOf::Nobody;
    }
    extent.known(access, maps).map_or(PovertyOf::Everybody, PovertyOf::Persons)
}

/// The years to look at: the one asked for, or all that have results.
async fn years(
    access: &Reporting,
    snapshot: &Snapshot,
    (year, as_of): (Option<i32>, NaiveDate),
) -> Result<Vec<i32>, Error> {
    if let Some(year) = year {
        return Ok(vec![year]);
    }
    let rows = access.rows::<plan_result::Entity>();
    let found: Arc<Vec<Year>> = snapshot.tally(rows, |rows| cells::years(rows, as_of)).await?;
    let mut years: Vec<i32> = found.iter().map(|found| found.year).collect();
    years.sort_unstable();
    Ok(years)
}
