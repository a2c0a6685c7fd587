//! How contracts end, and what stays of them.

use entity::delivery;
use entity::enums::DeliveryStatus;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::calls::step;
use tests::contracts::{Sides, amend, confirm, id_of, line, terms_of};
use tests::deliveries::deliver;
use tests::{App, both_databases, finding};

fn termination(ended_on: &str) -> Value {
    json!({ "ended_on": ended_on, "reason": "Hai bên thống nhất dừng." })
}

both_databases! {
    async fn either_side_may_refuse_with_a_reason(app: App) {
        let sides = Sides::of(&app).await;
        for (number, caller) in [("1", &sides.partner), ("2", &sides.leader), ("3", &sides.officer)] {
            let path = sides.submitted(number).await;
            step(caller, &path, "reject", json!({})).await.faults(&["#/reason: required"]);
            let refused = step(caller, &path, "reject", json!({ "reason": "Giá thấp." })).await.expect(200);
            assert_eq!((&refused.json["status"], &refused.json["allowed_actions"]), (&json!("rejected"), &json!([])));
            let history = sides.leader.get(&format!("{path}/history")).await.expect(200);
            assert_eq!((&history.data()[0]["action"], &history.data()[0]["reason"]), (&json!("rejected"), &json!("Giá thấp.")));
            confirm(&sides.partner, &path).await.problem(409, "state_conflict");
            step(caller, &path, "reject", json!({ "reason": "Giá thấp." })).await.problem(409, "state_conflict");
        }
    }

    async fn a_contract_is_completed_once_all_deliveries_are_settled(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        let delivery_id = deliver(&app, id_of(&path), "2026-06-01").await;
        assert_eq!(step(&sides.leader, &path, "complete", Value::Null).await.unmet(), [finding("open_deliveries", 0, 1)]);
        let seen = sides.leader.get(&path).await.expect(200);
        assert_eq!(seen.json["lines"][0]["delivered"], "0");
        delivery::Entity::update_many()
            .col_expr(delivery::Column::Status, Expr::value(DeliveryStatus::Acknowledged))
            .filter(delivery::Column::Id.eq(delivery_id))
            .exec(app.db())
            .await
            .unwrap();
        amend(&sides.partner, &path, terms_of(vec![line(1, "900", 40_000)])).await.expect(200);
        let done = step(&sides.leader, &path, "complete", Value::Null).await.expect(200);
        assert_eq!((&done.json["status"], &done.json["ended_on"]), (&json!("completed"), &json!("2026-06-15")));
        assert_eq!((&done.json["ended_by"], &done.json["text_n"]), (&json!("group"), &json!(1)));
        assert_eq!((&done.json["lines"][0]["delivered"], &done.json["lines"][0]["remaining"]), (&json!("200.5"), &json!("799.5")));
        let texts = sides.partner.get(&format!("{path}/texts")).await.expect(200);
        assert!(texts.data()[0]["dropped_at"].is_string(), "{texts}");
        assert_eq!(texts.data()[1]["in_force_until_on"], "2026-06-16");
        step(&sides.partner, &path, "terminate", termination("2026-06-15")).await.problem(409, "state_conflict");
    }

    async fn a_contract_ends_on_a_day_of_its_own(app: App) {
        let sides = Sides::of(&app).await;
        let path = sides.in_force("1").await;
        deliver(&app, id_of(&path), "2026-06-01").await;
        for (day, faults) in [
            ("2026-06-16", &["#/ended_on: out_of_range"][..]),
            ("2026-01-09", &["#/ended_on: inconsistent", "#/ended_on: inconsistent"]),
            ("2026-05-31", &["#/ended_on: inconsistent"]),
        ] {
            step(&sides.partner, &path, "terminate", termination(day)).await.problem(422, "validation_failed").faults(faults);
        }
        let ended = step(&sides.officer, &path, "terminate", termination("2026-06-01")).await.expect(200);
        assert_eq!((&ended.json["status"], &ended.json["ended_on"]), (&json!("terminated"), &json!("2026-06-01")));
        assert_eq!((&ended.json["ended_by"], &ended.json["allowed_actions"]), (&Value::Null, &json!([])));
        // Everything past stays readable to both sides.
        for caller in [&sides.partner, &sides.leader] {
            assert_eq!(caller.get(&path).await.expect(200).json["lines"][0]["unit"], "kg");
            caller.get(&format!("{path}/texts/1")).await.expect(200);
        }
        let expired = sides.in_force("2").await;
        app.set_now("2027-02-01T03:00:00Z");
        step(&sides.partner, &expired, "terminate", termination("2027-01-01")).await.faults(&["#/ended_on: inconsistent"]);
        let ended = step(&sides.partner, &expired, "terminate", termination("2026-10-01")).await.expect(200);
        assert_eq!(ended.json["ended_by"], "partner");
    }
}
