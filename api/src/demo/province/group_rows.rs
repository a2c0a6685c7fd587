//! Rows about groups: what they are, their periods, notices, members and offices.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::{ExitReason, GroupStatus, LegalForm};
use entity::ids::{GroupId, GroupPeriodId, MembershipId, NoticeId, OfficeId};
use entity::vietnamese::{fold, sort_key};
use entity::{farmer_group, group_notice, group_office, group_period, group_value_chain, membership};

use super::calendar::{LAST_DAY, after_working_days};
use super::clerk::{Clerk, in_order};
use super::groups::name;
use super::notices::{Notice, contract_day};
use super::offices::Term;
use super::people_rows::Entry;
use super::plan::{Group, Stay, World};
use super::random::Random;

/// Ids of all groups, by position.
pub fn enter(world: &World, seed: u64) -> Vec<(GroupId, DateTime<Utc>)> {
    let mut clerk = Clerk::of(seed, "farmer_group", 3);
    let entry = |group: &Group| clerk.enter(group.founded);
    world.groups.iter().map(entry).map(|(id, at)| (GroupId(id), at)).collect()
}

/// The group rows, with codes in the order in which they were entered.
pub fn groups(world: &World, entries: &[(GroupId, DateTime<Utc>)], seed: u64) -> Vec<farmer_group::Model> {
    let random = &mut Random::of(seed, "registration numbers");
    let mut taken = BTreeSet::new();
    let ids: Vec<_> = entries.iter().map(|(id, _)| *id).collect();
    let mut rows = Vec::new();
    for (nth, position) in in_order(&ids).into_iter().enumerate() {
        let group = &world.groups[position];
        let name = name(world, group);
        let is_cooperative = group.began_as == LegalForm::Cooperative;
        rows.push(farmer_group::Model {
            id: ids[position],
            code: format!("NH-{:06}", nth + 1),
            name_key: fold(&name),
            sort_key: sort_key(&name),
            name,
            began_as: group.began_as,
            upgraded_from_id: group.continues.map(|old| ids[old]),
            registration_number: is_cooperative.then(|| registration_number(random, &mut taken)),
            registered_on: is_cooperative.then_some(group.founded),
            contract_signed_on: contract_day(world, position),
            version: 1,
            created_at: entries[position].1,
            updated_at: entries[position].1,
            voided_at: None,
            void_reason: None,
        });
    }
    rows
}

/// A number with the prefix 99 and a valid check digit.
fn registration_number(random: &mut Random, taken: &mut BTreeSet<String>) -> String {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    loop {
        let digits = format!("99{:07}", random.between(1, 9_999_999));
        let sum: u32 =
            digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let check = 10 - sum % 11;
        let number = format!("{digits}{check}");
        if check <= 9 && taken.insert(number.clone()) {
            return number;
        }
    }
}

/// Form, state and commune of each group over time.
pub fn periods(world: &World, ids: &[GroupId], seed: u64) -> Vec<group_period::Model> {
    let mut clerk = Clerk::of(seed, "group_period", 4);
    let mut rows = Vec::new();
    for (position, group) in world.groups.iter().enumerate() {
        let changes = changes(group);
        for (nth, (from_on, status)) in changes.iter().enumerate() {
            let commune = &world.communes[group.commune];
            let (id, created_at) = clerk.enter(*from_on);
            rows.push(group_period::Model {
                id: GroupPeriodId(id),
                group_id: ids[position],
                legal_form: group.form_on(*from_on),
                status: *status,
                commune_id: commune.on(*from_on).0,
                former_commune_id: commune.former_on(*from_on, group.names_former),
                from_on: *from_on,
                until_on: changes.get(nth + 1).map(|(next, _)| *next),
                created_at,
                voided_at: None,
                void_reason: None,
            });
        }
    }
    rows.sort_by_key(|row| row.id);
    rows
}

