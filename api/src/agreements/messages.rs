//! What goes over the wire about agreements.

use chrono::NaiveDate;
use entity::{
    agreement,
    ids::{ApplicationId, MembershipId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::values::{Day, Instant, Line};

/// An agreement is signed.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgreement {
    /// Number of the agreement.
    #[schema(example = "05/HĐ-CSA")]
    pub number: Line<1, 60>,
    /// Day of signing.
    pub signed_on: Day,
    /// Membership of the head of the group, who signs for it.
    pub signer_membership_id: MembershipId,
}

/// An agreement on a grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    /// The application.
    pub application_id: ApplicationId,
    /// Its number.
    #[schema(max_length = 60, example = "05/HĐ-CSA")]
    pub number: String,
    /// Day of signing.
    pub signed_on: NaiveDate,
    /// Membership of the head who signed.
    pub signer_membership_id: MembershipId,
    /// The grant agreed on.
    #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64)]
    pub grant_vnd: i64,
    /// When it was entered.
    pub created_at: Instant,
}

impl From<agreement::Model> for Agreement {
    fn from(row: agreement::Model) -> Self {
        Self {
            application_id: row.application_id,
            number: row.number,
            signed_on: row.signed_on,
            signer_membership_id: row.signer_membership_id,
            grant_vnd: row.grant_vnd,
            created_at: row.created_at.into(),
        }
    }
}
