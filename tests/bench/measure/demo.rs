//! The program as a newcomer meets it: the demo province in a file, the release build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::Outcome;
use crate::client::{Client, get, post};
use crate::data::directory;
use crate::rounds::median;
use crate::table::Row;

const PASSWORD: &str = "lua-ngo-thach-den-2022";
const REPORTS: u64 = 30;
const MOST_REPORT_MILLISECONDS: f64 = 20.0;
const MOST_START_SECONDS: f64 = 0.3;
const MOST_MEGABYTES: f64 = 60.0;

/// Loads the province once, then starts again on what is there.
pub async fn measure() -> Outcome<[Row; 5]> {
    let program = program()?;
    let folder = directory().join("demo");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let (first, started) = Demo::start(&program, &folder).await?;
    println!("the demo was loaded and ready after {started:.1} s");
    first.stop()?;
    let mut starts = Vec::new();
    let (mut demo, started) = Demo::start(&program, &folder).await?;
    starts.push(started);
    for _ in 0..4 {
        demo.stop()?;
        let (again, started) = Demo::start(&program, &folder).await?;
        starts.push(started);
        demo = again;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = demo.megabytes()?;
    let (first, again) = demo.reports().await?;
    let used = demo.megabytes()?;
    demo.stop()?;
    let row = |measurement: &str, figure: f64, unit: &str, target: &'static str, most: f64| Row {
        measurement: format!("demo: {measurement}"),
        ours: format!("{figure:.*} {unit}", if unit == "s" { 3 } else { 1 }),
        baseline: String::new(),
        ratio: None,
        target,
        is_met: figure < most,
    };
    Ok([
        row("progress report, first time", first, "ms", "< 20 ms", MOST_REPORT_MILLISECONDS),
        row("progress report, asked again", again, "ms", "< 20 ms", MOST_REPORT_MILLISECONDS),
        row("start to first answers", median(starts), "s", "< 0.3 s", MOST_START_SECONDS),
        row("memory after start", idle, "MB", "< 60 MB", MOST_MEGABYTES),
        row("memory after 61 requests", used, "MB", "< 60 MB", MOST_MEGABYTES),
    ])
}

/// The release build, made up to date if cargo is at hand.
fn program() -> Outcome<PathBuf> {
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release").join("hoinongdan");
    if let Some(cargo) = std::env::var_os("CARGO") {
        // With the tests, so that the dependencies are those that are built already.
        let arguments = ["build", "--release", "-p", "hoinongdan", "-p", "tests"];
        if !Command::new(cargo).args(arguments).status()?.success() {
            return Err("the release build failed".into());
        }
    }
    Ok(built)
}

/// A demo that runs.
struct Demo {
    process: Child,
    port: u16,
}

impl Demo {
    /// Starts it; how long it took until it said that it lives and is ready.
    async fn start(program: &Path, folder: &Path) -> Outcome<(Self, f64)> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = Command::new(program);
        command.arg("demo").arg("--listen").arg(format!("127.0.0.1:{port}")).current_dir(folder);
        command.arg("--database-url").arg(format!("sqlite://{}", folder.join("demo.db").display()));
        let started = Instant::now();
        let demo = Self { process: command.stdout(Stdio::null()).spawn()?, port };
        let mut client = Client::connect(port).await?;
        for path in ["/livez", "/readyz"] {
            let reply = client.send(&get(path, "")).await?;
            if !(200..300).contains(&reply.status) {
                return Err(format!("{path}: {}", reply.head).into());
            }
        }
        Ok((demo, started.elapsed().as_secs_f64()))
    }

    /// The middle time of the report for the officer of the province: of days that nobody asked for yet, and of
    /// one that somebody did since the last write.
    async fn reports(&self) -> Outcome<(f64, f64)> {
        let mut client = Client::connect(self.port).await?;
        let credentials = json!({ "login": "officer-province", "password": PASSWORD, "device": "bench" });
        let tokens = client.expect_ok(&post("/v1/auth/login", &credentials.to_string())).await?;
        let tokens: Value = serde_json::from_slice(tokens)?;
        let token = tokens["access_token"].as_str().ok_or("no access token")?;
        let end = NaiveDate::from_ymd_opt(2022, 6, 30).ok_or("no such day")?;
        let (mut first, mut again) = (Vec::new(), Vec::new());
        for days in 0..REPORTS {
            let request = get(&format!("/v1/reports/progress?as_of={}", end - Days::new(days)), token);
            for times in [&mut first, &mut again] {
                let started = Instant::now();
                client.expect_ok(&request).await?;
                times.push(started.elapsed().as_secs_f64() * 1000.0);
            }
        }
        Ok((median(first), median(again)))
    }

    /// What it holds in memory.
    fn megabytes(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// Ends it in good order.
    fn stop(mut self) -> Outcome<()> {
        Command::new("kill").args(["-INT", &self.process.id().to_string()]).status()?;
        self.process.wait()?;
        Ok(())
    }
}
