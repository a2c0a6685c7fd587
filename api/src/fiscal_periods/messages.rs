//! What goes over the wire about fiscal years.

use entity::{
    enums::PeriodStatus,
    fiscal_period,
    ids::{FiscalPeriodId, FundId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::STEPS;
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Instant, Paragraph},
    workflow,
};

/// A fiscal year of a fund, which is a calendar year.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiscalPeriod {
    /// Its id.
    pub id: FiscalPeriodId,
    /// The fund.
    pub fund_id: FundId,
    /// The year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
    /// Whether it takes postings: until it is closed.
    pub status: PeriodStatus,
    /// When it was proposed for closing.
    pub submitted_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["submit"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision; postings do not count.
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

impl FiscalPeriod {
    /// The view of a row for a caller.
    #[must_use]
    pub fn of(row: fiscal_period::Model, caller: &Caller) -> Self {
        Self {
            id: row.id,
            fund_id: row.fund_id,
            year: row.year,
            status: row.status,
            submitted_at: row.submitted_at.map(Into::into),
            closed_at: row.closed_at.map(Into::into),
            allowed_actions: workflow::open(STEPS, row.status, |needs| caller.holds_over_province(needs)),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for FiscalPeriod {
    const KIND: &'static str = "fiscal_period";
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
        format!("{}/{}/fiscal-periods/{}", Self::COLLECTION, self.fund_id, self.id)
    }
}

/// A fiscal year is opened.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFiscalPeriod {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<FiscalPeriodId>,
    /// The year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
}

/// A fiscal year is not yet fit to be closed.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodReturn {
    /// Why.
    #[schema(example = "Còn chứng từ tháng 12 chưa ghi sổ")]
    pub reason: Paragraph<500>,
}

/// The list of fiscal years has no filters of its own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct FiscalPeriodFilter {}

impl Filter for FiscalPeriodFilter {
    const SORTS: &'static [&'static str] = &["-year", "year"];
}
