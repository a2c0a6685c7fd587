//! Which publications lie within a scope.

use entity::{
    enums::PublicationStatus,
    publication::{self, Column},
    publication_cell, publication_file,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::messages::PublicationFilter;
use crate::{
    access::{Access, Owned, Permit, Reach, Rows, Within, descendants, permission::publications},
    store::{Revised, SortBy, SortKind},
};

impl Owned for publication::Entity {
    const ID: Column = Column::Id;
    const VOIDED: Option<Column> = Some(Column::VoidedAt);

    /// A publication lies in the area that it is about.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|areas| Column::AreaId.in_subquery(areas)).condition()
    }
}

impl Revised for publication::Entity {
    const VERSION: Column = Column::Version;
    const UPDATED_AT: Column = Column::UpdatedAt;

    fn version(row: &publication::Model) -> i32 {
        row.version
    }
}

fn of_publications_within<C: ColumnTrait>(publication_id: C, reach: &Reach) -> Condition {
    let rows = publication::Entity::find().select_only().column(Column::Id);
    let within = rows.filter(publication::Entity::within(reach)).filter(Column::VoidedAt.is_null());
    Condition::all().add(publication_id.in_subquery(within.into_query()))
}

impl Owned for publication_file::Entity {
    const ID: publication_file::Column = publication_file::Column::PublicationId;
    const VOIDED: Option<publication_file::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_publications_within(publication_file::Column::PublicationId, reach)
    }
}

impl Owned for publication_cell::Entity {
    const ID: publication_cell::Column = publication_cell::Column::PublicationId;
    const VOIDED: Option<publication_cell::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_publications_within(publication_cell::Column::PublicationId, reach)
    }
}

/// What is published; drafts too for those who may see them.
#[must_use]
pub fn seen<P: Permit>(access: &Access<P>, rows: Rows<publication::Entity>) -> Rows<publication::Entity> {
    let drafts = access.reach_of::<publications::ReadPublicationDrafts>();
    let published = Condition::any().add(Column::Status.eq(PublicationStatus::Published));
    if drafts.is_nothing() {
        return rows.filter(published);
    }
    rows.filter(published.add(publication::Entity::within(&drafts)))
}

impl PublicationFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let statuses = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(self.area_id.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
            .add_option(self.period_id.map(|id| Column::PeriodId.eq(id)))
            .add_option(statuses)
    }

    /// The order of a sort key.
    #[must_use]
    pub fn order(key: &str) -> SortBy {
        SortBy::column(Column::Code, SortKind::Text).descending(key.starts_with('-'))
    }
}
