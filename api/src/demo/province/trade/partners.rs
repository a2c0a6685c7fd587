//! How the demo's partners registered and what the union decided.

use chrono::NaiveDate;
use entity::enums::{PartnerStatus, Sex};
use entity::partner;
use entity::vietnamese::sort_key;
use serde_json::{Value, json};

use super::super::names::{self, People};
use super::buyers::{ALL, Buyer, RESUMED, STOPPED, Standing};
use super::desk::{Desk, wire};
use super::wording::{NOT_REGISTERED, SUSPENDED};
use crate::partner_contacts::messages::Contact;
use crate::store::Owner;
use crate::values::TaxCode;

impl Desk<'_> {
    /// Registers them all, each by itself, and decides on those that do not wait.
    pub fn register_partners(&mut self) {
        for (n, buyer) in ALL.iter().enumerate() {
            let registered = buyer.registered.date(self.setting.today);
            let mut row = self.registered(n, buyer, registered);
            if let Some(decided) = buyer.decided_on(self.setting.today) {
                self.decide(&mut row, buyer, decided);
            }
            self.out.partners.push(row);
            let contact = self.contact(n);
            self.out.contacts.push(contact);
        }
    }

    fn registered(&mut self, n: usize, buyer: &Buyer, on: NaiveDate) -> partner::Model {
        let (_, created_at) = self.enter("partner", 2, on);
        let trader = self.trader(n);
        let name = buyer.full_name();
        let row = partner::Model {
            id: trader.partner_id,
            code: format!("DT-{:06}", n + 1),
            kind: buyer.kind,
            tax_code: buyer.tax_code.to_owned(),
            sort_key: sort_key(&name),
            name,
            status: PartnerStatus::Pending,
            address: buyer.place.to_owned(),
            proof_reference: "Giấy chứng nhận đăng ký (trình diễn)".to_owned(),
            contact_ct: None,
            status_reason: None,
            decided_on: None,
            version: 1,
            created_at,
            updated_at: created_at,
        };
        let new = |name, value: Value| (name, Value::Null, value);
        let told = vec![
            new("code", json!(row.code)),
            new("kind", wire(&row.kind)),
            new("tax_code", json!(TaxCode::shown(&row.tax_code))),
            new("name", json!(row.name)),
            new("status", wire(&row.status)),
        ];
        self.tell("partner", row.id, (1, "created"), vec![Owner::Partner(row.id)], told);
        self.duty("partner", row.id, trader.human, "register");
        row
    }

    fn decide(&mut self, row: &mut partner::Model, buyer: &Buyer, on: NaiveDate) {
        if buyer.standing == Standing::Rejected {
            self.step(row, ("rejected", PartnerStatus::Rejected), on, Some(NOT_REGISTERED));
            return;
        }
        // Whoever checks it is not who registered it.
        self.duty("partner", row.id, self.setting.officers[0], "verify");
        self.step(row, ("verified", PartnerStatus::Verified), on, None);
        if matches!(buyer.standing, Standing::Suspended | Standing::Reinstated) {
            self.step(row, ("suspended", PartnerStatus::Suspended), STOPPED, Some(SUSPENDED));
        }
        if buyer.standing == Standing::Reinstated {
            self.step(row, ("reinstated", PartnerStatus::Verified), RESUMED, None);
        }
    }

    fn step(
        &mut self,
        row: &mut partner::Model,
        (action, status): (&'static str, PartnerStatus),
        on: NaiveDate,
        reason: Option<&str>,
    ) {
        let (_, at) = self.enter("partner decided", 3, on);
        let changes = vec![("status", wire(&row.status), wire(&status))];
        row.status = status;
        row.status_reason = reason.map(str::to_owned);
        row.decided_on = Some(on);
        row.version += 1;
        row.updated_at = at;
        self.tell("partner", row.id, (row.version, action), vec![Owner::Partner(row.id)], changes);
        if let Some(reason) = reason {
            self.because(reason);
        }
    }

    /// Somebody invented, with a phone that belongs to nobody.
    fn contact(&mut self, n: usize) -> Contact {
        let (people, sex) = (People::Tay, if self.random.chance(500) { Sex::Female } else { Sex::Male });
        let family = names::family(&mut self.random, people);
        Contact {
            name: names::full_name(&mut self.random, people, family, sex),
            position: Some("Phụ trách thu mua".to_owned()),
            phone: format!("+84206099{:04}", n + 1),
            email: Some(format!("thu.mua.{}@example.org", n + 1)),
        }
    }
}
