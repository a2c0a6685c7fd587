//! Two officers who write and approve plans, and what plans of the groups of fixtures say.

use entity::enums::{OwnerKind, PlanStatus, ProductForm, Season};
use entity::ids::{AreaId, GroupId, OcopCertificateId, OcopProductId, PlanId, PlanResultId};
use entity::{ocop_certificate, ocop_product, plan_line, plan_result, plan_version, production_plan};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::Caller;
use crate::calls::step;
use crate::reply::Reply;

/// One who enters, one who decides, both over the whole province.
#[derive(Clone, Debug)]
pub struct Planners {
    /// Writes and hands in.
    pub writer: Caller,
    /// Returns and approves.
    pub approver: Caller,
}

impl Planners {
    /// Two officers of the province.
    pub async fn of(app: &App) -> Self {
        let province = app.province().await;
        Self { writer: app.as_officer_of(province).await, approver: app.as_officer_of(province).await }
    }

    /// A draft for a group and year; its path.
    ///
    /// # Panics
    /// If it is refused.
    pub async fn draft(&self, group: GroupId, year: i32, content: Value) -> String {
        let new = json!({ "group_id": group, "year": year, "content": content });
        let made = self.writer.post("/v1/production-plans", new).await.expect(201);
        format!("/v1/production-plans/{}", made.id())
    }

    /// Hands a plan in.
    pub async fn submit(&self, plan: &str) -> Reply {
        step(&self.writer, plan, "submit", Value::Null).await
    }

    /// Approves a plan, on a day.
    pub async fn approve(&self, plan: &str, day: &str, climate_adapted: bool) -> Reply {
        step(&self.approver, plan, "approve", approval(day, climate_adapted)).await
    }

    /// A plan that was handed in and approved today; its path.
    ///
    /// # Panics
    /// If a step is refused.
    pub async fn approved(&self, group: GroupId, year: i32, content: Value) -> String {
        let plan = self.draft(group, year, content.clone()).await;
        self.submit(&plan).await.expect(200);
        let is_adapted = content["hazards"] != json!([]) && content["measures"] != json!([]);
        let today = self.writer.today();
        self.approve(&plan, &today, is_adapted).await.expect(200);
        plan
    }
}

impl App {
    /// A plan of 2026 in force since 1 February, with the result of its one line.
    pub async fn planned(&self, group: GroupId, commune: AreaId) -> (PlanId, PlanResultId) {
        let (plan, result) = (PlanId::from(Uuid::now_v7()), PlanResultId::from(Uuid::now_v7()));
        self.insert(self.plan_row(plan, group, commune)).await;
        self.insert(self.version_row(plan)).await;
        self.insert(line_row(plan, group)).await;
        self.insert(self.result_row((plan, result), group, commune)).await;
        (plan, result)
    }

