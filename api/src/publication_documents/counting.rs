//! Counting the tables of a publication. Tables about the same facts are counted together and protected together.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{
    enums::{AreaLevel, PublicationStatus, TargetKind},
    indicator_target, publication, publication_cell, value_chain,
};
use sea_orm::{ColumnTrait, QueryOrder};

use super::{
    rounding::round,
    safety::{Earlier, Family, protect},
    tables::{Drafted, DraftedCell, DraftedTable, Fall, Goal},
};
use crate::{
    access::{Access, Owned, RowLevel, Rows},
    breakdowns::messages::Label,
    error::Error,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Definition, Measure},
    },
    indicator_facts::{
        Asked, Fact, facts_of,
        queries::{OnRows, apart, on_rows},
    },
    indicator_tables::{
        messages::Categories,
        queries::{Counted, Ground, NOT_ASSIGNED, UNKNOWN, cells},
    },
    indicator_values::span::Span,
    indicators::queries::Frame,
    maps::Maps,
    publications::messages::{map_of, tables_of},
    store::Snapshot,
};

/// Counts the tables of a publication and decides what is withheld.
///
/// # Errors
/// 409 `conditions_unmet` when it cannot be made safe, or when the database fails.
pub async fn draft<P: RowLevel>(access: &Access<P>, row: &publication::Model) -> Result<Drafted, Error> {
    access.at_one_instant(async |snapshot| Drafting { access, snapshot, row }.run().await).await
}

/// What is counted of one family, for the whole period and each of its years.
type Runs = Vec<(Option<i32>, Arc<Vec<Fact>>)>;

struct Drafting<'a, P: RowLevel> {
    access: &'a Access<P>,
    snapshot: &'a Snapshot,
    row: &'a publication::Model,
}

