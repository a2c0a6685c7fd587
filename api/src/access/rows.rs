//! A query that has already been cut down to what the caller may see.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select, sea_query::IntoCondition};

use super::{Owned, Reach};

/// Rows of one table within a reach. Voided rows are cut too. Only `Access` makes one.
#[derive(Clone, Debug)]
pub struct Rows<E: EntityTrait>(Select<E>);

impl<E: Owned> Rows<E> {
    pub(super) fn within(reach: &Reach) -> Self {
        let unvoided = E::VOIDED.map(|column| column.is_null());
        Self(E::find().filter(Condition::all().add_option(unvoided).add(E::within(reach))))
    }

    /// Cuts the rows down to those that another permission reaches too.
    #[must_use]
    pub(crate) fn also_within(self, reach: &Reach) -> Self {
        Self(self.0.filter(E::within(reach)))
    }
}

impl<E: EntityTrait> Rows<E> {
    /// Narrows the rows further.
    #[must_use]
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        Self(self.0.filter(condition))
    }

    pub(crate) fn unrestricted(select: Select<E>) -> Self {
        Self(select)
    }

    pub(crate) fn into_select(self) -> Select<E> {
        self.0
    }
}
