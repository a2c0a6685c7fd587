//! What goes over the wire about values of indicators.

use chrono::NaiveDate;
use entity::ids::AreaId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    indicator_definitions::messages::Dimension,
    indicator_tables::messages::{Categories, CellKey},
    indicators::messages::CountedThing,
    maps::MapYear,
    reports::messages::ReportArea,
    values::{Commaed, Day, Instant, Line},
};

/// Of which days, where and by what values are asked.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ValuesFilter {
    /// The first day of the period; the first of the year of the last day when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-01-01")]
    pub from_on: Option<Day>,
    /// The first day no longer in the period; the day after `as_of` when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-07-01")]
    pub until_on: Option<Day>,
    /// The last day of the period, instead of `until_on`; today when both are absent, never in the future.
    #[param(value_type = Option<String>, format = Date, example = "2022-06-30")]
    pub as_of: Option<Day>,
    /// Only this unit of the map, with all below it; everything within the reach when absent.
    pub area_id: Option<AreaId>,
    /// The map of places; the one valid on the last day when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
    /// By what they are broken down: at most three dimensions that the indicator declares.
    #[param(value_type = Option<Vec<Dimension>>)]
    pub by: Option<Commaed<Dimension>>,
}

/// Which indicators are asked for, and the rest as for one.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ManyValuesFilter {
    /// The codes of the indicators; all that are counted from the register when absent.
    #[param(value_type = Option<Vec<String>>, example = "G1,G2,G3")]
    pub code: Option<Commaed<Line<1, 30>>>,
    /// The first day of the period; the first of the year of the last day when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-01-01")]
    pub from_on: Option<Day>,
    /// The first day no longer in the period; the day after `as_of` when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-07-01")]
    pub until_on: Option<Day>,
    /// The last day of the period, instead of `until_on`; today when both are absent, never in the future.
    #[param(value_type = Option<String>, format = Date, example = "2022-06-30")]
    pub as_of: Option<Day>,
    /// Only this unit of the map, with all below it; everything within the reach when absent.
    pub area_id: Option<AreaId>,
    /// The map of places; the one valid on the last day when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
    /// By what they are broken down, each by those of the dimensions that it declares.
    #[param(value_type = Option<Vec<Dimension>>)]
    pub by: Option<Commaed<Dimension>>,
}

impl From<&ManyValuesFilter> for ValuesFilter {
    fn from(many: &ManyValuesFilter) -> Self {
        Self {
            from_on: many.from_on,
            until_on: many.until_on,
            as_of: many.as_of,
            area_id: many.area_id,
            map: many.map,
            by: many.by.clone(),
        }
    }
}

/// One cell of a table.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueCell {
    /// What it is about.
    pub key: CellKey,
    /// The value, which is the numerator of the share. Only what is left of money can be below zero.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 3957)]
    pub value: i64,
    /// What the value is a share of; null when it stands for itself.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 7914)]
    pub denominator: Option<i64>,
    /// The share in hundredths of a percent, computed from both parts and rounded half up; null of nothing.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 5000)]
    pub share_bps: Option<i64>,
    /// The list of the records behind the value, for `GET`: as many as the value, or as many as were summed where it is a
    /// sum. Null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/indicators/G2/records?from_on=2022-01-01&until_on=2022-07-01&map=2022&sex=female&include_total=true"
    )]
    pub records_url: Option<String>,
}

/// What an indicator is measured against.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ValueAim {
    /// The calendar year.
    #[schema(minimum = 2000, maximum = 2100, example = 2024)]
    pub year: i32,
    /// The value in the unit of the indicator; where it is a share, in hundredths of a percent.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 800)]
    pub value: i64,
    /// Which part of it the total reaches, in hundredths of a percent; null where the value is a share itself, or is withheld.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 7300)]
    pub reached_bps: Option<i64>,
}

/// The values of an indicator.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueTable {
    /// Its code.
    #[schema(max_length = 30, example = "G2")]
    pub code: &'static str,
    /// Its name in Vietnamese.
    #[schema(max_length = 200, example = "Số thành viên")]
    pub name_vi: &'static str,
    /// Its name in English.
    #[schema(max_length = 200, example = "Members")]
    pub name_en: &'static str,
    /// What the value counts.
    pub unit: CountedThing,
    /// What the value is a share of, in Vietnamese; null when it stands for itself.
    #[schema(max_length = 200, example = json!(null))]
    pub denominator_vi: Option<&'static str>,
    /// What the value is a share of, in English; null when it stands for itself.
    #[schema(max_length = 200, example = json!(null))]
    pub denominator_en: Option<&'static str>,
    /// By what it is broken down.
    #[schema(max_items = 3)]
    pub by: Vec<Dimension>,
    /// The caller may not see these values: there are no cells.
    pub is_withheld: bool,
    /// The latest target of the one area that the values are about; null when it has none, or they are about several.
    pub target: Option<ValueAim>,
    /// The latest baseline of the one area that the values are about; null when it has none, or they are about several.
    pub baseline: Option<ValueAim>,
    /// The day that the latest survey by the last day of the period tells of, where surveys measure the indicator; null
    /// otherwise, and as long as there is none.
    pub measured_on: Option<NaiveDate>,
    /// The total, then the categories of the first dimension, and so on, each with the sums over those that follow. Of an
    /// indicator that surveys measure the latest result of the one area alone, or nothing.
    #[schema(max_items = 20_000)]
    pub cells: Vec<ValueCell>,
}

/// Values of indicators in a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorValues {
    /// The first day of the period.
    pub from_on: NaiveDate,
    /// The first day no longer in it.
    pub until_on: NaiveDate,
    /// The last day of it, which dated facts are told of.
    pub as_of: NaiveDate,
    /// The map of places.
    pub map: MapYear,
    /// The unit asked for; null for everything within the reach of the caller.
    pub area: Option<ReportArea>,
    /// The version of the rules of counting.
    #[schema(max_length = 20, example = "2026.1")]
    pub rules_version: &'static str,
    /// When it was counted.
    pub computed_at: Instant,
    /// The names of the categories in keys of cells.
    #[schema(max_items = 9)]
    pub categories: Vec<Categories>,
    /// The indicators, in the order of the logframe.
    #[schema(max_items = 60)]
    pub indicators: Vec<ValueTable>,
}
