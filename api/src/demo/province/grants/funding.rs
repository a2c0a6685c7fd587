//! The fund of the demo: its fiscal years, its calls with their money, and its ceilings.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use entity::enums::{AccountKind, CallStatus, PeriodStatus, PostingKind};
use entity::ids::{AllotmentId, AreaId, CallId, CeilingId, FiscalPeriodId};
use entity::vietnamese::sort_key;
use entity::{call_allotment, fiscal_period, fund_ceiling, grant_call};
use serde_json::{Value, json};

use super::super::calendar::{LAST_DAY, day, later};
use super::Fate;
use super::books::{About, Movement};
use super::calls::Call;
use super::cases::Case;
use super::desk::Desk;
use crate::call_rules::queries::{hash, kept};
use crate::error::Error;
use crate::store::Owner;

const BILLION: i64 = 1_000_000_000;
/// The day on which the fund is made.
pub const FOUNDED: NaiveDate = day(2018, 1, 8);
/// The last fiscal year that is closed.
const CLOSED_UNTIL: i32 = 2024;
/// Days from the opening of a call back to its preparation, to the money for it, and to the decision to open it.
const BEFORE: [i64; 3] = [30, 7, 3];
/// Days from the decisions of a call until it is archived.
const ARCHIVED_AFTER: i64 = 400;

/// The next multiple of a unit.
fn up(amount_vnd: i64, unit_vnd: i64) -> i64 {
    (amount_vnd + unit_vnd - 1) / unit_vnd * unit_vnd
}

fn at(on: NaiveDate, hour: i64) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(hour)
}

