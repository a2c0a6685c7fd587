//! Which applications lie within a scope, and applications with what they say.

use std::collections::HashSet;

use entity::{
    application_version,
    enums::ApplicationStatus,
    farmer_group, grant_application,
    ids::{ApplicationId, GroupId},
    settlement,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select};
use uuid::Uuid;

use super::{
    messages::{GrantApplication, GrantApplicationFilter},
    workflow::{STEPS, fits},
};
use crate::{
    access::{
        Access, Owned, Permission, Reach, Rows, Within, descendants, owned_ids,
        permission::{
            Grants,
            grants::{
                ApproveApplication, ReadApplications, SettleApplication, StartScreening, SubmitApplication,
            },
        },
    },
    application_content::queries::content_of,
    error::Error,
    group_chains::queries::with_main_chain,
    store::{Reading, Revised, SortBy, SortKind, Tx},
    workflow::{next, open},
};

impl Owned for grant_application::Entity {
    const ID: grant_application::Column = grant_application::Column::Id;
    const VOIDED: Option<grant_application::Column> = Some(grant_application::Column::VoidedAt);

    /// An application belongs to the commune it was made in, and to its group.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| grant_application::Column::CommuneId.in_subquery(communes))
            .groups(|groups: &[GroupId]| grant_application::Column::GroupId.is_in(groups.iter().copied()))
            .condition()
    }
}

impl Revised for grant_application::Entity {
    const VERSION: grant_application::Column = grant_application::Column::Version;
    const UPDATED_AT: grant_application::Column = grant_application::Column::UpdatedAt;

    fn version(row: &grant_application::Model) -> i32 {
        row.version
    }
}

/// Parts of an application lie where the application lies.
pub fn of_applications_within<C: ColumnTrait>(application_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(application_id.in_subquery(owned_ids::<grant_application::Entity>(reach)))
}

impl GrantApplicationFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use grant_application::Column;
        let in_area = self.area_id.map(|area_id| {
            Condition::any()
                .add(Column::CommuneId.in_subquery(descendants(&[area_id])))
                .add(Column::FormerCommuneId.in_subquery(descendants(&[area_id])))
        });
        let chains = self.value_chain.as_ref().map(|chains| {
            Column::GroupId.in_subquery(with_main_chain(chains.into_iter().map(AsRef::as_ref)))
        });
        let states = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(self.call_id.map(|call_id| Column::CallId.eq(call_id)))
            .add_option(self.group_id.map(|group_id| Column::GroupId.eq(group_id)))
            .add_option(in_area)
            .add_option(states)
            .add_option(chains)
    }
}

/// Whether a group has an application to any call, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn has_applied(tx: &Tx, group_id: GroupId) -> Result<bool, Error> {
    let rows = tx
        .beyond_reach::<grant_application::Entity>("the applications of a group that was found")
        .filter(grant_application::Column::GroupId.eq(group_id));
    Ok(tx.find(rows).await?.is_some())
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    match key {
        "code" => SortBy::column(grant_application::Column::Code, SortKind::Text),
        _ => SortBy::column(grant_application::Column::UpdatedAt, SortKind::Instant).descending(true),
    }
}

/// Adds the name of the group.
pub(super) fn named(select: Select<grant_application::Entity>) -> Select<grant_application::Entity> {
    let group = grant_application::Entity::belongs_to(farmer_group::Entity)
        .from(grant_application::Column::GroupId)
        .to(farmer_group::Column::Id);
    select.join(JoinType::InnerJoin, group.into()).column_as(farmer_group::Column::Name, "group_name")
}

/// A version of an application that was found.
///
/// # Errors
/// When the database fails.
pub async fn version_of(
    source: &impl Reading,
    application_id: ApplicationId,
    n: i32,
) -> Result<application_version::Model, Error> {
    let rows = source
        .parts::<application_version::Entity>()
        .filter(application_version::Column::ApplicationId.eq(application_id))
        .filter(application_version::Column::N.eq(n));
    let found: Vec<application_version::Model> = source.load(rows, |select| select).await?;
    found.into_iter().next().ok_or_else(|| Error::internal("an application without a version"))
}

/// Which of some applications have their final account.
async fn settled_among(
    source: &impl Reading,
    ids: impl IntoIterator<Item = ApplicationId>,
) -> Result<HashSet<ApplicationId>, Error> {
    let rows = source.parts::<settlement::Entity>().filter(settlement::Column::ApplicationId.is_in(ids));
    let found: Vec<settlement::Model> = source.load(rows, |select| select).await?;
    Ok(found.into_iter().map(|account| account.application_id).collect())
}

