//! What was delivered under a contract, from the record to the payment, and how it is listed.

use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{CONTRACTS, Sides, amend, line, terms, terms_of};
use tests::deliveries::{DELIVERIES, go, item, new_delivery, new_payment, payments, record};
use tests::{App, Caller, Reply, both_databases, finding};

/// What a line of a contract tells of itself.
async fn progress(caller: &Caller, contract: &str) -> (Value, Value, Value) {
    let line = &caller.get(contract).await.expect(200).json["lines"][0];
    (line["delivered"].clone(), line["remaining"].clone(), line["deliverable"].clone())
}

fn texts(delivered: &str, remaining: &str, deliverable: &str) -> (Value, Value, Value) {
    (json!(delivered), json!(remaining), json!(deliverable))
}

/// How many deliveries a list finds, and what they are worth.
async fn found(caller: &Caller, path: &str) -> (usize, i64) {
    let list = caller.get(path).await.expect(200);
    let shown: i64 = list.data().iter().map(|item| item["amount_vnd"].as_i64().unwrap()).sum();
    assert_eq!(
        (&list.json["page"]["total"], &list.json["page"]["sum_vnd"]),
        (&json!(list.data().len()), &json!(shown))
    );
    (list.data().len(), shown)
}

fn days(list: &Reply) -> Vec<&str> {
    list.data().iter().map(|item| item["delivered_on"].as_str().unwrap()).collect()
}

