//! The administrative map as the demo needs it. Names are never matched: units are found by code and parent.

use std::collections::BTreeMap;

use entity::{area, enums::AreaLevel, ids::AreaId};

/// The units of both maps and which unit continues which.
#[derive(Clone, Debug)]
pub struct Map {
    areas: Vec<area::Model>,
    successors: BTreeMap<AreaId, AreaId>,
}

impl Map {
    /// The map made of all rows of `area` and the pairs (old, new) of `area_successor`, in any order.
    #[must_use]
    pub fn new(mut areas: Vec<area::Model>, successors: impl IntoIterator<Item = (AreaId, AreaId)>) -> Self {
        areas.sort_by(|a, b| (&a.code, a.valid_from_on).cmp(&(&b.code, b.valid_from_on)));
        Self { areas, successors: successors.into_iter().collect() }
    }

    /// The province.
    #[must_use]
    pub fn province(&self) -> Option<AreaId> {
        self.areas.iter().find(|area| area.level == AreaLevel::Province).map(|area| area.id)
    }

    /// The unit with that id.
    pub(super) fn area(&self, id: AreaId) -> Option<&area::Model> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The district of the map of 2022 with that code.
    pub(super) fn district(&self, code: &str) -> Option<&area::Model> {
        self.areas.iter().find(|area| area.level == AreaLevel::District && area.code == code)
    }

    /// The units that lie directly in that one, in the order of their codes.
    pub(super) fn children(&self, parent: AreaId) -> Vec<&area::Model> {
        self.areas.iter().filter(|area| area.parent_id == Some(parent)).collect()
    }

    /// The unit that continues that one.
    pub(super) fn successor(&self, id: AreaId) -> Option<&area::Model> {
        self.successors.get(&id).and_then(|new| self.area(*new))
    }
}
