//! Decisions on an application; never changed.

use crate::enums::DecisionKind;
use crate::ids::{ApplicationId, DecisionId};
use sea_orm::entity::prelude::*;

/// One row of `grant_decision`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grant_decision")]
pub struct Model {
    /// Identifier of the decision.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionId,
    /// The application.
    pub application_id: ApplicationId,
    /// The version decided on.
    pub n: i32,
    /// What was decided.
    pub kind: DecisionKind,
    /// Number of the decision.
    pub number: String,
    /// Day of the decision.
    pub decided_on: Date,
    /// What was granted.
    pub amount_vnd: Option<i64>,
    /// Remark.
    pub remark: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
