//! Data key of one person; without it the person's values cannot be read.

use crate::ids::PersonId;
use sea_orm::entity::prelude::*;

/// One row of `person_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_key")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The key, encrypted.
    pub wrapped: Vec<u8>,
    /// The master key it is encrypted under.
    pub master_key_id: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
