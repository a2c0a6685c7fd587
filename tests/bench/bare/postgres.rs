//! Plain sqlx on PostgreSQL.

use sea_orm::sqlx::types::chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sqlx::{
    AssertSqlSafe, Column as _, Error, PgPool, Row as _, TypeInfo as _,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    query,
    query::Query,
};
use uuid::Uuid;

use super::{Pool, Prepared, UNREAD, put};
use crate::Outcome;
use crate::statement::{Statement, Value};

type Sent = Query<'static, sea_orm::sqlx::Postgres, PgArguments>;

/// The pool.
#[derive(Clone)]
pub struct Postgres(PgPool);

impl Pool for Postgres {
    async fn open(url: &str, connections: u32) -> Outcome<Self> {
        let options: PgConnectOptions = url.parse()?;
        let pool = PgPoolOptions::new().max_connections(connections).test_before_acquire(false);
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
        statement.sql.clone()
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

fn append(row: &PgRow, out: &mut Vec<u8>) -> Result<(), Error> {
    for (at, column) in row.columns().iter().enumerate() {
        match column.type_info().name() {
            "UUID" => put(out, &row.try_get::<Option<Uuid>, _>(at)?)?,
            "VARCHAR" | "TEXT" => put(out, &row.try_get::<Option<&str>, _>(at)?)?,
            "INT2" => put(out, &row.try_get::<Option<i16>, _>(at)?)?,
            "INT4" => put(out, &row.try_get::<Option<i32>, _>(at)?)?,
            "INT8" => put(out, &row.try_get::<Option<i64>, _>(at)?)?,
            "BOOL" => put(out, &row.try_get::<Option<bool>, _>(at)?)?,
            "DATE" => put(out, &row.try_get::<Option<NaiveDate>, _>(at)?)?,
            "TIMESTAMPTZ" => put(out, &row.try_get::<Option<DateTime<Utc>>, _>(at)?)?,
            _ => put(out, &UNREAD)?,
        }
    }
    Ok(())
}
