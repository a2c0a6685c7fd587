//! The way of an application through the API, up to the step a test is about.

use entity::enums::{LegalForm, Poverty};
use entity::ids::{AreaId, FundId, GroupId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::callers::Caller;
use crate::reply::Reply;

/// Everybody a grant needs, each with an account of their own.
#[derive(Debug)]
pub struct Staff {
    /// Prepares the call and enters applications.
    pub officer: Caller,
    /// Screens and scores.
    pub appraisers: [Caller; 2],
    /// Opens the call and decides.
    pub approver: Caller,
    /// Pays.
    pub treasurer: Caller,
}

impl Staff {
    /// Somebody for each duty, over the province.
    pub async fn of(app: &App) -> Self {
        Self {
            officer: app.as_officer_of(app.province().await).await,
            appraisers: [app.as_appraiser().await, app.as_appraiser().await],
            approver: app.as_approver().await,
            treasurer: app.as_treasurer().await,
        }
    }
}

/// A call of 2026 with one allotment for an area: grants up to 70 million, a third given by the group, two tranches.
#[must_use]
pub fn new_call(fund: FundId, area: AreaId, budget_vnd: i64) -> Value {
    json!({
        "fund_id": fund, "name": "Đợt xét thử", "budget_vnd": budget_vnd,
        "opens_at": "2026-01-01T00:00:00.000Z", "closes_at": "2026-12-01T00:00:00.000Z",
        "allotments": [{ "area_id": area, "year": 2026, "limit_vnd": budget_vnd }],
        "rules": {
            "max_grant_vnd": 70_000_000, "min_own_bps": 3000, "min_poor_bps": 5000, "min_members": 2,
            "legal_forms": ["cig", "tht"], "area_ids": [], "value_chains": [],
            "criteria": [
                { "code": "feasibility", "name": "Tính khả thi", "weight_bps": 6000, "max_score": 100 },
                { "code": "climate", "name": "Thích ứng khí hậu", "weight_bps": 4000, "max_score": 50 }
            ],
            "pass_mark_bps": 6000, "appraisers_needed": 2,
            "tranches": [
                { "share_bps": 6000, "conditions": [{ "kind": "contribution_bps", "value": 5000 }] },
                { "share_bps": 4000, "conditions": [{ "kind": "previous_accepted", "value": null }] }
            ],
            "rounding": { "unit_vnd": 1000, "mode": "down" }
        }
    })
}

/// What an application for a grant says; the group gives `own_vnd` in work.
#[must_use]
pub fn content(grant_vnd: i64, own_vnd: i64) -> Value {
    json!({
        "title": "Trồng lạc thích ứng khí hậu",
        "activities": [{
            "name": "Trồng lạc xen ngô", "csa_practice": "intercropping",
            "from_on": "2026-08-01", "until_on": "2026-12-01"
        }],
        "budget_lines": [
            { "source": "grant", "name": "Giống lạc", "count": null, "unit_price_vnd": null, "amount_vnd": grant_vnd },
            { "source": "own_labour", "name": "Công", "count": null, "unit_price_vnd": null, "amount_vnd": own_vnd }
        ],
        "total_vnd": grant_vnd + own_vnd,
        "planned_results": ["Năng suất tăng 20%"]
    })
}

impl App {
    /// A cooperative group of two members, both of them poor.
    pub async fn poor_group(&self, commune: AreaId) -> GroupId {
        let group = self.group(commune, LegalForm::Tht, "2021-01-01").await;
        let household = self.household(commune, "2020-01-01").await;
        self.poverty(household, commune, Poverty::Poor, "2026-01-01").await;
        let person = self.person(household).await;
        self.membership(group, person, "2021-01-01").await;
        group
    }
}

/// Does something to a resource at its present revision.
pub async fn step(caller: &Caller, path: &str, action: &str, body: Value) -> Reply {
    let etag = caller.get(path).await.expect(200).etag();
    caller.act(&format!("{path}/{action}"), &etag, body).await
}

/// An open call; its path.
pub async fn open_call(staff: &Staff, new: Value) -> String {
    let made = staff.officer.post("/v1/grant-calls", new).await.expect(201);
    let path = format!("/v1/grant-calls/{}", made.id());
    step(&staff.approver, &path, "open", Value::Null).await.expect(200);
    path
}

/// An application that was handed in, screened and scored by both appraisers; its path.
pub async fn scored(staff: &Staff, call: &str, group: GroupId, grant_vnd: i64) -> String {
    let call_id: Uuid = call.rsplit('/').next().and_then(|id| id.parse().ok()).unwrap_or_default();
    let new = json!({ "call_id": call_id, "group_id": group, "content": content(grant_vnd, grant_vnd / 2) });
    let made = staff.officer.post("/v1/grant-applications", new).await.expect(201);
    let path = format!("/v1/grant-applications/{}", made.id());
    step(&staff.officer, &path, "submit", Value::Null).await.expect(200);
    step(&staff.appraisers[0], &path, "start-screening", Value::Null).await.expect(200);
    let results = json!({ "results": [{ "criterion": "documents", "is_met": true, "remark": null }] });
    step(&staff.appraisers[0], &path, "pass-screening", results).await.expect(200);
    for (appraiser, feasibility) in staff.appraisers.iter().zip([80, 70]) {
        appraiser.post(&format!("{path}/appraisals"), scores(feasibility, 40)).await.expect(201);
    }
    path
}

/// Scores of an appraiser.
#[must_use]
pub fn scores(feasibility: u32, climate: u32) -> Value {
    let scores = json!([
        { "criterion": "feasibility", "score": feasibility }, { "criterion": "climate", "score": climate }
    ]);
    json!({ "has_conflict": false, "scores": scores, "remark": null })
}

/// A decision to grant.
#[must_use]
pub fn approval(amount_vnd: i64) -> Value {
    json!({ "number": "12/QĐ-HND", "decided_on": "2026-06-15", "amount_vnd": amount_vnd, "remark": null })
}
