//! Where the areas of allotments lie: within a reach, and which of them share ground with which.

use std::collections::{BTreeMap, BTreeSet};

use entity::{area, area_closure, ids::AreaId};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait},
};

use crate::{
    access::{Reach, descendants},
    error::Error,
    store::Tx,
};

/// The areas that are there and within the reach, by their ids.
pub(super) async fn reached(
    tx: &Tx,
    reach: &Reach,
    areas: &[AreaId],
) -> Result<BTreeMap<AreaId, area::Model>, Error> {
    let inside = (!reach.whole).then(|| area::Column::Id.in_subquery(descendants(&reach.areas)));
    let rows = tx
        .beyond_reach::<area::Entity>("reference data, cut to the reach here")
        .filter(area::Column::Id.is_in(areas.iter().copied()))
        .filter(Condition::all().add_option(inside));
    Ok(tx.all(rows).await?.into_iter().map(|area| (area.id, area)).collect())
}

/// Refuses areas outside the reach: deciding on a call needs a scope over all of its money.
///
/// # Errors
/// 404.
pub async fn within(tx: &Tx, reach: &Reach, areas: &[AreaId]) -> Result<(), Error> {
    let reached = reached(tx, reach, areas).await?;
    if areas.iter().all(|area| reached.contains_key(area)) { Ok(()) } else { Err(Error::NotFound) }
}

/// For each of some areas, which of others share ground with it: the area itself, those around it, those in it, and those
/// of the other map that have a commune in common with it.
#[derive(Debug, Default)]
pub(super) struct Shared(BTreeMap<AreaId, BTreeSet<AreaId>>);

#[derive(FromQueryResult)]
struct Pair {
    one: AreaId,
    other: AreaId,
}

impl Shared {
    pub(super) async fn between(tx: &Tx, areas: &[AreaId], others: &[AreaId]) -> Result<Self, Error> {
        let rows = tx
            .beyond_reach::<area_closure::Entity>("reference data")
            .filter(area_closure::Column::AncestorId.is_in(areas.iter().copied()));
        let pairs: Vec<Pair> = tx.shaped(rows, |select| paired(select, others)).await?;
        let mut shared = Self::default();
        for Pair { one, other } in pairs {
            shared.0.entry(one).or_default().insert(other);
        }
        Ok(shared)
    }

    pub(super) fn holds(&self, one: AreaId, other: AreaId) -> bool {
        self.0.get(&one).is_some_and(|others| others.contains(&other))
    }
}

fn paired(select: Select<area_closure::Entity>, others: &[AreaId]) -> Select<area_closure::Entity> {
    use area_closure::Column;
    let same = area_closure::Entity::belongs_to(area_closure::Entity)
        .from(Column::DescendantId)
        .to(Column::DescendantId);
    let other = || Expr::col((Alias::new("other"), Column::AncestorId));
    select
        .select_only()
        .distinct()
        .column_as(Column::AncestorId, "one")
        .expr_as(other(), "other")
        .join_as(JoinType::InnerJoin, same.into(), Alias::new("other"))
        .filter(other().is_in(others.iter().copied()))
}
