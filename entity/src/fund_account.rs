//! Accounts of a fund between which money is posted.

use crate::enums::AccountKind;
use crate::ids::{AllotmentId, FundAccountId, FundId};
use sea_orm::entity::prelude::*;

/// One row of `fund_account`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_account")]
pub struct Model {
    /// Identifier of the account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundAccountId,
    /// The fund.
    pub fund_id: FundId,
    /// What the money on it is.
    pub kind: AccountKind,
    /// What it is kept for: the fund itself or an allotment.
    pub holder_id: Uuid,
    /// The allotment it is kept for.
    pub allotment_id: Option<AllotmentId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
