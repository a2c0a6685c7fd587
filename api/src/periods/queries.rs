//! What groups were over time: conditions on their periods, and the place of a group in a later map.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    area,
    enums::{GroupStatus, LegalForm},
    farmer_group, group_period,
    ids::{AreaId, GroupId},
    vietnamese::fold,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{DynIden, Expr, ExprTrait, IntoCondition, SelectStatement, SimpleExpr},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    access::{Access, Owned, Permit, Reach, descendants},
    areas::queries::{check_unit_on, holds_on, predecessors_of, unit_on},
    error::{Code, Error, Faults, Text},
    groups::queries::of_groups_within,
    late_facts::queries::check_late,
    reporting_periods::queries::Placed,
    store::{Dated, Tx},
    values::FieldCode,
};

impl Owned for group_period::Entity {
    const ID: group_period::Column = group_period::Column::Id;
    const VOIDED: Option<group_period::Column> = Some(group_period::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_period::Column::GroupId, reach)
    }
}

impl Dated for group_period::Entity {
    fn from_on(row: &group_period::Model) -> NaiveDate {
        row.from_on
    }

    fn end(row: &mut group_period::ActiveModel, day: NaiveDate) {
        row.until_on = Set(Some(day));
    }

    fn begin(row: &mut group_period::ActiveModel, id: Uuid, day: NaiveDate, now: DateTime<Utc>) {
        row.id = Set(id.into());
        row.from_on = Set(day);
        row.until_on = Set(None);
        row.created_at = Set(now);
    }
}

/// The groups with a period that meets a condition.
pub fn periods(condition: impl IntoCondition) -> SelectStatement {
    group_period::Entity::find()
        .select_only()
        .column(group_period::Column::GroupId)
        .filter(group_period::Column::VoidedAt.is_null())
        .filter(condition)
        .into_query()
}

/// Groups with a period that meets a condition; looked up group by group: a page is filled long before all are known.
pub fn with_period(condition: Condition) -> SimpleExpr {
    of_group_with_period(farmer_group::Column::Id, condition)
}

/// Rows of groups with a period that meets a condition, likewise.
pub fn of_group_with_period<C: ColumnTrait>(group_id: C, condition: impl IntoCondition) -> SimpleExpr {
    let its = group_period::Column::GroupId.as_column_ref();
    let mut of_group = periods(condition);
    of_group.and_where(Expr::col(its).eq(Expr::col(group_id.as_column_ref())));
    Expr::exists(of_group)
}

/// Rows of groups that lie at present in an area of either map.
pub fn of_group_in_area<C: ColumnTrait>(group_id: C, area_id: AreaId) -> SimpleExpr {
    of_group_with_period(group_id, present().add(in_area(area_id)))
}

/// The period of a group that is active at present.
#[must_use]
pub fn active() -> Condition {
    present().add(group_period::Column::Status.eq(GroupStatus::Active))
}

/// The present period of a group.
#[must_use]
pub fn present() -> Condition {
    Condition::all().add(group_period::Column::UntilOn.is_null())
}

/// The period of a group in force on a day (`group_period` must be joined or selected from).
pub fn in_force(day: NaiveDate) -> Condition {
    holds_on(group_period::Column::FromOn, group_period::Column::UntilOn, day)
        .add(group_period::Column::VoidedAt.is_null())
}

/// Where a period lies.
const PLACE: (group_period::Column, group_period::Column) =
    (group_period::Column::CommuneId, group_period::Column::FormerCommuneId);

/// Periods in an area of either map: in one of its communes, or in a commune of 2025 with a commune of 2022 of it.
pub fn in_area(area_id: AreaId) -> Condition {
    crate::places::queries::in_area(PLACE, area_id)
}

/// Periods in a commune of 2025 of which the commune of 2022 is not known: in the map of 2022 they form one row.
pub fn not_assigned() -> Condition {
    crate::places::queries::not_assigned(PLACE)
}

