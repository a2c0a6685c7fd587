//! Throw-away PostgreSQL servers; the one of the run is started by whichever process needs it first.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tokio::time::timeout;

use super::{binaries, open, run};

/// Nothing on this server has to survive a crash.
const SETTINGS: &str = "
listen_addresses = ''
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 1h
autovacuum = off
jit = off
timezone = 'UTC'
";

/// Starts the server unless another process of the run has done so, and returns its address.
pub async fn start() -> Result<String, String> {
    let _lock = run::lock("postgres.lock");
    let ready = run::directory().join("postgres.ready");
    let failed = run::directory().join("postgres.failed");
    if let Ok(reason) = fs::read_to_string(&failed) {
        return Err(reason);
    }
    let server = Installation::new(run::directory().join("postgres"), &run::directory().join("users"))?;
    let url = server.url();
    if ready.exists() && answers(&url).await {
        return Ok(url);
    }
    if let Err(reason) = server.start(SETTINGS) {
        let reason = format!("a throw-away server could not be started: {reason}");
        // Only spares other processes the same attempt.
        let _ = fs::write(&failed, &reason);
        return Err(reason);
    }
    fs::write(&ready, "").map_err(|error| error.to_string())?;
    Ok(url)
}

/// A server that crashed leaves its socket behind, on which the pool would go on trying for a minute.
async fn answers(url: &str) -> bool {
    match timeout(Duration::from_secs(5), open(url, 1)).await {
        Ok(Ok(connection)) => connection.close().await.is_ok(),
        Ok(Err(_)) | Err(_) => false,
    }
}

/// One server: where the programs are, where the data goes and who owns it.
#[derive(Debug)]
pub struct Installation {
    binaries: PathBuf,
    directory: PathBuf,
    owner: Option<(u32, u32)>,
}

impl Installation {
    /// A server in a directory of its own; whose file `ours` is tells whether this process runs as root.
    ///
    /// # Errors
    /// Says why there can be none.
    pub fn new(directory: PathBuf, ours: &Path) -> Result<Self, String> {
        let binaries = binaries::find().ok_or("TEST_POSTGRES_URL is not set and no initdb was found")?;
        let user = fs::metadata(ours).map_err(|error| error.to_string())?.uid();
        Ok(Self { binaries, directory, owner: (user == 0).then(unprivileged) })
    }

    fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    /// What the server says.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.directory.join("log")
    }

    /// One of the programs that came with the server.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.binaries.join(name)
    }

    /// The socket lies in a directory that no other user may enter, so no password is needed.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.directory.display())
    }

    /// Starts the server anew, with these settings and nothing in it.
    ///
    /// # Errors
    /// What the programs said.
    pub fn start(&self, settings: &str) -> Result<(), String> {
        if self.directory.exists() {
            // The remains of a start that was interrupted; a server that runs no more cannot be stopped.
            let _ = self.stop("immediate");
            fs::remove_dir_all(&self.directory).map_err(|error| error.to_string())?;
        }
        self.create_directory().map_err(|error| error.to_string())?;
        self.run("initdb", |init| {
            init.args(["-N", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D"])
                .arg(self.data())
        })?;
        self.configure(settings).map_err(|error| error.to_string())?;
        self.resume()
    }

    /// Starts the server with what is in it.
    ///
    /// # Errors
    /// What the programs said.
    pub fn resume(&self) -> Result<(), String> {
        self.run("pg_ctl", |start| {
            start.args(["start", "-w", "-t", "60", "-D"]).arg(self.data()).arg("-l").arg(self.log())
        })
    }

    /// Stops the server in one of the modes of `pg_ctl`.
    ///
    /// # Errors
    /// What the programs said, also when it does not run.
    pub fn stop(&self, mode: &str) -> Result<(), String> {
        self.run("pg_ctl", |stop| stop.args(["stop", "-m", mode, "-D"]).arg(self.data()))
    }

    fn create_directory(&self) -> std::io::Result<()> {
        fs::DirBuilder::new().mode(0o700).create(&self.directory)?;
        match self.owner {
            Some((user, group)) => chown(&self.directory, Some(user), Some(group)),
            None => Ok(()),
        }
    }

    fn configure(&self, settings: &str) -> std::io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(self.data().join("postgresql.conf"))?;
        writeln!(file, "{settings}unix_socket_directories = '{}'", self.directory.display())
    }

    /// Runs one of the programs as the owner, in a group of its own so that Ctrl-C does not reach the server.
    fn run(&self, program: &str, arguments: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), String> {
        let mut command = Command::new(self.binaries.join(program));
        arguments(&mut command).stdin(Stdio::null()).current_dir("/").process_group(0);
        // Settings for clients must not leak into the server.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        let output = command.output().map_err(|error| format!("{program}: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stderr, fs::read(self.log()).unwrap_or_default()].concat();
        let said = String::from_utf8_lossy(&said).split_whitespace().collect::<Vec<_>>().join(" ");
        Err(format!("{program}: {said}"))
    }
}

/// PostgreSQL refuses to run as root, so root lends it a user without rights.
fn unprivileged() -> (u32, u32) {
    let users = fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    let find = |wanted: &str| {
        let mut fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let fields = fields.find(|fields| fields.first() == Some(&wanted))?;
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    };
    find("postgres").or_else(|| find("nobody")).unwrap_or((65_534, 65_534))
}
