//! Deliveries under a contract: through the API, and put into the database directly.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use entity::enums::{DeliveryStatus, PaymentMeans, ProductForm};
use entity::ids::{ContractId, DeliveryId, DeliveryPaymentId};
use entity::{delivery, delivery_payment, sales_contract};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, day};
use crate::callers::Caller;
use crate::contracts::{CONTRACTS, Sides, terms_of};
use crate::reply::Reply;

/// Where all deliveries are listed.
pub const DELIVERIES: &str = "/v1/deliveries";

/// A delivery of line 1 on 10 June 2026.
#[must_use]
pub fn new_delivery(quantity: &str) -> Value {
    json!({ "line_no": 1, "delivered_on": "2026-06-10", "quantity": quantity })
}

/// Records a delivery under the contract at a path.
pub async fn record(caller: &Caller, contract: &str, new: Value) -> Reply {
    caller.post(&format!("{contract}/deliveries"), new).await
}

/// The path of the delivery in a reply.
#[must_use]
pub fn item(reply: &Reply) -> String {
    let contract = reply.json["contract_id"].as_str().unwrap_or_default();
    format!("{CONTRACTS}/{contract}/deliveries/{}", reply.id())
}

/// Where payments for the delivery in a reply are.
#[must_use]
pub fn payments(reply: &Reply) -> String {
    format!("{DELIVERIES}/{}/payments", reply.id())
}

/// Acknowledges a delivery as the last reply shows it, or settles it.
pub async fn go(caller: &Caller, seen: &Reply, action: &str, quantity: &str) -> Reply {
    let mut body = json!({ "quantity": quantity });
    if action == "settle" {
        body["reason"] = json!("Cân lại tại trạm của xã.");
    }
    caller.act(&format!("{}/{action}", item(seen)), &seen.etag(), body).await
}

/// A payment by transfer on 15 June 2026.
#[must_use]
pub fn new_payment(amount_vnd: i64) -> Value {
    json!({ "paid_on": "2026-06-15", "amount_vnd": amount_vnd, "means": "transfer", "document_no": "UNC-001" })
}

impl Sides {
    /// A contract in force with these lines; its path.
    pub async fn bound(&self, number: &str, content: Value) -> String {
        let mut new = self.new_contract(number);
        new["content"] = content;
        let path = crate::contracts::item(&self.partner.post(CONTRACTS, new).await.expect(201));
        crate::calls::step(&self.partner, &path, "submit", Value::Null).await.expect(200);
        self.agree(&path).await;
        path
    }

    /// A contract in force over one line; its path.
    pub async fn bound_over(&self, number: &str, line: Value) -> String {
        self.bound(number, terms_of(vec![line])).await
    }

    /// A delivery under a contract that the leader recorded and the partner acknowledged as it was.
    pub async fn delivered(&self, contract: &str, quantity: &str) -> Reply {
        let recorded = record(&self.leader, contract, new_delivery(quantity)).await.expect(201);
        go(&self.partner, &recorded, "acknowledge", quantity).await.expect(200)
    }

    /// A delivery under a contract that the leader recorded with 100 and the partner with 90.
    pub async fn disputed(&self, contract: &str) -> Reply {
        let recorded = record(&self.leader, contract, new_delivery("100")).await.expect(201);
        go(&self.partner, &recorded, "acknowledge", "90").await.expect(200)
    }
}

/// A delivery of 200.5 kg of dried herb under a contract, that waits to be acknowledged.
///
/// # Panics
/// If there is no such contract.
pub async fn deliver(app: &App, contract: ContractId, on: &str) -> DeliveryId {
    let id = DeliveryId::from(Uuid::now_v7());
    let found = sales_contract::Entity::find_by_id(contract).one(app.db()).await.expect("contracts");
    let found = found.expect("a contract");
    app.insert(delivery::ActiveModel {
        id: Set(id),
        contract_id: Set(contract),
        n: Set(1),
        line_no: Set(1),
        partner_id: Set(found.partner_id),
        group_id: Set(found.group_id),
        commune_id: Set(found.commune_id),
        former_commune_id: Set(None),
        chain: Set("thach_den".to_owned()),
        delivered_on: Set(day(on)),
        form: Set(ProductForm::Dried),
        grade: Set(None),
        unit: Set("kg".to_owned()),
        quantity: Set(200_500_000),
        acknowledged_quantity: Set(None),
        settled_quantity: Set(None),
        counted: Set(200_500_000),
        reference_price_vnd: Set(None),
        unit_price_vnd: Set(40_000),
        amount_vnd: Set(8_020_000),
        paid_vnd: Set(0),
        note_no: Set(None),
        status: Set(DeliveryStatus::Recorded),
        acknowledged_on: Set(None),
        settled_on: Set(None),
        reason: Set(None),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await;
    id
}

/// A payment in cash for a delivery, of which the delivery itself knows nothing.
///
/// # Panics
/// If there is no such delivery.
pub async fn pay(app: &App, delivery: DeliveryId, amount_vnd: i64) -> DeliveryPaymentId {
    let id = DeliveryPaymentId::from(Uuid::now_v7());
    let found = delivery::Entity::find_by_id(delivery).one(app.db()).await.expect("deliveries");
    let found = found.expect("a delivery");
    app.insert(delivery_payment::ActiveModel {
        id: Set(id),
        delivery_id: Set(delivery),
        contract_id: Set(found.contract_id),
        partner_id: Set(found.partner_id),
        group_id: Set(found.group_id),
        commune_id: Set(found.commune_id),
        paid_on: Set(day("2026-06-10")),
        amount_vnd: Set(amount_vnd),
        means: Set(PaymentMeans::Cash),
        document_no: Set("PT-01".to_owned()),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await;
    id
}
