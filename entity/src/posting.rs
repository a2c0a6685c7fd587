//! Movements of money between two accounts; never changed.

use crate::enums::PostingKind;
use crate::ids::{ApplicationId, DisbursementId, FundAccountId, FundId, PostingId};
use sea_orm::entity::prelude::*;

/// One row of `posting`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub struct Model {
    /// Identifier of the posting, ordered by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostingId,
    /// The fund.
    pub fund_id: FundId,
    /// What it is.
    pub kind: PostingKind,
    /// The account the money goes to.
    pub debit_id: FundAccountId,
    /// The account the money comes from.
    pub credit_id: FundAccountId,
    /// Amount, more than zero.
    pub amount_vnd: i64,
    /// Day it counts for, in an open fiscal year.
    pub posted_on: Date,
    /// The posting it reverses or adjusts.
    pub cites_id: Option<PostingId>,
    /// The application it concerns.
    pub application_id: Option<ApplicationId>,
    /// The tranche it concerns.
    pub disbursement_id: Option<DisbursementId>,
    /// Counts the payments of one tranche: a reversed payment may be followed by another.
    pub attempt: i32,
    /// Number of the paper behind it.
    pub document_no: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
