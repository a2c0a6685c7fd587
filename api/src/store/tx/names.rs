//! How people name a resource: by its code, and by the words it is found by.

use entity::{counter, search_word};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
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
        let bumped = counter::Entity::update_many()
            .col_expr(counter::Column::Value, Expr::col(counter::Column::Value).add(count))
            .filter(counter::Column::Name.eq(counter_name))
            .exec_with_returning(&self.connection)
            .await?;
        let last = match bumped.into_iter().next() {
            Some(row) => row.value,
            None => {
                self.insert(counter::ActiveModel { name: Set(counter_name.to_owned()), value: Set(count) })
                    .await?
                    .value
            }
        };
        Ok((last - count + 1..=last).map(|value| format!("{prefix}-{value:06}")).collect())
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
