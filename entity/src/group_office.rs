//! Offices members held between two dates.

use crate::enums::{Office, VoidReason};
use crate::ids::{GroupId, MembershipId, OfficeId};
use sea_orm::entity::prelude::*;

/// One row of `group_office`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_office")]
pub struct Model {
    /// Identifier of the office.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfficeId,
    /// The group.
    pub group_id: GroupId,
    /// Membership of the holder.
    pub membership_id: MembershipId,
    /// The office.
    pub office: Office,
    /// First day.
    pub from_on: Date,
    /// First day no longer held.
    pub until_on: Option<Date>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
    /// The group.
    #[sea_orm(belongs_to, from = "group_id", to = "id")]
    pub group: BelongsTo<super::farmer_group::Entity>,
    /// The membership.
    #[sea_orm(belongs_to, from = "membership_id", to = "id")]
    pub membership: BelongsTo<super::membership::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
