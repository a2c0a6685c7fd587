//! One function per operation on posts of cadres.

use entity::{cadre_post, ids::CadrePostId};

use super::{
    commands,
    messages::{CadrePost, CadrePostEnd, CadrePostFilter, CadrePostPatch, NewCadrePost, OnePostPer},
    queries::{complete, named, one_of_each, post_of},
};
use crate::{
    access::{
        Access,
        permission::cadres::{
            CreateCadrePost, DeleteCadrePost, EndCadrePost, ReadCadrePosts, UpdateCadrePost,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
    training_coverage::queries::check_topics,
};

pub(super) async fn list_cadre_posts(
    access: Access<ReadCadrePosts>,
    list: List<CadrePostFilter>,
) -> Result<Page<CadrePost>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    check_topics(&access, list.filter.topic.as_ref()).await?;
    let rows = access.rows::<cadre_post::Entity>().filter(list.filter.condition(day));
    let rows = match list.filter.one_per {
        Some(OnePostPer::Person) => one_of_each(rows),
        None => rows,
    };
    let page: Paged<CadrePost> =
        access.page(rows, &list.page, &list.filter.order(list.page.sort), named).await?;
    Ok(Page(page.map(complete)))
}

pub(super) async fn create_cadre_post(
    access: Access<CreateCadrePost>,
    new: Json<NewCadrePost>,
) -> Result<Created<CadrePost>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_cadre_post(
    access: Access<ReadCadrePosts>,
    Path(id): Path<CadrePostId>,
) -> Result<Found<CadrePost>, Error> {
    post_of(&access, access.row(id)).await.map(Found::Read)
}

pub(super) async fn update_cadre_post(
    access: Access<UpdateCadrePost>,
    Path(id): Path<CadrePostId>,
    revision: Revision,
    patch: MergePatch<CadrePostPatch>,
) -> Result<Found<CadrePost>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn end_cadre_post(
    access: Access<EndCadrePost>,
    Path(id): Path<CadrePostId>,
    revision: Revision,
    ending: Json<CadrePostEnd>,
) -> Result<Found<CadrePost>, Error> {
    let work = async |tx: &_| commands::end(tx, &access, id, &ending).await;
    access.change(&revision, &ending, work).await.map(Found::Changed)
}

pub(super) async fn delete_cadre_post(
    access: Access<DeleteCadrePost>,
    Path(id): Path<CadrePostId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_cadre_post_history(
    access: Access<ReadCadrePosts>,
    Path(id): Path<CadrePostId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<cadre_post::Entity>(id)).await?;
    crate::journal::queries::history::<ReadCadrePosts, CadrePost>(&access, id.into(), &list).await.map(Page)
}
