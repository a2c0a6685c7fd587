//! One function per operation on files.

use entity::{attachment, ids::AttachmentId};

use super::{
    commands,
    messages::{Attachment, AttachmentFilter, NewAttachment},
};
use crate::{
    access::{
        Access,
        permission::attachments::{CreateAttachment, DeleteAttachment, ReadAttachments},
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Download, Found, Json, List, NoContent, Page, Path, Query, Revision, Upload},
    journal::messages::{HistoryEntry, HistoryFilter},
    values::{FileName, hex},
};

pub(super) async fn list_attachments(
    access: Access<ReadAttachments>,
    list: List<AttachmentFilter>,
) -> Result<Page<Attachment>, Error> {
    let rows = access.rows::<attachment::Entity>().filter(list.filter.condition());
    let sort = AttachmentFilter::sort(list.page.sort);
    let page = access.page::<_, attachment::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(Attachment::from)))
}

pub(super) async fn create_attachment(
    access: Access<CreateAttachment>,
    new: Json<NewAttachment>,
) -> Result<Created<Attachment>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_attachment(
    access: Access<ReadAttachments>,
    Path(id): Path<AttachmentId>,
) -> Result<Found<Attachment>, Error> {
    Ok(Found::Read(access.one(access.row::<attachment::Entity>(id)).await?.into()))
}

pub(super) async fn delete_attachment(
    access: Access<DeleteAttachment>,
    Path(id): Path<AttachmentId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    let done = access.change(&revision, &removal, work).await?;
    commands::discard(&access, id).await;
    Ok(NoContent(Some(done)))
}

pub(super) async fn upload_attachment_content(
    access: Access<CreateAttachment>,
    Path(id): Path<AttachmentId>,
    sent: Upload,
) -> Result<Found<Attachment>, Error> {
    // A refusal waits for the look at the key: work that was done before is answered as it was then.
    let kept = commands::keep(&access, id, &sent).await;
    let work = async |tx: &_| {
        kept?;
        commands::store(tx, &access, id, &sent).await
    };
    access.write(&sent, work).await.map(Found::Changed)
}

pub(super) async fn download_attachment_content(
    access: Access<ReadAttachments>,
    Path(id): Path<AttachmentId>,
) -> Result<Download, Error> {
    let row = access.one(access.row::<attachment::Entity>(id)).await?;
    row.stored_at.ok_or(Error::NotFound)?;
    Ok(Download {
        media_type: row.media_type,
        file_name: FileName::ending_rightly(&row.file_name, row.media_type),
        etag: format!("\"{}\"", hex(&row.sha256)),
        content: access.service().files().read(id.into()).await?,
    })
}

pub(super) async fn list_attachment_history(
    access: Access<ReadAttachments>,
    Path(id): Path<AttachmentId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<attachment::Entity>(id)).await?;
    crate::journal::queries::history::<ReadAttachments, Attachment>(&access, id.into(), &list).await.map(Page)
}
