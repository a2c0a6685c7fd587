//! An open unit of work: what commands may do to the rows.

mod duties;
mod names;
mod partners;
mod persons;
mod rows_locked;
mod rows_read;
mod rows_written;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{Store, connect::Backend, keys::Keyring, lateness::Lateness};
use crate::{access::Owned, error::Error};

/// A table with a `version` column.
pub trait Revised: Owned {
    /// The column that grows by one with each change.
    const VERSION: Self::Column;
    /// When it was last changed.
    const UPDATED_AT: Self::Column;
    /// The version of a loaded row.
    fn version(row: &Self::Model) -> i32;
}

/// An open unit of work. Only the write path makes one.
#[derive(Debug)]
pub struct Tx {
    pub(super) connection: DatabaseTransaction,
    pub(super) backend: Backend,
    pub(super) store: Store,
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
    pub(super) revision: Option<i32>,
    pub(super) human: Uuid,
    pub(super) lateness: Lateness,
}

impl Tx {
    /// Keeps what was done, or takes it back, before anybody is answered: whoever asks again with the same key meets nothing
    /// that is still running.
    ///
    /// # Errors
    /// What the work refused, or when the database fails.
    pub(super) async fn end<T>(self, done: Result<T, Error>) -> Result<T, Error> {
        match done {
            Ok(_) => self.connection.commit().await?,
            // A connection that broke has taken it back already.
            Err(_) => self.connection.rollback().await.unwrap_or_default(),
        }
        done
    }

    /// The instant of this unit of work.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Today in Asia/Ho_Chi_Minh.
    #[must_use]
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    /// The keys.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        self.store.keyring()
    }

    /// A new id, ordered by time.
    #[must_use]
    pub fn new_id<I: From<Uuid>>(&self) -> I {
        I::from(Uuid::now_v7())
    }
}
