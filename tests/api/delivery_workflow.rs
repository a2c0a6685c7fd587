//! The life of a delivery, cell by cell, for each who acts on it.

use serde_json::{Value, json};
use tests::contracts::Sides;
use tests::deliveries::{go, item, new_delivery, new_payment, payments, record};
use tests::grid::{is_committed, line};
use tests::{App, Caller, Reply, both_databases};

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/delivery_workflow.txt");
const STATES: [&str; 4] = ["recorded", "acknowledged", "disputed", "settled"];
const STEPS: [&str; 4] = ["DELETE", "acknowledge", "settle", "pay"];

/// Somebody else for each part of the work.
struct Others {
    sides: Sides,
    buyer: Caller,
    desk: Caller,
    contract: String,
}

impl Others {
    async fn delivery(&self, state: &str) -> Reply {
        let seen = record(&self.sides.leader, &self.contract, new_delivery("2")).await.expect(201);
        match state {
            "recorded" => seen,
            "acknowledged" => go(&self.buyer, &seen, "acknowledge", "2").await.expect(200),
            _ => {
                let seen = go(&self.buyer, &seen, "acknowledge", "1").await.expect(200);
                if state == "settled" { go(&self.desk, &seen, "settle", "1").await.expect(200) } else { seen }
            }
        }
    }
}

/// The state a step led to, `-` when the present one does not offer it, `x` when the role never takes it.
async fn cell(caller: &Caller, seen: &Reply, step: &str) -> String {
    let shown = caller.get(&item(seen)).await.expect(200);
    let reply = match step {
        "DELETE" => caller.delete(&format!("{}?reason=entered_twice", item(seen)), &seen.etag()).await,
        "pay" => caller.post(&payments(seen), new_payment(1)).await,
        _ => go(caller, seen, step, "1").await,
    };
    if ["acknowledge", "settle"].contains(&step) {
        let is_offered = shown.json["allowed_actions"].as_array().unwrap().contains(&json!(step));
        assert_eq!(is_offered, reply.status == 200, "allowed_actions of\n{shown}\n{reply}");
    }
    match reply.status {
        200 => reply.json["status"].as_str().unwrap().to_owned(),
        201 => "paid".to_owned(),
        204 => "gone".to_owned(),
        403 => {
            reply.problem(403, "permission_denied");
            "x".to_owned()
        }
        _ => {
            reply.problem(409, "state_conflict");
            "-".to_owned()
        }
    }
}

both_databases! {
    async fn every_step_of_deliveries_does_what_the_grid_says(app: App) {
        let sides = Sides::of(&app).await;
        let contract = sides.in_force("1").await;
        let (buyer, desk) = (app.as_partner(sides.partner_id).await, app.as_officer_of(sides.commune).await);
        let others = Others { sides, buyer, desk, contract };
        let mut now = "From the state above, each step leads to the state in its row; `-` is 409 `state_conflict`, `x` is 403.\n\
            Two were recorded by the leader; disputed are those of which another of the partner weighed one. Each step\n\
            says one: a recorded delivery is disputed by it.\n"
            .to_owned();
        let Sides { partner, leader, officer, .. } = &others.sides;
        for (name, caller) in [("partner", partner), ("leader", leader), ("officer", officer)] {
            let head = line(&json!(" ".repeat(13)), STATES.map(|state| format!("{state:<12}")));
            now += &format!("\nThe {name}:\n{head}");
            for step in STEPS {
                let mut cells = Vec::new();
                for state in STATES {
                    let seen = others.delivery(state).await;
                    cells.push(format!("{:<12}", cell(caller, &seen, step).await));
                }
                now += &line(&Value::String(format!("{step:<13}")), cells);
            }
        }
        is_committed(GRID, &now);
    }
}
