//! What the service really sends to the database for one request, read from the log of the server.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement as Query};

use crate::Outcome;
use crate::client::{Client, get};
use crate::data::{Data, open};
use crate::service::{Running, Who};
use crate::statement::{Parameter, Statement};

/// The table that the sealer looks into now and then, beside all requests.
const SEALING: &str = "\"journal_pending\"";
/// What only the sealer calls.
const SEALER: &str = "pg_try_advisory_xact_lock($1)";

/// Sends a request of somebody to a service whose statements are logged.
pub async fn capture(data: &Data, who: Who, path: &str) -> Outcome<Vec<Statement>> {
    let mut capture = Capture::start(data).await?;
    let request = get(path, capture.token(who));
    capture.of_read(&request).await
}

/// A service with one connection to the database, whose statements are logged.
pub struct Capture {
    service: Running,
    client: Client,
    log: PathBuf,
    connection: DatabaseConnection,
}

impl Capture {
    /// Starts it.
    pub async fn start(data: &Data) -> Outcome<Self> {
        let cluster = data.cluster.as_ref().ok_or("only PostgreSQL writes down what it was sent")?;
        let service = Running::start(&format!("{}&options=-c%20log_statement%3Dall", data.url), 1)?;
        let client = Client::connect(service.port()).await?;
        Ok(Self { service, client, log: cluster.log(), connection: open(&data.url).await? })
    }

    /// An access token.
    pub fn token(&self, who: Who) -> &str {
        self.service.token(who)
    }

    /// All that is sent to the database around the request.
    pub async fn of(&mut self, request: &[u8]) -> Outcome<Vec<Statement>> {
        let mut log = File::open(&self.log)?;
        tokio::time::sleep(Duration::from_millis(200)).await;
        log.seek(SeekFrom::End(0))?;
        self.client.expect_ok(request).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
        let mut text = String::new();
        log.read_to_string(&mut text)?;
        let mut statements = Vec::new();
        for (sql, values) in sent(&text) {
            let kinds = if values.is_empty() { Vec::new() } else { kinds(&self.connection, &sql).await? };
            if kinds.len() != values.len() {
                return Err(format!("{} parameters, {} values: {sql}", kinds.len(), values.len()).into());
            }
            let parameters =
                kinds.into_iter().zip(values).map(|(kind, value)| Parameter { kind, value }).collect();
            statements.push(Statement { sql, parameters });
        }
        Ok(statements)
    }

    /// What a request that reads sends to the database, the second time, when all statements are prepared.
    pub async fn of_read(&mut self, request: &[u8]) -> Outcome<Vec<Statement>> {
        self.client.expect_ok(request).await?;
        let statements = self.of(request).await?;
        Ok(statements.into_iter().filter(|statement| !statement.sql.contains(SEALING)).collect())
    }

    /// What a request that writes sends to the database: its unit of work and what comes before, without the work of the
    /// sealer, which the one connection keeps apart.
    pub async fn of_write(&mut self, request: &[u8]) -> Outcome<Vec<Statement>> {
        let (mut own, mut unit) = (Vec::new(), None);
        for statement in self.of(request).await? {
            match (statement.sql.as_str(), unit.as_mut()) {
                (sql, None) if sql.starts_with("BEGIN") => unit = Some(vec![statement]),
                (sql, None) if sql.contains(SEALING) => {}
                // The end of what the sealer had begun before.
                ("COMMIT", None) => own.clear(),
                (_, None) => own.push(statement),
                (sql, Some(all)) => {
                    let is_end = sql == "COMMIT" || sql == "ROLLBACK";
                    all.push(statement);
                    if is_end {
                        let all = unit.take().unwrap_or_default();
                        let seals = all.iter().any(|statement| statement.sql.contains(SEALER));
                        own.extend(all.into_iter().filter(|_| !seals));
                    }
                }
            }
        }
        Ok(own)
    }
}

/// The statements of the log with their values.
fn sent(log: &str) -> Vec<(String, Vec<Option<String>>)> {
    let mut found: Vec<(String, Vec<Option<String>>)> = Vec::new();
    for record in log.split("@@ ").map(str::trim_end) {
        let executed = record.strip_prefix("LOG:  execute ").and_then(|rest| rest.split_once(": "));
        if let Some(sql) = executed.map(|(_, sql)| sql).or_else(|| record.strip_prefix("LOG:  statement: ")) {
            found.push((sql.replace("\n\t", "\n"), Vec::new()));
        }
        let detail = record.strip_prefix("DETAIL:  ").and_then(|rest| rest.split_once("arameters: "));
        if let (Some((_, values)), Some((_, last))) = (detail, found.last_mut()) {
            *last = self::values(values);
        }
    }
    found
}

/// Reads `$1 = 'a', $2 = NULL`; a quote within a value is doubled.
fn values(text: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut letters = quoted.char_indices().peekable();
        let mut end = quoted.len();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\'' if letters.next_if(|(_, next)| *next == '\'').is_none() => {
                    end = at + 1;
                    break;
                }
                letter => value.push(letter),
            }
        }
        values.push(Some(value));
        rest = quoted.get(end..).unwrap_or_default();
    }
    values
}

/// The types of the parameters, as the server infers them.
async fn kinds(connection: &DatabaseConnection, sql: &str) -> Outcome<Vec<String>> {
    connection.execute_unprepared(&format!("PREPARE captured AS {sql}")).await?;
    let types =
        "SELECT array_to_string(parameter_types, '|') FROM pg_prepared_statements WHERE name = 'captured'";
    let row = connection.query_one_raw(Query::from_string(DbBackend::Postgres, types)).await?;
    connection.execute_unprepared("DEALLOCATE captured").await?;
    let types: String = row.ok_or("the statement was not prepared")?.try_get_by_index(0)?;
    Ok(types.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}
