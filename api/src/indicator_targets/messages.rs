//! What goes over the wire about targets of indicators.

use entity::{
    enums::TargetKind,
    ids::{AreaId, TargetId},
    indicator_target,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, Warning, etag_of, present},
    indicator_definitions::queries::Definition,
    store::{Owner, Resource},
    values::{Commaed, Instant, Line},
};

/// What an indicator is to reach in an area in a year, or was there in one before.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorTarget {
    /// Its id.
    pub id: TargetId,
    /// Code of the indicator.
    #[schema(max_length = 30, example = "G1")]
    pub code: String,
    /// The area: the province, or a district or commune of a map.
    pub area_id: AreaId,
    /// The calendar year.
    #[schema(minimum = 2000, maximum = 2100, example = 2024)]
    pub year: i32,
    /// To be reached, or from where it began.
    pub kind: TargetKind,
    /// The value in the unit of the indicator; of a share in hundredths of a percent.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 800)]
    pub value: i64,
    /// The indicator is a share, and the value hundredths of a percent.
    #[schema(example = false)]
    pub is_ratio: bool,
    /// What says so, such as a decision; null when nothing was named.
    #[schema(max_length = 200, example = "1438/QĐ-UBND")]
    pub source: Option<String>,
    /// What deserves attention after a change; empty on reads.
    #[schema(max_items = 20)]
    pub warnings: Vec<Warning>,
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

impl From<indicator_target::Model> for IndicatorTarget {
    fn from(row: indicator_target::Model) -> Self {
        Self {
            id: row.id,
            is_ratio: Definition::find(&row.code).is_some_and(Definition::is_ratio),
            code: row.code,
            area_id: row.area_id,
            year: row.year,
            kind: row.kind,
            value: row.value,
            source: row.source,
            warnings: Vec::new(),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for IndicatorTarget {
    const KIND: &'static str = "indicator_target";
    const COLLECTION: &'static str = "/v1/indicator-targets";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.area_id)]
    }
}

/// A target or a baseline to set.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "G1", "area_id": "0181b1a8-4c00-7000-8000-000000000001", "year": 2024, "kind": "target", "value": 800,
    "source": "1438/QĐ-UBND",
}))]
pub struct NewIndicatorTarget {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<TargetId>,
    /// Code of the indicator, as `/v1/indicators` lists it.
    pub code: Line<1, 30>,
    /// The area: the province, or a district or commune of a map that exists in the year.
    pub area_id: AreaId,
    /// The calendar year.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    /// To be reached, or from where it began; `target` when absent.
    #[serde(default)]
    #[schema(default = "target")]
    pub kind: TargetKind,
    /// The value in the unit of the indicator; of a share in hundredths of a percent, 10000 at most.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub value: i64,
    /// What says so, such as a decision.
    pub source: Option<Line<1, 200>>,
}

/// Changes of a target or a baseline.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "value": 850, "source": "215/QĐ-UBND" }))]
pub struct IndicatorTargetPatch {
    /// The value in the unit of the indicator; of a share in hundredths of a percent, 10000 at most.
    #[schema(nullable = false, minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub value: Option<i64>,
    /// What says so, such as a decision; null when nothing does.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Line<1, 200>>)]
    pub source: Option<Option<Line<1, 200>>>,
}

/// Filters of the list of targets.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct IndicatorTargetFilter {
    /// Only of indicators with these codes.
    #[param(value_type = Option<Vec<String>>, example = "G1,G6")]
    pub code: Option<Commaed<Line<1, 30>>>,
    /// Only of this area and of those in it, of either map.
    pub area_id: Option<AreaId>,
    /// Only of this year.
    #[param(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Only targets, or only baselines.
    #[param(value_type = Option<Vec<TargetKind>>)]
    pub kind: Option<Commaed<TargetKind>>,
}

impl Filter for IndicatorTargetFilter {
    const SORTS: &'static [&'static str] = &["-year", "year", "code", "-code"];
}
