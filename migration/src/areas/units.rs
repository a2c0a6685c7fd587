//! Units: added when new, brought up to date when listed differently, never removed.

use super::{AreaRow, ImportSummary};
use crate::identity::{Kind, identifier};
use chrono::{DateTime, NaiveDate, Utc};
use entity::area::{ActiveModel, Column, Entity};
use entity::enums::AreaLevel;
use entity::ids::AreaId;
use entity::vietnamese::sort_key;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ActiveValue::Set;
use sea_orm_migration::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

/// Rows sent in one statement.
const BATCH: usize = 500;

type Key = (String, NaiveDate);

/// A unit as stored.
struct Unit {
    id: AreaId,
    parent_id: Option<AreaId>,
    version: i32,
    row: AreaRow,
}

/// Who is who, by code and first day.
struct Directory(BTreeMap<Key, (AreaId, Option<NaiveDate>)>);

/// Adds what is new and changes what differs.
pub(super) async fn upsert(
    db: &impl ConnectionTrait,
    at: DateTime<Utc>,
    rows: Vec<AreaRow>,
) -> Result<ImportSummary, DbErr> {
    let listed: BTreeMap<Key, AreaRow> = rows.into_iter().map(|row| (key(&row), row)).collect();
    let stored: BTreeMap<Key, Unit> =
        stored(db).await?.into_iter().map(|unit| (key(&unit.row), unit)).collect();
    let directory = Directory::of(&stored, &listed)?;
    let mut summary = ImportSummary::default();
    let mut added = Vec::new();
    for (key, row) in &listed {
        let parent_id = directory.parent(row)?;
        match stored.get(key) {
            None => added.push(new_unit(at, directory.id(key)?, parent_id, row)),
            Some(unit) if unit.is_as(row, parent_id) => summary.unchanged += 1,
            Some(unit) => {
                change(db, at, unit, parent_id, row).await?;
                summary.changed += 1;
            }
        }
    }
    summary.added = added.len();
    // A parent goes before what lies in it.
    added.sort_by_key(|unit| level_rank(unit.level.try_as_ref()));
    for batch in added.chunks(BATCH) {
        Entity::insert_many(batch.to_vec()).exec_without_returning(db).await?;
    }
    Ok(summary)
}

impl Directory {
    fn of(stored: &BTreeMap<Key, Unit>, listed: &BTreeMap<Key, AreaRow>) -> Result<Self, DbErr> {
        let mut all: BTreeMap<Key, (AreaId, Option<NaiveDate>)> =
            stored.iter().map(|(key, unit)| (key.clone(), (unit.id, unit.row.valid_until_on))).collect();
        for (key, row) in listed {
            let id = match stored.get(key) {
                Some(unit) => unit.id,
                None => AreaId::new(identifier(Kind::Area, &key.0, key.1)?),
            };
            all.insert(key.clone(), (id, row.valid_until_on));
        }
        for (((code, _), (_, until)), ((next, from), _)) in all.iter().zip(all.iter().skip(1)) {
            if code == next && until.is_none_or(|until| until > *from) {
                return Err(DbErr::Custom(format!("two units with the code {code} overlap on {from}")));
            }
        }
        Ok(Self(all))
    }

    fn id(&self, key: &Key) -> Result<AreaId, DbErr> {
        self.0
            .get(key)
            .map(|(id, _)| *id)
            .ok_or_else(|| DbErr::Custom(format!("no unit {} {}", key.0, key.1)))
    }

    /// The first unit with the parent's code whose days meet those of the row.
    fn parent(&self, row: &AreaRow) -> Result<Option<AreaId>, DbErr> {
        let Some(code) = &row.parent_code else { return Ok(None) };
        let unit = self.0.iter().find(|((other, from), (_, until))| {
            other == code
                && row.valid_until_on.is_none_or(|end| *from < end)
                && until.is_none_or(|until| until > row.valid_from_on)
        });
        let unknown = || format!("the unit {} lies in {code}, which is not known for its days", row.code);
        unit.map(|(_, (id, _))| Some(*id)).ok_or_else(|| DbErr::Custom(unknown()))
    }
}

impl Unit {
    fn is_as(&self, row: &AreaRow, parent_id: Option<AreaId>) -> bool {
        // What is stored names its parent by id alone.
        let row = AreaRow { parent_code: None, ..row.clone() };
        self.row == row && self.parent_id == parent_id
    }
}

type Stored = (AreaId, String, String, String, AreaLevel, Option<AreaId>, NaiveDate, Option<NaiveDate>, i32);

async fn stored(db: &impl ConnectionTrait) -> Result<Vec<Unit>, DbErr> {
    let columns = [Column::Id, Column::Code, Column::NameVi, Column::NameEn, Column::Level];
    let dated = [Column::ParentId, Column::ValidFromOn, Column::ValidUntilOn, Column::Version];
    let rows: Vec<Stored> =
        Entity::find().select_only().columns(columns).columns(dated).into_tuple().all(db).await?;
    let unit = |(id, code, name_vi, name_en, level, parent_id, valid_from_on, valid_until_on, version)| {
        let row = AreaRow { code, name_vi, name_en, level, parent_code: None, valid_from_on, valid_until_on };
        Unit { id, parent_id, version, row }
    };
    Ok(rows.into_iter().map(unit).collect())
}

fn new_unit(at: DateTime<Utc>, id: AreaId, parent_id: Option<AreaId>, row: &AreaRow) -> ActiveModel {
    ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(at),
        code: Set(row.code.clone()),
        valid_from_on: Set(row.valid_from_on),
        ..content(at, parent_id, row)
    }
}

fn content(at: DateTime<Utc>, parent_id: Option<AreaId>, row: &AreaRow) -> ActiveModel {
    ActiveModel {
        level: Set(row.level),
        name_vi: Set(row.name_vi.clone()),
        name_en: Set(row.name_en.clone()),
        parent_id: Set(parent_id),
        valid_until_on: Set(row.valid_until_on),
        sort_key: Set(sort_key(&row.name_vi)),
        updated_at: Set(at),
        ..Default::default()
    }
}

async fn change(
    db: &impl ConnectionTrait,
    at: DateTime<Utc>,
    unit: &Unit,
    parent_id: Option<AreaId>,
    row: &AreaRow,
) -> Result<(), DbErr> {
    let changed = ActiveModel { version: Set(unit.version + 1), ..content(at, parent_id, row) };
    Entity::update_many().set(changed).filter(Column::Id.eq(unit.id)).exec(db).await?;
    Ok(())
}

fn key(row: &AreaRow) -> Key {
    (row.code.clone(), row.valid_from_on)
}

fn level_rank(level: Option<&AreaLevel>) -> u8 {
    match level {
        Some(AreaLevel::Province) | None => 0,
        Some(AreaLevel::District) => 1,
        Some(AreaLevel::Commune) => 2,
    }
}
