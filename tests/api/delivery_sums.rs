//! Every quantity and every đồng of deliveries is what anybody else would reckon, also of deliveries at the same time.
//! The reckoning here is done in whole numbers and without the code under test.

use serde_json::{Value, json};
use tests::contracts::{Sides, line, terms_of};
use tests::deliveries::{DELIVERIES, go, new_delivery, record};
use tests::{App, Dice, Reply, at_once, both_databases};

/// Millionths in one.
const ONE: i128 = 1_000_000;
/// Rounds of the usual test run, and deliveries in each.
const ROUNDS: usize = 4;
const DELIVERIES_EACH: usize = 12;

/// Products with the forms that count in each other, and the units of their lines.
const PRODUCTS: [(&str, &[&str], &[&str]); 4] = [
    ("gung", &["fresh", "dried"], &["kg", "yen", "ta", "tan"]),
    ("thach_den", &["dried"], &["kg", "yen", "ta", "tan"]),
    ("lon_den", &["live_weight"], &["head"]),
    ("bo_mong", &["live_weight"], &["kg", "ta", "tan"]),
];

fn millionths(text: &Value) -> i128 {
    let text = text.as_str().unwrap();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<6}").parse().unwrap()
}

fn decimal(millionths: i128) -> String {
    let text = format!("{}.{:06}", millionths / ONE, millionths % ONE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn half_up(dividend: i128, divisor: i128) -> i128 {
    (2 * dividend + divisor) / (2 * divisor)
}

fn kilograms(unit: &str) -> i128 {
    match unit {
        "yen" => 10,
        "ta" => 100,
        "tan" => 1000,
        _ => 1,
    }
}

/// What a line agrees on, and what was counted of it so far.
#[derive(Debug)]
struct Reckoned {
    form: &'static str,
    unit: &'static str,
    ratio: Option<i128>,
    rule: &'static str,
    price: i128,
    premium: i128,
    weighing_bps: i128,
    most: i128,
    counted: i128,
    agreed: i128,
    amount: i128,
}

/// A delivery in numbers.
#[derive(Clone, Copy, Debug)]
struct Drawn {
    form: &'static str,
    unit: &'static str,
    quantity: i128,
    market: Option<i128>,
}

impl Reckoned {
    fn count(&self, drawn: Drawn, quantity: i128) -> i128 {
        let exact = quantity * kilograms(drawn.unit);
        assert_eq!(exact % kilograms(self.unit), 0, "units convert without a remainder");
        let converted = exact / kilograms(self.unit);
        match (drawn.form, self.form, self.ratio) {
            ("fresh", "dried", Some(ratio)) => half_up(converted * ONE, ratio),
            ("dried", "fresh", Some(ratio)) => half_up(converted * ratio, ONE),
            _ => converted,
        }
    }

    fn price(&self, drawn: Drawn) -> i128 {
        match (self.rule, drawn.market) {
            ("floor", Some(market)) => market.max(self.price),
            ("market_linked", Some(market)) => market + self.premium,
            _ => self.price,
        }
    }

    fn worth(&self, drawn: Drawn, counted: i128) -> i128 {
        half_up(counted * self.price(drawn), ONE)
    }

    fn content(&self, chain: &str, quantity: i128, tolerance_bps: i128) -> Value {
        let mut of_line = line(1, &decimal(quantity), i64::try_from(self.price).unwrap());
        (of_line["chain"], of_line["form"], of_line["unit"]) =
            (json!(chain), json!(self.form), json!(self.unit));
        of_line["fresh_per_dried"] = json!(self.ratio.map(decimal));
        of_line["price"]["rule"] = json!(self.rule);
        of_line["price"]["premium_vnd"] = json!(i64::try_from(self.premium).unwrap());
        of_line["price"]["reference"] = json!((self.rule != "fixed").then_some("Giá chợ"));
        let mut content = terms_of(vec![of_line]);
        content["quantity_tolerance_bps"] = json!(i64::try_from(tolerance_bps).unwrap());
        content["weighing_tolerance_bps"] = json!(i64::try_from(self.weighing_bps).unwrap());
        content
    }
}

fn below(dice: &mut Dice, end: usize) -> i128 {
    i128::try_from(dice.below(end)).unwrap()
}

/// A quantity with up to three decimals where the unit has any.
fn draw_quantity(dice: &mut Dice, unit: &str, most: usize) -> i128 {
    if unit == "head" { (below(dice, 20) + 1) * ONE } else { (below(dice, most) + 1) * 1000 }
}

/// A contract in force over one line at random; its path.
async fn bound(sides: &Sides, dice: &mut Dice, number: usize) -> (String, Reckoned, &'static [&'static str]) {
    let (chain, forms, units) = *dice.one_of(&PRODUCTS);
    let (form, unit) = (*dice.one_of(forms), *dice.one_of(units));
    let rule = *dice.one_of(&["fixed", "floor", "market_linked"]);
    let (quantity, tolerance_bps) = (draw_quantity(dice, unit, 400_000) * 8, below(dice, 3001));
    let reckoned = Reckoned {
        form,
        unit,
        ratio: (forms.len() == 2).then(|| (below(dice, 20_000) + 1000) * 1000),
        rule,
        price: below(dice, 5_000_000) + 1,
        premium: if rule == "market_linked" { below(dice, 10_000) } else { 0 },
        weighing_bps: below(dice, 1001),
        most: quantity + quantity * tolerance_bps / 10_000,
        counted: 0,
        agreed: 0,
        amount: 0,
    };
    let path = sides.bound(&number.to_string(), reckoned.content(chain, quantity, tolerance_bps)).await;
    (path, reckoned, forms)
}

fn draw(dice: &mut Dice, line: &Reckoned, forms: &[&'static str]) -> Drawn {
    let units: &[&'static str] = if line.unit == "head" { &["head"] } else { &["kg", "yen", "ta", "tan"] };
    let unit = *dice.one_of(units);
    let most =
        400_000 * usize::try_from(kilograms(line.unit)).unwrap() / usize::try_from(kilograms(unit)).unwrap();
    let needs_market = line.rule == "market_linked" || line.rule == "floor" && dice.once_in(2);
    Drawn {
        form: forms[dice.below(forms.len())],
        unit,
        quantity: draw_quantity(dice, unit, most.max(1)),
        market: needs_market.then(|| below(dice, 5_000_000) + 1),
    }
}

/// Records a delivery if it fits; otherwise the answer says what remains.
async fn recorded(sides: &Sides, path: &str, line: &mut Reckoned, drawn: Drawn) -> Option<Reply> {
    let counted = line.count(drawn, drawn.quantity);
    let mut new = new_delivery(&decimal(drawn.quantity));
    (new["form"], new["unit"]) = (json!(drawn.form), json!(drawn.unit));
    new["reference_price_vnd"] = json!(drawn.market.map(|market| i64::try_from(market).unwrap()));
    let reply = record(&sides.leader, path, new).await;
    if counted == 0 {
        reply.faults(&["#/quantity: out_of_range"]);
        return None;
    }
    if line.counted + counted > line.most {
        let over = reply.problem(409, "conditions_unmet");
        assert_eq!(over.json["remaining"], decimal(line.most - line.counted), "{line:?} {drawn:?}");
        return None;
    }
    let made = reply.expect(201);
    assert_eq!(millionths(&made.json["counted"]), counted, "{line:?} {drawn:?}");
    assert_eq!(i128::from(made.json["unit_price_vnd"].as_i64().unwrap()), line.price(drawn));
    line.counted += counted;
    line.amount += line.worth(drawn, counted);
    Some(made)
}

/// Acknowledges a delivery with another number, and settles it where that is too far away.
async fn followed(sides: &Sides, dice: &mut Dice, line: &mut Reckoned, (made, drawn): (Reply, Drawn)) {
    let step = if drawn.unit == "head" { ONE } else { 1000 };
    let weighed = drawn.quantity * (9_400 + below(dice, 1200)) / 10_000 / step * step;
    let is_near = (weighed - drawn.quantity).abs() * 10_000 <= drawn.quantity * line.weighing_bps;
    let before = line.count(drawn, drawn.quantity);
    let reply = go(&sides.partner, &made, "acknowledge", &decimal(weighed)).await;
    let after = line.count(drawn, weighed);
    let is_agreed = is_near && line.counted - before + after <= line.most;
    let seen = reply.expect(200);
    assert_eq!(seen.json["status"] == "acknowledged", is_agreed, "{line:?} {drawn:?} {weighed}");
    if is_agreed {
        recount(line, drawn, (before, after), &seen);
        return;
    }
    let settled = (drawn.quantity + weighed) / 2 / step * step;
    let settled = settled.max(drawn.quantity.min(weighed));
    let after = line.count(drawn, settled);
    let reply = go(&sides.officer, &seen, "settle", &decimal(settled)).await;
    if line.counted - before + after > line.most {
        drop(reply.problem(409, "conditions_unmet"));
    } else {
        recount(line, drawn, (before, after), &reply.expect(200));
    }
}

fn recount(line: &mut Reckoned, drawn: Drawn, (before, after): (i128, i128), seen: &Reply) {
    assert_eq!(millionths(&seen.json["counted"]), after, "{line:?} {drawn:?}");
    let amount = line.worth(drawn, after);
    assert_eq!(i128::from(seen.json["amount_vnd"].as_i64().unwrap()), amount, "{line:?} {drawn:?}");
    line.counted += after - before;
    line.agreed += after;
    line.amount += amount - line.worth(drawn, before);
}

both_databases! {
    async fn totals_are_what_anybody_would_reckon(app: App) {
        let mut dice = Dice::new("delivery sums");
        let sides = Sides::of(&app).await;
        let mut in_all = 0;
        for round in 0..ROUNDS {
            let (path, mut line, forms) = bound(&sides, &mut dice, round).await;
            for _ in 0..DELIVERIES_EACH {
                let drawn = draw(&mut dice, &line, forms);
                let Some(made) = recorded(&sides, &path, &mut line, drawn).await else { continue };
                if !dice.once_in(4) {
                    followed(&sides, &mut dice, &mut line, (made, drawn)).await;
                }
            }
            let shown = sides.partner.get(&path).await.expect(200).json["lines"][0].clone();
            assert_eq!(millionths(&shown["delivered"]), line.agreed, "{line:?}");
            assert_eq!(millionths(&shown["deliverable"]), line.most - line.counted, "{line:?}");
            let list = sides.leader.get(&format!("{path}/deliveries?include_total=true&limit=1")).await.expect(200);
            assert_eq!(i128::from(list.json["page"]["sum_vnd"].as_i64().unwrap()), line.amount, "{line:?}");
            in_all += line.amount;
        }
        let list = sides.officer.get(&format!("{DELIVERIES}?include_total=true&limit=1")).await.expect(200);
        assert_eq!(i128::from(list.json["page"]["sum_vnd"].as_i64().unwrap()), in_all);
    }

    async fn deliveries_at_the_same_time_never_exceed_the_line(app: App) {
        let sides = Sides::of(&app).await;
        let mut content = terms_of(vec![line(1, "10", 40_000)]);
        content["quantity_tolerance_bps"] = json!(0);
        let path = sides.bound("1", content).await;
        let work = (0..20).map(|n| {
            let caller = if n % 2 == 0 { sides.leader.clone() } else { sides.officer.clone() };
            let path = path.clone();
            async move { record(&caller, &path, new_delivery("1")).await }
        });
        let answers = at_once(work).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 10);
        for refused in answers.into_iter().filter(|answer| answer.status != 201) {
            assert_eq!(refused.problem(409, "conditions_unmet").json["remaining"], "0");
        }
        let list = sides.partner.get(&format!("{path}/deliveries?include_total=true")).await.expect(200);
        assert_eq!((&list.json["page"]["total"], &list.json["page"]["sum_vnd"]), (&json!(10), &json!(400_000)));
        let shown = sides.partner.get(&path).await.expect(200).json["lines"][0].clone();
        assert_eq!((&shown["delivered"], &shown["deliverable"]), (&json!("0"), &json!("0")));
    }
}
