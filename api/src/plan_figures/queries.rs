//! The aggregate queries behind income, losses and OCOP products.

use chrono::{Datelike, NaiveDate};
use entity::{hazard, ids::AreaId, ocop_product, plan_loss, plan_result, project_commune};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, JoinType,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use super::messages::LossRow;
use crate::{
    access::{Access, permission::reports::ReadReports},
    breakdowns::messages::Label,
    error::Error,
    indicators::{messages::Lists, queries::Frame},
    ocop::queries::PLACE,
    ocop_certificates::queries::certified,
    places::queries::in_area,
    plan_results::queries::known_of_year,
    project_communes::queries::{OcopCell, coverage, within},
    store::Snapshot,
};

/// What results brought and cost.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Earned {
    /// What they brought; null when there is none.
    pub revenue_vnd: Option<i64>,
    /// What they cost; null when there is none.
    pub cost_vnd: Option<i64>,
}

/// What was lost to one hazard.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LossCell {
    /// The hazard.
    pub code: String,
    /// In Vietnamese.
    pub name_vi: String,
    /// In English.
    pub name_en: String,
    /// How many results lost something to it.
    pub results: i64,
    /// What that would have brought.
    pub lost_vnd: i64,
}

#[derive(Clone, Copy, Debug, FromQueryResult)]
struct Products {
    products: i64,
}

/// Everything that was counted.
#[derive(Debug)]
pub struct PlanFigures {
    /// Income of the year.
    pub earned: Earned,
    /// Losses of the year, by hazard.
    pub losses: Vec<LossCell>,
    /// Project communes of the day.
    pub project_communes: i64,
    /// Those of them with a certified product.
    pub certified_communes: i64,
    /// Certified products, wherever they are from.
    pub certified_products: i64,
}

impl PlanFigures {
    /// Counts the year of a day until then, and what is valid on it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count(
        access: &Access<ReadReports>,
        snapshot: &Snapshot,
        frame: &Frame,
    ) -> Result<Self, Error> {
        let (day, area) = (frame.as_of, frame.area);
        let results = || access.rows::<plan_result::Entity>();
        let earned = snapshot.tally(results(), |rows| earned(rows, day, area)).await?;
        let losses = snapshot.tally(results(), |rows| lost(rows, day, area)).await?;
        let communes = access.rows::<project_commune::Entity>().filter(within(access.reach()));
        let communes = snapshot.tally(communes, |rows| coverage(rows, day, area)).await?;
        let of_all = |part: fn(&OcopCell) -> i64| communes.iter().map(part).sum();
        let products = access.rows::<ocop_product::Entity>();
        let products = snapshot.tally(products, |rows| on_market(rows, day, area)).await?;
        Ok(Self {
            earned: earned.first().copied().unwrap_or_default(),
            losses: losses.to_vec(),
            project_communes: of_all(|cell| cell.communes),
            certified_communes: of_all(|cell| cell.certified),
            certified_products: products.first().map_or(0, |found: &Products| found.products),
        })
    }

    /// What was brought and what is left of it, and what was lost, in đồng.
    #[must_use]
    pub fn money(&self) -> [i64; 3] {
        let (revenue, cost) =
            (self.earned.revenue_vnd.unwrap_or_default(), self.earned.cost_vnd.unwrap_or_default());
        [revenue, revenue - cost, self.losses.iter().map(|cell| cell.lost_vnd).sum()]
    }

    /// The losses by hazard, in the order of their codes; only hazards that something was lost to.
    #[must_use]
    pub fn by_hazard(&self, lists: &Lists, shows_money: bool) -> Vec<LossRow> {
        let mut cells: Vec<&LossCell> = self.losses.iter().collect();
        cells.sort_by(|one, other| one.code.cmp(&other.code));
        let row = |cell: &LossCell| LossRow {
            head: Label::fixed(&cell.code, &cell.name_vi, &cell.name_en).into(),
            results: cell.results,
            lost_vnd: shows_money.then_some(cell.lost_vnd),
            results_url: lists.results_of_year(&[("sum_of", "losses"), ("hazard", &cell.code)]),
        };
        cells.into_iter().map(row).collect()
    }
}

/// What results of the year of a day brought and cost. `results` selects from `plan_result`.
fn earned(mut results: SelectStatement, day: NaiveDate, area: Option<AreaId>) -> SelectStatement {
    use plan_result::Column;
    let sum = |column: Column| Expr::col(column.as_column_ref()).sum().cast_as("bigint");
    results
        .clear_selects()
        .expr_as(sum(Column::RevenueVnd), "revenue_vnd")
        .expr_as(sum(Column::CostVnd), "cost_vnd")
        .cond_where(known_of_year(day.year(), day, area))
        .to_owned()
}

/// What results of the year of a day lost, by hazard. `results` selects from `plan_result`.
fn lost(mut results: SelectStatement, day: NaiveDate, area: Option<AreaId>) -> SelectStatement {
    use plan_loss::Column as Loss;
    let loss = |column: Loss| Expr::col(column.as_column_ref());
    let its = loss(Loss::ResultId).eq(Expr::col(plan_result::Column::Id.as_column_ref()));
    let code = Expr::col(hazard::Column::Code.as_column_ref());
    results
        .clear_selects()
        .join(JoinType::InnerJoin, plan_loss::Entity, its)
        .join(JoinType::InnerJoin, hazard::Entity, code.clone().eq(loss(Loss::Hazard)))
        .expr_as(loss(Loss::ResultId).count(), "results")
        .expr_as(loss(Loss::ValueVnd).sum().cast_as("bigint"), "lost_vnd")
        .cond_where(known_of_year(day.year(), day, area));
    for (column, name) in [
        (hazard::Column::Code, "code"),
        (hazard::Column::NameVi, "name_vi"),
        (hazard::Column::NameEn, "name_en"),
    ] {
        let value = Expr::col(column.as_column_ref());
        results.expr_as(value.clone(), name).add_group_by([value]);
    }
    results
}

/// How many products have a certificate that is valid on a day. `products` selects from `ocop_product`.
fn on_market(mut products: SelectStatement, day: NaiveDate, area: Option<AreaId>) -> SelectStatement {
    use ocop_product::Column;
    products
        .clear_selects()
        .expr_as(Column::Id.count(), "products")
        .and_where(Column::Id.in_subquery(certified(day, Condition::all())))
        .cond_where(Condition::all().add_option(area.map(|id| in_area(PLACE, id))))
        .to_owned()
}
