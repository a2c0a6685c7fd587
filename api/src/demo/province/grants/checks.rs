//! The rules of the demo's grants, computed anew from the rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::NaiveDate;
use entity::enums::{AccountKind, ApplicationStatus, DisbursementStatus, GroupStatus, PostingKind};
use entity::ids::{ApplicationId, FundAccountId, GroupId};
use sea_orm::{ActiveEnum, Iterable};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::Province;
use super::super::calendar::{FIGURES_ON, day};
use super::super::checks::{PROVINCE, map};
use super::{FUNDED, Grants, PAID_VND, Setting, Staff};
use crate::applications::workflow::{PAYING, STEPS};

const TODAY: NaiveDate = day(2026, 6, 15);
static GRANTS: LazyLock<Grants> = LazyLock::new(|| generate(2022, &PROVINCE, TODAY));

fn generate(seed: u64, province: &Province, today: NaiveDate) -> Grants {
    let ids = |first: u128| [Uuid::from_u128(first), Uuid::from_u128(first + 1)];
    let staff = Staff { entering: ids(1), appraising: ids(3), deciding: ids(5), paying: ids(7) };
    let spared = GroupId(Uuid::nil());
    Grants::generate(&Setting { seed, map: &map(), province, staff, spared, today }).unwrap()
}

fn kinds(grants: &Grants) -> HashMap<FundAccountId, AccountKind> {
    grants.fund_accounts.iter().map(|account| (account.id, account.kind)).collect()
}

/// What went to groups by a day, net of what came back, by the group that figures count.
fn paid(province: &Province, grants: &Grants, on: NaiveDate) -> BTreeMap<GroupId, i64> {
    let kinds = kinds(grants);
    let counted: HashMap<GroupId, GroupId> = province
        .farmer_groups
        .iter()
        .map(|group| (group.id, group.upgraded_from_id.unwrap_or(group.id)))
        .collect();
    let groups: HashMap<ApplicationId, GroupId> =
        grants.grant_applications.iter().map(|row| (row.id, counted[&row.group_id])).collect();
    let mut paid = BTreeMap::new();
    for row in grants.postings.iter().filter(|row| row.posted_on <= on) {
        let (debit, credit) = (kinds[&row.debit_id], kinds[&row.credit_id]);
        let (with_group, other, sign) = match (debit, credit) {
            (AccountKind::Advanced, other) => (true, other, 1),
            (other, AccountKind::Advanced) => (true, other, -1),
            (other, _) => (false, other, 0),
        };
        if with_group && matches!(other, AccountKind::Committed | AccountKind::Available) {
            *paid.entry(groups[&row.application_id.unwrap()]).or_default() += sign * row.amount_vnd;
        }
    }
    paid.retain(|_, amount| *amount != 0);
    paid
}

fn assert_figures(province: &Province, grants: &Grants) {
    let paid = paid(province, grants, FIGURES_ON);
    let stands = |group: &&GroupId| {
        province.group_periods.iter().any(|row| {
            row.group_id == **group
                && row.from_on <= FIGURES_ON
                && row.until_on.is_none_or(|until| FIGURES_ON < until)
                && matches!(row.status, GroupStatus::Active | GroupStatus::Upgraded)
        })
    };
    assert_eq!(paid.keys().filter(stands).count(), FUNDED);
    assert_eq!(paid.values().sum::<i64>(), PAID_VND);
}

#[test]
fn the_figures_of_june_2022_hold_exactly_whatever_the_seed() {
    assert_figures(&PROVINCE, &GRANTS);
    for seed in [0, 1, u64::MAX] {
        let province = Province::generate(seed, &map());
        assert_figures(&province, &generate(seed, &province, TODAY));
    }
}

#[test]
fn the_same_seed_gives_the_same_grants() {
    assert_eq!(generate(2022, &PROVINCE, TODAY), *GRANTS);
}

