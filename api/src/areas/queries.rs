//! Look-ups of areas.

use chrono::NaiveDate;
use entity::{area, area_successor, enums::AreaLevel, ids::AreaId, project_commune};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{IntoCondition, SelectStatement},
};

use super::messages::AreaFilter;
use crate::{
    access::{Owned, Reach, Rows, descendants},
    error::{Error, Text},
    store::{Revised, SortBy, SortKind, Tx},
    values::FieldCode,
};

impl Owned for area::Entity {
    const ID: area::Column = area::Column::Id;
    const VOIDED: Option<area::Column> = None;

    /// The map is reference data: whoever may read areas reads all of them.
    fn within(_: &Reach) -> Condition {
        Condition::all()
    }
}

impl Owned for project_commune::Entity {
    const ID: project_commune::Column = project_commune::Column::Id;
    const VOIDED: Option<project_commune::Column> = Some(project_commune::Column::VoidedAt);

    /// Reference data, like the map.
    fn within(_: &Reach) -> Condition {
        Condition::all()
    }
}

impl Revised for project_commune::Entity {
    const VERSION: project_commune::Column = project_commune::Column::Version;
    const UPDATED_AT: project_commune::Column = project_commune::Column::UpdatedAt;

    fn version(row: &project_commune::Model) -> i32 {
        row.version
    }
}

/// The condition for dated rows that hold on a day.
pub fn holds_on<C: ColumnTrait>(from_on: C, until_on: C, day: NaiveDate) -> Condition {
    Condition::all().add(from_on.lte(day)).add(Condition::any().add(until_on.is_null()).add(until_on.gt(day)))
}

impl AreaFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let valid = self
            .valid_on
            .map(|day| holds_on(area::Column::ValidFromOn, area::Column::ValidUntilOn, day.into()));
        let project = self.in_project_on.map(|day| area::Column::Id.in_subquery(in_project_on(day.into())));
        Condition::all()
            .add_option(
                self.level
                    .as_ref()
                    .map(|levels| area::Column::Level.is_in(levels.as_slice().iter().copied())),
            )
            .add_option(self.parent_id.map(|parent| area::Column::ParentId.eq(parent)))
            .add_option(self.code.as_ref().map(|code| area::Column::Code.eq(code.as_ref())))
            .add_option(valid)
            .add_option(project)
    }

    /// The order of a sort key.
    #[must_use]
    pub fn sort(key: &str) -> SortBy {
        let column = if key.ends_with("code") { area::Column::Code } else { area::Column::SortKey };
        SortBy::column(column, SortKind::Text).descending(key.starts_with('-'))
    }
}

fn in_project_on(day: NaiveDate) -> SelectStatement {
    use project_commune::Column;
    project_commune::Entity::find()
        .select_only()
        .column(Column::AreaId)
        .filter(Column::VoidedAt.is_null())
        .filter(holds_on(Column::FromOn, Column::UntilOn, day))
        .into_query()
}

/// Narrows areas to those that `id` was merged into.
pub fn successors_of(rows: Rows<area::Entity>, id: AreaId) -> Rows<area::Entity> {
    let ids = successions(area_successor::Column::NewId, area_successor::Column::OldId.eq(id));
    rows.filter(area::Column::Id.in_subquery(ids))
}

/// Narrows areas to those that were merged into `id`.
pub fn predecessors_of(rows: Rows<area::Entity>, id: AreaId) -> Rows<area::Entity> {
    let ids = successions(area_successor::Column::OldId, area_successor::Column::NewId.eq(id));
    rows.filter(area::Column::Id.in_subquery(ids))
}

fn successions(side: area_successor::Column, condition: impl IntoCondition) -> SelectStatement {
    area_successor::Entity::find().select_only().column(side).filter(condition).into_query()
}

/// The commune of a new fact that somebody enters: within the reach, a commune, and there on the fact's date.
///
/// # Errors
/// 404 outside the reach; 422 at `pointer` as in [`commune_valid_on`].
pub async fn commune_for_entry(
    tx: &Tx,
    reach: &Reach,
    id: AreaId,
    day: NaiveDate,
    pointer: &str,
) -> Result<area::Model, Error> {
    if !reach.whole {
        let rows = tx
            .beyond_reach::<area::Entity>("the map is reference data; the reach is checked here")
            .filter(area::Column::Id.eq(id))
            .filter(area::Column::Id.in_subquery(descendants(&reach.areas)));
        tx.one(rows).await?;
    }
    commune_valid_on(tx, id, day, pointer).await
}

/// The former commune that a record of 2025 or later may name: one that was merged into its commune.
///
/// # Errors
/// 422 at `/former_commune_id` when it was not.
pub async fn check_former_commune(tx: &Tx, former: Option<AreaId>, commune: AreaId) -> Result<(), Error> {
    let Some(former) = former else { return Ok(()) };
    let rows =
        tx.beyond_reach::<area::Entity>("the map is reference data").filter(area::Column::Id.eq(former));
    match tx.find(predecessors_of(rows, commune)).await? {
        Some(_) => Ok(()),
        None => Err(Error::invalid(
            "/former_commune_id",
            FieldCode::Inconsistent,
            Text::new(
                "Xã cũ phải là xã đã nhập vào xã này.",
                "The former commune must be one merged into this one.",
            ),
        )),
    }
}

/// The commune a new fact names: it must be a commune and exist on the fact's date.
///
/// # Errors
/// 422 at `pointer` when it is unknown, no commune, or not valid on that day.
pub async fn commune_valid_on(
    tx: &Tx,
    id: AreaId,
    day: NaiveDate,
    pointer: &str,
) -> Result<area::Model, Error> {
    let rows = tx.beyond_reach::<area::Entity>("the map is reference data").filter(area::Column::Id.eq(id));
    let found = tx.find(rows).await?.filter(|area| area.level == AreaLevel::Commune);
    let Some(area) = found else {
        return Err(Error::invalid(
            pointer,
            FieldCode::NotFound,
            Text::new("Không có xã này.", "There is no such commune."),
        ));
    };
    let exists = area.valid_from_on <= day && area.valid_until_on.is_none_or(|until_on| until_on > day);
    if exists {
        Ok(area)
    } else {
        Err(Error::invalid(
            pointer,
            FieldCode::Inconsistent,
            Text::new("Xã này không tồn tại vào ngày đó.", "This commune does not exist on that day."),
        ))
    }
}
