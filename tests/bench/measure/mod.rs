//! The measurements.

mod approvals;
mod balances;
mod demo;
mod desk;
pub mod exports;
mod figures;
mod locks;
mod marks;
mod missing;
mod pages;
mod progress;
mod publications;
mod reads;
mod registrations;
mod requests;
mod suppression;

use requests::CASES;

use crate::Outcome;
use crate::data::{self, Data};
use crate::options::Options;
use crate::seed::Dialect;

use crate::statement::Statement;
use crate::table::Table;

/// What is measured on the whole province, besides single requests.
const WHOLE: [&str; 6] = ["pages", "progress", "figures", "missing", "balances", "marks"];

/// Runs what was asked for and prints the table.
pub async fn measure(options: &Options) -> Outcome<()> {
    let mut table = Table::default();
    let captured = on_postgres(options, &mut table).await?;
    let wants = |name: &str| options.wants(&format!("{name}-sqlite"));
    if captured.iter().any(|(name, _)| wants(name)) || WHOLE.into_iter().any(wants) {
        on(&data::sqlite().await?, options, &captured, &mut table, wants).await?;
    }
    if options.wants("approvals-postgres") {
        table.extend(approvals::measure(options).await?);
    }
    if options.wants("contracts-postgres") {
        table.extend([reads::measure().await?]);
    }
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        if options.wants(&format!("registrations-{}", format!("{dialect:?}").to_lowercase())) {
            table.extend([registrations::measure(dialect, options).await?]);
        }
    }
    if options.wants("publications-postgres") {
        table.extend(publications::measure(options).await?);
    }
    if options.wants("suppression") {
        table.extend(suppression::measure()?);
    }
    if options.wants("exports") {
        table.extend(exports::measure()?);
    }
    if options.wants("demo") {
        table.extend(demo::measure().await?);
    }
    println!("\n{table}");
    Ok(())
}

type Captured = Vec<(&'static str, Vec<Statement>)>;

/// What is asked for on PostgreSQL; gives the statements of the requests, which SQLite is to be sent too.
async fn on_postgres(options: &Options, table: &mut Table) -> Outcome<Captured> {
    let wants = |name: &str| options.wants(&format!("{name}-postgres"));
    let wanted: Vec<_> = CASES
        .into_iter()
        .filter(|case| wants(case.name) || options.wants(&format!("{}-sqlite", case.name)))
        .collect();
    let mut captured = Vec::new();
    if wanted.is_empty() && !WHOLE.into_iter().any(wants) {
        return Ok(captured);
    }
    let data = data::postgres().await?;
    for case in wanted {
        captured.push((case.name, requests::statements(&data, case, table).await?));
    }
    on(&data, options, &captured, table, wants).await?;
    Ok(captured)
}

/// What is measured alike on both.
async fn on(
    data: &Data,
    options: &Options,
    captured: &Captured,
    table: &mut Table,
    wants: impl Fn(&str) -> bool,
) -> Outcome<()> {
    println!("measuring on {:?} …", data.dialect);
    for case in CASES.into_iter().filter(|case| wants(case.name)) {
        let of_case = captured.iter().find(|(name, _)| *name == case.name);
        let statements = of_case.map(|(_, statements)| statements.as_slice()).unwrap_or_default();
        table.extend(requests::measure(data, options, case, statements).await?);
    }
    if wants("pages") {
        table.extend([pages::measure(data, options).await?]);
    }
    if wants("progress") {
        table.extend(progress::measure(data, options).await?);
    }
    if wants("figures") && data.dialect == Dialect::Postgres {
        table.extend([figures::measure(data, options).await?]);
    }
    if wants("missing") {
        table.extend(missing::measure(data, options).await?);
    }
    if wants("balances") {
        table.extend([balances::measure(data, options).await?]);
    }
    if wants("marks") {
        table.extend([marks::measure(data, options).await?]);
    }
    Ok(())
}
