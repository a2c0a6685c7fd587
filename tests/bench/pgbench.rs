//! What the database can do with the same statements and the fastest client there is.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tokio::process::Command;

use crate::Outcome;
use crate::data::{Data, directory};
use crate::statement::Statement;

/// A script for `pgbench -M prepared`.
#[derive(Debug)]
pub struct Pgbench {
    program: PathBuf,
    script: PathBuf,
    variables: Vec<String>,
    url: String,
}

impl Pgbench {
    /// Writes the script that sends statements as they are.
    pub fn new(data: &Data, statements: &[Statement]) -> Outcome<Self> {
        let (mut script, mut variables) = (String::new(), Vec::new());
        for (number, statement) in statements.iter().enumerate() {
            let (sql, defined) = statement.for_pgbench(&format!("s{number}"));
            script.push_str(&sql);
            script.push_str(";\n");
            variables.extend(defined);
        }
        Self::scripted(data, &script, variables)
    }

    /// Writes a script; variables are definitions such as `name=value`.
    pub fn scripted(data: &Data, script: &str, variables: Vec<String>) -> Outcome<Self> {
        let cluster = data.cluster.as_ref().ok_or("pgbench needs PostgreSQL")?;
        let file = directory().join("pgbench.sql");
        fs::write(&file, script)?;
        Ok(Self { program: cluster.program("pgbench"), script: file, variables, url: data.url.clone() })
    }

    /// Runs it for a while; the transactions per second.
    pub async fn run(&self, connections: usize, turn: Duration) -> Outcome<f64> {
        self.start(connections, ["-T", &turn.as_secs().max(1).to_string()], &[]).await
    }

    /// Runs it so many times over each connection, with further variables; the transactions per second.
    pub async fn run_each(&self, connections: usize, times: usize, variables: &[String]) -> Outcome<f64> {
        self.start(connections, ["-t", &times.to_string()], variables).await
    }

    async fn start(&self, connections: usize, how_long: [&str; 2], variables: &[String]) -> Outcome<f64> {
        let threads = std::thread::available_parallelism()?.get().min(connections);
        let mut command = Command::new(&self.program);
        command.args(["-n", "-M", "prepared", "-c", &connections.to_string(), "-j", &threads.to_string()]);
        command.args(how_long).arg("-f").arg(&self.script);
        for variable in self.variables.iter().chain(variables) {
            command.args(["-D", variable]);
        }
        let output = command.arg(&self.url).output().await?;
        let said = String::from_utf8_lossy(&output.stdout);
        let figure = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next());
        match figure {
            Some(figure) if output.status.success() => Ok(figure.parse()?),
            _ => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
        }
    }
}
