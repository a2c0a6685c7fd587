//! Filters of lines of contracts, and what is read with them.

use chrono::NaiveDate;
use entity::{contract_line, group_card, partner, sales_contract};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select};

use super::messages::ContractLineFilter;
use crate::{
    contract_years::queries::{lines_of_year, of_kinds},
    places::queries::{in_area, not_assigned},
    store::{SortBy, SortKind},
};

impl ContractLineFilter {
    /// The filters as one condition on lines, for the year of a day until then.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        use contract_line::Column::{Chain, CommuneId, ContractId, FormerCommuneId, GroupId, PartnerId};
        let place = (CommuneId, FormerCommuneId);
        let chains = self
            .value_chain
            .as_ref()
            .map(|chains| Chain.is_in(chains.as_slice().iter().map(AsRef::<str>::as_ref)));
        let unknown =
            self.not_assigned.map(|yes| if yes { not_assigned(place) } else { not_assigned(place).not() });
        lines_of_year(day)
            .add_option(self.contract_id.map(|id| ContractId.eq(id)))
            .add_option(self.partner_id.map(|id| PartnerId.eq(id)))
            .add_option(self.partner_kind.as_ref().map(|kinds| of_kinds(PartnerId, kinds.as_slice())))
            .add_option(self.group_id.map(|id| GroupId.eq(id)))
            .add_option(self.area_id.map(|id| in_area(place, id)))
            .add_option(unknown)
            .add_option(chains)
    }
}

/// The order of a sort key.
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(contract_line::Column::DeliverFromOn, SortKind::Date).descending(key.starts_with('-'))
}

/// Adds code and names of the contract and its parties. All are there; outer joins keep SQLite from starting with them
/// instead of the page.
pub(super) fn shown(select: Select<contract_line::Entity>) -> Select<contract_line::Entity> {
    use contract_line::Column as Line;
    let contract = contract_line::Entity::belongs_to(sales_contract::Entity)
        .from(Line::ContractId)
        .to(sales_contract::Column::Id);
    let buyer =
        contract_line::Entity::belongs_to(partner::Entity).from(Line::PartnerId).to(partner::Column::Id);
    let group =
        contract_line::Entity::belongs_to(group_card::Entity).from(Line::GroupId).to(group_card::Column::Id);
    select
        .join(JoinType::LeftJoin, contract.into())
        .join(JoinType::LeftJoin, buyer.into())
        .join(JoinType::LeftJoin, group.into())
        .column_as(sales_contract::Column::Code, "contract_code")
        .column_as(partner::Column::Name, "partner_name")
        .column_as(partner::Column::Kind, "partner_kind")
        .column_as(group_card::Column::Name, "group_name")
}
