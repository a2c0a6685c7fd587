//! On which grounds data of people are kept: what each agreed to, and what some took back.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::enums::{ConsentChannel, ConsentGround, ConsentPurpose};
use entity::ids::{ConsentId, PersonId};
use entity::{consent, person};

use super::calendar::{LAST_DAY, birthday, day, working_day};
use super::clerk::Clerk;
use super::people_rows::Entry;
use super::plan::World;

/// Of 1,000 members so many agreed to be invited to training, to apply for grants, and to sell under contracts.
const TRAINING: usize = 700;
const GRANTS: usize = 450;
const CONTRACTS: usize = 150;
/// Of 1,000 who agreed to training so many took it back.
const TAKEN_BACK: usize = 15;

/// The grounds. Everybody agreed when they first joined a group or, without one, were registered as adults; whoever
/// stated ethnicity or disability agreed to that on the same day; members agreed to more, at once or later.
pub fn consents(
    world: &World,
    entries: &[Entry],
    persons: &[person::Model],
    seed: u64,
) -> Vec<consent::Model> {
    let stated: BTreeSet<PersonId> = persons.iter().filter(|row| has_stated(row)).map(|row| row.id).collect();
    let mut first = Register(Clerk::of(seed, "consent", 1));
    let mut further = Register(Clerk::of(seed, "further consent", 2));
    let mut rows = Vec::new();
    for (position, (person_id, _, registered)) in entries.iter().enumerate() {
        let joined = world.stays_of_person(position).map(|stay| stay.from).min();
        let grown_up = birthday(world.persons[position].birth, 18).max(*registered);
        let on = joined.unwrap_or(grown_up);
        rows.push(first.enter(*person_id, ConsentPurpose::Membership, on));
        if stated.contains(person_id) {
            rows.push(further.enter(*person_id, ConsentPurpose::SensitiveData, on));
        }
        if joined.is_some() {
            rows.extend(further.of_member(*person_id, on));
        }
    }
    rows.sort_by_key(|row| row.id);
    rows
}

fn has_stated(row: &person::Model) -> bool {
    row.ethnic_code.is_some() || row.has_disability.is_some()
}

struct Register(Clerk);

impl Register {
    fn of_member(&mut self, person_id: PersonId, joined: NaiveDate) -> Vec<consent::Model> {
        let mut rows = Vec::new();
        for (purpose, per_mille) in [
            (ConsentPurpose::Training, TRAINING),
            (ConsentPurpose::Grants, GRANTS),
            (ConsentPurpose::Contracts, CONTRACTS),
        ] {
            if self.0.random().chance(per_mille) {
                let on = working_day(self.0.random(), joined, LAST_DAY.max(joined));
                rows.push(self.enter(person_id, purpose, on));
            }
        }
        for row in rows.iter_mut().filter(|row| row.purpose == ConsentPurpose::Training) {
            self.take_back(row);
        }
        rows
    }

    fn enter(&mut self, person_id: PersonId, purpose: ConsentPurpose, on: NaiveDate) -> consent::Model {
        let (id, given_at) = self.0.enter(on);
        let is_contract = purpose == ConsentPurpose::Contracts;
        let channel = self.0.random().weighted(&[
            (ConsentChannel::Paper, 80),
            (ConsentChannel::InPerson, 15),
            (ConsentChannel::Phone, 5),
        ]);
        consent::Model {
            id: ConsentId(id),
            person_id,
            purpose,
            ground: if is_contract { ConsentGround::Contract } else { ConsentGround::Consent },
            text_version: text_version(on).to_owned(),
            channel,
            evidence: Some(evidence(channel, on)),
            given_at,
            withdrawn_at: None,
            version: 1,
            created_at: given_at,
            updated_at: given_at,
        }
    }

    /// Some take it back on a later day.
    fn take_back(&mut self, row: &mut consent::Model) {
        let given_on = row.given_at.date_naive();
        if self.0.random().chance(TAKEN_BACK) && given_on < LAST_DAY {
            let on = working_day(self.0.random(), given_on.succ_opt().unwrap_or(given_on), LAST_DAY);
            let (_, at) = self.0.enter(on);
            row.withdrawn_at = Some(at);
            row.version = 2;
            row.updated_at = at;
        }
    }
}

/// The text in use on that day; a new one with each law.
fn text_version(on: NaiveDate) -> &'static str {
    match on {
        _ if on < day(2023, 7, 1) => "2017-1",
        _ if on < day(2026, 1, 1) => "2023-1",
        _ => "2026-1",
    }
}

fn evidence(channel: ConsentChannel, on: NaiveDate) -> String {
    let date = on.format("%d/%m/%Y");
    match channel {
        ConsentChannel::Paper => format!("Phiếu đồng ý ngày {date}"),
        ConsentChannel::InPerson => format!("Biên bản họp nhóm ngày {date}"),
        _ => format!("Ghi âm cuộc gọi ngày {date}"),
    }
}
