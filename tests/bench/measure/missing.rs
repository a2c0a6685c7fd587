//! Members who are not trained, out of a million with three million marks: a page of the list next to the bare anti-join
//! that finds the same rows, and the last page next to the first.

use std::time::Instant;

use serde_json::Value;

use crate::Outcome;
use crate::bare;
use crate::client::{Client, get};
use crate::data::{Data, directory};
use crate::options::Options;
use crate::rounds::alternate;
use crate::service::{Running, Who};
use crate::statement::Statement;
use crate::table::Row;

const DAY: &str = "2022-06-30";
const LIMIT: usize = 200;
const TIMES: usize = 30;
const MOST_TIMES: f64 = 2.0;
const MOST_APART: f64 = 1.2;
/// The untrained half of the members.
const MISSING: usize = 500_000;

fn first_page() -> String {
    format!("/v1/memberships?as_of={DAY}&is_trained=false&limit={LIMIT}")
}

/// The same page by hand: who lacks a training, with the names that the list shows.
fn anti_join() -> Statement {
    let sql = format!(
        "SELECT m.id, m.group_id, g.code, g.name, m.person_id, p.full_name, m.from_on, m.until_on, m.contribution_vnd,
             m.version, m.created_at, m.updated_at
         FROM membership m JOIN person p ON p.id = m.person_id JOIN farmer_group g ON g.id = m.group_id
         WHERE m.voided_at IS NULL AND m.from_on <= '{DAY}' AND (m.until_on IS NULL OR m.until_on > '{DAY}')
             AND NOT EXISTS (SELECT 1 FROM training_participant t
                 WHERE t.person_id = m.person_id AND t.completed_on <= '{DAY}')
         ORDER BY m.id LIMIT {LIMIT}"
    );
    Statement { sql, parameters: Vec::new() }
}

/// Times the first page and the anti-join in turns, then the first page and the last.
pub async fn measure(data: &Data, options: &Options) -> Outcome<Vec<Row>> {
    let service = Running::start(&data.url, 1)?;
    let bare = bare::start(&data.url, 1, &directory(), &[anti_join()])?;
    let token = service.token(Who::Province);
    let mut client = Client::connect(service.port()).await?;
    let last = walk(&mut client, token).await?;
    let client = tokio::sync::Mutex::new(client);
    let by_hand = tokio::sync::Mutex::new(Client::connect(bare.port).await?);
    let (first, last) = (get(&first_page(), token), get(&last, token));
    let ours = async |request: &[u8]| timed(&mut *client.lock().await, request).await;
    let theirs = async || timed(&mut *by_hand.lock().await, &first).await;
    theirs().await?;
    let times = TIMES * options.rounds;
    let (page, bare) = alternate(times, || ours(&first), theirs).await?;
    let (late, early) = alternate(times, || ours(&last), || ours(&first)).await?;
    let row = |what: &str, ours: f64, baseline: f64, target, most: f64| Row {
        measurement: format!("missing: {what}, {:?}", data.dialect),
        ours: format!("{ours:.2} ms"),
        baseline: format!("{baseline:.2} ms"),
        ratio: Some(ours / baseline),
        target,
        is_met: ours / baseline <= most,
    };
    Ok(vec![
        row("untrained of 1,000,000, next to the bare anti-join", page, bare, "<= 2.00", MOST_TIMES),
        row("last page of the untrained, next to the first", late, early, "<= 1.20", MOST_APART),
    ])
}

async fn timed(client: &mut Client, request: &[u8]) -> Outcome<f64> {
    let started = Instant::now();
    client.expect_ok(request).await?;
    Ok(started.elapsed().as_secs_f64() * 1000.0)
}

/// The path of the last full page; all pages together hold whoever is missing.
async fn walk(client: &mut Client, token: &str) -> Outcome<String> {
    let (mut path, mut before, mut found) = (first_page(), first_page(), 0);
    loop {
        let body: Value = serde_json::from_slice(client.expect_ok(&get(&path, token)).await?)?;
        let rows = body["data"].as_array().map_or(0, Vec::len);
        found += rows;
        let Some(cursor) = body.pointer("/page/next_cursor").and_then(Value::as_str) else {
            let last = if rows == LIMIT { path } else { before };
            return if found == MISSING { Ok(last) } else { Err(format!("{found} are missing").into()) };
        };
        let next = format!("{}&cursor={cursor}", first_page());
        before = std::mem::replace(&mut path, next);
    }
}