/// The present period, under whatever name its table is joined.
pub fn lasting(table: &DynIden) -> Condition {
    Condition::all()
        .add(Expr::col((table.clone(), group_period::Column::UntilOn)).is_null())
        .add(Expr::col((table.clone(), group_period::Column::VoidedAt)).is_null())
}

/// The commune of 2022 within a commune of 2025 that a new fact names.
///
/// # Errors
/// 422 at `/former_commune_id` when it was not merged into the commune.
pub async fn former_commune(tx: &Tx, id: AreaId, commune_id: AreaId) -> Result<(), Error> {
    let rows = tx.beyond_reach::<area::Entity>("the map is reference data").filter(area::Column::Id.eq(id));
    if tx.find(predecessors_of(rows, commune_id)).await?.is_some() {
        return Ok(());
    }
    let detail = Text::new(
        "Phải là một xã cũ đã nhập vào xã này từ 2025-07-01.",
        "It must be a commune that was merged into this one on 2025-07-01.",
    );
    Err(Error::invalid("/former_commune_id", FieldCode::Inconsistent, detail))
}

/// Where a group that stays in its place is on a day: its commune or, once that was merged, the successor with it as
/// the former commune.
///
/// # Errors
/// When the map does not say.
pub async fn place_on(
    tx: &Tx,
    period: &group_period::Model,
    day: NaiveDate,
) -> Result<(AreaId, Option<AreaId>), Error> {
    match unit_on(tx, period.commune_id, day).await? {
        Some(unit) if unit == period.commune_id => Ok((unit, period.former_commune_id)),
        Some(successor) => Ok((successor, Some(period.commune_id))),
        None => Err(Error::internal("a merged commune has no successor")),
    }
}

/// Notes that the caller may not enter a fact of a day about the group of these periods (see [`check_unit_on`]): it is
/// about the place where the group lay then.
///
/// # Errors
/// When the database fails.
pub async fn check_place(
    tx: &Tx,
    reach: &Reach,
    faults: &mut Faults,
    periods: &[group_period::Model],
    (pointer, day): (&str, NaiveDate),
) -> Result<(), Error> {
    faults.keep(check_late(tx, &places_from(periods, day)).await)?;
    let then = periods.iter().rfind(|period| period.from_on <= day).or(periods.first());
    let Some(then) = then.filter(|period| !reach.groups.contains(&period.group_id)) else { return Ok(()) };
    faults.keep(check_unit_on(tx, reach, then.commune_id, day, pointer).await).map(drop)
}

/// Where a group lay from a day on, each place with the first day that counts there: what happened on the day is seen in
/// the figures of all of them.
#[must_use]
pub fn places_from(periods: &[group_period::Model], day: NaiveDate) -> Vec<Placed> {
    let lasting = periods.iter().filter(|period| period.until_on.is_none_or(|until_on| until_on > day));
    let places: Vec<Placed> =
        lasting.map(|period| (period.commune_id, Ord::max(period.from_on, day))).collect();
    if places.is_empty() {
        periods.last().map(|last| (last.commune_id, day)).into_iter().collect()
    } else {
        places
    }
}

/// Lets something that was entered about a group be changed or taken out that counts from a day on.
///
/// # Errors
/// As [`check_late`].
pub async fn check_late_of(tx: &Tx, group_id: GroupId, day: NaiveDate) -> Result<(), Error> {
    check_late(tx, &places_from(&periods_of(tx, group_id).await?, day)).await
}

/// The periods of a group, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn periods_of(tx: &Tx, group_id: GroupId) -> Result<Vec<group_period::Model>, Error> {
    let rows = tx.beyond_reach::<group_period::Entity>("periods of a group that was found");
    let mut found = tx.all(rows.filter(group_period::Column::GroupId.eq(group_id))).await?;
    found.sort_by_key(|period| period.from_on);
    Ok(found)
}

