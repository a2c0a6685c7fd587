//! What happens when a file is entered, sent and taken out: in the unit of work, and in the store of files around it.

use entity::{attachment, enums::VoidReason, grant_application, ids::AttachmentId};
use sea_orm::{ActiveEnum, ActiveValue::Set};
use uuid::Uuid;

use super::{
    messages::{Attachment, NewAttachment},
    queries::named_by_others,
};
use crate::{
    access::{
        Access, Permission, Permit,
        permission::{
            Grants,
            attachments::{CreateAttachment, DeleteAttachment},
        },
    },
    applications::commands::SUBJECT,
    error::{Code, Error, Faults, Text},
    http::Upload,
    store::{Change, Tx},
    values::FieldCode,
};

/// Files are entered by those who enter the application or judge it, and what they show decides on money: so nobody
/// decides or pays who sent or took out one of them.
async fn take_duty<P: Permit>(tx: &Tx, access: &Access<P>, application_id: Uuid) -> Result<(), Error> {
    let enters = access.caller().holds(Permission::Grants(Grants::UpdateApplication));
    let duties = if enters { ["enter", "appraise"] } else { ["appraise", "enter"] };
    tx.take_first_duty(SUBJECT, application_id, &duties).await
}

/// Enters a file of an application within the reach.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateAttachment>,
    new: &NewAttachment,
) -> Result<Change<Attachment>, Error> {
    let owner = tx.hold(access.row::<grant_application::Entity>(new.owner_id)).await?;
    let owner = owner.ok_or_else(|| {
        let text = Text::new("Không có hồ sơ này.", "There is no such application.");
        Error::unknown("/owner_id", text)
    })?;
    take_duty(tx, access, owner.id.into()).await?;
    let row = tx.insert(attachment::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        owner_type: Set(new.owner_type),
        owner_id: Set(owner.id.into()),
        group_id: Set(owner.group_id),
        commune_id: Set(owner.commune_id),
        file_name: Set(new.file_name.as_ref().to_owned()),
        media_type: Set(new.media_type),
        size_bytes: Set(new.size_bytes),
        sha256: Set(new.sha256.as_bytes().to_vec()),
        stored_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    });
    Ok(Change::created(row.await?.into()))
}

/// Keeps content that agrees with its record, before the record says so. Content sent again is kept again, so that
/// what a disk has lost comes back.
pub(super) async fn keep(
    access: &Access<CreateAttachment>,
    id: AttachmentId,
    sent: &Upload,
) -> Result<(), Error> {
    agrees(&access.one(access.row::<attachment::Entity>(id)).await?, sent)?;
    access.service().files().keep(id.into(), sent.bytes.clone()).await
}

/// The record says that the content has arrived; it says so once.
pub(super) async fn store(
    tx: &Tx,
    access: &Access<CreateAttachment>,
    id: AttachmentId,
    sent: &Upload,
) -> Result<Change<Attachment>, Error> {
    let row = tx.lock(access.row::<attachment::Entity>(id)).await?;
    take_duty(tx, access, row.owner_id).await?;
    agrees(&row, sent)?;
    let before: Attachment = row.clone().into();
    if row.stored_at.is_some() {
        return Ok(Change::changed("sent_again", &before, row.into()));
    }
    let row = tx.update::<attachment::Entity>(row, |row| row.stored_at = Set(Some(tx.now()))).await?;
    Ok(Change::changed("stored", &before, row.into()))
}

/// Refuses content that is not what the record says.
fn agrees(row: &attachment::Model, sent: &Upload) -> Result<(), Error> {
    if row.media_type != sent.media_type {
        return Err(Error::Refused(Code::UnsupportedMediaType));
    }
    let has_other_hash = row.sha256 != sent.sha256;
    if row.stored_at.is_some() && has_other_hash {
        let text = Text::new(
            "Tệp này đã có nội dung khác; hãy tạo tệp mới.",
            "This file has other content already; enter a new file.",
        );
        return Err(Error::conflict(Code::StateConflict, text));
    }
    let mut faults = Faults::default();
    let has_other_size = i64::try_from(sent.bytes.len()).ok() != Some(row.size_bytes);
    let text = Text::new("Nội dung có kích thước khác.", "The content has another size.");
    faults.when(has_other_size, "/size_bytes", FieldCode::Inconsistent, text);
    let text = Text::new("Nội dung có mã băm khác.", "The content has another hash.");
    faults.when(has_other_hash, "/sha256", FieldCode::Inconsistent, text);
    faults.check()
}

/// Takes out a file that was entered in error, unless something names it as its evidence.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteAttachment>,
    id: AttachmentId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<attachment::Entity>(id)).await?;
    take_duty(tx, access, row.owner_id).await?;
    if tx.find(access.row::<attachment::Entity>(id).filter(named_by_others(&row))).await?.is_some() {
        let text = Text::new(
            "Tệp là minh chứng của một biên bản hoặc một khoản đóng góp.",
            "The file is the evidence of minutes or of a contribution.",
        );
        return Err(Error::conflict(Code::ResourceInUse, text));
    }
    let before: Attachment = row.clone().into();
    tx.update::<attachment::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Removes the content of a file that was taken out. What remains after a failure is harmless: nothing leads to it.
pub(super) async fn discard(access: &Access<DeleteAttachment>, id: AttachmentId) {
    if access.service().files().remove(id.into()).await.is_err() {
        tracing::warn!(%id, "the content of a file that was taken out remains");
    }
}
