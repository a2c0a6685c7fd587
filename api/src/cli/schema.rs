//! `migrate`.

use clap::Subcommand;

use crate::{config::DatabaseSetting, store::schema};

#[derive(Debug, Subcommand)]
pub(super) enum Migrate {
    /// Apply all pending migrations.
    Up {
        #[command(flatten)]
        database: DatabaseSetting,
    },
    /// Show which migrations have been applied.
    Status {
        #[command(flatten)]
        database: DatabaseSetting,
    },
    /// Take back the latest migrations. What their tables hold is lost.
    Down {
        #[command(flatten)]
        database: DatabaseSetting,
        /// How many.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
}

impl Migrate {
    pub(super) async fn run(self) -> Result<(), String> {
        let done = match self {
            Self::Up { database } => named("applied", schema::up(&database.database_url).await),
            Self::Down { database, steps } => {
                named("taken back", schema::down(&database.database_url, steps).await)
            }
            Self::Status { database } => schema::status(&database.database_url).await.map(|all| {
                all.into_iter()
                    .map(|(name, is_applied)| {
                        format!("{} {name}", if is_applied { "applied" } else { "pending" })
                    })
                    .collect()
            }),
        };
        let lines = done.map_err(|fault| fault.to_string())?;
        match lines.is_empty() {
            true => println!("nothing to do"),
            false => lines.iter().for_each(|line| println!("{line}")),
        }
        Ok(())
    }
}

fn named<E>(done: &str, names: Result<Vec<String>, E>) -> Result<Vec<String>, E> {
    names.map(|names| names.iter().map(|name| format!("{done} {name}")).collect())
}
