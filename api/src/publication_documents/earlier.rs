//! What earlier publications told, and which groups there are not.

use std::collections::BTreeSet;

use entity::{ids::AreaId, publication, publication_cell};

use super::{
    atoms::Told,
    families::{Family, parts},
    tables::DraftedTable,
};
use crate::{
    error::Error,
    indicator_definitions::{
        messages::Dimension,
        queries::{Definition, Measure},
    },
    indicator_tables::messages::{CellKey, DIMENSIONS},
    maps::MapYear,
    publications::messages::map_of,
};

/// A cell of an earlier publication about the same facts.
#[derive(Debug)]
pub struct Earlier {
    /// Its family.
    pub family: Family,
    /// The indicator.
    pub definition: &'static Definition,
    /// The dimensions of its key.
    pub by: Vec<Dimension>,
    /// The area of its publication.
    pub area: AreaId,
    key: CellKey,
    map: MapYear,
    value: i64,
    denominator: Option<i64>,
    pub(super) is_hidden: bool,
}

impl Earlier {
    /// A cell of a publication up to the same day as another; none of what happened in other days than those of that one, and
    /// of an indicator that there no longer is.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub fn of(
        cell: publication_cell::Model,
        of: &publication::Model,
        beside: &publication::Model,
    ) -> Result<Option<Self>, Error> {
        let Some(definition) = Definition::find(&cell.indicator) else { return Ok(None) };
        let Some(family) = Family::of(definition) else { return Ok(None) };
        if definition.is_of_period && of.from_on != beside.from_on {
            return Ok(None);
        }
        let key: CellKey = serde_json::from_str(&cell.key).map_err(Error::internal)?;
        Ok(Some(Self {
            family,
            definition,
            by: DIMENSIONS.iter().map(|(_, one)| *one).filter(|one| key.of(*one).is_some()).collect(),
            area: of.area_id,
            key,
            map: map_of(of),
            value: cell.value,
            denominator: cell.denominator,
            is_hidden: cell.is_suppressed,
        }))
    }

    /// What it told, with the number that it gave for it.
    pub(super) fn told(&self) -> Vec<(Told<'_>, i64)> {
        told_of(self.definition, (&self.key, self.map, self.area), (self.value, self.denominator))
    }
}

/// What a cell of an indicator tells: its value, and what that is a share of.
pub(super) fn tells<'a>(
    definition: &Definition,
    (key, map, area): (&'a CellKey, MapYear, AreaId),
) -> Vec<Told<'a>> {
    let told = |measure| Told { key, parts: parts(definition, measure), map, area };
    definition.measures().into_iter().map(told).collect()
}

/// The same with the numbers that it gives for them.
fn told_of<'a>(
    definition: &Definition,
    place: (&'a CellKey, MapYear, AreaId),
    (value, denominator): (i64, Option<i64>),
) -> Vec<(Told<'a>, i64)> {
    let numbers = [Some(value), denominator].into_iter().flatten();
    tells(definition, place).into_iter().zip(numbers).collect()
}

/// Where tables of groups, these and earlier ones, say that there is none: of its members there is nobody then, and everybody
/// knows.
pub(super) fn without_groups<'a>(
    tables: &'a [DraftedTable],
    earlier: &'a [Earlier],
    (map, area): (MapYear, AreaId),
) -> Vec<Told<'a>> {
    let of_groups = |definition| Family::of(definition) == Some(Family::Groups);
    let own = tables.iter().filter(|table| of_groups(table.definition)).flat_map(|table| {
        let cell_of = move |cell: &'a super::tables::DraftedCell| {
            told_of(table.definition, (&cell.key, map, area), (cell.parts.value, cell.parts.denominator))
        };
        table.cells.iter().flat_map(cell_of)
    });
    let before = earlier.iter().filter(|one| one.family == Family::Groups).flat_map(Earlier::told);
    own.chain(before)
        .filter(|(told, number)| *number == 0 && of_members(&told.parts))
        .map(|(told, _)| told)
        .collect()
}

/// Whether what is said of groups by these measures is said of their members by the same.
fn of_members(parts: &BTreeSet<Measure>) -> bool {
    use Measure as M;
    parts.iter().all(|one| [M::All, M::Funded, M::Supported, M::Linked].contains(one))
}
