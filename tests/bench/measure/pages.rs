//! The last page of a million rows next to the first.

use std::time::Instant;

use serde_json::Value;

use crate::Outcome;
use crate::client::{Client, get};
use crate::data::Data;
use crate::options::Options;
use crate::rounds::alternate;
use crate::service::{Running, Who};
use crate::table::Row;

const FIRST: &str = "/v1/memberships?limit=200";
const TIMES: usize = 30;
const MOST_APART: f64 = 0.2;

/// Walks to the last page once, then times both in turns.
pub async fn measure(data: &Data, options: &Options) -> Outcome<Row> {
    let service = Running::start(&data.url, 1)?;
    let token = service.token(Who::Province);
    let mut client = Client::connect(service.port()).await?;
    let last = walk(&mut client, token).await?;
    let client = tokio::sync::Mutex::new(client);
    let (first, last) = (get(FIRST, token), get(&last, token));
    let time = async |request: &[u8]| {
        let started = Instant::now();
        client.lock().await.expect_ok(request).await?;
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    };
    let (first, last) = alternate(TIMES * options.rounds, || time(&first), || time(&last)).await?;
    Ok(Row {
        measurement: format!("pages: last of 1,000,000 memberships, {:?}, next to the first", data.dialect),
        ours: format!("{last:.2} ms"),
        baseline: format!("{first:.2} ms"),
        ratio: Some(last / first),
        target: "0.80 to 1.20",
        is_met: (last / first - 1.0).abs() <= MOST_APART,
    })
}

/// The path of the last page.
async fn walk(client: &mut Client, token: &str) -> Outcome<String> {
    let mut path = FIRST.to_owned();
    loop {
        let body: Value = serde_json::from_slice(client.expect_ok(&get(&path, token)).await?)?;
        match body.pointer("/page/next_cursor").and_then(Value::as_str) {
            Some(cursor) => path = format!("{FIRST}&cursor={cursor}"),
            None => return Ok(path),
        }
    }
}
