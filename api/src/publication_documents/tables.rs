//! A draft of a document: its tables with true values, and what of them is withheld.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::{ids::PublicationId, publication_cell};

use super::falls::Fall;
use crate::{
    breakdowns::messages::Label,
    indicator_definitions::{messages::Dimension, queries::Definition},
    indicator_facts::Fact,
    indicator_tables::{
        messages::{Categories, CellKey},
        queries::{Counted, Ground, NOT_ASSIGNED, Parts, UNKNOWN, cells},
    },
};

/// One table.
#[derive(Debug)]
pub struct DraftedTable {
    /// The indicator.
    pub definition: &'static Definition,
    /// The dimensions with their categories.
    pub categories: Vec<Categories>,
    /// All cells, and the sums over each dimension.
    pub cells: Vec<DraftedCell>,
}

impl DraftedTable {
    /// The dimensions.
    pub fn by(&self) -> impl Iterator<Item = Dimension> {
        self.categories.iter().map(|all| all.dimension)
    }
}

/// One cell.
#[derive(Debug)]
pub struct DraftedCell {
    /// What it is about.
    pub key: CellKey,
    /// Its true values.
    pub parts: Parts,
    /// The value that the document tells.
    pub told: i64,
    /// The document withholds it.
    pub is_hidden: bool,
}

/// A target or a baseline.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// The year.
    pub year: i32,
    /// The value.
    pub value: i64,
}

/// Everything that a document is made from.
#[derive(Debug)]
pub struct Drafted {
    /// When it was counted.
    pub at: DateTime<Utc>,
    /// The tables.
    pub tables: Vec<DraftedTable>,
    /// The unit that they are about.
    pub area: Label,
    /// Its level.
    pub level: &'static str,
    /// Targets by code of the indicator.
    pub targets: BTreeMap<String, Goal>,
    /// Baselines by code of the indicator.
    pub baselines: BTreeMap<String, Goal>,
    /// Below how many people a cell is withheld.
    pub threshold: i64,
    /// The province, whose union publishes.
    pub province: Label,
    /// What had been published about the same days, when this was counted.
    pub beside: Vec<PublicationId>,
    /// Figures that fell since an earlier publication.
    pub fell: Vec<Fall>,
}

impl Drafted {
    /// The true values, as rows.
    ///
    /// # Errors
    /// When a key cannot be written.
    pub fn cells(
        &self,
        publication_id: PublicationId,
    ) -> Result<Vec<publication_cell::Model>, serde_json::Error> {
        let mut rows = Vec::new();
        for (table_n, table) in (1..).zip(&self.tables) {
            for (cell_n, cell) in (1..).zip(&table.cells) {
                rows.push(publication_cell::Model {
                    publication_id,
                    table_n,
                    cell_n,
                    indicator: table.definition.code.to_owned(),
                    key: serde_json::to_string(&cell.key)?,
                    value: cell.parts.value,
                    denominator: cell.parts.denominator,
                    is_suppressed: cell.is_hidden,
                });
            }
        }
        Ok(rows)
    }
}

/// A table with its true values; categories under which there is nobody at all are left out.
pub(super) fn table(
    definition: &'static Definition,
    by: &[Dimension],
    ground: &Ground<'_>,
    runs: &[(Option<i32>, Arc<Vec<Fact>>)],
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
