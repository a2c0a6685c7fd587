//! Filters and orders of lists of contracts, and what is read with them.

use chrono::NaiveDate;
use entity::{contract_line, enums::ContractStatus, group_card, group_period, partner, sales_contract};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::messages::SalesContractFilter;
use crate::{
    contract_years::queries::bound_in_year,
    contracts::messages::ContractState,
    periods::queries::lasting,
    places::queries::in_area,
    store::{SortBy, SortKind},
};

impl SalesContractFilter {
    /// The filters as one condition, on a day.
    #[must_use]
    pub fn condition(&self, today: NaiveDate) -> Condition {
        use sales_contract::Column;
        let states = self.status.as_ref().map(|states| {
            states.as_slice().iter().fold(Condition::any(), |any, state| any.add(in_state(*state, today)))
        });
        let chains = self.value_chain.as_ref().map(|chains| with_chain(chains.as_slice()));
        let date = |day: Option<crate::values::Day>| day.map(NaiveDate::from);
        Condition::all()
            .add_option(states)
            .add_option(self.partner_id.map(|id| Column::PartnerId.eq(id)))
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.area_id.map(|id| in_area((Column::CommuneId, Column::FormerCommuneId), id)))
            .add_option(chains)
            .add_option(self.framework_ref.as_ref().map(|text| Column::FrameworkRef.eq(text.as_ref())))
            .add_option(self.external_ref.as_ref().map(|text| Column::ExternalRef.eq(text.as_ref())))
            .add_option(self.number.as_ref().map(|text| Column::Number.eq(text.as_ref())))
            .add_option(date(self.counted_on).map(bound_in_year))
            .add_option(date(self.starts_on_gte).map(|day| Column::StartsOn.gte(day)))
            .add_option(date(self.starts_on_lte).map(|day| Column::StartsOn.lte(day)))
            .add_option(date(self.ends_on_gte).map(|day| Column::EndsOn.gte(day)))
            .add_option(date(self.ends_on_lte).map(|day| Column::EndsOn.lte(day)))
    }
}

/// The contracts in a state on a day.
fn in_state(state: ContractState, today: NaiveDate) -> Condition {
    use sales_contract::Column::{EndsOn, StartsOn, Status};
    let stored = |status: ContractStatus| Condition::all().add(Status.eq(status));
    let bound = || stored(ContractStatus::Confirmed);
    match state {
        ContractState::Draft => stored(ContractStatus::Draft),
        ContractState::Submitted => stored(ContractStatus::Submitted),
        ContractState::Confirmed => bound().add(StartsOn.gt(today)),
        ContractState::Active => bound().add(StartsOn.lte(today)).add(EndsOn.gte(today)),
        ContractState::Expired => bound().add(EndsOn.lt(today)),
        ContractState::Completed => stored(ContractStatus::Completed),
        ContractState::Rejected => stored(ContractStatus::Rejected),
        ContractState::Terminated => stored(ContractStatus::Terminated),
    }
}

/// Contracts with a line of some value chains, in the text in force or else the latest.
fn with_chain(chains: &[crate::values::Line<1, 30>]) -> SimpleExpr {
    use sales_contract::Column as Contract;
    let its = |column: Contract| Expr::col(column.as_column_ref());
    let shown = Func::coalesce([its(Contract::InForceN), its(Contract::TextN)]);
    let lines = contract_line::Entity::find()
        .select_only()
        .column(contract_line::Column::Id)
        .filter(Expr::col(contract_line::Column::ContractId.as_column_ref()).eq(its(Contract::Id)))
        .filter(Expr::col(contract_line::Column::N.as_column_ref()).eq(shown))
        .filter(contract_line::Column::Chain.is_in(chains.iter().map(AsRef::<str>::as_ref)));
    Expr::exists(lines.into_query())
}

/// The order of a sort key.
#[must_use]
pub fn order(key: &str) -> SortBy {
    match key {
        "ends_on" => SortBy::column(sales_contract::Column::EndsOn, SortKind::Date),
        _ => SortBy::column(sales_contract::Column::UpdatedAt, SortKind::Instant).descending(true),
    }
}

/// Adds names and states of partner and group. All are there; outer joins
/// keep SQLite from starting with them instead of the page.
pub fn listed(select: Select<sales_contract::Entity>) -> Select<sales_contract::Entity> {
    let of_partner = sales_contract::Entity::belongs_to(partner::Entity)
        .from(sales_contract::Column::PartnerId)
        .to(partner::Column::Id);
    let of_group = sales_contract::Entity::belongs_to(group_card::Entity)
        .from(sales_contract::Column::GroupId)
        .to(group_card::Column::Id);
    let its_period = sales_contract::Entity::belongs_to(group_period::Entity)
        .from(sales_contract::Column::GroupId)
        .to(group_period::Column::GroupId)
        .on_condition(|_, right| lasting(&right));
    select
        .join(JoinType::LeftJoin, of_partner.into())
        .join(JoinType::LeftJoin, of_group.into())
        .join(JoinType::LeftJoin, its_period.into())
        .column_as(partner::Column::Name, "partner_name")
        .column_as(partner::Column::Status, "partner_status")
        .column_as(group_card::Column::Name, "group_name")
        .column_as(group_period::Column::Status, "group_status")
}
