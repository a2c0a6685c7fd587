//! Words by which rows are found.

use sea_orm::entity::prelude::*;

/// One row of `search_word`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_word")]
pub struct Model {
    /// Kind of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource: String,
    /// Folded word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The word with its diacritics.
    #[sea_orm(primary_key, auto_increment = false)]
    pub exact_word: String,
    /// The row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
