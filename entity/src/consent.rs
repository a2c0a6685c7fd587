//! What a person agreed to, and when that ended.

use crate::enums::{ConsentChannel, ConsentGround, ConsentPurpose};
use crate::ids::{ConsentId, PersonId};
use sea_orm::entity::prelude::*;

/// One row of `consent`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    /// Identifier of the consent.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentId,
    /// Who agreed.
    pub person_id: PersonId,
    /// What for.
    pub purpose: ConsentPurpose,
    /// Legal ground.
    pub ground: ConsentGround,
    /// Which text was agreed to.
    pub text_version: String,
    /// How it was given.
    pub channel: ConsentChannel,
    /// Where the proof is kept.
    pub evidence: Option<String>,
    /// When it was given.
    pub given_at: DateTimeUtc,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// The person.
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
