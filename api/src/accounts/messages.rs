//! What goes over the wire about accounts.

use entity::{
    account,
    ids::{AccountId, PersonId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::STEPS;
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    store::{Owner, Resource},
    values::{Instant, Line, Login, PersonName},
    workflow,
};

/// Whether an account may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// It may.
    Active,
    /// It may not.
    Inactive,
}

/// An account somebody signs in with.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// Its id.
    pub id: AccountId,
    /// The name to sign in with.
    #[schema(max_length = 64, example = "vuong.thi.mai")]
    pub login: String,
    /// The name of its owner.
    #[schema(max_length = 120, example = "Vương Thị Mai")]
    pub name: String,
    /// The registered person who owns it.
    pub person_id: Option<PersonId>,
    /// Whether it may sign in, as a word.
    pub status: UserStatus,
    /// Whether it may sign in.
    pub is_active: bool,
    /// Whether the demonstration made it; it signs in on the machine itself only.
    #[schema(example = false)]
    pub is_demo: bool,
    /// Whether the password was made by the service and the owner has not chosen another yet.
    #[schema(example = false)]
    pub must_change_password: bool,
    /// When the password was last set.
    pub password_changed_at: Instant,
    /// The password made by the service: shown once, in the reply that made it; null otherwise.
    #[schema(max_length = 40, example = json!(null))]
    pub initial_password: Option<String>,
    /// What the caller may do with it now.
    #[schema(max_items = 10, example = json!(["deactivate"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl User {
    /// The view of a row for a caller; it never holds a password.
    #[must_use]
    pub fn of(row: account::Model, caller: &Caller) -> Self {
        let status = status(&row);
        let mut allowed_actions = workflow::open(STEPS, status, |permission| caller.holds(permission));
        if caller.account_id() == Some(row.id) {
            allowed_actions.retain(|action| *action != "reset-password");
        }
        Self {
            id: row.id,
            login: row.login,
            name: row.name,
            person_id: row.person_id,
            status,
            is_active: row.is_active,
            is_demo: row.is_demo,
            must_change_password: row.must_change_password,
            password_changed_at: row.password_changed_at.into(),
            initial_password: None,
            allowed_actions,
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

/// Whether a row may sign in.
pub(super) const fn status(row: &account::Model) -> UserStatus {
    if row.is_active { UserStatus::Active } else { UserStatus::Inactive }
}

impl Resource for User {
    const KIND: &'static str = "user";
    const COLLECTION: &'static str = "/v1/users";
    const IMPERSONAL: &'static [&'static str] =
        &["person_id", "status", "is_active", "is_demo", "must_change_password", "password_changed_at"];

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    /// An account lies nowhere; its role assignments do.
    fn owners(&self) -> Vec<Owner> {
        Vec::new()
    }

    fn person(&self) -> Option<PersonId> {
        self.person_id
    }
}

/// A new account.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<AccountId>,
    /// The name to sign in with: letters, digits, `.`, `-` and `_`; kept in lower case.
    #[schema(example = "vuong.thi.mai")]
    pub login: Login,
    /// The name of its owner.
    #[schema(example = "Vương Thị Mai")]
    pub name: PersonName,
    /// The registered person who owns it; no two accounts of one person.
    #[schema(example = json!(null))]
    pub person_id: Option<PersonId>,
}

/// Changes of an account.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// The name of its owner.
    #[schema(nullable = false, example = "Vương Thị Mai")]
    pub name: Option<PersonName>,
}

/// Filters of the list of accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct UserFilter {
    /// Only accounts that may sign in, or only those that may not.
    pub is_active: Option<bool>,
    /// The start of the login, or of words of the name, with or without diacritics.
    #[param(value_type = Option<String>, min_length = 1, max_length = 120)]
    pub q: Option<Line<1, 120>>,
}

impl Filter for UserFilter {
    const SORTS: &'static [&'static str] = &["login", "-login"];
}
