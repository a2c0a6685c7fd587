//! Where the demo's training events are written down.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::enums::{CadreLevel, Sex, TrainingStatus};
use entity::ids::{AreaId, GroupId, PersonId, TrainingId, TrainingSessionId};
use entity::vietnamese::sort_key;
use entity::{invitation, membership, training_event, training_event_topic, training_session};
use sea_orm::ActiveEnum;
use serde_json::{Value, json};

use super::super::calendar::{after_working_days, day, later, working_day};
use super::super::clerk::Clerk;
use super::super::grants::Event;
use super::super::random::Random;
use super::super::register::Register;
use super::lists::office_closes;
use super::subjects::{FOR_CADRES, FOR_MEMBERS, PROVIDERS, Subject};
use super::{EVENTS, Learning, Setting};
use crate::error::Error;
use crate::store::Owner;

/// Events for cadres, of all.
const FOR_CADRES_COUNT: usize = 24;
/// Events to come.
const PLANNED: usize = 6;
/// How often a group is looked for, for each event: of early days there are few.
const TRIES: usize = 20;
/// The share of the sessions that completes an event, in basis points.
pub(super) const COMPLETION_BPS: i32 = 8_000;
/// The most people on a list.
const SEATS: usize = 25;

/// Everything while it is written.
pub struct Desk<'a> {
    setting: &'a Setting<'a>,
    register: &'a Register<'a>,
    pub(super) out: Learning,
    pub(super) random: Random,
    clerk: Clerk,
    members: BTreeMap<GroupId, Vec<&'a membership::Model>>,
    pub(super) sexes: BTreeMap<PersonId, Sex>,
}

/// An event before it is written down.
struct Intent {
    first_on: NaiveDate,
    area: AreaId,
    subject: Subject,
    for_cadres: bool,
    people: Vec<PersonId>,
}

impl<'a> Desk<'a> {
    /// With the posts on it.
    pub fn open(setting: &'a Setting<'a>, register: &'a Register<'a>, out: Learning) -> Self {
        let mut members: BTreeMap<GroupId, Vec<&membership::Model>> = BTreeMap::new();
        setting
            .province
            .memberships
            .iter()
            .for_each(|row| members.entry(row.group_id).or_default().push(row));
        Self {
            setting,
            register,
            out,
            random: Random::of(setting.seed, "training"),
            clerk: Clerk::of(setting.seed, "training_event", 3),
            members,
            sexes: setting.province.persons.iter().map(|row| (row.id, row.sex)).collect(),
        }
    }

    /// Writes the events that took place, in the order of their days.
    ///
    /// # Errors
    /// When a group is not where its training needs it.
    pub fn hold_events(&mut self) -> Result<(), Error> {
        let last = later(self.setting.today, -20);
        let mut intents = Vec::new();
        for _ in 0..EVENTS * TRIES {
            if intents.len() == EVENTS {
                break;
            }
            let on = working_day(&mut self.random, day(2018, 3, 1), last);
            let intent =
                if intents.len() < FOR_CADRES_COUNT { self.for_cadres(on) } else { self.for_members(on) };
            intents.extend(intent);
        }
        intents.sort_by_key(|intent| intent.first_on);
        intents.iter().try_for_each(|intent| self.write(intent, true))
    }

    /// Writes events to come, with invitations.
    ///
    /// # Errors
    /// When a group is not where its training needs it.
    pub fn plan_events(&mut self) -> Result<(), Error> {
        let mut intents: Vec<Intent> = Vec::new();
        for _ in 0..PLANNED * TRIES {
            intents.extend(self.for_members(self.setting.today).filter(|_| intents.len() < PLANNED));
        }
        for mut intent in intents {
            intent.first_on = after_working_days(self.setting.today, 10 + self.random.between(0, 20));
            self.write(&intent, false)?;
        }
        Ok(())
    }

    fn for_members(&mut self, on: NaiveDate) -> Option<Intent> {
        let groups: Vec<GroupId> = self.members.keys().copied().collect();
        let group = *self.random.pick(&groups);
        let subject = self.random.weighted(&FOR_MEMBERS);
        let is_there = self.register.is_active(group, on, later(on, 5).min(self.setting.today));
        let (area, _) = self.register.place_on(group, on).filter(|_| is_there)?;
        let lasts = |row: &&&membership::Model| {
            row.from_on <= on && row.until_on.is_none_or(|end| end > later(on, 10))
        };
        let members = self.members.get(&group)?;
        let people: BTreeSet<PersonId> = members.iter().filter(lasts).map(|row| row.person_id).collect();
        let people: Vec<PersonId> = people.into_iter().take(SEATS).collect();
        (people.len() > 3).then_some(Intent { first_on: on, area, subject, for_cadres: false, people })
    }

    fn for_cadres(&mut self, on: NaiveDate) -> Option<Intent> {
        let subject = *self.random.pick(&FOR_CADRES);
        let posts = self.out.cadre_posts.iter();
        let mut held: Vec<(PersonId, AreaId)> = posts
            .filter(|row| row.from_on <= on && row.until_on.is_none_or(|end| end > later(on, 10)))
            .filter(|row| row.level == CadreLevel::Branch || subject.0 != "leadership")
            .map(|row| (row.person_id, row.area_id))
            .collect();
        self.random.shuffle(&mut held);
        held.truncate(SEATS);
        let area = held.first().map(|(_, area)| *area)?;
        let is_valid =
            self.setting.map.area(area).is_some_and(|area| area.valid_until_on.is_none_or(|end| end > on));
        let area = if is_valid { area } else { self.setting.map.successor(area)?.id };
        let people = held.into_iter().map(|(person, _)| person).collect();
        Some(Intent { first_on: on, area, subject, for_cadres: true, people })
    }

