//! What happens inside a unit of work about project periods.

use entity::{
    area,
    enums::VoidReason,
    ids::{AreaId, ProjectCommuneId},
    project_commune,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewProjectPeriod, ProjectPeriod, ProjectPeriodPatch},
    queries::commune_valid_on,
};
use crate::{
    access::{Access, permission::reference::UpdateAreas},
    error::Error,
    late_facts::queries::check_late,
    store::{Change, Tx},
};

type Editing = Access<UpdateAreas>;

/// Takes a commune into the project.
pub(super) async fn create(
    tx: &Tx,
    access: &Editing,
    area_id: AreaId,
    new: &NewProjectPeriod,
) -> Result<Change<ProjectPeriod>, Error> {
    tx.one(access.row::<area::Entity>(area_id)).await?;
    commune_valid_on(tx, area_id, new.from_on.into(), "/from_on").await?;
    check_late(tx, &[(area_id, new.from_on.into())]).await?;
    let row = project_commune::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        area_id: Set(area_id),
        from_on: Set(new.from_on.into()),
        until_on: Set(new.until_on.map(Into::into)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    Ok(Change::created(tx.insert(row).await?.into()))
}

/// Changes the days of a period.
pub(super) async fn update(
    tx: &Tx,
    access: &Editing,
    ids: (AreaId, ProjectCommuneId),
    patch: &ProjectPeriodPatch,
) -> Result<Change<ProjectPeriod>, Error> {
    let row = find(tx, access, ids).await?;
    let before = row.clone().into();
    let (from_on, until_on) = patch.applied_to(&row)?;
    let moved = (from_on != row.from_on).then_some(from_on.min(row.from_on));
    let ends = [until_on, row.until_on].into_iter().flatten().min().filter(|_| until_on != row.until_on);
    let facts: Vec<_> = moved.or(ends).map(|day| (row.area_id, day)).into_iter().collect();
    check_late(tx, &facts).await?;
    let row = tx
        .update::<project_commune::Entity>(row, |row| {
            row.from_on = Set(from_on);
            row.until_on = Set(until_on);
        })
        .await?;
    Ok(Change::changed("updated", &before, row.into()))
}

/// Takes out a period that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Editing,
    ids: (AreaId, ProjectCommuneId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = find(tx, access, ids).await?;
    check_late(tx, &[(row.area_id, row.from_on)]).await?;
    let before: ProjectPeriod = row.clone().into();
    let word = reason.to_value();
    tx.update::<project_commune::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &word))
}

async fn find(
    tx: &Tx,
    access: &Editing,
    (area_id, id): (AreaId, ProjectCommuneId),
) -> Result<project_commune::Model, Error> {
    let rows = access.row::<project_commune::Entity>(id).filter(project_commune::Column::AreaId.eq(area_id));
    tx.current(rows).await
}
