//! Rules over groups, memberships and offices.

use std::collections::{BTreeMap, BTreeSet};

use entity::enums::{ExitReason, GroupStatus, LegalForm, Office};
use entity::ids::{GroupId, MembershipId};
use entity::{farmer_group, group_period, membership};

use super::*;

fn groups() -> BTreeMap<GroupId, &'static farmer_group::Model> {
    PROVINCE.farmer_groups.iter().map(|group| (group.id, group)).collect()
}

fn memberships() -> BTreeMap<MembershipId, &'static membership::Model> {
    PROVINCE.memberships.iter().map(|row| (row.id, row)).collect()
}

/// The last period of each group, if it ended.
fn ends() -> BTreeMap<GroupId, &'static group_period::Model> {
    let ended =
        |row: &&group_period::Model| matches!(row.status, GroupStatus::Dissolved | GroupStatus::Upgraded);
    PROVINCE.group_periods.iter().filter(ended).map(|row| (row.group_id, row)).collect()
}

/// From the first day active to the end of each group that became active.
fn active() -> BTreeMap<GroupId, Interval> {
    let ends = ends();
    let is_active = |row: &&group_period::Model| row.status == GroupStatus::Active;
    let mut active = BTreeMap::new();
    for row in PROVINCE.group_periods.iter().filter(is_active) {
        let end = ends.get(&row.group_id).map(|end| end.from_on);
        let first: &mut Interval = active.entry(row.group_id).or_insert((row.from_on, end));
        first.0 = first.0.min(row.from_on);
    }
    active
}

#[test]
fn periods_follow_each_other_and_stay_open_at_the_end() {
    let rows = PROVINCE.group_periods.iter().map(|row| (row.group_id, (row.from_on, row.until_on)));
    let whole = assert_chained(rows.clone());
    assert_no_overlap(rows);
    assert_eq!(whole.len(), PROVINCE.farmer_groups.len());
    assert!(whole.values().all(|(_, until)| until.is_none()));
    assert!(ends().values().all(|row| row.until_on.is_none()));
    for row in &PROVINCE.group_periods {
        assert_on_map(row.commune_id, row.former_commune_id, row.from_on);
        let group = groups()[&row.group_id];
        assert_eq!(row.legal_form == LegalForm::Cooperative, group.began_as == LegalForm::Cooperative);
    }
}

#[test]
fn memberships_of_a_person_in_a_group_do_not_overlap() {
    let rows = PROVINCE.memberships.iter();
    assert_no_overlap(rows.map(|row| ((row.group_id, row.person_id), (row.from_on, row.until_on))));
}

#[test]
fn memberships_lie_within_the_life_of_their_group() {
    let ends = ends();
    let starts =
        assert_chained(PROVINCE.group_periods.iter().map(|row| (row.group_id, (row.from_on, row.until_on))));
    for row in &PROVINCE.memberships {
        assert!(row.from_on >= starts[&row.group_id].0);
        assert_eq!(row.until_on.is_some(), row.exit_reason.is_some());
        assert_eq!(
            row.vote_bps.is_some(),
            matches!(row.exit_reason, Some(ExitReason::Voluntary | ExitReason::Excluded))
        );
        assert!(row.vote_bps.is_none_or(|share| (5_001..=10_000).contains(&share)));
        let group_reason =
            matches!(row.exit_reason, Some(ExitReason::GroupDissolved | ExitReason::GroupUpgraded));
        match ends.get(&row.group_id) {
            Some(end) => {
                assert!(row.until_on.is_some_and(|until| until <= end.from_on));
                assert_eq!(group_reason, row.until_on == Some(end.from_on));
            }
            None => assert!(!group_reason),
        }
    }
}

#[test]
fn each_active_group_has_exactly_one_head_on_any_day() {
    let heads = || PROVINCE.group_offices.iter().filter(|row| row.office == Office::Head);
    assert_no_overlap(heads().map(|row| (row.group_id, (row.from_on, row.until_on))));
    let whole = assert_chained(heads().map(|row| (row.group_id, (row.from_on, row.until_on))));
    assert_eq!(whole, active());
    assert!(heads().count() > whole.len() + 100);
}

