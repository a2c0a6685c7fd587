//! Where this machine keeps the programs of PostgreSQL.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders with one sub-folder per installed version: Debian, Red Hat, Homebrew.
const BY_VERSION: [&str; 5] =
    ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"];
const FIXED: [&str; 2] = ["/usr/local/pgsql/bin", "/Applications/Postgres.app/Contents/Versions/latest/bin"];

/// The first folder that holds everything a server needs.
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    on_path
        .into_iter()
        .chain(told_by_pg_config())
        .chain(BY_VERSION.iter().flat_map(|folder| versions(Path::new(folder))))
        .chain(FIXED.map(PathBuf::from))
        .find_map(|folder| complete(&folder))
}

/// Follows links, because distributions put some of the programs on the path and all of them elsewhere.
fn complete(folder: &Path) -> Option<PathBuf> {
    let initdb = folder.join("initdb").canonicalize().ok()?;
    let folder = initdb.parent()?;
    let present = |program: &str| folder.join(program).is_file();
    (present("initdb") && present("pg_ctl") && present("postgres")).then(|| folder.to_owned())
}

fn told_by_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The newest version first.
fn versions(folder: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = names
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = ["postgresql@", "postgresql-", "pgsql-"].iter().find_map(|p| name.strip_prefix(p));
            let version = version.unwrap_or(&name).parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(version, _)| Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}
