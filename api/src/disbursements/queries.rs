//! Which tranches lie within a scope.

use entity::{disbursement, ids::GroupId};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Owned, Reach, Within},
    store::Revised,
};

impl Owned for disbursement::Entity {
    const ID: disbursement::Column = disbursement::Column::Id;
    const VOIDED: Option<disbursement::Column> = None;

    /// A tranche lies where its application lies.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| disbursement::Column::CommuneId.in_subquery(communes))
            .groups(|groups: &[GroupId]| disbursement::Column::GroupId.is_in(groups.iter().copied()))
            .condition()
    }
}

impl Revised for disbursement::Entity {
    const VERSION: disbursement::Column = disbursement::Column::Version;
    const UPDATED_AT: disbursement::Column = disbursement::Column::UpdatedAt;

    fn version(row: &disbursement::Model) -> i32 {
        row.version
    }
}
