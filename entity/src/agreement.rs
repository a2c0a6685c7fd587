//! Agreements on grants, signed by the head of the group.

use crate::ids::{ApplicationId, MembershipId};
use sea_orm::entity::prelude::*;

/// One row of `agreement`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// Number of the agreement.
    pub number: String,
    /// Day of signing.
    pub signed_on: Date,
    /// Membership of the head who signed.
    pub signer_membership_id: MembershipId,
    /// The grant agreed on.
    pub grant_vnd: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
