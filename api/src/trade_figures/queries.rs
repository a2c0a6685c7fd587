//! The aggregate queries behind what was contracted and delivered.

use chrono::NaiveDate;
use entity::{
    contract_line, delivery,
    enums::{PartnerKind, ProductForm},
    ids::AreaId,
    partner,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, JoinType,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

use crate::{
    contract_years::queries::{delivered_in_year, lines_of_year},
    delivery_lists::queries::PLACE,
    places::queries::in_area,
};

/// Millionths in one: wholes and the rest are summed apart, so that no sum of quantities is too large for the database.
const ONE: i64 = 1_000_000;

/// Lines or deliveries that have everything alike by which they are broken down.
#[derive(Debug, FromQueryResult)]
pub struct TradeCell {
    /// The commune of the contracts.
    pub commune_id: AreaId,
    /// The old commune, where it is known besides.
    pub former_commune_id: Option<AreaId>,
    /// What the partners are by law.
    pub kind: PartnerKind,
    /// The value chain.
    pub chain: String,
    /// The form that the lines say.
    pub form: ProductForm,
    /// The unit that the lines say.
    pub unit: String,
    /// How many.
    pub records: i64,
    /// How much of the unit, whole ones.
    pub wholes: i64,
    /// The rest, in millionths.
    pub millionths: i64,
    /// What they are worth.
    pub amount_vnd: i64,
}

impl TradeCell {
    /// How much of the unit, in millionths.
    #[must_use]
    pub fn quantity(&self) -> i128 {
        i128::from(self.wholes) * i128::from(ONE) + i128::from(self.millionths)
    }
}

fn line(column: contract_line::Column) -> Expr {
    Expr::col(column.as_column_ref())
}

/// Adds what a cell says of a line, and sums of a quantity and an amount.
fn folded(select: &mut SelectStatement, (id, quantity, amount): (Expr, Expr, Expr)) {
    use contract_line::Column as Line;
    let by = [
        ("commune_id", line(Line::CommuneId)),
        ("former_commune_id", line(Line::FormerCommuneId)),
        ("kind", Expr::col(partner::Column::Kind.as_column_ref())),
        ("chain", line(Line::Chain)),
        ("form", line(Line::Form)),
        ("unit", line(Line::Unit)),
    ];
    let buyer = Expr::col(partner::Column::Id.as_column_ref()).eq(line(Line::PartnerId));
    select.join(JoinType::InnerJoin, partner::Entity, buyer);
    for (name, value) in by {
        select.expr_as(value.clone(), name).add_group_by([value]);
    }
    let sum = |of: Expr| of.sum().cast_as("bigint");
    select
        .expr_as(id.count(), "records")
        .expr_as(sum(quantity.clone().div(ONE)), "wholes")
        .expr_as(sum(quantity.modulo(ONE)), "millionths")
        .expr_as(sum(amount), "amount_vnd");
}

/// What was contracted in the year of a day. `lines` selects from `contract_line`.
#[must_use]
pub fn contracted(mut lines: SelectStatement, day: NaiveDate, area: Option<AreaId>) -> SelectStatement {
    use contract_line::Column as Line;
    lines.clear_selects();
    folded(&mut lines, (line(Line::Id), line(Line::Quantity), line(Line::AmountVnd)));
    let place = (Line::CommuneId, Line::FormerCommuneId);
    lines
        .cond_where(lines_of_year(day))
        .cond_where(Condition::all().add_option(area.map(|id| in_area(place, id))))
        .to_owned()
}

/// What was delivered in the year of a day until then. `deliveries` selects from `delivery`.
#[must_use]
pub fn delivered(mut deliveries: SelectStatement, day: NaiveDate, area: Option<AreaId>) -> SelectStatement {
    use contract_line::Column as Line;
    use delivery::Column as Delivery;
    let of = |column: Delivery| Expr::col(column.as_column_ref());
    let its_line = Condition::all()
        .add(line(Line::ContractId).eq(of(Delivery::ContractId)))
        .add(line(Line::N).eq(of(Delivery::N)))
        .add(line(Line::LineNo).eq(of(Delivery::LineNo)));
    deliveries.clear_selects().join(JoinType::InnerJoin, contract_line::Entity, its_line);
    folded(&mut deliveries, (of(Delivery::Id), of(Delivery::Counted), of(Delivery::AmountVnd)));
    deliveries
        .cond_where(delivered_in_year(day))
        .cond_where(Condition::all().add_option(area.map(|id| in_area(PLACE, id))))
        .to_owned()
}
