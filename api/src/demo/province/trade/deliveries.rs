//! What was delivered under the demo's contracts: recorded by the group, weighed by the partner, settled by staff.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::delivery;
use entity::enums::{DeliveryStatus, PriceRule, ProductForm, Side};
use entity::ids::DeliveryId;
use serde_json::{Value, json};

use super::super::calendar::later;
use super::deals::Fate;
use super::desk::{Desk, missing, wire};
use super::products::factor;
use super::scales::{Goods, Weighing, amount, counted, parts, rounded, share};
use super::texts::Paper;
use super::wording::SETTLED;
use crate::contract_content::messages::{ContractContent, ContractLine};
use crate::contract_sides::queries::word;
use crate::error::Error;
use crate::store::Owner;
use crate::values::Quantity;

/// Days in which what was delivered is not yet weighed.
const UNWEIGHED: i64 = 5;
/// Days until what was weighed otherwise is settled.
const SETTLED_AFTER: i64 = 5;

impl Desk<'_> {
    /// Writes what was delivered under a contract; how much counts, by line.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn deliver(&mut self, paper: &Paper<'_>) -> Result<BTreeMap<i32, Quantity>, Error> {
        let mut delivered: BTreeMap<i32, Quantity> = BTreeMap::new();
        let texts = paper.texts.iter().find(|(text, _)| text.in_force_from_on.is_some());
        let Some((_, first)) = texts else { return Ok(delivered) };
        let last = self.last_day(paper);
        let fulfilled = self.fulfilled(paper);
        for line in &first.lines {
            let from = line.deliver_from_on.date();
            let until = later(line.deliver_until_on.date(), -1).min(last);
            if until < from {
                continue;
            }
            let total = share(line.quantity, fulfilled);
            for (on, part) in parts(&mut self.random, (total, line.unit.as_ref()), (from, until)) {
                let counts = self.bring(paper, i32::from(line.line_no), (on, part))?;
                let sum = delivered.entry(i32::from(line.line_no)).or_default();
                *sum = sum.plus(counts).ok_or_else(missing)?;
            }
        }
        Ok(delivered)
    }

    /// How much of a contract is delivered, of ten thousand.
    fn fulfilled(&mut self, paper: &Paper<'_>) -> i64 {
        let (least, most) = match (paper.deal.fate, paper.deal.term.is_season) {
            (Fate::Completed, _) => (9_200, 10_300),
            (Fate::Terminated, _) => (1_500, 4_000),
            (_, true) => (5_000, 9_000),
            _ => (2_000, 7_500),
        };
        self.random.between(least, most)
    }

    /// The last day on which something was delivered.
    fn last_day(&self, paper: &Paper<'_>) -> NaiveDate {
        let yesterday = later(self.setting.today, -1);
        match self.ended_on(paper.deal) {
            Some(ended) => later(ended, -12).min(yesterday),
            None => yesterday,
        }
    }

    /// One delivery; how much of it counts.
    fn bring(
        &mut self,
        paper: &Paper<'_>,
        line_no: i32,
        (on, part): (NaiveDate, Quantity),
    ) -> Result<Quantity, Error> {
        let (n, content) = in_force(paper, on).ok_or_else(missing)?;
        let line = content.line(line_no).ok_or_else(missing)?;
        let goods = self.goods(line, part);
        let counts = counted(&goods, goods.quantity, line).ok_or_else(missing)?;
        let (id, created_at) = self.enter("delivery", 1, on);
        let (unit_price_vnd, reference_price_vnd) = self.price(line);
        let row = delivery::Model {
            id: DeliveryId(id),
            contract_id: paper.row.id,
            n,
            line_no,
            partner_id: paper.row.partner_id,
            group_id: paper.row.group_id,
            commune_id: paper.row.commune_id,
            former_commune_id: paper.row.former_commune_id,
            chain: line.chain.as_ref().to_owned(),
            delivered_on: on,
            form: goods.form,
            grade: line.grade.as_ref().map(|grade| grade.as_ref().to_owned()),
            unit: goods.unit.clone(),
            quantity: goods.quantity.millionths(),
            acknowledged_quantity: None,
            settled_quantity: None,
            counted: counts.millionths(),
            reference_price_vnd,
            unit_price_vnd,
            amount_vnd: amount(counts, unit_price_vnd)?,
            paid_vnd: 0,
            note_no: Some(format!("PGH-{:05}", self.out.deliveries.len() + 1)),
            status: DeliveryStatus::Recorded,
            acknowledged_on: None,
            settled_on: None,
            reason: None,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        };
        let told = vec![
            ("amount_vnd", Value::Null, json!(row.amount_vnd)),
            ("status", Value::Null, json!("recorded")),
        ];
        self.tell("delivery", id, (1, "created"), owners(&row), told);
        self.duty("delivery", id, paper.hands[1].human, "record");
        let mut weighing = Weighing { row, line, goods, content };
        self.acknowledge(paper, &mut weighing)?;
        let counts = Quantity::of_millionths(weighing.row.counted);
        self.pay(paper, &mut weighing.row);
        self.out.deliveries.push(weighing.row);
        Ok(counts)
    }

    /// How a part of a line is measured: mostly like the line.
    fn goods(&mut self, line: &ContractLine, part: Quantity) -> Goods {
        let unit = line.unit.as_ref();
        let fresh =
            line.fresh_per_dried.filter(|_| self.random.chance(500)).and_then(|ratio| part.times(ratio));
        if let Some(fresh) = fresh {
            return Goods { form: ProductForm::Fresh, unit: unit.to_owned(), quantity: rounded(fresh, unit) };
        }
        let by_weight =
            (unit == "kg" && self.random.chance(150)).then(|| part.converted(1, factor("ta"))).flatten();
        let (unit, quantity) = by_weight.map_or((unit, part), |quantity| ("ta", quantity));
        Goods { form: line.form, unit: unit.to_owned(), quantity }
    }

    /// The price of a day, and the market price it follows.
    fn price(&mut self, line: &ContractLine) -> (i64, Option<i64>) {
        let agreed = line.price.unit_price_vnd.get();
        let market = agreed * self.random.between(92, 112) / 100 / 100 * 100;
        match line.price.rule {
            PriceRule::Fixed => (agreed, None),
            PriceRule::Floor => (agreed.max(market), Some(market)),
            PriceRule::MarketLinked => (market + line.price.premium_vnd.get(), Some(market)),
        }
    }

    /// What the partner weighs, and what becomes of it.
    fn acknowledge(&mut self, paper: &Paper<'_>, weighing: &mut Weighing<'_>) -> Result<(), Error> {
        let today = self.setting.today;
        let is_present = !paper.deal.term.is_season && self.ended_on(paper.deal).is_none();
        let delivered_on = weighing.row.delivered_on;
        if is_present && (today - delivered_on).num_days() <= UNWEIGHED {
            return Ok(());
        }
        let on = later(delivered_on, self.random.between(1, 3));
        let differs = if is_present { self.random.chance(220) } else { self.random.chance(25) };
        let officer = self.setting.officers[0];
        // Whoever acts for the group does not settle what it says.
        let can_settle = paper.hands[1].human != officer;
        let less = if differs { weighing.much_less(&mut self.random) } else { None };
        let quantity = match less {
            Some(less) if is_present || can_settle => less,
            _ => weighing.about_as_much(&mut self.random),
        };
        let is_disputed = weighing.is_disputed(quantity);
        self.duty("delivery", weighing.row.id, paper.hands[0].human, "acknowledge");
        self.weigh(weighing, (quantity, is_disputed), on)?;
        let settled_on = later(on, SETTLED_AFTER);
        if is_disputed && can_settle && settled_on < today && (!is_present || self.random.chance(500)) {
            self.settle(weighing, (quantity, officer), settled_on)?;
        }
        Ok(())
    }

    fn weigh(
        &mut self,
        weighing: &mut Weighing<'_>,
        (quantity, is_disputed): (Quantity, bool),
        on: NaiveDate,
    ) -> Result<(), Error> {
        let status = if is_disputed { DeliveryStatus::Disputed } else { DeliveryStatus::Acknowledged };
        weighing.row.acknowledged_quantity = Some(quantity.millionths());
        weighing.row.acknowledged_on = Some(on);
        // As long as both differ, what the group recorded stays taken from the line.
        if !is_disputed {
            weighing.count(quantity)?;
        }
        let action = if is_disputed { "disputed" } else { "acknowledged" };
        self.move_on(weighing, (action, status), ("delivery weighed", 5), on);
        Ok(())
    }

    fn settle(
        &mut self,
        weighing: &mut Weighing<'_>,
        (quantity, officer): (Quantity, uuid::Uuid),
        on: NaiveDate,
    ) -> Result<(), Error> {
        let reason = *self.random.pick(&SETTLED);
        weighing.row.settled_quantity = Some(quantity.millionths());
        weighing.row.settled_on = Some(on);
        weighing.row.reason = Some(reason.to_owned());
        weighing.count(quantity)?;
        self.duty("sales_contract", weighing.row.contract_id, officer, word(Side::Group));
        self.duty("delivery", weighing.row.id, officer, "settle");
        self.move_on(weighing, ("settled", DeliveryStatus::Settled), ("delivery settled", 6), on);
        self.because(reason);
        Ok(())
    }

    fn move_on(
        &mut self,
        weighing: &mut Weighing<'_>,
        (action, status): (&'static str, DeliveryStatus),
        (table, hour): (&'static str, i64),
        on: NaiveDate,
    ) {
        let (_, at) = self.enter(table, hour, on);
        let row = &mut weighing.row;
        let changes = vec![("status", wire(&row.status), wire(&status))];
        row.status = status;
        row.version += 1;
        row.updated_at = at;
        let (id, version, owners) = (row.id, row.version, owners(row));
        self.tell("delivery", id, (version, action), owners, changes);
    }
}

/// The text in force on a day.
fn in_force<'p>(paper: &'p Paper<'_>, on: NaiveDate) -> Option<(i32, &'p ContractContent)> {
    let holds = |text: &entity::contract_version::Model| {
        text.in_force_from_on.is_some_and(|from| from <= on)
            && text.in_force_until_on.is_none_or(|until| on < until)
    };
    paper.texts.iter().find(|(text, _)| holds(text)).map(|(text, content)| (text.n, content))
}

/// Whom the journal of a delivery concerns.
pub fn owners(row: &delivery::Model) -> Vec<Owner> {
    vec![Owner::Commune(row.commune_id), Owner::Group(row.group_id), Owner::Partner(row.partner_id)]
}
