//! Notices a group owes the commune.

use crate::enums::{NoticeKind, VoidReason};
use crate::ids::{AreaId, GroupId, NoticeId};
use sea_orm::entity::prelude::*;

/// One row of `group_notice`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_notice")]
pub struct Model {
    /// Identifier of the notice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    /// The group.
    pub group_id: GroupId,
    /// What changed.
    pub kind: NoticeKind,
    /// Day of the change.
    pub signed_on: Date,
    /// Day the notice was sent.
    pub sent_on: Option<Date>,
    /// Commune it was sent to.
    pub area_id: AreaId,
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
    /// The group.
    #[sea_orm(belongs_to, from = "group_id", to = "id")]
    pub group: BelongsTo<super::farmer_group::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
