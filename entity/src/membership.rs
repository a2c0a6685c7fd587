//! Who was a member of a group between two dates.

use crate::enums::{ExitReason, VoidReason};
use crate::ids::{GroupId, MembershipId, PersonId};
use sea_orm::entity::prelude::*;

/// One row of `membership`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    /// Identifier of the membership.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    /// The group.
    pub group_id: GroupId,
    /// The member.
    pub person_id: PersonId,
    /// First day.
    pub from_on: Date,
    /// First day no longer a member.
    pub until_on: Option<Date>,
    /// Contribution in dong.
    pub contribution_vnd: Option<i64>,
    /// Why it ended.
    pub exit_reason: Option<ExitReason>,
    /// Share of all members who agreed to the exit, in hundredths of a percent.
    pub vote_bps: Option<i32>,
    /// Day the members were informed.
    pub informed_on: Option<Date>,
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
    /// The person.
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::person::Entity>,
    /// The offices held.
    #[sea_orm(has_many)]
    pub offices: HasMany<super::group_office::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
