//! What groups of the demo offer these days, and which partners asked to see it in detail.

use chrono::NaiveDate;
use entity::enums::{OfferRequestStatus, OfferStatus};
use entity::ids::{AreaId, GroupId, OfferId, OfferRequestId};
use entity::{offer_detail, offer_request, sales_offer};
use serde_json::{Value, json};

use super::super::calendar::later;
use super::buyers::ALL;
use super::desk::{Desk, missing, wire};
use super::products::of_chain;
use super::wording::{ASKED, BUSY, OFFERED, grades};
use crate::error::Error;
use crate::store::Owner;

/// How many offers stand in each state on the day of loading.
const OFFERS: [(OfferStatus, usize); 3] =
    [(OfferStatus::Published, 18), (OfferStatus::Draft, 6), (OfferStatus::Withdrawn, 5)];
/// What becomes of requests, in turn.
const ANSWERS: [OfferRequestStatus; 3] =
    [OfferRequestStatus::Open, OfferRequestStatus::Granted, OfferRequestStatus::Refused];
const WHOLE: i64 = 1_000_000;

type Place = (AreaId, Option<AreaId>);

impl Desk<'_> {
    /// Writes the offers, with codes in the order in which they were entered.
    ///
    /// # Errors
    /// When a group is not where it should be.
    pub fn offer(&mut self) -> Result<(), Error> {
        let today = self.setting.today;
        let all = self.register.applicants().flat_map(|(_, ids)| ids.iter().copied());
        let is_free = |group: &GroupId| *group != self.setting.led.0;
        let mut groups: Vec<_> = all
            .filter(is_free)
            .filter(|group| self.register.is_active(*group, later(today, -60), today))
            .collect();
        self.random.shuffle(&mut groups);
        // The group whose leader has an account offers something, so that a newcomer can answer.
        groups.insert(0, self.setting.led.0);
        let states = OFFERS.into_iter().flat_map(|(status, count)| std::iter::repeat_n(status, count));
        let mut entered = Vec::new();
        for (group, status) in groups.into_iter().zip(states) {
            let on = later(today, -self.random.between(12, 45));
            entered.push((self.enter("sales_offer", 1, on), on, group, status));
        }
        entered.sort_by_key(|((id, _), ..)| *id);
        for (n, ((id, created_at), on, group_id, status)) in entered.into_iter().enumerate() {
            let place = self.register.place_on(group_id, on).ok_or_else(missing)?;
            let mut row = self.drafted(OfferId(id), group_id, on)?;
            row.code = format!("CH-{:06}", n + 1);
            (row.created_at, row.updated_at) = (created_at, created_at);
            self.show(row, place, (status, on))?;
        }
        Ok(())
    }

    fn drafted(
        &mut self,
        id: OfferId,
        group_id: GroupId,
        on: NaiveDate,
    ) -> Result<sales_offer::Model, Error> {
        let chain = self.register.chain(group_id).ok_or_else(missing)?;
        let product = of_chain(chain).first().copied().ok_or_else(missing)?;
        let (least, most) = product.quantity;
        let from_on = later(on, self.random.between(0, 60));
        Ok(sales_offer::Model {
            id,
            code: String::new(),
            group_id,
            chain: chain.to_owned(),
            form: product.form,
            grade: Some(grades(chain)[0].to_owned()),
            unit: product.unit.to_owned(),
            quantity: self.random.between(least, most) * WHOLE,
            from_on,
            until_on: later(from_on, self.random.between(70, 160)),
            plan_id: None,
            plan_line_no: None,
            status: OfferStatus::Draft,
            published_at: None,
            version: 1,
            created_at: chrono::DateTime::UNIX_EPOCH,
            updated_at: chrono::DateTime::UNIX_EPOCH,
            voided_at: None,
            void_reason: None,
        })
    }

    fn show(
        &mut self,
        mut row: sales_offer::Model,
        place: Place,
        (status, on): (OfferStatus, NaiveDate),
    ) -> Result<(), Error> {
        let owners = vec![Owner::Commune(place.0), Owner::Group(row.group_id)];
        let told = vec![("code", Value::Null, json!(row.code)), ("status", Value::Null, json!("draft"))];
        self.tell("sales_offer", row.id, (1, "created"), owners.clone(), told);
        let product = of_chain(&row.chain).first().copied().ok_or_else(missing)?;
        let terms = *self.random.pick(&OFFERED);
        let steps = product.price.1 / product.rounded_to;
        self.out.offer_details.push(offer_detail::Model {
            offer_id: row.id,
            group_id: row.group_id,
            asking_price_vnd: Some(steps * product.rounded_to),
            terms: Some(terms.to_owned()),
            updated_at: row.created_at,
        });
        let steps: &[(&'static str, OfferStatus, i64)] = match status {
            OfferStatus::Draft => &[],
            OfferStatus::Published => &[("published", OfferStatus::Published, 1)],
            OfferStatus::Withdrawn => {
                &[("published", OfferStatus::Published, 1), ("withdrawn", OfferStatus::Withdrawn, 8)]
            }
        };
        for (action, status, days) in steps.iter().copied() {
            let (_, at) = self.enter("offer moved", 2, later(on, days));
            let changes = vec![("status", wire(&row.status), wire(&status))];
            row.status = status;
            row.version += 1;
            row.updated_at = at;
            if status == OfferStatus::Published {
                row.published_at = Some(at);
            }
            self.tell("sales_offer", row.id, (row.version, action), owners.clone(), changes);
        }
        if row.published_at.is_some() {
            self.ask(&row, place, later(on, 3));
        }
        self.out.sales_offers.push(row);
        Ok(())
    }

    /// Partners ask to see an offer in detail; of the group that has a leader, both that have accounts.
    fn ask(&mut self, offer: &sales_offer::Model, place: Place, on: NaiveDate) {
        let is_led = offer.group_id == self.setting.led.0;
        let is_asking = |n: &usize| {
            let buyer = ALL[*n];
            (is_led && *n < 2)
                || (!is_led && buyer.buys.contains(&&*offer.chain) && buyer.trades_on(on, self.setting.today))
        };
        let asking: Vec<usize> = (0..ALL.len()).filter(is_asking).take(2).collect();
        for (n, partner) in asking.into_iter().enumerate() {
            let answer = if is_led { n } else { self.out.offer_requests.len() % ANSWERS.len() };
            self.request(offer, place, (partner, ANSWERS[answer]), on);
        }
    }

    fn request(
        &mut self,
        offer: &sales_offer::Model,
        place: Place,
        (partner, status): (usize, OfferRequestStatus),
        on: NaiveDate,
    ) {
        let (id, created_at) = self.enter("offer_request", 3, on);
        let partner_id = self.trader(partner).partner_id;
        let owners = vec![Owner::Commune(place.0), Owner::Group(offer.group_id), Owner::Partner(partner_id)];
        let message = *self.random.pick(&ASKED);
        let mut row = offer_request::Model {
            id: OfferRequestId(id),
            offer_id: offer.id,
            group_id: offer.group_id,
            partner_id,
            message: Some(message.to_owned()),
            status: OfferRequestStatus::Open,
            reason: None,
            answered_at: None,
            version: 1,
            created_at,
            updated_at: created_at,
        };
        let told = vec![("status", Value::Null, json!("open"))];
        self.tell("offer_request", id, (1, "created"), owners.clone(), told);
        self.acted("offer_request", id, self.hand_of_partner(partner));
        if status != OfferRequestStatus::Open {
            let (_, at) = self.enter("offer answered", 4, later(on, 2));
            self.acted("offer_request", id, self.hand_of_group(offer.group_id, place));
            let changes = vec![("status", wire(&row.status), wire(&status))];
            let is_refused = status == OfferRequestStatus::Refused;
            row.status = status;
            row.reason = is_refused.then(|| BUSY.to_owned());
            row.answered_at = Some(at);
            row.version = 2;
            row.updated_at = at;
            let action = if is_refused { "refused" } else { "granted" };
            self.tell("offer_request", id, (2, action), owners, changes);
            if is_refused {
                self.because(BUSY);
            }
        }
        self.out.offer_requests.push(row);
    }
}
