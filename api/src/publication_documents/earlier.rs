//! What earlier publications told, and which of it is about the same facts.

use entity::{ids::AreaId, publication, publication_cell};

use super::atoms::{Atoms, Told};
use crate::{
    error::Error,
    indicator_definitions::{
        messages::Dimension,
        queries::{Base, Counting, Definition, Measure},
    },
    indicator_tables::messages::{CellKey, DIMENSIONS},
    maps::MapYear,
    publications::messages::map_of,
};

/// Tables about the same facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family {
    /// The facts.
    pub base: Base,
    /// Facts that are not those of others of their base, or a sum that is no count.
    apart: Option<Measure>,
}

impl Family {
    /// The family of an indicator.
    #[must_use]
    pub fn of(definition: &Definition) -> Self {
        let Counting::Facts(base, measure) = definition.counting else {
            return Self { base: Base::Groups, apart: None };
        };
        let is_apart = base == Base::Cadres || measure == Measure::ServedSize;
        Self { base, apart: is_apart.then_some(measure) }
    }

    /// Whether small numbers of it betray somebody.
    pub(super) fn is_protected(&self) -> bool {
        !matches!(self.base, Base::Groups | Base::Communes)
    }
}

/// A cell of an earlier publication of the same days.
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
    pub(super) key: CellKey,
    map: MapYear,
    value: i64,
    denominator: Option<i64>,
    pub(super) is_hidden: bool,
}

impl Earlier {
    /// A cell of a publication; none of an indicator that there no longer is.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub fn of(cell: publication_cell::Model, of: &publication::Model) -> Result<Option<Self>, Error> {
        let Some(definition) = Definition::find(&cell.indicator) else { return Ok(None) };
        let key: CellKey = serde_json::from_str(&cell.key).map_err(Error::internal)?;
        Ok(Some(Self {
            family: Family::of(definition),
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
    pub(super) fn told(&self) -> impl Iterator<Item = (Told<'_>, i64)> {
        let told = |measure| Told { key: &self.key, measure, map: self.map, area: self.area };
        let whole = self.definition.of.zip(self.denominator);
        let value = (told(Atoms::value_of(self.definition)), self.value);
        std::iter::once(value).chain(whole.map(|((of, _), number)| (told(Some(of)), number)))
    }
}
