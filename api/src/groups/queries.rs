//! Which groups lie within a scope, and look-ups of groups.

use entity::{farmer_group, group_notice, group_office, group_period, group_value_chain};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use crate::{
    access::{Owned, Reach, Within, owned_ids},
    store::Revised,
};

impl Owned for farmer_group::Entity {
    const ID: farmer_group::Column = farmer_group::Column::Id;
    const VOIDED: Option<farmer_group::Column> = Some(farmer_group::Column::VoidedAt);

    /// A group belongs to the commune of its present period; a leader to one group.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| farmer_group::Column::Id.in_subquery(present_in(communes)))
            .groups(|groups| farmer_group::Column::Id.is_in(groups.iter().copied()))
            .condition()
    }
}

/// The groups whose present period is in one of these communes.
fn present_in(communes: SelectStatement) -> SelectStatement {
    group_period::Entity::find()
        .select_only()
        .column(group_period::Column::GroupId)
        .filter(group_period::Column::UntilOn.is_null())
        .filter(group_period::Column::VoidedAt.is_null())
        .filter(group_period::Column::CommuneId.in_subquery(communes))
        .into_query()
}

impl Revised for farmer_group::Entity {
    const VERSION: farmer_group::Column = farmer_group::Column::Version;
    const UPDATED_AT: farmer_group::Column = farmer_group::Column::UpdatedAt;

    fn version(row: &farmer_group::Model) -> i32 {
        row.version
    }
}

/// Parts of a group lie where the group lies.
fn of_groups_within<C: ColumnTrait>(group_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(group_id.in_subquery(owned_ids::<farmer_group::Entity>(reach)))
}

impl Owned for group_period::Entity {
    const ID: group_period::Column = group_period::Column::Id;
    const VOIDED: Option<group_period::Column> = Some(group_period::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_period::Column::GroupId, reach)
    }
}

impl Owned for group_value_chain::Entity {
    const ID: group_value_chain::Column = group_value_chain::Column::GroupId;
    const VOIDED: Option<group_value_chain::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_value_chain::Column::GroupId, reach)
    }
}

impl Owned for group_notice::Entity {
    const ID: group_notice::Column = group_notice::Column::Id;
    const VOIDED: Option<group_notice::Column> = Some(group_notice::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_notice::Column::GroupId, reach)
    }
}

impl Revised for group_notice::Entity {
    const VERSION: group_notice::Column = group_notice::Column::Version;
    const UPDATED_AT: group_notice::Column = group_notice::Column::UpdatedAt;

    fn version(row: &group_notice::Model) -> i32 {
        row.version
    }
}

impl Owned for group_office::Entity {
    const ID: group_office::Column = group_office::Column::Id;
    const VOIDED: Option<group_office::Column> = Some(group_office::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_office::Column::GroupId, reach)
    }
}
