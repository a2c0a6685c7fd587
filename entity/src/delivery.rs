//! Deliveries of a line of a contract.

use crate::enums::{DeliveryStatus, ProductForm, VoidReason};
use crate::ids::{AreaId, ContractId, DeliveryId, GroupId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `delivery`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Identifier of the delivery.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    /// The contract.
    pub contract_id: ContractId,
    /// Number of the text that was in force.
    pub n: i32,
    /// Number of the line.
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
    /// The day.
    pub delivered_on: Date,
    /// The form it was delivered in.
    pub form: ProductForm,
    /// Its quality.
    pub grade: Option<String>,
    /// The unit it was measured in.
    pub unit: String,
    /// What the group recorded, in millionths of the unit.
    pub quantity: i64,
    /// What the buyer weighed.
    pub acknowledged_quantity: Option<i64>,
    /// What staff settled on.
    pub settled_quantity: Option<i64>,
    /// What counts of it, in millionths of the unit of the line.
    pub counted: i64,
    /// The market price of the day.
    pub reference_price_vnd: Option<i64>,
    /// Price per unit of the line.
    pub unit_price_vnd: i64,
    /// What it is worth.
    pub amount_vnd: i64,
    /// What the buyer has paid.
    pub paid_vnd: i64,
    /// Number of the delivery note.
    pub note_no: Option<String>,
    /// Its state.
    pub status: DeliveryStatus,
    /// Day the buyer acknowledged it.
    pub acknowledged_on: Option<Date>,
    /// Day it was settled.
    pub settled_on: Option<Date>,
    /// How it was settled.
    pub reason: Option<String>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
