//! Reversals and adjustments of postings, asked for by one person and approved by another.

use crate::enums::{CorrectionKind, CorrectionStatus};
use crate::ids::{CorrectionId, FundId, PostingId};
use sea_orm::entity::prelude::*;

/// One row of `correction`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    /// Identifier of the correction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    /// The fund.
    pub fund_id: FundId,
    /// The posting that was wrong.
    pub posting_id: PostingId,
    /// All of it or a part.
    pub kind: CorrectionKind,
    /// How much of it is taken back.
    pub amount_vnd: i64,
    /// Day the correction counts for.
    pub posted_on: Date,
    /// Why.
    pub reason: String,
    /// Whether it was approved.
    pub status: CorrectionStatus,
    /// The posting that corrects.
    pub result_id: Option<PostingId>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
