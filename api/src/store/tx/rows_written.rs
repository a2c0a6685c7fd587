//! The rows a unit of work makes and changes; the one that `If-Match` is about at the revision that was read.

use entity::enums::VoidReason;
use sea_orm::{
    ActiveEnum, ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, QuerySelect, QueryTrait, Value,
    sea_query::{Expr, ExprTrait, IntoCondition, OnConflict, Query, SelectStatement},
};

use super::{Revised, Tx};
use crate::{
    access::{Owned, Rows},
    error::Error,
    http::etag_of,
};

/// Rows per INSERT, below the number of bound values that SQLite allows.
const ROWS_PER_INSERT: usize = 500;

impl Tx {
    /// Inserts one row.
    ///
    /// # Errors
    /// 409 when it breaks a rule of the schema.
    pub async fn insert<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model, Error>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Ok(row.insert(&self.connection).await?)
    }

    /// Inserts many rows with few statements.
    ///
    /// # Errors
    /// 409 when one breaks a rule of the schema.
    pub async fn insert_all<A>(&self, rows: Vec<A>) -> Result<(), Error>
    where
        A: ActiveModelTrait + Send,
    {
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<A> = rows.by_ref().take(ROWS_PER_INSERT).collect();
            A::Entity::insert_many(chunk).exec_without_returning(&self.connection).await?;
        }
        Ok(())
    }

    /// Inserts many rows that are counted from others; where one is there already, what was counted takes its place.
    ///
    /// # Errors
    /// 409 when one breaks a rule of the schema.
    pub async fn put_all<A>(&self, rows: Vec<A>, anew: &OnConflict) -> Result<(), Error>
    where
        A: ActiveModelTrait + Send,
    {
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<A> = rows.by_ref().take(ROWS_PER_INSERT).collect();
            let insert = A::Entity::insert_many(chunk).on_conflict(anew.clone());
            insert.exec_without_returning(&self.connection).await?;
        }
        Ok(())
    }

    /// Adds to a number of one row, in one statement and whatever it was.
    ///
    /// # Errors
    /// 409 when the sum breaks a rule of the schema.
    pub async fn add_to<E: Owned>(
        &self,
        id: impl Into<Value>,
        column: E::Column,
        amount: i64,
    ) -> Result<(), Error> {
        let sum = Expr::col(column).add(amount);
        let added =
            E::update_many().col_expr(column, sum).filter(E::ID.eq(id)).exec(&self.connection).await?;
        if added.rows_affected == 1 { Ok(()) } else { Err(Error::internal("a row to add to is missing")) }
    }

    /// Adds to a number of one versioned row that its view shows, in one statement and whatever it was.
    ///
    /// # Errors
    /// 409 when the sum breaks a rule of the schema.
    pub async fn add_and_revise<E: Revised>(
        &self,
        id: impl Into<Value>,
        column: E::Column,
        amount: i64,
    ) -> Result<(), Error> {
        let added = E::update_many()
            .col_expr(column, Expr::col(column).add(amount))
            .col_expr(E::VERSION, Expr::col(E::VERSION).add(1))
            .col_expr(E::UPDATED_AT, Expr::value(self.now))
            .filter(E::ID.eq(id))
            .exec(&self.connection)
            .await?;
        if added.rows_affected == 1 { Ok(()) } else { Err(Error::internal("a row to add to is missing")) }
    }

    /// Edits the resource that `If-Match` is about, only if it is still at the revision the caller read.
    ///
    /// # Errors
    /// 412 when somebody else changed it.
    pub async fn update<E: Revised>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
    ) -> Result<E::Model, Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let loaded = E::version(&row);
        let read = self.revision.unwrap_or(loaded);
        let saved = if read == loaded { self.revise::<E>(row, edit, Some(read)).await? } else { None };
        saved.ok_or_else(|| Error::Stale { current_etag: (read != loaded).then(|| etag_of(loaded)) })
    }

    /// Edits a further resource that the same work changes, at whatever revision it is: `If-Match` is not about it. Lock
    /// it first when the edit follows from what was read.
    ///
    /// # Errors
    /// 409 when it breaks a rule of the schema.
    pub async fn amend<E: Revised>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
    ) -> Result<E::Model, Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let saved = self.revise::<E>(row, edit, None).await?;
        saved.ok_or_else(|| Error::internal("a row that was read is gone"))
    }

    async fn revise<E: Revised>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
        read: Option<i32>,
    ) -> Result<Option<E::Model>, Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let mut active = row.into_active_model();
        edit(&mut active);
        let key = key_of::<E>(&active)?;
        let saved = E::update_many()
            .set(active)
            .col_expr(E::VERSION, Expr::col(E::VERSION).add(1))
            .col_expr(E::UPDATED_AT, Expr::value(self.now))
            .filter(E::ID.eq(key))
            .filter(Condition::all().add_option(read.map(|version| E::VERSION.eq(version))))
            .exec_with_returning(&self.connection)
            .await?;
        Ok(saved.into_iter().next())
    }

    /// Edits what no view shows, such as the hashes a row is found by: its revision stays. Leaves a row alone that
    /// somebody changed meanwhile, and says so with `false`.
    ///
    /// # Errors
    /// 409 when it breaks a rule of the schema.
    pub async fn retouch<E: Revised>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
    ) -> Result<bool, Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let read = E::version(&row);
        let mut active = row.into_active_model();
        edit(&mut active);
        let key = key_of::<E>(&active)?;
        let update = E::update_many().set(active).filter(E::ID.eq(key)).filter(E::VERSION.eq(read));
        Ok(update.exec(&self.connection).await?.rows_affected == 1)
    }

    /// Edits a part that has no version of its own; revise its parent in the same unit of work.
    ///
    /// # Errors
    /// 409 when it breaks a rule of the schema.
    pub async fn edit<E>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
    ) -> Result<E::Model, Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        let mut active = row.into_active_model();
        edit(&mut active);
        Ok(active.update(&self.connection).await?)
    }

    /// Declares rows entered in error that have no version of their own; at most a few hundred.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn void_all<E: Owned>(
        &self,
        rows: Rows<E>,
        (at, because): (E::Column, E::Column),
        reason: VoidReason,
    ) -> Result<(), Error> {
        let ids = rows.into_select().select_only().column(E::ID).into_query();
        E::update_many()
            .col_expr(at, Expr::value(self.now))
            .col_expr(because, Expr::value(reason.to_value()))
            .filter(E::ID.in_subquery(ids))
            .exec(&self.connection)
            .await?;
        Ok(())
    }

    /// Deletes parts that are replaced as a set (no history of their own). Dated facts are never deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_parts<A>(&self, old: Rows<A::Entity>, new: Vec<A>) -> Result<(), Error>
    where
        A: ActiveModelTrait + Send,
    {
        for row in old.into_select().all(&self.connection).await? {
            let key = <<A::Entity as EntityTrait>::PrimaryKey as Iterable>::iter().fold(
                Condition::all(),
                |condition, key| {
                    let column = key.into_column();
                    condition.add(column.eq(ModelTrait::get(&row, column)))
                },
            );
            A::Entity::delete_many().filter(key).exec(&self.connection).await?;
        }
        self.insert_all(new).await
    }

    /// Makes derived rows anew: deletes the old ones and inserts what a query makes of the rows they follow from. Hold a
    /// lock on what they belong to, so that nobody else does so at the same time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn derive_anew<E: EntityTrait>(
        &self,
        old: impl IntoCondition,
        columns: impl IntoIterator<Item = E::Column>,
        new: SelectStatement,
    ) -> Result<(), Error> {
        E::delete_many().filter(old).exec(&self.connection).await?;
        let mut insert = Query::insert();
        insert
            .into_table(E::default().table_ref())
            .columns(columns)
            .select_from(new)
            .map_err(Error::internal)?;
        let statement = self.connection.get_database_backend().build(&insert);
        self.connection.execute_raw(statement).await?;
        Ok(())
    }
}

fn key_of<E: Revised>(row: &E::ActiveModel) -> Result<Value, Error> {
    row.get(E::ID).into_value().ok_or_else(|| Error::internal("a loaded row has no key"))
}
