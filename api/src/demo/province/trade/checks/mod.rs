//! The rules of the demo's trade, computed anew from the rows.

mod contracts;
mod deliveries;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use entity::enums::{
    ContractStatus, DeliveryStatus, GroupStatus, LegalForm, Measure, OfferRequestStatus, OfferStatus,
    PartnerKind, PartnerStatus, PaymentMeans, PriceRule, ProductForm, Side,
};
use entity::ids::{ContractId, GroupId};
use entity::{contract_version, product_unit, sales_contract, unit};
use sea_orm::{ActiveEnum, Iterable};
use uuid::Uuid;

use super::super::Province;
use super::super::calendar::{FIGURES_ON, day, later};
use super::super::checks::{AREAS, PROVINCE, map};
use super::{CONTRACTED, Setting, Trade, Trader, buyers};
use crate::contract_content::messages::ContractContent;
use crate::contract_content::queries::{Parties, Wording, check};
use crate::contracts::workflow::STEPS;
use crate::error::Faults;
use crate::units::queries::Units;
use crate::values::{PersonName, Phone, TaxCode, Taxpayer};

const TODAY: NaiveDate = day(2026, 6, 15);

static TRADE: LazyLock<Trade> = LazyLock::new(|| generate(2022, &PROVINCE, TODAY));

/// A cooperation group that is active on both days and has an account that leads it.
fn led(province: &Province) -> GroupId {
    let lasts = |row: &&entity::group_period::Model| {
        row.until_on.is_none() && row.status == GroupStatus::Active && row.from_on < day(2020, 1, 1)
    };
    province.group_periods.iter().find(lasts).unwrap().group_id
}

fn generate(seed: u64, province: &Province, today: NaiveDate) -> Trade {
    let traders: [Trader; buyers::COUNT] = std::array::from_fn(|n| Trader {
        partner_id: Uuid::from_u128(100 + n as u128).into(),
        human: Uuid::from_u128(200 + n as u128),
    });
    let officers = [Uuid::from_u128(1), Uuid::from_u128(2)];
    let led = (led(province), Uuid::from_u128(3));
    Trade::generate(&Setting { seed, map: &map(), province, officers, led, traders: &traders, today })
        .unwrap()
}

fn contracts(trade: &Trade) -> HashMap<ContractId, &sales_contract::Model> {
    trade.sales_contracts.iter().map(|row| (row.id, row)).collect()
}

fn content(text: &contract_version::Model) -> ContractContent {
    serde_json::from_str(&text.content).unwrap()
}

/// The cooperation groups that are active on a day.
fn cooperation_groups(province: &Province, on: NaiveDate) -> BTreeSet<GroupId> {
    let holds = |row: &&entity::group_period::Model| {
        row.from_on <= on
            && row.until_on.is_none_or(|until| on < until)
            && (row.legal_form, row.status) == (LegalForm::Tht, GroupStatus::Active)
    };
    province.group_periods.iter().filter(holds).map(|row| row.group_id).collect()
}

/// Of those, the ones with a contract in the year up to a day.
fn contracted(trade: &Trade, groups: &BTreeSet<GroupId>, on: NaiveDate) -> usize {
    let from = day(on.year(), 1, 1);
    let counts = |row: &&sales_contract::Model| {
        row.in_force_n.is_some()
            && row.signed_on <= on
            && row.starts_on <= on
            && row.ends_on >= from
            && row.ended_on.is_none_or(|ended| row.status != ContractStatus::Terminated || ended >= from)
    };
    let with: BTreeSet<_> = trade.sales_contracts.iter().filter(counts).map(|row| row.group_id).collect();
    with.intersection(groups).count()
}

fn assert_figure(province: &Province, trade: &Trade) {
    let groups = cooperation_groups(province, FIGURES_ON);
    assert_eq!(contracted(trade, &groups, FIGURES_ON), groups.len() * CONTRACTED / 100);
}

#[test]
fn the_share_of_cooperation_groups_with_a_contract_holds_whatever_the_seed() {
    assert_figure(&PROVINCE, &TRADE);
    for seed in [0, 1, u64::MAX] {
        let province = Province::generate(seed, &map());
        assert_figure(&province, &generate(seed, &province, TODAY));
    }
    let groups = cooperation_groups(&PROVINCE, TODAY);
    let share = contracted(&TRADE, &groups, TODAY) * 100 / groups.len();
    assert!((33..=50).contains(&share), "{share} of {}", groups.len());
}

