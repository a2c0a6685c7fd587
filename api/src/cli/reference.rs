//! `openapi`, `areas` and `journal`.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};

use super::Data;
use crate::{clock::Clock, journal, server::told};

#[derive(Args, Debug)]
pub(super) struct Openapi {
    /// Where to write it; `-` for standard output.
    #[arg(long, default_value = "openapi/v1.json")]
    output: PathBuf,
}

impl Openapi {
    pub(super) fn run(self) -> Result<(), String> {
        let document = crate::routes::document(&crate::operations::operations());
        let text = serde_json::to_string_pretty(&document).map_err(|fault| fault.to_string())? + "\n";
        if self.output.as_os_str() == "-" {
            print!("{text}");
            return Ok(());
        }
        let told = |fault: std::io::Error| format!("{}: {fault}", self.output.display());
        if let Some(directory) = self.output.parent() {
            fs::create_dir_all(directory).map_err(told)?;
        }
        fs::write(&self.output, text).map_err(told)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Areas {
    /// Bring the map up to date with official lists; the same lists a second time change nothing.
    Import {
        /// Lists of units, CSV as in `migration/data/admin_units_2025.csv`.
        #[arg(required = true)]
        units: Vec<PathBuf>,
        /// Lists of successions, CSV as in `migration/data/admin_unit_successors_2025.csv`.
        #[arg(long)]
        successors: Vec<PathBuf>,
        #[command(flatten)]
        data: Data,
    },
}

impl Areas {
    pub(super) async fn run(self) -> Result<(), String> {
        let Self::Import { units, successors, data } = self;
        let (units, successors) = (read(&units)?, read(&successors)?);
        let store = data.store().await?;
        let done = store
            .import_areas(&Clock::default(), &texts(&units), &texts(&successors))
            .await
            .map_err(|error| told(&error))?;
        println!(
            "{} units added, {} changed, {} unchanged; {} successions added",
            done.added, done.changed, done.unchanged, done.successions
        );
        Ok(())
    }
}

fn read(paths: &[PathBuf]) -> Result<Vec<String>, String> {
    let read =
        |path: &PathBuf| fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()));
    paths.iter().map(read).collect()
}

fn texts(files: &[String]) -> Vec<&str> {
    files.iter().map(String::as_str).collect()
}

#[derive(Debug, Subcommand)]
pub(super) enum Journal {
    /// Check the chain of the journal from its beginning.
    Verify(Data),
}

impl Journal {
    pub(super) async fn run(self) -> Result<(), String> {
        let Self::Verify(data) = self;
        let service = data.service().await?;
        match journal::verify(&service).await.map_err(|error| told(&error))? {
            Ok(whole) => {
                let hash: String = whole.hash.iter().map(|byte| format!("{byte:02x}")).collect();
                println!(
                    "the journal is whole: {} entries sealed, {} waiting",
                    whole.position, whole.pending
                );
                println!("hash of the last seal: {hash}");
                Ok(())
            }
            Err(broken) => Err(broken.to_string()),
        }
    }
}
