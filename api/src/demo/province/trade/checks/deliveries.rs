//! Rules over deliveries and payments.

use super::*;

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
    let acts = |row: &entity::delivery::Model| match row.status {
        DeliveryStatus::Recorded => 1,
        DeliveryStatus::Acknowledged | DeliveryStatus::Disputed => 2,
        DeliveryStatus::Settled => 3,
    };
    let duties = TRADE.duties.iter().filter(|duty| duty.subject_type == "delivery").count();
    assert_eq!(duties, TRADE.deliveries.iter().map(acts).sum::<usize>(), "each act by somebody else");
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
