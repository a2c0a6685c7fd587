//! Locks on several rows at once. Everybody takes them in one order, persons, households, groups, memberships, and each
//! kind by id, so that units of work wait for one another and never in a ring.

use sea_orm::{
    ColumnTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Value,
    sea_query::{Expr, ExprTrait, LockType},
};

use super::{Revised, Tx};
use crate::{
    access::{Owned, Rows},
    error::Error,
};

impl Tx {
    /// The rows as they are once nobody else changes them, locked until the end of the unit of work. Their keys are not:
    /// others may still make rows that refer to them, as what is counted anew for a whole event does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_all<E: Owned>(&self, rows: Rows<E>) -> Result<Vec<E::Model>, Error> {
        Ok(rows.into_select().order_by_asc(E::ID).lock(LockType::NoKeyUpdate).all(&self.connection).await?)
    }

    /// Gives rows a new revision because what they show of others has changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch<E: Revised>(&self, rows: Rows<E>) -> Result<(), Error> {
        let ids: Vec<Value> = self.lock_all(rows).await?.iter().map(|row| row.get(E::ID)).collect();
        E::update_many()
            .col_expr(E::VERSION, Expr::col(E::VERSION).add(1))
            .col_expr(E::UPDATED_AT, Expr::value(self.now()))
            .filter(E::ID.is_in(ids))
            .exec(&self.connection)
            .await?;
        Ok(())
    }
}
