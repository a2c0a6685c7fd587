//! Which memberships lie within a scope, and look-ups of memberships.

use entity::{farmer_group, membership};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Owned, Reach, owned_ids},
    store::Revised,
};

impl Owned for membership::Entity {
    const ID: membership::Column = membership::Column::Id;
    const VOIDED: Option<membership::Column> = Some(membership::Column::VoidedAt);

    /// A membership lies where its group lies.
    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        Condition::all()
            .add(membership::Column::GroupId.in_subquery(owned_ids::<farmer_group::Entity>(reach)))
    }
}

impl Revised for membership::Entity {
    const VERSION: membership::Column = membership::Column::Version;
    const UPDATED_AT: membership::Column = membership::Column::UpdatedAt;

    fn version(row: &membership::Model) -> i32 {
        row.version
    }
}
