//! Which communes take part and what the project wants to reach.

use entity::enums::TargetKind;
use entity::ids::{ProjectCommuneId, TargetId};
use entity::{indicator_target, project_commune};

use super::calendar::{PROJECT_FROM, day};
use super::clerk::Clerk;
use super::map::Map;
use super::plan::World;

/// Targets of 2024 for the province, as published.
const TARGETS: [(&str, i64); 2] = [("G1", 800), ("G6", 20)];

/// The project communes. They stay listed after the map of 2025: the project goes by its old communes.
pub fn project_communes(world: &World, seed: u64) -> Vec<project_commune::Model> {
    let mut clerk = Clerk::of(seed, "project_commune", 0);
    let mut rows = Vec::new();
    for commune in &world.communes {
        let (id, created_at) = clerk.enter(PROJECT_FROM);
        rows.push(project_commune::Model {
            id: ProjectCommuneId(id),
            area_id: commune.old.0,
            from_on: PROJECT_FROM,
            until_on: None,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        });
    }
    rows.sort_by_key(|row| row.id);
    rows
}

/// The targets.
pub fn indicator_targets(map: &Map, seed: u64) -> Vec<indicator_target::Model> {
    let mut clerk = Clerk::of(seed, "indicator_target", 0);
    let mut rows = Vec::new();
    for (code, value) in TARGETS {
        let Some(area_id) = map.province() else { continue };
        let (id, created_at) = clerk.enter(day(2022, 1, 4));
        rows.push(indicator_target::Model {
            id: TargetId(id),
            code: code.to_owned(),
            area_id,
            year: 2024,
            kind: TargetKind::Target,
            value,
            source: None,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        });
    }
    rows.sort_by_key(|row| row.id);
    rows
}
