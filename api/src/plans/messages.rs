//! What goes over the wire about plans.

use chrono::NaiveDate;
use entity::{
    enums::PlanStatus,
    ids::{AreaId, GroupId, PlanId},
    plan_version, production_plan,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::{Filter, etag_of},
    plan_content::messages::PlanContent,
    store::{Owner, Resource},
    values::{Commaed, Day, Instant, Line},
};

/// A plan as lists show it.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct ProductionPlanSummary {
    /// Its id.
    pub id: PlanId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "KH-000001")]
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// Name of the group.
    #[schema(max_length = 160, example = "Tổ hợp tác trồng lạc Nà Giàng")]
    pub group_name: String,
    /// Commune of the group in that year.
    pub commune_id: AreaId,
    /// The year.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: i32,
    /// State of its latest version.
    pub status: PlanStatus,
    /// Number of its latest version.
    #[schema(minimum = 1, maximum = 1000)]
    #[sea_orm(from_alias = "n")]
    pub content_version: i32,
    /// Number of the version in force; null until one was approved.
    #[schema(minimum = 1, maximum = 1000)]
    #[sea_orm(from_alias = "approved_n")]
    pub approved_version: Option<i32>,
    /// Whether its latest version names hazards and measures against them.
    pub is_adapted: bool,
    /// What everything in its latest version will cost.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub cost_vnd: i64,
    /// What everything in its latest version will bring.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub revenue_vnd: i64,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["submit"]))]
    #[sea_orm(skip)]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    #[sea_orm(skip)]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A plan with what its latest version says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductionPlan {
    /// Its id.
    pub id: PlanId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "KH-000001")]
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// Commune of the group in that year.
    pub commune_id: AreaId,
    /// The commune of 2022 within it, if known.
    pub former_commune_id: Option<AreaId>,
    /// The year.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: i32,
    /// State of its latest version.
    pub status: PlanStatus,
    /// Number of its latest version.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// Number of the version in force; null until one was approved.
    #[schema(minimum = 1, maximum = 1000)]
    pub approved_version: Option<i32>,
    /// What its latest version says.
    pub content: PlanContent,
    /// What everything in it will cost.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub cost_vnd: i64,
    /// What everything in it will bring.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub revenue_vnd: i64,
    /// Whether it names hazards and measures against them.
    pub is_adapted: bool,
    /// The day it was last handed in.
    pub submitted_on: Option<NaiveDate>,
    /// Number of its approval.
    #[schema(max_length = 60)]
    pub decision_no: Option<String>,
    /// The first day it is in force.
    pub approved_on: Option<NaiveDate>,
    /// Whether it was approved as adapted to the climate.
    pub counts_as_adapted: bool,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["submit"]))]
    pub allowed_actions: Vec<&'static str>,
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

impl ProductionPlan {
    /// The view of a row with its latest version.
    #[must_use]
    pub fn of(
        row: production_plan::Model,
        latest: plan_version::Model,
        content: PlanContent,
        allowed_actions: Vec<&'static str>,
    ) -> Self {
        Self {
            id: row.id,
            code: row.code,
            group_id: row.group_id,
            commune_id: row.commune_id,
            former_commune_id: row.former_commune_id,
            year: row.year,
            status: row.status,
            content_version: row.n,
            approved_version: row.approved_n,
            cost_vnd: content.cost_vnd(),
            revenue_vnd: content.revenue_vnd(),
            is_adapted: latest.is_adapted,
            content,
            submitted_on: latest.submitted_on,
            decision_no: latest.decision_no,
            approved_on: latest.approved_on,
            counts_as_adapted: latest.counts_as_adapted,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for ProductionPlan {
    const KIND: &'static str = "production_plan";
    const COLLECTION: &'static str = "/v1/production-plans";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.commune_id), Owner::Group(self.group_id)]
    }
}

/// Filters of the list of plans.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct ProductionPlanFilter {
    /// Only plans of this group.
    pub group_id: Option<GroupId>,
    /// Only plans for this year.
    #[param(minimum = 1900, maximum = 2200)]
    pub year: Option<i32>,
    /// Only plans whose latest version is in one of these states.
    #[param(value_type = Option<Vec<PlanStatus>>)]
    pub status: Option<Commaed<PlanStatus>>,
    /// Only plans from this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only plans whose latest version has a line in one of these value chains.
    #[param(value_type = Option<Vec<String>>)]
    pub value_chain: Option<Commaed<Line<1, 30>>>,
    /// Only plans that name hazards and measures against them in their latest version, or all others. With `as_of`: whose
    /// version in force was approved as adapted to the climate, or was not.
    pub is_adapted: Option<bool>,
    /// Only plans with an approved version in force on this day.
    #[param(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
}

impl Filter for ProductionPlanFilter {
    const SORTS: &'static [&'static str] = &["-updated_at", "year", "-year"];
}

/// A plan is drafted.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProductionPlan {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PlanId>,
    /// The group.
    pub group_id: GroupId,
    /// The year: one in which the group exists, at most the one to come.
    #[schema(minimum = 1900, maximum = 2200, example = 2026)]
    pub year: i32,
    /// What it says.
    pub content: PlanContent,
}

/// A plan is copied to another year.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCopy {
    /// An id made by the client for the new plan; the server makes one when absent.
    pub id: Option<PlanId>,
    /// The year of the new plan.
    #[schema(minimum = 1900, maximum = 2200, example = 2027)]
    pub year: i32,
}

/// Another content.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductionPlanPatch {
    /// What it says, instead of what it said.
    pub content: PlanContent,
}
