//! Look-ups of files, and which lie within a scope.

use entity::{
    acceptance, attachment, contribution_entry,
    enums::AttachedTo,
    grant_application,
    ids::{ApplicationId, AttachmentId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::messages::AttachmentFilter;
use crate::{
    access::{Access, Owned, Permit, Reach, RowLevel, owned_ids},
    error::{Error, Text},
    store::{Revised, SortBy, SortKind, Tx},
};

impl Owned for attachment::Entity {
    const ID: attachment::Column = attachment::Column::Id;
    const VOIDED: Option<attachment::Column> = Some(attachment::Column::VoidedAt);

    /// A file lies where its record lies, and goes with it.
    fn within(reach: &Reach) -> Condition {
        let applications = owned_ids::<grant_application::Entity>(reach);
        Condition::all()
            .add(attachment::Column::OwnerType.eq(AttachedTo::GrantApplication))
            .add(attachment::Column::OwnerId.in_subquery(applications))
    }
}

impl Revised for attachment::Entity {
    const VERSION: attachment::Column = attachment::Column::Version;
    const UPDATED_AT: attachment::Column = attachment::Column::UpdatedAt;

    fn version(row: &attachment::Model) -> i32 {
        row.version
    }
}

impl AttachmentFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.owner_type.map(|kind| attachment::Column::OwnerType.eq(kind)))
            .add_option(self.owner_id.map(|id| attachment::Column::OwnerId.eq(id)))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(attachment::Column::CreatedAt, SortKind::Instant).descending(key.starts_with('-'))
    }
}

/// The file that something about an application names as its evidence at `/attachment_id`, kept from being taken out
/// until the end of the unit of work. Its content may still be on its way: see `stored_at`.
///
/// # Errors
/// 404 when the application has no such file within the reach.
pub async fn evidence<P: RowLevel + Permit>(
    tx: &Tx,
    access: &Access<P>,
    application_id: ApplicationId,
    id: AttachmentId,
) -> Result<attachment::Model, Error> {
    let rows = access.row::<attachment::Entity>(id);
    let found = tx.hold(rows.filter(attachment::Column::OwnerId.eq(application_id))).await?;
    found.ok_or_else(|| {
        let text = Text::new("Hồ sơ không có tệp này.", "The application has no such file.");
        Error::unknown("/attachment_id", text)
    })
}

/// Files that minutes of acceptance or an entry of a contribution of this record name.
pub(super) fn named_by_others(row: &attachment::Model) -> Condition {
    let minutes = acceptance::Entity::find()
        .select_only()
        .column(acceptance::Column::AttachmentId)
        .filter(acceptance::Column::ApplicationId.eq(row.owner_id))
        .filter(acceptance::Column::AttachmentId.eq(row.id));
    let contributions = contribution_entry::Entity::find()
        .select_only()
        .column(contribution_entry::Column::AttachmentId)
        .filter(contribution_entry::Column::ApplicationId.eq(row.owner_id))
        .filter(contribution_entry::Column::AttachmentId.eq(row.id))
        .filter(contribution_entry::Column::VoidedAt.is_null());
    let id = attachment::Column::Id;
    Condition::any().add(id.in_subquery(minutes.into_query())).add(id.in_subquery(contributions.into_query()))
}
