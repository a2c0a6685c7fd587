//! The PostgreSQL server of the measurements, kept between runs with what was seeded.

use std::fs;
use std::path::{Path, PathBuf};

use tests::databases::server::Installation;

use crate::Outcome;

/// As delivered, but for: more memory, nothing kept through a crash, no clean-up in the middle of a measurement.
pub const SETTINGS: &str = "
listen_addresses = ''
shared_buffers = 512MB
maintenance_work_mem = 512MB
max_wal_size = 4GB
fsync = off
autovacuum = off
log_line_prefix = '@@ '
timezone = 'UTC'
";

/// A running server, stopped with this value.
#[derive(Debug)]
pub struct Cluster {
    installation: Installation,
}

impl Cluster {
    /// Starts the server in a directory, with what is there if it was made with the same settings.
    pub fn start(directory: &Path) -> Outcome<Self> {
        fs::create_dir_all(directory)?;
        let settings = directory.join("postgres.settings");
        let installation = Installation::new(directory.join("postgres"), directory)?;
        // A run that was killed leaves its server behind; mostly there is none to stop.
        let _ = installation.stop("fast");
        let is_known = fs::read_to_string(&settings).is_ok_and(|text| text == SETTINGS);
        if !(is_known && installation.resume().is_ok()) {
            installation.start(SETTINGS)?;
            fs::write(&settings, SETTINGS)?;
        }
        Ok(Self { installation })
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        self.installation.url().replacen("/postgres?", &format!("/{database}?"), 1)
    }

    /// What it says.
    pub fn log(&self) -> PathBuf {
        self.installation.log()
    }

    /// One of the programs that came with it.
    pub fn program(&self, name: &str) -> PathBuf {
        self.installation.program(name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(reason) = self.installation.stop("fast") {
            println!("the PostgreSQL server could not be stopped: {reason}");
        }
    }
}
