//! What a contract may say: each fault is pointed at, and every đồng of its worth is what anybody else would reckon.

use entity::contract_line;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{CONTRACTS, Sides, item, line, terms, terms_of};
use tests::{App, Dice, Reply, both_databases};

/// Sets a member at a pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut content = terms_of(vec![line(1, "10", 100), line(2, "20", 200), line(3, "30", 300)]);
    *content.pointer_mut(pointer).unwrap() = value;
    content
}

async fn offered(sides: &Sides, content: Value) -> Reply {
    let mut new = sides.new_contract("1");
    new["content"] = content;
    sides.partner.post(CONTRACTS, new).await
}

/// A decimal in millionths, reckoned without the code under test.
fn millionths(text: &str) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<6}").parse().unwrap()
}

fn decimal(millionths: i128) -> String {
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Products with a unit each, and whether it takes decimals.
const PRODUCTS: [(&str, &str, &str, bool); 7] = [
    ("thach_den", "dried", "kg", true),
    ("thach_den", "dried", "yen", true),
    ("lac", "dried", "ta", true),
    ("gung", "fresh", "tan", true),
    ("lon_den", "live_weight", "kg", true),
    ("lon_den", "live_weight", "head", false),
    ("mien_dong", "processed", "kg", true),
];

/// A line at random, what it is worth, and the most that may be delivered of it.
fn random_line(dice: &mut Dice, line_no: u16, tolerance_bps: i128) -> (Value, i128, String) {
    let (chain, form, unit, takes_decimals) = *dice.one_of(&PRODUCTS);
    let whole = dice.below(100_000) + 1;
    let quantity = match (takes_decimals, dice.below(4)) {
        (false, _) | (true, 0) => whole.to_string(),
        (true, digits) => {
            format!("{whole}.{:0digits$}", dice.below(10_usize.pow(u32::try_from(digits).unwrap())))
        }
    };
    let (price, premium) = (dice.below(5_000_000) + 1, dice.below(10_000));
    let is_linked = dice.once_in(3);
    let mut made = line(line_no, &quantity, i64::try_from(price).unwrap());
    made["chain"] = json!(chain);
    made["form"] = json!(form);
    made["unit"] = json!(unit);
    if is_linked {
        made["price"]["rule"] = json!("market_linked");
        made["price"]["premium_vnd"] = json!(premium);
        made["price"]["reference"] = json!("Giá tại chợ Trùng Khánh");
    }
    let per_unit = i128::try_from(price + if is_linked { premium } else { 0 }).unwrap();
    let quantity = millionths(&quantity);
    let amount = (quantity * per_unit * 2 + 1_000_000) / 2_000_000;
    (made, amount, decimal(quantity + quantity * tolerance_bps / 10_000))
}

both_databases! {
    async fn what_does_not_fit_is_pointed_at(app: App) {
        let sides = Sides::of(&app).await;
        let of_line = "/lines/2";
        for (member, value, fault) in [
            ("/unit", json!("head"), "unit: inconsistent"),
            ("/unit", json!("xe"), "unit: not_found"),
            ("/chain", json!("sầu riêng"), "chain: not_found"),
            ("/form", json!("live_weight"), "form: inconsistent"),
            ("/quantity", json!("0"), "quantity: out_of_range"),
            ("/quantity", json!("0.000"), "quantity: out_of_range"),
            ("/quantity", json!("1.2345"), "quantity: invalid_format"),
            ("/quantity", json!("1e3"), "quantity: invalid_format"),
            ("/quantity", json!("-1"), "quantity: invalid_format"),
            ("/quantity", json!("1000000000"), "quantity: invalid_format"),
            ("/quantity", json!(1000), "quantity: invalid_type"),
            ("/line_no", json!(2), "line_no: not_unique"),
            ("/line_no", json!(0), "line_no: out_of_range"),
            ("/price/unit_price_vnd", json!(0), "price/unit_price_vnd: out_of_range"),
            ("/price/unit_price_vnd", json!(1.5), "price/unit_price_vnd: invalid_type"),
            ("/price/premium_vnd", json!(5), "price/premium_vnd: inconsistent"),
            ("/price/rule", json!("market_linked"), "price/reference: required"),
            ("/price/reference", json!("Giá chợ"), "price/reference: inconsistent"),
            ("/fresh_per_dried", json!("0"), "fresh_per_dried: out_of_range"),
            ("/deliver_from_on", json!("2026-01-31"), "deliver_from_on: inconsistent"),
            ("/deliver_until_on", json!("2027-01-02"), "deliver_until_on: inconsistent"),
            ("/deliver_until_on", json!("2026-03-01"), "deliver_until_on: inconsistent"),
        ] {
            let reply = offered(&sides, with(&format!("{of_line}{member}"), value)).await;
            reply.problem(422, "validation_failed").faults(&[&format!("#/content{of_line}/{fault}")]);
        }
        for (member, value, faults) in [
            ("/signed_on", json!("2026-02-02"), vec!["#/content/signed_on: inconsistent"]),
            ("/quantity_tolerance_bps", json!(3001), vec!["#/content/quantity_tolerance_bps: out_of_range"]),
            ("/weighing_tolerance_bps", json!(1001), vec!["#/content/weighing_tolerance_bps: out_of_range"]),
            ("/lines", json!([]), vec!["#/content/lines: too_short"]),
            ("/lines", json!(vec![line(1, "1", 1); 51]), vec!["#/content/lines: too_many_items"]),
            ("/linkage", json!("barter"), vec!["#/content/linkage: not_in_enum"]),
            ("/penalty_text", json!(""), vec!["#/content/penalty_text: too_short"]),
        ] {
            offered(&sides, with(member, value)).await.problem(422, "validation_failed").faults(&faults);
        }
    }

    async fn a_contract_does_not_end_before_it_starts(app: App) {
        let sides = Sides::of(&app).await;
        let mut content = terms();
        content["ends_on"] = json!("2026-01-31");
        offered(&sides, content.clone()).await.faults(&[
            "#/content/ends_on: inconsistent", "#/content/lines/0/deliver_from_on: inconsistent",
            "#/content/lines/0/deliver_until_on: inconsistent",
        ]);
        // One day is a term, and its window ends with it.
        for name in ["starts_on", "ends_on"] {
            content[name] = json!("2026-06-15");
        }
        content["lines"][0]["deliver_from_on"] = json!("2026-06-15");
        content["lines"][0]["deliver_until_on"] = json!("2026-06-16");
        offered(&sides, content).await.expect(201);
    }

    async fn animals_are_whole_and_have_no_fresh_weight(app: App) {
        let sides = Sides::of(&app).await;
        let mut content = terms();
        let line = &mut content["lines"][0];
        (line["chain"], line["form"], line["unit"]) = (json!("lon_den"), json!("live_weight"), json!("head"));
        (line["quantity"], line["fresh_per_dried"]) = (json!("1.5"), json!("8"));
        offered(&sides, content).await.faults(&[
            "#/content/lines/0/quantity: inconsistent", "#/content/lines/0/fresh_per_dried: inconsistent",
        ]);
    }

    async fn amounts_do_not_run_over(app: App) {
        let sides = Sides::of(&app).await;
        let most = 1_000_000_000_000_i64;
        let lines = vec![line(1, "1", 1), line(2, "1", 1), line(3, "1000000.001", 1_000_000)];
        offered(&sides, terms_of(lines)).await.faults(&["#/content/lines/2/quantity: out_of_range"]);
        let made = offered(&sides, terms_of((1..=50).map(|n| line(n, "1", most)).collect())).await.expect(201);
        assert_eq!(made.json["value_vnd"], 50 * most);
        let mut both = line(1, "1", most);
        both["price"] = json!({ "rule": "market_linked", "unit_price_vnd": most, "premium_vnd": 1, "reference": "Giá chợ" });
        offered(&sides, terms_of(vec![both])).await.faults(&["#/content/lines/0/quantity: out_of_range"]);
    }

    async fn contracts_are_worth_what_anybody_would_reckon(app: App) {
        let mut dice = Dice::new("contract amounts");
        let sides = Sides::of(&app).await;
        for round in 0..6 {
            let tolerance = dice.below(3001);
            let count = u16::try_from(dice.below(50) + 1).unwrap();
            let drawn: Vec<_> = (1..=count)
                .map(|n| random_line(&mut dice, n, i128::try_from(tolerance).unwrap()))
                .collect();
            let mut content = terms_of(drawn.iter().map(|(line, ..)| line.clone()).collect());
            content["quantity_tolerance_bps"] = json!(tolerance);
            let mut new = sides.new_contract(&round.to_string());
            new["content"] = content;
            let made = sides.partner.post(CONTRACTS, new).await.expect(201);
            let total: i128 = drawn.iter().map(|(_, amount, _)| amount).sum();
            assert_eq!(i128::from(made.json["value_vnd"].as_i64().unwrap()), total);
            let path = item(&made);
            step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
            let bound = sides.agree(&path).await;
            for (shown, (sent, _, most)) in bound.json["lines"].as_array().unwrap().iter().zip(&drawn) {
                assert_eq!(millionths(shown["contracted"].as_str().unwrap()), millionths(sent["quantity"].as_str().unwrap()));
                assert_eq!(shown["deliverable"].as_str(), Some(most.as_str()), "{sent}");
            }
            let kept = contract_line::Entity::find().filter(contract_line::Column::ContractId.eq(made.id()));
            let mut kept = kept.all(app.db()).await.unwrap();
            kept.sort_by_key(|row| row.line_no);
            let amounts: Vec<i128> = kept.iter().map(|row| row.amount_vnd.into()).collect();
            assert_eq!(amounts, drawn.iter().map(|(_, amount, _)| *amount).collect::<Vec<_>>());
        }
    }

    async fn every_text_stays_with_what_it_changed(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.submitted("1").await;
        for (n, caller) in [&sides.leader, &sides.partner, &sides.officer].into_iter().enumerate() {
            let etag = caller.get(&path).await.expect(200).etag();
            let content = terms_of(vec![line(1, "1000", 41_000 + i64::try_from(n).unwrap())]);
            caller.patch(&path, &etag, json!({ "content": content })).await.expect(200);
        }
        let texts = sides.leader.get(&format!("{path}/texts?limit=3&include_total=true")).await.expect(200);
        let seen = |reply: &Reply| -> Vec<(i64, String)> {
            reply.data().iter()
                .map(|text| (text["n"].as_i64().unwrap(), text["proposed_by"].as_str().unwrap().to_owned()))
                .collect()
        };
        let named = |n, side: &str| (n, side.to_owned());
        assert_eq!(seen(&texts), [named(4, "group"), named(3, "partner"), named(2, "group")]);
        assert_eq!(texts.json["page"]["total"], 4);
        let cursor = texts.json["page"]["next_cursor"].as_str().unwrap();
        let rest = sides.leader.get(&format!("{path}/texts?limit=3&cursor={cursor}")).await.expect(200);
        assert_eq!(seen(&rest), [named(1, "partner")]);
        let text = sides.partner.get(&format!("{path}/texts/3")).await.expect(200);
        assert_eq!(text.json["changes"].as_array().unwrap().len(), 1);
        assert_eq!(text.json["changes"][0]["pointer"], "/lines");
        assert_eq!(text.json["changes"][0]["old"][0]["price"]["unit_price_vnd"], 41_000);
        assert_eq!(text.json["content"]["lines"][0]["price"]["unit_price_vnd"], 41_001);
        sides.partner.get(&format!("{path}/texts/5")).await.problem(404, "not_found");
        for n in ["0", "-1", "01", "x", "99999999999"] {
            sides.partner.get(&format!("{path}/texts/{n}")).await.problem(400, "invalid_parameter");
        }
    }
}
