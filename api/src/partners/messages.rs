//! What goes over the wire about partners.

use chrono::NaiveDate;
use entity::{
    enums::{PartnerKind, PartnerStatus},
    ids::{AccountId, PartnerId},
    partner,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::queries::actions;
use crate::{
    access::Caller,
    http::{Filter, etag_of},
    partner_contacts::{
        messages::{Contact, ContactPatch, NewContact},
        queries::mark_of,
    },
    store::{Owner, Resource, facts_of},
    values::{Commaed, Day, Instant, Line, PersonName, TaxCode},
};

/// A partner, as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartnerSummary {
    /// Its id.
    pub id: PartnerId,
    /// Code for people to read aloud.
    #[schema(max_length = 20, example = "DT-000001")]
    pub code: String,
    /// What it is by law.
    pub kind: PartnerKind,
    /// Its tax code; of somebody's personal number the last four digits alone.
    #[schema(max_length = 14, example = "9900000016")]
    pub tax_code: String,
    /// Its name.
    #[schema(max_length = 255, example = "Hợp tác xã Nông sản sạch")]
    pub name: String,
    /// What the union says of it.
    pub status: PartnerStatus,
    /// What the caller may do with it now.
    #[schema(max_items = 10, example = json!(["verify", "reject"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Revision.
    #[schema(minimum = 1)]
    pub version: i32,
    /// For `If-Match`.
    #[schema(max_length = 40, example = "\"v1\"")]
    pub etag: String,
    /// When it was registered.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A partner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Partner {
    /// What lists show.
    #[serde(flatten)]
    pub summary: PartnerSummary,
    /// Where it does business.
    #[schema(max_length = 255, example = "Phường Thục Phán, tỉnh Cao Bằng")]
    pub address: String,
    /// The register extract or decision it names as proof.
    #[schema(max_length = 120, example = "Giấy chứng nhận đăng ký hợp tác xã số 0401")]
    pub proof_reference: String,
    /// Whom to ask for, read by officers, approvers and the partner's own people; null for others, and in replies to
    /// changes.
    pub contact: Option<Contact>,
    /// Why it was rejected or suspended.
    #[schema(max_length = 500, example = json!(null))]
    pub status_reason: Option<String>,
    /// The day on which the union last decided on it.
    #[schema(example = json!(null))]
    pub decided_on: Option<NaiveDate>,
    /// Its first account, in the reply to the registration; null otherwise.
    pub account: Option<FirstAccount>,
    /// What tells one sealed contact from another, for the journal.
    #[serde(skip)]
    pub contact_mark: Option<String>,
    /// What the business register said, for the journal of the verification.
    #[serde(skip)]
    pub checked: Option<(String, NaiveDate)>,
}

/// The first account of a partner that was registered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FirstAccount {
    /// The account.
    pub id: AccountId,
    /// The name to sign in with.
    #[schema(max_length = 64, example = "dt-000001-1")]
    pub login: String,
    /// The password made by the service, shown this once; null in a repeated reply.
    #[schema(max_length = 40, example = "k7m2p-x9w4r-3hd8v-q6t5n")]
    pub initial_password: Option<String>,
}

impl PartnerSummary {
    /// The view of a row for a caller.
    #[must_use]
    pub fn of(row: &partner::Model, caller: &Caller) -> Self {
        Self {
            id: row.id,
            code: row.code.clone(),
            kind: row.kind,
            tax_code: TaxCode::shown(&row.tax_code),
            name: row.name.clone(),
            status: row.status,
            allowed_actions: actions(row, caller),
            version: row.version,
            etag: etag_of(row.version),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        }
    }
}

impl Partner {
    /// The view of a row for a caller, without the contact.
    #[must_use]
    pub fn of(row: &partner::Model, caller: &Caller) -> Self {
        Self {
            summary: PartnerSummary::of(row, caller),
            address: row.address.clone(),
            proof_reference: row.proof_reference.clone(),
            contact: None,
            status_reason: row.status_reason.clone(),
            decided_on: row.decided_on,
            account: None,
            contact_mark: row.contact_ct.as_deref().map(mark_of),
            checked: None,
        }
    }
}

