//! One function per operation on OCOP products.

use entity::{ids::OcopProductId, ocop_product};

use super::{
    commands,
    messages::{NewOcopProduct, OcopProduct, OcopProductFilter, OcopProductPatch, Shown},
    queries::{product_of, shown},
};
use crate::{
    access::{
        Access,
        permission::ocop::{CreateOcopProduct, DeleteOcopProduct, ReadOcopProducts, UpdateOcopProduct},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    store::Paged,
};

pub(super) async fn list_ocop_products(
    access: Access<ReadOcopProducts>,
    list: List<OcopProductFilter>,
) -> Result<Page<OcopProduct>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), Into::into);
    let rows = access.rows::<ocop_product::Entity>().filter(list.filter.condition(day));
    let sort = list.filter.order(list.page.sort);
    let page: Paged<Shown> = access.page(rows, &list.page, &sort, |select| shown(select, day)).await?;
    Ok(Page(page.map(OcopProduct::from)))
}

pub(super) async fn get_ocop_product(
    access: Access<ReadOcopProducts>,
    Path(id): Path<OcopProductId>,
) -> Result<Found<OcopProduct>, Error> {
    let today = access.service().clock().today();
    product_of(&access, access.row(id), today).await.map(Found::Read)
}

pub(super) async fn create_ocop_product(
    access: Access<CreateOcopProduct>,
    new: Json<NewOcopProduct>,
) -> Result<Created<OcopProduct>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn update_ocop_product(
    access: Access<UpdateOcopProduct>,
    Path(id): Path<OcopProductId>,
    revision: Revision,
    patch: MergePatch<OcopProductPatch>,
) -> Result<Found<OcopProduct>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_ocop_product(
    access: Access<DeleteOcopProduct>,
    Path(id): Path<OcopProductId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_ocop_product_history(
    access: Access<ReadOcopProducts>,
    Path(id): Path<OcopProductId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<ocop_product::Entity>(id)).await?;
    crate::journal::queries::history::<ReadOcopProducts, OcopProduct>(&access, id.into(), &list)
        .await
        .map(Page)
}
