//! Which calls a caller sees, and calls with their rules and money.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::{
    call_allotment,
    enums::CallStatus,
    grant_call,
    ids::{AreaId, CallId},
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};

use super::{
    messages::{Allotment, GrantCall, GrantCallFilter},
    workflow::{STEPS, status_at},
};
use crate::{
    access::{
        Access, Owned, Permission, Reach, Role, Rows, descendants,
        permission::calls::{OpenCall, ReadCalls},
    },
    call_rules::queries::rules_of,
    error::Error,
    store::{Reading, Revised, SortBy, SortKind},
    workflow::open,
};

impl Owned for grant_call::Entity {
    const ID: grant_call::Column = grant_call::Column::Id;
    const VOIDED: Option<grant_call::Column> = Some(grant_call::Column::VoidedAt);

    /// A call speaks to the whole project: whoever may read calls reads all. Drafts are for those who prepare and
    /// decide.
    fn within(reach: &Reach) -> Condition {
        let is_staff = reach.roles.iter().any(|role| !matches!(role, Role::Leader | Role::Viewer));
        Condition::all().add_option((!is_staff).then(|| grant_call::Column::Status.ne(CallStatus::Draft)))
    }
}

impl Revised for grant_call::Entity {
    const VERSION: grant_call::Column = grant_call::Column::Version;
    const UPDATED_AT: grant_call::Column = grant_call::Column::UpdatedAt;

    fn version(row: &grant_call::Model) -> i32 {
        row.version
    }
}

impl GrantCallFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self, now: DateTime<Utc>) -> Condition {
        let in_state = |status: CallStatus| {
            let stored = |status| grant_call::Column::Status.eq(status);
            match status {
                CallStatus::Open => {
                    Condition::all().add(stored(CallStatus::Open)).add(grant_call::Column::ClosesAt.gt(now))
                }
                CallStatus::Closed => Condition::any().add(stored(CallStatus::Closed)).add(
                    Condition::all().add(stored(CallStatus::Open)).add(grant_call::Column::ClosesAt.lte(now)),
                ),
                other => Condition::all().add(stored(other)),
            }
        };
        let states = self
            .status
            .as_ref()
            .map(|all| all.as_slice().iter().copied().map(in_state).fold(Condition::any(), Condition::add));
        Condition::all()
            .add_option(states)
            .add_option(self.fund_id.map(|fund_id| grant_call::Column::FundId.eq(fund_id)))
    }
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    match key {
        "name" => SortBy::column(grant_call::Column::SortKey, SortKind::Text),
        _ => SortBy::column(grant_call::Column::ClosesAt, SortKind::Instant).descending(key.starts_with('-')),
    }
}

/// The allotments of a call, by year and area.
///
/// # Errors
/// When the database fails.
pub async fn allotments_of(
    source: &impl Reading,
    call_id: CallId,
) -> Result<Vec<call_allotment::Model>, Error> {
    let rows = source.parts::<call_allotment::Entity>().filter(call_allotment::Column::CallId.eq(call_id));
    let mut found: Vec<call_allotment::Model> = source.load(rows, |select| select).await?;
    found.sort_by_key(|allotment| (allotment.year, allotment.area_id));
    Ok(found)
}

/// A call with its rules and its money; `holds` says which permissions the caller holds over it.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn call_of(
    source: &impl Reading,
    rows: Rows<grant_call::Entity>,
    now: DateTime<Utc>,
    holds: impl Fn(Permission) -> bool,
) -> Result<GrantCall, Error> {
    let found: Vec<grant_call::Model> = source.load(rows, |select| select).await?;
    let row = found.into_iter().next().ok_or(Error::NotFound)?;
    let allotments = allotments_of(source, row.id).await?;
    let status = status_at(row.status, row.closes_at, now);
    let rules = rules_of(&row)?;
    let allotments = allotments.iter().map(Allotment::from).collect();
    Ok(GrantCall::of(row, status, rules, allotments, open(STEPS, status, holds)))
}

/// Which of some calls have money where the caller does not decide on calls: no step with them is open to the caller.
///
/// # Errors
/// When the database fails.
pub(super) async fn beyond(access: &Access<ReadCalls>, ids: &[CallId]) -> Result<HashSet<CallId>, Error> {
    #[derive(FromQueryResult)]
    struct Beyond {
        call_id: CallId,
    }
    let reach = access.reach_of::<OpenCall>();
    if reach.whole || reach.is_nothing() {
        return Ok(HashSet::new());
    }
    let rows = access
        .rows::<call_allotment::Entity>()
        .filter(call_allotment::Column::CallId.is_in(ids.iter().copied()))
        .filter(call_allotment::Column::AreaId.not_in_subquery(descendants(&reach.areas)));
    let found: Vec<Beyond> = access
        .shaped(rows, |select| select.select_only().column(call_allotment::Column::CallId).distinct())
        .await?;
    Ok(found.into_iter().map(|one| one.call_id).collect())
}

/// The areas of allotments, each once.
#[must_use]
pub fn areas_of(allotments: &[call_allotment::Model]) -> Vec<AreaId> {
    let mut areas: Vec<AreaId> = allotments.iter().map(|allotment| allotment.area_id).collect();
    areas.sort();
    areas.dedup();
    areas
}
