//! Which applications lie within a scope.

use entity::{grant_application, ids::GroupId};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Owned, Reach, Within, owned_ids},
    store::Revised,
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
