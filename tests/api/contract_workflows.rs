//! The life of a contract, cell by cell, for each who acts on it.

use serde_json::{Value, json};
use tests::contracts::{CONTRACTS, Sides, line, terms_of};
use tests::grid::{is_committed, line as row};
use tests::{App, Caller, Reply, both_databases};

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/contract_workflows.txt");
const STEPS: [&str; 9] =
    ["PATCH", "DELETE", "submit", "confirm", "reject", "amend", "drop-amendment", "complete", "terminate"];
/// What a contract is for the one who acts on it, as the grid explains.
const STATES: [&str; 13] = [
    "draft",
    "submitted",
    "own yes",
    "their yes",
    "confirmed",
    "active",
    "own change",
    "change",
    "expired",
    "late change",
    "completed",
    "rejected",
    "terminated",
];

/// Somebody who acts, and somebody of the other side.
struct Pair<'a> {
    own: &'a Caller,
    other: &'a Caller,
}

fn content(state: &str, quantity: &str) -> Value {
    let mut content = terms_of(vec![line(1, quantity, 40_000)]);
    let (starts_on, ends_on) = match state {
        "confirmed" => ("2026-07-01", "2026-12-31"),
        "expired" => ("2026-01-10", "2026-06-14"),
        _ => ("2026-02-01", "2026-12-31"),
    };
    (content["starts_on"], content["ends_on"]) = (json!(starts_on), json!(ends_on));
    content["lines"][0]["deliver_from_on"] = json!(starts_on);
    content["lines"][0]["deliver_until_on"] = json!(ends_on);
    content
}

/// Takes a step with the contract as the last reply shows it.
async fn go(caller: &Caller, seen: &Reply, action: &str, body: Value) -> Reply {
    caller.act(&format!("{CONTRACTS}/{}/{action}", seen.id()), &seen.etag(), body).await.expect(200)
}

async fn confirm(caller: &Caller, seen: &Reply) -> Reply {
    go(caller, seen, "confirm", json!({ "sha256": seen.json["sha256"] })).await
}

/// A contract in a state; its path.
async fn contract(app: &App, sides: &Sides, pair: &Pair<'_>, (state, number): (&str, usize)) -> String {
    let mut new = sides.new_contract(&number.to_string());
    new["content"] = content(state, "1000");
    let mut seen = pair.own.post(CONTRACTS, new).await.expect(201);
    let path = format!("{CONTRACTS}/{}", seen.id());
    if state == "draft" {
        return path;
    }
    seen = go(pair.own, &seen, "submit", Value::Null).await;
    match state {
        "submitted" => return path,
        "rejected" => {
            go(pair.own, &seen, "reject", json!({ "reason": "Thử" })).await;
            return path;
        }
        "their yes" => seen = confirm(pair.other, &seen).await,
        _ => seen = confirm(pair.own, &seen).await,
    }
    if ["own yes", "their yes"].contains(&state) {
        return path;
    }
    seen = confirm(pair.other, &seen).await;
    let change = json!({ "rationale": "quantity", "content": content(state, "900") });
    match state {
        "completed" => drop(go(pair.own, &seen, "complete", Value::Null).await),
        "terminated" => {
            let body = json!({ "reason": "Thử", "ended_on": "2026-06-01" });
            go(pair.own, &seen, "terminate", body).await;
        }
        "change" => {
            seen = go(pair.other, &seen, "amend", change).await;
            confirm(pair.other, &seen).await;
        }
        "own change" => {
            seen = go(pair.own, &seen, "amend", change).await;
            confirm(pair.own, &seen).await;
        }
        "late change" => {
            go(pair.own, &seen, "amend", change).await;
            let over = format!("UPDATE sales_contract SET ends_on = '2026-06-14' WHERE number = '{number}'");
            app.database().execute(&over).await;
        }
        _ => {}
    }
    path
}

fn body(state: &str, step: &str, seen: &Reply) -> Value {
    match step {
        "PATCH" => json!({ "content": content(state, "800") }),
        "confirm" => json!({ "sha256": seen.json["sha256"] }),
        "reject" | "drop-amendment" => json!({ "reason": "Theo biên bản" }),
        "amend" => json!({ "rationale": "quantity", "content": content(state, "700") }),
        "terminate" => json!({ "reason": "Theo biên bản", "ended_on": "2026-06-14" }),
        _ => Value::Null,
    }
}

/// The state a step led to, or `-` when the present one does not offer it; a contract offers the steps that succeed.
async fn cell(caller: &Caller, path: &str, (state, step): (&str, &str)) -> Option<String> {
    let seen = caller.get(path).await.expect(200);
    let body = body(state, step, &seen);
    let reply = match step {
        "PATCH" => caller.patch(path, &seen.etag(), body).await,
        "DELETE" => caller.delete(&format!("{path}?reason=entered_twice"), &seen.etag()).await,
        _ => caller.act(&format!("{path}/{step}"), &seen.etag(), body).await,
    };
    if !["PATCH", "DELETE"].contains(&step) {
        let is_offered = seen.json["allowed_actions"].as_array().unwrap().contains(&json!(step));
        assert_eq!(is_offered, reply.status == 200, "allowed_actions of\n{seen}\n{reply}");
    }
    match reply.status {
        200 => Some(reply.json["status"].as_str().unwrap().to_owned()),
        204 => Some("gone".to_owned()),
        _ => {
            reply.problem(409, "state_conflict");
            None
        }
    }
}

async fn grid(app: &App, sides: &Sides, pair: &Pair<'_>, number: &mut usize) -> String {
    let mut rows = vec![Vec::new(); STEPS.len()];
    for state in STATES {
        let mut at_hand: Option<String> = None;
        for (cells, step) in rows.iter_mut().zip(STEPS) {
            // A step that was refused has changed nothing: the next one finds the same contract.
            let path = match at_hand.take() {
                Some(path) => path,
                None => {
                    *number += 1;
                    contract(app, sides, pair, (state, *number)).await
                }
            };
            match cell(pair.own, &path, (state, step)).await {
                Some(to) => cells.push(to),
                None => {
                    cells.push("-".to_owned());
                    at_hand = Some(path);
                }
            }
        }
    }
    let rows = rows.iter().zip(STEPS).map(|(cells, step)| row(&json!(format!("{step:<14}")), cells));
    row(&json!(" ".repeat(14)), STATES) + &rows.collect::<String>()
}

both_databases! {
    async fn every_step_of_contracts_does_what_the_grid_says(app: App) {
        let sides = Sides::of(&app).await;
        let (partner, leader, officer) = (&sides.partner, &sides.leader, &sides.officer);
        let mut number = 0;
        let mut now = "From the state above, each step leads to the state in its row; `-` is 409 `state_conflict`.\n\
            `own yes` and `their yes` are submitted, with the confirmation of the one who acts or of the other side.\n\
            `own change` and `change` are active, with a change that the one who acts, or the other side, has proposed\n\
            and confirmed. `late change` is such a one after the term.\n"
            .to_owned();
        for (name, own, other) in
            [("partner", partner, leader), ("leader", leader, partner), ("officer", officer, partner)]
        {
            now += &format!("\nThe {name}:\n{}", grid(&app, &sides, &Pair { own, other }, &mut number).await);
        }
        is_committed(GRID, &now);
    }
}
