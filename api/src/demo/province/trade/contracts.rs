//! The life of the demo's contracts, from the draft to the end.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use entity::enums::{ContractStatus, LinkageForm, Rationale, Side};
use entity::ids::ContractId;
use entity::sales_contract;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::calendar::later;
use super::buyers::WITH_SYSTEM;
use super::content::{changed, content};
use super::deals::{Change, Deal, Fate};
use super::desk::{Desk, Hand, missing};
use super::texts::Paper;
use super::wording::{DEARER, MORE, REJECTED, TERMINATED};
use crate::access::Role;
use crate::error::Error;

/// The other one.
const fn across(side: Side) -> Side {
    match side {
        Side::Partner => Side::Group,
        Side::Group => Side::Partner,
    }
}

/// What a contract is called.
struct Named {
    id: Uuid,
    created_at: DateTime<Utc>,
    code: String,
    number: String,
    external_ref: Option<String>,
}

impl Desk<'_> {
    /// Writes all contracts, with codes in the order in which they were begun.
    ///
    /// # Errors
    /// When a text does not fit.
    pub fn sign(&mut self, deals: &[Deal]) -> Result<(), Error> {
        let mut entered = Vec::new();
        for deal in deals {
            entered.push((self.enter("sales_contract", 1, begun_on(deal)), deal));
        }
        entered.sort_by_key(|((id, _), _)| *id);
        let mut counts: BTreeMap<(usize, i32), usize> = BTreeMap::new();
        for (n, ((id, created_at), deal)) in entered.into_iter().enumerate() {
            let year = deal.term.signed.year();
            let count = counts.entry((deal.partner, year)).or_default();
            *count += 1;
            let number = format!("{count:02}/{year}/HĐTT");
            let external_ref = (deal.partner < WITH_SYSTEM).then(|| format!("PO-{year}-{count:04}"));
            let code = format!("HD-{:06}", n + 1);
            self.contract(deal, Named { id, created_at, code, number, external_ref })?;
        }
        Ok(())
    }

    fn contract(&mut self, deal: &Deal, named: Named) -> Result<(), Error> {
        let mut paper = self.begin(deal, named)?;
        if deal.fate != Fate::Draft {
            self.hand_over(&mut paper);
            self.conclude(&mut paper)?;
        }
        let delivered = self.deliver(&paper)?;
        self.end(&mut paper);
        self.keep(paper, |line_no| delivered.get(&line_no).copied().unwrap_or_default());
        Ok(())
    }

    fn begin<'d>(&mut self, deal: &'d Deal, named: Named) -> Result<Paper<'d>, Error> {
        let on = begun_on(deal);
        let place = self.register.place_on(deal.group, on).ok_or_else(missing)?;
        let commune = self.setting.map.area(place.0).ok_or_else(missing)?;
        let weighed_at = format!("Điểm cân tại {}", commune.name_vi);
        let chain = self.register.chain(deal.group).ok_or_else(missing)?;
        let content = content(&mut self.random, chain, &deal.term, &weighed_at)?;
        let hands = [self.hand_of_partner(deal.partner), self.hand_of_group(deal.group, place)];
        let row = sales_contract::Model {
            id: ContractId(named.id),
            code: named.code,
            partner_id: self.trader(deal.partner).partner_id,
            group_id: deal.group,
            commune_id: place.0,
            former_commune_id: place.1,
            drafted_by: deal.by,
            number: named.number,
            external_ref: named.external_ref,
            framework_ref: deal.framework.clone(),
            status: ContractStatus::Draft,
            text_n: 1,
            in_force_n: None,
            signed_on: deal.term.signed,
            starts_on: deal.term.starts,
            ends_on: deal.term.ends,
            linkage: LinkageForm::Other,
            value_vnd: 0,
            ended_on: None,
            ended_by: None,
            version: 1,
            created_at: named.created_at,
            updated_at: named.created_at,
            voided_at: None,
            void_reason: None,
        };
        let mut paper = Paper { deal, row, texts: Vec::new(), hands, confirmed_by: Vec::new() };
        let told =
            vec![("number", Value::Null, json!(paper.row.number)), ("status", Value::Null, json!("draft"))];
        self.tell("sales_contract", paper.row.id, (1, "created"), paper.owners(), told);
        self.propose(&mut paper, content, (deal.by, None, None), (on, named.created_at))?;
        Ok(paper)
    }

    /// Shows a draft to the other side.
    fn hand_over(&mut self, paper: &mut Paper<'_>) {
        let (_, at) = self.enter("contract submitted", 2, paper.deal.handed);
        if let Some(text) = paper.text(1) {
            text.shared_at = Some(at);
        }
        paper.step(self, ("submitted", ContractStatus::Submitted), at, Vec::new());
    }

    /// What both sides do until a text is in force, and then with it.
    fn conclude(&mut self, paper: &mut Paper<'_>) -> Result<(), Error> {
        let deal = paper.deal;
        let is_signed = matches!(deal.fate, Fate::Confirmed | Fate::Completed | Fate::Terminated);
        if deal.fate == Fate::Countered || (is_signed && self.random.chance(80)) {
            let text = changed(paper.content()?, true)?;
            let on = later(deal.handed, 1);
            let (_, at) = self.enter("contract countered", 3, on);
            let side = paper.other().side;
            self.propose(paper, text, (side, None, None), (on, at))?;
            let changes = vec![("text_n", json!(1), json!(2))];
            paper.step(self, ("text_proposed", ContractStatus::Submitted), at, changes);
        }
        if is_signed {
            self.confirm(paper, Side::Partner, deal.term.signed);
            self.confirm(paper, Side::Group, deal.term.signed);
            return self.amend(paper);
        }
        match deal.fate {
            Fate::Half => self.confirm(paper, deal.by, later(deal.handed, 2)),
            Fate::Rejected => self.reject(paper),
            _ => {}
        }
        Ok(())
    }

    fn reject(&mut self, paper: &mut Paper<'_>) {
        let (_, at) = self.enter("contract rejected", 4, later(paper.deal.handed, 2));
        self.acted("sales_contract", paper.row.id, paper.other());
        paper.step(self, ("rejected", ContractStatus::Rejected), at, Vec::new());
        let reason = *self.random.pick(&REJECTED);
        self.because(reason);
    }

    /// A change of a text in force.
    fn amend(&mut self, paper: &mut Paper<'_>) -> Result<(), Error> {
        let deal = paper.deal;
        let on = match deal.change {
            Change::None => return Ok(()),
            Change::Pending => later(self.setting.today, -6),
            Change::Made | Change::Dropped => self.midway(deal),
        };
        let is_price = self.random.chance(500);
        let (rationale, remark) =
            if is_price { (Rationale::Price, DEARER) } else { (Rationale::Quantity, MORE) };
        let text = changed(paper.content()?, is_price)?;
        let old_n = paper.row.text_n;
        let (_, at) = self.enter("amendment proposed", 2, on);
        let side = across(deal.by);
        self.propose(paper, text, (side, Some(rationale), Some(remark)), (on, at))?;
        let changes = vec![("text_n", json!(old_n), json!(paper.row.text_n))];
        paper.step(self, ("amendment_proposed", ContractStatus::Confirmed), at, changes);
        self.confirm(paper, side, on);
        match deal.change {
            Change::Made => self.confirm(paper, deal.by, later(on, 2)),
            Change::Dropped => self.drop_amendment(paper, later(on, 4)),
            Change::Pending | Change::None => {}
        }
        Ok(())
    }

    fn drop_amendment(&mut self, paper: &mut Paper<'_>, on: NaiveDate) {
        let (_, at) = self.enter("amendment dropped", 6, on);
        let (pending, old) = (paper.row.text_n, paper.row.in_force_n.unwrap_or(1));
        if let Some(text) = paper.text(pending) {
            text.dropped_at = Some(at);
        }
        paper.row.text_n = old;
        self.acted("sales_contract", paper.row.id, paper.hand(paper.deal.by));
        let changes = vec![("text_n", json!(pending), json!(old))];
        paper.step(self, ("amendment_dropped", ContractStatus::Confirmed), at, changes);
        self.because("Hai bên chưa thống nhất, giữ nguyên hợp đồng.");
    }

    /// A day in the middle of what has passed of a term.
    fn midway(&self, deal: &Deal) -> NaiveDate {
        let last = deal.term.ends.min(later(self.setting.today, -12));
        later(deal.term.starts, (last - deal.term.starts).num_days() / 2)
    }

    /// The day on which a contract ends before or after its term; none when it goes on.
    pub fn ended_on(&self, deal: &Deal) -> Option<NaiveDate> {
        match deal.fate {
            Fate::Completed if deal.term.is_season => Some(later(deal.term.ends, 15)),
            Fate::Completed => Some(later(self.setting.today, -2)),
            Fate::Terminated => {
                let last = deal.term.ends.min(later(self.setting.today, -2));
                Some(later(deal.term.starts, (last - deal.term.starts).num_days() * 4 / 5))
            }
            _ => None,
        }
    }

    fn end(&mut self, paper: &mut Paper<'_>) {
        let Some(on) = self.ended_on(paper.deal) else { return };
        let (_, at) = self.enter("contract ended", 7, on);
        let (action, status, side) = match paper.deal.fate {
            Fate::Completed => ("completed", ContractStatus::Completed, Side::Partner),
            _ => ("terminated", ContractStatus::Terminated, paper.deal.by),
        };
        let Hand { role, human, .. } = paper.hand(side);
        self.acted("sales_contract", paper.row.id, Hand { side, role, human });
        let after = later(on, 1);
        if let Some(text) = paper.row.in_force_n.and_then(|n| paper.text(n)) {
            text.in_force_until_on = Some(text.in_force_from_on.map_or(after, |from| from.max(after)));
        }
        paper.row.ended_on = Some(on);
        paper.row.ended_by = (role != Role::Officer).then_some(side);
        paper.step(self, (action, status), at, vec![("ended_on", Value::Null, json!(on))]);
        if status == ContractStatus::Terminated {
            let reason = *self.random.pick(&TERMINATED);
            self.because(reason);
        }
    }
}

/// The day on which a side begins to write a contract.
fn begun_on(deal: &Deal) -> NaiveDate {
    later(deal.handed, -4)
}
