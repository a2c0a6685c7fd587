//! Acknowledging and settling: what counts, and that three different people do it.

use entity::enums::Role;
use hoinongdan::access::Scope;
use serde_json::{Value, json};
use tests::contracts::{Sides, terms};
use tests::deliveries::{go, item, new_delivery, new_payment, payments, record};
use tests::{App, Caller, both_databases};

async fn progress(caller: &Caller, contract: &str) -> [Value; 2] {
    let line = &caller.get(contract).await.expect(200).json["lines"][0];
    [line["delivered"].clone(), line["deliverable"].clone()]
}

both_databases! {
    async fn what_was_weighed_counts_within_the_tolerance_alone(app: App) {
        let sides = Sides::of(&app).await;
        for (number, weighed, status, counted) in [
            ("1", "99", "acknowledged", "99"), ("2", "98.999", "disputed", "100"), ("3", "101", "acknowledged", "101"),
            ("4", "101.001", "disputed", "100"), ("5", "0", "disputed", "100"), ("6", "100", "acknowledged", "100"),
        ] {
            let path = sides.in_force(number).await;
            let recorded = record(&sides.leader, &path, new_delivery("100")).await.expect(201);
            let seen = go(&sides.partner, &recorded, "acknowledge", weighed).await.expect(200);
            assert_eq!((&seen.json["status"], &seen.json["counted"]), (&json!(status), &json!(counted)));
            assert_eq!((&seen.json["quantity"], &seen.json["acknowledged_quantity"]), (&json!("100"), &json!(weighed)));
            let left = 1050 - counted.parse::<i64>().unwrap();
            let delivered = if status == "disputed" { "0" } else { counted };
            assert_eq!(progress(&sides.leader, &path).await, [json!(delivered), json!(left.to_string())]);
        }
    }

    async fn a_weight_within_the_tolerance_that_does_not_fit_is_a_dispute(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        record(&sides.leader, &path, new_delivery("949.5")).await.expect(201);
        let recorded = record(&sides.leader, &path, new_delivery("100")).await.expect(201);
        let over = go(&sides.partner, &recorded, "acknowledge", "101").await.expect(200);
        assert_eq!((&over.json["status"], &over.json["acknowledged_quantity"]), (&json!("disputed"), &json!("101")));
        assert_eq!(progress(&sides.leader, &path).await, [json!("0"), json!("0.5")]);
        let refused = go(&sides.officer, &over, "settle", "100.501").await.problem(409, "conditions_unmet");
        assert_eq!(refused.json["remaining"], "100.5");
        go(&sides.officer, &over, "settle", "100.5").await.expect(200);
        assert_eq!(progress(&sides.leader, &path).await, [json!("100.5"), json!("0")]);
    }

    async fn a_dispute_is_settled_between_both_numbers(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let disputed = sides.disputed(&path).await;
        for caller in [&sides.partner, &sides.leader] {
            assert_eq!(caller.get(&item(&disputed)).await.expect(200).json["allowed_actions"], json!([]));
            go(caller, &disputed, "settle", "95").await.problem(403, "permission_denied");
        }
        assert_eq!(sides.officer.get(&item(&disputed)).await.expect(200).json["allowed_actions"], json!(["settle"]));
        for quantity in ["89.999", "100.001"] {
            go(&sides.officer, &disputed, "settle", quantity).await.faults(&["#/quantity: out_of_range"]);
        }
        let silent = json!({ "quantity": "95" });
        sides.officer.act(&format!("{}/settle", item(&disputed)), &disputed.etag(), silent).await.faults(&["#/reason: required"]);
        let settled = go(&sides.officer, &disputed, "settle", "95.25").await.expect(200);
        assert_eq!((&settled.json["status"], &settled.json["counted"]), (&json!("settled"), &json!("95.25")));
        assert_eq!((&settled.json["quantity"], &settled.json["acknowledged_quantity"], &settled.json["settled_quantity"]),
            (&json!("100"), &json!("90"), &json!("95.25")));
        assert_eq!((&settled.json["amount_vnd"], &settled.json["settled_on"]), (&json!(3_810_000), &json!("2026-06-15")));
        assert_eq!(progress(&sides.leader, &path).await, [json!("95.25"), json!("954.75")]);
        let history = sides.partner.get(&format!("{}/history", item(&settled))).await.expect(200);
        let last = &history.data()[0];
        assert_eq!((&last["action"], &last["reason"]), (&json!("settled"), &json!("Cân lại tại trạm của xã.")));
        assert_eq!((&last["organisation"], &last["actor_id"]), (&json!("union"), &Value::Null));
    }

    async fn nobody_acknowledges_or_settles_what_they_recorded(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        // A colleague records; both learn what the other side may do, but may not do it.
        let clerk = app.as_officer_of(sides.commune).await;
        let recorded = record(&clerk, &path, new_delivery("100")).await.expect(201);
        app.also(&clerk, Role::Partner, Scope::Partner(sides.partner_id)).await;
        assert_eq!(clerk.get(&item(&recorded)).await.expect(200).json["allowed_actions"], json!([]));
        go(&clerk, &recorded, "acknowledge", "100").await.problem(403, "separation_of_duties");
        let buyer = app.as_partner(sides.partner_id).await;
        let disputed = go(&buyer, &recorded, "acknowledge", "50").await.expect(200);
        let desk = app.as_officer_of(sides.commune).await;
        let other = record(&desk, &path, new_delivery("10")).await.expect(201);
        let other = go(&buyer, &other, "acknowledge", "5").await.expect(200);
        assert_eq!(desk.get(&item(&other)).await.expect(200).json["allowed_actions"], json!([]));
        go(&desk, &other, "settle", "7").await.problem(403, "separation_of_duties");
        assert_eq!(desk.get(&item(&disputed)).await.expect(200).json["allowed_actions"], json!(["settle"]));
        // Who acknowledged for the buyer settles nothing, whatever they are given later.
        app.also(&buyer, Role::Officer, Scope::Area(sides.commune)).await;
        assert_eq!(buyer.get(&item(&disputed)).await.expect(200).json["allowed_actions"], json!([]));
        go(&buyer, &disputed, "settle", "70").await.problem(403, "separation_of_duties");
        go(&desk, &disputed, "settle", "70").await.expect(200);
    }

    async fn somebody_of_both_sides_does_nothing_with_deliveries(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let recorded = record(&sides.leader, &path, new_delivery("100")).await.expect(201);
        let (disputed, agreed) = (sides.disputed(&path).await, sides.delivered(&path, "10").await);
        let (partner, group) = (Scope::Partner(sides.partner_id), Scope::Group(sides.group_id));
        for other in [(Role::Leader, group), (Role::Officer, Scope::Area(sides.commune))] {
            let both = app.as_roles(&[(Role::Partner, partner), other]).await;
            assert_eq!(both.get(&item(&recorded)).await.expect(200).json["allowed_actions"], json!([]));
            record(&both, &path, new_delivery("1")).await.problem(403, "separation_of_duties");
            go(&both, &recorded, "acknowledge", "100").await.problem(403, "separation_of_duties");
            both.post(&payments(&agreed), new_payment(1_000)).await.problem(403, "separation_of_duties");
            if other.0 == Role::Officer {
                go(&both, &disputed, "settle", "95").await.problem(403, "separation_of_duties");
            }
        }
    }

    async fn a_step_needs_the_revision_and_a_day_that_fits(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let recorded = record(&sides.leader, &path, new_delivery("100")).await.expect(201);
        let at = format!("{}/acknowledge", item(&recorded));
        let body = |day: &str, quantity: &str| json!({ "quantity": quantity, "acknowledged_on": day });
        for (day, quantity, fault) in [
            ("2026-06-09", "100", "#/acknowledged_on: inconsistent"), ("2026-06-16", "100", "#/acknowledged_on: out_of_range"),
            ("2026-06-11", "1.0001", "#/quantity: invalid_format"),
        ] {
            sides.partner.act(&at, &recorded.etag(), body(day, quantity)).await.faults(&[fault]);
        }
        sides.partner.act(&at, "\"v9\"", body("2026-06-11", "100")).await.problem(412, "precondition_failed");
        sides.partner.post(&at, body("2026-06-11", "100")).await.problem(428, "precondition_required");
        let key = uuid::Uuid::now_v7();
        for _ in 0..2 {
            let seen = sides.partner.act(&at, &recorded.etag(), body("2026-06-11", "100")).key(key).await.expect(200);
            assert_eq!((&seen.json["acknowledged_on"], &seen.json["version"]), (&json!("2026-06-11"), &json!(2)));
        }
        let animals = {
            let mut content = terms();
            let line = &mut content["lines"][0];
            (line["chain"], line["form"], line["unit"]) = (json!("lon_den"), json!("live_weight"), json!("head"));
            sides.bound("2", content).await
        };
        let recorded = record(&sides.leader, &animals, new_delivery("100")).await.expect(201);
        go(&sides.partner, &recorded, "acknowledge", "99.5").await.faults(&["#/quantity: inconsistent"]);
    }
}
