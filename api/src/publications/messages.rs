//! What goes over the wire about publications.

use chrono::NaiveDate;
use entity::{
    enums::PublicationStatus,
    ids::{AreaId, PublicationId, ReportingPeriodId},
    publication,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::STEPS;
use crate::{
    access::Caller,
    error::Error,
    http::{Filter, etag_of},
    indicator_definitions::messages::Dimension,
    maps::MapYear,
    store::{Owner, Resource},
    values::{Commaed, Instant, Line},
    workflow,
};

/// A table of a publication: one indicator by up to three dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedTable {
    /// Code of the indicator.
    #[schema(max_length = 30, pattern = "^[0-9A-Za-z._]+$", example = "G2")]
    pub indicator: String,
    /// By what it is broken down; either by commune or by district.
    #[serde(default)]
    #[schema(max_items = 3, example = json!(["commune", "sex"]))]
    pub by: Vec<Dimension>,
}

/// A set of tables about a period of an area.
#[derive(Debug, Serialize, ToSchema)]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// The number that people read aloud.
    #[schema(max_length = 20, example = "XB-000012")]
    pub code: String,
    /// Title in Vietnamese.
    #[schema(max_length = 255, example = "Số liệu sáu tháng đầu năm 2022")]
    pub title_vi: String,
    /// Title in English.
    #[schema(max_length = 255, example = "Figures of the first half of 2022")]
    pub title_en: String,
    /// The reporting period.
    pub period_id: ReportingPeriodId,
    /// The area of the period.
    pub area_id: AreaId,
    /// First day of the period.
    pub from_on: NaiveDate,
    /// First day no longer in it.
    pub until_on: NaiveDate,
    /// The map of places.
    pub map: MapYear,
    /// The tables.
    #[schema(max_items = 60)]
    pub tables: Vec<PublishedTable>,
    /// Draft or published.
    pub status: PublicationStatus,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["publish"]))]
    pub allowed_actions: Vec<&'static str>,
    /// The version of the rules of counting; null before it is published.
    #[schema(max_length = 20, example = json!(null))]
    pub rules_version: Option<String>,
    /// SHA-256 of the JSON document, in hexadecimal; null before it is published.
    #[schema(max_length = 64, pattern = "^[0-9a-f]{64}$", example = json!(null))]
    pub sha256: Option<String>,
    /// When it was published; null before.
    pub published_at: Option<Instant>,
    /// Where the document is, for `GET`; null before it is published.
    #[schema(max_length = 200, example = json!(null))]
    pub document_url: Option<String>,
    /// Revision.
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

impl Publication {
    /// The view of a row for a caller.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn of(row: publication::Model, caller: &Caller) -> Result<Self, Error> {
        let is_published = row.status == PublicationStatus::Published;
        Ok(Self {
            tables: tables_of(&row)?,
            map: map_of(&row),
            allowed_actions: workflow::open(STEPS, row.status, |needs| caller.holds_over_province(needs)),
            document_url: is_published.then(|| format!("/v1/publications/{}/document", row.id)),
            sha256: row.sha256.as_deref().map(crate::values::hex::hex),
            id: row.id,
            code: row.code,
            title_vi: row.title_vi,
            title_en: row.title_en,
            period_id: row.period_id,
            area_id: row.area_id,
            from_on: row.from_on,
            until_on: row.until_on,
            status: row.status,
            rules_version: row.rules_version,
            published_at: row.published_at.map(Into::into),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// The tables of a row.
///
/// # Errors
/// When they cannot be read.
pub fn tables_of(row: &publication::Model) -> Result<Vec<PublishedTable>, Error> {
    serde_json::from_str(&row.tables).map_err(Error::internal)
}

/// The map of a row.
#[must_use]
pub fn map_of(row: &publication::Model) -> MapYear {
    if row.map == "2022" { MapYear::Of2022 } else { MapYear::Of2025 }
}

impl Resource for Publication {
    const KIND: &'static str = "publication";
    const COLLECTION: &'static str = "/v1/publications";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        Vec::new()
    }
}

/// A publication is prepared.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPublication {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PublicationId>,
    /// The reporting period; it can be published once the period is approved or locked.
    pub period_id: ReportingPeriodId,
    /// The map of places; the one valid on the last day of the period when absent.
    pub map: Option<MapYear>,
    /// Title in Vietnamese.
    #[schema(example = "Số liệu sáu tháng đầu năm 2022")]
    pub title_vi: Line<1, 200>,
    /// Title in English.
    #[schema(example = "Figures of the first half of 2022")]
    pub title_en: Line<1, 200>,
    /// The tables.
    #[schema(min_items = 1, max_items = 60)]
    pub tables: Vec<PublishedTable>,
}

/// Filters of the list of publications.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PublicationFilter {
    /// Only those about this area, or areas within it.
    pub area_id: Option<AreaId>,
    /// Only those of this period.
    pub period_id: Option<ReportingPeriodId>,
    /// Only in these states; whoever may not see drafts gets published ones alone.
    #[param(value_type = Option<Vec<PublicationStatus>>)]
    pub status: Option<Commaed<PublicationStatus>>,
}

impl Filter for PublicationFilter {
    const SORTS: &'static [&'static str] = &["-code", "code"];
}
