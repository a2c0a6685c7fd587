//! What goes over the wire about postings.

use chrono::NaiveDate;
use entity::{
    enums::{AccountKind, PostingKind},
    ids::{ApplicationId, DisbursementId, FundAccountId, FundId, PostingId},
    posting,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line, Paragraph, Vnd},
};

/// A posting with the kinds of its accounts.
#[derive(Debug, FromQueryResult)]
pub struct PostingRow {
    /// The posting.
    #[sea_orm(nested)]
    pub posting: posting::Model,
    /// The kind of the account the money went to.
    pub debit_kind: AccountKind,
    /// The kind of the account the money came from.
    pub credit_kind: AccountKind,
}

/// Money that moved from one account to another; it never changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Posting {
    /// Its id.
    pub id: PostingId,
    /// The fund.
    pub fund_id: FundId,
    /// What it is.
    pub kind: PostingKind,
    /// The account the money went to.
    pub debit_id: FundAccountId,
    /// What the money is there.
    pub debit_kind: AccountKind,
    /// The account the money came from.
    pub credit_id: FundAccountId,
    /// What the money was there.
    pub credit_kind: AccountKind,
    /// How much.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 70_000_000)]
    pub amount_vnd: i64,
    /// The day it counts for.
    pub posted_on: NaiveDate,
    /// The posting it takes back, in all or in part.
    pub cites_id: Option<PostingId>,
    /// The application it is about.
    pub application_id: Option<ApplicationId>,
    /// The tranche it is about.
    pub disbursement_id: Option<DisbursementId>,
    /// Which payment of the tranche: a payment that was taken back may be followed by another.
    #[schema(minimum = 0)]
    pub attempt: i32,
    /// The number of the paper behind it.
    #[schema(max_length = 60, example = "UNC-2022-015")]
    pub document_no: Option<String>,
    /// What else there is to say.
    #[schema(max_length = 500, example = json!(null))]
    pub note: Option<String>,
    /// Revision: always 1.
    #[schema(minimum = 1)]
    pub version: i32,
    /// The ETag.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was entered: it never changes.
    pub updated_at: Instant,
}

/// What never changes stays at its first revision.
const UNCHANGED: i32 = 1;

impl From<PostingRow> for Posting {
    fn from(PostingRow { posting: row, debit_kind, credit_kind }: PostingRow) -> Self {
        Self {
            id: row.id,
            fund_id: row.fund_id,
            kind: row.kind,
            debit_id: row.debit_id,
            debit_kind,
            credit_id: row.credit_id,
            credit_kind,
            amount_vnd: row.amount_vnd,
            posted_on: row.posted_on,
            cites_id: row.cites_id,
            application_id: row.application_id,
            disbursement_id: row.disbursement_id,
            attempt: row.attempt,
            document_no: row.document_no,
            note: row.note,
            version: UNCHANGED,
            etag: etag_of(UNCHANGED),
            created_at: row.created_at.into(),
            updated_at: row.created_at.into(),
        }
    }
}

impl Resource for Posting {
    const KIND: &'static str = "posting";
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
        format!("{}/{}/postings/{}", Self::COLLECTION, self.fund_id, self.id)
    }
}

/// Where the money of a fund comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FundingSource {
    /// IFAD.
    Ifad,
    /// The budget of the province.
    Province,
    /// Somebody else.
    OtherSource,
}

impl From<FundingSource> for AccountKind {
    fn from(source: FundingSource) -> Self {
        match source {
            FundingSource::Ifad => Self::Ifad,
            FundingSource::Province => Self::Province,
            FundingSource::OtherSource => Self::OtherSource,
        }
    }
}

/// Money comes into a fund.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPosting {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PostingId>,
    /// Where it comes from.
    pub source: FundingSource,
    /// How much.
    #[schema(value_type = i64, minimum = 1, maximum = 9_000_000_000_000_000_i64, example = 5_000_000_000_i64)]
    pub amount_vnd: Vnd,
    /// The day it counts for, in a fiscal year that is not closed; not after today.
    pub posted_on: Day,
    /// The number of the paper behind it.
    #[schema(example = "UNC-2022-015")]
    pub document_no: Option<Line<1, 60>>,
    /// What else there is to say.
    #[schema(example = "Đợt rút vốn thứ nhất")]
    pub note: Option<Paragraph<500>>,
}

/// Filters of the list of postings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PostingFilter {
    /// Only postings of these kinds.
    #[param(value_type = Option<Vec<PostingKind>>)]
    pub kind: Option<Commaed<PostingKind>>,
    /// Only postings that count for this day or a later one.
    #[param(value_type = Option<String>, format = Date)]
    pub posted_on_gte: Option<Day>,
    /// Only postings that count for this day or an earlier one.
    #[param(value_type = Option<String>, format = Date)]
    pub posted_on_lte: Option<Day>,
    /// Only postings to or from this account.
    pub account_id: Option<FundAccountId>,
    /// Only postings about this application.
    pub application_id: Option<ApplicationId>,
    /// Only postings about this tranche.
    pub disbursement_id: Option<DisbursementId>,
}

impl Filter for PostingFilter {
    const SORTS: &'static [&'static str] = &["-posted_on", "posted_on"];
}
