//! What goes over the wire when contracts are listed.

use entity::{
    enums::{GroupStatus, PartnerStatus},
    ids::{AreaId, GroupId, PartnerId},
    sales_contract,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    contracts::messages::{ContractHead, ContractState},
    http::Filter,
    values::{Commaed, Day, Line},
};

/// A contract with what is read beside it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    /// The contract.
    #[sea_orm(nested)]
    pub row: sales_contract::Model,
    /// Name of the partner.
    pub partner_name: String,
    /// Its state.
    pub partner_status: PartnerStatus,
    /// Name of the group.
    pub group_name: String,
    /// Its present state.
    pub group_status: Option<GroupStatus>,
}

/// A contract as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesContractSummary {
    /// The contract without its texts.
    #[serde(flatten)]
    pub head: ContractHead,
    /// Name of the partner.
    #[schema(max_length = 255, example = "Hợp tác xã Nông sản Hà Quảng")]
    pub partner_name: String,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng thạch đen Nà Giàng")]
    pub group_name: String,
}

/// Filters of the list of contracts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct SalesContractFilter {
    /// Only contracts in these states today.
    #[param(value_type = Option<Vec<ContractState>>)]
    pub status: Option<Commaed<ContractState>>,
    /// Only contracts of this partner.
    pub partner_id: Option<PartnerId>,
    /// Only contracts of this group.
    pub group_id: Option<GroupId>,
    /// Only contracts with groups of this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only contracts with a line of one of these value chains, in the text in force or else the latest.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only the contracts that share this.
    #[param(value_type = Option<String>, min_length = 1, max_length = 60)]
    pub framework_ref: Option<Line<1, 60>>,
    /// Only the contract with this name in the partner's system.
    #[param(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub external_ref: Option<Line<1, 100>>,
    /// Only contracts with this number.
    #[param(value_type = Option<String>, min_length = 1, max_length = 60)]
    pub number: Option<Line<1, 60>>,
    /// Only contracts that bound both sides at some time of the year of this day until then, as reports count them.
    pub counted_on: Option<Day>,
    /// Only contracts that start on this day or later.
    pub starts_on_gte: Option<Day>,
    /// Only contracts that start on this day or earlier.
    pub starts_on_lte: Option<Day>,
    /// Only contracts that end on this day or later.
    pub ends_on_gte: Option<Day>,
    /// Only contracts that end on this day or earlier.
    pub ends_on_lte: Option<Day>,
}

impl Filter for SalesContractFilter {
    const SORTS: &'static [&'static str] = &["-updated_at", "ends_on"];
}
