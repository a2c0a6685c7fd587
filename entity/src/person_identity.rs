//! Identity document and contact of a person, encrypted.

use crate::enums::DocumentKind;
use crate::ids::PersonId;
use sea_orm::entity::prelude::*;

/// One row of `person_identity`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_identity")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Kind of identity document.
    pub document_kind: DocumentKind,
    /// Document number, encrypted.
    pub number_ct: Option<Vec<u8>>,
    /// Phone, encrypted.
    pub phone_ct: Option<Vec<u8>>,
    /// Keyed hash to find the number.
    pub number_hash: Option<Vec<u8>>,
    /// Keyed hash to find the last four digits.
    pub last4_hash: Option<Vec<u8>>,
    /// Keyed hash to find the phone.
    pub phone_hash: Option<Vec<u8>>,
    /// Key of these hashes; null when look-ups do not find the row.
    pub hash_key_id: Option<String>,
    /// The hash of the number under the next key, while keys rotate.
    pub next_number_hash: Option<Vec<u8>>,
    /// The hash of the last four digits under the next key.
    pub next_last4_hash: Option<Vec<u8>>,
    /// The hash of the phone under the next key.
    pub next_phone_hash: Option<Vec<u8>>,
    /// The next key.
    pub next_hash_key_id: Option<String>,
    /// Birth date, encrypted.
    pub birth_on_ct: Option<Vec<u8>>,
    /// Address, encrypted.
    pub address_ct: Option<Vec<u8>>,
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