impl Desk<'_> {
    /// Writes down the fiscal years.
    pub fn open_years(&mut self) {
        let today = self.setting.today;
        let coming = i32::from(today.month() >= 10);
        for year in FOUNDED.year()..=LAST_DAY.year().max(today.year() + coming) {
            let (id, created_at) = self.enter("fiscal_period", 1, day(year, 1, 2).max(FOUNDED));
            let is_closed = year <= CLOSED_UNTIL;
            let (submitted_at, closed_at) = (at(day(year + 1, 2, 10), 3), at(day(year + 1, 2, 24), 3));
            let status = if is_closed { PeriodStatus::Closed } else { PeriodStatus::Open };
            self.out.fiscal_periods.push(fiscal_period::Model {
                id: FiscalPeriodId(id),
                fund_id: self.fund_id,
                year,
                status,
                submitted_at: is_closed.then_some(submitted_at),
                closed_at: is_closed.then_some(closed_at),
                version: if is_closed { 3 } else { 1 },
                created_at,
                updated_at: if is_closed { closed_at } else { created_at },
            });
            let told = |status: &str| vec![("status", Value::Null, json!(status))];
            self.tell("fiscal_period", id, (1, "created"), Vec::new(), told("open"));
            if is_closed {
                self.tell("fiscal_period", id, (2, "submitted"), Vec::new(), told("submitted"));
                self.tell("fiscal_period", id, (3, "closed"), Vec::new(), told("closed"));
                let staff = self.setting.staff;
                self.duty("fiscal_period", id, staff.paying[0], "enter");
                self.duty("fiscal_period", id, staff.deciding[0], "decide");
            }
        }
    }

    /// What the areas of a call need at most.
    fn needs(&self, n: usize, call: &Call, cases: &[Case]) -> BTreeMap<(i32, AreaId), i64> {
        let mut needs = BTreeMap::new();
        if call.decided_on.is_none() {
            needs.insert((self.setting.today.year(), self.province), call.least_vnd);
            if self.setting.today.month() >= 10 {
                needs.insert((self.setting.today.year() + 1, self.province), call.least_vnd);
            }
            return needs;
        }
        for case in cases.iter().filter(|case| case.call == n && case.fate >= Fate::Declined) {
            let on = case.agenda.last_handed_in();
            let Some((commune, _)) = self.register.place_on(case.group, on) else { continue };
            *needs.entry((call.year(), self.allotted(call, commune))).or_default() += case.approved_vnd;
        }
        needs.values_mut().for_each(|need| *need = up(*need + BILLION / 20, BILLION / 10));
        needs
    }

    /// Writes down a call with its money.
    ///
    /// # Errors
    /// When its rules cannot be written.
    pub fn open_call(&mut self, n: usize, call: &Call, cases: &[Case]) -> Result<(), Error> {
        let [prepared, funded, opened] = BEFORE.map(|days| later(call.taken.0, -days));
        let (id, created_at) = self.enter("grant_call", 2, prepared);
        let needs = self.needs(n, call, cases);
        let budget_vnd: i64 = needs.values().sum();
        self.fund(funded, up(budget_vnd + BILLION / 2, BILLION))?;
        let rules = kept(&call.rules)?;
        let opened_at = at(opened, 3);
        self.out.grant_calls.push(grant_call::Model {
            id: CallId(id),
            code: format!("DG-{:06}", n + 1),
            fund_id: self.fund_id,
            sort_key: sort_key(&call.name),
            name: call.name.clone(),
            status: CallStatus::Open,
            opens_at: at(call.taken.0, 1),
            closes_at: at(call.taken.1, 10),
            budget_vnd,
            rules_sha256: Some(hash(&rules)),
            rules,
            opened_at: Some(opened_at),
            closed_at: None,
            version: 2,
            created_at,
            updated_at: opened_at,
            voided_at: None,
            void_reason: None,
        });
        let owners: Vec<Owner> = needs.keys().map(|(_, area)| Owner::Commune(*area)).collect();
        let name = vec![("name", Value::Null, json!(call.name))];
        self.tell("grant_call", id, (1, "created"), owners.clone(), name);
        let status = vec![("status", json!("draft"), json!("open"))];
        self.tell("grant_call", id, (2, "opened"), owners, status);
        let staff = self.setting.staff;
        self.duty("grant_call", id, staff.entering[0], "enter");
        self.duty("grant_call", id, staff.deciding[0], "decide");
        for ((year, area_id), limit_vnd) in needs {
            self.allot(CallId(id), (year, area_id), limit_vnd, opened)?;
        }
        Ok(())
    }

    /// Money comes in, four fifths of it from IFAD.
    fn fund(&mut self, on: NaiveDate, amount_vnd: i64) -> Result<(), Error> {
        let (kind, to) = (PostingKind::Funding, AccountKind::Available);
        for (from, parts) in [(AccountKind::Ifad, 4), (AccountKind::Province, 1)] {
            let amount_vnd = amount_vnd / 5 * parts;
            let document_no = Some(format!("RV-{}-{parts}", on.format("%Y%m%d")));
            let about = About { document_no, ..About::default() };
            let row = self.books.post(&Movement { kind, from, to, amount_vnd, on }, &about)?;
            let told = vec![("amount_vnd", Value::Null, json!(amount_vnd))];
            self.tell("posting", row.id, (1, "created"), Vec::new(), told);
        }
        Ok(())
    }

    fn allot(
        &mut self,
        call_id: CallId,
        (year, area_id): (i32, AreaId),
        limit_vnd: i64,
        on: NaiveDate,
    ) -> Result<(), Error> {
        let (id, _) = self.enter("call_allotment", 2, on);
        let (id, fund_id) = (AllotmentId(id), self.fund_id);
        let row = call_allotment::Model { id, call_id, fund_id, area_id, year, limit_vnd, committed_vnd: 0 };
        self.out.call_allotments.push(row);
        self.books.allot(id, on);
        let (from, to) = (AccountKind::Available, AccountKind::Reserved);
        let reserved = Movement { kind: PostingKind::Reservation, from, to, amount_vnd: limit_vnd, on };
        let about = About { allotment_id: Some(id), ..About::default() };
        self.books.post(&reserved, &about).map(drop)
    }

    /// Puts a call away that is done.
    ///
    /// # Errors
    /// When an account is missing.
    pub fn put_away(&mut self, n: usize) -> Result<(), Error> {
        let call = &self.calls[n];
        let Some(decided_on) = call.decided_on else { return self.count_commitments(n, None) };
        let (archived_on, closed_at) = (later(decided_on, ARCHIVED_AFTER), at(later(call.taken.1, 1), 2));
        let is_archived = call.status == CallStatus::Archived;
        self.count_commitments(n, is_archived.then_some(archived_on))?;
        let id = self.out.grant_calls[n].id;
        let of_call = self.out.call_allotments.iter().filter(|row| row.call_id == id);
        let budget_vnd = of_call.clone().map(|row| row.limit_vnd).sum();
        let owners: Vec<Owner> = of_call.map(|row| Owner::Commune(row.area_id)).collect();
        let row = &mut self.out.grant_calls[n];
        row.status = call.status;
        row.closed_at = Some(closed_at);
        row.budget_vnd = budget_vnd;
        row.version = if is_archived { 4 } else { 3 };
        row.updated_at = if is_archived { at(archived_on, 3) } else { closed_at };
        let status = |from: &str, to: &str| vec![("status", json!(from), json!(to))];
        self.tell("grant_call", id, (3, "closed"), owners.clone(), status("open", "closed"));
        if is_archived {
            self.tell("grant_call", id, (4, "archived"), owners, status("closed", "archived"));
        }
        Ok(())
    }

    /// What is promised of each allotment; an archived call gives back the rest.
    fn count_commitments(&mut self, n: usize, archived_on: Option<NaiveDate>) -> Result<(), Error> {
        let id = self.out.grant_calls[n].id;
        for row in self.out.call_allotments.iter_mut().filter(|row| row.call_id == id) {
            row.committed_vnd = self.books.net(row.id, AccountKind::Reserved, AccountKind::Committed);
            let rest_vnd = row.limit_vnd - row.committed_vnd;
            if let Some(on) = archived_on.filter(|_| rest_vnd > 0) {
                row.limit_vnd = row.committed_vnd;
                let (from, to) = (AccountKind::Reserved, AccountKind::Available);
                let released = Movement { kind: PostingKind::Release, from, to, amount_vnd: rest_vnd, on };
                self.books.post(&released, &About { allotment_id: Some(row.id), ..About::default() })?;
            }
        }
        Ok(())
    }

    /// A ceiling of the province for each year, and of each district for the last year of the old calls.
    pub fn set_ceilings(&mut self) {
        let mut taken: BTreeMap<(i32, AreaId), i64> = BTreeMap::new();
        for row in &self.out.call_allotments {
            let taken_vnd = self.books.net(row.id, AccountKind::Available, AccountKind::Reserved);
            *taken.entry((row.year, self.province)).or_default() += taken_vnd;
            if row.area_id != self.province && row.year == 2022 {
                *taken.entry((row.year, row.area_id)).or_default() += taken_vnd;
            }
        }
        for ((year, area_id), taken_vnd) in taken {
            let (id, created_at) = self.enter("fund_ceiling", 1, day(year, 1, 3).max(FOUNDED));
            let limit_vnd = up(taken_vnd + 2 * BILLION, BILLION);
            let told = vec![("limit_vnd", Value::Null, json!(limit_vnd))];
            self.tell("fund_ceiling", id, (1, "created"), vec![Owner::Commune(area_id)], told);
            self.out.fund_ceilings.push(fund_ceiling::Model {
                id: CeilingId(id),
                fund_id: self.fund_id,
                area_id,
                year,
                limit_vnd,
                taken_vnd,
                version: 1,
                created_at,
                updated_at: created_at,
            });
        }
    }
}
