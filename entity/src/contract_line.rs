//! Lines of the texts of a contract.

use crate::enums::{PriceRule, ProductForm};
use crate::ids::{AreaId, ContractId, ContractLineId, GroupId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `contract_line`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_line")]
pub struct Model {
    /// Identifier of the line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractLineId,
    /// The contract.
    pub contract_id: ContractId,
    /// Number of the text.
    pub n: i32,
    /// Number of the line, the same in every text.
    pub line_no: i32,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the contract.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The value chain.
    pub chain: String,
    /// The form.
    pub form: ProductForm,
    /// Quality agreed on.
    pub grade: Option<String>,
    /// The unit.
    pub unit: String,
    /// How much, in millionths of the unit.
    pub quantity: i64,
    /// How the price is found.
    pub price_rule: PriceRule,
    /// The price, the floor, or what is expected of the market, per unit.
    pub unit_price_vnd: i64,
    /// What is paid above the market, per unit.
    pub premium_vnd: i64,
    /// The market price that is meant.
    pub reference: Option<String>,
    /// How much fresh makes one of the dried, in millionths; none when not agreed.
    pub fresh_per_dried: Option<i64>,
    /// First day of delivery.
    pub deliver_from_on: Date,
    /// First day no longer.
    pub deliver_until_on: Date,
    /// What the line is worth.
    pub amount_vnd: i64,
}

impl ActiveModelBehavior for ActiveModel {}
