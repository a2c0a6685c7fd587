//! What a group gave for its works: money, labour, goods.

use crate::enums::{ContributionKind, VoidReason};
use crate::ids::{ApplicationId, AttachmentId, ContributionId, GroupId, PostingId};
use sea_orm::entity::prelude::*;

/// One row of `contribution_entry`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contribution_entry")]
pub struct Model {
    /// Identifier of the entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContributionId,
    /// The application.
    pub application_id: ApplicationId,
    /// The group.
    pub group_id: GroupId,
    /// What was given.
    pub kind: ContributionKind,
    /// Its worth.
    pub value_vnd: i64,
    /// How the worth was found.
    pub valuation: String,
    /// Day it was given.
    pub given_on: Date,
    /// Evidence.
    pub attachment_id: Option<AttachmentId>,
    /// The posting that keeps it.
    pub posting_id: PostingId,
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
