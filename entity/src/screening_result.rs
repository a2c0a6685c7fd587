//! Whether an application meets a criterion of eligibility.

use crate::ids::ApplicationId;
use sea_orm::entity::prelude::*;

/// One row of `screening_result`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "screening_result")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// The version screened.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i32,
    /// The rule.
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion: String,
    /// Whether it is met.
    pub is_met: bool,
    /// Remark of whoever screened.
    pub remark: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
