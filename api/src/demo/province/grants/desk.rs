//! Where the demo's grants are written down: the fund, its years and its calls first, then every application, and at the
//! end what follows from the books.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::ids::{AllotmentId, AreaId, FundId};
use entity::{duty, fund};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::clerk::Clerk;
use super::super::random::Random;
use super::super::register::Register;
use super::books::Books;
use super::calls::Call;
use super::cases::Case;
use super::funding::FOUNDED;
use super::{Entered, Event, Grants, Setting};
use crate::error::Error;
use crate::store::Owner;

/// Everything while it is written.
pub struct Desk<'a> {
    pub setting: &'a Setting<'a>,
    pub register: &'a Register<'a>,
    pub calls: &'a [Call],
    pub fund_id: FundId,
    pub out: Grants,
    pub books: Books,
    pub random: Random,
    pub province: AreaId,
    clerks: BTreeMap<&'static str, Clerk>,
    duties: BTreeSet<(&'static str, Uuid, Uuid)>,
}

impl<'a> Desk<'a> {
    /// Makes the fund and its calls.
    ///
    /// # Errors
    /// When the map has no province.
    pub fn open(
        setting: &'a Setting<'a>,
        register: &'a Register<'a>,
        calls: &'a [Call],
        cases: &[Case],
    ) -> Result<Self, Error> {
        let province = setting.map.province().ok_or_else(|| Error::internal("a map without a province"))?;
        let (id, created_at) = Clerk::of(setting.seed, "fund", 0).enter(FOUNDED);
        let fund_id = FundId(id);
        let mut desk = Self {
            setting,
            register,
            calls,
            fund_id,
            out: Grants::default(),
            books: Books::open(setting.seed, fund_id, FOUNDED),
            random: Random::of(setting.seed, "files of grants"),
            province,
            clerks: BTreeMap::new(),
            duties: BTreeSet::new(),
        };
        let (code, name) = ("CSA".to_owned(), "Quỹ đồng tài trợ cạnh tranh CSA (dự án CSSP)".to_owned());
        desk.tell("fund", id, (1, "created"), Vec::new(), vec![("code", Value::Null, json!(code))]);
        desk.out.funds.push(fund::Model {
            id: fund_id,
            code,
            name,
            version: 1,
            created_at,
            updated_at: created_at,
        });
        desk.open_years();
        for (n, call) in calls.iter().enumerate() {
            desk.open_call(n, call, cases)?;
        }
        Ok(desk)
    }

    /// The id and the instant of something entered on that day.
    pub fn enter(&mut self, table: &'static str, hour: i64, on: NaiveDate) -> Entered {
        let seed = self.setting.seed;
        self.clerks.entry(table).or_insert_with(|| Clerk::of(seed, table, hour)).enter(on)
    }

    /// Notes that somebody did a duty.
    pub fn duty(&mut self, subject_type: &'static str, subject_id: Uuid, human: Uuid, name: &str) {
        if self.duties.insert((subject_type, subject_id, human)) {
            let (subject_type, duty) = (subject_type.to_owned(), name.to_owned());
            self.out.duties.push(duty::Model { subject_type, subject_id, human, duty });
        }
    }

    /// Notes something for the journal.
    pub fn tell(
        &mut self,
        resource: &'static str,
        id: impl Into<Uuid>,
        (version, action): (i32, &'static str),
        owners: Vec<Owner>,
        changes: Vec<(&'static str, Value, Value)>,
    ) {
        let id = id.into();
        self.out.events.push(Event { resource, id, version, action, reason: None, owners, changes });
    }

    /// The area whose allotment a group gets its grant from.
    pub fn allotted(&self, call: &Call, commune: AreaId) -> AreaId {
        let district = if call.is_by_district { self.register.district(commune) } else { None };
        district.unwrap_or(self.province)
    }

    /// The allotment of a call for an area.
    ///
    /// # Errors
    /// When it has none.
    pub fn allotment(&self, call: usize, area: AreaId) -> Result<AllotmentId, Error> {
        let call_id = self.out.grant_calls.get(call).map(|call| call.id);
        let of_call = self.out.call_allotments.iter().find(|row| {
            Some(row.call_id) == call_id && row.area_id == area && row.year == self.calls[call].year()
        });
        of_call.map(|row| row.id).ok_or_else(|| Error::internal("a call of the demo lacks an allotment"))
    }

    /// Puts the calls away that are done, and adds up.
    ///
    /// # Errors
    /// When an account is missing.
    pub fn close(mut self) -> Result<Grants, Error> {
        for n in 0..self.calls.len() {
            self.put_away(n)?;
        }
        self.set_ceilings();
        let Self { mut out, books, .. } = self;
        (out.fund_accounts, out.account_balances, out.postings) = books.close();
        out.call_allotments.sort_by_key(|row| row.id);
        out.fund_ceilings.sort_by_key(|row| row.id);
        out.appraisals.sort_by_key(|row| row.id);
        out.grant_decisions.sort_by_key(|row| row.id);
        out.disbursements.sort_by_key(|row| row.id);
        out.contribution_entries.sort_by_key(|row| row.id);
        out.acceptances.sort_by_key(|row| row.id);
        Ok(out)
    }
}