/// Notes that a day of a change lies in the future or before the period that it would end.
pub fn check_day(faults: &mut Faults, pointer: &str, day: NaiveDate, since: NaiveDate, today: NaiveDate) {
    not_after_today(faults, pointer, day, today);
    let text = Text::made(
        format!("Không được trước {since}, ngày bắt đầu giai đoạn hiện tại."),
        format!("It must not be before {since}, when the present period began."),
    );
    faults.when(day < since, pointer, FieldCode::Inconsistent, text);
}

/// Notes that a day lies in the future.
pub fn not_after_today(faults: &mut Faults, pointer: &str, day: NaiveDate, today: NaiveDate) {
    let text = Text::new("Không được sau hôm nay.", "It must not be after today.");
    faults.when(day > today, pointer, FieldCode::OutOfRange, text);
}

/// Refuses figures for a day to come.
///
/// # Errors
/// 422 about the parameter `as_of`.
pub fn check_has_come(as_of: NaiveDate, today: NaiveDate) -> Result<(), Error> {
    if as_of <= today {
        return Ok(());
    }
    let text =
        Text::new("Ngày này chưa tới; không có số liệu.", "This day is to come; there are no figures.");
    Err(Error::unfit_parameter("as_of", FieldCode::OutOfRange, text))
}

/// The name of a group is unique among the living groups of its commune. Holds the commune until the end of the unit
/// of work, so that two groups do not take one name at the same time.
///
/// # Errors
/// 409 `duplicate`, with `existing_id` when the other group lies within the reach.
pub async fn check_name<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    name: &str,
    commune_id: AreaId,
    except: Option<GroupId>,
) -> Result<(), Error> {
    tx.lock(
        tx.beyond_reach::<area::Entity>("names are taken under its lock")
            .filter(area::Column::Id.eq(commune_id)),
    )
    .await?;
    let here = group_period::Column::CommuneId
        .in_subquery(descendants(&[commune_id]))
        .or(group_period::Column::FormerCommuneId.eq(commune_id));
    let living = group_period::Column::Status.is_not_in([GroupStatus::Dissolved, GroupStatus::Upgraded]);
    let homonyms = Condition::all()
        .add(farmer_group::Column::NameKey.eq(fold(name)))
        .add(
            farmer_group::Column::Id
                .in_subquery(periods(group_period::Column::UntilOn.is_null().and(living).and(here))),
        )
        .add_option(except.map(|id| farmer_group::Column::Id.ne(id)));
    let everywhere = tx.beyond_reach::<farmer_group::Entity>("a name is unique within the commune");
    if tx.find(everywhere.filter(homonyms.clone())).await?.is_none() {
        return Ok(());
    }
    let visible = tx.find(access.rows::<farmer_group::Entity>().filter(homonyms)).await?;
    let detail =
        Text::new("Trong xã đã có nhóm mang tên này.", "A group of the commune has this name already.");
    let members = visible.map_or(Value::Null, |group| json!({ "existing_id": group.id }));
    Err(Error::Conflict { code: Code::Duplicate, detail: Some(detail), members })
}

/// The fewest members of a cooperative group (domain §3.2).
pub const LEAST_MEMBERS: usize = 2;

/// How many members a group of this form needs, a cooperative as many as founded it.
#[must_use]
pub fn least_members(form: LegalForm, founded_on: NaiveDate) -> usize {
    match form {
        LegalForm::Cig => 1,
        LegalForm::Tht => LEAST_MEMBERS,
        LegalForm::Cooperative => least_founders(founded_on),
    }
}

/// Since this day five instead of seven founding members make a cooperative (domain §3.2).
const FEWER_FOUNDERS_FROM: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 7, 1);

/// How many founding members a cooperative registered on this day needs.
#[must_use]
pub fn least_founders(registered_on: NaiveDate) -> usize {
    if Some(registered_on) < FEWER_FOUNDERS_FROM { 7 } else { 5 }
}