#[test]
fn there_are_applications_in_every_state_and_each_step_is_in_the_table() {
    let count = |status| GRANTS.grant_applications.iter().filter(|row| row.status == status).count();
    for status in ApplicationStatus::iter() {
        assert!(count(status) > 0, "{status:?}");
    }
    let all = GRANTS.grant_applications.len();
    assert!((560..=640).contains(&all), "{all}");
    let is_of_table = |old: &str, new: &str| {
        STEPS
            .iter()
            .chain(PAYING)
            .any(|step| step.to.to_value() == new && step.from.iter().any(|from| from.to_value() == old))
    };
    let moves = GRANTS.events.iter().filter(|event| event.resource == "grant_application");
    for event in moves.filter(|event| event.version > 1) {
        for (_, old, new) in &event.changes {
            let (old, new) = (old.as_str().unwrap(), new.as_str().unwrap());
            assert!(is_of_table(old, new), "{old} → {new}");
        }
    }
}

#[test]
fn every_basis_has_its_hash_and_meets_the_rules() {
    for basis in &GRANTS.application_bases {
        assert_eq!(basis.sha256, Sha256::digest(basis.document.as_bytes()).to_vec());
        let document: serde_json::Value = serde_json::from_str(&basis.document).unwrap();
        let members = document["members"].as_array().unwrap();
        let poor = members
            .iter()
            .filter(|one| ["poor", "near_poor"].contains(&one["poverty"].as_str().unwrap_or("")));
        let (poor, members) = (poor.count() as u64, members.len() as u64);
        let rules = &document["rules"];
        assert!(members >= rules["min_members"].as_u64().unwrap(), "{document}");
        assert!(poor * 10_000 >= members * rules["min_poor_bps"].as_u64().unwrap(), "{document}");
        assert_eq!(document["group"]["status"], "active");
        assert!(rules["legal_forms"].as_array().unwrap().contains(&document["group"]["legal_form"]));
    }
}

#[test]
fn nobody_holds_two_duties_and_no_account_is_overdrawn() {
    let held: BTreeSet<_> =
        GRANTS.duties.iter().map(|row| (&row.subject_type, row.subject_id, row.human)).collect();
    assert_eq!(held.len(), GRANTS.duties.len());
    let sides = |id: &GroupId| GRANTS.grant_applications.iter().filter(|row| row.group_id == *id).count();
    assert!(GRANTS.grant_applications.iter().any(|row| sides(&row.group_id) > 1));
    let kinds = kinds(&GRANTS);
    let mut standing: HashMap<FundAccountId, i64> = HashMap::new();
    let mut rows: Vec<_> = GRANTS.postings.iter().collect();
    rows.sort_by_key(|row| (row.posted_on, row.id));
    for row in rows {
        *standing.entry(row.debit_id).or_default() += row.amount_vnd;
        let left = standing.entry(row.credit_id).or_default();
        *left -= row.amount_vnd;
        let is_source = crate::ledger::commands::is_source(kinds[&row.credit_id]);
        assert!(is_source || *left >= 0, "{row:?}");
    }
}

#[test]
fn some_grants_were_not_spent_and_some_payments_booked_wrong() {
    let kind = |kind| GRANTS.postings.iter().filter(|row| row.kind == kind).count();
    assert!(kind(PostingKind::Refund) > 10 && kind(PostingKind::Reversal) >= 4);
    assert_eq!(kind(PostingKind::Reversal), GRANTS.corrections.len());
    assert!(GRANTS.disbursements.iter().any(|row| row.status == DisbursementStatus::Cancelled));
    assert!(GRANTS.application_versions.iter().any(|row| row.n == 2));
}

#[test]
fn what_happens_today_is_told_by_the_day_of_loading_alone() {
    for today in [day(2025, 2, 10), day(2026, 12, 20), day(2031, 3, 1)] {
        let grants = generate(2022, &PROVINCE, today);
        assert_figures(&PROVINCE, &grants);
        let open =
            grants.grant_calls.iter().find(|call| call.status == entity::enums::CallStatus::Open).unwrap();
        assert!(open.opens_at.date_naive() < today && today < open.closes_at.date_naive());
        let years: BTreeSet<i32> = grants.fiscal_periods.iter().map(|row| row.year).collect();
        assert!(grants.postings.iter().all(|row| years.contains(&chrono::Datelike::year(&row.posted_on))));
    }
}
