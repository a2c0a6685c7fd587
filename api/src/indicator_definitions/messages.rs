//! What goes over the wire about definitions of indicators.

pub use formats::document::Dimension;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries::{Counting, Definition, RULES_VERSION};
use crate::{http::Filter, indicators::messages::CountedThing};

/// Where an indicator stands in the logframe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorLevel {
    /// Whom the project reaches.
    Outreach,
    /// What the project delivers.
    Output,
    /// What changes by it.
    Outcome,
}

/// An indicator: what it counts, and by what it can be broken down.
#[derive(Debug, Serialize, ToSchema)]
pub struct Indicator {
    /// Code of the indicator, as the project and IFAD use it.
    #[schema(max_length = 30, pattern = "^[0-9A-Za-z._]+$", example = "G8")]
    pub code: &'static str,
    /// Name in Vietnamese.
    #[schema(max_length = 200, example = "Thành viên đã hoàn thành tập huấn")]
    pub name_vi: &'static str,
    /// Name in English.
    #[schema(max_length = 200, example = "Members who have completed a training")]
    pub name_en: &'static str,
    /// What the value counts.
    pub unit: CountedThing,
    /// Where it stands in the logframe.
    pub level: IndicatorLevel,
    /// What the value is a share of, in Vietnamese; null when it stands for itself.
    #[schema(max_length = 200, example = "Số người là thành viên")]
    pub denominator_vi: Option<&'static str>,
    /// What the value is a share of, in English; null when it stands for itself.
    #[schema(max_length = 200, example = "Persons who are members")]
    pub denominator_en: Option<&'static str>,
    /// By what it can be broken down: up to three at once, and either by commune or by district.
    #[schema(max_items = 9)]
    pub by: Vec<Dimension>,
    /// It counts what happened in a period; otherwise what there is on the last day of it.
    pub is_of_period: bool,
    /// It is measured by a survey and entered; otherwise it is counted from the register.
    pub is_surveyed: bool,
    /// The version of the rules of counting, which grows whenever they change.
    #[schema(max_length = 20, example = "2026.1")]
    pub rules_version: &'static str,
}

impl From<&Definition> for Indicator {
    fn from(definition: &Definition) -> Self {
        let of = definition.of.map(|(_, names)| names);
        Self {
            code: definition.code,
            name_vi: definition.names.0,
            name_en: definition.names.1,
            unit: definition.unit,
            level: definition.level,
            denominator_vi: of.map(|(vi, _)| vi),
            denominator_en: of.map(|(_, en)| en),
            by: definition.by.to_vec(),
            is_of_period: definition.is_of_period,
            is_surveyed: matches!(definition.counting, Counting::Survey),
            rules_version: RULES_VERSION,
        }
    }
}

/// Filters of the list of indicators.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct IndicatorFilter {
    /// Only indicators measured by a survey, or only those counted from the register.
    pub is_surveyed: Option<bool>,
}

impl Filter for IndicatorFilter {
    const SORTS: &'static [&'static str] = &["code"];
}
