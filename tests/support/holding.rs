//! Requests that meet at a row: each has begun before the first of them can go on.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::future::IntoFuture as _;
use std::time::Duration;

use actix_web::rt;
use sea_orm::{EntityTrait, QuerySelect as _, Select, TransactionTrait as _};

use crate::app::App;
use crate::callers::Ask;
use crate::reply::Reply;

/// Long enough for a request to come as far as it can.
const A_WHILE: Duration = Duration::from_millis(400);

impl App {
    /// Sends requests one after the other while a row is held, and lets go of it once all of them have begun: those that
    /// want the row get it in their order. On SQLite, where nobody but the one writer locks, each has ended before the
    /// next begins.
    ///
    /// # Panics
    /// If a request does.
    pub async fn while_held<E: EntityTrait>(
        &self,
        row: Select<E>,
        asks: impl IntoIterator<Item = Ask>,
    ) -> Vec<Reply> {
        let held = self.db().begin().await.expect("a transaction");
        row.lock_exclusive().one(&held).await.expect("the database").expect("a row to hold");
        let mut running = Vec::new();
        for ask in asks {
            running.push(rt::spawn(ask.into_future()));
            rt::time::sleep(A_WHILE).await;
        }
        held.commit().await.expect("an end");
        let mut replies = Vec::new();
        for one in running {
            replies.push(one.await.unwrap_or_else(|failure| std::panic::resume_unwind(failure.into_panic())));
        }
        replies
    }
}
