//! Successions: for every abolished unit of a list, the units that continue it are those listed.

use super::rows::SuccessorLine;
use chrono::NaiveDate;
use entity::ids::AreaId;
use entity::{area, area_successor};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{EntityTrait, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

type Unit = (AreaId, NaiveDate, Option<NaiveDate>);

/// Stores the successions listed, removes others of the same abolished units, and says how many are new.
pub(super) async fn replace(db: &impl ConnectionTrait, lines: &[SuccessorLine]) -> Result<usize, DbErr> {
    let units = units(db).await?;
    let listed = lines.iter().map(|line| resolve(&units, line)).collect::<Result<BTreeSet<_>, DbErr>>()?;
    let olds: BTreeSet<AreaId> = listed.iter().map(|(old, _)| *old).collect();
    let stored: Vec<(AreaId, AreaId)> = area_successor::Entity::find()
        .select_only()
        .columns([area_successor::Column::OldId, area_successor::Column::NewId])
        .into_tuple()
        .all(db)
        .await?;
    let stored: BTreeSet<(AreaId, AreaId)> =
        stored.into_iter().filter(|(old, _)| olds.contains(old)).collect();
    for pair in stored.difference(&listed) {
        area_successor::Entity::delete_by_id(*pair).exec(db).await?;
    }
    let added: Vec<_> = listed
        .difference(&stored)
        .map(|(old, new)| area_successor::ActiveModel { old_id: Set(*old), new_id: Set(*new) })
        .collect();
    let count = added.len();
    if count > 0 {
        area_successor::Entity::insert_many(added).exec_without_returning(db).await?;
    }
    Ok(count)
}

/// The latest pair of units with these codes of which one begins on the day the other ends.
fn resolve(
    units: &BTreeMap<String, Vec<Unit>>,
    SuccessorLine { old_code, new_code }: &SuccessorLine,
) -> Result<(AreaId, AreaId), DbErr> {
    let of = |code: &str| units.get(code).map(Vec::as_slice).unwrap_or_default();
    let pairs = of(new_code).iter().rev().flat_map(|new| of(old_code).iter().map(move |old| (old, new)));
    pairs
        .filter(|(old, new)| old.2 == Some(new.1))
        .map(|(old, new)| (old.0, new.0))
        .next()
        .ok_or_else(|| DbErr::Custom(format!("no unit {new_code} begins on the day a unit {old_code} ends")))
}

async fn units(db: &impl ConnectionTrait) -> Result<BTreeMap<String, Vec<Unit>>, DbErr> {
    let rows: Vec<(String, AreaId, NaiveDate, Option<NaiveDate>)> = area::Entity::find()
        .select_only()
        .columns([
            area::Column::Code,
            area::Column::Id,
            area::Column::ValidFromOn,
            area::Column::ValidUntilOn,
        ])
        .into_tuple()
        .all(db)
        .await?;
    let mut units: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
    for (code, id, from, until) in rows {
        units.entry(code).or_default().push((id, from, until));
    }
    units.values_mut().for_each(|periods| periods.sort_by_key(|(_, from, _)| *from));
    Ok(units)
}
