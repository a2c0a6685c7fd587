//! What goes over the wire about lines of contracts.

use chrono::NaiveDate;
use entity::{
    enums::{PartnerKind, PriceRule, ProductForm},
    ids::{AreaId, ContractId, ContractLineId, GroupId, PartnerId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::Filter,
    values::{Commaed, Day, Line, Quantity},
};

/// A line of a contract.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct ContractLineEntry {
    /// Its id.
    pub id: ContractLineId,
    /// The contract.
    pub contract_id: ContractId,
    /// Code of the contract.
    #[schema(max_length = 20, example = "HD-000001")]
    pub contract_code: String,
    /// Number of the text that says so.
    #[schema(minimum = 1)]
    pub n: i32,
    /// Number of the line.
    #[schema(minimum = 1, maximum = 999)]
    pub line_no: i32,
    /// The partner.
    pub partner_id: PartnerId,
    /// Name of the partner.
    #[schema(max_length = 255, example = "Hợp tác xã Nông sản Hà Quảng")]
    pub partner_name: String,
    /// What the partner is by law.
    pub partner_kind: PartnerKind,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng thạch đen Nà Giàng")]
    pub group_name: String,
    /// Commune of the contract.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The value chain.
    #[schema(max_length = 30, example = "thach_den")]
    pub chain: String,
    /// The form.
    pub form: ProductForm,
    /// Quality agreed on.
    #[schema(max_length = 60, example = "Loại 1")]
    pub grade: Option<String>,
    /// The unit.
    #[schema(max_length = 20, example = "kg")]
    pub unit: String,
    /// How much, in the unit.
    #[schema(value_type = Quantity)]
    #[serde(serialize_with = "as_quantity")]
    pub quantity: i64,
    /// How the price is found.
    pub price_rule: PriceRule,
    /// The price, the floor, or what is expected of the market, in đồng per unit.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 40_000)]
    pub unit_price_vnd: i64,
    /// What is paid above the market, in đồng per unit.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 0)]
    pub premium_vnd: i64,
    /// First day of delivery.
    pub deliver_from_on: NaiveDate,
    /// First day no longer.
    pub deliver_until_on: NaiveDate,
    /// What the line is worth, in đồng.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 100_020_000)]
    pub amount_vnd: i64,
}

fn as_quantity<S: Serializer>(millionths: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    Quantity::of_millionths(*millionths).serialize(serializer)
}

/// Filters of the list of lines.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ContractLineFilter {
    /// The day whose year is asked for, until the day; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only lines of this contract.
    pub contract_id: Option<ContractId>,
    /// Only lines of contracts of this partner.
    pub partner_id: Option<PartnerId>,
    /// Only lines of contracts of partners that are one of these by law.
    #[param(value_type = Option<Vec<PartnerKind>>)]
    pub partner_kind: Option<Commaed<PartnerKind>>,
    /// Only lines of contracts of this group.
    pub group_id: Option<GroupId>,
    /// Only lines of contracts with groups of this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only lines of contracts in communes of 2025 whose commune of 2022 is not known, or all others.
    pub not_assigned: Option<bool>,
    /// Only lines of these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
}

impl Filter for ContractLineFilter {
    const SORTS: &'static [&'static str] = &["deliver_from_on", "-deliver_from_on"];
}
