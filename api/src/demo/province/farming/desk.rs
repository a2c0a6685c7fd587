//! Where the demo's plans are written down, from the draft to the approval.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::PlanStatus;
use entity::ids::{AreaId, GroupId, PlanId, PlanLineId};
use entity::{duty, plan_line, plan_version, production_plan};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::clerk::Clerk;
use super::super::grants::Event;
use super::super::random::Random;
use super::super::register::Register;
use super::content::{content, unfit};
use super::schedule::Intent;
use super::{Farming, Setting};
use crate::error::Error;
use crate::plan_content::messages::PlanContent;
use crate::store::Owner;
use crate::values::Line;

/// Everything while it is written.
pub struct Desk<'a> {
    pub setting: &'a Setting<'a>,
    pub register: &'a Register<'a>,
    pub out: Farming,
    pub random: Random,
    clerks: BTreeMap<&'static str, Clerk>,
    duties: BTreeSet<(Uuid, Uuid)>,
}

/// A plan while it is written.
pub struct Paper {
    /// The plan.
    pub row: production_plan::Model,
    /// What its latest version says.
    pub content: PlanContent,
    /// Since when that is in force.
    pub approved_on: Option<NaiveDate>,
    /// Whom it concerns.
    pub(super) owners: Vec<Owner>,
}

impl<'a> Desk<'a> {
    /// With nothing on it.
    pub fn open(setting: &'a Setting<'a>, register: &'a Register<'a>) -> Self {
        let random = Random::of(setting.seed, "plans");
        let (clerks, duties) = (BTreeMap::new(), BTreeSet::new());
        Self { setting, register, out: Farming::default(), random, clerks, duties }
    }

    /// The id and the instant of something entered on that day.
    pub fn enter(&mut self, table: &'static str, hour: i64, on: NaiveDate) -> (Uuid, DateTime<Utc>) {
        let seed = self.setting.seed;
        self.clerks.entry(table).or_insert_with(|| Clerk::of(seed, table, hour)).enter(on)
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
        self.out.events.push(Event {
            resource,
            id: id.into(),
            version,
            action,
            reason: None,
            owners,
            changes,
        });
    }

    pub(super) fn duty(&mut self, plan: PlanId, human: Uuid, name: &str) {
        if self.duties.insert((plan.into(), human)) {
            let (subject_type, duty) = ("production_plan".to_owned(), name.to_owned());
            self.out.duties.push(duty::Model { subject_type, subject_id: plan.into(), human, duty });
        }
    }

    /// Who writes a plan and who decides on it. Groups of other districts write through heads whose accounts the demo
    /// lacks: the membership stands for them.
    fn hands(&self, group: GroupId, (commune, former): (AreaId, Option<AreaId>), on: NaiveDate) -> [Uuid; 2] {
        let [province, ha_quang] = self.setting.officers;
        let writer = if group == self.setting.led.0 {
            self.setting.led.1
        } else if self.register.is_in_ha_quang(former.unwrap_or(commune)) {
            ha_quang
        } else {
            self.register.head_on(group, on).map_or_else(|| group.into(), Into::into)
        };
        [writer, province]
    }

    /// Writes all plans with their results, with codes in the order in which they were written.
    ///
    /// # Errors
    /// When a text does not fit.
    pub fn write_plans(&mut self, intents: &[Intent]) -> Result<(), Error> {
        let mut entered: Vec<_> =
            intents.iter().map(|intent| (self.enter("production_plan", 1, intent.entered), intent)).collect();
        entered.sort_by_key(|((id, _), _)| *id);
        (1..).zip(entered).try_for_each(|(n, ((id, at), intent))| {
            self.write_plan((PlanId(id), format!("KH-{n:06}"), at), intent)
        })
    }

    fn write_plan(
        &mut self,
        (id, code, at): (PlanId, String, DateTime<Utc>),
        intent: &Intent,
    ) -> Result<(), Error> {
        let Intent { group, year, entered, fate } = *intent;
        let missing = || Error::internal("a group of the demo is not where its plan needs it");
        let place = self.register.place_on(group, entered).ok_or_else(missing)?;
        let chain = self.register.chain(group).ok_or_else(missing)?;
        let hands = self.hands(group, place, entered);
        let row = production_plan::Model {
            id,
            code,
            group_id: group,
            commune_id: place.0,
            former_commune_id: place.1,
            year,
            status: PlanStatus::Draft,
            n: 1,
            approved_n: None,
            version: 1,
            created_at: at,
            updated_at: at,
            voided_at: None,
            void_reason: None,
        };
        let told = vec![("code", Value::Null, json!(row.code)), ("status", Value::Null, json!("draft"))];
        let owners = vec![Owner::Commune(place.0), Owner::Group(group)];
        self.tell("production_plan", id, (1, "created"), owners.clone(), told);
        self.duty(id, hands[0], "enter");
        let content = content(&mut self.random, chain, fate)?;
        let mut paper = Paper { row, content, approved_on: None, owners };
        self.begin(&paper, at)?;
        self.decide(&mut paper, hands, (entered, fate))?;
        if paper.approved_on.is_some() {
            self.record(&paper)?;
        }
        self.out.production_plans.push(paper.row);
        Ok(())
    }

    /// Begins a version that says what the paper says.
    pub(super) fn begin(&mut self, paper: &Paper, at: DateTime<Utc>) -> Result<(), Error> {
        let Paper { row, content, .. } = paper;
        self.out.plan_versions.push(plan_version::Model {
            plan_id: row.id,
            n: row.n,
            content: serde_json::to_string(content).map_err(unfit)?,
            is_adapted: content.is_adapted(),
            submitted_on: None,
            decision_no: None,
            approved_on: None,
            superseded_on: None,
            counts_as_adapted: false,
            created_at: at,
        });
        for line in &content.lines {
            self.out.plan_lines.push(plan_line::Model {
                id: PlanLineId(self.random.id(at)),
                plan_id: row.id,
                n: row.n,
                line_no: line.line_no,
                group_id: row.group_id,
                chain: line.chain.as_ref().to_owned(),
                form: line.form,
                season: line.season,
                area_m2: line.area_m2,
                heads: line.heads,
                unit: line.unit.as_ref().to_owned(),
                quantity: line.quantity.millionths(),
                cost_vnd: line.cost_vnd,
                revenue_vnd: line.revenue_vnd,
                buyer: line.buyer.clone().map(Line::into_string),
                partner_id: line.partner_id,
            });
        }
        Ok(())
    }

    /// Puts the tables into the order of their ids.
    pub fn close(self) -> Farming {
        let mut out = self.out;
        out.plan_lines.sort_by_key(|row| row.id);
        out.plan_results.sort_by_key(|row| row.id);
        out.plan_losses.sort_by_key(|row| row.id);
        out.ocop_certificates.sort_by_key(|row| row.id);
        out
    }
}
