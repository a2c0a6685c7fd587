//! What goes over the wire about screenings.

use entity::screening_result;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::{Validate, ValidationError};

use crate::{
    http::Filter,
    values::{Instant, Line},
};

/// Whether a criterion is met.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionResult {
    /// The criterion, as a short word.
    #[schema(example = "documents_complete")]
    pub criterion: Line<1, 40>,
    /// Whether it is met.
    pub is_met: bool,
    /// What there is to say.
    pub remark: Option<Line<1, 500>>,
}

/// The results of a screening.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "results": [{ "criterion": "documents_complete", "is_met": true, "remark": "Đủ hồ sơ" }]
}))]
pub struct Screening {
    /// One result for each criterion.
    #[schema(min_items = 1, max_items = 30)]
    #[validate(custom(function = "each_once"))]
    pub results: Vec<CriterionResult>,
}

fn each_once(results: &[CriterionResult]) -> Result<(), ValidationError> {
    let is_twice = |(n, one): (usize, &CriterionResult)| {
        results[..n].iter().any(|other| other.criterion == one.criterion)
    };
    if results.iter().enumerate().any(is_twice) { Err(ValidationError::new("not_unique")) } else { Ok(()) }
}

/// Whether a version met a criterion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScreeningResult {
    /// The version screened.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// The criterion.
    #[schema(max_length = 40, example = "documents_complete")]
    pub criterion: String,
    /// Whether it is met.
    pub is_met: bool,
    /// What there is to say.
    #[schema(max_length = 500)]
    pub remark: Option<String>,
    /// When it was found.
    pub created_at: Instant,
}

impl From<screening_result::Model> for ScreeningResult {
    fn from(row: screening_result::Model) -> Self {
        Self {
            content_version: row.n,
            criterion: row.criterion,
            is_met: row.is_met,
            remark: row.remark,
            created_at: row.created_at.into(),
        }
    }
}

/// Filters of the list of results: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ResultFilter {}

impl Filter for ResultFilter {
    const SORTS: &'static [&'static str] = &["content_version"];
}
