//! Contracts between a partner and a group.

use crate::enums::{ContractStatus, LinkageForm, Side, VoidReason};
use crate::ids::{AreaId, ContractId, GroupId, PartnerId};
use sea_orm::entity::prelude::*;

/// One row of `sales_contract`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_contract")]
pub struct Model {
    /// Identifier of the contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractId,
    /// Code shown to people.
    pub code: String,
    /// The partner.
    pub partner_id: PartnerId,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the group when the contract was entered.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The side that entered it.
    pub drafted_by: Side,
    /// Number the partner gave it.
    pub number: String,
    /// Name of the contract in the partner's own system.
    pub external_ref: Option<String>,
    /// What contracts that were signed together share.
    pub framework_ref: Option<String>,
    /// Its state, but for what follows from the dates.
    pub status: ContractStatus,
    /// Number of the latest text.
    pub text_n: i32,
    /// Number of the text in force.
    pub in_force_n: Option<i32>,
    /// Day of signing, of the text in force or else the latest.
    pub signed_on: Date,
    /// First day of the term.
    pub starts_on: Date,
    /// Last day of the term.
    pub ends_on: Date,
    /// Form of linkage.
    pub linkage: LinkageForm,
    /// What its lines are worth.
    pub value_vnd: i64,
    /// Day it was completed or terminated.
    pub ended_on: Option<Date>,
    /// The side that ended it; none for staff.
    pub ended_by: Option<Side>,
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
