//! Which targets lie within a scope, and which are the latest of an area.

use std::collections::BTreeMap;

use entity::{
    enums::TargetKind,
    indicator_target::{self, Column},
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};

use super::messages::IndicatorTargetFilter;
use crate::{
    access::{Access, Owned, Reach, Within, descendants, permission::reports::ReadReports},
    error::Error,
    extents::Extent,
    store::{Revised, Snapshot, SortBy, SortKind},
};

impl Owned for indicator_target::Entity {
    const ID: Column = Column::Id;
    const VOIDED: Option<Column> = Some(Column::VoidedAt);

    /// A target lies in the area that is to reach it.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach).areas(|areas| Column::AreaId.in_subquery(areas)).condition()
    }
}

impl Revised for indicator_target::Entity {
    const VERSION: Column = Column::Version;
    const UPDATED_AT: Column = Column::UpdatedAt;

    fn version(row: &indicator_target::Model) -> i32 {
        row.version
    }
}

impl IndicatorTargetFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let codes =
            self.code.as_ref().map(|all| Column::Code.is_in(all.as_slice().iter().map(AsRef::<str>::as_ref)));
        let kinds = self.kind.as_ref().map(|all| Column::Kind.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(codes)
            .add_option(self.area_id.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
            .add_option(self.year.map(|year| Column::Year.eq(year)))
            .add_option(kinds)
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        let by = match key.trim_start_matches('-') {
            "code" => SortBy::column(Column::Code, SortKind::Text),
            _ => SortBy::year(Column::Year),
        };
        by.descending(key.starts_with('-'))
    }
}

/// What an indicator is to reach in a year, or was in one.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Aim {
    /// Code of the indicator.
    pub code: String,
    /// To be reached, or from where it began.
    pub kind: TargetKind,
    /// The year.
    pub year: i32,
    /// The value.
    pub value: i64,
}

/// The latest targets and baselines of an area, by the code of their indicator.
#[derive(Clone, Debug, Default)]
pub struct Aims {
    /// To be reached.
    pub targets: BTreeMap<String, Aim>,
    /// From where they began.
    pub baselines: BTreeMap<String, Aim>,
}

/// The latest targets and baselines of the one area that figures are about; none when they are about several.
///
/// # Errors
/// When the database fails.
pub async fn latest(
    access: &Access<ReadReports>,
    snapshot: &Snapshot,
    extent: &Extent,
) -> Result<Aims, Error> {
    let [area] = extent.areas.as_slice() else { return Ok(Aims::default()) };
    let rows = access.rows::<indicator_target::Entity>().filter(Column::AreaId.eq(*area));
    let found = snapshot.tally(rows, |select| select).await?;
    let mut all: Vec<Aim> = found.to_vec();
    all.sort_by_key(|aim| aim.year);
    let (targets, baselines): (Vec<Aim>, Vec<Aim>) =
        all.into_iter().partition(|aim| aim.kind == TargetKind::Target);
    let by_code = |all: Vec<Aim>| all.into_iter().map(|aim| (aim.code.clone(), aim)).collect();
    Ok(Aims { targets: by_code(targets), baselines: by_code(baselines) })
}
