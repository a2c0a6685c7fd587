//! Plain sqlx on SQLite.

use std::time::Duration;

use sea_orm::sqlx::{
    AssertSqlSafe, Error, Row as _, SqlitePool, TypeInfo as _, ValueRef as _, query,
    query::Query,
    sqlite::{SqliteArguments, SqliteConnectOptions, SqlitePoolOptions, SqliteRow},
};
use uuid::Uuid;

use super::{Pool, Prepared, UNREAD, put};
use crate::Outcome;
use crate::statement::{Statement, Value};

type Sent = Query<'static, sea_orm::sqlx::Sqlite, SqliteArguments>;

/// The pool.
#[derive(Clone)]
pub struct Sqlite(SqlitePool);

impl Pool for Sqlite {
    async fn open(url: &str, connections: u32) -> Outcome<Self> {
        let options: SqliteConnectOptions = url.parse()?;
        let options =
            options.foreign_keys(true).busy_timeout(Duration::from_secs(5)).pragma("query_only", "on");
        let pool = SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false);
        Ok(Self(pool.connect_with(options).await?))
    }

    async fn run(&self, (sql, values): &Prepared, out: &mut Vec<u8>) -> Result<(), Error> {
        let query = values.iter().fold(query(AssertSqlSafe(*sql)), bind);
        for row in query.fetch_all(&self.0).await? {
            append(&row, out)?;
        }
        Ok(())
    }

    fn text(statement: &Statement) -> String {
        statement.for_sqlite()
    }
}

fn bind(query: Sent, value: &Value) -> Sent {
    match value {
        Value::Null => query.bind(None::<String>),
        Value::Id(value) => query.bind(*value),
        Value::Text(value) => query.bind(value.clone()),
        Value::Small(value) => query.bind(*value),
        Value::Medium(value) => query.bind(*value),
        Value::Large(value) => query.bind(*value),
        Value::Day(value) => query.bind(*value),
        Value::Instant(value) => query.bind(*value),
        Value::Truth(value) => query.bind(*value),
    }
}

/// The type is that of the value: the columns only declare what they like best.
fn append(row: &SqliteRow, out: &mut Vec<u8>) -> Result<(), Error> {
    for at in 0..row.len() {
        let raw = row.try_get_raw(at)?;
        let kind = raw.type_info();
        match kind.name() {
            _ if raw.is_null() => put(out, &UNREAD)?,
            "BLOB" => put(out, &row.try_get_unchecked::<Uuid, _>(at)?)?,
            "INTEGER" | "BOOLEAN" => put(out, &row.try_get_unchecked::<i64, _>(at)?)?,
            "REAL" => put(out, &row.try_get_unchecked::<f64, _>(at)?)?,
            _ => put(out, &row.try_get_unchecked::<&str, _>(at)?)?,
        }
    }
    Ok(())
}
