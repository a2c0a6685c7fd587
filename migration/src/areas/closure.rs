//! What each unit contains: itself, what lies in it, and what was merged into it, at any depth.

use entity::ids::AreaId;
use entity::{area, area_closure, area_successor};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{EntityTrait, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// Rows sent in one statement.
const BATCH: usize = 5000;

type Pairs = BTreeSet<(AreaId, AreaId)>;

/// Brings the stored closure up to date with units and successions.
pub(super) async fn rebuild(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let wanted = contained(&inside(db).await?);
    let stored = stored(db).await?;
    for pair in stored.difference(&wanted) {
        area_closure::Entity::delete_by_id(*pair).exec(db).await?;
    }
    let added: Vec<_> = wanted
        .difference(&stored)
        .map(|(ancestor, descendant)| area_closure::ActiveModel {
            ancestor_id: Set(*ancestor),
            descendant_id: Set(*descendant),
        })
        .collect();
    for batch in added.chunks(BATCH) {
        area_closure::Entity::insert_many(batch.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Of every unit, the units directly inside it.
async fn inside(db: &impl ConnectionTrait) -> Result<BTreeMap<AreaId, Vec<AreaId>>, DbErr> {
    let units: Vec<(AreaId, Option<AreaId>)> = area::Entity::find()
        .select_only()
        .columns([area::Column::Id, area::Column::ParentId])
        .into_tuple()
        .all(db)
        .await?;
    let merged: Vec<(AreaId, AreaId)> = area_successor::Entity::find()
        .select_only()
        .columns([area_successor::Column::OldId, area_successor::Column::NewId])
        .into_tuple()
        .all(db)
        .await?;
    let mut inside: BTreeMap<AreaId, Vec<AreaId>> = BTreeMap::new();
    for (id, parent) in units {
        inside.entry(id).or_default();
        if let Some(parent) = parent {
            inside.entry(parent).or_default().push(id);
        }
    }
    for (old, new) in merged {
        inside.entry(new).or_default().push(old);
    }
    Ok(inside)
}

fn contained(inside: &BTreeMap<AreaId, Vec<AreaId>>) -> Pairs {
    let mut pairs = Pairs::new();
    for ancestor in inside.keys() {
        let mut open = vec![*ancestor];
        while let Some(unit) = open.pop() {
            if pairs.insert((*ancestor, unit)) {
                open.extend(inside.get(&unit).into_iter().flatten());
            }
        }
    }
    pairs
}

async fn stored(db: &impl ConnectionTrait) -> Result<Pairs, DbErr> {
    let pairs: Vec<(AreaId, AreaId)> = area_closure::Entity::find()
        .select_only()
        .columns([area_closure::Column::AncestorId, area_closure::Column::DescendantId])
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().collect())
}
