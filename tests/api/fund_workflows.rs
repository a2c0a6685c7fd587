//! The lives of fiscal years and corrections, cell by cell.

use std::path::Path;

use serde_json::{Value, json};
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

const GRID: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/snapshots/fund_workflows.txt");

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let line: String = cells.into_iter().map(|cell| format!("{cell:<11}")).collect();
    format!("{}\n", line.trim_end())
}

/// The state an action led to, or `-` when the present one does not offer it.
fn cell(reply: Reply) -> String {
    if reply.status == 200 {
        reply.json["status"].as_str().unwrap_or_default().to_owned()
    } else {
        reply.problem(409, "state_conflict");
        "-".to_owned()
    }
}

async fn act(caller: &Caller, path: &str, action: &str) -> Reply {
    let body =
        if ["return", "reject"].contains(&action) { json!({ "reason": "Thử" }) } else { Value::Null };
    caller.act(&format!("{path}/{action}"), "\"v1\"", body).await
}

async fn years(app: &App) -> String {
    let actions = ["submit", "return", "close"];
    let mut grid = line([""].into_iter().chain(actions).map(str::to_owned));
    let (treasurer, approver) = (app.as_treasurer().await, app.as_approver().await);
    for status in ["open", "submitted", "closed"] {
        let mut cells = vec![status.to_owned()];
        for action in actions {
            let fund = app.fund(0).await;
            let id = treasurer.get(&format!("/v1/funds/{fund}/fiscal-periods")).await.expect(200).ids()[0];
            app.database()
                .execute(&format!("UPDATE fiscal_period SET status = '{status}' WHERE version = 1"))
                .await;
            let by = if action == "submit" { &treasurer } else { &approver };
            cells.push(cell(act(by, &format!("/v1/funds/{fund}/fiscal-periods/{id}"), action).await));
        }
        grid += &line(cells);
    }
    grid
}

async fn corrections(app: &App) -> String {
    let actions = ["approve", "reject"];
    let mut grid = line([""].into_iter().chain(actions).map(str::to_owned));
    let (treasurer, approver) = (app.as_treasurer().await, app.as_approver().await);
    for status in ["requested", "approved", "rejected"] {
        let mut cells = vec![status.to_owned()];
        for action in actions {
            let fund = app.fund(1_000).await;
            let posting = treasurer.get(&format!("/v1/funds/{fund}/postings")).await.expect(200).ids()[0];
            let path = format!("/v1/funds/{fund}/corrections");
            let id: Uuid = treasurer
                .post(&path, crate::corrections::asked(posting, "reversal", None))
                .await
                .expect(201)
                .id();
            app.database()
                .execute(&format!("UPDATE correction SET status = '{status}' WHERE version = 1"))
                .await;
            cells.push(cell(act(&approver, &format!("{path}/{id}"), action).await));
        }
        grid += &line(cells);
    }
    grid
}

both_databases! {
    async fn every_step_is_in_the_tables(app: App) {
        app.set_now("2026-06-15T03:00:00Z");
        let corrections = corrections(&app).await;
        app.database().execute("UPDATE fiscal_period SET version = 2").await;
        let years = years(&app).await;
        let now = format!("`-` is 409 `state_conflict`.\n\nFiscal years:\n{years}\nCorrections:\n{corrections}");
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(Path::new(GRID), &now).unwrap();
        }
        let committed = std::fs::read_to_string(Path::new(GRID)).unwrap_or_default();
        assert_eq!(committed, now, "UPDATE_SNAPSHOTS=1 rewrites the grids");
    }
}
