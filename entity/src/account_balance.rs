//! What stands on an account: the sums of its postings, kept in the transaction of each.

use crate::ids::{FundAccountId, FundId};
use sea_orm::entity::prelude::*;

/// One row of `account_balance`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_balance")]
pub struct Model {
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub fund_account_id: FundAccountId,
    /// Its fund.
    pub fund_id: FundId,
    /// Whether money comes from it, so that it may be overdrawn.
    pub is_source: bool,
    /// Sum of the postings to its debit.
    pub debit_vnd: i64,
    /// Sum of the postings to its credit.
    pub credit_vnd: i64,
}

impl ActiveModelBehavior for ActiveModel {}
