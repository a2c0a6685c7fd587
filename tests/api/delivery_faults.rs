//! What cannot be recorded, and what the answer points at.

use entity::enums::{GroupStatus, PartnerStatus};
use serde_json::{Value, json};
use tests::contracts::{Sides, line, set_partner, terms_of};
use tests::deliveries::{new_delivery, record};
use tests::{App, both_databases};

fn with(changes: &[(&str, Value)]) -> Value {
    let mut new = new_delivery("10");
    for (name, value) in changes {
        new[*name] = value.clone();
    }
    new
}

both_databases! {
    async fn what_does_not_fit_is_pointed_at(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        for (changes, faults) in [
            (vec![("delivered_on", json!("2026-06-16"))], vec!["#/delivered_on: out_of_range"]),
            // In the term, and before the window; the day before the term is in neither.
            (vec![("delivered_on", json!("2026-02-28"))], vec!["#/delivered_on: inconsistent"]),
            (vec![("delivered_on", json!("2026-01-31"))], vec!["#/delivered_on: inconsistent"]),
            (vec![("line_no", json!(2))], vec!["#/line_no: not_found"]),
            (vec![("line_no", json!(0))], vec!["#/line_no: out_of_range"]),
            (vec![("quantity", json!("0"))], vec!["#/quantity: out_of_range"]),
            (vec![("quantity", json!("1.2345"))], vec!["#/quantity: invalid_format"]),
            (vec![("quantity", json!(1.5))], vec!["#/quantity: invalid_type"]),
            (vec![("quantity", json!("-1"))], vec!["#/quantity: invalid_format"]),
            (vec![("unit", json!("xe"))], vec!["#/unit: not_found"]),
            (vec![("unit", json!("head"))], vec!["#/unit: inconsistent", "#/unit: inconsistent"]),
            (vec![("form", json!("fresh"))], vec!["#/form: inconsistent"]),
            (vec![("form", json!("live_weight"))], vec!["#/form: inconsistent", "#/form: inconsistent"]),
            (vec![("reference_price_vnd", json!(41_000))], vec!["#/reference_price_vnd: inconsistent"]),
            (vec![("amount_vnd", json!(1))], vec!["#/amount_vnd: unknown_field"]),
            (
                vec![("quantity", json!("0")), ("unit", json!("xe")), ("form", json!("fresh")), ("delivered_on", json!("2026-06-16"))],
                vec!["#/quantity: out_of_range", "#/unit: not_found", "#/form: inconsistent", "#/delivered_on: out_of_range"],
            ),
        ] {
            record(&sides.leader, &path, with(&changes)).await.problem(422, "validation_failed").faults(&faults);
        }
        let window = record(&sides.leader, &path, with(&[("delivered_on", json!("2026-02-28"))])).await;
        let says = window.json["errors"][0]["detail"].as_str().unwrap();
        assert!(says.contains("2026-03-01") && says.contains("2026-12-01"), "{window}");
        sides.partner.post(&format!("{path}/deliveries"), new_delivery("1")).await.problem(403, "permission_denied");
    }

    async fn more_than_remains_is_refused_with_what_remains(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        record(&sides.leader, &path, new_delivery("1000.5")).await.expect(201);
        let over = record(&sides.leader, &path, new_delivery("49.501")).await.problem(409, "conditions_unmet");
        assert_eq!((&over.json["remaining"], &over.json["findings"][0]["rule"]), (&json!("49.5"), &json!("quantity_remaining")));
        assert!(over.json["findings"][0]["detail"].as_str().unwrap().contains("49.5 kg"), "{over}");
        record(&sides.leader, &path, new_delivery("49.5")).await.expect(201);
        let over = record(&sides.officer, &path, new_delivery("0.001")).await.problem(409, "conditions_unmet");
        assert_eq!(over.json["remaining"], "0");
    }

    async fn fresh_counts_as_dried_and_back_where_a_ratio_was_agreed_on(app: App) {
        let sides = Sides::of(&app).await;
        for (number, form, other, counted) in [("1", "dried", "fresh", "11.764706"), ("2", "fresh", "dried", "850")] {
            let mut of_line = line(1, "1000", 40_000);
            (of_line["form"], of_line["fresh_per_dried"]) = (json!(form), json!("8.5"));
            let path = sides.bound_over(number, of_line).await;
            let made = record(&sides.leader, &path, with(&[("quantity", json!("1")), ("unit", json!("ta")), ("form", json!(other))])).await.expect(201);
            assert_eq!(made.json["counted"], counted);
            record(&sides.leader, &path, with(&[("form", json!("processed"))])).await.faults(&["#/form: inconsistent"]);
            let much = with(&[("quantity", json!("999999999.999")), ("unit", json!("tan")), ("form", json!("dried"))]);
            let refused = record(&sides.leader, &path, much).await;
            assert!([409, 422].contains(&refused.status), "{refused}");
        }
    }

    async fn animals_are_whole(app: App) {
        let sides = Sides::of(&app).await;
        let mut of_line = line(1, "20", 5_000_000);
        (of_line["chain"], of_line["form"], of_line["unit"]) = (json!("lon_den"), json!("live_weight"), json!("head"));
        let path = sides.bound_over("1", of_line).await;
        record(&sides.leader, &path, new_delivery("1.5")).await.faults(&["#/quantity: inconsistent"]);
        record(&sides.leader, &path, with(&[("unit", json!("kg"))])).await.faults(&["#/unit: inconsistent"]);
        record(&sides.leader, &path, new_delivery("2")).await.expect(201);
    }

    async fn the_price_follows_its_rule(app: App) {
        let sides = Sides::of(&app).await;
        for (rule, premium, market, price) in [
            ("floor", 0, None, Ok(40_000)),
            ("floor", 0, Some(39_999), Ok(40_000)),
            ("floor", 0, Some(41_000), Ok(41_000)),
            ("floor", 0, Some(0), Err("out_of_range")),
            ("market_linked", 500, None, Err("required")),
            ("market_linked", 500, Some(39_000), Ok(39_500)),
            ("market_linked", 500, Some(9_000_000_000_000_000_i64), Err("out_of_range")),
        ] {
            let mut of_line = line(1, "1000", 40_000);
            of_line["price"] = json!({ "rule": rule, "unit_price_vnd": 40_000, "premium_vnd": premium, "reference": "Giá chợ" });
            let path = sides.bound_over(&uuid::Uuid::now_v7().to_string(), of_line).await;
            let made = record(&sides.leader, &path, with(&[("reference_price_vnd", json!(market))])).await;
            match price {
                Ok(price) => {
                    let made = made.expect(201);
                    assert_eq!((&made.json["unit_price_vnd"], &made.json["amount_vnd"]), (&json!(price), &json!(price * 10)));
                }
                Err(code) => drop(made.faults(&[&format!("#/reference_price_vnd: {code}")])),
            }
        }
    }

    async fn amounts_do_not_run_over(app: App) {
        let sides = Sides::of(&app).await;
        let mut dear = line(1, "1000", 1_000_000_000);
        dear["price"] = json!({ "rule": "floor", "unit_price_vnd": 1_000_000_000, "premium_vnd": 0, "reference": null });
        let mut content = terms_of(vec![dear]);
        content["quantity_tolerance_bps"] = json!(3000);
        let path = sides.bound("1", content).await;
        record(&sides.leader, &path, new_delivery("1000.001")).await.faults(&["#/quantity: out_of_range"]);
        record(&sides.leader, &path, new_delivery("1000")).await.expect(201);
    }

    async fn nothing_new_is_delivered_by_or_to_who_has_ended(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        set_partner(&app, sides.partner_id, PartnerStatus::Suspended).await;
        let rule = ("partner_verified".to_owned(), None, None);
        assert_eq!(record(&sides.leader, &path, new_delivery("1")).await.unmet(), [rule]);
        set_partner(&app, sides.partner_id, PartnerStatus::Verified).await;
        app.set_group(sides.group_id, GroupStatus::Suspended).await;
        record(&sides.officer, &path, new_delivery("1")).await.faults(&["#/delivered_on: inconsistent"]);
    }

    async fn an_id_or_a_key_counts_once(app: App) {
        let sides = Sides::of(&app).await;
        let path = format!("{}/deliveries", sides.in_force("1").await);
        let (id, key) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        let mut new = new_delivery("1");
        new["id"] = json!(id);
        for _ in 0..2 {
            assert_eq!(sides.leader.post(&path, new.clone()).key(key).await.expect(201).id(), id);
        }
        sides.leader.post(&path, new).await.problem(409, "id_conflict");
        assert_eq!(sides.leader.get(&path).await.expect(200).data().len(), 1);
    }
}
