//! Look-ups of areas.

use chrono::NaiveDate;
use entity::{area, area_closure, area_successor, enums::AreaLevel, ids::AreaId, project_commune};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, IntoCondition, SelectStatement},
};

use super::messages::AreaFilter;
use crate::{
    access::{Owned, Reach, Rows, descendants},
    error::{Error, Text},
    late_facts::queries::check_late,
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

impl Owned for area_closure::Entity {
    const ID: area_closure::Column = area_closure::Column::DescendantId;
    const VOIDED: Option<area_closure::Column> = None;

    /// Reference data, like the map.
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
pub fn holds_on<C: ColumnTrait>(from_on: C, until_on: C, day: impl Into<Expr>) -> Condition {
    let (day, col) = (day.into(), |column: C| Expr::col(column.as_column_ref()));
    let lasts = Condition::any().add(until_on.is_null()).add(col(until_on).gt(day.clone()));
    Condition::all().add(col(from_on).lte(day)).add(lasts)
}

/// What is said when a unit is not there in a year.
pub const NOT_IN_YEAR: Text =
    Text::new("Đơn vị này không tồn tại trong năm đó.", "This unit does not exist in that year.");

/// Whether a unit is there on some day of a year.
#[must_use]
pub fn exists_in(area: &area::Model, year: i32) -> bool {
    let first_of = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    let is_left = |until_on| first_of(year).is_some_and(|first| until_on > first);
    Some(area.valid_from_on) < first_of(year + 1) && area.valid_until_on.is_none_or(is_left)
}

impl AreaFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let valid = self
            .valid_on
            .map(|day| holds_on(area::Column::ValidFromOn, area::Column::ValidUntilOn, NaiveDate::from(day)));
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

/// The commune that a new fact names: one within the reach, there on the fact's date, and for the caller to enter facts
/// about then. `at` and `on` point to the members that hold the commune and the date.
///
/// # Errors
/// 422 at `at` when it is unknown, no commune, outside the reach or not valid on that day; at `on` as in
/// [`check_scope_on`].
pub async fn commune_for_entry(
    tx: &Tx,
    reach: &Reach,
    id: AreaId,
    day: NaiveDate,
    (at, on): (&str, &str),
) -> Result<area::Model, Error> {
    if !is_within(tx, reach, id).await? {
        return Err(no_such_commune(at));
    }
    let commune = commune_valid_on(tx, id, day, at).await?;
    check_scope_on(tx, reach, id, day, on).await?;
    Ok(commune)
}

/// True for a unit that exists and lies in an area of the reach.
pub(crate) async fn is_within(tx: &Tx, reach: &Reach, id: AreaId) -> Result<bool, Error> {
    let units = tx.beyond_reach::<area::Entity>("the map is reference data; the reach is checked here");
    let within = (!reach.whole).then(|| area::Column::Id.in_subquery(descendants(&reach.areas)));
    let rows = units.filter(area::Column::Id.eq(id)).filter(Condition::all().add_option(within));
    Ok(tx.find(rows).await?.is_some())
}

/// Refuses a fact of a day about something in a commune, unless a scope on a unit valid on that day holds the unit that
/// the commune was, or had become, by then (architecture §5): a scope on an abolished unit keeps reaching that unit's
/// records, and enters nothing that came later.
///
/// # Errors
/// 422 at `pointer`, the member that holds the day; at `late_reason` as in [`check_late`].
pub async fn check_scope_on(
    tx: &Tx,
    reach: &Reach,
    commune_id: AreaId,
    day: NaiveDate,
    pointer: &str,
) -> Result<(), Error> {
    check_unit_on(tx, reach, commune_id, day, pointer).await?;
    check_late(tx, &[(commune_id, day)]).await
}

/// The same for who has asked about locked periods already.
///
/// # Errors
/// 422 at `pointer`, the member that holds the day.
pub async fn check_unit_on(
    tx: &Tx,
    reach: &Reach,
    commune_id: AreaId,
    day: NaiveDate,
    pointer: &str,
) -> Result<(), Error> {
    if reach.whole {
        return Ok(());
    }
    // Days before the place is known are refused by rules of their own.
    let Some(unit) = unit_on(tx, commune_id, day).await? else { return Ok(()) };
    let scopes = valid_on(tx, day).filter(area::Column::Id.is_in(reach.areas.iter().copied()));
    let scopes: Vec<AreaId> = tx.all(scopes).await?.into_iter().map(|scope| scope.id).collect();
    let within = valid_on(tx, day)
        .filter(area::Column::Id.eq(unit))
        .filter(area::Column::Id.in_subquery(descendants(&scopes)));
    if tx.find(within).await?.is_some() {
        return Ok(());
    }
    let detail = Text::new(
        "Vào ngày đó, nơi này thuộc đơn vị hành chính ngoài phạm vi của bạn.",
        "On that day the place belonged to a unit outside your scope.",
    );
    Err(Error::invalid(pointer, FieldCode::Inconsistent, detail))
}

/// The unit that a commune was on a day or, once it was merged, had become; `None` before it was there.
///
/// # Errors
/// When the database fails.
pub async fn unit_on(tx: &Tx, commune_id: AreaId, day: NaiveDate) -> Result<Option<AreaId>, Error> {
    if tx.find(valid_on(tx, day).filter(area::Column::Id.eq(commune_id))).await?.is_some() {
        return Ok(Some(commune_id));
    }
    let successor = tx.find(successors_of(valid_on(tx, day), commune_id)).await?;
    Ok(successor.map(|unit| unit.id))
}

/// The units of a day.
pub fn valid_on(tx: &Tx, day: NaiveDate) -> Rows<area::Entity> {
    tx.beyond_reach("the map is reference data").filter(holds_on(
        area::Column::ValidFromOn,
        area::Column::ValidUntilOn,
        day,
    ))
}

/// The answer to the id of a commune that does not exist or, in the same words, lies outside the reach.
fn no_such_commune(pointer: &str) -> Error {
    Error::invalid(
        pointer,
        FieldCode::NotFound,
        Text::new("Không có xã này trong phạm vi của bạn.", "There is no such commune within your scope."),
    )
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
        return Err(no_such_commune(pointer));
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
