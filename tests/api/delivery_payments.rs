//! What buyers note that they have paid: never more than is owed, also when they do so at the same time.

use serde_json::{Value, json};
use tests::contracts::Sides;
use tests::deliveries::{go, item, new_delivery, new_payment, payments, record};
use tests::{App, at_once, both_databases, finding};

both_databases! {
    async fn no_more_is_paid_than_is_owed(app: App) {
        let sides = Sides::of(&app).await;
        let seen = sides.delivered(&sides.in_force("1").await, "1").await;
        let path = payments(&seen);
        sides.partner.post(&path, new_payment(39_999)).await.expect(201);
        assert_eq!(sides.partner.post(&path, new_payment(2)).await.unmet(), [finding("amount_owed", 2, 1)]);
        let last = sides.partner.post(&path, new_payment(1)).await.expect(201);
        assert_eq!(sides.partner.post(&path, new_payment(1)).await.unmet(), [finding("amount_owed", 1, 0)]);
        for caller in [&sides.partner, &sides.leader, &sides.officer] {
            let list = caller.get(&format!("{path}?include_total=true&means=transfer&sort=paid_on")).await.expect(200);
            assert_eq!((&list.json["page"]["total"], &list.json["page"]["sum_vnd"]), (&json!(2), &json!(40_000)));
            let none = caller.get(&format!("{path}?include_total=true&means=cash,offset")).await.expect(200);
            assert_eq!(none.json["page"]["sum_vnd"], 0);
        }
        let one = format!("{path}/{}", last.id());
        assert_eq!(sides.leader.get(&one).await.expect(200).json["document_no"], "UNC-001");
        let gone = format!("{one}?reason=entered_twice");
        sides.leader.delete(&gone, &last.etag()).await.problem(403, "permission_denied");
        sides.partner.delete(&gone, "\"v2\"").await.problem(412, "precondition_failed");
        sides.partner.delete(&gone, &last.etag()).await.expect(204);
        sides.partner.get(&one).await.problem(404, "not_found");
        assert_eq!(sides.leader.get(&item(&seen)).await.expect(200).json["paid_vnd"], 39_999);
        let again = sides.partner.post(&path, new_payment(1)).await.expect(201);
        let history = sides.leader.get(&format!("{path}/{}/history", again.id())).await.expect(200);
        assert_eq!((&history.data()[0]["action"], &history.data()[0]["actor_id"]), (&json!("created"), &Value::Null));
    }

    async fn what_is_not_agreed_on_is_not_paid(app: App) {
        let sides = Sides::of(&app).await;
        let contract = sides.in_force("1").await;
        let recorded = record(&sides.leader, &contract, new_delivery("100")).await.expect(201);
        let path = payments(&recorded);
        let refused = sides.partner.post(&path, new_payment(1)).await.problem(409, "state_conflict");
        assert_eq!(refused.json["allowed_actions"], json!(["acknowledge"]));
        let disputed = go(&sides.partner, &recorded, "acknowledge", "50").await.expect(200);
        sides.partner.post(&path, new_payment(1)).await.problem(409, "state_conflict");
        go(&sides.officer, &disputed, "settle", "60").await.expect(200);
        for (name, value, fault) in [
            ("amount_vnd", json!(0), "out_of_range"), ("paid_on", json!("2026-06-09"), "inconsistent"),
            ("paid_on", json!("2026-06-16"), "out_of_range"), ("means", json!("barter"), "not_in_enum"),
            ("document_no", json!(""), "too_short"),
        ] {
            let mut new = new_payment(1);
            new[name] = value;
            sides.partner.post(&path, new).await.problem(422, "validation_failed").faults(&[&format!("#/{name}: {fault}")]);
        }
        for caller in [&sides.leader, &sides.officer] {
            caller.post(&path, new_payment(1)).await.problem(403, "permission_denied");
        }
        assert_eq!(sides.partner.post(&path, new_payment(2_400_001)).await.unmet(), [finding("amount_owed", 2_400_001, 2_400_000)]);
        sides.partner.post(&path, new_payment(2_400_000)).await.expect(201);
    }

    async fn payments_at_the_same_time_never_exceed_what_is_owed(app: App) {
        let sides = Sides::of(&app).await;
        let seen = sides.delivered(&sides.in_force("1").await, "1").await;
        let work = (0..12).map(|_| {
            let (partner, path) = (sides.partner.clone(), payments(&seen));
            async move { partner.post(&path, new_payment(9_000)).await }
        });
        let answers = at_once(work).await;
        let paid = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(paid, 4);
        for refused in answers.into_iter().filter(|answer| answer.status != 201) {
            assert_eq!(refused.unmet(), [finding("amount_owed", 9_000, 4_000)]);
        }
        assert_eq!(sides.leader.get(&item(&seen)).await.expect(200).json["paid_vnd"], 36_000);
    }
}
