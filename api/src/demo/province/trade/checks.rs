//! The rules of the demo's trade, computed anew from the rows.

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
const UNITS: &str = include_str!("../../../../../migration/data/units.csv");
const PRODUCTS: &str = include_str!("../../../../../migration/data/product_units.csv");

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

fn units() -> Units {
    let units = UNITS.lines().skip(1).map(|line| {
        let cells: Vec<_> = line.split(',').collect();
        unit::Model {
            code: cells[0].to_owned(),
            name_vi: cells[1].to_owned(),
            name_en: cells[2].to_owned(),
            measure: Measure::try_from_value(&cells[3].to_owned()).unwrap(),
            factor: cells[4].parse().unwrap(),
        }
    });
    let products = PRODUCTS.lines().skip(1).map(|line| {
        let cells: Vec<_> = line.split(',').collect();
        product_unit::Model {
            chain: cells[0].to_owned(),
            form: ProductForm::try_from_value(&cells[1].to_owned()).unwrap(),
            unit: cells[2].to_owned(),
        }
    });
    Units::new(units, products)
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
fn contracts_stand_in_every_state_and_each_step_is_in_the_table() {
    let rows = || TRADE.sales_contracts.iter();
    for status in ContractStatus::iter() {
        assert!(rows().filter(|row| row.status == status).count() >= 3, "{status:?}");
    }
    let confirmed = || rows().filter(|row| row.status == ContractStatus::Confirmed);
    assert!(confirmed().filter(|row| TODAY < row.starts_on).count() >= 3, "not begun");
    assert!(confirmed().filter(|row| row.ends_on < TODAY).count() >= 3, "expired");
    assert!(confirmed().filter(|row| row.in_force_n < Some(row.text_n)).count() >= 3, "changes wait");
    assert!(confirmed().filter(|row| row.in_force_n > Some(1)).count() >= 3, "changes were made");
    for side in [Side::Partner, Side::Group] {
        let by = |status| rows().any(|row| row.status == status && row.drafted_by == side);
        assert!(by(ContractStatus::Draft) && by(ContractStatus::Submitted), "{side:?}");
    }
    for year in 2019..=2022 {
        assert!(rows().filter(|row| row.signed_on.year() == year).count() > 20, "{year}");
    }
    let frameworks = rows().filter_map(|row| row.framework_ref.as_ref());
    let mut together: BTreeMap<_, usize> = BTreeMap::new();
    frameworks.for_each(|framework| *together.entry(framework).or_default() += 1);
    assert!(together.len() > 10 && together.values().all(|count| *count > 1));
    let moves = TRADE.events.iter().filter(|event| event.resource == "sales_contract" && event.version > 1);
    let changes = moves.flat_map(|event| event.changes.iter().filter(|(name, ..)| *name == "status"));
    for (_, old, new) in changes {
        let (old, new) = (old.as_str().unwrap(), new.as_str().unwrap());
        let is_step = STEPS
            .iter()
            .any(|step| step.to.to_value() == new && step.from.iter().any(|from| from.to_value() == old));
        assert!(is_step, "{old} → {new}");
    }
}

#[test]
fn names_and_codes_are_unique() {
    for (n, row) in TRADE.sales_contracts.iter().enumerate() {
        assert_eq!(row.code, format!("HD-{:06}", n + 1));
    }
    for (n, row) in TRADE.sales_offers.iter().enumerate() {
        assert_eq!(row.code, format!("CH-{:06}", n + 1));
    }
    let rows = || TRADE.sales_contracts.iter();
    let numbers: BTreeSet<_> = rows().map(|row| (row.partner_id, &row.number)).collect();
    assert_eq!(numbers.len(), TRADE.sales_contracts.len());
    let named = || rows().filter_map(|row| Some((row.partner_id, row.external_ref.as_ref()?)));
    assert_eq!(named().collect::<BTreeSet<_>>().len(), named().count());
    assert!(named().count() > 50);
}

#[test]
fn every_text_can_be_a_contract_and_has_its_hash() {
    let (units, contracts) = (units(), contracts(&TRADE));
    for text in &TRADE.contract_versions {
        let row = contracts[&text.contract_id];
        let content = content(text);
        let mut faults = Faults::default();
        check(&mut faults, &units, "", &content);
        assert!(faults.check().is_ok(), "{}", text.content);
        let parties = Parties { partner_id: row.partner_id, group_id: row.group_id, number: &row.number };
        let wording = Wording::of(&content, parties).unwrap();
        assert_eq!((wording.text.as_str(), wording.sha256.as_slice()), (&*text.content, &*text.sha256));
        let lines = TRADE.contract_lines.iter().filter(|line| (line.contract_id, line.n) == (row.id, text.n));
        let worth: i64 = lines.map(|line| line.amount_vnd).sum();
        assert_eq!(Some(worth), content.value().map(|value| value.get()));
        if text.n == row.in_force_n.unwrap_or(row.text_n) {
            assert_eq!((row.value_vnd, row.signed_on), (worth, content.signed_on.date()));
        }
    }
    let rules: BTreeSet<_> = TRADE.contract_lines.iter().map(|line| line.price_rule.to_value()).collect();
    assert_eq!(rules.len(), PriceRule::iter().count());
    let chains: BTreeSet<_> = TRADE.contract_lines.iter().map(|line| &line.chain).collect();
    assert_eq!(chains.len(), 13);
}

#[test]
fn both_sides_have_confirmed_what_is_in_force_and_nobody_acts_for_both() {
    let mut sides: HashMap<(ContractId, i32), Vec<_>> = HashMap::new();
    for row in &TRADE.contract_confirmations {
        sides.entry((row.contract_id, row.n)).or_default().push(row);
    }
    for text in TRADE.contract_versions.iter().filter(|text| text.in_force_from_on.is_some()) {
        let [one, other] = sides[&(text.contract_id, text.n)][..] else { panic!("{text:?}") };
        assert!(one.sha256 == text.sha256 && other.sha256 == text.sha256);
        assert!(one.side != other.side && one.human != other.human);
    }
    let in_force = |row: &&sales_contract::Model| row.in_force_n.is_some();
    for row in TRADE.sales_contracts.iter().filter(in_force) {
        assert_eq!(sides[&(row.id, row.in_force_n.unwrap())].len(), 2);
        assert!(
            row.text_n == row.in_force_n.unwrap()
                || sides.get(&(row.id, row.text_n)).is_none_or(|all| all.len() < 2)
        );
    }
    let held: BTreeSet<_> =
        TRADE.duties.iter().map(|row| (&row.subject_type, row.subject_id, row.human)).collect();
    assert_eq!(held.len(), TRADE.duties.len());
    for row in &TRADE.contract_confirmations {
        let duty = if row.side == Side::Partner { "partner" } else { "group" };
        let id = Uuid::from(row.contract_id);
        assert!(
            TRADE.duties.iter().any(|one| one.subject_id == id && one.human == row.human && one.duty == duty)
        );
    }
}

#[test]
fn balances_are_the_sums_of_the_deliveries() {
    let mut sums: BTreeMap<(ContractId, i32), i64> = BTreeMap::new();
    for row in &TRADE.deliveries {
        *sums.entry((row.contract_id, row.line_no)).or_default() += row.counted;
    }
    for row in &TRADE.line_balances {
        assert_eq!(row.delivered, sums.remove(&(row.contract_id, row.line_no)).unwrap_or(0));
        assert!(row.delivered <= row.most, "{row:?}");
    }
    assert!(sums.is_empty());
    let contracts = contracts(&TRADE);
    for row in &TRADE.line_balances {
        let n = contracts[&row.contract_id].in_force_n;
        let line = TRADE
            .contract_lines
            .iter()
            .find(|line| (line.contract_id, Some(line.n), line.line_no) == (row.contract_id, n, row.line_no));
        let text = TRADE
            .contract_versions
            .iter()
            .find(|text| (text.contract_id, Some(text.n)) == (row.contract_id, n));
        let tolerance = i128::from(content(text.unwrap()).quantity_tolerance_bps.get());
        let quantity = i128::from(line.unwrap().quantity);
        assert_eq!(i128::from(row.most), quantity + quantity * tolerance / 10_000);
    }
}

#[test]
fn deliveries_keep_windows_prices_and_tolerances() {
    let contracts = contracts(&TRADE);
    let texts: HashMap<_, _> =
        TRADE.contract_versions.iter().map(|text| ((text.contract_id, text.n), text)).collect();
    let lines: HashMap<_, _> =
        TRADE.contract_lines.iter().map(|line| ((line.contract_id, line.n, line.line_no), line)).collect();
    for row in &TRADE.deliveries {
        let (contract, text) = (contracts[&row.contract_id], texts[&(row.contract_id, row.n)]);
        let line = lines[&(row.contract_id, row.n, row.line_no)];
        assert!(line.deliver_from_on <= row.delivered_on && row.delivered_on < line.deliver_until_on);
        assert!(text.in_force_from_on.unwrap() <= row.delivered_on && row.delivered_on < TODAY);
        assert!(text.in_force_until_on.is_none_or(|until| row.delivered_on < until));
        assert!(contract.ended_on.is_none_or(|ended| row.delivered_on <= ended));
        let market = row.reference_price_vnd;
        let price = match line.price_rule {
            PriceRule::Fixed => line.unit_price_vnd,
            PriceRule::Floor => line.unit_price_vnd.max(market.unwrap()),
            PriceRule::MarketLinked => market.unwrap() + line.premium_vnd,
        };
        assert_eq!(row.unit_price_vnd, price);
        let worth = (i128::from(row.counted) * i128::from(price) + 500_000) / 1_000_000;
        assert_eq!(i128::from(row.amount_vnd), worth);
        let tolerated = row.quantity * i64::from(content(text).weighing_tolerance_bps.get()) / 10_000;
        let differs = row.acknowledged_quantity.map(|weighed| (row.quantity - weighed).abs() > tolerated);
        assert_eq!(
            differs,
            match row.status {
                DeliveryStatus::Recorded => None,
                DeliveryStatus::Acknowledged => Some(false),
                DeliveryStatus::Disputed | DeliveryStatus::Settled => Some(true),
            }
        );
        assert_eq!(
            row.status == DeliveryStatus::Settled,
            row.settled_quantity.is_some() && row.settled_on.is_some()
        );
        let is_open = matches!(row.status, DeliveryStatus::Recorded | DeliveryStatus::Disputed);
        assert!(!is_open || contract.status != ContractStatus::Completed);
    }
    for status in DeliveryStatus::iter() {
        assert!(TRADE.deliveries.iter().filter(|row| row.status == status).count() >= 5, "{status:?}");
    }
    assert!(
        TRADE.deliveries.iter().any(|row| row.form != lines[&(row.contract_id, row.n, row.line_no)].form)
    );
    assert!(
        TRADE.deliveries.iter().any(|row| row.unit != lines[&(row.contract_id, row.n, row.line_no)].unit)
    );
}

#[test]
fn payments_add_up_and_never_exceed_what_is_owed() {
    let mut paid: BTreeMap<_, i64> = BTreeMap::new();
    for row in &TRADE.delivery_payments {
        assert!(row.paid_on < TODAY);
        *paid.entry(row.delivery_id).or_default() += row.amount_vnd;
    }
    for row in &TRADE.deliveries {
        assert_eq!(row.paid_vnd, paid.get(&row.id).copied().unwrap_or(0));
        assert!(row.paid_vnd <= row.amount_vnd);
    }
    let means = |means| TRADE.delivery_payments.iter().any(|row| row.means == means);
    assert!(PaymentMeans::iter().all(means));
    let partly = TRADE.deliveries.iter().filter(|row| row.paid_vnd > 0 && row.paid_vnd < row.amount_vnd);
    assert!(partly.count() > 0);
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
