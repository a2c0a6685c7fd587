//! Which results of surveys lie within a scope, and which are the latest of an area.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::survey_result::{self, Column};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};

use super::messages::SurveyResultFilter;
use crate::{
    access::{Access, Owned, Reach, Within, descendants, permission::reports::ReadReports},
    error::Error,
    extents::Extent,
    store::{Revised, Snapshot, SortBy, SortKind},
};

impl Owned for survey_result::Entity {
    const ID: Column = Column::Id;
    const VOIDED: Option<Column> = Some(Column::VoidedAt);

    /// A result lies in the area it is about.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|areas| Column::AreaId.in_subquery(areas)).condition()
    }
}

impl Revised for survey_result::Entity {
    const VERSION: Column = Column::Version;
    const UPDATED_AT: Column = Column::UpdatedAt;

    fn version(row: &survey_result::Model) -> i32 {
        row.version
    }
}

impl SurveyResultFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let codes =
            self.code.as_ref().map(|all| Column::Code.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
        let rounds = self.round.as_ref().map(|all| Column::Round.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(codes)
            .add_option(self.area_id.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
            .add_option(rounds)
            .add_option(self.measured_on_gte.map(|day| Column::MeasuredOn.gte(NaiveDate::from(day))))
            .add_option(self.measured_on_lte.map(|day| Column::MeasuredOn.lte(NaiveDate::from(day))))
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        SortBy::column(Column::MeasuredOn, SortKind::Date).descending(key.starts_with('-'))
    }
}

/// What a survey measured.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Measured {
    /// Code of the indicator.
    pub code: String,
    /// The day it tells of.
    pub measured_on: NaiveDate,
    /// The value.
    pub value: i64,
    /// What the value is a part of.
    pub denominator: Option<i64>,
}

/// The latest results by a day of the one area that figures are about, by the code of their indicator; none when they are
/// about several: what surveys measured does not add up.
///
/// # Errors
/// When the database fails.
pub async fn latest_by(
    access: &Access<ReadReports>,
    snapshot: &Snapshot,
    extent: &Extent,
    day: NaiveDate,
) -> Result<BTreeMap<String, Measured>, Error> {
    let [area] = extent.areas.as_slice() else { return Ok(BTreeMap::new()) };
    let rows = access
        .rows::<survey_result::Entity>()
        .filter(Column::AreaId.eq(*area))
        .filter(Column::MeasuredOn.lte(day));
    let found = snapshot.tally(rows, |select| select).await?;
    let mut all: Vec<Measured> = found.to_vec();
    all.sort_by_key(|one| one.measured_on);
    Ok(all.into_iter().map(|one| (one.code.clone(), one)).collect())
}
