//! People of the register.

use crate::enums::{Sex, VoidReason};
use crate::ids::PersonId;
use sea_orm::entity::prelude::*;

/// One row of `person`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Identifier of the person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// Name as on the document.
    pub full_name: String,
    /// Sex as on the document.
    pub sex: Sex,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Code of the ethnic group.
    pub ethnic_code: Option<String>,
    /// Whether the person has a disability, if stated.
    pub has_disability: Option<bool>,
    /// Vietnamese sort key, given name first.
    pub sort_key: String,
    /// When the personal data were erased.
    pub erased_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
    /// Its identity document and contact.
    #[sea_orm(has_one)]
    pub identity: HasOne<super::person_identity::Entity>,
    /// What the person agreed to.
    #[sea_orm(has_many)]
    pub consents: HasMany<super::consent::Entity>,
    /// The person's memberships.
    #[sea_orm(has_many)]
    pub memberships: HasMany<super::membership::Entity>,
    /// The households the person lived in.
    #[sea_orm(has_many)]
    pub households: HasMany<super::household_member::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
