//! How people name a resource: by its code, and by the words it is found by.

use entity::{counter, search_word};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::Tx;
use crate::{error::Error, values::search_words};

impl Tx {
    /// The next number of a counter, as a code such as `NH-000001`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_code(&self, counter_name: &'static str, prefix: &str) -> Result<String, Error> {
        let code = self.next_codes(counter_name, prefix, 1).await?.pop();
        code.ok_or_else(|| Error::internal("a counter gave no code"))
    }

    /// The next numbers of a counter, as codes one after the other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_codes(
        &self,
        counter_name: &'static str,
        prefix: &str,
        count: usize,
    ) -> Result<Vec<String>, Error> {
        let count = i64::try_from(count).map_err(Error::internal)?;
        let last = match self.bumped(counter_name, count).await? {
            Some(last) => last,
            None => {
                self.begin_counter(counter_name).await?;
                let bumped = self.bumped(counter_name, count).await?;
                bumped.ok_or_else(|| Error::internal("a counter that was begun is not there"))?
            }
        };
        Ok((last - count + 1..=last).map(|value| format!("{prefix}-{value:06}")).collect())
    }

    /// Raises a counter, if it was begun; what it says now.
    async fn bumped(&self, name: &str, by: i64) -> Result<Option<i64>, Error> {
        let bumped = counter::Entity::update_many()
            .col_expr(counter::Column::Value, Expr::col(counter::Column::Value).add(by))
            .filter(counter::Column::Name.eq(name))
            .exec_with_returning(&self.connection)
            .await?;
        Ok(bumped.into_iter().next().map(|row| row.value))
    }

    /// Begins a counter at zero, unless somebody else does at the same time.
    async fn begin_counter(&self, name: &str) -> Result<(), Error> {
        let row = counter::ActiveModel { name: Set(name.to_owned()), value: Set(0) };
        let once = OnConflict::column(counter::Column::Name).do_nothing().to_owned();
        counter::Entity::insert(row).on_conflict(once).exec_without_returning(&self.connection).await?;
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
