//! Which persons lie within a scope, and look-ups of persons.

use entity::{consent, household_member, household_place, membership, person, person_identity};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};

use crate::{
    access::{Owned, Reach, Within, owned_ids},
    store::Revised,
};

impl Owned for person::Entity {
    const ID: person::Column = person::Column::Id;
    const VOIDED: Option<person::Column> = Some(person::Column::VoidedAt);

    /// A person belongs to the commune where the latest household lives now; a leader reaches the present members of
    /// the group.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| person::Column::Id.in_subquery(living_in(communes)))
            .groups(|groups| {
                let members = membership::Entity::find()
                    .select_only()
                    .column(membership::Column::PersonId)
                    .filter(membership::Column::GroupId.is_in(groups.iter().copied()))
                    .filter(membership::Column::UntilOn.is_null())
                    .filter(membership::Column::VoidedAt.is_null());
                person::Column::Id.in_subquery(members.into_query())
            })
            .condition()
    }
}

/// The persons whose latest household has its present place in one of these communes.
fn living_in(communes: SelectStatement) -> SelectStatement {
    let place = household_member::Entity::belongs_to(household_place::Entity)
        .from(household_member::Column::HouseholdId)
        .to(household_place::Column::HouseholdId);
    household_member::Entity::find()
        .select_only()
        .column(household_member::Column::PersonId)
        .join(JoinType::InnerJoin, place.into())
        .filter(household_member::Column::VoidedAt.is_null())
        .filter(
            Condition::any()
                .add(household_member::Column::UntilOn.is_null())
                .add(Expr::exists(later_rows()).not()),
        )
        .filter(household_place::Column::UntilOn.is_null())
        .filter(household_place::Column::VoidedAt.is_null())
        .filter(household_place::Column::CommuneId.in_subquery(communes))
        .into_query()
}

/// Rows of the same person that begin later: then the row at hand is not the latest.
fn later_rows() -> SelectStatement {
    use household_member::{Column, Entity};
    let later = Alias::new("later");
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, later.clone())
        .and_where(Expr::col((later.clone(), Column::PersonId)).equals((Entity, Column::PersonId)))
        .and_where(Expr::col((later.clone(), Column::VoidedAt)).is_null())
        .and_where(Expr::col((later, Column::FromOn)).gt(Expr::col((Entity, Column::FromOn))))
        .to_owned()
}

impl Revised for person::Entity {
    const VERSION: person::Column = person::Column::Version;
    const UPDATED_AT: person::Column = person::Column::UpdatedAt;

    fn version(row: &person::Model) -> i32 {
        row.version
    }
}

/// Parts of a person lie where the person lies.
fn of_persons_within<C: ColumnTrait>(person_id: C, reach: &Reach) -> Condition {
    if reach.whole {
        return Condition::all();
    }
    Condition::all().add(person_id.in_subquery(owned_ids::<person::Entity>(reach)))
}

impl Owned for person_identity::Entity {
    const ID: person_identity::Column = person_identity::Column::PersonId;
    const VOIDED: Option<person_identity::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_persons_within(person_identity::Column::PersonId, reach)
    }
}

impl Revised for person_identity::Entity {
    const VERSION: person_identity::Column = person_identity::Column::Version;
    const UPDATED_AT: person_identity::Column = person_identity::Column::UpdatedAt;

    fn version(row: &person_identity::Model) -> i32 {
        row.version
    }
}

impl Owned for consent::Entity {
    const ID: consent::Column = consent::Column::Id;
    const VOIDED: Option<consent::Column> = None;

    fn within(reach: &Reach) -> Condition {
        of_persons_within(consent::Column::PersonId, reach)
    }
}

impl Revised for consent::Entity {
    const VERSION: consent::Column = consent::Column::Version;
    const UPDATED_AT: consent::Column = consent::Column::UpdatedAt;

    fn version(row: &consent::Model) -> i32 {
        row.version
    }
}
