//! Common interest groups, cooperative groups and cooperatives.

use crate::enums::{LegalForm, VoidReason};
use crate::ids::GroupId;
use sea_orm::entity::prelude::*;

/// One row of `farmer_group`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "farmer_group")]
pub struct Model {
    /// Identifier of the group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GroupId,
    /// Code shown to people.
    pub code: String,
    /// Name.
    pub name: String,
    /// Folded name, to find it by.
    pub name_key: String,
    /// Vietnamese sort key of the name.
    pub sort_key: String,
    /// Legal form at its start.
    pub began_as: LegalForm,
    /// The group it continues as a cooperative.
    pub upgraded_from_id: Option<GroupId>,
    /// Registration number, which is the tax code.
    pub registration_number: Option<String>,
    /// Date of registration.
    pub registered_on: Option<Date>,
    /// Date of the cooperation contract.
    pub contract_signed_on: Option<Date>,
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
    /// Its form, state and commune over time.
    #[sea_orm(has_many)]
    pub periods: HasMany<super::group_period::Entity>,
    /// Its value chains.
    #[sea_orm(has_many)]
    pub chains: HasMany<super::group_value_chain::Entity>,
    /// Its notices.
    #[sea_orm(has_many)]
    pub notices: HasMany<super::group_notice::Entity>,
    /// Its memberships.
    #[sea_orm(has_many)]
    pub memberships: HasMany<super::membership::Entity>,
    /// The offices held.
    #[sea_orm(has_many)]
    pub offices: HasMany<super::group_office::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
