//! Which applications lie within a scope, and applications with what they say.

use entity::{
    application_version, farmer_group, grant_application,
    ids::{ApplicationId, GroupId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select};

use super::{
    messages::{GrantApplication, GrantApplicationFilter},
    workflow::STEPS,
};
use crate::{
    access::{Owned, Permission, Reach, Rows, Within, descendants, owned_ids},
    application_content::queries::content_of,
    error::Error,
    group_chains::queries::with_main_chain,
    store::{Reading, Revised, SortBy, SortKind},
    workflow::open,
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
    let actions = open(STEPS, row.status, holds);
    Ok(GrantApplication::of(row, content_of(&version)?, actions))
}
