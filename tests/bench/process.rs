//! This program again, in another process and another role.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::Outcome;

/// A server in a process of its own, ended with this value.
#[derive(Debug)]
pub struct Server {
    process: Child,
    _ears: BufReader<ChildStderr>,
    /// Where it serves, on this machine.
    pub port: u16,
    /// What it said besides.
    pub words: Vec<String>,
}

impl Server {
    /// Starts this program in a role and waits until it says that it serves.
    pub fn start(role: &[&str]) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(role).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn()?;
        let mut ears = BufReader::new(process.stderr.take().ok_or("no standard error")?);
        let mut line = String::new();
        ears.read_line(&mut line)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let port = words.next().and_then(|word| word.parse().ok());
        let port = port.ok_or_else(|| format!("{} did not start: {line}", role.join(" ")))?;
        Ok(Self { process, _ears: ears, port, words: words.collect() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing else to do then.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says in a role where the server listens; from then on it ends with the program that started it.
pub fn announce(line: &str) -> Outcome<()> {
    writeln!(std::io::stderr(), "{line}")?;
    std::thread::spawn(|| {
        // Ends when the other side does, whatever the reason.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    Ok(())
}