#[test]
fn the_same_seed_gives_the_same_trade() {
    assert_eq!(generate(2022, &PROVINCE, TODAY), *TRADE);
}

#[test]
fn partners_stand_in_every_state_and_belong_to_nobody() {
    let of = |status| TRADE.partners.iter().filter(|row| row.status == status).count();
    assert_eq!(TRADE.partners.len(), buyers::COUNT);
    assert!(PartnerStatus::iter().all(|status| of(status) > 0) && of(PartnerStatus::Verified) > 10);
    assert!(PartnerKind::iter().all(|kind| TRADE.partners.iter().any(|row| row.kind == kind)));
    let documents: BTreeSet<_> = PROVINCE.identities.iter().filter_map(|row| row.number.as_ref()).collect();
    let numbers = PROVINCE.farmer_groups.iter().filter_map(|row| row.registration_number.as_deref());
    let mut codes: BTreeSet<&str> = numbers.collect();
    let communes: BTreeSet<_> =
        AREAS.values().filter(|area| area.valid_until_on.is_none()).map(|a| &*a.name_vi).collect();
    for (n, row) in TRADE.partners.iter().enumerate() {
        let payer = match row.kind {
            PartnerKind::Enterprise | PartnerKind::Cooperative => Taxpayer::Organisation,
            PartnerKind::HouseholdBusiness | PartnerKind::Individual => Taxpayer::Person,
        };
        assert!(TaxCode::parse_for(&row.tax_code, payer).is_ok(), "{}", row.tax_code);
        assert!(row.tax_code.starts_with("99") || row.tax_code.starts_with("003"));
        assert!(codes.insert(&row.tax_code) && !documents.contains(&row.tax_code), "{}", row.tax_code);
        assert!(row.name.ends_with("(trình diễn)"));
        assert_eq!(row.code, format!("DT-{:06}", n + 1));
        assert!(communes.contains(row.address.split(',').next().unwrap()), "{}", row.address);
        assert_eq!(row.decided_on.is_none(), row.status == PartnerStatus::Pending);
    }
    assert!(TRADE.partners.iter().any(|row| row.tax_code.len() == 14), "a branch");
    for contact in &TRADE.contacts {
        assert!(PersonName::parse(&contact.name).is_ok() && Phone::parse(&contact.phone).is_ok());
        assert!(
            contact.phone.starts_with("+842060") && contact.email.as_ref().unwrap().ends_with("@example.org")
        );
    }
}

#[test]
fn offers_and_requests_stand_in_every_state() {
    for status in OfferStatus::iter() {
        assert!(TRADE.sales_offers.iter().any(|row| row.status == status), "{status:?}");
    }
    for status in OfferRequestStatus::iter() {
        assert!(TRADE.offer_requests.iter().any(|row| row.status == status), "{status:?}");
    }
    assert_eq!(TRADE.offer_details.len(), TRADE.sales_offers.len());
    assert!(TRADE.sales_offers.iter().all(|row| TODAY < row.until_on));
}

#[test]
fn what_happens_today_is_told_by_the_day_of_loading_alone() {
    for today in [day(2025, 2, 10), day(2026, 12, 20), day(2031, 3, 1)] {
        let trade = generate(2022, &PROVINCE, today);
        assert_figure(&PROVINCE, &trade);
        let tomorrow = later(today, 1).and_hms_opt(0, 0, 0).unwrap().and_utc();
        assert!(trade.sales_contracts.iter().all(|row| row.updated_at < tomorrow));
        assert!(trade.deliveries.iter().all(|row| row.updated_at < tomorrow && row.delivered_on < today));
        let runs = |row: &&sales_contract::Model| row.starts_on <= today && today <= row.ends_on;
        assert!(trade.sales_contracts.iter().filter(runs).count() > 50);
        let of_leader = trade.sales_contracts.iter().filter(|row| row.group_id == led(&PROVINCE));
        assert!(of_leader.filter(runs).count() >= 2);
    }
}
