//! The directory shared by all processes of one test program, and the watchdog that removes it after them.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, id};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// Ends the server and removes the directory when none of the processes named in `users` is alive any more.
const WATCHDOG: &str = include_str!("watchdog.sh");

/// Names this build of the test program: another build has other templates.
pub static BUILD: LazyLock<String> = LazyLock::new(|| {
    let program = std::env::current_exe().expect("the path of the test program");
    let metadata = fs::metadata(&program).expect("the test program");
    let mut hasher = DefaultHasher::new();
    (program, metadata.len(), metadata.mtime(), metadata.mtime_nsec()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

/// The directory of the run, which stays as long as this process lives.
pub fn directory() -> &'static Path {
    static DIRECTORY: LazyLock<PathBuf> = LazyLock::new(join);
    &DIRECTORY
}

/// Lets one process at a time prepare what the run shares, until the returned file is closed.
pub fn lock(name: &str) -> File {
    let file = File::create(directory().join(name)).expect("a lock file");
    file.lock().expect("the lock");
    file
}

/// Registers this process, so that the watchdog spares the directory, and starts the watchdog if there is none.
fn join() -> PathBuf {
    // The program itself serves as the lock: it is there before the directory and leaves nothing behind.
    let program = File::open(std::env::current_exe().expect("the test program")).expect("the test program");
    program.lock().expect("the lock of the test program");
    let directory = parent().join(format!("hnd-{}", *BUILD));
    let user = directory.join("users").join(id().to_string());
    let closing = directory.join("closing");
    let deadline = SystemTime::now() + Duration::from_secs(60);
    // The watchdog announces the end before it looks for users one last time; we register before we look for
    // the announcement. So either it sees us and stays, or we see it and begin anew.
    loop {
        let registered = create(&directory).and_then(|()| File::create(&user));
        if registered.is_ok() {
            if !alive(&directory) {
                start_watchdog(&directory);
            } else if !closing.exists() && user.exists() {
                return directory;
            }
        }
        assert!(SystemTime::now() < deadline, "cannot use {}: {registered:?}", directory.display());
        sleep(Duration::from_millis(20));
    }
}

/// A short path, because the address of a Unix socket has at most about a hundred bytes.
fn parent() -> PathBuf {
    let usual = Path::new("/tmp");
    if usual.is_dir() { usual.to_owned() } else { std::env::temp_dir() }
}

/// Others may pass through, as the server does not run as root, but neither look nor write.
fn create(directory: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o711).create(directory)?;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory.join("users"))
}

fn alive(directory: &Path) -> bool {
    let check = r#"kill -0 "$(cat "$1/watchdog")""#;
    let mut command = Command::new("sh");
    command.args(["-c", check, "alive"]).arg(directory).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The shell in between ends at once, so that the watchdog is no child of a test process.
fn start_watchdog(directory: &Path) {
    let detach = r#"sh -c "$1" watchdog "$2" & echo $! >"$2/watchdog""#;
    let mut command = Command::new("sh");
    command.args(["-c", detach, "detach", WATCHDOG]).arg(directory).current_dir("/").process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It fails when the directory has just been removed; the caller looks again.
    let _ = command.status();
}
