//! Adding up the targets of parts. Communes that were merged are parts of the commune they became.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    area, area_successor,
    enums::{AreaLevel, TargetKind},
    ids::AreaId,
    indicator_target::{self, Column},
};
use sea_orm::{ColumnTrait, Condition};

use super::messages::{TargetCheck, TargetCheckFilter, TargetParts, TargetWhole};
use crate::{
    access::{Access, permission::indicators::ReadIndicatorTargets},
    error::{Error, Text},
    indicator_definitions::queries::Definition,
    maps::{MapYear, Maps, Unit},
    store::{Snapshot, Tx},
    values::FieldCode,
};

/// Units that never overlap: those of one level of a map.
type Tier = (AreaLevel, MapYear);

const TIERS: [Tier; 3] = [
    (AreaLevel::District, MapYear::Of2022),
    (AreaLevel::Commune, MapYear::Of2022),
    (AreaLevel::Commune, MapYear::Of2025),
];

fn is_on((level, map): Tier, unit: &Unit) -> bool {
    unit.level == level && unit.is_on(map)
}

/// The values of one indicator, year and kind, by area.
struct Book<'a> {
    maps: &'a Maps,
    values: HashMap<AreaId, i64>,
}

impl Book<'_> {
    /// The units of a tier in an area, other than the area itself.
    fn parts(&self, (level, map): Tier, whole: AreaId) -> Vec<&Unit> {
        let mut units = self.maps.units_within(map, level, &[whole]);
        units.retain(|unit| unit.id != whole);
        units
    }

    /// What the units of a tier in an area add up to, as far as they have a value.
    fn sum(&self, tier: Tier, whole: AreaId) -> i64 {
        let values = self.parts(tier, whole).into_iter().filter_map(|unit| self.values.get(&unit.id));
        values.fold(0, |sum: i64, value| sum.saturating_add(*value))
    }

    /// Whether the parts of an area exceed its value, looking at some tiers.
    fn is_exceeded(&self, whole: &Unit, is_looked_at: impl Fn(Tier) -> bool) -> bool {
        let Some(own) = self.values.get(&whole.id) else { return false };
        let tiers = TIERS.into_iter().filter(|tier| is_looked_at(*tier) && !is_on(*tier, whole));
        tiers.into_iter().any(|tier| self.sum(tier, whole.id) > *own)
    }

    fn whole(&self, unit: &Unit, map: MapYear, is_ratio: bool) -> TargetWhole {
        let value = self.values.get(&unit.id).copied();
        let of = |tier: Tier| {
            let units = self.parts(tier, unit.id);
            let (with, without): (Vec<&Unit>, Vec<&Unit>) =
                units.into_iter().partition(|part| self.values.contains_key(&part.id));
            let sum = (!is_ratio).then(|| self.sum(tier, unit.id));
            TargetParts {
                level: tier.0,
                with_value: with.len(),
                sum,
                difference: sum.zip(value).filter(|_| !with.is_empty()).map(|(sum, own)| sum - own),
                without_value: without.into_iter().map(Into::into).collect(),
            }
        };
        let tiers = TIERS.into_iter().filter(|tier| tier.1 == map && !is_on(*tier, unit));
        let has_parts = |tier: &Tier| !self.parts(*tier, unit.id).is_empty();
        TargetWhole { area: unit.into(), value, parts: tiers.filter(has_parts).map(of).collect() }
    }
}

fn of_year(code: &str, year: i32, kind: TargetKind) -> Condition {
    Condition::all().add(Column::Code.eq(code)).add(Column::Year.eq(year)).add(Column::Kind.eq(kind))
}

