//! A partner, a group, and the way of a contract between them through the API.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{ContractStatus, LegalForm, LinkageForm, PartnerStatus, PriceRule, ProductForm, Side};
use entity::ids::{AreaId, ContractId, GroupId, PartnerId};
use entity::{contract_line, contract_version, line_balance, partner, sales_contract};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::Caller;
use crate::calls::step;
use crate::reply::Reply;

/// Where contracts are.
pub const CONTRACTS: &str = "/v1/sales-contracts";

/// Both sides of a contract, each with somebody who acts for it.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The partner, verified.
    pub partner_id: PartnerId,
    /// The group, active, in the commune 01392 of 2025.
    pub group_id: GroupId,
    /// Its commune.
    pub commune: AreaId,
    /// Staff of the partner.
    pub partner: Caller,
    /// The leader of the group.
    pub leader: Caller,
    /// The officer of the commune.
    pub officer: Caller,
}

impl Sides {
    /// A partner and a group that have nothing to do with any other.
    pub async fn of(app: &App) -> Self {
        Self::at(app, "01392").await
    }

    /// The same with a group in another commune of 2025.
    pub async fn at(app: &App, code: &str) -> Self {
        let commune = app.area(code, "2025-07-01").await;
        let (partner_id, group_id) =
            (app.partner().await, app.group(commune, LegalForm::Tht, "2025-07-01").await);
        Self {
            partner_id,
            group_id,
            commune,
            partner: app.as_partner(partner_id).await,
            leader: app.as_leader_of(group_id).await,
            officer: app.as_officer_of(commune).await,
        }
    }

    /// A new contract between them with this number.
    #[must_use]
    pub fn new_contract(&self, number: &str) -> Value {
        json!({
            "partner_id": self.partner_id, "group_id": self.group_id, "number": number, "content": terms(),
        })
    }

    /// A draft of the partner; its path.
    pub async fn draft(&self, number: &str) -> String {
        item(&self.partner.post(CONTRACTS, self.new_contract(number)).await.expect(201))
    }

    /// A contract that the partner has submitted; its path.
    pub async fn submitted(&self, number: &str) -> String {
        let path = self.draft(number).await;
        step(&self.partner, &path, "submit", Value::Null).await.expect(200);
        path
    }

    /// A contract that both sides have confirmed; its path.
    pub async fn in_force(&self, number: &str) -> String {
        let path = self.submitted(number).await;
        self.agree(&path).await;
        path
    }

    /// Both sides confirm the latest text.
    pub async fn agree(&self, path: &str) -> Reply {
        confirm(&self.partner, path).await.expect(200);
        confirm(&self.leader, path).await.expect(200)
    }

    /// A contract in a state, on 15 June 2026; its path.
    pub async fn standing(&self, app: &App, number: &str, status: ContractStatus) -> String {
        use ContractStatus as S;
        match status {
            S::Draft => self.draft(number).await,
            S::Submitted => self.submitted(number).await,
            S::Rejected => {
                let path = self.submitted(number).await;
                set_status(app, &path, status).await;
                path
            }
            S::Confirmed | S::Completed | S::Terminated => {
                let path = self.in_force(number).await;
                set_status(app, &path, status).await;
                path
            }
        }
    }
}

