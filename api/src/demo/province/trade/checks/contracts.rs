//! Rules over contracts and their texts.

use super::*;

const UNITS: &str = include_str!("../../../../../../migration/data/units.csv");
const PRODUCTS: &str = include_str!("../../../../../../migration/data/product_units.csv");

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
