//! What goes over the wire about records behind values.

use entity::ids::AreaId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    http::Filter,
    indicator_tables::messages::CellKey,
    indicator_values::messages::ValuesFilter,
    maps::MapYear,
    values::{Day, Line},
};

/// One record behind a value.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorRecord {
    /// Its id.
    pub id: Uuid,
    /// What kind of record it is: `farmer_group`, `membership`, `person`, `household`, `cadre_post`, `posting` or
    /// `project_commune`.
    #[schema(max_length = 30, example = "membership")]
    pub resource_type: &'static str,
    /// Where it is shown; null where it has no address of its own.
    #[schema(max_length = 200, example = "/v1/memberships/0181b1a8-4c00-7000-8000-000000000001")]
    pub url: Option<String>,
    /// What it adds to the value: one, or people or đồng where the value is a sum.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64, example = 1)]
    pub adds: i64,
}

/// Of which days, where and of which cell records are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct RecordFilter {
    /// The first day of the period; the first of the year of the last day when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-01-01")]
    pub from_on: Option<Day>,
    /// The first day no longer in the period; the day after today when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-07-01")]
    pub until_on: Option<Day>,
    /// Only this unit of the map, with all below it; everything within the reach when absent.
    pub area_id: Option<AreaId>,
    /// The map of places; the one valid on the last day when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
    /// Only of this sex.
    pub sex: Option<Line<1, 30>>,
    /// Only of this age.
    pub young: Option<Line<1, 30>>,
    /// Only indigenous, or not.
    pub indigenous: Option<Line<1, 30>>,
    /// Only of this poverty.
    pub poverty: Option<Line<1, 30>>,
    /// Only of the commune with this official code on the map, `not_assigned` or `unknown`.
    pub commune: Option<Line<1, 30>>,
    /// Only of the district with this official code, `not_assigned` or `unknown`.
    pub district: Option<Line<1, 30>>,
    /// Only of this value chain, or `unknown`.
    pub value_chain: Option<Line<1, 30>>,
    /// Only of this form.
    pub legal_form: Option<Line<1, 30>>,
}

impl RecordFilter {
    /// The period and the place.
    #[must_use]
    pub fn period(&self) -> ValuesFilter {
        ValuesFilter {
            from_on: self.from_on,
            until_on: self.until_on,
            area_id: self.area_id,
            map: self.map,
            ..ValuesFilter::default()
        }
    }

    /// The cell.
    #[must_use]
    pub fn key(&self) -> CellKey {
        let word = |line: &Option<Line<1, 30>>| line.as_ref().map(|line| line.as_ref().to_owned());
        CellKey {
            sex: word(&self.sex),
            young: word(&self.young),
            indigenous: word(&self.indigenous),
            poverty: word(&self.poverty),
            commune: word(&self.commune),
            district: word(&self.district),
            value_chain: word(&self.value_chain),
            legal_form: word(&self.legal_form),
            year: None,
        }
    }
}

impl Filter for RecordFilter {
    const SORTS: &'static [&'static str] = &["id"];
}
