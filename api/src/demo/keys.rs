//! The demo's own keys: made at its first start and kept in a file beside its database, for its owner alone.

use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use crate::store::keys::{Keyring, generate};

/// Where the keys of a demo database lie.
#[derive(Clone, Debug)]
pub struct DemoKeys {
    path: PathBuf,
}

impl DemoKeys {
    /// Beside an SQLite file; under `data/` for other databases, by the name of the database.
    #[must_use]
    pub fn beside(database_url: &str) -> Self {
        let file = database_url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
        let path = match file {
            Some(file) => PathBuf::from(format!("{}.keys", file.split('?').next().unwrap_or(file))),
            None => {
                let name =
                    database_url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap_or("demo");
                Path::new("data").join(format!("{name}.keys"))
            }
        };
        Self { path }
    }

    /// Reads the keys, or makes them.
    ///
    /// # Errors
    /// When the file cannot be written or read, or holds something else.
    pub fn read_or_make(&self, date: &str) -> Result<Keyring, String> {
        let told = |fault: std::io::Error| format!("{}: {fault}", self.path.display());
        if !self.path.exists() {
            if let Some(folder) = self.path.parent() {
                fs::create_dir_all(folder).map_err(told)?;
            }
            let mut file = fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(&self.path)
                .map_err(told)?;
            file.write_all(generate(date).as_bytes()).map_err(told)?;
        }
        let text = fs::read_to_string(&self.path).map_err(told)?;
        let value = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(|| format!("{} lacks {name}", self.path.display()))
        };
        Keyring::parse(value("MASTER_KEYS")?, value("LOOKUP_KEYS")?, value("TOKEN_KEY")?)
    }

    /// Forgets the keys, to start over.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn forget(&self) -> Result<(), String> {
        match fs::remove_file(&self.path) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                Err(format!("{}: {fault}", self.path.display()))
            }
            _ => Ok(()),
        }
    }
}
