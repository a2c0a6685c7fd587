//! Certificates of products.

use crate::enums::VoidReason;
use crate::ids::{OcopCertificateId, OcopProductId};
use sea_orm::entity::prelude::*;

/// One row of `ocop_certificate`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ocop_certificate")]
pub struct Model {
    /// Identifier of the certificate.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OcopCertificateId,
    /// The product.
    pub product_id: OcopProductId,
    /// Score in hundredths.
    pub score: i32,
    /// Stars that were given.
    pub stars: i32,
    /// Number of the decision.
    pub decision_no: String,
    /// Day of the decision.
    pub decided_on: Date,
    /// Last day it is valid.
    pub ends_on: Date,
    /// First day after it was revoked.
    pub revoked_on: Option<Date>,
    /// Why it was.
    pub revoke_reason: Option<String>,
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
