//! Five hundred marks of attendance in one request, next to a plain multi-row INSERT of the same rows. They stay in the data:
//! no other measurement looks at the days they are of.

use std::time::Instant;

use entity::ids::TrainingSessionId;
use entity::{area, attendance};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, DatabaseConnection,
    DbBackend, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryTrait as _,
    TransactionTrait as _,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Outcome;
use crate::client::{Client, act, create};
use crate::data::{Data, open};
use crate::options::Options;
use crate::rounds::alternate;
use crate::seed::{Dialect, persons};
use crate::service::{Running, Who};
use crate::table::Row;

const MARKS: usize = 500;
const LEAST: f64 = 0.3;

/// Sends marks, each time at another event.
struct Desk<'a> {
    client: Client,
    token: &'a str,
    area: Uuid,
    session: TrainingSessionId,
}

impl Desk<'_> {
    /// An event that is held; its path and its session.
    async fn held(&mut self) -> Outcome<(String, TrainingSessionId)> {
        let session = TrainingSessionId::from(Uuid::now_v7());
        let body = json!({
            "title": "Ghi chép sổ sách", "kind": "business", "topics": ["bookkeeping"], "area_id": self.area,
            "place": "Nhà văn hóa", "provider": "Hội Nông dân tỉnh", "audience": ["others"],
            "sessions": [{ "id": session, "starts_at": "2025-10-01T01:00:00Z", "ends_at": "2025-10-01T04:00:00Z" }],
        });
        let made = create("/v1/training-events", self.token, &body.to_string());
        let made: Value = serde_json::from_slice(self.client.expect_ok(&made).await?)?;
        let path = format!("/v1/training-events/{}", made["id"].as_str().unwrap_or_default());
        self.client.expect_ok(&act(&format!("{path}/hold"), self.token, "{}")).await?;
        Ok((path, session))
    }

    async fn mark(&mut self) -> Outcome<f64> {
        let (path, session) = self.held().await?;
        let people: Vec<Uuid> =
            (1..).take(MARKS).map(|number| Dialect::made(persons::PERSON, number)).collect();
        let body = json!({ "sessions": [{ "session_id": session, "person_ids": people }] });
        let request = create(&format!("{path}/attendances"), self.token, &body.to_string());
        let started = Instant::now();
        let reply: Value = serde_json::from_slice(self.client.expect_ok(&request).await?)?;
        let taken = started.elapsed().as_secs_f64();
        self.session = session;
        if reply["added"] == MARKS {
            Ok(per_second(taken))
        } else {
            Err(format!("not all are new: {reply}").into())
        }
    }
}

/// Times both in turns.
pub async fn measure(data: &Data, options: &Options) -> Outcome<Row> {
    let dialect = data.dialect;
    let service = Running::start(&data.url, 1)?;
    let connection = open(&data.url).await?;
    let area = area::Entity::find()
        .filter(area::Column::Code.eq("01392"))
        .filter(area::Column::ValidUntilOn.is_null());
    let area = area.one(&connection).await?.ok_or("no commune of today")?;
    let desk = tokio::sync::Mutex::new(Desk {
        client: Client::connect(service.port()).await?,
        token: service.token(Who::Province),
        area: area.id.into(),
        session: Uuid::nil().into(),
    });
    let ours = async || desk.lock().await.mark().await;
    let theirs = async || {
        let mut desk = desk.lock().await;
        let sent = desk.session;
        let (_, session) = desk.held().await?;
        again(dialect, &connection, (sent, session)).await
    };
    ours().await?;
    let (ours, theirs) = alternate(options.rounds, ours, theirs).await?;
    Ok(Row {
        measurement: format!("marks: {MARKS} at once, {dialect:?}, plain INSERT"),
        ours: format!("{ours:.0} rows/s"),
        baseline: format!("{theirs:.0} rows/s"),
        ratio: Some(ours / theirs),
        target: ">= 0.30",
        is_met: ours / theirs >= LEAST,
    })
}

fn per_second(taken: f64) -> f64 {
    f64::from(u32::try_from(MARKS).unwrap_or_default()) / taken
}

/// Inserts the marks of one session once more in another; the statement is made beforehand.
async fn again(
    dialect: Dialect,
    connection: &DatabaseConnection,
    (sent, session): (TrainingSessionId, TrainingSessionId),
) -> Outcome<f64> {
    let backend = match dialect {
        Dialect::Postgres => DbBackend::Postgres,
        Dialect::Sqlite => DbBackend::Sqlite,
    };
    let marks =
        attendance::Entity::find().filter(attendance::Column::SessionId.eq(sent)).all(connection).await?;
    if marks.len() != MARKS {
        return Err("the marks are not all there".into());
    }
    let copies = marks.into_iter().map(|row| attendance::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        session_id: Set(session),
        ..row.into_active_model().reset_all()
    });
    let statement = attendance::Entity::insert_many(copies.collect::<Vec<_>>()).build(backend);
    let started = Instant::now();
    let transaction = connection.begin().await?;
    transaction.execute_raw(statement).await?;
    transaction.commit().await?;
    Ok(per_second(started.elapsed().as_secs_f64()))
}
