//! Which reporting periods lie within a scope, and which locked ones a day of a place falls under.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    area, area_closure,
    enums::ReportingStatus,
    ids::AreaId,
    reporting_period::{self, Column},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::messages::ReportingPeriodFilter;
use crate::{
    access::{Owned, Reach, Within, descendants},
    error::Error,
    store::{Revised, SortBy, SortKind, Tx},
};

/// Who locks a period, and who enters what one may refuse, take turns under this name.
pub const LOCKS: &str = "reporting-periods";

impl Owned for reporting_period::Entity {
    const ID: Column = Column::Id;
    const VOIDED: Option<Column> = Some(Column::VoidedAt);

    /// A period lies in the area that reports.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|areas| Column::AreaId.in_subquery(areas)).condition()
    }
}

impl Revised for reporting_period::Entity {
    const VERSION: Column = Column::Version;
    const UPDATED_AT: Column = Column::UpdatedAt;

    fn version(row: &reporting_period::Model) -> i32 {
        row.version
    }
}

impl ReportingPeriodFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let statuses = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(self.area_id.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
            .add_option(self.year.map(|year| Column::Year.eq(year)))
            .add_option(statuses)
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(Column::FromOn, SortKind::Date).descending(key.starts_with('-'))
    }
}

/// Something of a day in a place.
pub type Placed = (AreaId, NaiveDate);

/// The locked periods whose figures something changes, the earliest first: those of every area of either map that
/// contains the place, unless they are over by its day. Something of a day before a period counts at its end too.
///
/// # Errors
/// When the database fails.
pub async fn locked_after(tx: &Tx, facts: &[Placed]) -> Result<Vec<reporting_period::Model>, Error> {
    let mut earliest: BTreeMap<AreaId, NaiveDate> = BTreeMap::new();
    for (place, day) in facts {
        let first = earliest.entry(*place).or_insert(*day);
        *first = (*first).min(*day);
    }
    if earliest.is_empty() {
        return Ok(Vec::new());
    }
    let any = earliest.into_iter().fold(Condition::any(), |any, (place, day)| {
        let around = area_closure::Entity::find()
            .select_only()
            .column(area_closure::Column::AncestorId)
            .filter(area_closure::Column::DescendantId.eq(place))
            .into_query();
        any.add(Condition::all().add(Column::AreaId.in_subquery(around)).add(Column::UntilOn.gt(day)))
    });
    let rows = tx
        .beyond_reach::<reporting_period::Entity>(
            "whoever locked a period, it concerns all places in its area",
        )
        .filter(Column::Status.eq(ReportingStatus::Locked))
        .filter(any);
    let mut found = tx.all(rows).await?;
    found.sort_by_key(|period| (period.until_on, period.from_on, period.id));
    Ok(found)
}

/// The area that reports on a period.
///
/// # Errors
/// When the database fails.
pub async fn area_of(tx: &Tx, period: &reporting_period::Model) -> Result<area::Model, Error> {
    let rows = tx.beyond_reach::<area::Entity>("the map is reference data");
    tx.one(rows.filter(area::Column::Id.eq(period.area_id))).await
}
