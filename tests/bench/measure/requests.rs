//! One request again and again, next to its bare statements: a list of 50 groups out of 100,000, cut down to one
//! district; and, for what a request costs that asks little of the database, a list of areas.

use crate::Outcome;
use crate::bare;
use crate::capture::capture;
use crate::client::{get, load};
use crate::data::{Data, directory};
use crate::options::Options;
use crate::pgbench::Pgbench;
use crate::rounds::alternate;
use crate::seed::Dialect;
use crate::service::{Running, Who};
use crate::statement::Statement;
use crate::table::{Row, Table};

/// One request.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    path: &'static str,
    /// The same with one row.
    short: &'static str,
    /// Least share of what pgbench and plain sqlx reach; none for the mere comparison.
    least: Option<(f64, f64)>,
}

/// The requests.
pub const CASES: [Case; 2] = [
    Case {
        name: "groups",
        path: "/v1/farmer-groups?status=active&value_chain=lac&limit=50",
        short: "/v1/farmer-groups?status=active&value_chain=lac&limit=1",
        least: Some((0.33, 0.8)),
    },
    Case {
        name: "areas",
        path: "/v1/areas?level=commune&limit=50",
        short: "/v1/areas?level=commune&limit=1",
        least: None,
    },
];

const MOST_STATEMENTS: usize = 3;
const COMPARISON: &str = "(to compare)";

/// The statements of a request; they must not become more with the rows.
pub async fn statements(data: &Data, case: Case, table: &mut Table) -> Outcome<Vec<Statement>> {
    let long = capture(data, Who::District, case.path).await?;
    let short = capture(data, Who::District, case.short).await?;
    table.extend([Row {
        measurement: format!("{}: statements for 50 rows, for 1", case.name),
        ours: long.len().to_string(),
        baseline: short.len().to_string(),
        ratio: None,
        target: "same, <= 3",
        is_met: long.len() == short.len() && long.len() <= MOST_STATEMENTS,
    }]);
    Ok(long)
}

/// Requests a second, next to what else runs the same statements.
pub async fn measure(
    data: &Data,
    options: &Options,
    case: Case,
    statements: &[Statement],
) -> Outcome<Vec<Row>> {
    let (connections, turn) = (options.connections, options.turn);
    let service = Running::start(&data.url, connections)?;
    let bare = bare::start(&data.url, connections, &directory(), statements)?;
    let request = get(case.path, service.token(Who::District));
    let ask = |port| load(port, &request, connections, turn);
    // The first answers of both pay for connecting and preparing.
    load(service.port(), &request, connections, turn / 2).await?;
    load(bare.port, &request, connections, turn / 2).await?;
    let row = |against: &str, ours: f64, theirs: f64, target: &'static str, least: Option<f64>| Row {
        measurement: format!("{}: requests/s, {:?}, {against}", case.name, data.dialect),
        ours: format!("{ours:.0}/s"),
        baseline: format!("{theirs:.0}/s"),
        ratio: Some(ours / theirs),
        target: least.map_or(COMPARISON, |_| target),
        is_met: least.is_none_or(|least| ours / theirs >= least),
    };
    let (ours, theirs) = alternate(options.rounds, || ask(service.port()), || ask(bare.port)).await?;
    let mut rows = vec![row("plain sqlx in actix", ours, theirs, ">= 0.80", case.least.map(|least| least.1))];
    if data.dialect == Dialect::Postgres {
        let pgbench = Pgbench::new(data, statements)?;
        let (ours, theirs) =
            alternate(options.rounds, || ask(service.port()), || pgbench.run(connections, turn)).await?;
        rows.push(row("pgbench", ours, theirs, ">= 0.33 (goal 0.45)", case.least.map(|least| least.0)));
    }
    Ok(rows)
}
