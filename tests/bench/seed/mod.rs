//! A province as large as it may ever get, written straight into the tables: 100,000 groups with 200,000 contracts,
//! 1,000,000 members with 3,000,000 marks at training of five years. Search words, journal and sealed identities are left out: nothing that is measured reads them.

pub mod applications;
pub mod books;
mod dialect;
pub mod funds;
mod groups;
mod guards;
mod households;
pub mod people;
pub mod persons;
pub mod trade;
mod trainings;

use std::time::Instant;

use sea_orm::{ConnectionTrait as _, DatabaseConnection};

pub use dialect::Dialect;

use crate::Outcome;

/// How large the province is, in persons, each with one membership.
#[derive(Clone, Copy, Debug)]
pub struct Size(pub usize);

/// As large as it may ever get.
pub const WHOLE: Size = Size(1_000_000);

impl Size {
    /// Groups, each with ten members.
    pub const fn groups(self) -> usize {
        self.0 / 10
    }

    /// Households, each of four persons.
    pub const fn households(self) -> usize {
        self.0 / 4
    }
}

/// Statements, each with what it inserts.
pub type Statements = Vec<(&'static str, String)>;

/// Fills a migrated, empty database.
pub async fn seed(connection: &DatabaseConnection, dialect: Dialect, statements: Statements) -> Outcome<()> {
    let guards = guards::lift(connection, dialect).await?;
    for (rows, sql) in statements {
        timed(rows, connection.execute_unprepared(&sql)).await?;
    }
    timed("guards", guards::restore(connection, dialect, guards)).await?;
    timed("statistics", connection.execute_unprepared(dialect.analyse())).await?;
    Ok(())
}

async fn timed<T, E: Into<Box<dyn std::error::Error>>>(
    what: &str,
    work: impl Future<Output = Result<T, E>>,
) -> Outcome<T> {
    let started = Instant::now();
    let done = work.await.map_err(Into::into)?;
    println!("  {what:<20} {:>6.1} s", started.elapsed().as_secs_f64());
    Ok(done)
}

/// The province, in order.
pub fn statements(dialect: Dialect) -> Statements {
    let mut statements = register(dialect, WHOLE);
    statements.extend(funds::statements(dialect));
    statements
}

/// A register of some size: groups, people, training and contracts.
pub fn register(dialect: Dialect, size: Size) -> Statements {
    let mut statements = groups::lists(dialect);
    statements.extend(persons::statements(dialect, size));
    statements.extend(groups::statements(dialect, size));
    statements.extend(households::statements(dialect, size));
    statements.extend(trainings::statements(dialect, size));
    statements.extend(trade::of_groups(dialect, size));
    statements.extend(people::statements(dialect));
    statements
}
