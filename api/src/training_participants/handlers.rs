//! The one operation on participants.

use entity::{ids::TrainingId, training_event, training_participant};

use super::{
    messages::{Shown, TrainingParticipant, TrainingParticipantFilter},
    queries::{named, of_event},
};
use crate::{
    access::{Access, permission::trainings::ReadAttendances},
    error::Error,
    http::{List, Page, Path},
    store::{Paged, SortBy, SortKind},
    training_rolls::queries::named_among,
};

pub(super) async fn list_training_participants(
    access: Access<ReadAttendances>,
    Path(id): Path<TrainingId>,
    list: List<TrainingParticipantFilter>,
) -> Result<Page<TrainingParticipant>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    let rows = access.rows::<training_participant::Entity>().filter(of_event(id, &list.filter));
    let sort = SortBy::column(training_participant::Column::PersonId, SortKind::Id);
    let page: Paged<Shown> = access.page(rows, &list.page, &sort, named).await?;
    let ids = page.items.iter().map(|shown| shown.row.person_id).collect();
    let seen = named_among(&access, ids).await?;
    Ok(Page(page.map(|shown| {
        let is_named = seen.contains(&shown.row.person_id);
        TrainingParticipant::of(shown, is_named)
    })))
}