impl App {
    /// A contract that a partner has submitted to a group in a commune.
    ///
    /// # Panics
    /// If the rows cannot be inserted.
    pub async fn contract(&self, partner: PartnerId, group: GroupId, commune: AreaId) -> ContractId {
        let (id, number) = (ContractId::from(Uuid::now_v7()), self.serial());
        self.insert(sales_contract::ActiveModel {
            id: Set(id),
            code: Set(format!("HD-9{number:05}")),
            partner_id: Set(partner),
            group_id: Set(group),
            commune_id: Set(commune),
            former_commune_id: Set(None),
            drafted_by: Set(Side::Partner),
            number: Set(number.to_string()),
            external_ref: Set(None),
            framework_ref: Set(None),
            status: Set(ContractStatus::Submitted),
            text_n: Set(1),
            in_force_n: Set(None),
            signed_on: Set(day("2026-01-10")),
            starts_on: Set(day("2026-02-01")),
            ends_on: Set(day("2026-12-31")),
            linkage: Set(LinkageForm::ProductionSale),
            value_vnd: Set(40_000_000),
            ended_on: Set(None),
            ended_by: Set(None),
            version: Set(1),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await;
        self.insert(contract_version::ActiveModel {
            contract_id: Set(id),
            n: Set(1),
            content: Set(terms().to_string()),
            sha256: Set(vec![7; 32]),
            proposed_by: Set(Side::Partner),
            rationale: Set(None),
            remark: Set(None),
            shared_at: Set(Some(self.now())),
            in_force_from_on: Set(None),
            in_force_until_on: Set(None),
            dropped_at: Set(None),
            created_at: Set(self.now()),
        })
        .await;
        self.insert(line_row(id, (partner, group), commune)).await;
        id
    }
}

fn line_row(
    id: ContractId,
    (partner, group): (PartnerId, GroupId),
    commune: AreaId,
) -> contract_line::ActiveModel {
    contract_line::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        contract_id: Set(id),
        n: Set(1),
        line_no: Set(1),
        partner_id: Set(partner),
        group_id: Set(group),
        commune_id: Set(commune),
        former_commune_id: Set(None),
        chain: Set("thach_den".to_owned()),
        form: Set(ProductForm::Dried),
        grade: Set(None),
        unit: Set("kg".to_owned()),
        quantity: Set(1_000_000_000),
        price_rule: Set(PriceRule::Fixed),
        unit_price_vnd: Set(40_000),
        premium_vnd: Set(0),
        reference: Set(None),
        fresh_per_dried: Set(None),
        deliver_from_on: Set(day("2026-03-01")),
        deliver_until_on: Set(day("2026-12-01")),
        amount_vnd: Set(40_000_000),
    }
}

/// What a contract says: 1000 kg of dried herb in 2026 at 40 000 đồng.
#[must_use]
pub fn terms() -> Value {
    terms_of(vec![line(1, "1000", 40_000)])
}

/// The same with other lines.
#[must_use]
pub fn terms_of(lines: Vec<Value>) -> Value {
    json!({
        "signed_on": "2026-01-10", "starts_on": "2026-02-01", "ends_on": "2026-12-31",
        "linkage": "production_sale", "lines": lines, "advance_vnd": 0, "inputs": [],
        "delivery_place": "Nhà văn hóa xóm Nà Giàng", "quantity_tolerance_bps": 500,
        "weighing_tolerance_bps": 100, "penalty_text": null, "annexes": [],
    })
}

/// A line of dried herb by the kilogram, at a fixed price, from March to the end of November 2026.
#[must_use]
pub fn line(line_no: u16, quantity: &str, unit_price_vnd: i64) -> Value {
    json!({
        "line_no": line_no, "chain": "thach_den", "form": "dried", "grade": null, "unit": "kg",
        "quantity": quantity,
        "price": { "rule": "fixed", "unit_price_vnd": unit_price_vnd, "premium_vnd": 0, "reference": null },
        "deliver_from_on": "2026-03-01", "deliver_until_on": "2026-12-01", "fresh_per_dried": null,
    })
}

/// The path of the contract in a reply.
#[must_use]
pub fn item(reply: &Reply) -> String {
    format!("{CONTRACTS}/{}", reply.id())
}

/// Confirms the latest text of a contract as it is now.
pub async fn confirm(caller: &Caller, path: &str) -> Reply {
    let seen = caller.get(path).await.expect(200);
    let body = json!({ "sha256": seen.json["sha256"] });
    caller.act(&format!("{path}/confirm"), &seen.etag(), body).await
}

/// Proposes a change of a contract in force.
pub async fn amend(caller: &Caller, path: &str, content: Value) -> Reply {
    let body = json!({ "rationale": "quantity", "remark": null, "content": content });
    step(caller, path, "amend", body).await
}

/// The id of the contract at a path.
///
/// # Panics
/// If there is none in it.
#[must_use]
pub fn id_of(path: &str) -> ContractId {
    let id: Option<Uuid> = path.rsplit('/').next().and_then(|id| id.parse().ok());
    id.expect("a path of a contract").into()
}

async fn set_status(app: &App, path: &str, status: ContractStatus) {
    sales_contract::Entity::update_many()
        .col_expr(sales_contract::Column::Status, Expr::value(status))
        .filter(sales_contract::Column::Id.eq(id_of(path)))
        .exec(app.db())
        .await
        .expect("a contract");
}

/// Puts a partner into a state.
///
/// # Panics
/// If the database fails.
pub async fn set_partner(app: &App, id: PartnerId, status: PartnerStatus) {
    partner::Entity::update_many()
        .col_expr(partner::Column::Status, Expr::value(status))
        .filter(partner::Column::Id.eq(id))
        .exec(app.db())
        .await
        .expect("a partner");
}

/// Says that something was delivered of a line, in millionths of its unit.
///
/// # Panics
/// If the database refuses it.
pub async fn set_delivered(app: &App, path: &str, line_no: i32, delivered: i64) {
    line_balance::Entity::update_many()
        .col_expr(line_balance::Column::Delivered, Expr::value(delivered))
        .filter(line_balance::Column::ContractId.eq(id_of(path)))
        .filter(line_balance::Column::LineNo.eq(line_no))
        .exec(app.db())
        .await
        .expect("a balance");
}
