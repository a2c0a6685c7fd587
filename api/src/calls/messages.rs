//! What goes over the wire about calls.

use entity::{
    call_allotment,
    enums::CallStatus,
    grant_call,
    ids::{AllotmentId, AreaId, CallId, FundId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    call_rules::messages::CallRules,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Commaed, Instant, Line, Vnd, hex},
};

/// The part of a call for an area and a fiscal year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Allotment {
    /// Its id.
    pub id: AllotmentId,
    /// The area and all below it.
    pub area_id: AreaId,
    /// The fiscal year.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: i32,
    /// The most that may be granted.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub limit_vnd: i64,
    /// What is promised.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub committed_vnd: i64,
    /// What may still be promised.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub left_vnd: i64,
}

impl From<&call_allotment::Model> for Allotment {
    fn from(row: &call_allotment::Model) -> Self {
        Self {
            id: row.id,
            area_id: row.area_id,
            year: row.year,
            limit_vnd: row.limit_vnd,
            committed_vnd: row.committed_vnd,
            left_vnd: row.limit_vnd - row.committed_vnd,
        }
    }
}

/// A call as lists show it.
#[derive(Debug, FromQueryResult, Serialize, ToSchema)]
pub struct GrantCallSummary {
    /// Its id.
    pub id: CallId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "DG-000001")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Đợt xét 2022")]
    pub name: String,
    /// The fund.
    pub fund_id: FundId,
    /// Its state now.
    pub status: CallStatus,
    /// From when on applications are taken.
    pub opens_at: Instant,
    /// Until when.
    pub closes_at: Instant,
    /// What may be granted in all.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub budget_vnd: i64,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    #[sea_orm(skip)]
    pub etag: String,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["open"]))]
    #[sea_orm(skip)]
    pub allowed_actions: Vec<&'static str>,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A call with its rules and its money.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantCall {
    /// Its id.
    pub id: CallId,
    /// The number people read aloud.
    #[schema(max_length = 20, example = "DG-000001")]
    pub code: String,
    /// Its name.
    #[schema(max_length = 160, example = "Đợt xét 2022")]
    pub name: String,
    /// The fund.
    pub fund_id: FundId,
    /// Its state now.
    pub status: CallStatus,
    /// From when on applications are taken.
    pub opens_at: Instant,
    /// Until when.
    pub closes_at: Instant,
    /// What may be granted in all: the sum of the allotments.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub budget_vnd: i64,
    /// Its rules.
    pub rules: CallRules,
    /// SHA-256 of the rules, since the call was opened.
    #[schema(max_length = 64)]
    pub rules_sha256: Option<String>,
    /// Its money by area and fiscal year.
    #[schema(max_items = 200)]
    pub allotments: Vec<Allotment>,
    /// What you can do with it now.
    #[schema(max_items = 10, example = json!(["open"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision; changes of allotments count too.
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

impl GrantCall {
    /// The view of a row with its parts.
    #[must_use]
    pub fn of(
        row: grant_call::Model,
        status: CallStatus,
        rules: CallRules,
        allotments: Vec<Allotment>,
        allowed_actions: Vec<&'static str>,
    ) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            fund_id: row.fund_id,
            status,
            opens_at: row.opens_at.into(),
            closes_at: row.closes_at.into(),
            budget_vnd: row.budget_vnd,
            rules,
            rules_sha256: row.rules_sha256.as_deref().map(hex),
            allotments,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for GrantCall {
    const KIND: &'static str = "grant_call";
    const COLLECTION: &'static str = "/v1/grant-calls";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// What grants take of its money, and its closing instant, give it no new revision.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        self.allotments.iter().map(|allotment| Owner::Commune(allotment.area_id)).collect()
    }
}

/// Filters of the list of calls.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct GrantCallFilter {
    /// Only calls in these states now.
    #[param(value_type = Option<Vec<CallStatus>>)]
    pub status: Option<Commaed<CallStatus>>,
    /// Only calls on this fund.
    pub fund_id: Option<FundId>,
}

impl Filter for GrantCallFilter {
    const SORTS: &'static [&'static str] = &["-closes_at", "closes_at", "name"];
}

/// The part of a call for an area and a fiscal year, to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAllotment {
    /// The area and all below it; one that exists in the year. Areas of one year have no commune in common.
    pub area_id: AreaId,
    /// The fiscal year in which grants are promised.
    #[schema(minimum = 2017, maximum = 2100, example = 2022)]
    pub year: i32,
    /// The most that may be granted.
    pub limit_vnd: Vnd,
}

/// A call is prepared.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "fund_id": "0180cf50-7c00-7000-8000-0000f0000001",
    "name": "Đợt xét 2022",
    "opens_at": "2022-07-01T00:00:00.000Z",
    "closes_at": "2022-07-31T10:00:00.000Z",
    "budget_vnd": 700_000_000,
    "allotments": [{ "area_id": "0180cf50-7c00-7000-8000-000018619c21", "year": 2022, "limit_vnd": 700_000_000 }],
    "rules": {
        "max_grant_vnd": 70_000_000, "min_own_bps": 3000, "min_poor_bps": 5000, "min_members": 5,
        "legal_forms": ["cig", "tht"], "area_ids": [], "value_chains": [],
        "criteria": [
            { "code": "feasibility", "name": "Tính khả thi", "weight_bps": 6000, "max_score": 100 },
            { "code": "climate", "name": "Thích ứng khí hậu", "weight_bps": 4000, "max_score": 100 }
        ],
        "pass_mark_bps": 6000, "appraisers_needed": 2,
        "tranches": [
            { "share_bps": 6000, "conditions": [{ "kind": "contribution_bps", "value": 5000 }] },
            { "share_bps": 4000, "conditions": [{ "kind": "previous_accepted", "value": null }] }
        ],
        "rounding": { "unit_vnd": 1000, "mode": "down" }
    }
}))]
pub struct NewGrantCall {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<CallId>,
    /// The fund.
    pub fund_id: FundId,
    /// Its name.
    #[schema(example = "Đợt xét 2022")]
    pub name: Line<2, 160>,
    /// From when on applications are taken.
    pub opens_at: Instant,
    /// Until when.
    pub closes_at: Instant,
    /// What may be granted in all: the sum of the allotments.
    pub budget_vnd: Vnd,
    /// Its money by area and fiscal year.
    #[schema(min_items = 1, max_items = 200)]
    pub allotments: Vec<NewAllotment>,
    /// Its rules.
    pub rules: CallRules,
}

/// Changes of a draft call.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Đợt xét 2022, lần 2" }))]
pub struct GrantCallPatch {
    /// Its name.
    #[schema(nullable = false)]
    pub name: Option<Line<2, 160>>,
    /// From when on applications are taken.
    #[schema(nullable = false)]
    pub opens_at: Option<Instant>,
    /// Until when.
    #[schema(nullable = false)]
    pub closes_at: Option<Instant>,
    /// What may be granted in all.
    #[schema(nullable = false)]
    pub budget_vnd: Option<Vnd>,
    /// Its money by area and fiscal year, instead of what it had.
    #[schema(nullable = false, min_items = 1, max_items = 200)]
    pub allotments: Option<Vec<NewAllotment>>,
    /// Its rules, instead of those it had.
    #[schema(nullable = false)]
    pub rules: Option<CallRules>,
}

/// A new limit of an allotment.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllotmentPatch {
    /// The most that may be granted; not below what is promised.
    pub limit_vnd: Vnd,
}