both_databases! {
    async fn a_delivery_is_recorded_acknowledged_and_paid(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let mut new = new_delivery("500");
        new["note_no"] = json!("PGH-015");
        let recorded = record(&sides.leader, &path, new).await.expect(201);
        assert_eq!(recorded.json["text_n"], 1);
        assert_eq!((&recorded.json["unit"], &recorded.json["form"], &recorded.json["grade"]), (&json!("kg"), &json!("dried"), &Value::Null));
        assert_eq!((&recorded.json["counted"], &recorded.json["line_unit"]), (&json!("500"), &json!("kg")));
        assert_eq!((&recorded.json["unit_price_vnd"], &recorded.json["amount_vnd"]), (&json!(40_000), &json!(20_000_000)));
        assert_eq!((&recorded.json["status"], &recorded.json["allowed_actions"]), (&json!("recorded"), &json!([])));
        assert_eq!(progress(&sides.partner, &path).await, texts("0", "1000", "550"));
        assert_eq!(step(&sides.leader, &path, "complete", Value::Null).await.unmet(), [finding("open_deliveries", 0, 1)]);
        let seen = sides.partner.get(&item(&recorded)).await.expect(200);
        assert_eq!(seen.json["allowed_actions"], json!(["acknowledge"]));
        let weighed = go(&sides.partner, &recorded, "acknowledge", "498").await.expect(200);
        assert_eq!((&weighed.json["status"], &weighed.json["allowed_actions"]), (&json!("acknowledged"), &json!([])));
        assert_eq!((&weighed.json["quantity"], &weighed.json["acknowledged_quantity"]), (&json!("500"), &json!("498")));
        assert_eq!((&weighed.json["counted"], &weighed.json["amount_vnd"]), (&json!("498"), &json!(19_920_000)));
        assert_eq!(weighed.json["acknowledged_on"], "2026-06-15");
        assert_eq!(progress(&sides.leader, &path).await, texts("498", "502", "552"));
        for amount_vnd in [10_000_000, 9_920_000] {
            sides.partner.post(&payments(&weighed), new_payment(amount_vnd)).await.expect(201);
        }
        let paid = sides.leader.get(&item(&weighed)).await.expect(200);
        assert_eq!((&paid.json["paid_vnd"], &paid.json["version"]), (&json!(19_920_000), &json!(4)));
        let done = step(&sides.leader, &path, "complete", Value::Null).await.expect(200);
        assert_eq!(done.json["status"], "completed");
    }

    async fn both_sides_read_who_did_what_as_role_and_organisation(app: App) {
        let sides = Sides::of(&app).await;
        let seen = sides.delivered(&sides.in_force("1").await, "5").await;
        sides.partner.post(&payments(&seen), new_payment(7)).await.expect(201);
        let own = json!(sides.partner.account_id());
        for (caller, partner) in [(&sides.partner, &own), (&sides.leader, &Value::Null)] {
            let history = caller.get(&format!("{}/history", item(&seen))).await.expect(200);
            let told: Vec<_> = history.data().iter().map(|entry| [&entry["action"], &entry["role"], &entry["organisation"], &entry["actor_id"]]).collect();
            assert_eq!(told, [
                [&json!("paid"), &json!("partner"), &json!("partner"), partner],
                [&json!("acknowledged"), &json!("partner"), &json!("partner"), partner],
                [&json!("created"), &json!("leader"), &json!("group"), &Value::Null],
            ]);
        }
        let text = sides.partner.get(&item(&seen)).await.expect(200).text();
        for word in ["person", "member", "household", "human", "account", "actor"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }

    async fn what_was_recorded_in_error_gives_the_line_its_quantity_back(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let recorded = record(&sides.leader, &path, new_delivery("1050")).await.expect(201);
        assert_eq!(progress(&sides.leader, &path).await, texts("0", "1000", "0"));
        let gone = format!("{}?reason=entered_twice", item(&recorded));
        sides.partner.delete(&gone, &recorded.etag()).await.problem(403, "permission_denied");
        sides.officer.delete(&gone, "\"v2\"").await.problem(412, "precondition_failed");
        sides.officer.delete(&gone, &recorded.etag()).await.expect(204);
        assert_eq!(progress(&sides.leader, &path).await, texts("0", "1000", "1050"));
        for caller in [&sides.partner, &sides.leader, &sides.officer] {
            caller.get(&item(&recorded)).await.problem(404, "not_found");
            assert_eq!(found(caller, &format!("{path}/deliveries?include_total=true")).await, (0, 0));
        }
        let seen = sides.delivered(&path, "1050").await;
        let gone = format!("{}?reason=entered_twice", item(&seen));
        sides.leader.delete(&gone, &seen.etag()).await.problem(409, "state_conflict");
    }

    async fn text_and_price_are_those_of_the_day(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        amend(&sides.partner, &path, terms_of(vec![line(1, "1000", 50_000)])).await.expect(200);
        sides.agree(&path).await;
        for (day, text_n, price) in [("2026-06-14", 1, 40_000), ("2026-06-15", 2, 50_000)] {
            let mut new = new_delivery("10");
            new["delivered_on"] = json!(day);
            let made = record(&sides.officer, &path, new).await.expect(201);
            assert_eq!((&made.json["text_n"], &made.json["unit_price_vnd"]), (&json!(text_n), &json!(price)));
        }
    }

    async fn a_line_that_has_become_something_else_takes_nothing_from_before(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let mut content = terms();
        (content["lines"][0]["unit"], content["lines"][0]["quantity"]) = (json!("ta"), json!("10"));
        amend(&sides.partner, &path, content).await.expect(200);
        sides.agree(&path).await;
        assert_eq!(record(&sides.leader, &path, new_delivery("1")).await.unmet(), [("line_unchanged".to_owned(), None, None)]);
        let mut new = new_delivery("1000");
        (new["delivered_on"], new["unit"]) = (json!("2026-06-15"), json!("kg"));
        assert_eq!(record(&sides.leader, &path, new).await.expect(201).json["counted"], "10");
    }

    async fn an_ended_contract_takes_nothing_new_and_stays_readable(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let recorded = record(&sides.leader, &path, new_delivery("10")).await.expect(201);
        let termination = json!({ "ended_on": "2026-06-12", "reason": "Hai bên thống nhất dừng." });
        step(&sides.partner, &path, "terminate", termination).await.expect(200);
        for caller in [&sides.leader, &sides.officer] {
            record(caller, &path, new_delivery("1")).await.problem(409, "state_conflict");
            caller.get(&item(&recorded)).await.expect(200);
        }
        // What was delivered before is still acknowledged and paid.
        let weighed = go(&sides.partner, &recorded, "acknowledge", "10").await.expect(200);
        sides.partner.post(&payments(&weighed), new_payment(400_000)).await.expect(201);
        assert_eq!(progress(&sides.partner, &path).await.0, "10");
        for number in ["2", "3"] {
            let other = if number == "2" { sides.draft(number).await } else { sides.submitted(number).await };
            let caller = if number == "2" { &sides.leader } else { &sides.officer };
            let code = if number == "2" { (404, "not_found") } else { (409, "state_conflict") };
            record(caller, &other, new_delivery("1")).await.problem(code.0, code.1);
        }
        // Recording may come after the term, for a day within it.
        let expired = sides.in_force("4").await;
        app.set_now("2027-02-01T03:00:00Z");
        record(&sides.officer, &expired, new_delivery("1")).await.expect(201);
    }

    async fn a_system_of_the_partner_acknowledges_and_notes_payments_as_its_people_do(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let recorded = record(&sides.leader, &path, new_delivery("100")).await.expect(201);
        let reader = app.as_client_of(sides.partner_id, &["deliveries:read"]).await;
        let seen = reader.get(&item(&recorded)).await.expect(200);
        assert_eq!(seen.json["allowed_actions"], json!([]));
        go(&reader, &seen, "acknowledge", "100").await.problem(403, "permission_denied");
        let scopes = ["deliveries:read", "deliveries:acknowledge", "delivery-payments:create"];
        let system = app.as_client_of(sides.partner_id, &scopes).await;
        record(&system, &path, new_delivery("1")).await.problem(403, "permission_denied");
        let weighed = go(&system, &system.get(&item(&recorded)).await.expect(200), "acknowledge", "100.5").await.expect(200);
        assert_eq!((&weighed.json["status"], &weighed.json["counted"]), (&json!("acknowledged"), &json!("100.5")));
        system.post(&payments(&weighed), new_payment(4_020_000)).await.expect(201);
        assert_eq!(sides.leader.get(&item(&weighed)).await.expect(200).json["paid_vnd"], 4_020_000);
        let other = app.as_client_of(app.partner().await, &scopes).await;
        other.get(&item(&weighed)).await.problem(404, "not_found");
    }

    async fn deliveries_are_found_by_what_they_are(app: App) {
        let (here, there) = (Sides::of(&app).await, Sides::at(&app, "01438").await);
        let (path, other) = (here.in_force("1").await, there.in_force("1").await);
        for (sides, path, day, quantity) in [(&here, &path, "2026-06-01", "1"), (&here, &path, "2026-06-05", "2"), (&there, &other, "2026-06-03", "4")] {
            let mut new = new_delivery(quantity);
            new["delivered_on"] = json!(day);
            record(&sides.leader, path, new).await.expect(201);
        }
        here.delivered(&path, "8").await;
        let auditor = app.as_auditor().await;
        let all = auditor.get(DELIVERIES).await.expect(200);
        assert_eq!(days(&all), ["2026-06-10", "2026-06-05", "2026-06-03", "2026-06-01"]);
        assert_eq!(days(&auditor.get(&format!("{DELIVERIES}?sort=delivered_on&limit=2")).await.expect(200)), ["2026-06-01", "2026-06-03"]);
        let district = app.area("045", "2022-06-30").await;
        for (query, kilograms) in [
            (String::new(), vec![1, 2, 4, 8]),
            (format!("contract_id={}", path.rsplit('/').next().unwrap()), vec![1, 2, 8]),
            (format!("partner_id={}", there.partner_id), vec![4]),
            (format!("group_id={}", here.group_id), vec![1, 2, 8]),
            (format!("area_id={}", here.commune), vec![1, 2, 8]),
            (format!("area_id={district}"), vec![]),
            ("value_chain=thach_den,lac".to_owned(), vec![1, 2, 4, 8]),
            ("value_chain=lac".to_owned(), vec![]),
            ("status=recorded,disputed".to_owned(), vec![1, 2, 4]),
            ("status=acknowledged,settled".to_owned(), vec![8]),
            ("delivered_on_gte=2026-06-03&delivered_on_lte=2026-06-05".to_owned(), vec![2, 4]),
            ("agreed_by=2026-06-14".to_owned(), vec![]),
            ("agreed_by=2026-06-15".to_owned(), vec![8]),
        ] {
            let expected = (kilograms.len(), kilograms.iter().sum::<i64>() * 40_000);
            assert_eq!(found(&auditor, &format!("{DELIVERIES}?include_total=true&{query}")).await, expected, "{query}");
        }
        assert_eq!(found(&here.partner, &format!("{DELIVERIES}?include_total=true")).await, (3, 440_000));
        let list = format!("{path}/deliveries?include_total=true");
        assert_eq!(found(&here.leader, &format!("{list}&line_no=1&status=recorded")).await, (2, 120_000));
        assert_eq!(found(&here.leader, &format!("{list}&line_no=2")).await, (0, 0));
        let offered = here.partner.get(&format!("{list}&status=recorded")).await.expect(200);
        assert!(offered.data().iter().all(|item| item["allowed_actions"] == json!(["acknowledge"])), "{offered}");
        assert!(auditor.get(&list).await.expect(200).data().iter().all(|item| item["allowed_actions"] == json!([])));
        auditor.get(&format!("{CONTRACTS}/{}/deliveries", uuid::Uuid::now_v7())).await.problem(404, "not_found");
    }
}
