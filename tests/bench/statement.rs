//! Statements as the service sent them, with what they were sent with.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Outcome;

/// One statement in the dialect of PostgreSQL, with its parameters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// The text, with `$1`, `$2`, …
    pub sql: String,
    /// What stands for them.
    pub parameters: Vec<Parameter>,
}

/// One parameter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parameter {
    /// Its type, as PostgreSQL calls it.
    pub kind: String,
    /// Its value as text, if it is not null.
    pub value: Option<String>,
}

/// A value ready to be sent.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing.
    Null,
    /// An id.
    Id(Uuid),
    /// A text.
    Text(String),
    /// A whole number of two bytes.
    Small(i16),
    /// A whole number of four bytes.
    Medium(i32),
    /// A whole number.
    Large(i64),
    /// A date.
    Day(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
    /// Yes or no.
    Truth(bool),
}

impl Parameter {
    /// The value in its type.
    pub fn read(&self) -> Outcome<Value> {
        let Some(text) = self.value.as_deref() else {
            return Ok(Value::Null);
        };
        Ok(match self.kind.as_str() {
            "uuid" => Value::Id(text.parse()?),
            "text" | "character varying" => Value::Text(text.to_owned()),
            "smallint" => Value::Small(text.parse()?),
            "integer" => Value::Medium(text.parse()?),
            "bigint" => Value::Large(text.parse()?),
            "date" => Value::Day(text.parse()?),
            "boolean" => Value::Truth(text == "t"),
            "timestamp with time zone" => {
                Value::Instant(DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z")?.to_utc())
            }
            other => return Err(format!("no reader for parameters of type {other}").into()),
        })
    }
}

impl Statement {
    /// The text for SQLite.
    pub fn for_sqlite(&self) -> String {
        renumbered(&self.sql, |number| format!("?{number}"))
    }

    /// The text with something else for each parameter.
    pub fn with(&self, each: impl Fn(usize) -> String) -> String {
        renumbered(&self.sql, each)
    }

    /// The text for pgbench, and the definitions of its variables; `name` keeps statements apart.
    pub fn for_pgbench(&self, name: &str) -> (String, Vec<String>) {
        let sql = renumbered(&self.sql, |number| format!(":{name}_{number}"));
        let define = |(index, parameter): (usize, &Parameter)| {
            format!("{name}_{}={}", index + 1, parameter.value.as_deref().unwrap_or_default())
        };
        (sql, self.parameters.iter().enumerate().map(define).collect())
    }
}

/// Replaces `$1`, `$2`, … by something else.
fn renumbered(sql: &str, each: impl Fn(usize) -> String) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        match number.parse() {
            Ok(number) => text.push_str(&each(number)),
            Err(_) => text.push('$'),
        }
        text.push_str(rest);
    }
    text
}
