//! A set of tables that is prepared, and frozen once it is published.

use crate::enums::{PublicationStatus, VoidReason};
use crate::ids::{AreaId, PublicationId, ReportingPeriodId};
use sea_orm::entity::prelude::*;

/// One row of `publication`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    /// Identifier of the publication.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicationId,
    /// Number that people read aloud.
    pub code: String,
    /// The period that it reports.
    pub period_id: ReportingPeriodId,
    /// The area of the period.
    pub area_id: AreaId,
    /// First day of the period.
    pub from_on: Date,
    /// First day no longer in it.
    pub until_on: Date,
    /// The map of places: `2022` or `2025`.
    pub map: String,
    /// Title in Vietnamese.
    pub title_vi: String,
    /// Title in English.
    pub title_en: String,
    /// The tables as JSON: indicator and dimensions of each.
    pub tables: String,
    /// Draft or published.
    pub status: PublicationStatus,
    /// Version of the rules of counting, once published.
    pub rules_version: Option<String>,
    /// SHA-256 of the document, once published.
    pub sha256: Option<Vec<u8>>,
    /// When it was published.
    pub published_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
