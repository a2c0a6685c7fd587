//! One function per operation on invitations.

use entity::{ids::TrainingId, invitation, training_event};

use super::{
    commands,
    messages::{
        Invitation, InvitationFilter, InvitationsMade, InvitationsWithdrawn, NewInvitations, Shown, Uninvited,
    },
    queries::{of_event, shown},
};
use crate::{
    access::{
        Access,
        permission::trainings::{CreateInvitations, DeleteInvitations, ReadAttendances},
    },
    error::Error,
    http::{Json, List, Outcomes, Page, Path},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::{Paged, SortBy, SortKind},
    training_rolls::{
        messages::{Invited, Roll},
        queries::named_among,
    },
};

pub(super) async fn list_invitations(
    access: Access<ReadAttendances>,
    Path(id): Path<TrainingId>,
    list: List<InvitationFilter>,
) -> Result<Page<Invitation>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    let rows = access.rows::<invitation::Entity>().filter(of_event(id, &list.filter));
    let sort = SortBy::column(invitation::Column::PersonId, SortKind::Id);
    let page: Paged<Shown> = access.page(rows, &list.page, &sort, shown).await?;
    let ids = page.items.iter().map(|shown| shown.row.person_id).collect();
    let seen = named_among(&access, ids).await?;
    Ok(Page(page.map(|shown| {
        let is_named = seen.contains(&shown.row.person_id);
        Invitation::of(shown, is_named)
    })))
}

pub(super) async fn create_invitations(
    access: Access<CreateInvitations>,
    Path(id): Path<TrainingId>,
    new: Json<NewInvitations>,
) -> Result<Outcomes<InvitationsMade>, Error> {
    access.write(&new, async |tx| commands::invite(tx, &access, id, &new).await).await.map(Outcomes)
}

pub(super) async fn withdraw_invitations(
    access: Access<DeleteInvitations>,
    Path(id): Path<TrainingId>,
    uninvited: Json<Uninvited>,
) -> Result<Outcomes<InvitationsWithdrawn>, Error> {
    let work = async |tx: &_| commands::withdraw(tx, &access, id, &uninvited).await;
    access.write(&uninvited, work).await.map(Outcomes)
}

pub(super) async fn list_invitation_history(
    access: Access<ReadAttendances>,
    Path(id): Path<TrainingId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<training_event::Entity>(id)).await?;
    crate::journal::queries::history::<ReadAttendances, Roll<Invited>>(&access, id.into(), &list)
        .await
        .map(Page)
}
