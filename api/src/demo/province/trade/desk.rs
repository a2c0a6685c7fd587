//! Where the demo's trade is written down.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::duty;
use entity::enums::Side;
use entity::ids::{AreaId, GroupId};
use sea_orm::ActiveEnum;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::clerk::Clerk;
use super::super::random::Random;
use super::super::register::Register;
use super::{Event, Setting, Trade, Trader};
use crate::access::Role;
use crate::contract_sides::queries::word;
use crate::error::Error;
use crate::store::Owner;

/// Everything while it is written.
pub struct Desk<'a> {
    pub setting: &'a Setting<'a>,
    pub register: &'a Register<'a>,
    pub out: Trade,
    pub random: Random,
    clerks: BTreeMap<&'static str, Clerk>,
    duties: BTreeSet<(&'static str, Uuid, Uuid)>,
}

/// Who acts on something for a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The side.
    pub side: Side,
    /// The account.
    pub human: Uuid,
    /// In which role.
    pub role: Role,
}

/// The fault of a group that is not where the trade needs it.
pub fn missing() -> Error {
    Error::internal("a group of the demo is not where its trade needs it")
}

/// The word of a value on the wire.
pub fn wire(value: &impl ActiveEnum<Value = String>) -> Value {
    json!(value.to_value())
}

impl<'a> Desk<'a> {
    /// With nothing on it.
    pub fn open(setting: &'a Setting<'a>, register: &'a Register<'a>) -> Self {
        Self {
            setting,
            register,
            out: Trade::default(),
            random: Random::of(setting.seed, "trade"),
            clerks: BTreeMap::new(),
            duties: BTreeSet::new(),
        }
    }

    /// The id and the instant of something entered on that day.
    pub fn enter(&mut self, table: &'static str, hour: i64, on: NaiveDate) -> (Uuid, DateTime<Utc>) {
        let seed = self.setting.seed;
        self.clerks.entry(table).or_insert_with(|| Clerk::of(seed, table, hour)).enter(on)
    }

    /// Notes that somebody did a duty.
    pub fn duty(&mut self, subject_type: &'static str, subject_id: impl Into<Uuid>, human: Uuid, name: &str) {
        let subject_id = subject_id.into();
        if self.duties.insert((subject_type, subject_id, human)) {
            let (subject_type, duty) = (subject_type.to_owned(), name.to_owned());
            self.out.duties.push(duty::Model { subject_type, subject_id, human, duty });
        }
    }

    /// Notes that somebody acted for a side.
    pub fn acted(&mut self, subject_type: &'static str, subject_id: impl Into<Uuid>, hand: Hand) {
        self.duty(subject_type, subject_id, hand.human, word(hand.side));
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

    /// The reason of what was told last.
    pub fn because(&mut self, reason: &str) {
        if let Some(event) = self.out.events.last_mut() {
            event.reason = Some(reason.to_owned());
        }
    }

    /// A partner with its account.
    pub fn trader(&self, partner: usize) -> Trader {
        self.setting.traders[partner]
    }

    /// Who acts for a partner.
    pub fn hand_of_partner(&self, partner: usize) -> Hand {
        Hand { side: Side::Partner, human: self.trader(partner).human, role: Role::Partner }
    }

    /// Who acts for a group that lies in a commune, or in one of 2025 with that former one.
    pub fn hand_of_group(&self, group: GroupId, place: (AreaId, Option<AreaId>)) -> Hand {
        let (led, leader) = self.setting.led;
        if group == led {
            return Hand { side: Side::Group, human: leader, role: Role::Leader };
        }
        let human = self.setting.officers[usize::from(self.is_in_ha_quang(place))];
        Hand { side: Side::Group, human, role: Role::Officer }
    }

    /// Whether a place lies in the old district Hà Quảng.
    pub fn is_in_ha_quang(&self, (commune, former): (AreaId, Option<AreaId>)) -> bool {
        self.register.is_in_ha_quang(former.unwrap_or(commune))
    }

    /// Puts the tables into the order of their ids.
    pub fn close(self) -> Trade {
        let mut out = self.out;
        out.offer_requests.sort_by_key(|row| row.id);
        out.contract_lines.sort_by_key(|row| row.id);
        out.deliveries.sort_by_key(|row| row.id);
        out.delivery_payments.sort_by_key(|row| row.id);
        out
    }
}
