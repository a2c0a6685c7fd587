//! What goes over the wire about reference data.

use chrono::NaiveDate;
use entity::{
    csa_practice,
    enums::{TrainingDomain, TrainingKind},
    ethnic_group, hazard, holiday,
    ids::HolidayId,
    training_topic, value_chain,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Day, Instant, Line},
};

/// Something that groups produce.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueChain {
    /// Short name by which others refer to it.
    #[schema(max_length = 30, example = "thach_den")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 120, example = "thạch đen")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "black grass jelly plant")]
    pub name_en: String,
    /// Species, where it is known.
    #[schema(max_length = 120, example = "Mesona chinensis Benth.")]
    pub scientific_name: Option<String>,
    /// `crop`, `livestock` or `processed`.
    #[schema(max_length = 20, example = "crop")]
    pub kind: String,
    /// Unit it is usually sold in.
    #[schema(max_length = 60, example = "kg dried herb")]
    pub sale_unit: String,
}

impl From<value_chain::Model> for ValueChain {
    fn from(row: value_chain::Model) -> Self {
        let value_chain::Model { code, name_vi, name_en, scientific_name, kind, sale_unit } = row;
        Self { code, name_vi, name_en, scientific_name, kind, sale_unit }
    }
}

/// An ethnic group of the official list.
#[derive(Debug, Serialize, ToSchema)]
pub struct EthnicGroup {
    /// Official code, two digits.
    #[schema(min_length = 2, max_length = 2, example = "02")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 60, example = "Tày")]
    pub name_vi: String,
    /// Name without diacritics.
    #[schema(max_length = 60, example = "Tay")]
    pub name_en: String,
    /// Whether donor reports count it as indigenous.
    pub is_indigenous: bool,
}

impl From<ethnic_group::Model> for EthnicGroup {
    fn from(row: ethnic_group::Model) -> Self {
        let ethnic_group::Model { code, name_vi, name_en, is_indigenous } = row;
        Self { code, name_vi, name_en, is_indigenous }
    }
}

/// A practice that makes farming withstand a changing climate.
#[derive(Debug, Serialize, ToSchema)]
pub struct CsaPractice {
    /// Short name by which others refer to it.
    #[schema(max_length = 40, example = "intercropping")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 160, example = "Trồng xen canh")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 160, example = "Intercropping")]
    pub name_en: String,
}

impl From<csa_practice::Model> for CsaPractice {
    fn from(row: csa_practice::Model) -> Self {
        let csa_practice::Model { code, name_vi, name_en } = row;
        Self { code, name_vi, name_en }
    }
}

/// Something in weather and nature that harms crops or animals.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hazard {
    /// Short name by which others refer to it.
    #[schema(max_length = 40, example = "drought")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 160, example = "Hạn hán")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 160, example = "Drought")]
    pub name_en: String,
}

impl From<hazard::Model> for Hazard {
    fn from(row: hazard::Model) -> Self {
        let hazard::Model { code, name_vi, name_en } = row;
        Self { code, name_vi, name_en }
    }
}

/// Something that training is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingTopic {
    /// Short name by which others refer to it.
    #[schema(max_length = 40, example = "crop_techniques")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 160, example = "Kỹ thuật trồng trọt")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 160, example = "Crop techniques")]
    pub name_en: String,
    /// The kind of events that may name it.
    pub kind: TrainingKind,
    /// Of production, what is produced.
    pub domain: Option<TrainingDomain>,
}

impl From<training_topic::Model> for TrainingTopic {
    fn from(row: training_topic::Model) -> Self {
        let training_topic::Model { code, name_vi, name_en, kind, domain } = row;
        Self { code, name_vi, name_en, kind, domain }
    }
}

/// Lists by code have no filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct EveryEntry {}

impl Filter for EveryEntry {
    const SORTS: &'static [&'static str] = &["code", "-code"];
}

/// A day that is not a working day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holiday {
    /// Its id.
    pub id: HolidayId,
    /// The day.
    pub holiday_on: NaiveDate,
    /// Name in Vietnamese.
    #[schema(max_length = 120, example = "Quốc khánh")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "National Day")]
    pub name_en: String,
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

impl From<holiday::Model> for Holiday {
    fn from(row: holiday::Model) -> Self {
        Self {
            id: row.id,
            holiday_on: row.holiday_on,
            name_vi: row.name_vi,
            name_en: row.name_en,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Holiday {
    const KIND: &'static str = "holiday";
    const COLLECTION: &'static str = "/v1/holidays";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// A holiday is everybody's.
    fn owners(&self) -> Vec<Owner> {
        Vec::new()
    }
}

/// A day becomes a holiday.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHoliday {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<HolidayId>,
    /// The day.
    #[schema(example = "2026-09-02")]
    pub holiday_on: Day,
    /// Name in Vietnamese.
    #[schema(example = "Quốc khánh")]
    pub name_vi: Line<1, 120>,
    /// Name in English.
    #[schema(example = "National Day")]
    pub name_en: Line<1, 120>,
}

/// Filters of the list of holidays.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct HolidayFilter {
    /// Only holidays on or after this day.
    #[param(value_type = Option<String>, format = Date)]
    pub holiday_on_gte: Option<Day>,
    /// Only holidays on or before this day.
    #[param(value_type = Option<String>, format = Date)]
    pub holiday_on_lte: Option<Day>,
}

impl Filter for HolidayFilter {
    const SORTS: &'static [&'static str] = &["holiday_on", "-holiday_on"];
}
