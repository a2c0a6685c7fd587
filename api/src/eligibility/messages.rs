//! The basis of an application: what was true when it was handed in. Ids, dates and codes only, no names or numbers of
//! people, so that its hash outlives the erasure of a person (architecture §7).

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    enums::{GroupStatus, LegalForm, Poverty},
    ids::{ApplicationId, AreaId, CallId, GroupId, MembershipId, PersonId},
};
use sea_orm::FromQueryResult;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    application_content::{
        messages::{BudgetSource, Content},
        queries::kept,
    },
    call_rules::messages::CallRules,
    error::Error,
    values::hex,
};

/// A member of the group on the day.
#[derive(Clone, Debug, FromQueryResult, Serialize)]
pub struct BasisMember {
    /// The membership.
    pub membership_id: MembershipId,
    /// The person.
    pub person_id: PersonId,
    /// Since when.
    pub from_on: NaiveDate,
    /// What was decided about the household for the day.
    pub poverty: Option<Poverty>,
}

/// The group on the day.
#[derive(Clone, Debug, Serialize)]
pub struct BasisGroup {
    /// The group.
    pub id: GroupId,
    /// Its form.
    pub legal_form: LegalForm,
    /// Its state.
    pub status: GroupStatus,
    /// Its commune.
    pub commune_id: AreaId,
    /// Its main value chain.
    pub value_chain: Option<String>,
}

/// A line of the budget without its words.
#[derive(Clone, Debug, Serialize)]
pub struct BasisLine {
    /// Who pays.
    pub source: BudgetSource,
    /// The amount.
    pub amount_vnd: i64,
}

impl BasisLine {
    /// The lines of a content.
    #[must_use]
    pub fn all_of(content: &Content) -> Vec<Self> {
        let lines = content.budget_lines.iter();
        lines.map(|line| Self { source: line.source, amount_vnd: line.amount_vnd.get() }).collect()
    }
}

/// The hash of a whole content, words included.
///
/// # Errors
/// When it cannot be written.
pub fn content_sha256(content: &Content) -> Result<String, Error> {
    Ok(hex(&Sha256::digest(kept(content)?.as_bytes())))
}

/// What an application was judged on.
#[derive(Clone, Debug, Serialize)]
pub struct Basis {
    /// The application.
    pub application_id: ApplicationId,
    /// Its version.
    pub version: i32,
    /// The instant of submission.
    pub submitted_at: DateTime<Utc>,
    /// The call.
    pub call_id: CallId,
    /// Hash of the rules as they were frozen at opening.
    pub rules_sha256: Option<String>,
    /// The rules.
    pub rules: CallRules,
    /// The group.
    pub group: BasisGroup,
    /// Its members.
    pub members: Vec<BasisMember>,
    /// The yearly plan it builds on; null until plans exist.
    pub plan_id: Option<uuid::Uuid>,
    /// The budget.
    pub budget: Vec<BasisLine>,
    /// Hash of the whole content, words included.
    pub content_sha256: String,
}

impl Basis {
    /// The document that is frozen, and its hash.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn frozen(&self) -> Result<(String, Vec<u8>), Error> {
        let document = serde_json::to_string(self).map_err(Error::internal)?;
        let sha256 = Sha256::digest(document.as_bytes()).to_vec();
        Ok((document, sha256))
    }

    /// Members whose household is poor or near-poor.
    #[must_use]
    pub fn poor(&self) -> usize {
        let is_poor =
            |member: &&BasisMember| matches!(member.poverty, Some(Poverty::Poor | Poverty::NearPoor));
        self.members.iter().filter(is_poor).count()
    }
}
