//! What the register of the demo says about groups on a day, as the service would find it there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::enums::{GroupStatus, Office, Poverty};
use entity::ids::{AreaId, GroupId, HouseholdId, MembershipId, PersonId};
use entity::{group_office, group_period, household_member, membership, poverty_status};

use super::calendar::FIGURES_ON;
use super::{Map, Province};
use crate::call_rules::messages::CallRules;
use crate::eligibility::messages::{BasisGroup, BasisMember};
use crate::indicators::queries::{BEGAN_AS, COUNTED};

/// The rows by what they are looked up by.
pub struct Register<'a> {
    map: &'a Map,
    /// Each group that figures count, with the cooperative that continues it.
    applicants: BTreeMap<GroupId, Vec<GroupId>>,
    /// Those of them that the published figures count.
    published: BTreeSet<GroupId>,
    periods: HashMap<GroupId, Vec<&'a group_period::Model>>,
    members: HashMap<GroupId, Vec<&'a membership::Model>>,
    heads: HashMap<GroupId, Vec<&'a group_office::Model>>,
    homes: HashMap<PersonId, Vec<&'a household_member::Model>>,
    poverty: HashMap<HouseholdId, Vec<&'a poverty_status::Model>>,
    chains: HashMap<GroupId, &'a str>,
}

fn holds(on: NaiveDate, from: NaiveDate, until: Option<NaiveDate>) -> bool {
    from <= on && until.is_none_or(|until| on < until)
}

fn by<K: std::hash::Hash + Eq, R>(rows: &[R], key: impl Fn(&R) -> K) -> HashMap<K, Vec<&R>> {
    let mut found: HashMap<K, Vec<&R>> = HashMap::new();
    rows.iter().for_each(|row| found.entry(key(row)).or_default().push(row));
    found
}

impl<'a> Register<'a> {
    /// The register of a province.
    pub fn of(province: &'a Province, map: &'a Map) -> Self {
        let mut applicants: BTreeMap<GroupId, Vec<GroupId>> = BTreeMap::new();
        for group in province.farmer_groups.iter().filter(|group| BEGAN_AS.contains(&group.began_as)) {
            applicants.insert(group.id, vec![group.id]);
        }
        for group in &province.farmer_groups {
            let continued = group.upgraded_from_id.and_then(|old| applicants.get_mut(&old));
            continued.into_iter().for_each(|ids| ids.push(group.id));
        }
        let mut periods = by(&province.group_periods, |row| row.group_id);
        periods.values_mut().for_each(|rows| rows.sort_by_key(|row| row.from_on));
        let mut heads = by(&province.group_offices, |row| row.group_id);
        heads.values_mut().for_each(|rows| rows.retain(|row| row.office == Office::Head));
        let primary = province.group_value_chains.iter().filter(|row| row.is_primary);
        let mut register = Self {
            map,
            applicants,
            published: BTreeSet::new(),
            periods,
            members: by(&province.memberships, |row| row.group_id),
            heads,
            homes: by(&province.household_members, |row| row.person_id),
            poverty: by(&province.poverty_statuses, |row| row.household_id),
            chains: primary.map(|row| (row.group_id, row.chain.as_str())).collect(),
        };
        let is_counted = |group: &GroupId| {
            register.period_on(*group, FIGURES_ON).is_some_and(|period| COUNTED.contains(&period.status))
        };
        register.published = register.applicants.keys().copied().filter(is_counted).collect();
        register
    }

    /// Groups that figures count, each with whoever applies for it: itself, or the cooperative that continues it.
    pub fn applicants(&self) -> impl Iterator<Item = (GroupId, &[GroupId])> {
        self.applicants.iter().map(|(group, ids)| (*group, ids.as_slice()))
    }

    /// Whether the published figures count a group.
    pub fn is_published(&self, group: GroupId) -> bool {
        self.published.contains(&group)
    }

