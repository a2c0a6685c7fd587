//! What groups plan to sell.

use crate::enums::{OfferStatus, ProductForm, VoidReason};
use crate::ids::{GroupId, OfferId, PlanId};
use sea_orm::entity::prelude::*;

/// One row of `sales_offer`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_offer")]
pub struct Model {
    /// Identifier of the offer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferId,
    /// Code shown to people.
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// The value chain.
    pub chain: String,
    /// The form.
    pub form: ProductForm,
    /// Quality, in the words of the group.
    pub grade: Option<String>,
    /// The unit.
    pub unit: String,
    /// How much, in millionths of the unit.
    pub quantity: i64,
    /// First day it can be delivered.
    pub from_on: Date,
    /// First day it no longer can.
    pub until_on: Date,
    /// The plan of which it cites a line.
    pub plan_id: Option<PlanId>,
    /// Number of that line.
    pub plan_line_no: Option<i32>,
    /// Its state.
    pub status: OfferStatus,
    /// When it was last published.
    pub published_at: Option<DateTimeUtc>,
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
