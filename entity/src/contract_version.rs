//! Texts of a contract: what each side confirms.

use crate::enums::{Rationale, Side};
use crate::ids::ContractId;
use sea_orm::entity::prelude::*;

/// One row of `contract_version`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_version")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    /// Number of the text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i32,
    /// The text, as canonical JSON.
    pub content: String,
    /// Hash of the text.
    pub sha256: Vec<u8>,
    /// The side that proposed it.
    pub proposed_by: Side,
    /// Why a text in force is to be changed.
    pub rationale: Option<Rationale>,
    /// The same in words.
    pub remark: Option<String>,
    /// When both sides could see it; none as long as it is a draft of one of them.
    pub shared_at: Option<DateTimeUtc>,
    /// First day in force.
    pub in_force_from_on: Option<Date>,
    /// First day no longer in force.
    pub in_force_until_on: Option<Date>,
    /// When it was given up.
    pub dropped_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
