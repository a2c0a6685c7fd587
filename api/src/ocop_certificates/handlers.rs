//! One function per operation on certificates.

use entity::{
    ids::{OcopCertificateId, OcopProductId},
    ocop_certificate, ocop_product,
};

use super::{
    commands,
    messages::{NewOcopCertificate, OcopCertificate, OcopCertificateFilter, OcopRevocation},
};
use crate::{
    access::{
        Access,
        permission::ocop::{
            CertifyOcopProduct, DeleteOcopCertificate, ReadOcopProducts, RevokeOcopCertificate,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
    ocop::queries::of_product,
    store::{Paged, SortBy, SortKind},
};

pub(super) async fn list_ocop_certificates(
    access: Access<ReadOcopProducts>,
    Path(id): Path<OcopProductId>,
    list: List<OcopCertificateFilter>,
) -> Result<Page<OcopCertificate>, Error> {
    let product = access.one(access.row::<ocop_product::Entity>(id)).await?;
    let rows = access.rows::<ocop_certificate::Entity>().filter(of_product(id));
    let sort = SortBy::column(ocop_certificate::Column::DecidedOn, SortKind::Date)
        .descending(list.page.sort.starts_with('-'));
    let page: Paged<ocop_certificate::Model> = access.page(rows, &list.page, &sort, |select| select).await?;
    let today = access.service().clock().today();
    Ok(Page(page.map(|row| OcopCertificate::of(row, &product, today))))
}

pub(super) async fn create_ocop_certificate(
    access: Access<CertifyOcopProduct>,
    Path(id): Path<OcopProductId>,
    new: Json<NewOcopCertificate>,
) -> Result<Created<OcopCertificate>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, id, &new).await).await.map(Created)
}

pub(super) async fn get_ocop_certificate(
    access: Access<ReadOcopProducts>,
    Path((product_id, id)): Path<(OcopProductId, OcopCertificateId)>,
) -> Result<Found<OcopCertificate>, Error> {
    let product = access.one(access.row::<ocop_product::Entity>(product_id)).await?;
    let rows = access.row::<ocop_certificate::Entity>(id).filter(of_product(product_id));
    let (row, today) = (access.one(rows).await?, access.service().clock().today());
    Ok(Found::Read(OcopCertificate::of(row, &product, today)))
}

pub(super) async fn delete_ocop_certificate(
    access: Access<DeleteOcopCertificate>,
    Path(ids): Path<(OcopProductId, OcopCertificateId)>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, ids, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn revoke_ocop_certificate(
    access: Access<RevokeOcopCertificate>,
    Path(ids): Path<(OcopProductId, OcopCertificateId)>,
    revision: Revision,
    revocation: Json<OcopRevocation>,
) -> Result<Found<OcopCertificate>, Error> {
    let work = async |tx: &_| commands::revoke(tx, &access, ids, &revocation).await;
    access.change(&revision, &revocation, work).await.map(Found::Changed)
}

pub(super) async fn list_ocop_certificate_history(
    access: Access<ReadOcopProducts>,
    Path((product_id, id)): Path<(OcopProductId, OcopCertificateId)>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<ocop_certificate::Entity>(id).filter(of_product(product_id))).await?;
    crate::journal::queries::history::<ReadOcopProducts, OcopCertificate>(&access, id.into(), &list)
        .await
        .map(Page)
}
