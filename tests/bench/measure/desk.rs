//! Applications that wait for a decision, handed out one after another, each once.

use std::cell::RefCell;

use serde_json::json;

use crate::Outcome;
use crate::client::{act, load_each};
use crate::data::Data;
use crate::options::Options;
use crate::seed::{Dialect, applications};
use crate::service::{Running, Who};

/// Decisions over each connection in a turn.
pub const EACH: usize = 150;
/// Places of each call that are taken one by one.
pub const SINGLE: usize = 200;

/// What of each call is not decided yet; calls are counted from 1, as many as there are connections.
#[derive(Debug)]
pub struct Desk {
    token: String,
    taken: RefCell<Vec<usize>>,
}

/// How many applications to each call all measurements together take.
pub fn places(options: &Options) -> usize {
    let (rounds, calls) = (options.rounds, options.connections);
    SINGLE + EACH * (2 + 3 * rounds + (calls + 1) * rounds.div_ceil(calls))
}

impl Desk {
    /// A desk with all applications.
    pub fn new(service: &Running, connections: usize) -> Self {
        Self { token: service.token(Who::Approver).to_owned(), taken: RefCell::new(vec![0; connections]) }
    }

    /// Takes some applications of a call away without deciding on them; how many had been taken before.
    pub fn skip(&self, call: usize, number: usize) -> usize {
        let mut taken = self.taken.borrow_mut();
        let before = taken[call - 1];
        taken[call - 1] += number;
        before
    }

    /// Requests to grant the next applications of a call.
    pub fn take(&self, call: usize, number: usize) -> Vec<Vec<u8>> {
        let before = self.skip(call, number);
        (before + 1..=before + number).map(|place| approval(&self.token, call, place)).collect()
    }

    /// Grants over one connection for each list of calls' applications; decisions per second.
    pub async fn decide(&self, service: &Running, calls: impl IntoIterator<Item = usize>) -> Outcome<f64> {
        let lists = calls.into_iter().map(|call| self.take(call, EACH)).collect();
        load_each(service.port(), lists).await
    }

    /// How many were granted so far.
    pub async fn granted(data: &Data) -> Outcome<i64> {
        use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
        let connection = crate::data::open(&data.url).await?;
        let sql = "SELECT COUNT(*) FROM grant_application WHERE status = 'approved'";
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        connection.close().await?;
        Ok(row.ok_or("no count")?.try_get_by_index(0)?)
    }
}

/// The request to grant one application.
pub fn approval(token: &str, call: usize, place: usize) -> Vec<u8> {
    let number = i64::try_from(applications::number(call, place)).unwrap_or_default();
    let id = Dialect::made(applications::APPLICATION, number);
    let body = json!({
        "number": "12/QĐ-HND", "decided_on": "2022-03-01", "amount_vnd": applications::AMOUNT_VND, "remark": null,
    });
    act(&format!("/v1/grant-applications/{id}/approve"), token, &body.to_string())
}
