//! The program in a process of its own, on the database of a test, so that it can be ended in the middle of its work.

#![expect(clippy::expect_used, clippy::panic, reason = "test support fails loudly")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use chrono::Utc;

use crate::app::App;
use crate::callers::Caller;
use crate::setup::{LOOKUP_KEYS, MASTER_KEYS, TOKEN_KEY};

const PUBLIC_BASE: &str = "http://127.0.0.1:8080";
const PATIENCE: Duration = Duration::from_secs(20);

/// The running service; it ends with this value.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Where it serves.
    pub port: u16,
}

/// What came back over the wire.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Whether the work was done by an earlier request with the same key.
    pub is_replayed: bool,
    /// The body.
    pub body: Vec<u8>,
}

/// The program with the settings of a test, to run any of its commands.
#[must_use]
pub fn command(program: &str, app: &App) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("DATABASE_URL", app.database().url())
        .env("MASTER_KEYS", MASTER_KEYS)
        .env("LOOKUP_KEYS", LOOKUP_KEYS)
        .env("TOKEN_KEY", TOKEN_KEY)
        .env("RATE_LIMIT", "100000000")
        .env("RATE_LIMIT_PUBLICATIONS", "100000000")
        .env("LOG", "error")
        .current_dir(app.database().directory())
        .stdin(Stdio::null());
    command
}

/// Runs a command to its end.
///
/// # Panics
/// If it fails; shows what it said.
pub fn run(program: &str, app: &App, arguments: &[&str]) -> Output {
    let output = command(program, app).args(arguments).output().expect("a process");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    output
}

impl Process {
    /// Starts it and waits until it serves.
    ///
    /// # Panics
    /// If it does not within twenty seconds.
    #[must_use]
    pub fn start(program: &str, app: &App) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let mut command = command(program, app);
        command.arg("serve").env("LISTEN", format!("127.0.0.1:{port}")).env("PUBLIC_BASE_URL", PUBLIC_BASE);
        let mut process = Self { child: command.spawn().expect("a process"), port };
        let give_up = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = process.child.try_wait().expect("a process");
            assert!(ended.is_none() && Instant::now() < give_up, "the service did not start: {ended:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
        process
    }

    /// Ends it with SIGKILL, whatever it is doing.
    ///
    /// # Panics
    /// If it has ended by itself.
    pub fn kill(mut self) {
        let ended = self.child.try_wait().expect("a process");
        assert!(ended.is_none(), "the service ended by itself: {ended:?}");
        self.child.kill().expect("a signal");
        self.child.wait().expect("an end");
    }

    /// A token of somebody that the process accepts for ten minutes.
    ///
    /// # Panics
    /// If nobody has signed in.
    pub async fn token(app: &App, caller: &Caller) -> String {
        let now = Utc::now();
        let keys = app.store().token_keys(PUBLIC_BASE, now).await.expect("the signing keys");
        let claims = caller.claims(PUBLIC_BASE, now).expect("somebody who has signed in");
        keys.issue(&claims).expect("a token")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already; there is nothing else to do then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request over a connection of its own; nothing when no whole answer comes back.
#[must_use]
pub fn send(port: u16, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(request).ok()?;
    let mut bytes = Vec::new();
    // A connection that breaks off may have brought a whole answer all the same.
    let _ = stream.read_to_end(&mut bytes);
    whole(&bytes)
}

fn whole(bytes: &[u8]) -> Option<Answer> {
    const END: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(END.len()).position(|four| four == END)?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?.to_ascii_lowercase();
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let length: usize = header("content-length")?.parse().ok()?;
    let body = bytes.get(end + END.len()..)?;
    (body.len() == length).then(|| Answer {
        status: head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{head}")),
        is_replayed: header("idempotency-replayed") == Some("true"),
        body: body.to_vec(),
    })
}
