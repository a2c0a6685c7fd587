//! What goes over the wire about corrections.

use chrono::NaiveDate;
use entity::{
    correction,
    enums::{CorrectionKind, CorrectionStatus},
    ids::{CorrectionId, FundId, PostingId},
};
use sea_orm::{ColumnTrait, Condition};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::STEPS;
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Paragraph, Vnd},
    workflow,
};

/// A posting that was wrong, and what is taken back of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// The fund.
    pub fund_id: FundId,
    /// The posting that was wrong.
    pub posting_id: PostingId,
    /// All that is left of it, or a part.
    pub kind: CorrectionKind,
    /// How much is taken back.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 5_000_000)]
    pub amount_vnd: i64,
    /// The day the correction counts for.
    pub posted_on: NaiveDate,
    /// Why.
    #[schema(max_length = 500, example = "Ghi nhầm số tiền của ủy nhiệm chi")]
    pub reason: String,
    /// Whether it was approved.
    pub status: CorrectionStatus,
    /// The posting that corrects, once it was approved.
    pub result_id: Option<PostingId>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["approve", "reject"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Correction {
    /// The view of a row for a caller.
    #[must_use]
    pub fn of(row: correction::Model, caller: &Caller) -> Self {
        Self {
            id: row.id,
            fund_id: row.fund_id,
            posting_id: row.posting_id,
            kind: row.kind,
            amount_vnd: row.amount_vnd,
            posted_on: row.posted_on,
            reason: row.reason,
            status: row.status,
            result_id: row.result_id,
            allowed_actions: workflow::open(STEPS, row.status, |needs| caller.holds_over_province(needs)),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Correction {
    const KIND: &'static str = "correction";
    const COLLECTION: &'static str = "/v1/funds";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        Vec::new()
    }

    fn path(&self) -> String {
        format!("{}/{}/corrections/{}", Self::COLLECTION, self.fund_id, self.id)
    }
}

/// A correction is asked for.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<CorrectionId>,
    /// The posting that was wrong.
    pub posting_id: PostingId,
    /// All that is left of it, or a part.
    #[schema(example = "adjustment")]
    pub kind: CorrectionKind,
    /// How much is taken back, for an adjustment; a reversal takes back all that is left.
    #[schema(
        value_type = Option<i64>,
        minimum = 1,
        maximum = 9_000_000_000_000_000_i64,
        example = 5_000_000
    )]
    pub amount_vnd: Option<Vnd>,
    /// The day the correction counts for, in a fiscal year that is not closed; not before the posting nor after today.
    pub posted_on: Day,
    /// Why.
    #[schema(example = "Ghi nhầm số tiền của ủy nhiệm chi")]
    pub reason: Paragraph<500>,
}

/// A correction is not made.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRefusal {
    /// Why.
    #[schema(example = "Chứng từ gốc là đúng")]
    pub reason: Paragraph<500>,
}

/// Filters of the list of corrections.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionFilter {
    /// Only corrections in these states.
    #[param(value_type = Option<Vec<CorrectionStatus>>)]
    pub status: Option<Commaed<CorrectionStatus>>,
    /// Only corrections of this posting.
    pub posting_id: Option<PostingId>,
}

impl CorrectionFilter {
    /// The filters as one condition on the corrections of a fund.
    pub(super) fn condition(&self, fund_id: FundId) -> Condition {
        use correction::Column;
        Condition::all()
            .add(Column::FundId.eq(fund_id))
            .add_option(self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied())))
            .add_option(self.posting_id.map(|id| Column::PostingId.eq(id)))
    }
}

impl Filter for CorrectionFilter {
    const SORTS: &'static [&'static str] = &["-id", "id"];
}
