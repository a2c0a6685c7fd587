//! Form, state and commune of a group between two dates.

use crate::enums::{GroupStatus, LegalForm, VoidReason};
use crate::ids::{AreaId, GroupId, GroupPeriodId};
use sea_orm::entity::prelude::*;

/// One row of `group_period`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_period")]
pub struct Model {
    /// Identifier of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupPeriodId,
    /// The group.
    pub group_id: GroupId,
    /// Its form.
    pub legal_form: LegalForm,
    /// Its state.
    pub status: GroupStatus,
    /// Commune valid at the start.
    pub commune_id: AreaId,
    /// Its predecessor, if known.
    pub former_commune_id: Option<AreaId>,
    /// First day.
    pub from_on: Date,
    /// First day no longer so.
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
}

impl ActiveModelBehavior for ActiveModel {}
