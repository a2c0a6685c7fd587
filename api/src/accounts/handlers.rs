//! One function per operation on accounts.

use entity::{account, ids::AccountId};

use super::{
    commands,
    messages::{NewUser, User, UserFilter, UserPatch},
};
use crate::{
    access::{
        Access,
        permission::accounts::{
            ActivateUser, CreateUser, DeactivateUser, ReadUsers, ResetUserPassword, UpdateUser,
        },
    },
    error::Error,
    http::{Created, Found, Json, List, MergePatch, Nothing, Page, Path, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_users(
    access: Access<ReadUsers>,
    list: List<UserFilter>,
) -> Result<Page<User>, Error> {
    let rows = access.rows::<account::Entity>().filter(list.filter.condition());
    let sort = UserFilter::sort(list.page.sort);
    let page = access.page::<_, account::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| User::of(row, access.caller()))))
}

pub(super) async fn create_user(
    access: Access<CreateUser>,
    new: Json<NewUser>,
) -> Result<Created<User>, Error> {
    let password = access.service().passwords().one_time().await?;
    access.write(&new, async |tx| commands::create(tx, &access, &new, &password).await).await.map(Created)
}

pub(super) async fn get_user(
    access: Access<ReadUsers>,
    Path(id): Path<AccountId>,
) -> Result<Found<User>, Error> {
    let row = access.one(access.row::<account::Entity>(id)).await?;
    Ok(Found::Read(User::of(row, access.caller())))
}

pub(super) async fn update_user(
    access: Access<UpdateUser>,
    Path(id): Path<AccountId>,
    revision: Revision,
    patch: MergePatch<UserPatch>,
) -> Result<Found<User>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn activate_user(
    access: Access<ActivateUser>,
    Path(id): Path<AccountId>,
    revision: Revision,
) -> Result<Found<User>, Error> {
    let work = async |tx: &_| commands::step(tx, &access, id, ("activate", "activated")).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn deactivate_user(
    access: Access<DeactivateUser>,
    Path(id): Path<AccountId>,
    revision: Revision,
) -> Result<Found<User>, Error> {
    let work = async |tx: &_| commands::step(tx, &access, id, ("deactivate", "deactivated")).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn reset_user_password(
    access: Access<ResetUserPassword>,
    Path(id): Path<AccountId>,
    revision: Revision,
) -> Result<Found<User>, Error> {
    access.require_recent_sign_in()?;
    let password = access.service().passwords().one_time().await?;
    let work = async |tx: &_| commands::reset_password(tx, &access, id, &password).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_user_history(
    access: Access<ReadUsers>,
    Path(id): Path<AccountId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<account::Entity>(id)).await?;
    crate::journal::queries::history::<ReadUsers, User>(&access, id.into(), &list).await.map(Page)
}
