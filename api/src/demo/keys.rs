//! The demo's own keys: made when it is loaded and kept in a file beside its database, for its owner alone. The file
//! also says which schema the database was made with.

use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use migration::FINGERPRINT;

use crate::store::{
    keys::{Keyring, generate},
    sqlite_file,
};

const SCHEMA: &str = "SCHEMA";

/// Where the keys of a demo database lie.
#[derive(Clone, Debug)]
pub struct DemoKeys {
    path: PathBuf,
}

impl DemoKeys {
    /// In this file.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Beside an SQLite file; under `data/` for other databases, by the name of the database.
    #[must_use]
    pub fn beside(database_url: &str) -> Self {
        let name = || database_url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap_or("demo");
        let database = sqlite_file(database_url).unwrap_or_else(|| Path::new("data").join(name()));
        let mut path = database.into_os_string();
        path.push(".keys");
        Self::at(path.into())
    }

    /// Makes new keys, instead of any there are.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn make(&self, date: &str) -> Result<(), String> {
        let told = |fault: std::io::Error| self.told(&fault);
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        match fs::remove_file(&self.path) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(told(fault)),
            _ => {}
        }
        let text = format!("{}{SCHEMA}={FINGERPRINT}\n", generate(date));
        let file = fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&self.path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(told)
    }

    /// Reads the keys.
    ///
    /// # Errors
    /// When the file cannot be read or holds something else.
    pub fn read(&self) -> Result<Keyring, String> {
        let text = fs::read_to_string(&self.path).map_err(|fault| self.told(&fault))?;
        let value = |name| value(&text, name).ok_or_else(|| format!("{} lacks {name}", self.path.display()));
        Keyring::parse(value("MASTER_KEYS")?, value("LOOKUP_KEYS")?, value("TOKEN_KEY")?)
    }

    /// Whether the database beside which they lie was made with the schema of this build.
    #[must_use]
    pub fn are_of_this_build(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|text| value(&text, SCHEMA) == Some(FINGERPRINT))
    }

    fn told(&self, fault: &std::io::Error) -> String {
        format!("{}: {fault}", self.path.display())
    }
}

fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
}