    fn plan_row(&self, id: PlanId, group: GroupId, commune: AreaId) -> production_plan::ActiveModel {
        production_plan::ActiveModel {
            id: Set(id),
            code: Set(format!("KH-9{:05}", self.serial())),
            group_id: Set(group),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            year: Set(2026),
            status: Set(PlanStatus::Approved),
            n: Set(1),
            approved_n: Set(Some(1)),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }

    fn version_row(&self, plan_id: PlanId) -> plan_version::ActiveModel {
        plan_version::ActiveModel {
            plan_id: Set(plan_id),
            n: Set(1),
            content: Set(plan_content(&[pigs(1)]).to_string()),
            is_adapted: Set(true),
            submitted_on: Set(Some(day("2026-01-15"))),
            decision_no: Set(Some("12/QĐ-HND".to_owned())),
            approved_on: Set(Some(day("2026-02-01"))),
            superseded_on: Set(None),
            counts_as_adapted: Set(true),
            created_at: Set(self.now()),
        }
    }

    fn result_row(
        &self,
        (plan_id, id): (PlanId, PlanResultId),
        group: GroupId,
        commune: AreaId,
    ) -> plan_result::ActiveModel {
        plan_result::ActiveModel {
            id: Set(id),
            plan_id: Set(plan_id),
            n: Set(1),
            line_no: Set(1),
            group_id: Set(group),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            year: Set(2026),
            chain: Set("lon_den".to_owned()),
            recorded_on: Set(day("2026-06-01")),
            unit: Set("kg".to_owned()),
            harvested: Set(1_400_000_000),
            lost: Set(0),
            sold: Set(1_300_000_000),
            revenue_vnd: Set(110_000_000),
            cost_vnd: Set(80_000_000),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }

    /// A product of a group with a certificate valid since 1 May 2026.
    pub async fn certified(&self, group: GroupId, commune: AreaId) -> (OcopProductId, OcopCertificateId) {
        let (product, certificate) =
            (OcopProductId::from(Uuid::now_v7()), OcopCertificateId::from(Uuid::now_v7()));
        let (name, code) = ("Thịt lợn đen".to_owned(), format!("OC-9{:05}", self.serial()));
        self.insert(ocop_product::ActiveModel {
            id: Set(product),
            code: Set(code),
            sort_key: Set(entity::vietnamese::sort_key(&name)),
            name: Set(name),
            chain: Set(Some("lon_den".to_owned())),
            owner_kind: Set(OwnerKind::Group),
            group_id: Set(Some(group)),
            partner_id: Set(None),
            owner_name: Set(None),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(self.certificate_row(product, certificate)).await;
        (product, certificate)
    }

    fn certificate_row(
        &self,
        product: OcopProductId,
        id: OcopCertificateId,
    ) -> ocop_certificate::ActiveModel {
        ocop_certificate::ActiveModel {
            id: Set(id),
            product_id: Set(product),
            score: Set(7_850),
            stars: Set(4),
            decision_no: Set("1234/QĐ-UBND".to_owned()),
            decided_on: Set(day("2026-05-01")),
            ends_on: Set(day("2029-05-01")),
            revoked_on: Set(None),
            revoke_reason: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        }
    }
}

fn line_row(plan_id: PlanId, group: GroupId) -> plan_line::ActiveModel {
    plan_line::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        plan_id: Set(plan_id),
        n: Set(1),
        line_no: Set(1),
        group_id: Set(group),
        chain: Set("lon_den".to_owned()),
        form: Set(ProductForm::LiveWeight),
        season: Set(Season::YearRound),
        area_m2: Set(None),
        heads: Set(Some(20)),
        unit: Set("kg".to_owned()),
        quantity: Set(1_500_500_000),
        cost_vnd: Set(90_000_000),
        revenue_vnd: Set(120_000_000),
        buyer: Set(None),
        partner_id: Set(None),
    }
}

/// The body of an approval.
#[must_use]
pub fn approval(day: &str, climate_adapted: bool) -> Value {
    json!({ "decision_no": "12/QĐ-HND", "approved_on": day, "climate_adapted": climate_adapted })
}

/// Twenty black pigs, sold by weight.
#[must_use]
pub fn pigs(line_no: i32) -> Value {
    json!({
        "line_no": line_no, "chain": "lon_den", "form": "live_weight", "season": "year_round", "area_m2": null, "heads": 20,
        "unit": "kg", "quantity": "1500.5", "cost_vnd": 90_000_000, "revenue_vnd": 120_000_000, "buyer": null,
        "partner_id": null,
    })
}

/// A plan with these lines that is adapted to the climate.
#[must_use]
pub fn plan_content(lines: &[Value]) -> Value {
    json!({
        "lines": lines, "hazards": ["cold", "epidemic"],
        "measures": [{ "practice": "cold_proof_housing", "text": null }, { "practice": null, "text": "Dự trữ cỏ khô" }],
        "capital": [{ "source": "own", "amount_vnd": 50_000_000 }, { "source": "loan", "amount_vnd": 40_000_000 }],
        "remark": null,
    })
}

/// What a line brought: harvested, sold and lost, revenue and cost.
#[must_use]
pub fn plan_result(line_no: i32, (revenue_vnd, cost_vnd): (i64, i64)) -> Value {
    json!({
        "line_no": line_no, "recorded_on": "2026-06-15", "harvested": "1400", "sold": "1300.25",
        "losses": [{ "hazard": "epidemic", "quantity": "100.5", "value_vnd": 8_000_000 }],
        "revenue_vnd": revenue_vnd, "cost_vnd": cost_vnd,
    })
}
