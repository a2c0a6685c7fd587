//! What goes over the wire about invitations.

use chrono::NaiveDate;
use entity::{
    enums::{CadreLevel, LegalForm, Sex},
    ids::{AreaId, GroupId, PersonId},
    invitation,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{
    cadre_posts::messages::CadrePostFilter,
    http::Filter,
    memberships::messages::MembershipFilter,
    values::{Commaed, Instant, Line},
};

/// The most persons of one call.
pub const MOST: usize = 500;

/// Whom a list is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawnFrom {
    /// The members of today.
    Members,
    /// The cadres of today.
    Cadres,
}

/// Whom to draw from the register: as the lists of memberships and of cadre posts are filtered, today.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationDraw {
    /// From whom.
    pub from: DrawnFrom,
    /// Only of this area, of either map.
    pub area_id: Option<AreaId>,
    /// Only members of this group.
    pub group_id: Option<GroupId>,
    /// Only members of groups of these forms.
    #[schema(max_items = 3)]
    pub legal_form: Option<Vec<LegalForm>>,
    /// Only members of groups whose main value chain is one of these.
    #[schema(max_items = 50, example = json!(["lac"]))]
    pub value_chain: Option<Vec<Line<1, 30>>>,
    /// Only cadres of this level.
    pub level: Option<CadreLevel>,
    /// Only persons of these sexes.
    #[schema(max_items = 3)]
    pub sex: Option<Vec<Sex>>,
    /// Only those who completed no training in any of these topics yet; with an empty list: no training at all.
    #[schema(max_items = 50, example = json!(["crop_techniques"]))]
    pub not_trained_in: Option<Vec<Line<1, 40>>>,
    /// At most so many.
    #[schema(minimum = 1, maximum = 500, example = 40)]
    pub limit: u64,
}

impl InvitationDraw {
    /// Whether they must lack training, and in which topics.
    fn lacking(&self) -> (Option<bool>, Option<Commaed<Line<1, 40>>>) {
        let topics = self.not_trained_in.as_ref();
        let named = topics.filter(|topics| !topics.is_empty()).map(|topics| topics.clone().into());
        (topics.map(|_| false), named)
    }

    /// The same as a filter of memberships.
    #[must_use]
    pub fn of_members(&self) -> MembershipFilter {
        let (is_trained, topic) = self.lacking();
        MembershipFilter {
            area_id: self.area_id,
            group_id: self.group_id,
            legal_form: self.legal_form.clone().map(Into::into),
            value_chain: self.value_chain.clone().map(Into::into),
            sex: self.sex.clone().map(Into::into),
            is_trained,
            topic,
            ..MembershipFilter::default()
        }
    }

    /// The same as a filter of posts.
    #[must_use]
    pub fn of_cadres(&self) -> CadrePostFilter {
        let (is_trained, topic) = self.lacking();
        CadrePostFilter {
            area_id: self.area_id,
            level: self.level.map(|level| vec![level].into()),
            sex: self.sex.clone().map(Into::into),
            is_trained,
            topic,
            ..CadrePostFilter::default()
        }
    }
}

/// Whom to invite: either by id or by a draw.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitations {
    /// These persons.
    #[schema(min_items = 1, max_items = 500, example = json!(null))]
    pub person_ids: Option<Vec<PersonId>>,
    /// Persons drawn from the register.
    pub draw: Option<InvitationDraw>,
}

/// Whom to invite no longer.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Uninvited {
    /// These persons.
    #[schema(min_items = 1, max_items = 500)]
    pub person_ids: Vec<PersonId>,
}

/// What became of persons to be invited.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct InvitationsMade {
    /// How many are newly invited.
    #[schema(minimum = 0, maximum = 500, example = 40)]
    pub invited: usize,
    /// How many of those named were invited already.
    #[schema(minimum = 0, maximum = 500, example = 0)]
    pub already_invited: usize,
    /// How many more the draw would find; zero without one.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 12)]
    pub remaining: u64,
}

/// What became of persons to be invited no longer.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct InvitationsWithdrawn {
    /// How many are invited no longer.
    #[schema(minimum = 0, maximum = 500, example = 1)]
    pub withdrawn: usize,
    /// How many were not invited.
    #[schema(minimum = 0, maximum = 500, example = 0)]
    pub not_invited: usize,
}

/// An invitation with what became of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Shown {
    /// The row.
    #[sea_orm(nested)]
    pub row: invitation::Model,
    /// Name of the person.
    pub full_name: String,
    /// Sex of the person.
    pub sex: Sex,
    /// Year of birth of the person.
    pub birth_year: Option<i16>,
    /// Sessions attended.
    pub sessions: Option<i32>,
    /// When the event was completed.
    pub completed_on: Option<NaiveDate>,
}

/// Somebody who is invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invitation {
    /// The person.
    pub person_id: PersonId,
    /// The name; null, as sex and year of birth are, for persons outside the caller's scope.
    #[schema(max_length = 120, example = "Nông Thị Mẫu")]
    pub full_name: Option<String>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The year of birth.
    #[schema(minimum = 1900, maximum = 2200, example = 1984)]
    pub birth_year: Option<i32>,
    /// How many sessions the person attended.
    #[schema(minimum = 0, maximum = 100, example = 0)]
    pub sessions: i32,
    /// The day of the last session, when enough were attended for the event to count as completed.
    pub completed_on: Option<NaiveDate>,
    /// When the invitation was entered.
    pub created_at: Instant,
}

impl Invitation {
    /// The view of a row; `is_named` says whether the caller may see who it is.
    #[must_use]
    pub fn of(shown: Shown, is_named: bool) -> Self {
        Self {
            person_id: shown.row.person_id,
            full_name: is_named.then_some(shown.full_name),
            sex: is_named.then_some(shown.sex),
            birth_year: shown.birth_year.filter(|_| is_named).map(i32::from),
            sessions: shown.sessions.unwrap_or_default(),
            completed_on: shown.completed_on,
            created_at: shown.row.created_at.into(),
        }
    }
}

/// Filters of the list of invitations.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct InvitationFilter {
    /// Only those who attended a session, or those who did not.
    pub has_attended: Option<bool>,
}

impl Filter for InvitationFilter {
    const SORTS: &'static [&'static str] = &["person_id"];
}
