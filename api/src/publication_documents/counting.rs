//! Counting the tables of a publication. Tables about the same facts are counted together and protected together.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{
    enums::{AreaLevel, PublicationStatus, TargetKind},
    ids::AreaId,
    indicator_target, publication, publication_cell, value_chain,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    earlier::{Earlier, Family},
    judging::Guard,
    rounding::round,
    safety::protect,
    tables::{Drafted, DraftedCell, DraftedTable, Fall, Goal},
};
use crate::{
    access::{Access, RowLevel},
    breakdowns::messages::Label,
    error::Error,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Definition, Measure},
    },
    indicator_facts::{
        Asked, Fact,
        queries::{apart, tally},
    },
    indicator_tables::{
        messages::Categories,
        queries::{Counted, Ground, NOT_ASSIGNED, UNKNOWN, cells},
    },
    indicator_values::span::Span,
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
        let is_whole = unit.level == AreaLevel::Province;
        let published = self.published().await?;
        let earlier = self.earlier(&published).await?;
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
            let counting = Counting::of(&family, &asked, &before);
            let own = (!is_whole).then_some(self.row.area_id);
            let runs = self.count(&counting, own).await?;
            let mut made: Vec<DraftedTable> =
                asked.iter().map(|(one, by)| table(one, by, &ground, &runs)).collect();
            // What others of these days told of other areas is about people who are not counted here.
            let is_alone = is_whole || before.iter().all(|one| one.area == self.row.area_id);
            let all = if is_alone { runs } else { self.count(&counting, None).await? };
            let guard = Guard { ground: &ground, area: self.row.area_id, is_whole, threshold };
            protect(&family, &mut made, &all, &before, guard).await?;
            tables.extend(members.into_iter().zip(made));
        }
        let mut tables: Vec<DraftedTable> = tables.into_values().collect();
        tables.iter_mut().for_each(|table| round(self.access, &unit.code, table));
        Ok(Drafted {
            at: self.access.service().clock().now(),
            fell: self.fell(&tables).await?,
            beside: published.iter().map(|one| one.id).collect(),
            province: maps.province().ok_or(Error::NotFound)?.into(),
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

    /// What was published about the same days, of whatever area.
    async fn published(&self) -> Result<Vec<publication::Model>, Error> {
        let rows = self.access.rows::<publication::Entity>().filter(of_same_days(self.row));
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
                all.extend(Earlier::of(cell, of)?);
            }
        }
        Ok(all)
    }

    /// Figures that only grow and are below what the latest publication about no later days said.
    async fn fell(&self, tables: &[DraftedTable]) -> Result<Vec<Fall>, Error> {
        use publication::Column;
        let told = publication_cell::Entity::belongs_to(publication::Entity)
            .from(publication_cell::Column::PublicationId)
            .to(Column::Id);
        let cumulative = tables.iter().map(|table| table.definition).filter(|one| one.only_grows());
        let rows = self
            .access
            .rows::<publication_cell::Entity>()
            .filter(publication_cell::Column::Key.eq(TOTAL))
            .filter(publication_cell::Column::Indicator.is_in(cumulative.map(|one| one.code)));
        let shape = |select: sea_orm::Select<publication_cell::Entity>| {
            select
                .select_only()
                .columns([publication_cell::Column::Indicator, publication_cell::Column::Value])
                .join(JoinType::InnerJoin, told.into())
                .column(Column::Code)
                .filter(Column::AreaId.eq(self.row.area_id))
                .filter(Column::UntilOn.lte(self.row.until_on))
                .order_by_desc(Column::UntilOn)
                .order_by_desc(Column::PublishedAt)
                .order_by_desc(Column::Code)
        };
        let said: Vec<Said> = self.snapshot.every(rows, shape).await?;
        let mut fell: Vec<Fall> = Vec::new();
        for table in tables {
            let (definition, now) = (table.definition, table.cells.first().map(|cell| cell.parts.value));
            let last = said.iter().find(|one| one.indicator == definition.code);
            let is_known = fell.iter().any(|fall| fall.definition.code == definition.code);
            if let (Some(last), Some(now), false) = (last, now, is_known)
                && last.value > now
            {
                fell.push(Fall { definition, code: last.code.clone(), said: last.value, value: now });
            }
        }
        Ok(fell)
    }

    async fn count(&self, counting: &Counting, area: Option<AreaId>) -> Result<Runs, Error> {
        let whole = Span { from_on: self.row.from_on, until_on: self.row.until_on };
        let years = if counting.is_by_year { whole.years() } else { Vec::new() };
        let spans = std::iter::once((None, whole)).chain(years.into_iter().map(|(n, span)| (Some(n), span)));
        let mut runs = Vec::new();
        for (year, span) in spans {
            let summed = (counting.by.as_slice(), counting.measures.as_slice());
            let asked = Asked::new((span.from_on, span.as_of()), area, summed, None);
            let adding = |facts| apart(facts, &asked, counting.base);
            runs.push((year, tally(self.access, self.snapshot, counting.base, &asked, adding).await?));
        }
        Ok(runs)
    }
}

/// The key of a total, as it is kept.
const TOTAL: &str = "{}";

/// A total that was published.
#[derive(Debug, FromQueryResult)]
struct Said {
    indicator: String,
    value: i64,
    code: String,
}

/// What was published about the same days as a publication.
pub fn of_same_days(row: &publication::Model) -> Condition {
    use publication::Column;
    Condition::all()
        .add(Column::Status.eq(PublicationStatus::Published))
        .add(Column::FromOn.eq(row.from_on))
        .add(Column::UntilOn.eq(row.until_on))
}

/// What is counted of a family: everything by which its tables, and earlier ones, tell facts apart.
struct Counting {
    base: Base,
    by: Vec<Dimension>,
    measures: Vec<Measure>,
    is_by_year: bool,
}

impl Counting {
    fn of(family: &Family, asked: &[&(&'static Definition, Vec<Dimension>)], earlier: &[&Earlier]) -> Self {
        let definitions = asked.iter().map(|(one, _)| *one).chain(earlier.iter().map(|one| one.definition));
        let measures: BTreeSet<Measure> = definitions.flat_map(Definition::measures).collect();
        let own = asked.iter().flat_map(|(_, by)| by.iter().copied());
        let is_by_year = own.clone().any(|one| one == Dimension::Year);
        let told = earlier.iter().flat_map(|one| one.by.iter().copied());
        let mut by: BTreeSet<Dimension> = own.chain(told).filter(|one| *one != Dimension::Year).collect();
        // Places stay apart whatever they are summed to: earlier publications may be about other areas.
        if by.remove(&Dimension::District) || !earlier.is_empty() {
            by.insert(Dimension::Commune);
        }
        let (by, measures) = (by.into_iter().collect(), measures.into_iter().collect());
        Self { base: family.base, by, measures, is_by_year }
    }
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
            Dimension::Commune | Dimension::District | Dimension::ValueChain | Dimension::LegalForm => {
                occurs.contains(code)
            }
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