impl Resource for Partner {
    const KIND: &'static str = "partner";
    const COLLECTION: &'static str = "/v1/partners";

    fn id(&self) -> Uuid {
        self.summary.id.into()
    }

    fn version(&self) -> i32 {
        self.summary.version
    }

    /// Who may read the contact is told by roles, and replies to changes lack it.
    fn is_told_by_revision(&self) -> bool {
        self.contact_mark.is_none()
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Partner(self.summary.id)]
    }

    /// Of the contact the journal keeps when it changed, and no word of it.
    fn facts(&self) -> Value {
        let mut facts = facts_of(self);
        if let Value::Object(members) = &mut facts {
            members.shift_remove("account");
            members.insert("contact".to_owned(), json!(self.contact_mark));
            if let Some((extract_no, checked_on)) = &self.checked {
                members.insert("extract_no".to_owned(), json!(extract_no));
                members.insert("checked_on".to_owned(), json!(checked_on));
            }
        }
        facts
    }
}

/// A partner to register.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "cooperative", "tax_code": "9900000016", "name": "Hợp tác xã Nông sản sạch",
    "address": "Phường Thục Phán, tỉnh Cao Bằng", "proof_reference": "Giấy chứng nhận đăng ký hợp tác xã số 0401",
    "contact": { "name": "Hoàng Văn Thử", "position": "Phụ trách thu mua", "phone": "02060000123" },
    "person_name": "Hoàng Văn Thử",
}))]
pub struct NewPartner {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<PartnerId>,
    /// What it is by law.
    pub kind: PartnerKind,
    /// Its tax code: 10 digits of an enterprise or cooperative, 13 of a branch; of a household business or an individual
    /// the personal number, or 10 digits given before July 2025.
    pub tax_code: TaxCode,
    /// Its name.
    pub name: Line<2, 255>,
    /// Where it does business.
    pub address: Line<1, 255>,
    /// The register extract or decision that proves it.
    pub proof_reference: Line<1, 120>,
    /// Whom to ask for; told to officers and approvers alone.
    pub contact: NewContact,
    /// The name of whoever gets the first account.
    pub person_name: PersonName,
}

/// Changes of a partner.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "address": "Phường Nùng Trí Cao, tỉnh Cao Bằng", "contact": { "phone": "02060000124" } }))]
pub struct PartnerPatch {
    /// Its name; while it is pending.
    #[schema(nullable = false)]
    pub name: Option<Line<2, 255>>,
    /// Where it does business.
    #[schema(nullable = false)]
    pub address: Option<Line<1, 255>>,
    /// The register extract or decision that proves it; while it is pending.
    #[schema(nullable = false)]
    pub proof_reference: Option<Line<1, 120>>,
    /// Whom to ask for.
    #[schema(nullable = false)]
    pub contact: Option<ContactPatch>,
}

/// What the business register says of a partner.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tax_code": "9900000016", "extract_no": "TL-2026-0042", "checked_on": "2022-06-30" }))]
pub struct Verification {
    /// The tax code as the register shows it, entered anew.
    pub tax_code: TaxCode,
    /// Number of the extract.
    pub extract_no: Line<1, 60>,
    /// Day on which the register was asked.
    pub checked_on: Day,
}

/// Filters of the list of partners.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PartnerFilter {
    /// Only partners in these states.
    #[param(value_type = Option<Vec<PartnerStatus>>)]
    pub status: Option<Commaed<PartnerStatus>>,
    /// Only partners of these kinds.
    #[param(value_type = Option<Vec<PartnerKind>>)]
    pub kind: Option<Commaed<PartnerKind>>,
    /// The start of words of the name, with or without diacritics, or of the code.
    #[param(value_type = Option<String>, min_length = 1, max_length = 120)]
    pub q: Option<Line<1, 120>>,
}

impl Filter for PartnerFilter {
    const SORTS: &'static [&'static str] = &["name", "-updated_at"];
}
