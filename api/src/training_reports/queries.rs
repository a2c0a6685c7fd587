//! Putting the report of training together from one state of the database.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, Days, NaiveDate};
use entity::{enums::TrainingKind, ids::AreaId, training_event};
use sea_orm::{ActiveEnum, ColumnTrait, Condition};

use super::messages::{TrainingReport, TrainingReportFilter, TrainingRow};
use crate::{
    access::{
        Access, descendants,
        permission::{reports::ReadReports, trainings::ReadTrainings},
    },
    error::{Error, Text},
    extents::Extent,
    maps::{MapYear, Maps},
    store::Snapshot,
    training_counts::{
        messages::TrainingCounts,
        queries::{PARTS, Part, numbers, took_place},
    },
    values::{FieldCode, Instant},
};

type Reporting = Access<ReadReports>;

/// The report of training that was asked for.
///
/// # Errors
/// 404 for a unit outside the reach, 422 for one that is not on the map or for a period that ends before it begins.
pub(super) async fn report(
    access: &Reporting,
    snapshot: &Snapshot,
    asked: &TrainingReportFilter,
) -> Result<TrainingReport, Error> {
    let today = access.service().clock().today();
    let until_on = asked.until_on.map_or_else(|| today + Days::new(1), |day| day.date());
    let last = until_on - Days::new(1);
    let from_on = asked.from_on.map_or_else(|| first_of_year(last), |day| day.date());
    let maps = Maps::load(access, snapshot).await?;
    let map = asked.map.unwrap_or_else(|| MapYear::valid_on(last));
    let extent = Extent::resolve(access.reach(), &maps, map, asked.area_id)?;
    if until_on <= from_on {
        let text = Text::new("Phải sau ngày đầu.", "It must be after the first day.");
        return Err(Error::unfit_parameter("until_on", FieldCode::Inconsistent, text));
    }
    let period = Period { from_on, until_on, area: extent.area };
    let total = period.counts(access, snapshot, false).await?.remove(&None).unwrap_or_default();
    let by_kind = period.counts(access, snapshot, true).await?;
    let is_listed = extent.is_within(&access.reach_of::<ReadTrainings>(), &maps);
    let rows = by_kind.into_iter().filter_map(|(word, counts)| {
        let kind = TrainingKind::try_from_value(&word?).ok()?;
        Some(TrainingRow { kind, counts, events_url: is_listed.then(|| period.url(Some(kind))) })
    });
    Ok(TrainingReport {
        from_on,
        until_on,
        map,
        area: extent.area.and_then(|id| maps.unit(id)).map(Into::into),
        computed_at: Instant::from(access.service().clock().now()),
        total,
        events_url: is_listed.then(|| period.url(None)),
        rows: rows.collect(),
    })
}

fn first_of_year(day: NaiveDate) -> NaiveDate {
    day.with_ordinal(1).unwrap_or(day)
}

/// The days and the unit of a report.
struct Period {
    from_on: NaiveDate,
    until_on: NaiveDate,
    area: Option<AreaId>,
}

impl Period {
    fn condition(&self) -> Condition {
        use training_event::Column;
        took_place()
            .add(Column::LastOn.gte(self.from_on))
            .add(Column::LastOn.lt(self.until_on))
            .add_option(self.area.map(|id| Column::AreaId.in_subquery(descendants(&[id]))))
    }

    /// The counts, all together under `None` or by the words of kinds.
    async fn counts(
        &self,
        access: &Reporting,
        snapshot: &Snapshot,
        by_kind: bool,
    ) -> Result<BTreeMap<Option<String>, TrainingCounts>, Error> {
        let mut counts: BTreeMap<Option<String>, TrainingCounts> = BTreeMap::new();
        for (count, enter) in PARTS {
            let rows = access.rows::<training_event::Entity>().filter(self.condition());
            let found: Arc<Vec<Part>> = snapshot.tally(rows, |events| count(events, by_kind)).await?;
            for part in found.iter() {
                let kind = part.kind.map(|kind| kind.to_value());
                enter(counts.entry(kind).or_default(), numbers(part));
            }
        }
        Ok(counts)
    }

    fn url(&self, kind: Option<TrainingKind>) -> String {
        let (from_on, until_on) = (self.from_on, self.until_on);
        let mut url = format!("/v1/training-events?from_on={from_on}&until_on={until_on}&status=held,closed");
        if let Some(kind) = kind {
            url.push_str(&format!("&kind={}", kind.to_value()));
        }
        if let Some(area) = self.area {
            url.push_str(&format!("&area_id={area}"));
        }
        url.push_str("&include_total=true");
        url
    }
}
