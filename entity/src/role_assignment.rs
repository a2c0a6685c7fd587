//! Roles held over a scope between two dates.

use crate::enums::{Role, VoidReason};
use crate::ids::{AccountId, AreaId, GroupId, PartnerId, RoleAssignmentId};
use sea_orm::entity::prelude::*;

/// One row of `role_assignment`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_assignment")]
pub struct Model {
    /// Identifier of the assignment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleAssignmentId,
    /// Holder, if an account.
    pub account_id: Option<AccountId>,
    /// Holder, if a machine client.
    pub client_id: Option<Uuid>,
    /// The role held.
    pub role: Role,
    /// Scope, if an area.
    pub area_id: Option<AreaId>,
    /// Scope, if a group.
    pub group_id: Option<GroupId>,
    /// Scope, if a partner.
    pub partner_id: Option<PartnerId>,
    /// First day.
    pub from_on: Date,
    /// First day no longer held.
    pub until_on: Option<Date>,
    /// Who entered it.
    pub entered_by: Option<Uuid>,
    /// The second administrator.
    pub confirmed_by: Option<Uuid>,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTimeUtc>,
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
    /// The account.
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<Option<super::account::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
