//! What goes over the wire about identities.

use chrono::NaiveDate;
use entity::{
    enums::{ConsentPurpose, DocumentKind},
    ids::{AccountId, EntryId, PersonId},
    journal_entry, person_identity,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::queries::Particulars;
use crate::{
    http::{Warning, etag_of, present},
    store::{Owner, Resource},
    values::{Day, Instant, Line, PersonNumber, Phone},
};

/// Where a person lives, to the house.
pub type Address = Line<1, 300>;

/// What identifies and reaches a person, in clear.
#[derive(Debug, Serialize, ToSchema)]
pub struct Identity {
    /// The id of the person.
    pub id: PersonId,
    /// The kind of document; null for leaders.
    pub document_kind: Option<DocumentKind>,
    /// Its number; null for leaders.
    #[schema(max_length = 12, example = "003185000123")]
    pub number: Option<String>,
    /// The phone, as E.164.
    #[schema(max_length = 16, example = "+842060000123")]
    pub phone: Option<String>,
    /// The birth date; null for leaders.
    pub birth_on: Option<NaiveDate>,
    /// The exact address; null for leaders.
    #[schema(max_length = 300, example = "Nhà 12, xóm Nà Giàng")]
    pub address: Option<String>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Identity {
    /// The view for those who may see all of it, or the phone alone.
    pub(super) fn of(row: &person_identity::Model, particulars: Particulars, is_phone_alone: bool) -> Self {
        let whole = !is_phone_alone;
        Self {
            id: row.person_id,
            document_kind: whole.then_some(row.document_kind),
            number: particulars.number.filter(|_| whole).map(|number| number.digits().to_owned()),
            phone: particulars.phone.map(|phone| phone.e164().to_owned()),
            birth_on: particulars.birth_on.filter(|_| whole),
            address: particulars.address.filter(|_| whole),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Resource for Identity {
    const KIND: &'static str = MaskedIdentity::KIND;
    const COLLECTION: &'static str = MaskedIdentity::COLLECTION;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        Vec::new()
    }
}

/// What identifies and reaches a person, as writes echo it and the journal keeps it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MaskedIdentity {
    /// The id of the person.
    pub id: PersonId,
    /// The kind of document.
    pub document_kind: DocumentKind,
    /// Its number, all but the last four digits hidden.
    #[schema(max_length = 12, example = "********0123")]
    pub number: Option<String>,
    /// The phone, all but the last three digits hidden.
    #[schema(max_length = 16, example = "+84*****123")]
    pub phone: Option<String>,
    /// Whether the birth date is known.
    pub has_birth_on: bool,
    /// Whether the exact address is known.
    pub has_address: bool,
    /// What disagrees with the record of the person.
    #[schema(max_items = 10, example = json!([]))]
    pub warnings: Vec<Warning>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Whom it concerns, for the journal.
    #[serde(skip)]
    pub owners: Vec<Owner>,
}

impl MaskedIdentity {
    /// The view of a row with its values.
    #[must_use]
    pub fn of(row: &person_identity::Model, particulars: &Particulars, owners: Vec<Owner>) -> Self {
        Self {
            id: row.person_id,
            document_kind: row.document_kind,
            number: particulars.number.as_ref().map(PersonNumber::masked),
            phone: particulars.phone.as_ref().map(Phone::masked),
            has_birth_on: particulars.birth_on.is_some(),
            has_address: particulars.address.is_some(),
            warnings: Vec::new(),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            owners,
        }
    }
}

impl Resource for MaskedIdentity {
    const KIND: &'static str = "person_identity";
    const COLLECTION: &'static str = "/v1/persons";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        self.owners.clone()
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.id)
    }

    fn path(&self) -> String {
        format!("{}/{}/identity", Self::COLLECTION, self.id)
    }
}

/// What identifies and reaches a new person.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": "003185000123", "phone": "02060000123", "birth_on": "1985-04-12" }))]
pub struct NewIdentity {
    /// The number of the document; its kind follows from it.
    pub number: Option<PersonNumber>,
    /// The phone.
    pub phone: Option<Phone>,
    /// The birth date; the year goes to the person.
    pub birth_on: Option<Day>,
    /// The exact address.
    pub address: Option<Address>,
}

/// Changes of what identifies and reaches a person; null clears.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "02060000123", "address": "Nhà 12, xóm Nà Giàng" }))]
pub struct IdentityPatch {
    /// The number of the document.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<PersonNumber>)]
    pub number: Option<Option<PersonNumber>>,
    /// The phone.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Phone>)]
    pub phone: Option<Option<Phone>>,
    /// The birth date; the year goes to the person.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Day>)]
    pub birth_on: Option<Option<Day>>,
    /// The exact address.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Address>)]
    pub address: Option<Option<Address>>,
}

/// What an identity is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To make sure who somebody is.
    Identification,
    /// To call or visit.
    Contact,
    /// For an application for a grant.
    GrantApplication,
    /// For training.
    Training,
    /// To answer a request of the person concerned.
    DataSubjectRequest,
    /// To correct the record.
    Correction,
}

impl Purpose {
    /// The word in the journal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identification => "identification",
            Self::Contact => "contact",
            Self::GrantApplication => "grant_application",
            Self::Training => "training",
            Self::DataSubjectRequest => "data_subject_request",
            Self::Correction => "correction",
        }
    }

    /// The purposes of which one needs a consent or legal ground; none where a read serves the rights of the person.
    /// To know and to reach somebody is part of whatever is done with them; counting them is not.
    #[must_use]
    pub const fn grounds(self) -> Option<&'static [ConsentPurpose]> {
        use ConsentPurpose::{Contracts, Grants, Membership, Training};
        match self {
            Self::Identification | Self::Contact => Some(&[Membership, Grants, Training, Contracts]),
            Self::GrantApplication => Some(&[Grants]),
            Self::Training => Some(&[Training]),
            Self::DataSubjectRequest | Self::Correction => None,
        }
    }
}

/// Why an identity is read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What it is read for; goes into the access records.
    #[param(inline)]
    pub purpose: Purpose,
}

/// One read of what identifies a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessRecord {
    /// Its id in the journal.
    pub id: EntryId,
    /// When.
    pub occurred_at: Instant,
    /// `read`, or `looked_up` for a masked hit by number from elsewhere.
    #[schema(max_length = 40, example = "read")]
    pub action: String,
    /// The account that read; null for the service itself.
    pub actor_id: Option<AccountId>,
    /// The role it acted in.
    #[schema(max_length = 20, example = "officer")]
    pub role: Option<String>,
    /// What it was read for; null for look-ups.
    #[schema(max_length = 60, example = "contact")]
    pub purpose: Option<String>,
}

impl From<journal_entry::Model> for AccessRecord {
    fn from(entry: journal_entry::Model) -> Self {
        Self {
            id: entry.id,
            occurred_at: entry.at.into(),
            action: entry.action,
            actor_id: entry.actor_id.map(Into::into),
            role: entry.role,
            purpose: entry.purpose,
        }
    }
}
