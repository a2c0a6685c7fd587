//! Conditions on the two columns that say where something lies.

use entity::{area_successor, ids::AreaId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QuerySelect, QueryTrait};

use crate::access::descendants;

/// What lies in an area of either map: by its commune and the commune of 2022 within it.
#[must_use]
pub fn in_area<C: ColumnTrait>((commune, former): (C, C), area_id: AreaId) -> Condition {
    Condition::any()
        .add(commune.in_subquery(descendants(&[area_id])))
        .add(former.in_subquery(descendants(&[area_id])))
}

/// What lies in a commune of 2025 that was merged, when the commune of 2022 is not known.
#[must_use]
pub fn not_assigned<C: ColumnTrait>((commune, former): (C, C)) -> Condition {
    let merged =
        area_successor::Entity::find().select_only().column(area_successor::Column::NewId).into_query();
    Condition::all().add(former.is_null()).add(commune.in_subquery(merged))
}
