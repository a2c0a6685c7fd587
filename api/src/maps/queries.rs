//! Both maps in memory: about 230 units, read once for each report.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::NaiveDate;
use entity::{area, area_successor, enums::AreaLevel, ids::AreaId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};

use super::MapYear;
use crate::{
    access::{Access, Owned, Permit, Reach},
    areas::queries::{holds_on, valid_on},
    error::Error,
    store::{Snapshot, Tx},
};

impl Owned for area_successor::Entity {
    const ID: area_successor::Column = area_successor::Column::OldId;
    const VOIDED: Option<area_successor::Column> = None;

    /// The map is reference data: whoever may read areas reads all of them.
    fn within(_: &Reach) -> Condition {
        Condition::all()
    }
}

/// A unit of either map.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its id.
    pub id: AreaId,
    /// Province, district or commune.
    pub level: AreaLevel,
    /// Official code.
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The unit it lies in.
    pub parent_id: Option<AreaId>,
    is_of_2022: bool,
    is_of_2025: bool,
}

impl Unit {
    /// Whether it is a unit of the map.
    #[must_use]
    pub const fn is_on(&self, map: MapYear) -> bool {
        match map {
            MapYear::Of2022 => self.is_of_2022,
            MapYear::Of2025 => self.is_of_2025,
        }
    }
}

impl From<area::Model> for Unit {
    fn from(row: area::Model) -> Self {
        let exists = |map: MapYear| {
            row.valid_from_on <= map.day() && row.valid_until_on.is_none_or(|until_on| until_on > map.day())
        };
        Self {
            is_of_2022: exists(MapYear::Of2022),
            is_of_2025: exists(MapYear::Of2025),
            id: row.id,
            level: row.level,
            code: row.code,
            name_vi: row.name_vi,
            name_en: row.name_en,
            parent_id: row.parent_id,
        }
    }
}

/// Both maps and what became of the old communes.
#[derive(Clone, Debug)]
pub struct Maps {
    units: HashMap<AreaId, Unit>,
    successors: HashMap<AreaId, AreaId>,
}

#[derive(Debug, FromQueryResult)]
struct Succession {
    old_id: AreaId,
    new_id: AreaId,
}

impl Maps {
    /// Reads the maps.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load<P: Permit>(access: &Access<P>, snapshot: &Snapshot) -> Result<Self, Error> {
        let units = snapshot.tally(access.rows::<area::Entity>(), |select| select).await?;
        let successors: Arc<Vec<Succession>> =
            snapshot.tally(access.rows::<area_successor::Entity>(), |select| select).await?;
        Ok(Self::new(units.iter().cloned(), successors.iter().map(|row| (row.old_id, row.new_id))))
    }

    /// The maps made of these rows.
    pub fn new(
        units: impl IntoIterator<Item = area::Model>,
        successors: impl IntoIterator<Item = (AreaId, AreaId)>,
    ) -> Self {
        Self {
            units: units.into_iter().map(|row| (row.id, Unit::from(row))).collect(),
            successors: successors.into_iter().collect(),
        }
    }

    /// The unit with an id.
    #[must_use]
    pub fn unit(&self, id: AreaId) -> Option<&Unit> {
        self.units.get(&id)
    }

    /// The province.
    #[must_use]
    pub fn province(&self) -> Option<&Unit> {
        self.units.values().find(|unit| unit.level == AreaLevel::Province)
    }

    /// The units of one level of a map that lie within any of these, by code.
    #[must_use]
    pub fn units_within(&self, map: MapYear, level: AreaLevel, within: &[AreaId]) -> Vec<&Unit> {
        let lies_within = |unit: &&Unit| within.iter().any(|ancestor| self.contains(*ancestor, unit.id));
        let mut units: Vec<&Unit> = self
            .units
            .values()
            .filter(|unit| unit.level == level && unit.is_on(map))
            .filter(lies_within)
            .collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        units
    }

    /// The unit of a level of a map with an official code.
    #[must_use]
    pub fn with_code(&self, map: MapYear, level: AreaLevel, code: &str) -> Option<&Unit> {
        self.units.values().find(|unit| unit.level == level && unit.code == code && unit.is_on(map))
    }

    /// The communes of a map.
    pub fn communes(&self, map: MapYear) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(move |unit| unit.level == AreaLevel::Commune && unit.is_on(map))
    }

    /// The communes that were merged into others.
    pub fn merged(&self) -> impl Iterator<Item = AreaId> {
        self.successors.keys().copied()
    }

    /// Whether a unit lies in another: itself, below it, or merged into one that does.
    #[must_use]
    pub fn contains(&self, ancestor: AreaId, id: AreaId) -> bool {
        let lies_below = |id: AreaId| {
            std::iter::successors(Some(id), |id| self.units.get(id).and_then(|unit| unit.parent_id))
                .any(|unit| unit == ancestor)
        };
        lies_below(id) || self.successors.get(&id).is_some_and(|successor| lies_below(*successor))
    }

    /// The commune that answers for a record on a map: of 2022 the old one, as far as it is known; of 2025 the
    /// successor.
    #[must_use]
    pub fn commune_on(&self, map: MapYear, commune: AreaId, former: Option<AreaId>) -> Option<AreaId> {
        let is_on_map = |id: &AreaId| self.units.get(id).is_some_and(|unit| unit.is_on(map));
        match map {
            MapYear::Of2022 => Some(commune).filter(is_on_map).or(former),
            MapYear::Of2025 => {
                Some(commune).filter(is_on_map).or_else(|| self.successors.get(&commune).copied())
            }
        }
    }
}

/// The units that several communes were on a day or, once they were merged, had become.
///
/// # Errors
/// When the database fails.
pub async fn units_on(
    tx: &Tx,
    communes: impl IntoIterator<Item = AreaId>,
    day: NaiveDate,
) -> Result<HashMap<AreaId, AreaId>, Error> {
    let communes: HashSet<AreaId> = communes.into_iter().collect();
    let present = valid_on(tx, day).filter(area::Column::Id.is_in(communes.iter().copied()));
    let present: Vec<area::Model> = tx.every(present, |select| select).await?;
    let mut units: HashMap<AreaId, AreaId> = present.into_iter().map(|unit| (unit.id, unit.id)).collect();
    let merged: Vec<AreaId> = communes.into_iter().filter(|id| !units.contains_key(id)).collect();
    if merged.is_empty() {
        return Ok(units);
    }
    let valid = area::Entity::find().select_only().column(area::Column::Id).filter(holds_on(
        area::Column::ValidFromOn,
        area::Column::ValidUntilOn,
        day,
    ));
    let rows = tx
        .beyond_reach::<area_successor::Entity>("the map is reference data")
        .filter(area_successor::Column::OldId.is_in(merged))
        .filter(area_successor::Column::NewId.in_subquery(valid.into_query()));
    let successions: Vec<area_successor::Model> = tx.every(rows, |select| select).await?;
    units.extend(successions.into_iter().map(|row| (row.old_id, row.new_id)));
    Ok(units)
}
