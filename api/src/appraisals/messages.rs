//! What goes over the wire about appraisals.

use entity::{
    appraisal,
    enums::ApplicationStatus,
    ids::{ApplicationId, AppraisalId, AreaId, CallId, GroupId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::{
    error::Error,
    http::Filter,
    store::{Owner, Resource},
    values::{Instant, Line, Paragraph},
};

/// A score for a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The criterion of the call.
    #[schema(example = "feasibility")]
    pub criterion: Line<1, 40>,
    /// From 0 to the highest score of the criterion.
    #[schema(minimum = 0, maximum = 1000, example = 80)]
    pub score: u32,
}

/// An application is scored.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "has_conflict": false,
    "scores": [{ "criterion": "feasibility", "score": 80 }, { "criterion": "climate", "score": 70 }],
    "remark": null
}))]
pub struct NewAppraisal {
    /// An id made by the client; the server makes one when absent.
    pub id: Option<AppraisalId>,
    /// Whether you have an interest in the outcome: then give no scores, and somebody else appraises.
    pub has_conflict: bool,
    /// One score for each criterion of the call.
    #[schema(max_items = 20)]
    pub scores: Vec<Score>,
    /// What there is to say.
    pub remark: Option<Paragraph<500>>,
}

/// Scores of an application by one appraiser.
#[derive(Debug, Serialize, ToSchema)]
pub struct Appraisal {
    /// Its id.
    pub id: AppraisalId,
    /// The application.
    pub application_id: ApplicationId,
    /// The version scored.
    #[schema(minimum = 1, maximum = 1000)]
    pub content_version: i32,
    /// Whether a conflict of interest was declared instead.
    pub has_conflict: bool,
    /// The scores.
    #[schema(max_items = 20)]
    pub scores: Vec<Score>,
    /// The weighted score, in basis points of the highest possible.
    #[schema(minimum = 0, maximum = 10_000, example = 7_600)]
    pub weighted_bps: i64,
    /// What there is to say.
    #[schema(max_length = 500)]
    pub remark: Option<String>,
    /// When it was entered.
    pub created_at: Instant,
    /// Revision: appraisals are never changed.
    #[schema(minimum = 1)]
    pub version: i32,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) place: (AreaId, GroupId),
}

impl Appraisal {
    /// The view of a row about an application of this commune and group.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    pub fn of(row: appraisal::Model, place: (AreaId, GroupId)) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            application_id: row.application_id,
            content_version: row.n,
            has_conflict: row.has_conflict,
            scores: serde_json::from_str(&row.scores).map_err(Error::internal)?,
            weighted_bps: row.weighted,
            remark: row.remark,
            created_at: row.created_at.into(),
            version: 1,
            place,
        })
    }
}

impl Resource for Appraisal {
    const KIND: &'static str = "grant_appraisal";
    const COLLECTION: &'static str = "/v1/grant-applications";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.place.0), Owner::Group(self.place.1)]
    }

    fn path(&self) -> String {
        format!("{}/{}/appraisals", Self::COLLECTION, self.application_id)
    }
}

/// Filters of the list of appraisals: none.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AppraisalFilter {}

impl Filter for AppraisalFilter {
    const SORTS: &'static [&'static str] = &["id"];
}

/// A place in the ranking of a call, with its arithmetic.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ranked {
    /// The place, from 1; null while too few appraisers have scored.
    #[schema(minimum = 1, maximum = 100_000)]
    pub place: Option<i32>,
    /// The application.
    pub application_id: ApplicationId,
    /// Its number.
    #[schema(max_length = 20, example = "HS-000001")]
    pub code: String,
    /// The group.
    pub group_id: GroupId,
    /// Its state.
    pub status: ApplicationStatus,
    /// What is asked for.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub requested_vnd: i64,
    /// The weighted score of each appraiser, in basis points of the highest possible.
    #[schema(max_items = 50)]
    pub weighted_bps: Vec<i64>,
    /// The sum of these scores: the numerator of the final score.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sum_bps: i64,
    /// How many there are: the denominator.
    #[schema(minimum = 0, maximum = 50)]
    pub appraisers: i64,
    /// The final score: sum by number, rounded half up for reading; the order compares the fractions themselves.
    #[schema(minimum = 0, maximum = 10_000)]
    pub final_bps: Option<i64>,
    /// Whether it reaches the pass mark.
    pub is_passed: bool,
    /// What would be promised up to and with this place, if all were granted what they ask for.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub cumulative_vnd: Option<i64>,
}

/// The ranking of a call.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ranking {
    /// The call.
    pub call_id: CallId,
    /// The least final score, in basis points of the highest possible.
    #[schema(minimum = 0, maximum = 10_000)]
    pub pass_mark_bps: i64,
    /// How many appraisers must score an application.
    #[schema(minimum = 1, maximum = 10)]
    pub appraisers_needed: i64,
    /// The applications that were scored or are being scored, the best first.
    #[schema(max_items = 100_000)]
    pub ranked: Vec<Ranked>,
}
