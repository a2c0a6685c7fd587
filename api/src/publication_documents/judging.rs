//! What a cell tells by itself, and what may become of it.

use disclosure::Kind;
use entity::ids::AreaId;

use super::{
    atoms::{Atoms, Set},
    earlier::tells,
    tables::DraftedTable,
};
use crate::{
    indicator_definitions::{messages::Dimension, queries::Definition},
    indicator_tables::{
        messages::{CellKey, DIMENSIONS},
        queries::Ground,
    },
};

/// Fewer groups than this may not share a sum of money.
const FEWEST_GROUPS: usize = 3;
/// A group with more than this part of a sum could be told from it, in percent.
const LARGEST_PART: i64 = 80;

/// One set of atoms, however many cells consist of them.
pub(super) struct Draft {
    pub(super) kind: Kind,
    /// Totals of the area are always told.
    pub(super) is_total: bool,
    pub(super) width: i64,
    pub(super) cost: i64,
    pub(super) of_table: Option<usize>,
}

/// Where and how tables are protected.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'a> {
    /// Both maps, and the one of the publication.
    pub ground: &'a Ground<'a>,
    /// The area of the publication.
    pub area: AreaId,
    /// The totals are those of the province, which are always told.
    pub is_whole: bool,
    /// Below how many people a cell is withheld.
    pub threshold: i64,
}

/// Judges the cells of one table.
pub(super) struct Judge<'a> {
    atoms: &'a Atoms,
    guard: Guard<'a>,
    table: usize,
    definition: &'static Definition,
    /// The value of the whole table, and what that is a share of.
    value: i64,
    whole: i64,
}

impl<'a> Judge<'a> {
    pub(super) fn of(atoms: &'a Atoms, (n, table): (usize, &DraftedTable), guard: Guard<'a>) -> Self {
        let judge = Self { atoms, guard, table: n, definition: table.definition, value: 0, whole: 0 };
        let (value, whole) = judge.sets(&CellKey::default());
        let sum = |set: &Set| atoms.sum(&set.atoms);
        Self { value: sum(&value), whole: whole.as_ref().map_or(0, sum), ..judge }
    }

    /// The atoms of the value of a cell, and of what it is a share of.
    fn sets(&self, key: &CellKey) -> (Set, Option<Set>) {
        let Guard { ground, area, .. } = self.guard;
        let told = tells(self.definition, (key, ground.map, area));
        let mut sets = told.iter().map(|told| self.atoms.cell(told));
        let nothing = || Set { atoms: Vec::new(), is_empty_by_nature: false };
        (sets.next().unwrap_or_else(nothing), sets.next())
    }

    /// What a cell tells, each with what may become of it. Few people are sensitive, and none where there are some elsewhere;
    /// of a share so are the few who are not among them.
    pub(super) fn judge(&self, key: &CellKey) -> Vec<(Vec<u32>, Draft)> {
        let (value, whole) = self.sets(key);
        let is_all = DIMENSIONS.iter().all(|(_, one)| *one == Dimension::Year || key.of(*one).is_none());
        let (told, of) = (self.atoms.sum(&value.atoms), whole.as_ref().map(|set| self.atoms.sum(&set.atoms)));
        let is_few = |count: i64, of_all: i64| of_all > 0 && count < self.guard.threshold;
        let is_sensitive = if self.atoms.is_money() {
            !self.atoms.has_many_givers(&value.atoms, FEWEST_GROUPS, LARGEST_PART)
        } else {
            is_few(told, self.value) || of.is_some_and(|of| is_few(of - told, self.whole - self.value))
        };
        let draft = |set: Vec<u32>, is_sensitive: bool| {
            let kind = if is_sensitive { Kind::Sensitive } else { Kind::Open };
            let (width, cost) = (self.atoms.width(&set, self.guard.threshold), self.atoms.sum(&set));
            let is_total = is_all && self.guard.is_whole;
            (set, Draft { kind, is_total, width, cost, of_table: Some(self.table) })
        };
        let mut judged = vec![draft(value.atoms, is_sensitive)];
        judged.extend(whole.map(|set| {
            let is_sensitive = is_few(self.atoms.sum(&set.atoms), self.whole);
            draft(set.atoms, is_sensitive)
        }));
        judged
    }
}
