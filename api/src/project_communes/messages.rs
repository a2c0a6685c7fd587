//! What goes over the wire about project communes.

use chrono::NaiveDate;
use entity::ids::{AreaId, ProjectCommuneId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{http::Filter, values::Day};

/// A commune that belongs to the project on a day.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct ProjectCommune {
    /// The period in which it belongs to the project.
    pub id: ProjectCommuneId,
    /// The commune.
    pub area_id: AreaId,
    /// Its official code.
    #[schema(max_length = 10, example = "01392")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 120, example = "Xã Trường Hà")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "Truong Ha commune")]
    pub name_en: String,
    /// The first day it belongs to the project.
    pub from_on: NaiveDate,
    /// The first day it no longer does; null while it lasts.
    pub until_on: Option<NaiveDate>,
    /// OCOP products from it whose certificate is valid on the day.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub certified_products: i64,
}

/// Filters of the list of project communes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ProjectCommuneFilter {
    /// The day; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
    /// Only communes in this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only communes with an OCOP product whose certificate is valid on the day, or all others.
    pub has_ocop: Option<bool>,
}

impl Filter for ProjectCommuneFilter {
    const SORTS: &'static [&'static str] = &["name"];
}
