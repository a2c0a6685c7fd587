//! Sign-in accounts; each belongs to one human.

use crate::ids::{AccountId, PersonId};
use sea_orm::entity::prelude::*;

/// One row of `account`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Identifier of the account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Name to sign in with.
    pub login: String,
    /// Name to show.
    pub name: String,
    /// The registered person behind it.
    pub person_id: Option<PersonId>,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// Whether it may sign in.
    pub is_active: bool,
    /// Whether the demonstration made it.
    pub is_demo: bool,
    /// Whether the password was made by the service and has to be replaced before anything else.
    pub must_change_password: bool,
    /// When the password was last set.
    pub password_changed_at: DateTimeUtc,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// Its sessions.
    #[sea_orm(has_many)]
    pub sessions: HasMany<super::session::Entity>,
    /// Its roles.
    #[sea_orm(has_many)]
    pub assignments: HasMany<super::role_assignment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
