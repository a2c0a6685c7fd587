//! What to measure, and how long.

use std::time::Duration;

use crate::Outcome;

/// The arguments of the command line.
#[derive(Clone, Debug)]
pub struct Options {
    names: Vec<String>,
    /// How often the contenders take turns.
    pub rounds: usize,
    /// How long each turn lasts.
    pub turn: Duration,
    /// Connections of the client, and of each contender to the database.
    pub connections: usize,
}

impl Options {
    /// Reads `[--quick] [--connections N] [NAME …]`; a name runs the measurements that contain it.
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        let mut options = Self { names: Vec::new(), rounds: 7, turn: Duration::from_secs(4), connections: 8 };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--bench" => {}
                "--quick" => {
                    options.rounds = 3;
                    options.turn = Duration::from_secs(2);
                }
                "--connections" => {
                    let number = words.next().ok_or("--connections wants a number")?;
                    options.connections = number.parse()?;
                }
                flag if flag.starts_with("--") => return Err(format!("unknown option {flag}").into()),
                name => options.names.push(name.to_owned()),
            }
        }
        Ok(options)
    }

    /// Whether the measurement was asked for.
    pub fn wants(&self, measurement: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| measurement.contains(name.as_str()))
    }
}
