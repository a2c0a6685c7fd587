//! Who may appraise, which appraisals lie within a scope, and the ranking that follows from them.

use std::{cmp::Reverse, collections::HashMap};

use entity::{
    account, application_basis, appraisal,
    enums::ApplicationStatus,
    grant_application, grant_call,
    ids::{ApplicationId, CallId, GroupId},
    membership,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::messages::{Ranked, Ranking};
use crate::{
    access::{Access, Caller, Owned, Reach, permission::grants::ReadApplications},
    applications::queries::of_applications_within,
    call_rules::{messages::CallRules, queries::rules_of},
    error::{Code, Error, Text},
    store::{Snapshot, Tx},
};

impl Owned for appraisal::Entity {
    const ID: appraisal::Column = appraisal::Column::Id;
    const VOIDED: Option<appraisal::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_applications_within(appraisal::Column::ApplicationId, reach)
    }
}

/// Refuses whoever is or was a member of the group (domain §4.1).
///
/// # Errors
/// 403 `separation_of_duties`.
pub async fn check_outsider(tx: &Tx, caller: &Caller, group_id: GroupId) -> Result<(), Error> {
    let own = tx
        .beyond_reach::<account::Entity>("whether the caller belongs to the group")
        .filter(account::Column::Id.eq(caller.human()));
    let Some(person_id) = tx.find(own).await?.and_then(|account| account.person_id) else { return Ok(()) };
    let member = tx
        .beyond_reach::<membership::Entity>("whether the caller belongs to the group")
        .filter(membership::Column::GroupId.eq(group_id))
        .filter(membership::Column::PersonId.eq(person_id));
    if tx.find(member).await?.is_none() {
        return Ok(());
    }
    let text = Text::new(
        "Thành viên của nhóm không được xét hồ sơ, kế hoạch của nhóm.",
        "A member of the group does not judge what the group hands in.",
    );
    Err(Error::Forbidden(Code::SeparationOfDuties, Some(text)))
}

/// Refuses whoever belongs to the group or has declared a conflict of interest on any version of its application: they
/// judge neither the paper nor the works.
///
/// # Errors
/// 403 `separation_of_duties`.
pub async fn check_impartial(
    tx: &Tx,
    caller: &Caller,
    application: &grant_application::Model,
) -> Result<(), Error> {
    check_outsider(tx, caller, application.group_id).await?;
    let declared = tx
        .beyond_reach::<appraisal::Entity>("whether the caller has an interest in the application")
        .filter(appraisal::Column::ApplicationId.eq(application.id))
        .filter(appraisal::Column::Human.eq(caller.human()))
        .filter(appraisal::Column::HasConflict.eq(true));
    if tx.find(declared).await?.is_none() {
        return Ok(());
    }
    let text = Text::new(
        "Bạn đã khai báo xung đột lợi ích với hồ sơ này.",
        "You have declared a conflict of interest on this application.",
    );
    Err(Error::Forbidden(Code::SeparationOfDuties, Some(text)))
}

/// The weighted score in basis points of the highest possible: each criterion's part is rounded half up by itself.
#[must_use]
pub fn weighted_bps(rules: &CallRules, score_of: impl Fn(&str) -> u32) -> i64 {
    let part = |criterion: &crate::call_rules::messages::Criterion| {
        let (most, weight) = (i64::from(criterion.max_score.max(1)), i64::from(criterion.weight_bps.get()));
        (2 * i64::from(score_of(criterion.code.as_ref())) * weight + most) / (2 * most)
    };
    rules.criteria.iter().map(part).sum()
}

/// The scores of an application's present version, without those of people in conflict.
#[must_use]
pub fn counting(application: &grant_application::Model, appraisals: &[appraisal::Model]) -> Vec<i64> {
    let counts = |one: &&appraisal::Model| {
        one.application_id == application.id && one.n == application.version_n && !one.has_conflict
    };
    appraisals.iter().filter(counts).map(|one| one.weighted).collect()
}

/// States in which an application stands in the ranking.
const RANKED: [ApplicationStatus; 12] = [
    ApplicationStatus::Appraisal,
    ApplicationStatus::Deferred,
    ApplicationStatus::Approved,
    ApplicationStatus::Rejected,
    ApplicationStatus::Agreement,
    ApplicationStatus::Disbursing,
    ApplicationStatus::Acceptance,
    ApplicationStatus::Completed,
    ApplicationStatus::Suspended,
    ApplicationStatus::Terminated,
    ApplicationStatus::Withdrawn,
    ApplicationStatus::Returned,
];