impl<P: RowLevel> Drafting<'_, P> {
    async fn run(&self) -> Result<Drafted, Error> {
        let maps = Maps::load(self.access, self.snapshot).await?;
        let chains = self.chains().await?;
        let unit = maps.unit(self.row.area_id).ok_or(Error::NotFound)?;
        let within = [self.row.area_id];
        let ground = Ground { maps: &maps, map: map_of(self.row), within: &within, chains: &chains };
        let earlier = self.earlier().await?;
        let wanted = self.wanted()?;
        let mut families: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
        for (n, (definition, _)) in wanted.iter().enumerate() {
            families.entry(Family::of(definition)).or_default().push(n);
        }
        let threshold = i64::from(self.access.service().settings().disclosure_threshold);
        let mut tables: BTreeMap<usize, DraftedTable> = BTreeMap::new();
        for (family, members) in families {
            let asked: Vec<&(&'static Definition, Vec<Dimension>)> =
                members.iter().map(|n| &wanted[*n]).collect();
            let before: Vec<&Earlier> = earlier.iter().filter(|one| one.family == family).collect();
            let runs = self.count(&family, &asked, &before).await?;
            let mut made: Vec<DraftedTable> =
                asked.iter().map(|(one, by)| table(one, by, &ground, &runs)).collect();
            protect(&family, &mut made, &runs, &before, (&ground, threshold))?;
            tables.extend(members.into_iter().zip(made));
        }
        let mut tables: Vec<DraftedTable> = tables.into_values().collect();
        tables.iter_mut().for_each(|table| round(self.access, &unit.code, table));
        Ok(Drafted {
            at: self.access.service().clock().now(),
            fell: self.fell(&tables).await?,
            tables,
            area: unit.into(),
            level: match unit.level {
                AreaLevel::Province => "province",
                AreaLevel::District => "district",
                AreaLevel::Commune => "commune",
            },
            targets: self.goals(TargetKind::Target).await?,
            baselines: self.goals(TargetKind::Baseline).await?,
            threshold,
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

    /// The cells of every publication of the same days.
    async fn earlier(&self) -> Result<Vec<Earlier>, Error> {
        use publication::Column;
        let rows = self
            .access
            .rows::<publication::Entity>()
            .filter(Column::Status.eq(PublicationStatus::Published))
            .filter(Column::FromOn.eq(self.row.from_on))
            .filter(Column::UntilOn.eq(self.row.until_on))
            .filter(Column::AreaId.eq(self.row.area_id));
        let published: Vec<publication::Model> = self.snapshot.every(rows, |select| select).await?;
        let mut all = Vec::new();
        for one in &published {
            let cells = self
                .access
                .rows::<publication_cell::Entity>()
                .filter(publication_cell::Column::PublicationId.eq(one.id));
            let cells: Vec<publication_cell::Model> = self.snapshot.every(cells, |select| select).await?;
            for cell in cells {
                all.extend(Earlier::of(&cell, map_of(one))?);
            }
        }
        Ok(all)
    }

    /// Figures that only grow and are below what an earlier publication said of an earlier day.
    async fn fell(&self, tables: &[DraftedTable]) -> Result<Vec<Fall>, Error> {
        use publication::Column;
        let rows = self
            .access
            .rows::<publication::Entity>()
            .filter(Column::Status.eq(PublicationStatus::Published))
            .filter(Column::AreaId.eq(self.row.area_id))
            .filter(Column::UntilOn.lte(self.row.until_on));
        let published: Vec<publication::Model> =
            self.snapshot.every(rows, |select| select.order_by_desc(Column::PublishedAt)).await?;
        let mut fell: Vec<Fall> = Vec::new();
        for one in &published {
            let totals = self
                .access
                .rows::<publication_cell::Entity>()
                .filter(publication_cell::Column::PublicationId.eq(one.id))
                .filter(publication_cell::Column::Key.eq("{}"));
            let totals: Vec<publication_cell::Model> = self.snapshot.every(totals, |select| select).await?;
            for table in tables.iter().filter(|table| is_cumulative(table.definition)) {
                let Some(now) = table.cells.first().map(|cell| cell.parts.value) else { continue };
                let said = totals.iter().find(|cell| cell.indicator == table.definition.code);
                let is_known = fell.iter().any(|fall| fall.definition.code == table.definition.code);
                if let Some(said) = said.filter(|said| said.value > now && !is_known) {
                    let (definition, code) = (table.definition, one.code.clone());
                    fell.push(Fall { definition, code, said: said.value, value: now });
                }
            }
        }
        Ok(fell)
    }

    async fn count(
        &self,
        family: &Family,
        asked: &[&(&'static Definition, Vec<Dimension>)],
        earlier: &[&Earlier],
    ) -> Result<Runs, Error> {
        let span = Span { from_on: self.row.from_on, until_on: self.row.until_on };
        let mut by: BTreeSet<Dimension> = asked.iter().flat_map(|(_, by)| by.iter().copied()).collect();
        let is_by_year = by.remove(&Dimension::Year);
        by.extend(earlier.iter().flat_map(|one| one.by.iter().copied()));
        by.remove(&Dimension::Year);
        if by.remove(&Dimension::District) {
            by.insert(Dimension::Commune);
        }
        let mut measures: BTreeSet<Measure> =
            asked.iter().flat_map(|(definition, _)| definition.measures()).collect();
        measures.extend(earlier.iter().flat_map(|one| one.definition.measures()));
        let by: Vec<Dimension> = by.into_iter().collect();
        let measures: Vec<Measure> = measures.into_iter().collect();
        let mut runs = vec![(None, self.facts(family.base, span, &by, &measures).await?)];
        if is_by_year {
            for (year, span) in span.years() {
                runs.push((Some(year), self.facts(family.base, span, &by, &measures).await?));
            }
        }
        Ok(runs)
    }

    async fn facts(
        &self,
        base: Base,
        span: Span,
        by: &[Dimension],
        measures: &[Measure],
    ) -> Result<Arc<Vec<Fact>>, Error> {
        let asked = Asked {
            frame: Frame {
                as_of: span.as_of(),
                area: Some(self.row.area_id),
                with_poverty: measures.contains(&Measure::Poor) || by.contains(&Dimension::Poverty),
                with_ethnic_groups: by.contains(&Dimension::Indigenous),
                known: None,
            },
            from_on: span.from_on,
            by: by.to_vec(),
            measures: measures.to_vec(),
        };
        on_rows(self.access, base, Tallying { snapshot: self.snapshot, base, asked: &asked }).await
    }
}

struct Tallying<'a> {
    snapshot: &'a Snapshot,
    base: Base,
    asked: &'a Asked,
}

impl OnRows for Tallying<'_> {
    type Output = Result<Arc<Vec<Fact>>, Error>;

    async fn on<E: Owned<Model: Send + Sync>>(self, rows: Rows<E>) -> Self::Output {
        let shape = |rows| apart(facts_of(self.base, rows, self.asked), self.asked, self.base);
        self.snapshot.tally(rows, shape).await
    }
}

/// Whether a figure can only grow as days go by.
#[must_use]
pub fn is_cumulative(definition: &Definition) -> bool {
    ["G4", "G5", "G6", "3.1.1"].contains(&definition.code)
}

/// A table with its true values; categories under which there is nobody at all are left out.
fn table(
    definition: &'static Definition,
    by: &[Dimension],
    ground: &Ground<'_>,
    runs: &Runs,
) -> DraftedTable {
    let counted: Vec<Counted<'_>> = runs.iter().map(|(year, facts)| Counted { year: *year, facts }).collect();
    let mut categories: Vec<Categories> =
        by.iter().map(|dimension| ground.categories(*dimension, &counted)).collect();
    for all in &mut categories {
        let dimension = all.dimension;
        let occurs: BTreeSet<&str> = counted
            .iter()
            .flat_map(|run| run.facts)
            .filter(|_| dimension != Dimension::Year)
            .map(|fact| ground.category(fact, dimension))
            .collect();
        let stays = |code: &str| match dimension {
            Dimension::Year => true,
            Dimension::Commune | Dimension::District | Dimension::ValueChain => occurs.contains(code),
            _ => ![UNKNOWN, NOT_ASSIGNED].contains(&code) || occurs.contains(code),
        };
        all.categories.retain(|category| stays(&category.code));
    }
    let counted: Vec<Counted<'_>> = match by.contains(&Dimension::Year) {
        true => counted,
        false => counted.into_iter().filter(|run| run.year.is_none()).collect(),
    };
    let found = cells(definition, ground, &categories, &counted);
    let cells =
        found.into_iter().map(|(key, parts)| DraftedCell { key, parts, told: parts.value, is_hidden: false });
    DraftedTable { definition, cells: cells.collect(), categories }
}