    fn write(&mut self, intent: &Intent, took_place: bool) -> Result<(), Error> {
        let count = 1 + self.random.below(3);
        let days: Vec<NaiveDate> = (0..count)
            .map(|n| after_working_days(intent.first_on, i64::try_from(n).unwrap_or_default()))
            .collect();
        let (first, last) = (days.first().copied(), days.last().copied());
        let entered = later(intent.first_on, -14).min(self.setting.today);
        let (id, at) = self.clerk.enter(entered);
        let id = TrainingId(id);
        let is_old = last.is_some_and(|last| later(last, 30) < self.setting.today);
        let status = match (took_place, is_old) {
            (false, _) => TrainingStatus::Planned,
            (true, false) => TrainingStatus::Held,
            (true, true) => TrainingStatus::Closed,
        };
        let sessions = self.sessions(id, &days, at);
        let row = self.event(intent, (id, at, status), (first, last));
        self.tell(&row);
        let topic = intent.subject.0.to_owned();
        self.out.topics.push(training_event_topic::Model { event_id: id, topic });
        if took_place {
            self.attend(&intent.people, &sessions, last);
        } else {
            let invited = |person_id: &PersonId| invitation::Model {
                event_id: id,
                person_id: *person_id,
                created_at: at,
            };
            self.out.invitations.extend(intent.people.iter().map(invited));
        }
        self.out.training_sessions.extend(sessions);
        self.out.training_events.push(row);
        Ok(())
    }

    fn event(
        &mut self,
        intent: &Intent,
        (id, at, status): (TrainingId, DateTime<Utc>, TrainingStatus),
        (first_on, last_on): (Option<NaiveDate>, Option<NaiveDate>),
    ) -> training_event::Model {
        let (_, kind, domain, title) = intent.subject;
        let version = match status {
            TrainingStatus::Planned => 1,
            TrainingStatus::Held | TrainingStatus::Cancelled => 2,
            TrainingStatus::Closed => 3,
        };
        training_event::Model {
            id,
            code: format!("TH-{:06}", self.out.training_events.len() + 1),
            title: title.to_owned(),
            sort_key: sort_key(title),
            kind,
            domain,
            area_id: intent.area,
            place: "Nhà văn hoá xã".to_owned(),
            provider: (*self.random.pick(&PROVIDERS)).to_owned(),
            budget_vnd: Some(self.random.between(4, 18) * 1_000_000),
            completion_bps: COMPLETION_BPS,
            for_members: !intent.for_cadres,
            for_commune_cadres: intent.for_cadres,
            for_branch_cadres: intent.for_cadres,
            for_others: false,
            status,
            first_on,
            last_on,
            listed_on: last_on.unwrap_or(intent.first_on),
            status_reason: None,
            version,
            created_at: at,
            updated_at: at.max(last_on.filter(|_| version > 1).map_or(at, office_closes)),
            voided_at: None,
            void_reason: None,
        }
    }

    /// Notes the steps of an event for the journal.
    fn tell(&mut self, row: &training_event::Model) {
        let word = |status: TrainingStatus| json!(status.to_value());
        let steps = [
            ("created", None, TrainingStatus::Planned),
            ("held", Some(TrainingStatus::Planned), TrainingStatus::Held),
            ("closed", Some(TrainingStatus::Held), TrainingStatus::Closed),
        ];
        for (version, (action, from, to)) in (1..=row.version).zip(steps) {
            let mut changes = vec![("status", from.map_or(Value::Null, word), word(to))];
            if version == 1 {
                changes.push(("code", Value::Null, json!(row.code)));
            }
            self.out.events.push(Event {
                resource: "training_event",
                id: row.id.into(),
                version,
                action,
                reason: None,
                owners: vec![Owner::Commune(row.area_id)],
                changes,
            });
        }
    }

    fn sessions(
        &mut self,
        event_id: TrainingId,
        days: &[NaiveDate],
        at: DateTime<Utc>,
    ) -> Vec<training_session::Model> {
        let each = |on: &NaiveDate| {
            let starts_at = on.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc();
            training_session::Model {
                id: TrainingSessionId(self.random.id(at)),
                event_id,
                starts_at,
                ends_at: starts_at + TimeDelta::minutes(210),
                held_on: *on,
                minutes: 210,
                place: None,
                trainer: None,
                version: 1,
                created_at: at,
                updated_at: at,
                voided_at: None,
                void_reason: None,
            }
        };
        days.iter().map(each).collect()
    }

    /// Puts the tables into the order of their ids.
    pub fn close(self) -> Learning {
        let mut out = self.out;
        out.training_events.sort_by_key(|row| row.id);
        out.training_sessions.sort_by_key(|row| row.id);
        out.training_guests.sort_by_key(|row| row.id);
        out.attendances.sort_by_key(|row| row.id);
        out.participants.sort_by_key(|row| (row.event_id, row.person_id));
        out
    }
}
