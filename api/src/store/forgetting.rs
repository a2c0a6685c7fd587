//! Forgetting what is over: remembered replies, refresh tokens, sessions, tokens and assertions of machine clients. A
//! batch at a time, each in a transaction of its own, so that requests do not wait long; what journal entries say of
//! them stays.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{client_assertion, client_token, idempotency_claim, refresh_token, session};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};

use super::Store;
use crate::{clock::Clock, error::Error};

/// Rows per transaction.
const BATCH: u64 = 500;
/// A session stays so long after its end, for requests that are still under way.
const AFTERWARDS: TimeDelta = TimeDelta::days(1);

/// How many rows were deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Remembered replies.
    pub claims: u64,
    /// Refresh tokens.
    pub refresh_tokens: u64,
    /// Sessions.
    pub sessions: u64,
    /// Tokens of machine clients.
    pub client_tokens: u64,
    /// Assertions that were used.
    pub client_assertions: u64,
}

impl Store {
    /// Deletes what is over.
    ///
    /// # Errors
    /// When the database fails; what was deleted before stays deleted.
    pub async fn forget(&self, clock: &Clock) -> Result<Forgotten, Error> {
        Ok(Forgotten {
            claims: in_batches(async || self.forget_claims(clock).await).await?,
            refresh_tokens: in_batches(async || self.forget_refresh_tokens(clock).await).await?,
            sessions: in_batches(async || self.forget_sessions(clock).await).await?,
            client_tokens: in_batches(async || self.forget_client_tokens(clock).await).await?,
            client_assertions: in_batches(async || self.forget_client_assertions(clock).await).await?,
        })
    }

    async fn forget_claims(&self, clock: &Clock) -> Result<u64, DbErr> {
        use idempotency_claim::{Column, Entity};
        let key = [Column::Principal, Column::Method, Column::Path, Column::Key];
        self.forget_ended::<Entity>(&key, Column::ExpiresAt, clock.now()).await
    }

    /// Deletes a batch of rows, found by their key, whose end has come.
    async fn forget_ended<E: EntityTrait>(
        &self,
        key: &[E::Column],
        ends_at: E::Column,
        now: DateTime<Utc>,
    ) -> Result<u64, DbErr> {
        let over = E::find()
            .select_only()
            .columns(key.iter().copied())
            .filter(ends_at.lte(now))
            .order_by_asc(ends_at)
            .limit(BATCH);
        let is_over = Expr::tuple(key.iter().copied().map(Expr::col)).in_subquery(over.into_query());
        Ok(E::delete_many().filter(is_over).exec(self.writer()).await?.rows_affected)
    }

    async fn forget_refresh_tokens(&self, clock: &Clock) -> Result<u64, DbErr> {
        use refresh_token::{Column, Entity};
        self.forget_ended::<Entity>(&[Column::Id], Column::ExpiresAt, clock.now()).await
    }

    /// Tokens that ended a day ago; before that they say themselves that they have.
    async fn forget_client_tokens(&self, clock: &Clock) -> Result<u64, DbErr> {
        use client_token::{Column, Entity};
        self.forget_ended::<Entity>(&[Column::Id], Column::ExpiresAt, clock.now() - AFTERWARDS).await
    }

    async fn forget_client_assertions(&self, clock: &Clock) -> Result<u64, DbErr> {
        use client_assertion::{Column, Entity};
        let key = [Column::ClientId, Column::Jti];
        self.forget_ended::<Entity>(&key, Column::ExpiresAt, clock.now()).await
    }

    /// Sessions whose time is over, or that were ended; their tokens go first.
    async fn forget_sessions(&self, clock: &Clock) -> Result<u64, DbErr> {
        use session::{Column, Entity};
        let ended = clock.now() - AFTERWARDS;
        let over: Select<Entity> = Entity::find()
            .filter(Condition::any().add(Column::ExpiresAt.lte(ended)).add(Column::RevokedAt.lte(ended)));
        let over: Vec<_> = over.limit(BATCH).all(self.reader()).await?.iter().map(|row| row.id).collect();
        if over.is_empty() {
            return Ok(0);
        }
        let tx = self.begin().await?;
        let ids = || over.iter().copied();
        refresh_token::Entity::delete_many()
            .filter(refresh_token::Column::SessionId.is_in(ids()))
            .exec(&tx)
            .await?;
        let done = Entity::delete_many().filter(Column::Id.is_in(ids())).exec(&tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected)
    }
}

async fn in_batches(batch: impl AsyncFn() -> Result<u64, DbErr>) -> Result<u64, Error> {
    let mut done = 0;
    loop {
        let count = batch().await?;
        done += count;
        if count < BATCH {
            return Ok(done);
        }
    }
}
