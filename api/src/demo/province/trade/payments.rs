//! What the demo's partners paid for deliveries.

use chrono::NaiveDate;
use entity::enums::{DeliveryStatus, PaymentMeans};
use entity::ids::DeliveryPaymentId;
use entity::{delivery, delivery_payment};
use serde_json::{Value, json};

use super::super::calendar::later;
use super::deliveries::owners;
use super::desk::Desk;
use super::texts::Paper;

const MEANS: [(PaymentMeans, usize); 3] =
    [(PaymentMeans::Transfer, 80), (PaymentMeans::Cash, 14), (PaymentMeans::Offset, 6)];

impl Desk<'_> {
    /// Notes what was paid for a delivery on which both sides agree: all at once, in two parts, or nothing so far.
    pub fn pay(&mut self, paper: &Paper<'_>, row: &mut delivery::Model) {
        let agreed_on = match row.status {
            DeliveryStatus::Acknowledged => row.acknowledged_on,
            DeliveryStatus::Settled => row.settled_on,
            DeliveryStatus::Recorded | DeliveryStatus::Disputed => None,
        };
        let Some(agreed_on) = agreed_on else { return };
        let is_late = !paper.deal.term.is_season && self.random.chance(200);
        if is_late {
            return;
        }
        let first =
            if self.random.chance(180) { row.amount_vnd * 6 / 10_000 * 1_000 } else { row.amount_vnd };
        let on = later(agreed_on, self.random.between(1, 6));
        self.note_payment(row, first, on);
        let rest = row.amount_vnd - first;
        let on = later(on, self.random.between(7, 20));
        self.note_payment(row, rest, on);
    }

    fn note_payment(&mut self, row: &mut delivery::Model, amount_vnd: i64, on: NaiveDate) {
        if amount_vnd == 0 || on >= self.setting.today {
            return;
        }
        let (id, created_at) = self.enter("delivery_payment", 7, on);
        let means = self.random.weighted(&MEANS);
        let paid_vnd = row.paid_vnd + amount_vnd;
        self.out.delivery_payments.push(delivery_payment::Model {
            id: DeliveryPaymentId(id),
            delivery_id: row.id,
            contract_id: row.contract_id,
            partner_id: row.partner_id,
            group_id: row.group_id,
            commune_id: row.commune_id,
            paid_on: on,
            amount_vnd,
            means,
            document_no: format!("TT-{:05}", self.out.delivery_payments.len() + 1),
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        });
        let told = vec![("amount_vnd", Value::Null, json!(amount_vnd))];
        self.tell("delivery_payment", id, (1, "created"), owners(row), told);
        let told = vec![("paid_vnd", json!(row.paid_vnd), json!(paid_vnd))];
        row.paid_vnd = paid_vnd;
        row.version += 1;
        row.updated_at = created_at;
        self.tell("delivery", row.id, (row.version, "paid"), owners(row), told);
    }
}
