//! Which certificates lie within a scope, and which hold on a day.

use chrono::NaiveDate;
use entity::ocop_certificate::{self, Column};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use crate::{
    access::{Owned, Reach},
    ocop::queries::of_products_within,
    store::Revised,
};

impl Owned for ocop_certificate::Entity {
    const ID: Column = Column::Id;
    const VOIDED: Option<Column> = Some(Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_products_within(Column::ProductId, reach)
    }
}

impl Revised for ocop_certificate::Entity {
    const VERSION: Column = Column::Version;
    const UPDATED_AT: Column = Column::UpdatedAt;

    fn version(row: &ocop_certificate::Model) -> i32 {
        row.version
    }
}

/// Certificates that hold on a day: decided by then, not yet over (the last day is within) and not revoked.
pub fn valid_on(day: NaiveDate) -> Condition {
    Condition::all()
        .add(Column::DecidedOn.lte(day))
        .add(Column::EndsOn.gte(day))
        .add(Condition::any().add(Column::RevokedOn.is_null()).add(Column::RevokedOn.gt(day)))
        .add(Column::VoidedAt.is_null())
}

/// The products with a certificate that holds on a day and meets a further condition.
pub fn certified(day: NaiveDate, condition: Condition) -> SelectStatement {
    ocop_certificate::Entity::find()
        .select_only()
        .column(Column::ProductId)
        .filter(valid_on(day))
        .filter(condition)
        .into_query()
}
