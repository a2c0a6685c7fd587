//! What was delivered of a line of a contract.

use crate::ids::ContractId;
use sea_orm::entity::prelude::*;

/// One row of `line_balance`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "line_balance")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    /// Number of the line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub line_no: i32,
    /// The quantity with its tolerance, in millionths of the unit of the line.
    pub most: i64,
    /// What was delivered, in the same.
    pub delivered: i64,
}

impl ActiveModelBehavior for ActiveModel {}
