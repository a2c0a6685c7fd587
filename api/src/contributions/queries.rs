//! Which entries of own contributions lie within a scope.

use entity::contribution_entry;
use sea_orm::Condition;

use crate::{
    access::{Owned, Reach},
    applications::queries::of_applications_within,
    store::Revised,
};

impl Owned for contribution_entry::Entity {
    const ID: contribution_entry::Column = contribution_entry::Column::Id;
    const VOIDED: Option<contribution_entry::Column> = Some(contribution_entry::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_applications_within(contribution_entry::Column::ApplicationId, reach)
    }
}

impl Revised for contribution_entry::Entity {
    const VERSION: contribution_entry::Column = contribution_entry::Column::Version;
    const UPDATED_AT: contribution_entry::Column = contribution_entry::Column::UpdatedAt;

    fn version(row: &contribution_entry::Model) -> i32 {
        row.version
    }
}
