//! The rows whose views name a person or a group: touch them when the name changes, in this order, so that no revision
//! shows two names.

use entity::{
    cadre_post, farmer_group, group_office, household, household_member,
    ids::{GroupId, PersonId},
    membership,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement};

use crate::{access::Rows, store::Tx};

const WHY: &str = "they name a person or group that was found within the reach";

/// The households in which a person has lived.
pub fn households_of(tx: &Tx, id: PersonId) -> Rows<household::Entity> {
    use household_member::Column;
    let stays = household_member::Entity::find()
        .select_only()
        .column(Column::HouseholdId)
        .filter(Column::PersonId.eq(id))
        .filter(Column::VoidedAt.is_null());
    tx.beyond_reach(WHY).filter(household::Column::Id.in_subquery(stays.into_query()))
}

/// The groups in which a person has held an office: offices are shown at the revision of their group.
pub fn groups_of(tx: &Tx, id: PersonId) -> Rows<farmer_group::Entity> {
    use group_office::Column;
    let offices = group_office::Entity::find()
        .select_only()
        .column(Column::GroupId)
        .filter(Column::MembershipId.in_subquery(ids_of(id)))
        .filter(Column::VoidedAt.is_null());
    tx.beyond_reach(WHY).filter(farmer_group::Column::Id.in_subquery(offices.into_query()))
}

/// The memberships of a person.
pub fn memberships_of(tx: &Tx, id: PersonId) -> Rows<membership::Entity> {
    tx.beyond_reach(WHY).filter(membership::Column::PersonId.eq(id))
}

/// The posts that a person holds or has held.
pub fn posts_of(tx: &Tx, id: PersonId) -> Rows<cadre_post::Entity> {
    tx.beyond_reach(WHY).filter(cadre_post::Column::PersonId.eq(id))
}

fn ids_of(id: PersonId) -> SelectStatement {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::Id)
        .filter(membership::Column::PersonId.eq(id))
        .into_query()
}

/// The memberships in a group.
pub fn memberships_in(tx: &Tx, id: GroupId) -> Rows<membership::Entity> {
    tx.beyond_reach(WHY).filter(membership::Column::GroupId.eq(id))
}
