//! Posts of cadres: two of the commune and three of branches in each commune of the project, held by members of groups.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::cadre_post;
use entity::enums::CadreLevel;
use entity::ids::{AreaId, CadrePostId, PersonId};
use serde_json::{Value, json};

use super::super::calendar::{NEW_MAP_ON, day, later};
use super::super::clerk::Clerk;
use super::super::grants::Event;
use super::super::register::Register;
use super::{Learning, Setting};
use crate::store::Owner;

/// The posts of a commune.
const POSTS: [(CadreLevel, &str); 5] = [
    (CadreLevel::Commune, "Chủ tịch Hội Nông dân xã"),
    (CadreLevel::Commune, "Phó Chủ tịch Hội Nông dân xã"),
    (CadreLevel::Branch, "Chi hội trưởng"),
    (CadreLevel::Branch, "Chi hội trưởng"),
    (CadreLevel::Branch, "Chi hội phó"),
];

/// Fills the posts.
pub fn appoint(learning: &mut Learning, setting: &Setting<'_>, register: &Register<'_>) {
    let mut clerk = Clerk::of(setting.seed, "cadre_post", 2);
    for (commune, candidates) in candidates(setting, register) {
        for ((level, title), (person_id, from_on)) in POSTS.into_iter().zip(candidates) {
            let until_on =
                clerk.random().chance(100).then(|| later(day(2023, 1, 1), clerk.random().between(0, 700)));
            let (id, at) = clerk.enter(from_on);
            let owners = vec![Owner::Commune(commune)];
            let changes =
                vec![("area_id", Value::Null, json!(commune)), ("from_on", Value::Null, json!(from_on))];
            learning.events.push(Event {
                resource: "cadre_post",
                id,
                version: 1,
                action: "created",
                reason: None,
                owners,
                changes,
            });
            learning.cadre_posts.push(cadre_post::Model {
                id: CadrePostId(id),
                person_id,
                level,
                area_id: commune,
                title: title.to_owned(),
                from_on,
                until_on,
                version: 1,
                created_at: at,
                updated_at: at,
                voided_at: None,
                void_reason: None,
            });
        }
    }
    learning.cadre_posts.sort_by_key(|row| row.id);
}

/// Members of groups in each commune of the project, each person once in all, with a day on which they may get a post.
fn candidates(
    setting: &Setting<'_>,
    register: &Register<'_>,
) -> BTreeMap<AreaId, Vec<(PersonId, NaiveDate)>> {
    let communes: BTreeSet<AreaId> =
        setting.province.project_communes.iter().map(|row| row.area_id).collect();
    let mut found: BTreeMap<AreaId, Vec<(PersonId, NaiveDate)>> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for row in &setting.province.memberships {
        let from_on = later(row.from_on, 30);
        let lasts = row.until_on.is_none() && from_on < NEW_MAP_ON && from_on < setting.today;
        let Some((commune, _)) = register.place_on(row.group_id, from_on).filter(|_| lasts) else { continue };
        let all = found.entry(commune).or_default();
        if communes.contains(&commune) && all.len() < POSTS.len() && taken.insert(row.person_id) {
            all.push((row.person_id, from_on));
        }
    }
    found
}