/// The targets that were asked for, within the reach.
///
/// # Errors
/// 422 for an unknown code.
pub(super) async fn check(
    access: &Access<ReadIndicatorTargets>,
    snapshot: &Snapshot,
    asked: &TargetCheckFilter,
) -> Result<TargetCheck, Error> {
    let Some(definition) = Definition::find(asked.code.as_ref()) else {
        let text = Text::new("Không có chỉ tiêu này; xem /v1/indicators.", "There is no such indicator.");
        return Err(Error::unfit_parameter("code", FieldCode::NotFound, text));
    };
    let last = NaiveDate::from_ymd_opt(asked.year, 12, 31).unwrap_or(NaiveDate::MAX);
    let map = asked.map.unwrap_or_else(|| MapYear::valid_on(last));
    let kind = asked.kind.unwrap_or_default();
    let maps = Maps::load(access, snapshot).await?;
    let rows = access.rows::<indicator_target::Entity>().filter(of_year(definition.code, asked.year, kind));
    let rows: Vec<indicator_target::Model> = snapshot.every(rows, |select| select).await?;
    let book = Book { maps: &maps, values: rows.into_iter().map(|row| (row.area_id, row.value)).collect() };
    let is_ratio = definition.is_ratio();
    let province = maps.province().filter(|_| access.reach().whole);
    let areas = province.map_or_else(|| access.reach().areas.clone(), |unit| vec![unit.id]);
    let mut units: Vec<&Unit> = areas.iter().filter_map(|id| maps.unit(*id)).collect();
    if map == MapYear::Of2022 {
        let districts = maps.units_within(map, AreaLevel::District, &areas);
        units.extend(districts.into_iter().filter(|unit| !areas.contains(&unit.id)));
    }
    Ok(TargetCheck {
        code: definition.code,
        name_vi: definition.names.0,
        name_en: definition.names.1,
        unit: definition.unit,
        is_ratio,
        year: asked.year,
        kind,
        map,
        wholes: units.into_iter().map(|unit| book.whole(unit, map, is_ratio)).collect(),
    })
}

/// The names of the areas whose parts exceed them, among those that a value which was just set belongs to: its own area
/// and those around it. Names are all that is told of areas beyond the reach.
///
/// # Errors
/// When the database fails.
pub(crate) async fn exceeded_by(
    tx: &Tx,
    row: &indicator_target::Model,
) -> Result<Vec<(String, String)>, Error> {
    if Definition::find(&row.code).is_none_or(Definition::is_ratio) {
        return Ok(Vec::new());
    }
    let maps = maps(tx).await?;
    let Some(unit) = maps.unit(row.area_id) else { return Ok(Vec::new()) };
    let rows = tx
        .beyond_reach::<indicator_target::Entity>("who sets a part is warned of the whole around it")
        .filter(of_year(&row.code, row.year, row.kind));
    let rows: Vec<indicator_target::Model> = tx.every(rows, |select| select).await?;
    let around = |area: &AreaId| *area != unit.id && maps.contains(*area, unit.id);
    let mut around: Vec<&Unit> =
        rows.iter().map(|row| row.area_id).filter(around).filter_map(|area| maps.unit(area)).collect();
    around.sort_by_key(|one| (one.level != AreaLevel::Province, one.code.clone()));
    let values = rows.iter().map(|row| (row.area_id, row.value)).collect();
    let book = Book { maps: &maps, values };
    let own = [unit].into_iter().filter(|own| book.is_exceeded(own, |_| true));
    let around = around.into_iter().filter(|one| book.is_exceeded(one, |tier| is_on(tier, unit)));
    Ok(around.chain(own).map(|one| (one.name_vi.clone(), one.name_en.clone())).collect())
}

async fn maps(tx: &Tx) -> Result<Maps, Error> {
    const WHY: &str = "the map is reference data";
    let areas: Vec<area::Model> = tx.every(tx.beyond_reach::<area::Entity>(WHY), |select| select).await?;
    let successors: Vec<area_successor::Model> =
        tx.every(tx.beyond_reach::<area_successor::Entity>(WHY), |select| select).await?;
    Ok(Maps::new(areas, successors.into_iter().map(|row| (row.old_id, row.new_id))))
}
