//! Sides that confirmed a text, by its hash.

use crate::enums::Side;
use crate::ids::ContractId;
use sea_orm::entity::prelude::*;

/// One row of `contract_confirmation`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_confirmation")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    /// Number of the text.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i32,
    /// The side.
    #[sea_orm(primary_key, auto_increment = false)]
    pub side: Side,
    /// Who, or the organisation of a machine client.
    pub human: Uuid,
    /// In which role.
    pub role: String,
    /// The hash that was confirmed.
    pub sha256: Vec<u8>,
    /// When.
    pub confirmed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
