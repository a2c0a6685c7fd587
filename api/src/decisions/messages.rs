//! What goes over the wire about decisions.

use chrono::NaiveDate;
use entity::{enums::DecisionKind, grant_decision, ids::DecisionId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{
    http::Filter,
    values::{Day, Instant, Line, Paragraph, Vnd},
};

/// An application is granted.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Number of the decision.
    #[schema(example = "12/QĐ-HND")]
    pub number: Line<1, 60>,
    /// Day of the decision: its fiscal year is the one the money is promised in.
    pub decided_on: Day,
    /// What is granted, at most what was asked for.
    #[schema(minimum = 1, example = 50_000_000)]
    pub amount_vnd: Vnd,
    /// What there is to say.
    pub remark: Option<Paragraph<500>>,
}

/// An application is refused or put off.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Number of the decision.
    #[schema(example = "13/QĐ-HND")]
    pub number: Line<1, 60>,
    /// Day of the decision.
    pub decided_on: Day,
    /// Why, for the people concerned and the history; no names or numbers of people.
    #[schema(example = "Phương án chưa khả thi.")]
    pub reason: Paragraph<500>,
}

/// Why.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// The reason, for the people concerned and the history; no names or numbers of people.
    #[schema(example = "Thiếu báo giá của hai nhà cung cấp.")]
    pub reason: Paragraph<500>,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The version decided on.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// What was decided.
    pub kind: DecisionKind,
    /// Its number.
    #[schema(max_length = 60, example = "12/QĐ-HND")]
    pub number: String,
    /// Its day.
    pub decided_on: NaiveDate,
    /// What was granted.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64)]
    pub amount_vnd: Option<i64>,
    /// Remark or reason.
    #[schema(max_length = 500)]
    pub remark: Option<String>,
    /// When it was entered.
    pub created_at: Instant,
}

impl From<grant_decision::Model> for Decision {
    fn from(row: grant_decision::Model) -> Self {
        Self {
            id: row.id,
            content_version: row.n,
            kind: row.kind,
            number: row.number,
            decided_on: row.decided_on,
            amount_vnd: row.amount_vnd,
            remark: row.remark,
            created_at: row.created_at.into(),
        }
    }
}

/// Filters of the list of decisions: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionFilter {}

impl Filter for DecisionFilter {
    const SORTS: &'static [&'static str] = &["id"];
}
