//! Payments of the buyer for a delivery.

use crate::enums::{PaymentMeans, VoidReason};
use crate::ids::{AreaId, ContractId, DeliveryId, DeliveryPaymentId, GroupId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `delivery_payment`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_payment")]
pub struct Model {
    /// Identifier of the payment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryPaymentId,
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// The contract.
    pub contract_id: ContractId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the contract.
    pub commune_id: AreaId,
    /// The day.
    pub paid_on: Date,
    /// How much.
    pub amount_vnd: i64,
    /// How it was paid.
    pub means: PaymentMeans,
    /// Number of the paper behind it.
    pub document_no: String,
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
