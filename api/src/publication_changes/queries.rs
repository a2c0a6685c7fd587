//! Comparing two publications, cell by cell, and the journal between them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    enums::AreaLevel,
    ids::{AreaId, EntryId},
    journal_entry, journal_scope, publication, publication_cell,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect};

use super::messages::PublicationChange;
use crate::{
    access::{Access, permission::publications::ReadPublicationValues},
    error::Error,
    indicator_definitions::queries::{Base, Counting, Definition},
    indicator_tables::messages::CellKey,
    maps::Maps,
    publications::messages::map_of,
    store::Snapshot,
};

/// The most entries that one cell names.
const MOST_ENTRIES: usize = 100;

/// An entry with a commune that it concerns.
#[derive(Debug, FromQueryResult)]
struct Entry {
    id: EntryId,
    resource: String,
    commune_id: Option<AreaId>,
}

/// The resources whose entries change what a base counts.
const fn resources(base: Base) -> &'static [&'static str] {
    match base {
        Base::Groups => &[
            "farmer_group",
            "disbursement",
            "correction",
            "sales_contract",
            "production_plan",
            "training_event",
        ],
        Base::Memberships | Base::Members => &[
            "membership",
            "farmer_group",
            "group_office",
            "person",
            "household_member",
            "poverty_status",
            "disbursement",
            "correction",
            "sales_contract",
            "training_event",
            "attendance",
        ],
        Base::Persons | Base::Households => &[
            "person",
            "household",
            "household_member",
            "poverty_status",
            "membership",
            "training_event",
            "attendance",
            "disbursement",
            "correction",
        ],
        Base::Cadres => &["cadre_post", "person", "training_event", "attendance"],
        Base::Payments => &["disbursement", "correction", "settlement", "posting"],
        Base::Communes => &["area", "project_period", "ocop_product", "ocop_certificate"],
    }
}

/// What changed from one publication to another.
///
/// # Errors
/// When the database fails.
pub(super) async fn changes(
    access: &Access<ReadPublicationValues>,
    snapshot: &Snapshot,
    (since, this): (&publication::Model, &publication::Model),
) -> Result<Vec<PublicationChange>, Error> {
    let (before, after) = (cells(access, snapshot, since).await?, cells(access, snapshot, this).await?);
    let known: BTreeMap<(&str, &str), i64> =
        before.iter().map(|cell| ((cell.indicator.as_str(), cell.key.as_str()), cell.value)).collect();
    let entries = between(access, snapshot, since, this).await?;
    let maps = Maps::load(access, snapshot).await?;
    let (mut changed, mut met) = (Vec::new(), BTreeSet::new());
    for cell in &after {
        let name = (cell.indicator.as_str(), cell.key.as_str());
        let was = known.get(&name).copied();
        let Some(definition) = Definition::find(&cell.indicator) else { continue };
        if was == Some(cell.value) || !met.insert(name) {
            continue;
        }
        let key: CellKey = serde_json::from_str(&cell.key).map_err(Error::internal)?;
        let commune = key
            .commune
            .as_deref()
            .map(|code| maps.with_code(map_of(this), AreaLevel::Commune, code).map(|unit| unit.id));
        let lies = |entry: &&Entry| match commune {
            Some(Some(unit)) => entry.commune_id.is_some_and(|id| maps.contains(unit, id) || id == unit),
            Some(None) | None => true,
        };
        let Counting::Facts(base, _) = definition.counting else { continue };
        let touching = entries.iter().filter(|entry| resources(base).contains(&entry.resource.as_str()));
        let ids: BTreeSet<EntryId> = touching.filter(lies).map(|entry| entry.id).collect();
        changed.push(PublicationChange {
            indicator: cell.indicator.clone(),
            is_correction: is_fall(definition, was, cell.value),
            key,
            before: was,
            after: cell.value,
            entry_ids: ids.into_iter().take(MOST_ENTRIES).map(Into::into).collect(),
        });
    }
    Ok(changed)
}

fn is_fall(definition: &Definition, before: Option<i64>, after: i64) -> bool {
    definition.only_grows() && before.is_some_and(|before| after < before)
}

async fn cells(
    access: &Access<ReadPublicationValues>,
    snapshot: &Snapshot,
    row: &publication::Model,
) -> Result<Vec<publication_cell::Model>, Error> {
    use publication_cell::Column;
    let rows = access.rows::<publication_cell::Entity>().filter(Column::PublicationId.eq(row.id));
    snapshot.every(rows, |select| select.order_by_asc(Column::TableN).order_by_asc(Column::CellN)).await
}

async fn between(
    access: &Access<ReadPublicationValues>,
    snapshot: &Snapshot,
    since: &publication::Model,
    this: &publication::Model,
) -> Result<Vec<Entry>, Error> {
    use journal_entry::Column;
    let kinds: BTreeSet<&str> =
        [Base::Groups, Base::Memberships, Base::Persons, Base::Cadres, Base::Payments, Base::Communes]
            .into_iter()
            .flat_map(resources)
            .copied()
            .collect();
    let rows = access
        .rows::<journal_entry::Entity>()
        .filter(Column::At.gt(since.published_at))
        .filter(Column::At.lte(this.published_at))
        .filter(Column::Outcome.eq("success"))
        .filter(Column::Resource.is_in(kinds));
    let scope = journal_entry::Entity::belongs_to(journal_scope::Entity)
        .from(Column::Id)
        .to(journal_scope::Column::EntryId);
    let shape = |select: sea_orm::Select<journal_entry::Entity>| {
        select
            .join(JoinType::LeftJoin, scope.into())
            .select_only()
            .columns([Column::Id, Column::Resource])
            .column(journal_scope::Column::CommuneId)
            .order_by_asc(Column::Id)
            .limit(10_000)
    };
    snapshot.every(rows, shape).await
}