/// The ranking of a call that was found, over all its applications within the reach at one instant.
///
/// # Errors
/// When the database fails.
pub async fn ranking_of(
    access: &Access<ReadApplications>,
    instant: &Snapshot,
    call: &grant_call::Model,
) -> Result<Ranking, Error> {
    let rules = rules_of(call)?;
    let rows = access
        .rows::<grant_application::Entity>()
        .filter(grant_application::Column::CallId.eq(call.id))
        .filter(grant_application::Column::Status.is_in(RANKED));
    let applications: Vec<grant_application::Model> = instant.every(rows, |select| select).await?;
    let of_call = || of_call(call.id);
    let scored =
        access.rows::<appraisal::Entity>().filter(appraisal::Column::ApplicationId.in_subquery(of_call()));
    let appraisals: Vec<appraisal::Model> = instant.every(scored, |select| select).await?;
    let bases = access
        .rows::<application_basis::Entity>()
        .filter(application_basis::Column::ApplicationId.in_subquery(of_call()));
    let bases: Vec<application_basis::Model> = instant.every(bases, |select| select).await?;
    let poor: HashMap<(ApplicationId, i32), (i64, i64)> =
        bases.iter().map(|basis| ((basis.application_id, basis.n), poor_of(&basis.document))).collect();
    let mut places: Vec<Place> = applications
        .into_iter()
        .map(|application| Place {
            scores: counting(&application, &appraisals),
            poor: poor.get(&(application.id, application.version_n)).copied().unwrap_or((0, 1)),
            application,
        })
        .filter(|place| !place.scores.is_empty() || place.application.status == ApplicationStatus::Appraisal)
        .collect();
    let needed = i64::from(rules.appraisers_needed);
    places.sort_by(|one, other| one.before(other, needed));
    let (mut ranked, mut cumulative) = (Vec::new(), 0_i64);
    for place in places {
        cumulative += place.application.requested_vnd;
        let n = i32::try_from(ranked.len() + 1).map_err(Error::internal)?;
        ranked.push(place.ranked(&rules, n, cumulative));
    }
    let pass_mark_bps = i64::from(rules.pass_mark_bps.get());
    Ok(Ranking { call_id: call.id, pass_mark_bps, appraisers_needed: needed, ranked })
}

fn of_call(id: CallId) -> SelectStatement {
    grant_application::Entity::find()
        .select_only()
        .column(grant_application::Column::Id)
        .filter(grant_application::Column::CallId.eq(id))
        .into_query()
}

/// Members of poor or near-poor households, and all members, of a frozen basis.
fn poor_of(document: &str) -> (i64, i64) {
    let basis: serde_json::Value = serde_json::from_str(document).unwrap_or_default();
    let members = basis["members"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_poor =
        |member: &&serde_json::Value| matches!(member["poverty"].as_str(), Some("poor" | "near_poor"));
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (count(members.iter().filter(is_poor).count()), count(members.len()).max(1))
}

struct Place {
    application: grant_application::Model,
    scores: Vec<i64>,
    poor: (i64, i64),
}

impl Place {
    fn number(&self) -> i64 {
        i64::try_from(self.scores.len()).unwrap_or(i64::MAX)
    }

    fn sum(&self) -> i64 {
        self.scores.iter().sum()
    }

    /// Fully scored ones first, then by the final score as a fraction, the share of poor members, the earlier
    /// submission, the code.
    fn before(&self, other: &Self, needed: i64) -> std::cmp::Ordering {
        let (here, there) = (self.number() >= needed, other.number() >= needed);
        let score = |one: &Self, by: &Self| one.sum() * by.number().max(1);
        let poor = |one: &Self, by: &Self| one.poor.0 * by.poor.1;
        let (mine, theirs) = (&self.application, &other.application);
        Reverse(here)
            .cmp(&Reverse(there))
            .then(Reverse(score(self, other)).cmp(&Reverse(score(other, self))))
            .then(Reverse(poor(self, other)).cmp(&Reverse(poor(other, self))))
            .then(mine.submitted_at.cmp(&theirs.submitted_at))
            .then(mine.code.cmp(&theirs.code))
    }

    fn ranked(self, rules: &CallRules, place: i32, cumulative_vnd: i64) -> Ranked {
        let (sum_bps, appraisers) = (self.sum(), self.number());
        let is_complete = appraisers >= i64::from(rules.appraisers_needed);
        let pass_mark = i64::from(rules.pass_mark_bps.get());
        Ranked {
            place: is_complete.then_some(place),
            application_id: self.application.id,
            code: self.application.code,
            group_id: self.application.group_id,
            status: self.application.status,
            requested_vnd: self.application.requested_vnd,
            weighted_bps: self.scores,
            sum_bps,
            appraisers,
            final_bps: (2 * sum_bps + appraisers).checked_div(2 * appraisers),
            is_passed: is_complete && sum_bps >= pass_mark * appraisers,
            cumulative_vnd: is_complete.then_some(cumulative_vnd),
        }
    }
}
