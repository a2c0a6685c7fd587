//! Changes of a contract in force: the old text holds until both sides have confirmed the new one.

use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{Sides, amend, confirm, line, set_delivered, terms_of};
use tests::{App, Reply, both_databases};

fn of_quantity(quantity: &str) -> Value {
    terms_of(vec![line(1, quantity, 40_000)])
}

/// Number, first day in force, first day no longer, of each text, the latest first.
async fn texts(sides: &Sides, path: &str) -> Vec<(i64, Value, Value)> {
    let reply = sides.leader.get(&format!("{path}/texts")).await.expect(200);
    let each = |text: &Value| {
        (text["n"].as_i64().unwrap(), text["in_force_from_on"].clone(), text["in_force_until_on"].clone())
    };
    reply.data().iter().map(each).collect()
}

fn deliverable(reply: &Reply) -> &Value {
    &reply.json["lines"][0]["deliverable"]
}

both_databases! {
    async fn the_old_text_holds_until_both_have_confirmed(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let proposed = amend(&sides.leader, &path, of_quantity("800")).await.expect(200);
        assert_eq!((&proposed.json["status"], &proposed.json["text_n"]), (&json!("active"), &json!(2)));
        assert_eq!((&proposed.json["in_force_n"], &proposed.json["rationale"]), (&json!(1), &json!("quantity")));
        assert_eq!((&proposed.json["value_vnd"], deliverable(&proposed)), (&json!(40_000_000), &json!("1050")));
        assert_eq!(proposed.json["content"]["lines"][0]["quantity"], "800");
        assert_eq!(proposed.json["allowed_actions"], json!(["confirm", "drop-amendment", "complete", "terminate"]));
        amend(&sides.partner, &path, of_quantity("700")).await.problem(409, "state_conflict");
        let etag = proposed.etag();
        sides.partner.patch(&path, &etag, json!({ "content": of_quantity("700") })).await.problem(409, "state_conflict");
        confirm(&sides.leader, &path).await.expect(200);
        app.set_now("2026-07-01T03:00:00Z");
        let bound = confirm(&sides.partner, &path).await.expect(200);
        assert_eq!((&bound.json["in_force_n"], &bound.json["value_vnd"]), (&json!(2), &json!(32_000_000)));
        assert_eq!((&bound.json["status"], deliverable(&bound)), (&json!("active"), &json!("840")));
        assert_eq!(texts(&sides, &path).await, [
            (2, json!("2026-07-01"), Value::Null), (1, json!("2026-01-10"), json!("2026-07-01")),
        ]);
        let history = sides.leader.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions[..4], ["confirmed", "confirmed", "amendment_proposed", "confirmed"]);
    }

    async fn a_change_that_was_given_up_leaves_all_as_it_was(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let before = sides.leader.get(&path).await.expect(200);
        amend(&sides.partner, &path, of_quantity("800")).await.expect(200);
        confirm(&sides.partner, &path).await.expect(200);
        let because = json!({ "reason": "Bên bán không đồng ý." });
        let dropped = step(&sides.leader, &path, "drop-amendment", because.clone()).await.expect(200);
        for member in ["text_n", "sha256", "content", "confirmations", "value_vnd", "lines", "rationale"] {
            assert_eq!(dropped.json[member], before.json[member], "{member}");
        }
        step(&sides.leader, &path, "drop-amendment", because).await.problem(409, "state_conflict");
        // Its number is not used again, and neither are its confirmations.
        let again = amend(&sides.partner, &path, of_quantity("800")).await.expect(200);
        assert_eq!((&again.json["text_n"], &again.json["confirmed_by"]), (&json!(3), &json!([])));
        let given_up = sides.leader.get(&format!("{path}/texts/2")).await.expect(200);
        assert!(given_up.json["dropped_at"].is_string(), "{given_up}");
        let bound = sides.agree(&path).await;
        assert_eq!(bound.json["in_force_n"], 3);
        // On one day several may come into force; the last of them holds.
        amend(&sides.partner, &path, of_quantity("900")).await.expect(200);
        sides.agree(&path).await;
        assert_eq!(texts(&sides, &path).await[..2], [
            (4, json!("2026-06-15"), Value::Null), (3, json!("2026-06-15"), json!("2026-06-15")),
        ]);
    }

    async fn nothing_goes_below_what_was_delivered(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let two = terms_of(vec![line(1, "1000", 40_000), line(2, "50", 1000)]);
        amend(&sides.partner, &path, two).await.expect(200);
        sides.agree(&path).await;
        set_delivered(&app, &path, 1, 840_000_001).await;
        let refused = amend(&sides.partner, &path, of_quantity("800")).await.problem(422, "validation_failed");
        refused.faults(&["#/content/lines/0/quantity: out_of_range"]);
        let renamed = terms_of(vec![line(2, "50", 1000), line(3, "1000", 40_000)]);
        amend(&sides.partner, &path, renamed).await.faults(&["#/content/lines: inconsistent"]);
        let mut other = line(1, "10", 40_000);
        other["unit"] = json!("tan");
        amend(&sides.partner, &path, terms_of(vec![line(2, "50", 1000), other])).await
            .faults(&["#/content/lines/1/unit: inconsistent"]);
        let mut other = line(1, "1000", 40_000);
        (other["chain"], other["form"]) = (json!("gung"), json!("fresh"));
        amend(&sides.partner, &path, terms_of(vec![other])).await
            .faults(&["#/content/lines/0/chain: inconsistent", "#/content/lines/0/form: inconsistent"]);
        // A line of which nothing was delivered may go, and the price may change.
        let least = terms_of(vec![line(1, "800.001", 41_000)]);
        amend(&sides.partner, &path, least).await.expect(200);
        let bound = sides.agree(&path).await;
        assert_eq!(deliverable(&bound), &json!("0.001049"));
        let left = "SELECT CAST(most AS BIGINT) FROM line_balance WHERE line_no = 2";
        assert_eq!(app.database().count(left).await, 0);
    }

    async fn a_term_moves_only_through_days_to_come(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let moved = |days: &[(&str, &str)]| {
            let mut content = terms_of(vec![line(1, "900", 40_000)]);
            for (name, day) in days {
                content[*name] = json!(day);
            }
            content["lines"][0]["deliver_until_on"] = json!("2026-06-10");
            content
        };
        for (name, day) in [
            ("signed_on", "2026-01-09"), ("starts_on", "2026-02-02"), ("starts_on", "2026-01-31"), ("ends_on", "2026-06-14"),
        ] {
            let refused = amend(&sides.partner, &path, moved(&[(name, day)])).await;
            refused.faults(&[&format!("#/content/{name}: inconsistent")]);
        }
        // What is right on the day it is proposed is looked at again on the day it would come into force.
        amend(&sides.partner, &path, moved(&[("ends_on", "2026-06-15")])).await.expect(200);
        confirm(&sides.leader, &path).await.expect(200);
        app.set_now("2026-06-16T03:00:00Z");
        assert_eq!(confirm(&sides.partner, &path).await.unmet(), [("term_passed".to_owned(), None, None)]);
        step(&sides.leader, &path, "drop-amendment", json!({ "reason": "Đã qua ngày." })).await.expect(200);
        amend(&sides.partner, &path, moved(&[("ends_on", "2027-03-31")])).await.expect(200);
        assert_eq!(sides.agree(&path).await.json["ends_on"], "2027-03-31");
        amend(&sides.leader, &path, moved(&[("ends_on", "2026-06-16")])).await.expect(200);
        assert_eq!(sides.agree(&path).await.json["status"], "active");
        app.set_now("2026-06-17T03:00:00Z");
        assert_eq!(sides.leader.get(&path).await.expect(200).json["status"], "expired");
    }

    async fn a_term_to_come_moves_within_days_to_come(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.draft("1").await;
        let starting = |day: &str| {
            let mut content = of_quantity("10");
            content["starts_on"] = json!(day);
            content["lines"][0]["deliver_from_on"] = json!("2026-09-01");
            content
        };
        let etag = sides.partner.get(&path).await.expect(200).etag();
        sides.partner.patch(&path, &etag, json!({ "content": starting("2026-08-01") })).await.expect(200);
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        sides.agree(&path).await;
        amend(&sides.partner, &path, starting("2026-06-14")).await.faults(&["#/content/starts_on: inconsistent"]);
        for day in ["2026-08-15", "2026-06-15"] {
            amend(&sides.partner, &path, starting(day)).await.expect(200);
            assert_eq!(sides.agree(&path).await.json["starts_on"], day);
        }
    }

    async fn what_is_delivered_meanwhile_stands_against_a_change(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        amend(&sides.partner, &path, of_quantity("100")).await.expect(200);
        confirm(&sides.leader, &path).await.expect(200);
        set_delivered(&app, &path, 1, 105_000_001).await;
        assert_eq!(confirm(&sides.partner, &path).await.unmet(), [("quantity_delivered".to_owned(), None, None)]);
        let seen = sides.partner.get(&path).await.expect(200);
        assert_eq!((&seen.json["in_force_n"], &seen.json["confirmed_by"]), (&json!(1), &json!(["group"])));
        set_delivered(&app, &path, 1, 105_000_000).await;
        let bound = confirm(&sides.partner, &path).await.expect(200);
        assert_eq!((&bound.json["in_force_n"], deliverable(&bound)), (&json!(2), &json!("0")));
    }

    async fn a_change_changes_something_while_the_term_lasts(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        amend(&sides.partner, &path, of_quantity("1000.0")).await.faults(&["#/content: inconsistent"]);
        amend(&sides.partner, &path, of_quantity("0")).await.faults(&["#/content/lines/0/quantity: out_of_range"]);
        amend(&sides.partner, &sides.submitted("2").await, of_quantity("5")).await.problem(409, "state_conflict");
        amend(&sides.partner, &path, of_quantity("900")).await.expect(200);
        confirm(&sides.partner, &path).await.expect(200);
        app.set_now("2027-01-01T03:00:00Z");
        let seen = sides.leader.get(&path).await.expect(200);
        assert_eq!((&seen.json["status"], &seen.json["allowed_actions"]),
            (&json!("expired"), &json!(["drop-amendment", "complete", "terminate"])));
        confirm(&sides.leader, &path).await.problem(409, "state_conflict");
        step(&sides.leader, &path, "drop-amendment", json!({ "reason": "Hết hạn." })).await.expect(200);
        amend(&sides.leader, &path, of_quantity("900")).await.problem(409, "state_conflict");
    }

    async fn a_change_before_the_day_of_signing_takes_its_place(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.draft("1").await;
        let mut later = of_quantity("10");
        for (name, day) in [("signed_on", "2026-07-01"), ("starts_on", "2026-08-01")] {
            later[name] = json!(day);
        }
        later["lines"][0]["deliver_from_on"] = json!("2026-08-01");
        let etag = sides.partner.get(&path).await.expect(200).etag();
        sides.partner.patch(&path, &etag, json!({ "content": later })).await.expect(200);
        step(&sides.partner, &path, "submit", Value::Null).await.expect(200);
        assert_eq!(sides.agree(&path).await.json["status"], "confirmed");
        later["lines"][0]["quantity"] = json!("11");
        amend(&sides.partner, &path, later).await.expect(200);
        sides.agree(&path).await;
        assert_eq!(texts(&sides, &path).await, [
            (2, json!("2026-07-01"), Value::Null), (1, json!("2026-07-01"), json!("2026-07-01")),
        ]);
    }
}
