//! One statement for all indicators that count the same facts by the same dimensions, for the whole period and each year.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{queries::Wanted, span::Span};
use crate::{
    access::{Access, permission::reports::ReadReports},
    error::Error,
    extents::Extent,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Counting, Definition, Measure},
    },
    indicator_facts::{
        Asked, Fact,
        queries::{sums, tally},
    },
    maps::Maps,
    store::Snapshot,
};

/// What one statement counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scan {
    base: Base,
    /// Facts that cannot be counted beside others of their base.
    apart: Option<Measure>,
    by: Vec<Dimension>,
}

impl Scan {
    /// The scan that counts an indicator; none for one that is entered.
    #[must_use]
    pub fn of(definition: &Definition, by: &[Dimension]) -> Option<Self> {
        use Measure as M;
        let Counting::Facts(base, measure) = definition.counting else { return None };
        let apart = match base {
            Base::Cadres => Some(measure),
            Base::Members if measure == M::Trained => Some(measure),
            _ => None,
        };
        Some(Self { base, apart, by: by.to_vec() })
    }
}

/// Facts of the whole period (no year) and of each year.
pub type Runs = Vec<(Option<i32>, Arc<Vec<Fact>>)>;

/// From where facts are counted.
#[derive(Clone, Copy, Debug)]
pub struct Scanning<'a> {
    /// Who asks.
    pub access: &'a Access<ReadReports>,
    /// Of which state of the database.
    pub snapshot: &'a Snapshot,
    /// Where.
    pub extent: &'a Extent,
    /// Both maps.
    pub maps: &'a Maps,
    /// When.
    pub span: Span,
}

impl Scanning<'_> {
    /// Runs every scan that the indicators need.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all(&self, wanted: &[&Wanted]) -> Result<BTreeMap<Scan, Runs>, Error> {
        let mut scans: BTreeMap<Scan, BTreeSet<Measure>> = BTreeMap::new();
        for (definition, by) in wanted {
            if let Some(scan) = Scan::of(definition, by) {
                scans.entry(scan).or_default().extend(definition.measures());
            }
        }
        let mut counted = BTreeMap::new();
        for (scan, measures) in scans {
            let measures: Vec<Measure> = measures.into_iter().collect();
            let mut runs = vec![(None, self.run(&scan, &measures, self.span).await?)];
            if scan.by.contains(&Dimension::Year) {
                for (year, span) in self.span.years() {
                    runs.push((Some(year), self.run(&scan, &measures, span).await?));
                }
            }
            counted.insert(scan, runs);
        }
        Ok(counted)
    }

    async fn run(&self, scan: &Scan, measures: &[Measure], span: Span) -> Result<Arc<Vec<Fact>>, Error> {
        let (by, period) = (scan.by.as_slice(), (span.from_on, span.as_of()));
        let young = self.access.service().settings().young_ages;
        let mut asked = Asked::new(period, self.extent.area, (by, measures), None, young);
        let is_looked_at = asked.frame.with_poverty || asked.frame.with_ethnic_groups;
        if is_looked_at || measures.contains(&Measure::Known) {
            asked.frame.known = self.extent.known(self.access, self.maps);
        }
        tally(self.access, self.snapshot, scan.base, &asked, |facts| sums(facts, &asked)).await
    }
}
