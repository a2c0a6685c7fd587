//! What an application says; frozen when it is submitted.

use crate::ids::ApplicationId;
use sea_orm::entity::prelude::*;

/// One row of `application_version`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_version")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// Counts the versions.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i32,
    /// Activities, practices, budget and results as JSON.
    pub content: String,
    /// When it was submitted.
    pub submitted_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
