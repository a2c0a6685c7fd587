//! An open unit of work: what commands may do to the rows.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{counter, duty, ids::PersonId, person_key, search_word};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel, Iterable,
    PrimaryKeyToColumn, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{Store, connect::Backend, keys::Keyring, vault::PersonKey};
use crate::{
    access::{Owned, Rows},
    error::Error,
    http::etag_of,
    values::search_words,
};

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
}

/// Rows per INSERT, below the number of bound values that SQLite allows.
const ROWS_PER_INSERT: usize = 500;

impl Tx {
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

    /// The one row, or 404.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none within the reach.
    pub async fn one<E: EntityTrait>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        self.find(rows).await?.ok_or(Error::NotFound)
    }

    /// The row that `If-Match` is about: 404 outside the reach, 412 when it is no longer at the revision the caller
    /// read. Load it so before any rule that needs data, to keep the order of api-conventions §3.
    ///
    /// # Errors
    /// As said.
    pub async fn current<E: Revised>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        let row = self.lock(rows).await?;
        let loaded = E::version(&row);
        match self.revision {
            Some(read) if read != loaded => Err(Error::Stale { current_etag: Some(etag_of(loaded)) }),
            _ => Ok(row),
        }
    }

    /// The row, if there is one within the reach.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find<E: EntityTrait>(&self, rows: Rows<E>) -> Result<Option<E::Model>, Error> {
        Ok(rows.into_select().limit(1).one(&self.connection).await?)
    }

    /// The rows of a part of one resource; at most 1,000.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<E: EntityTrait>(&self, rows: Rows<E>) -> Result<Vec<E::Model>, Error> {
        Ok(rows.into_select().limit(super::reading::PARTS_LIMIT).all(&self.connection).await?)
    }

    /// A shaped query over rows within the reach (joins, further columns).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shaped<E, M>(
        &self,
        rows: Rows<E>,
        shape: impl FnOnce(Select<E>) -> Select<E>,
    ) -> Result<Vec<M>, Error>
    where
        E: EntityTrait,
        M: FromQueryResult,
    {
        Ok(shape(rows.into_select())
            .limit(super::reading::PARTS_LIMIT)
            .into_model::<M>()
            .all(&self.connection)
            .await?)
    }

    /// How many rows there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count<E>(&self, rows: Rows<E>) -> Result<u64, Error>
    where
        E: EntityTrait,
        E::Model: Send + Sync,
    {
        use sea_orm::PaginatorTrait;
        Ok(PaginatorTrait::count(rows.into_select(), &self.connection).await?)
    }

    /// The one row, locked until the end of the unit of work (on SQLite the whole database is).
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none within the reach.
    pub async fn lock<E: EntityTrait>(&self, rows: Rows<E>) -> Result<E::Model, Error> {
        rows.into_select().lock_exclusive().one(&self.connection).await?.ok_or(Error::NotFound)
    }

    /// Rows of other people, for rules across groups (uniqueness, caps). Each use is reviewed: say why.
    #[must_use]
    pub fn beyond_reach<E: Owned>(&self, _reason: &'static str) -> Rows<E> {
        Rows::unrestricted(E::find())
            .filter(sea_orm::Condition::all().add_option(E::VOIDED.map(|column| column.is_null())))
    }

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
        let read = self.revision.unwrap_or_else(|| E::version(&row));
        self.revise::<E>(row, edit, read).await
    }

    /// Edits a further resource that the same work changes.
    ///
    /// # Errors
    /// 412 when somebody else changed it meanwhile.
    pub async fn amend<E: Revised>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
    ) -> Result<E::Model, Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let read = E::version(&row);
        self.revise::<E>(row, edit, read).await
    }

    async fn revise<E: Revised>(
        &self,
        row: E::Model,
        edit: impl FnOnce(&mut E::ActiveModel),
        read: i32,
    ) -> Result<E::Model, Error>
    where
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let loaded = E::version(&row);
        if read != loaded {
            return Err(Error::Stale { current_etag: Some(etag_of(loaded)) });
        }
        let mut active = row.into_active_model();
        edit(&mut active);
        let key = active.get(E::ID).into_value().ok_or_else(|| Error::internal("a loaded row has no key"))?;
        let saved = E::update_many()
            .set(active)
            .col_expr(E::VERSION, Expr::value(read + 1))
            .col_expr(E::UPDATED_AT, Expr::value(self.now))
            .filter(E::ID.eq(key))
            .filter(E::VERSION.eq(read))
            .exec_with_returning(&self.connection)
            .await?;
        saved.into_iter().next().ok_or(Error::Stale { current_etag: None })
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
                sea_orm::Condition::all(),
                |condition, key| {
                    let column = key.into_column();
                    condition.add(column.eq(sea_orm::ModelTrait::get(&row, column)))
                },
            );
            A::Entity::delete_many().filter(key).exec(&self.connection).await?;
        }
        self.insert_all(new).await
    }

    /// The next number of a counter, as a code such as `NH-000001`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_code(&self, counter_name: &'static str, prefix: &str) -> Result<String, Error> {
        let bumped = counter::Entity::update_many()
            .col_expr(counter::Column::Value, Expr::col(counter::Column::Value).add(1))
            .filter(counter::Column::Name.eq(counter_name))
            .exec_with_returning(&self.connection)
            .await?;
        let value = match bumped.into_iter().next() {
            Some(row) => row.value,
            None => {
                self.insert(counter::ActiveModel { name: Set(counter_name.to_owned()), value: Set(1) })
                    .await?
                    .value
            }
        };
        Ok(format!("{prefix}-{value:06}"))
    }

    /// Takes a duty of a subject for the human who acts; nobody holds two (architecture §4).
    ///
    /// # Errors
    /// 403 `separation_of_duties`.
    pub async fn take_duty(
        &self,
        subject_type: &'static str,
        subject_id: Uuid,
        name: &'static str,
    ) -> Result<(), Error> {
        let held = duty::Entity::find_by_id((subject_type.to_owned(), subject_id, self.human))
            .one(&self.connection)
            .await?;
        match held {
            Some(held) if held.duty == name => Ok(()),
            Some(_) => Err(Error::separation_of_duties()),
            None => self
                .insert(duty::ActiveModel {
                    subject_type: Set(subject_type.to_owned()),
                    subject_id: Set(subject_id),
                    human: Set(self.human),
                    duty: Set(name.to_owned()),
                })
                .await
                .map(drop),
        }
    }

    /// Makes the data key of a new person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_person_key(&self, person_id: PersonId) -> Result<PersonKey, Error> {
        let key = PersonKey::generate();
        let wrapped = key.wrapped(&self.keyring().master, person_id.into());
        self.insert(person_key::ActiveModel {
            person_id: Set(person_id),
            wrapped: Set(wrapped.bytes),
            master_key_id: Set(wrapped.master_key_id),
            created_at: Set(self.now),
        })
        .await?;
        Ok(key)
    }

    /// The data key of a person; `None` once the person has been erased.
    ///
    /// # Errors
    /// When the key cannot be unwrapped.
    pub async fn person_key(&self, person_id: PersonId) -> Result<Option<PersonKey>, Error> {
        super::claims::person_key(&self.connection, self.keyring(), person_id).await
    }

    /// Deletes the data key of a person, so that journal and remembered replies forget the values.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_person(&self, person_id: PersonId) -> Result<(), Error> {
        person_key::Entity::delete_by_id(person_id).exec(&self.connection).await?;
        Ok(())
    }

    /// Makes a resource findable by the words of a name (and nothing else).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn index_words(&self, resource: &'static str, id: Uuid, name: &str) -> Result<(), Error> {
        search_word::Entity::delete_many()
            .filter(search_word::Column::Resource.eq(resource))
            .filter(search_word::Column::ResourceId.eq(id))
            .exec(&self.connection)
            .await?;
        let words = search_words(name).into_iter().map(|(word, exact_word)| search_word::ActiveModel {
            resource: Set(resource.to_owned()),
            resource_id: Set(id),
            word: Set(word),
            exact_word: Set(exact_word),
        });
        self.insert_all(words.collect()).await
    }
}