/// The days on which a group's state or form changes, and its state from then on.
fn changes(group: &Group) -> Vec<(NaiveDate, GroupStatus)> {
    let mut changes = Vec::new();
    if group.active_from != Some(group.founded) {
        changes.push((group.founded, GroupStatus::Forming));
    }
    let active = [group.active_from, group.converted, group.pause.and_then(|(_, until)| until)];
    changes.extend(active.into_iter().flatten().map(|day| (day, GroupStatus::Active)));
    changes.extend(group.pause.map(|(from, _)| (from, GroupStatus::Suspended)));
    changes.extend(group.ended);
    changes.sort_by_key(|(day, _)| *day);
    changes
}

/// The value chains of each group.
pub fn value_chains(world: &World, ids: &[GroupId]) -> Vec<group_value_chain::Model> {
    let chains = |position: usize| {
        let row = move |(nth, chain): (usize, &&'static str)| group_value_chain::Model {
            group_id: ids[position],
            chain: (*chain).to_owned(),
            is_primary: nth == 0,
        };
        world.groups[position].chains.iter().enumerate().map(row)
    };
    in_order(ids).into_iter().flat_map(chains).collect()
}

/// The notices to the commune.
pub fn notices(world: &World, notices: &[Notice], ids: &[GroupId], seed: u64) -> Vec<group_notice::Model> {
    let mut clerk = Clerk::of(seed, "group_notice", 7);
    let row = |notice: &Notice| {
        let (id, created_at) = clerk.enter(notice.signed_on);
        group_notice::Model {
            id: NoticeId(id),
            group_id: ids[notice.group],
            kind: notice.kind,
            signed_on: notice.signed_on,
            sent_on: notice.sent_on,
            area_id: world.communes[world.groups[notice.group].commune].on(notice.signed_on).0,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        }
    };
    let mut rows: Vec<_> = notices.iter().map(row).collect();
    rows.sort_by_key(|row| row.id);
    rows
}

/// The memberships, by position.
pub fn memberships(world: &World, ids: &[GroupId], persons: &[Entry], seed: u64) -> Vec<membership::Model> {
    let mut clerk = Clerk::of(seed, "membership", 5);
    let row = |stay: &Stay| {
        let (id, created_at) = clerk.enter(stay.from);
        let form = world.groups[stay.group].form_on(stay.from);
        let (vote_bps, informed_on) = vote(clerk.random(), stay);
        membership::Model {
            id: MembershipId(id),
            group_id: ids[stay.group],
            person_id: persons[stay.person].0,
            from_on: stay.from,
            until_on: stay.until,
            contribution_vnd: contribution(clerk.random(), form),
            exit_reason: stay.reason,
            vote_bps,
            informed_on,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        }
    };
    world.stays.iter().map(row).collect()
}

/// The vote on leaving or exclusion, and when the members were informed.
fn vote(random: &mut Random, stay: &Stay) -> (Option<i32>, Option<NaiveDate>) {
    match (stay.reason, stay.until) {
        (Some(ExitReason::Voluntary | ExitReason::Excluded), Some(until)) => {
            let informed_on = after_working_days(until, random.between(1, 5));
            (Some(random.between(52, 100) as i32 * 100), Some(informed_on).filter(|on| *on <= LAST_DAY))
        }
        _ => (None, None),
    }
}

/// What a member puts in; in common interest groups most put in nothing.
fn contribution(random: &mut Random, form: LegalForm) -> Option<i64> {
    match form {
        LegalForm::Cig => random.chance(350).then(|| random.between(1, 10) * 50_000),
        LegalForm::Tht => Some(random.between(2, 30) * 100_000),
        LegalForm::Cooperative => Some(random.between(2, 20) * 500_000),
    }
}

/// The offices held.
pub fn offices(
    terms: &[Term],
    ids: &[GroupId],
    memberships: &[membership::Model],
    seed: u64,
) -> Vec<group_office::Model> {
    let mut clerk = Clerk::of(seed, "group_office", 6);
    let row = |term: &Term| {
        let (id, created_at) = clerk.enter(term.from);
        group_office::Model {
            id: OfficeId(id),
            group_id: ids[term.group],
            membership_id: memberships[term.stay].id,
            office: term.office,
            from_on: term.from,
            until_on: term.until,
            created_at,
            voided_at: None,
            void_reason: None,
        }
    };
    let mut rows: Vec<_> = terms.iter().map(row).collect();
    rows.sort_by_key(|row| row.id);
    rows
}
