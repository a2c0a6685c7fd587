//! Counting the tables of a publication from one state of the database. What is counted is then decided on elsewhere, while
//! others have their answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use actix_web::web;
use chrono::{DateTime, Utc};
use entity::{
    enums::{AreaLevel, PublicationStatus, TargetKind},
    ids::AreaId,
    indicator_target, publication, publication_cell, value_chain,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::{
    deciding::Counted,
    earlier::Earlier,
    falls::Said,
    families::Family,
    rounding::round,
    safety::Needs,
    tables::{Drafted, Goal},
};
use crate::{
    access::{Access, RowLevel},
    breakdowns::messages::Label,
    error::Error,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Counting, Definition, Measure},
    },
    indicator_facts::{
        Asked, Fact,
        queries::{apart, tally},
    },
    indicator_values::span::Span,
    maps::Maps,
    publications::messages::tables_of,
    store::Snapshot,
};

/// Counts the tables of a publication and decides what is withheld; one publication at a time.
///
/// # Errors
/// 409 `conditions_unmet` when it cannot be made safe, or when the database fails.
pub async fn draft<P: RowLevel>(access: &Access<P>, row: &publication::Model) -> Result<Drafted, Error> {
    let _turn = access.service().published().turn().await;
    let at = access.service().clock().now();
    let counted = access.at_one_instant(async |snapshot| {
        let counts = BTreeMap::new();
        Drafting { access, snapshot, row, counts }.run(at).await
    });
    let counted = counted.await?;
    let mut drafted = web::block(move || counted.decide()).await.map_err(|_| Error::Unavailable)??;
    let below = (drafted.level != "province").then(|| drafted.area.code.clone());
    drafted.tables.iter_mut().for_each(|table| round(access, (&row.map, below.as_deref()), table));
    Ok(drafted)
}

/// What was counted, for the whole period and for its year, which it lies within.
pub(super) type Runs = Vec<(Option<i32>, Arc<Vec<Fact>>)>;

/// One count: the facts, by what they are told apart and what is summed, in some area.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Count {
    base: Base,
    by: BTreeSet<Dimension>,
    measures: BTreeSet<Measure>,
    area: Option<AreaId>,
}

struct Drafting<'a, P: RowLevel> {
    access: &'a Access<P>,
    snapshot: &'a Snapshot,
    row: &'a publication::Model,
    /// What was counted already.
    counts: BTreeMap<Count, Arc<Vec<Fact>>>,
}