#[test]
fn offices_lie_within_a_membership_of_the_group() {
    let memberships = memberships();
    for row in &PROVINCE.group_offices {
        let membership = memberships[&row.membership_id];
        assert_eq!(membership.group_id, row.group_id);
        assert!(row.from_on >= membership.from_on);
        let until = membership.until_on;
        assert!(until.is_none_or(|until| row.until_on.is_some_and(|end| end <= until)));
    }
    let held = PROVINCE.group_offices.iter();
    assert_no_overlap(held.map(|row| (row.membership_id, (row.from_on, row.until_on))));
}

#[test]
fn a_cooperative_continues_each_upgraded_group() {
    let ends = ends();
    let upgraded = ends.values().filter(|row| row.status == GroupStatus::Upgraded);
    let of_old: BTreeMap<_, _> =
        PROVINCE.farmer_groups.iter().filter_map(|group| Some((group.upgraded_from_id?, group))).collect();
    for end in upgraded {
        let cooperative = of_old[&end.group_id];
        assert_eq!(cooperative.began_as, LegalForm::Cooperative);
        assert_eq!(cooperative.registered_on, Some(end.from_on));
        assert!(cooperative.registration_number.as_deref().is_some_and(is_tax_code));
        let founders = PROVINCE
            .memberships
            .iter()
            .filter(|row| row.group_id == cooperative.id && row.from_on == end.from_on);
        assert!(founders.count() >= 7);
    }
    let with_number = PROVINCE.farmer_groups.iter().filter(|group| group.registration_number.is_some());
    assert_eq!(with_number.count(), of_old.len());
}

fn is_tax_code(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().zip([31, 29, 23, 19, 17, 13, 7, 5, 3]).map(|(digit, weight)| digit * weight).sum();
    number.starts_with("99")
        && digits.len() == 10
        && 10 - sum % 11 == digits[9]
        && digits[2..9].iter().any(|d| *d != 0)
}

#[test]
fn names_are_unique_within_a_commune() {
    let groups = groups();
    let mut names = BTreeSet::new();
    let successors: BTreeMap<_, _> = pairs().into_iter().collect();
    for period in PROVINCE.group_periods.iter().filter(|row| row.until_on.is_none()) {
        let today = successors.get(&period.commune_id).unwrap_or(&period.commune_id);
        assert!(
            names.insert((*today, &groups[&period.group_id].name_key)),
            "{}",
            groups[&period.group_id].name
        );
    }
}

#[test]
fn codes_count_without_a_gap_in_the_order_of_entry() {
    let groups = PROVINCE.farmer_groups.iter().enumerate();
    assert!(groups.into_iter().all(|(nth, row)| row.code == format!("NH-{:06}", nth + 1)));
    let homes = PROVINCE.households.iter().enumerate();
    assert!(homes.into_iter().all(|(nth, row)| row.code == format!("HO-{:06}", nth + 1)));
}

#[test]
fn each_group_has_one_primary_chain_and_contracts_have_their_notice() {
    for group in &PROVINCE.farmer_groups {
        let chains: Vec<_> =
            PROVINCE.group_value_chains.iter().filter(|row| row.group_id == group.id).collect();
        assert_eq!(chains.iter().filter(|row| row.is_primary).count(), 1);
        assert_eq!(chains.iter().map(|row| &row.chain).collect::<BTreeSet<_>>().len(), chains.len());
        let founding = PROVINCE
            .group_notices
            .iter()
            .find(|row| row.group_id == group.id && row.kind == entity::enums::NoticeKind::Founding);
        assert_eq!(founding.map(|row| row.signed_on), group.contract_signed_on);
    }
    for row in &PROVINCE.group_notices {
        assert!(row.sent_on.is_none_or(|sent| sent >= row.signed_on));
        assert_on_map(row.area_id, None, row.signed_on);
    }
}
