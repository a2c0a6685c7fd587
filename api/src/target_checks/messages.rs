//! What goes over the wire when targets are compared.

use entity::enums::{AreaLevel, TargetKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{indicators::messages::CountedThing, maps::MapYear, reports::messages::ReportArea, values::Line};

/// Which targets are compared.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TargetCheckFilter {
    /// Code of the indicator.
    #[param(value_type = String, min_length = 1, max_length = 30, example = "G1")]
    pub code: Line<1, 30>,
    /// The calendar year.
    #[param(minimum = 2000, maximum = 2100, example = 2024)]
    pub year: i32,
    /// The map of the parts; the one valid on the last day of the year when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
    /// Targets, or baselines; targets when absent.
    #[param(inline)]
    pub kind: Option<TargetKind>,
}

/// Targets of a year, those of parts beside those of the whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetCheck {
    /// Code of the indicator.
    #[schema(max_length = 30, example = "G1")]
    pub code: &'static str,
    /// Its name in Vietnamese.
    #[schema(max_length = 200, example = "Số nhóm được thành lập, duy trì")]
    pub name_vi: &'static str,
    /// Its name in English.
    #[schema(max_length = 200, example = "Groups established or maintained")]
    pub name_en: &'static str,
    /// What the values count.
    pub unit: CountedThing,
    /// The values are shares in hundredths of a percent: those of parts do not add up, so that there are no sums.
    #[schema(example = false)]
    pub is_ratio: bool,
    /// The calendar year.
    #[schema(minimum = 2000, maximum = 2100, example = 2024)]
    pub year: i32,
    /// Targets or baselines.
    pub kind: TargetKind,
    /// The map of the parts.
    pub map: MapYear,
    /// The province, or the units of the caller's scope; then the districts in them (map of 2022).
    #[schema(max_items = 500)]
    pub wholes: Vec<TargetWhole>,
}

/// An area, and what the parts in it add up to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetWhole {
    /// The area.
    pub area: ReportArea,
    /// Its own value; null when it has none.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 800)]
    pub value: Option<i64>,
    /// Its districts (map of 2022), then its communes.
    #[schema(max_items = 2)]
    pub parts: Vec<TargetParts>,
}

/// The units of one level in an area.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetParts {
    /// Districts or communes.
    pub level: AreaLevel,
    /// How many of the units have a value.
    #[schema(minimum = 0, maximum = 500, example = 3)]
    pub with_value: usize,
    /// What the values add up to; null of shares.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_000_i64, example = 780)]
    pub sum: Option<i64>,
    /// The sum less the value of the area: above zero when the parts exceed the whole. Null of shares, and when the area has
    /// no value or none of the units has one.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_000_i64, example = -20)]
    pub difference: Option<i64>,
    /// The units that have none.
    #[schema(max_items = 500)]
    pub without_value: Vec<ReportArea>,
}
