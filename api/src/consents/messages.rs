//! What goes over the wire about consents.

use chrono::{DateTime, Utc};
use entity::{
    consent,
    enums::{ConsentChannel, ConsentGround, ConsentPurpose},
    ids::{ConsentId, PersonId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{
    http::etag_of,
    store::{Owner, Resource, Tx},
    values::{Instant, Line},
};

/// A consent, or another legal ground on which data of a person are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consent {
    /// The id.
    pub id: ConsentId,
    /// Who agreed.
    pub person_id: PersonId,
    /// What for.
    pub purpose: ConsentPurpose,
    /// On which ground.
    pub ground: ConsentGround,
    /// Which text was agreed to.
    #[schema(max_length = 40, example = "2026-1")]
    pub text_version: String,
    /// How it was given.
    pub channel: ConsentChannel,
    /// Where the proof is kept.
    #[schema(max_length = 200, example = "Sổ 4, tờ 12")]
    pub evidence: Option<String>,
    /// When it was given.
    pub given_at: Instant,
    /// When it was withdrawn; null while it holds.
    #[schema(example = json!(null))]
    pub withdrawn_at: Option<Instant>,
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

impl Consent {
    /// The view of a row.
    #[must_use]
    pub fn of(row: consent::Model, owners: Vec<Owner>) -> Self {
        Self {
            id: row.id,
            person_id: row.person_id,
            purpose: row.purpose,
            ground: row.ground,
            text_version: row.text_version,
            channel: row.channel,
            evidence: row.evidence,
            given_at: row.given_at.into(),
            withdrawn_at: row.withdrawn_at.map(Instant::from),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            owners,
        }
    }
}

impl From<consent::Model> for Consent {
    fn from(row: consent::Model) -> Self {
        Self::of(row, Vec::new())
    }
}

impl Resource for Consent {
    const KIND: &'static str = "consent";
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
        Some(self.person_id)
    }

    fn path(&self) -> String {
        format!("{}/{}/consents/{}", Self::COLLECTION, self.person_id, self.id)
    }
}

/// A consent or legal ground to record.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "purpose": "membership", "ground": "consent", "text_version": "2026-1", "channel": "paper", "evidence": "Sổ 4, tờ 12",
}))]
pub struct NewConsent {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<ConsentId>,
    /// What for.
    pub purpose: ConsentPurpose,
    /// On which ground.
    pub ground: ConsentGround,
    /// Which text was agreed to, or which law or contract is the ground.
    pub text_version: Line<1, 40>,
    /// How it was given.
    pub channel: ConsentChannel,
    /// Where the proof is kept.
    pub evidence: Option<Line<1, 200>>,
    /// When it was given, if not now; never in the future.
    pub given_at: Option<Instant>,
}

impl NewConsent {
    /// True when it says that it was given later than now.
    #[must_use]
    pub fn is_given_after(&self, now: DateTime<Utc>) -> bool {
        self.given_at.is_some_and(|given_at| given_at.utc() > now)
    }

    /// The row of a person's consent.
    #[must_use]
    pub fn row(&self, tx: &Tx, person_id: PersonId) -> consent::ActiveModel {
        consent::ActiveModel {
            id: Set(self.id.unwrap_or_else(|| tx.new_id())),
            person_id: Set(person_id),
            purpose: Set(self.purpose),
            ground: Set(self.ground),
            text_version: Set(self.text_version.as_ref().to_owned()),
            channel: Set(self.channel),
            evidence: Set(self.evidence.as_ref().map(|text| text.as_ref().to_owned())),
            given_at: Set(self.given_at.map_or(tx.now(), Instant::utc)),
            withdrawn_at: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        }
    }
}
