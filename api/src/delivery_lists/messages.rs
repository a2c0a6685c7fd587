//! What goes over the wire when deliveries are listed.

use entity::{
    delivery,
    enums::{DeliveryStatus, PartnerKind},
    ids::{AreaId, ContractId, GroupId, PartnerId},
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::Filter,
    values::{Commaed, Day, Line},
};

/// A delivery with what is read beside it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    /// The delivery.
    #[sea_orm(nested)]
    pub row: delivery::Model,
    /// Unit of its line.
    pub line_unit: String,
}

/// Filters of the list of deliveries of a contract.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ContractDeliveryFilter {
    /// Only deliveries in these states.
    #[param(value_type = Option<Vec<DeliveryStatus>>)]
    pub status: Option<Commaed<DeliveryStatus>>,
    /// Only deliveries of the line with this number.
    #[param(minimum = 1, maximum = 999)]
    pub line_no: Option<u16>,
    /// Only what was delivered on this day or later.
    pub delivered_on_gte: Option<Day>,
    /// Only what was delivered on this day or earlier.
    pub delivered_on_lte: Option<Day>,
}

impl Filter for ContractDeliveryFilter {
    const SORTS: &'static [&'static str] = &["-delivered_on", "delivered_on"];
}

/// Filters of the list of all deliveries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct DeliveryFilter {
    /// Only deliveries in these states.
    #[param(value_type = Option<Vec<DeliveryStatus>>)]
    pub status: Option<Commaed<DeliveryStatus>>,
    /// Only deliveries under this contract.
    pub contract_id: Option<ContractId>,
    /// Only deliveries to this partner.
    pub partner_id: Option<PartnerId>,
    /// Only deliveries to partners that are one of these by law.
    #[param(value_type = Option<Vec<PartnerKind>>)]
    pub partner_kind: Option<Commaed<PartnerKind>>,
    /// Only deliveries of this group.
    pub group_id: Option<GroupId>,
    /// Only deliveries under contracts with groups of this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only deliveries under contracts in communes of 2025 whose commune of 2022 is not known, or under all others.
    pub not_assigned: Option<bool>,
    /// Only products of these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only what was delivered on this day or later.
    pub delivered_on_gte: Option<Day>,
    /// Only what was delivered on this day or earlier.
    pub delivered_on_lte: Option<Day>,
    /// Only what was acknowledged or settled by this day.
    pub agreed_by: Option<Day>,
}

impl Filter for DeliveryFilter {
    const SORTS: &'static [&'static str] = &["-delivered_on", "delivered_on"];
}
