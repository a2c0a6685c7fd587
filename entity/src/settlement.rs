//! Final account of a grant; never changed.

use crate::ids::ApplicationId;
use sea_orm::entity::prelude::*;

/// One row of `settlement`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "settlement")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// Number of the account.
    pub number: String,
    /// Day of the account.
    pub settled_on: Date,
    /// What was spent of the grant.
    pub spent_vnd: i64,
    /// What the group gave.
    pub own_vnd: i64,
    /// Share of the group in all that was spent, in basis points.
    pub own_bps: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