impl<P: RowLevel> Drafting<'_, P> {
    async fn run(mut self, at: DateTime<Utc>) -> Result<Counted, Error> {
        let maps = Maps::load(self.access, self.snapshot).await?;
        let chains = self.chains().await?;
        let unit = maps.unit(self.row.area_id).ok_or(Error::NotFound)?;
        let own = (unit.level != AreaLevel::Province).then_some(self.row.area_id);
        let published = self.published().await?;
        let earlier = self.earlier(&published).await?;
        let wanted = self.wanted()?;
        let facts = self.facts(&wanted, &earlier, own).await?;
        let runs = self.runs(&wanted, own).await?;
        Ok(Counted {
            at,
            row: self.row.clone(),
            said: self.said(&wanted).await?,
            beside: published.iter().map(|one| one.id).collect(),
            targets: self.goals(TargetKind::Target).await?,
            baselines: self.goals(TargetKind::Baseline).await?,
            threshold: i64::from(self.access.service().settings().disclosure_threshold),
            young: self.access.service().settings().young_ages,
            maps,
            chains,
            earlier,
            wanted,
            facts,
            runs,
        })
    }

    /// The indicators and dimensions of the tables.
    fn wanted(&self) -> Result<Vec<(&'static Definition, Vec<Dimension>)>, Error> {
        let find = |code: &str| Definition::find(code).ok_or(Error::NotFound);
        tables_of(self.row)?.into_iter().map(|table| Ok((find(&table.indicator)?, table.by))).collect()
    }

    async fn chains(&self) -> Result<BTreeMap<String, Label>, Error> {
        let rows = self.access.rows::<value_chain::Entity>();
        let found: Vec<value_chain::Model> = self.snapshot.every(rows, |select| select).await?;
        let label = |row: value_chain::Model| Label::fixed(&row.code, &row.name_vi, &row.name_en);
        Ok(found.into_iter().map(|row| (row.code.clone(), label(row))).collect())
    }

    /// The facts of each family that has to be protected. What others told of other areas is about people beyond the area.
    async fn facts(
        &mut self,
        wanted: &[(&'static Definition, Vec<Dimension>)],
        earlier: &[Earlier],
        own: Option<AreaId>,
    ) -> Result<BTreeMap<Family, Needs>, Error> {
        let families: BTreeSet<Family> =
            wanted.iter().filter_map(|(one, _)| Family::of(one)).chain([Family::Members]).collect();
        let mut all = BTreeMap::new();
        for family in families {
            let tables = wanted.iter().map(|(one, by)| (*one, by.as_slice()));
            let Some(mut needs) = Needs::of(family, tables, earlier, self.row.area_id) else { continue };
            let area = own.filter(|_| needs.areas.len() == 1);
            let mut by: BTreeSet<Dimension> =
                needs.dimensions.iter().copied().filter(|one| *one != Dimension::Year).collect();
            // Places stay apart whatever they are summed to: earlier publications may be about other areas.
            if by.remove(&Dimension::District) || earlier.iter().any(|one| one.family == family) {
                by.insert(Dimension::Commune);
            }
            for (base, measures) in family.sources(&needs.measures) {
                let count = Count { base, by: by.clone(), measures, area };
                needs.facts.push(self.count(count).await?);
            }
            all.insert(family, needs);
        }
        Ok(all)
    }

    /// The facts of each table. Tables that one count can serve share it, and that of their family if it is the same.
    async fn runs(
        &mut self,
        wanted: &[(&'static Definition, Vec<Dimension>)],
        own: Option<AreaId>,
    ) -> Result<Vec<Runs>, Error> {
        let mut shared: BTreeMap<_, Count> = BTreeMap::new();
        for (definition, by) in wanted {
            let Some(source) = source(definition) else { continue };
            let count = shared.entry(source).or_insert_with(|| Count {
                base: source.0,
                by: BTreeSet::new(),
                measures: BTreeSet::new(),
                area: own,
            });
            let by = by.iter().filter(|one| **one != Dimension::Year);
            count
                .by
                .extend(by.map(|one| if *one == Dimension::District { Dimension::Commune } else { *one }));
            count.measures.extend(definition.measures());
        }
        let years = Span { from_on: self.row.from_on, until_on: self.row.until_on }.years();
        let mut all = Vec::new();
        for (definition, by) in wanted {
            let count = source(definition).and_then(|source| shared.get(&source)).cloned();
            let mut runs = Runs::new();
            if let Some(count) = count {
                let facts = self.count(count).await?;
                let years = years.iter().filter(|_| by.contains(&Dimension::Year));
                runs.extend(years.map(|(year, _)| (Some(*year), Arc::clone(&facts))));
                runs.insert(0, (None, facts));
            }
            all.push(runs);
        }
        Ok(all)
    }

    /// The latest goal of each indicator in the area.
    async fn goals(&self, kind: TargetKind) -> Result<BTreeMap<String, Goal>, Error> {
        use indicator_target::Column;
        let rows = self
            .access
            .rows::<indicator_target::Entity>()
            .filter(Column::AreaId.eq(self.row.area_id))
            .filter(Column::Kind.eq(kind));
        let found: Vec<indicator_target::Model> =
            self.snapshot.every(rows, |select| select.order_by_asc(Column::Year)).await?;
        let goal = |row: indicator_target::Model| (row.code, Goal { year: row.year, value: row.value });
        Ok(found.into_iter().map(goal).collect())
    }

    /// What was published up to the same day, of whatever area.
    async fn published(&self) -> Result<Vec<publication::Model>, Error> {
        let rows = self.access.rows::<publication::Entity>().filter(up_to_same_day(self.row));
        self.snapshot.every(rows, |select| select).await
    }

    /// The cells of these publications.
    async fn earlier(&self, published: &[publication::Model]) -> Result<Vec<Earlier>, Error> {
        use publication_cell::Column::PublicationId;
        let ids = published.iter().map(|one| one.id);
        let rows = self.access.rows::<publication_cell::Entity>().filter(PublicationId.is_in(ids));
        let cells: Vec<publication_cell::Model> = self.snapshot.every(rows, |select| select).await?;
        let mut all = Vec::new();
        for cell in cells {
            if let Some(of) = published.iter().find(|one| one.id == cell.publication_id) {
                all.extend(Earlier::of(cell, of, self.row)?);
            }
        }
        Ok(all)
    }

    /// What publications about no later days said of figures that grow as a rule, the latest first.
    async fn said(&self, wanted: &[(&'static Definition, Vec<Dimension>)]) -> Result<Vec<Said>, Error> {
        use publication::Column;
        let told = publication_cell::Entity::belongs_to(publication::Entity)
            .from(publication_cell::Column::PublicationId)
            .to(Column::Id);
        let growing = wanted.iter().map(|(one, _)| *one).filter(|one| one.only_grows());
        let rows = self
            .access
            .rows::<publication_cell::Entity>()
            .filter(publication_cell::Column::Key.eq(TOTAL))
            .filter(publication_cell::Column::Indicator.is_in(growing.map(|one| one.code)));
        let shape = |select: sea_orm::Select<publication_cell::Entity>| {
            use publication_cell::Column::{Indicator, IsSuppressed, Value};
            select
                .select_only()
                .columns([Indicator, Value, IsSuppressed])
                .join(JoinType::InnerJoin, told.into())
                .column(Column::Code)
                .filter(Column::AreaId.eq(self.row.area_id))
                .filter(Column::UntilOn.lte(self.row.until_on))
                .order_by_desc(Column::UntilOn)
                .order_by_desc(Column::PublishedAt)
                .order_by_desc(Column::Code)
        };
        self.snapshot.every(rows, shape).await
    }

    async fn count(&mut self, count: Count) -> Result<Arc<Vec<Fact>>, Error> {
        if let Some(known) = self.counts.get(&count) {
            return Ok(Arc::clone(known));
        }
        let span = Span { from_on: self.row.from_on, until_on: self.row.until_on };
        let (by, measures): (Vec<_>, Vec<_>) =
            (count.by.iter().copied().collect(), count.measures.iter().copied().collect());
        let (period, young) = ((span.from_on, span.as_of()), self.access.service().settings().young_ages);
        let asked = Asked::new(period, count.area, (&by, &measures), None, young);
        let adding = |facts| apart(facts, &asked, count.base);
        let facts = tally(self.access, self.snapshot, count.base, &asked, adding).await?;
        self.counts.insert(count, Arc::clone(&facts));
        Ok(facts)
    }
}

/// What tables must have in common to be counted together: the facts, and a measure that cannot be summed beside others.
fn source(definition: &Definition) -> Option<(Base, Option<Measure>)> {
    let Counting::Facts(base, measure) = definition.counting else { return None };
    let is_apart = base == Base::Cadres || measure == Measure::ServedSize;
    Some((base, is_apart.then_some(measure)))
}

/// The key of a total, as it is kept.
const TOTAL: &str = "{}";

/// What was published up to the same day as a publication: figures of a day are the same whenever their period began.
pub fn up_to_same_day(row: &publication::Model) -> Condition {
    use publication::Column;
    Condition::all()
        .add(Column::Status.eq(PublicationStatus::Published))
        .add(Column::UntilOn.eq(row.until_on))
}
