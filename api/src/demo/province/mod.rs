//! The demo province: invented people on the real map, the same for the same seed, byte for byte.
//!
//! Pure: it reads no clock, no file and no database. Whoever loads it encrypts the identities, makes the search words
//! and sets the counters of codes. The figures of the project hold exactly on 2022-06-30; the rest is plausible.

mod after_2022;
pub(super) mod calendar;
mod chains;
#[cfg(test)]
mod checks;
mod clerk;
pub mod farming;
pub mod grants;
mod grounds;
mod group_rows;
mod groups;
mod history;
mod household_rows;
mod households;
pub mod learning;
mod map;
mod names;
mod notices;
mod offices;
mod people_rows;
mod places;
mod plan;
mod poverty;
mod random;
mod register;
mod targets;
pub mod trade;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::DocumentKind;
use entity::ids::PersonId;
use entity::{
    consent, farmer_group, group_notice, group_office, group_period, group_value_chain, household,
    household_member, household_place, indicator_target, membership, person, poverty_status, project_commune,
};

pub use calendar::{FIGURES_ON, LAST_DAY};
pub use map::Map;

use plan::World;

/// What is kept encrypted about a person, in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityFacts {
    /// Whose.
    pub person_id: PersonId,
    /// Kind of document.
    pub document_kind: DocumentKind,
    /// Its number; the province code 003 was never issued.
    pub number: Option<String>,
    /// Phone in E.164, 0206 0xxxxxx.
    pub phone: Option<String>,
    /// Birth date, where more than the year is known.
    pub birth_on: Option<NaiveDate>,
    /// Address.
    pub address: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// The rows of the province, each table in the order of its ids; the tables in an order in which they can be inserted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Province {
    /// Communes of the project, since 2017; which they are is demo data.
    pub project_communes: Vec<project_commune::Model>,
    /// Published targets.
    pub indicator_targets: Vec<indicator_target::Model>,
    /// People.
    pub persons: Vec<person::Model>,
    /// One for each person, in the same order.
    pub identities: Vec<IdentityFacts>,
    /// What they agreed to: one each.
    pub consents: Vec<consent::Model>,
    /// Households, with codes from `HO-000001` without a gap.
    pub households: Vec<household::Model>,
    /// Where they lived.
    pub household_places: Vec<household_place::Model>,
    /// Who lived in them.
    pub household_members: Vec<household_member::Model>,
    /// Poverty decisions.
    pub poverty_statuses: Vec<poverty_status::Model>,
    /// Groups, with codes from `NH-000001` without a gap; a cooperative comes after the group it continues.
    pub farmer_groups: Vec<farmer_group::Model>,
    /// Their form, state and commune.
    pub group_periods: Vec<group_period::Model>,
    /// Their value chains.
    pub group_value_chains: Vec<group_value_chain::Model>,
    /// Their notices.
    pub group_notices: Vec<group_notice::Model>,
    /// Memberships.
    pub memberships: Vec<membership::Model>,
    /// Offices held within them.
    pub group_offices: Vec<group_office::Model>,
}

impl Province {
    /// Makes the province. It is empty when the map lacks the project districts with their communes.
    #[must_use]
    pub fn generate(seed: u64, map: &Map) -> Self {
        let communes = places::choose(seed, map);
        if communes.len() < places::COMMUNES {
            return Self::default();
        }
        let mut world = World::new(communes);
        let mut names = BTreeSet::new();
        groups::plan_until_figures(&mut world, seed, &mut names);
        history::fill_groups(&mut world, seed);
        groups::plan_after_figures(&mut world, seed, &mut names);
        after_2022::go_on(&mut world, seed);
        Self::write(&world, seed, map)
    }

    fn write(world: &World, seed: u64, map: &Map) -> Self {
        let registered: Vec<_> = (0..world.households.len()).map(|home| world.registered_on(home)).collect();
        let people = people_rows::enter(world, &registered, seed);
        let homes = household_rows::enter(&registered, seed);
        let home_ids: Vec<_> = homes.iter().map(|(id, _)| *id).collect();
        let groups = group_rows::enter(world, seed);
        let group_ids: Vec<_> = groups.iter().map(|(id, _)| *id).collect();
        let terms = offices::terms(world, seed);
        let notices = notices::notices(world, &terms, seed);
        let mut memberships = group_rows::memberships(world, &group_ids, &people, seed);
        let group_offices = group_rows::offices(&terms, &group_ids, &memberships, seed);
        memberships.sort_by_key(|row| row.id);
        let persons = people_rows::persons(world, &people, seed);
        Self {
            project_communes: targets::project_communes(world, seed),
            indicator_targets: targets::indicator_targets(map, seed),
            consents: grounds::consents(world, &people, &persons, seed),
            persons,
            identities: people_rows::identities(world, &people, seed),
            households: household_rows::households(world, &homes, seed),
            household_places: household_rows::places(world, &registered, &home_ids, seed),
            household_members: household_rows::members(world, &registered, &home_ids, &people, seed),
            poverty_statuses: household_rows::poverty_statuses(world, &registered, &home_ids, seed),
            farmer_groups: group_rows::groups(world, &groups, seed),
            group_periods: group_rows::periods(world, &group_ids, seed),
            group_value_chains: group_rows::value_chains(world, &group_ids),
            group_notices: group_rows::notices(world, &notices, &group_ids, seed),
            memberships,
            group_offices,
        }
    }
}
