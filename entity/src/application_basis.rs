//! What was true when an application was submitted; never changed.

use crate::ids::ApplicationId;
use sea_orm::entity::prelude::*;

/// One row of `application_basis`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_basis")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// The version submitted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i32,
    /// Ids, dates and codes as canonical JSON: no names or numbers.
    pub document: String,
    /// Hash of the document.
    pub sha256: Vec<u8>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
