//! One function per operation on attendance.

use entity::{attendance, ids::TrainingId, training_event};

use super::{
    commands,
    messages::{
        Attendance, AttendanceFilter, AttendanceRemoval, AttendancesAdded, AttendancesRemoved,
        NewAttendances, Shown,
    },
    queries::{named, of_event},
};
use crate::{
    access::{
        Access,
        permission::trainings::{CreateAttendances, DeleteAttendances, ReadAttendances},
    },
    error::Error,
    http::{Json, List, Outcomes, Page, Path},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{Paged, SortBy, SortKind},
    training_rolls::{
        messages::{Marks, Roll},
        queries::named_among,
    },
};

pub(super) async fn list_attendances(
    access: Access<ReadAttendances>,
    Path(id): Path<TrainingId>,
    list: List<AttendanceFilter>,
) -> Result<Page<Attendance>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    let rows = access.rows::<attendance::Entity>().filter(of_event(id, &list.filter));
    let sort = SortBy::column(attendance::Column::Id, SortKind::Id);
    let page: Paged<Shown> = access.page(rows, &list.page, &sort, named).await?;
    let person_of = |shown: &Shown| shown.row.person_id.or(shown.matched_id);
    let named = named_among(&access, page.items.iter().filter_map(person_of).collect()).await?;
    Ok(Page(page.map(|shown| {
        let is_named = person_of(&shown).is_some_and(|id| named.contains(&id));
        Attendance::of(shown, is_named)
    })))
}

pub(super) async fn create_attendances(
    access: Access<CreateAttendances>,
    Path(id): Path<TrainingId>,
    new: Json<NewAttendances>,
) -> Result<Outcomes<AttendancesAdded>, Error> {
    access.write(&new, async |tx| commands::add(tx, &access, id, &new).await).await.map(Outcomes)
}

pub(super) async fn remove_attendances(
    access: Access<DeleteAttendances>,
    Path(id): Path<TrainingId>,
    removal: Json<AttendanceRemoval>,
) -> Result<Outcomes<AttendancesRemoved>, Error> {
    access.write(&removal, async |tx| commands::remove(tx, &access, id, &removal).await).await.map(Outcomes)
}

pub(super) async fn list_attendance_history(
    access: Access<ReadAttendances>,
    Path(id): Path<TrainingId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    crate::journal::queries::history::<ReadAttendances, Roll<Marks>>(&access, id.into(), &list)
        .await
        .map(Page)
}
