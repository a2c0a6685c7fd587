//! Minutes on works that a tranche paid for, or on the whole; never changed.

use crate::enums::AcceptanceResult;
use crate::ids::{AcceptanceId, ApplicationId, AttachmentId, DisbursementId};
use sea_orm::entity::prelude::*;

/// One row of `acceptance`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acceptance")]
pub struct Model {
    /// Identifier of the minutes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AcceptanceId,
    /// The application.
    pub application_id: ApplicationId,
    /// The tranche; null for the final acceptance.
    pub disbursement_id: Option<DisbursementId>,
    /// Number of the minutes.
    pub number: String,
    /// Day of the minutes.
    pub accepted_on: Date,
    /// What they found.
    pub result: AcceptanceResult,
    /// Worth of the works accepted.
    pub amount_vnd: i64,
    /// Remark.
    pub remark: Option<String>,
    /// The minutes as a file.
    pub attachment_id: Option<AttachmentId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
