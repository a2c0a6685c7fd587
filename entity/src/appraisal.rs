//! Scores of an application by one appraiser.

use crate::ids::{ApplicationId, AppraisalId};
use sea_orm::entity::prelude::*;

/// One row of `appraisal`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appraisal")]
pub struct Model {
    /// Identifier of the appraisal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AppraisalId,
    /// The application.
    pub application_id: ApplicationId,
    /// The version appraised.
    pub n: i32,
    /// Account of the appraiser.
    pub human: Uuid,
    /// Whether a conflict of interest was declared; then there are no scores.
    pub has_conflict: bool,
    /// Scores by criterion as JSON.
    pub scores: String,
    /// Sum of score times weight, in ten-thousandths of a point.
    pub weighted: i64,
    /// Remark of the appraiser.
    pub remark: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
