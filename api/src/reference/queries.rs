//! Look-ups of reference data.

use entity::{csa_practice, ethnic_group, hazard, holiday, product_unit, training_topic, unit, value_chain};
use sea_orm::{ColumnTrait, Condition};

use super::messages::{EveryEntry, HolidayFilter};
use crate::{
    access::{Owned, Reach},
    store::{Revised, SortBy, SortKind},
};

macro_rules! everybodys {
    ($($table:ident by $id:ident, voided by $voided:expr;)*) => { $(
        impl Owned for $table::Entity {
            const ID: $table::Column = $table::Column::$id;
            const VOIDED: Option<$table::Column> = $voided;

            /// Reference data: whoever may read them reads all of them.
            fn within(_: &Reach) -> Condition {
                Condition::all()
            }
        }
    )* };
}

everybodys! {
    csa_practice by Code, voided by None;
    value_chain by Code, voided by None;
    ethnic_group by Code, voided by None;
    unit by Code, voided by None;
    product_unit by Chain, voided by None;
    hazard by Code, voided by None;
    training_topic by Code, voided by None;
    holiday by Id, voided by Some(holiday::Column::VoidedAt);
}

impl Revised for holiday::Entity {
    const VERSION: holiday::Column = holiday::Column::Version;
    const UPDATED_AT: holiday::Column = holiday::Column::UpdatedAt;

    fn version(row: &holiday::Model) -> i32 {
        row.version
    }
}

impl EveryEntry {
    /// The order of a sort key: by code, which is the key of the table.
    pub fn sort<C: ColumnTrait>(key: &str, code: C) -> SortBy {
        SortBy::column(code, SortKind::Code).descending(key.starts_with('-'))
    }
}

impl HolidayFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let column = holiday::Column::HolidayOn;
        Condition::all()
            .add_option(self.holiday_on_gte.map(|day| column.gte(day.date())))
            .add_option(self.holiday_on_lte.map(|day| column.lte(day.date())))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(holiday::Column::HolidayOn, SortKind::Date).descending(key.starts_with('-'))
    }
}
