//! Figures that only grow, and yet are below what an earlier publication said.

use sea_orm::FromQueryResult;

use super::tables::DraftedTable;
use crate::indicator_definitions::queries::Definition;

/// A total that was published.
#[derive(Debug, FromQueryResult)]
pub(super) struct Said {
    pub(super) indicator: String,
    pub(super) value: i64,
    pub(super) is_suppressed: bool,
    pub(super) code: String,
}

/// A figure that fell.
#[derive(Clone, Debug)]
pub struct Fall {
    /// The indicator.
    pub definition: &'static Definition,
    /// The number of the earlier publication.
    pub code: String,
    /// What it said.
    pub said: i64,
    /// What it is.
    pub value: i64,
}

/// What fell since it was last said, the latest first; nothing of what is withheld, then or now.
pub(super) fn fallen(tables: &[DraftedTable], said: &[Said]) -> Vec<Fall> {
    let mut fell: Vec<Fall> = Vec::new();
    for table in tables {
        let (definition, total) = (table.definition, table.cells.first());
        let now = total.filter(|cell| !cell.is_hidden).map(|cell| cell.told);
        let last = said.iter().find(|one| one.indicator == definition.code);
        let is_known = fell.iter().any(|fall| fall.definition.code == definition.code);
        if let (Some(last), Some(now), false) = (last.filter(|last| !last.is_suppressed), now, is_known)
            && last.value > now
        {
            fell.push(Fall { definition, code: last.code.clone(), said: last.value, value: now });
        }
    }
    fell
}
