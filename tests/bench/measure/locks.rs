//! Approvals of different calls do not wait for each other.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_web::rt::{spawn, time::sleep};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

use super::desk::Desk;
use crate::Outcome;
use crate::client::Client;
use crate::data::{Data, open};
use crate::options::Options;
use crate::rounds::median;
use crate::seed::{Dialect, applications::FUND, books::ALLOTMENT, books::Books};
use crate::service::Running;
use crate::table::Row;

const COMPARISON: &str = "(to compare)";
const MOST_TIMES: f64 = 1.5;
/// Decisions that are timed one by one.
const TIMES: usize = 80;
const WAITING: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND wait_event IN ('transactionid', 'tuple')";

/// Decisions per second on as many calls as connections, on one call, and over one connection alone.
pub async fn throughput(
    data: &Data,
    options: &Options,
    (service, desk): (&Running, &Desk),
) -> Outcome<Vec<Row>> {
    let connections = options.connections;
    let mut figures = [(); 3].map(|()| Vec::new());
    let mut waits = [(0, 0); 2];
    for round in 0..options.rounds {
        let call = 1 + round % connections;
        let apart: Vec<usize> = (1..=connections).collect();
        for (n, calls) in [apart, vec![call; connections]].into_iter().enumerate() {
            let watch = Watch::start(data).await?;
            figures[n].push(desk.decide(service, calls).await?);
            let (waiting, looks) = watch.stop().await?;
            waits[n] = (waits[n].0 + waiting, waits[n].1 + looks);
        }
        figures[2].push(desk.decide(service, [call]).await?);
    }
    let [apart, together, alone] = figures.map(median);
    let row = |against: &str, baseline: f64| Row {
        measurement: format!("approvals: {connections} connections on as many calls, next to {against}"),
        ours: format!("{apart:.0}/s"),
        baseline: format!("{baseline:.0}/s"),
        ratio: Some(apart / baseline),
        target: COMPARISON,
        is_met: true,
    };
    let seen = |(waiting, looks): (u32, u32)| format!("{waiting} of {looks}");
    let waits = Row {
        measurement: "approvals: looks at which one waited for a row, next to one call".to_owned(),
        ours: seen(waits[0]),
        baseline: seen(waits[1]),
        ratio: None,
        target: "0",
        is_met: waits[0].0 == 0,
    };
    Ok(vec![row("all on one call", together), row("one connection alone", alone), waits])
}

/// Looks again and again whether a connection waits for a row that another one holds.
struct Watch {
    is_over: Rc<Cell<bool>>,
    looking: actix_web::rt::task::JoinHandle<Result<(u32, u32), String>>,
}

impl Watch {
    async fn start(data: &Data) -> Outcome<Self> {
        let connection = open(&data.url).await?;
        let is_over = Rc::new(Cell::new(false));
        let over = Rc::clone(&is_over);
        let looking = spawn(async move {
            let (mut waiting, mut looks) = (0, 0);
            while !over.get() {
                looks += 1;
                waiting += u32::from(waits(&connection).await.map_err(|error| error.to_string())?);
                sleep(Duration::from_millis(3)).await;
            }
            connection.close().await.map_err(|error| error.to_string())?;
            Ok((waiting, looks))
        });
        Ok(Self { is_over, looking })
    }

    async fn stop(self) -> Outcome<(u32, u32)> {
        self.is_over.set(true);
        Ok(self.looking.await??)
    }
}

async fn waits(connection: &DatabaseConnection) -> Outcome<bool> {
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, WAITING)).await?;
    let number: i64 = row.ok_or("no count")?.try_get_by_index(0)?;
    Ok(number > 0)
}

/// Decisions on one call while somebody holds the allotment of another, next to the time they take otherwise. One of that
/// other call is sent too, and waits.
pub async fn beside_a_lock(data: &Data, (service, desk): (&Running, &Desk)) -> Outcome<Row> {
    const HELD: usize = 1;
    const FREE: usize = 2;
    let mut client = Client::connect(service.port()).await?;
    let mut time = async || {
        let mut times = Vec::new();
        for request in desk.take(FREE, TIMES) {
            let started = Instant::now();
            client.expect_ok(&request).await?;
            times.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        Ok::<_, Box<dyn std::error::Error>>(median(times))
    };
    let usual = time().await?;
    let holder = open(&data.url).await?;
    holder.execute_unprepared("BEGIN").await?;
    holder.execute_unprepared(&hold(HELD)).await?;
    let mut other = Client::connect(service.port()).await?;
    let requests = desk.take(HELD, 1);
    let held = spawn(async move {
        for request in &requests {
            other.expect_ok(request).await.map_err(|error| error.to_string())?;
        }
        Ok::<_, String>(())
    });
    let beside = time().await?;
    let waited = !held.is_finished() && waits(&holder).await?;
    holder.execute_unprepared("ROLLBACK").await?;
    held.await??;
    let does = if waited { "waits" } else { "does not wait" };
    Ok(Row {
        measurement: format!("approvals: while another call is held, whose own approval {does}"),
        ours: format!("{beside:.2} ms"),
        baseline: format!("{usual:.2} ms"),
        ratio: Some(beside / usual),
        target: "<= 1.50",
        is_met: waited && beside / usual <= MOST_TIMES,
    })
}

fn hold(call: usize) -> String {
    let books = Books { fund: FUND, calls: 0, limit_vnd: 0, committed_vnd: 0 };
    let id = Dialect::Postgres.id(ALLOTMENT, &books.call(&call.to_string()));
    format!("SELECT id FROM call_allotment WHERE id = {id} FOR UPDATE")
}