/// Whether the final account of an application is made.
///
/// # Errors
/// When the database fails.
pub async fn is_settled(source: &impl Reading, row: &grant_application::Model) -> Result<bool, Error> {
    Ok(!settled_among(source, [row.id]).await?.is_empty())
}

/// The steps open to an application, for whoever holds the permissions that `holds` accepts.
async fn steps_of(
    source: &impl Reading,
    row: &grant_application::Model,
    holds: impl Fn(Permission) -> bool,
) -> Result<Vec<&'static str>, Error> {
    let mut steps = open(STEPS, row.status, holds);
    if row.status == ApplicationStatus::Acceptance {
        let is_settled = is_settled(source, row).await?;
        steps.retain(|step| fits(step, is_settled));
    }
    Ok(steps)
}

/// The refusal of what is not possible with an application as it stands, with the steps that are.
pub async fn not_open(source: &impl Reading, row: &grant_application::Model) -> Error {
    match steps_of(source, row, |_| true).await {
        Ok(steps) => Error::step_not_open(&steps),
        Err(failure) => failure,
    }
}

/// The state that a step leads an application to.
///
/// # Errors
/// 409 `state_conflict` with the steps that are open.
pub async fn next_of(
    source: &impl Reading,
    row: &grant_application::Model,
    action: &str,
) -> Result<ApplicationStatus, Error> {
    if steps_of(source, row, |_| true).await?.contains(&action) {
        return next(STEPS, row.status, action);
    }
    Err(not_open(source, row).await)
}

/// Which applications of a page the caller reaches for each kind of step, and which have their final account.
#[derive(Debug)]
pub(super) struct Reached {
    entering: HashSet<Uuid>,
    keeping: HashSet<Uuid>,
    appraising: HashSet<Uuid>,
    deciding: HashSet<Uuid>,
    settled: HashSet<ApplicationId>,
}

impl Reached {
    /// Asks the database only where the reaches differ.
    pub(super) async fn of(access: &Access<ReadApplications>, ids: &[ApplicationId]) -> Result<Self, Error> {
        type Rows = grant_application::Entity;
        let of: Vec<Uuid> = ids.iter().map(|id| (*id).into()).collect();
        Ok(Self {
            entering: access.also::<SubmitApplication, Rows>(&of).await?,
            keeping: access.also::<SettleApplication, Rows>(&of).await?,
            appraising: access.also::<StartScreening, Rows>(&of).await?,
            deciding: access.also::<ApproveApplication, Rows>(&of).await?,
            settled: settled_among(access, ids.iter().copied()).await?,
        })
    }

    /// Whether the caller holds a permission over an application.
    pub(super) fn holds(&self, id: ApplicationId, permission: Permission) -> bool {
        use Grants as G;
        let Permission::Grants(permission) = permission else { return false };
        let reached = match permission {
            G::ReadApplications => return true,
            G::CreateApplication
            | G::UpdateApplication
            | G::SubmitApplication
            | G::WithdrawApplication
            | G::CreateContribution
            | G::DeleteContribution => &self.entering,
            G::DeleteApplication | G::SettleApplication => &self.keeping,
            G::StartScreening
            | G::PassScreening
            | G::FailScreening
            | G::ReturnApplication
            | G::CreateAppraisal
            | G::CreateAcceptance
            | G::AcceptApplication => &self.appraising,
            G::ApproveApplication
            | G::RejectApplication
            | G::DeferApplication
            | G::ReappraiseApplication
            | G::SignAgreement
            | G::SuspendApplication
            | G::ResumeApplication
            | G::TerminateApplication
            | G::CompleteApplication => &self.deciding,
        };
        reached.contains(&id.into())
    }

    /// The steps the caller can take with an application in its state.
    pub(super) fn steps(&self, id: ApplicationId, status: ApplicationStatus) -> Vec<&'static str> {
        let is_settled = self.settled.contains(&id);
        let mut steps = open(STEPS, status, |permission| self.holds(id, permission));
        steps.retain(|step| fits(step, is_settled));
        steps
    }
}

/// An application with what it says; `holds` says which permissions the caller holds over it.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn application_of(
    source: &impl Reading,
    rows: Rows<grant_application::Entity>,
    holds: impl Fn(Permission) -> bool,
) -> Result<GrantApplication, Error> {
    let found: Vec<grant_application::Model> = source.load(rows, |select| select).await?;
    let row = found.into_iter().next().ok_or(Error::NotFound)?;
    let version = version_of(source, row.id, row.version_n).await?;
    let actions = steps_of(source, &row, holds).await?;
    Ok(GrantApplication::of(row, content_of(&version)?, actions))
}