    fn period_on(&self, group: GroupId, day: NaiveDate) -> Option<&'a group_period::Model> {
        let periods = self.periods.get(&group)?;
        periods.iter().copied().find(|row| holds(day, row.from_on, row.until_on))
    }

    /// Whether a group is active from one day until another.
    pub fn is_active(&self, group: GroupId, from: NaiveDate, until: NaiveDate) -> bool {
        let Some(periods) = self.periods.get(&group) else { return false };
        let overlaps =
            |row: &&&group_period::Model| row.from_on <= until && row.until_on.is_none_or(|end| end > from);
        let is_active = |row: &&group_period::Model| row.status == GroupStatus::Active;
        self.period_on(group, from).is_some() && periods.iter().filter(overlaps).all(is_active)
    }

    /// Where a group is on a day: its commune, or the successor with the commune as the former one.
    pub fn place_on(&self, group: GroupId, day: NaiveDate) -> Option<(AreaId, Option<AreaId>)> {
        let period = self.period_on(group, day)?;
        let is_valid = self
            .map
            .area(period.commune_id)
            .is_some_and(|area| holds(day, area.valid_from_on, area.valid_until_on));
        if is_valid {
            return Some((period.commune_id, period.former_commune_id));
        }
        Some((self.map.successor(period.commune_id)?.id, Some(period.commune_id)))
    }

    /// The district of a commune of 2022.
    pub fn district(&self, commune: AreaId) -> Option<AreaId> {
        self.map.area(commune).and_then(|area| area.parent_id)
    }

    /// Whether a commune of 2022 lies in the district Hà Quảng.
    pub fn is_in_ha_quang(&self, commune: AreaId) -> bool {
        let district = self.map.district("045").map(|area| area.id);
        district.is_some() && self.district(commune) == district
    }

    /// The membership of the head on a day.
    pub fn head_on(&self, group: GroupId, day: NaiveDate) -> Option<MembershipId> {
        let heads = self.heads.get(&group)?;
        heads.iter().find(|row| holds(day, row.from_on, row.until_on)).map(|row| row.membership_id)
    }

    /// The main value chain.
    pub fn chain(&self, group: GroupId) -> Option<&'a str> {
        self.chains.get(&group).copied()
    }

    /// What an application of that day is judged on.
    pub fn group_on(&self, id: GroupId, day: NaiveDate) -> Option<BasisGroup> {
        let period = self.period_on(id, day)?;
        Some(BasisGroup {
            id,
            legal_form: period.legal_form,
            status: period.status,
            commune_id: self.place_on(id, day)?.0,
            value_chain: self.chain(id).map(str::to_owned),
        })
    }

    /// The members on a day, by membership, with the poverty of their households.
    pub fn members_on(&self, group: GroupId, day: NaiveDate) -> Vec<BasisMember> {
        let rows = self.members.get(&group).into_iter().flatten();
        let mut members: Vec<BasisMember> = rows
            .filter(|row| holds(day, row.from_on, row.until_on))
            .map(|row| BasisMember {
                membership_id: row.id,
                person_id: row.person_id,
                from_on: row.from_on,
                poverty: self.poverty_on(row.person_id, day),
            })
            .collect();
        members.sort_by_key(|member| member.membership_id);
        members
    }

    fn poverty_on(&self, person: PersonId, day: NaiveDate) -> Option<Poverty> {
        let homes = self.homes.get(&person)?;
        let home = homes.iter().find(|row| holds(day, row.from_on, row.until_on))?.household_id;
        let statuses = self.poverty.get(&home)?.iter();
        let in_force = statuses.filter(|row| holds(day, row.effective_from_on, row.effective_until_on));
        in_force.max_by_key(|row| row.effective_from_on).map(|row| row.status)
    }

    /// Whether a group may apply to a call on a day.
    pub fn is_eligible(&self, group: GroupId, day: NaiveDate, rules: &CallRules) -> bool {
        let Some(period) = self.period_on(group, day) else { return false };
        let members = self.members_on(group, day);
        let is_poor =
            |member: &&BasisMember| matches!(member.poverty, Some(Poverty::Poor | Poverty::NearPoor));
        let poor = members.iter().filter(is_poor).count();
        let needed = usize::try_from(rules.min_poor_bps.get()).unwrap_or(usize::MAX);
        period.status == GroupStatus::Active
            && rules.legal_forms.contains(&period.legal_form)
            && members.len() >= rules.min_members as usize
            && poor * 10_000 >= members.len() * needed
    }
}
