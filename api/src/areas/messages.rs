//! What goes over the wire about areas.

use chrono::NaiveDate;
use entity::{
    area,
    enums::AreaLevel,
    ids::{AreaId, ProjectCommuneId},
    project_commune,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    error::Error,
    http::{Filter, etag_of, present},
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line},
};

/// An administrative unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Area {
    /// Its id, the same in every installation.
    pub id: AreaId,
    /// Province, district or commune (wards and townships are of level commune).
    pub level: AreaLevel,
    /// Official code; codes are used again over time.
    #[schema(max_length = 10, example = "01392")]
    pub code: String,
    /// Name in Vietnamese, with its kind.
    #[schema(max_length = 120, example = "Thị trấn Xuân Hòa")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "Xuan Hoa township")]
    pub name_en: String,
    /// The unit it lies in.
    pub parent_id: Option<AreaId>,
    /// The first day of its validity; null when unknown.
    pub valid_from_on: Option<NaiveDate>,
    /// The first day on which it no longer existed; null while it does.
    pub valid_until_on: Option<NaiveDate>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-None-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When the row was made.
    pub created_at: Instant,
    /// When the row was last changed.
    pub updated_at: Instant,
}

/// The stored form of an unknown start.
const UNKNOWN_START: Option<NaiveDate> = NaiveDate::from_ymd_opt(1900, 1, 1);

impl From<area::Model> for Area {
    fn from(row: area::Model) -> Self {
        Self {
            id: row.id,
            level: row.level,
            code: row.code,
            name_vi: row.name_vi,
            name_en: row.name_en,
            parent_id: row.parent_id,
            valid_from_on: Some(row.valid_from_on).filter(|from_on| Some(*from_on) != UNKNOWN_START),
            valid_until_on: row.valid_until_on,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Area {
    const KIND: &'static str = "area";
    const COLLECTION: &'static str = "/v1/areas";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.id)]
    }
}

/// Filters of the list of areas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AreaFilter {
    /// Only units of these levels.
    #[param(value_type = Option<Vec<AreaLevel>>)]
    pub level: Option<Commaed<AreaLevel>>,
    /// Only units that lie directly in this one.
    pub parent_id: Option<AreaId>,
    /// Only units with this code; with `valid_on` it names one unit.
    #[param(value_type = Option<String>, max_length = 10)]
    pub code: Option<Line<1, 10>>,
    /// Only units that existed on this day.
    #[param(value_type = Option<String>, format = Date)]
    pub valid_on: Option<Day>,
    /// Only units that belonged to the project on this day.
    #[param(value_type = Option<String>, format = Date)]
    pub in_project_on: Option<Day>,
}

impl Filter for AreaFilter {
    const SORTS: &'static [&'static str] = &["name", "-name", "code", "-code"];
}

/// A period in which a commune belongs to the project.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectPeriod {
    /// Its id.
    pub id: ProjectCommuneId,
    /// The commune.
    pub area_id: AreaId,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day after it; null while it lasts.
    pub until_on: Option<NaiveDate>,
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

impl From<project_commune::Model> for ProjectPeriod {
    fn from(row: project_commune::Model) -> Self {
        Self {
            id: row.id,
            area_id: row.area_id,
            from_on: row.from_on,
            until_on: row.until_on,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for ProjectPeriod {
    const KIND: &'static str = "project_period";
    const COLLECTION: &'static str = "/v1/areas";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }

    fn path(&self) -> String {
        format!("{}/{}/project-periods/{}", Self::COLLECTION, self.area_id, self.id)
    }
}

/// A commune joins the project.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "ordered"))]
pub struct NewProjectPeriod {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<ProjectCommuneId>,
    /// The first day.
    pub from_on: Day,
    /// The first day after it.
    pub until_on: Option<Day>,
}

fn ordered(new: &NewProjectPeriod) -> Result<(), validator::ValidationError> {
    match new.until_on {
        Some(until_on) if until_on <= new.from_on => Err(validator::ValidationError::new("inconsistent")
            .with_message("Ngày kết thúc phải sau ngày bắt đầu.|The end must come after the start.".into())),
        _ => Ok(()),
    }
}

/// Changes of a project period.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectPeriodPatch {
    /// The first day.
    #[schema(nullable = false)]
    pub from_on: Option<Day>,
    /// The first day after it; null when it lasts.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Day>)]
    pub until_on: Option<Option<Day>>,
}

impl ProjectPeriodPatch {
    /// Start and end after the change.
    ///
    /// # Errors
    /// 422 when the end does not come after the start.
    pub fn applied_to(&self, row: &project_commune::Model) -> Result<(NaiveDate, Option<NaiveDate>), Error> {
        let from_on = self.from_on.map_or(row.from_on, NaiveDate::from);
        let until_on = self.until_on.map_or(row.until_on, |until_on| until_on.map(NaiveDate::from));
        crate::values::Interval::new(from_on, until_on)
            .map_err(|code| Error::Invalid(vec![crate::error::FieldError::at("/until_on", code)]))?;
        Ok((from_on, until_on))
    }
}

/// Why a record is taken out.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// In which way it was entered in error.
    #[param(inline)]
    pub reason: entity::enums::VoidReason,
}
