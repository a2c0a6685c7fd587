//! What goes over the wire about reports.

use chrono::NaiveDate;
use entity::{enums::AreaLevel, ids::AreaId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    breakdowns::messages::Breakdowns,
    indicators::messages::Figure,
    maps::{MapYear, Unit},
    plan_figures::messages::LossRow,
    trade_figures::messages::Trade,
    values::{Day, Instant},
};

/// What a progress report is asked about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ProgressFilter {
    /// The day; today when absent, never in the future.
    #[param(value_type = Option<String>, format = Date, example = "2022-06-30")]
    pub as_of: Option<Day>,
    /// Only this unit of the map, with all below it; everything within the reach when absent.
    pub area_id: Option<AreaId>,
    /// The map of the breakdowns by place; the one valid on the day when absent.
    #[param(inline)]
    pub map: Option<MapYear>,
}

/// The unit a report is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportArea {
    /// Its id.
    pub id: AreaId,
    /// Province, district or commune.
    pub level: AreaLevel,
    /// Official code.
    #[schema(max_length = 10, example = "045")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 120, example = "Huyện Hà Quảng")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "Ha Quang district")]
    pub name_en: String,
}

impl From<&Unit> for ReportArea {
    fn from(unit: &Unit) -> Self {
        Self {
            id: unit.id,
            level: unit.level,
            code: unit.code.clone(),
            name_vi: unit.name_vi.clone(),
            name_en: unit.name_en.clone(),
        }
    }
}

/// The progress of the project on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressReport {
    /// The day.
    pub as_of: NaiveDate,
    /// The map of the breakdowns by place.
    pub map: MapYear,
    /// The unit asked for; null for everything within the reach of the caller.
    pub area: Option<ReportArea>,
    /// When it was counted.
    pub computed_at: Instant,
    /// The headline figures.
    #[schema(max_items = 40)]
    pub figures: Vec<Figure>,
    /// The same figures by parts.
    pub breakdowns: Breakdowns,
    /// What was contracted and delivered in the year until the day.
    pub trade: Trade,
    /// What plans of the year lost to hazards, as far as it was known by the day.
    #[schema(max_items = 100)]
    pub losses: Vec<LossRow>,
}
