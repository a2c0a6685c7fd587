//! One function per operation on role assignments.

use entity::{ids::RoleAssignmentId, role_assignment};

use super::{
    commands,
    messages::{Ending, NewRoleAssignment, RoleAssignment, RoleAssignmentFilter},
};
use crate::{
    access::{
        Access,
        permission::accounts::{
            ConfirmRoleAssignment, CreateRoleAssignment, EndRoleAssignment, ReadRoleAssignments,
        },
    },
    error::Error,
    http::{Created, Found, Json, List, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_role_assignments(
    access: Access<ReadRoleAssignments>,
    list: List<RoleAssignmentFilter>,
) -> Result<Page<RoleAssignment>, Error> {
    let rows = access.rows::<role_assignment::Entity>().filter(list.filter.condition());
    let sort = RoleAssignmentFilter::sort(list.page.sort);
    let page = access.page::<_, role_assignment::Model>(rows, &list.page, &sort, |select| select).await?;
    let today = access.service().clock().today();
    Ok(Page(page.map(|row| RoleAssignment::of(row, access.caller(), today))))
}

pub(super) async fn create_role_assignment(
    access: Access<CreateRoleAssignment>,
    new: Json<NewRoleAssignment>,
) -> Result<Created<RoleAssignment>, Error> {
    access.require_recent_sign_in()?;
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_role_assignment(
    access: Access<ReadRoleAssignments>,
    Path(id): Path<RoleAssignmentId>,
) -> Result<Found<RoleAssignment>, Error> {
    let row = access.one(access.row::<role_assignment::Entity>(id)).await?;
    Ok(Found::Read(RoleAssignment::of(row, access.caller(), access.service().clock().today())))
}

pub(super) async fn confirm_role_assignment(
    access: Access<ConfirmRoleAssignment>,
    Path(id): Path<RoleAssignmentId>,
    revision: Revision,
) -> Result<Found<RoleAssignment>, Error> {
    access.require_recent_sign_in()?;
    let work = async |tx: &_| commands::confirm(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn end_role_assignment(
    access: Access<EndRoleAssignment>,
    Path(id): Path<RoleAssignmentId>,
    revision: Revision,
    ending: Json<Ending>,
) -> Result<Found<RoleAssignment>, Error> {
    let work = async |tx: &_| commands::end(tx, &access, id, &ending).await;
    access.change(&revision, &ending, work).await.map(Found::Changed)
}

pub(super) async fn list_role_assignment_history(
    access: Access<ReadRoleAssignments>,
    Path(id): Path<RoleAssignmentId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<role_assignment::Entity>(id)).await?;
    crate::journal::queries::history::<ReadRoleAssignments, RoleAssignment>(&access, id.into(), &list)
        .await
        .map(Page)
}
