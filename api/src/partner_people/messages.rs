//! What goes over the wire about the people of a partner.

use chrono::NaiveDate;
use entity::{
    account,
    ids::{AccountId, PartnerId, PersonId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{queries::Part, workflow::actions};
use crate::{
    access::{Caller, Reach},
    assignments::messages::AssignmentStatus,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Instant, PersonName},
};

/// Somebody who acts for a partner, or did.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartnerPerson {
    /// The account.
    pub id: AccountId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The name to sign in with.
    #[schema(max_length = 64, example = "dt-000001-2")]
    pub login: String,
    /// The name of its owner.
    #[schema(max_length = 120, example = "Hoàng Thị Thử")]
    pub name: String,
    /// Whether the account acts for the partner today.
    #[schema(example = "active")]
    pub status: AssignmentStatus,
    /// The first day.
    pub from_on: NaiveDate,
    /// The first day after it; null while it lasts.
    #[schema(example = json!(null))]
    pub until_on: Option<NaiveDate>,
    /// Whether the account may sign in.
    pub is_active: bool,
    /// Whether the password was made by the service and its owner has not chosen another yet.
    pub must_change_password: bool,
    /// The password made by the service: shown once, in the reply that made it; null otherwise.
    #[schema(max_length = 40, example = json!(null))]
    pub initial_password: Option<String>,
    /// What the caller may do with it now.
    #[schema(max_items = 10, example = json!(["end", "reset-password"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision of the account.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When the account was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The registered person who owns the account, for the journal.
    #[serde(skip)]
    pub person_id: Option<PersonId>,
}

impl PartnerPerson {
    /// The view of an account with its part in a partner, for a caller; it never holds a password.
    #[must_use]
    pub fn of(row: account::Model, part: &Part, caller: &Caller) -> Self {
        let is_own = caller.account_id() == Some(row.id);
        let holds = |permission| !is_own && Reach::of(caller, permission).partners.contains(&part.partner_id);
        Self {
            id: row.id,
            partner_id: part.partner_id,
            login: row.login,
            name: row.name,
            status: part.status,
            from_on: part.from_on,
            until_on: part.until_on,
            is_active: row.is_active,
            must_change_password: row.must_change_password,
            initial_password: None,
            allowed_actions: actions(part.status, row.is_active, holds),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            person_id: row.person_id,
        }
    }
}

impl Resource for PartnerPerson {
    const KIND: &'static str = "partner_person";
    const COLLECTION: &'static str = "/v1/partners";
    const IMPERSONAL: &'static [&'static str] =
        &["partner_id", "status", "from_on", "until_on", "is_active", "must_change_password"];

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// The part begins and ends with its days.
    fn is_told_by_revision(&self) -> bool {
        false
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Partner(self.partner_id)]
    }

    fn person(&self) -> Option<PersonId> {
        self.person_id
    }

    fn path(&self) -> String {
        format!("{}/{}/people/{}", Self::COLLECTION, self.partner_id, self.id)
    }
}

/// Somebody to act for a partner.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Hoàng Thị Thử" }))]
pub struct NewPartnerPerson {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<AccountId>,
    /// Their name.
    pub name: PersonName,
}

/// The list of people has no filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PartnerPersonFilter {}

impl Filter for PartnerPersonFilter {
    const SORTS: &'static [&'static str] = &["login", "-login"];
}
