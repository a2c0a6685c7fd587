//! Filters and orders of lists of deliveries, what is read with them, and what they make.

use chrono::NaiveDate;
use entity::{contract_line, delivery, enums::DeliveryStatus};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::messages::{ContractDeliveryFilter, DeliveryFilter};
use crate::{
    contract_years::queries::of_kinds,
    places::queries::{in_area, not_assigned},
    store::{SortBy, SortKind},
    values::{Commaed, Day},
};

impl ContractDeliveryFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let line_no = self.line_no.map(|line_no| delivery::Column::LineNo.eq(i32::from(line_no)));
        standing(self.status.as_ref(), self.delivered_on_gte, self.delivered_on_lte).add_option(line_no)
    }
}

impl DeliveryFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use delivery::Column;
        let chains = self
            .value_chain
            .as_ref()
            .map(|chains| Column::Chain.is_in(chains.as_slice().iter().map(AsRef::<str>::as_ref)));
        let unknown =
            self.not_assigned.map(|yes| if yes { not_assigned(PLACE) } else { not_assigned(PLACE).not() });
        standing(self.status.as_ref(), self.delivered_on_gte, self.delivered_on_lte)
            .add_option(self.contract_id.map(|id| Column::ContractId.eq(id)))
            .add_option(self.partner_id.map(|id| Column::PartnerId.eq(id)))
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.partner_kind.as_ref().map(|kinds| of_kinds(Column::PartnerId, kinds.as_slice())))
            .add_option(self.area_id.map(|id| in_area(PLACE, id)))
            .add_option(unknown)
            .add_option(chains)
            .add_option(self.agreed_by.map(|day| agreed_by(day.into())))
    }
}

/// Deliveries in some states, from a day and until another.
fn standing(status: Option<&Commaed<DeliveryStatus>>, from: Option<Day>, until: Option<Day>) -> Condition {
    use delivery::Column::{DeliveredOn, Status};
    Condition::all()
        .add_option(status.map(|states| Status.is_in(states.as_slice().iter().copied())))
        .add_option(from.map(|day| DeliveredOn.gte(day.date())))
        .add_option(until.map(|day| DeliveredOn.lte(day.date())))
}

/// Where a delivery lies: with its contract.
pub const PLACE: (delivery::Column, delivery::Column) =
    (delivery::Column::CommuneId, delivery::Column::FormerCommuneId);

/// What the buyer had acknowledged, or staff had settled, by a day: it is that which fulfilment counts.
#[must_use]
pub fn agreed_by(day: NaiveDate) -> Condition {
    use delivery::Column::{AcknowledgedOn, SettledOn, Status};
    let acknowledged = Status.eq(DeliveryStatus::Acknowledged).and(AcknowledgedOn.lte(day));
    let settled = Status.eq(DeliveryStatus::Settled).and(SettledOn.lte(day));
    Condition::any().add(acknowledged).add(settled)
}

/// The order of a sort key.
#[must_use]
pub fn order(key: &str) -> SortBy {
    SortBy::column(delivery::Column::DeliveredOn, SortKind::Date).descending(key.starts_with('-'))
}

/// Adds the unit of the line, which every text has in which something can be delivered; an outer join keeps SQLite from
/// starting with the lines instead of the page.
pub fn listed(select: Select<delivery::Entity>) -> Select<delivery::Entity> {
    let same = |of: delivery::Column, line: contract_line::Column| {
        Expr::col(line.as_column_ref()).eq(Expr::col(of.as_column_ref()))
    };
    let its_line = delivery::Entity::belongs_to(contract_line::Entity)
        .from(delivery::Column::ContractId)
        .to(contract_line::Column::ContractId)
        .on_condition(move |_, _| {
            Condition::all()
                .add(same(delivery::Column::N, contract_line::Column::N))
                .add(same(delivery::Column::LineNo, contract_line::Column::LineNo))
        });
    select.join(JoinType::LeftJoin, its_line.into()).column_as(contract_line::Column::Unit, "line_unit")
}
