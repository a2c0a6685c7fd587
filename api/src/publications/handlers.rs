//! One function per operation on publications.

use actix_web::web;
use entity::{ids::PublicationId, publication, reporting_period};
use formats::document::Document;

use super::{
    commands,
    messages::{NewPublication, Publication, PublicationFilter},
    queries::seen,
    workflow::STEPS,
};
use crate::{
    access::{
        Access,
        permission::publications::{
            CreatePublication, DeletePublication, PublishPublication, ReadPublicationDrafts, ReadPublications,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Computed, Created, Found, Json, List, NoContent, Nothing, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    publication_documents::{Frozen, draft},
    workflow::next,
};

pub(super) async fn list_publications(
    access: Access<ReadPublications>,
    list: List<PublicationFilter>,
) -> Result<Page<Publication>, Error> {
    let rows = seen(&access, access.rows::<publication::Entity>()).filter(list.filter.condition());
    let sort = PublicationFilter::order(list.page.sort);
    let page = access.page::<_, publication::Model>(rows, &list.page, &sort, |select| select).await?;
    page.try_map(|row| Publication::of(row, access.caller())).map(Page)
}

pub(super) async fn create_publication(
    access: Access<CreatePublication>,
    new: Json<NewPublication>,
) -> Result<Created<Publication>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_publication(
    access: Access<ReadPublications>,
    Path(id): Path<PublicationId>,
) -> Result<Found<Publication>, Error> {
    let row = access.one(seen(&access, access.row::<publication::Entity>(id))).await?;
    Publication::of(row, access.caller()).map(Found::Read)
}

pub(super) async fn get_publication_preview(
    access: Access<ReadPublicationDrafts>,
    Path(id): Path<PublicationId>,
) -> Result<Computed<Document>, Error> {
    access.require_whole_province()?;
    let row = access.one(access.row::<publication::Entity>(id)).await?;
    Ok(Computed(draft(&access, &row).await?.document(&row)))
}

pub(super) async fn publish_publication(
    access: Access<PublishPublication>,
    Path(id): Path<PublicationId>,
    revision: Revision,
) -> Result<Found<Publication>, Error> {
    access.require_whole_province()?;
    // It is counted before the transaction, which holds nothing up; a refusal waits for the look at the key.
    let frozen = freeze(&access, id).await;
    let work = async |tx: &_| commands::publish(tx, &access, id, frozen).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

async fn freeze(access: &Access<PublishPublication>, id: PublicationId) -> Result<Frozen, Error> {
    let row = access.one(access.row::<publication::Entity>(id)).await?;
    next(STEPS, row.status, "publish")?;
    commands::check_period(&access.one(access.row::<reporting_period::Entity>(row.period_id)).await?)?;
    let (drafted, names) = (draft(access, &row).await?, access.service().settings().foreign_names());
    web::block(move || Frozen::of(&drafted, &row, &names)).await.map_err(|_| Error::Unavailable)?
}

pub(super) async fn delete_publication(
    access: Access<DeletePublication>,
    Path(id): Path<PublicationId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_publication_history(
    access: Access<ReadPublicationDrafts>,
    Path(id): Path<PublicationId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<publication::Entity>(id)).await?;
    crate::journal::queries::history::<ReadPublicationDrafts, Publication>(&access, id.into(), &list)
        .await
        .map(Page)
}
