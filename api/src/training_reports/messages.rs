//! What goes over the wire about training of a period.

use chrono::NaiveDate;
use entity::{enums::TrainingKind, ids::AreaId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    maps::MapYear,
    reports::messages::ReportArea,
    training_counts::messages::TrainingCounts,
    values::{Day, Instant},
};

/// What a report of training is asked about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingReportFilter {
    /// The first day; the first of the year of the last day when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-06-01")]
    pub from_on: Option<Day>,
    /// The first day no longer in the period; the day after today when absent.
    #[param(value_type = Option<String>, format = Date, example = "2022-07-01")]
    pub until_on: Option<Day>,
    /// Only this unit of the map, with all below it; everything within the reach when absent.
    pub area_id: Option<AreaId>,
    /// The map of the unit; the one valid on the last day when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
}

/// The training of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingRow {
    /// The kind.
    pub kind: TrainingKind,
    /// What it adds up to.
    pub counts: TrainingCounts,
    /// The list of exactly these events; null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/training-events?from_on=2022-06-01&until_on=2022-07-01&status=held,closed&kind=production&include_total=true"
    )]
    pub events_url: Option<String>,
}

/// What training in a period adds up to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingReport {
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day no longer in the period.
    pub until_on: NaiveDate,
    /// The map of the unit.
    pub map: MapYear,
    /// The unit asked for; null for everything within the reach of the caller.
    pub area: Option<ReportArea>,
    /// When it was counted.
    pub computed_at: Instant,
    /// All kinds together: somebody trained in two of them is one person.
    pub total: TrainingCounts,
    /// The list of exactly these events; null when the caller may not list them.
    #[schema(
        max_length = 500,
        example = "/v1/training-events?from_on=2022-06-01&until_on=2022-07-01&status=held,closed&include_total=true"
    )]
    pub events_url: Option<String>,
    /// By kind, those that took place.
    #[schema(max_items = 5)]
    pub rows: Vec<TrainingRow>,
}
