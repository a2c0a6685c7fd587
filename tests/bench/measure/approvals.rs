//! Granting applications: next to the same statements through pgbench, and of several calls at once.

use super::desk::{Desk, EACH, approval, places};
use super::locks;
use crate::Outcome;
use crate::capture::Capture;
use crate::data::{self, Data};
use crate::options::Options;
use crate::pgbench::Pgbench;
use crate::rounds::alternate;
use crate::seed::{Dialect, applications};
use crate::service::{Running, Who};
use crate::table::Row;
use crate::template::Template;

const LEAST: f64 = 0.5;
/// The place of the applications with which statements are captured; the one before makes the service prepare them.
const CAPTURED: usize = 2;

/// Everything about approvals, on a database of their own.
pub async fn measure(options: &Options) -> Outcome<Vec<Row>> {
    if options.connections < 2 {
        return Err("approvals are measured with two connections or more".into());
    }
    let data = data::written(
        "applications",
        applications::statements(Dialect::Postgres, options.connections, places(options)),
    )
    .await?;
    println!("measuring approvals on {:?} …", data.dialect);
    let pgbench = scripted(&data).await?;
    let service = Running::start(&data.url, options.connections)?;
    let desk = Desk::new(&service, options.connections);
    for call in 1..=options.connections {
        desk.skip(call, CAPTURED);
    }
    // The first answers pay for connecting and preparing; then the planner is told of the tables that were empty before
    // them, as autovacuum does, or plans made for empty tables would be kept.
    desk.decide(&service, 1..=options.connections).await?;
    data.analyse().await?;
    desk.decide(&service, 1..=options.connections).await?;
    let mut rows = vec![beside_pgbench(&data, options, (&service, &desk), &pgbench).await?];
    rows.extend(locks::throughput(&data, options, (&service, &desk)).await?);
    rows.push(locks::beside_a_lock(&data, (&service, &desk)).await?);
    Ok(rows)
}

/// The statements of an approval as a script.
async fn scripted(data: &Data) -> Outcome<Pgbench> {
    let mut capture = Capture::start(data).await?;
    let token = capture.token(Who::Approver).to_owned();
    capture.of_write(&approval(&token, 1, CAPTURED - 1)).await?;
    let first = capture.of_write(&approval(&token, 1, CAPTURED)).await?;
    let second = capture.of_write(&approval(&token, 2, CAPTURED)).await?;
    println!("an approval sends {} statements", first.len());
    let (script, variables) = Template::script(&first, &second, CAPTURED)?;
    Pgbench::scripted(data, &script, variables)
}

async fn beside_pgbench(
    data: &Data,
    options: &Options,
    (service, desk): (&Running, &Desk),
    pgbench: &Pgbench,
) -> Outcome<Row> {
    let connections = options.connections;
    let theirs = async || {
        // All calls are at the same place here.
        let before = (1..=connections).map(|call| desk.skip(call, EACH)).max().unwrap_or_default();
        let granted = Desk::granted(data).await?;
        let figure = pgbench.run_each(connections, EACH, &[format!("k={before}")]).await?;
        let more = Desk::granted(data).await? - granted;
        if usize::try_from(more)? == EACH * connections {
            return Ok(figure);
        }
        Err(format!("pgbench granted {more} applications instead of {}", EACH * connections).into())
    };
    let (ours, theirs) = alternate(options.rounds, || desk.decide(service, 1..=connections), theirs).await?;
    Ok(Row {
        measurement: format!(
            "approvals: {connections} connections on as many calls, {:?}, pgbench",
            data.dialect
        ),
        ours: format!("{ours:.0}/s"),
        baseline: format!("{theirs:.0}/s"),
        ratio: Some(ours / theirs),
        target: ">= 0.50",
        is_met: ours / theirs >= LEAST,
    })
}
