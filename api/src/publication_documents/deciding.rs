//! Deciding what of the counted tables is told. It asks nothing of the database, and may take seconds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{enums::AreaLevel, ids::PublicationId, publication};

use super::{
    counting::Runs,
    earlier::Earlier,
    falls::{Said, fallen},
    families::Family,
    judging::Guard,
    safety::{Needs, protect},
    tables::{Drafted, DraftedTable, Goal, table},
};
use crate::{
    breakdowns::messages::Label,
    error::Error,
    indicator_definitions::{messages::Dimension, queries::Definition},
    indicator_facts::Ages,
    indicator_tables::queries::Ground,
    maps::Maps,
    publications::messages::map_of,
};

/// Everything that was counted, from one state of the database.
pub(super) struct Counted {
    /// When that state was looked at.
    pub(super) at: DateTime<Utc>,
    pub(super) row: publication::Model,
    pub(super) maps: Maps,
    pub(super) chains: BTreeMap<String, Label>,
    pub(super) wanted: Vec<(&'static Definition, Vec<Dimension>)>,
    /// The facts of each of these.
    pub(super) runs: Vec<Runs>,
    /// The facts of each family that has to be protected.
    pub(super) facts: BTreeMap<Family, Needs>,
    /// What was published up to the same day.
    pub(super) beside: Vec<PublicationId>,
    pub(super) earlier: Vec<Earlier>,
    pub(super) said: Vec<Said>,
    pub(super) targets: BTreeMap<String, Goal>,
    pub(super) baselines: BTreeMap<String, Goal>,
    /// Below how many people a cell is withheld.
    pub(super) threshold: i64,
    pub(super) young: Ages,
}

impl Counted {
    /// The tables, with what of them is withheld.
    ///
    /// # Errors
    /// 409 `conditions_unmet` when no choice is safe.
    pub(super) fn decide(self) -> Result<Drafted, Error> {
        let area = self.row.area_id;
        let unit = self.maps.unit(area).ok_or(Error::NotFound)?;
        let within = [area];
        let (map, young) = (map_of(&self.row), self.young);
        let ground = Ground { maps: &self.maps, map, within: &within, chains: &self.chains, young };
        let is_whole = unit.level == AreaLevel::Province;
        let guard = Guard { ground: &ground, area, is_whole, threshold: self.threshold };
        let counted = self.wanted.iter().zip(&self.runs);
        let mut tables: Vec<DraftedTable> =
            counted.map(|((one, by), runs)| table(one, by, &ground, runs)).collect();
        for (family, needs) in &self.facts {
            protect(*family, &mut tables, needs, &self.earlier, guard)?;
        }
        Ok(Drafted {
            at: self.at,
            fell: fallen(&tables, &self.said),
            beside: self.beside,
            province: self.maps.province().ok_or(Error::NotFound)?.into(),
            tables,
            area: unit.into(),
            level: match unit.level {
                AreaLevel::Province => "province",
                AreaLevel::District => "district",
                AreaLevel::Commune => "commune",
            },
            targets: self.targets,
            baselines: self.baselines,
            threshold: self.threshold,
        })
    }
}
