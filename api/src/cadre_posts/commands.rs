//! What happens inside a unit of work when a post is entered, changed, ended or taken out.

use chrono::NaiveDate;
use entity::{cadre_post, enums::VoidReason, ids::CadrePostId};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{CadrePost, CadrePostEnd, CadrePostPatch, NewCadrePost},
    queries::post_of,
};
use crate::{
    access::{
        Access,
        permission::cadres::{CreateCadrePost, DeleteCadrePost, EndCadrePost, UpdateCadrePost},
    },
    areas::queries::{check_scope_on, commune_for_entry},
    error::{Code, Error, Faults, Text},
    late_facts::queries::check_late,
    lookups::queries::nameable_among,
    periods::queries::not_after_today,
    store::{Change, Tx},
    values::FieldCode,
};

/// Enters a post; its holder lies within the reach or was found beyond it by full number.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateCadrePost>,
    new: &NewCadrePost,
) -> Result<Change<CadrePost>, Error> {
    let mut faults = Faults::default();
    let is_unknown = nameable_among(tx, access, &[new.person_id]).await?.is_empty();
    let text = Text::new("Không có người này.", "There is no such person.");
    faults.unknown(is_unknown, "/person_id", text);
    let from_on = NaiveDate::from(new.from_on);
    let named = ("/area_id", "/from_on");
    faults.keep(commune_for_entry(tx, access.reach(), new.area_id, from_on, named).await)?;
    not_after_today(&mut faults, "/from_on", from_on, tx.today());
    if let Some(until_on) = new.until_on {
        not_after_today(&mut faults, "/until_on", until_on.into(), tx.today());
    }
    faults.check()?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(cadre_post::ActiveModel {
        id: Set(id),
        person_id: Set(new.person_id),
        level: Set(new.level),
        area_id: Set(new.area_id),
        title: Set(new.title.as_ref().to_owned()),
        from_on: Set(from_on),
        until_on: Set(new.until_on.map(Into::into)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    Ok(Change::created(view(tx, id).await?))
}

/// Changes what a post is called.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateCadrePost>,
    id: CadrePostId,
    patch: &CadrePostPatch,
) -> Result<Change<CadrePost>, Error> {
    let row = tx.current(access.row::<cadre_post::Entity>(id)).await?;
    let before = view(tx, id).await?;
    tx.update::<cadre_post::Entity>(row, |row| {
        if let Some(title) = &patch.title {
            row.title = Set(title.as_ref().to_owned());
        }
    })
    .await?;
    Ok(Change::changed("updated", &before, view(tx, id).await?))
}

/// Ends a post.
pub(super) async fn end(
    tx: &Tx,
    access: &Access<EndCadrePost>,
    id: CadrePostId,
    ending: &CadrePostEnd,
) -> Result<Change<CadrePost>, Error> {
    let row = tx.current(access.row::<cadre_post::Entity>(id)).await?;
    let (before, until_on) = (view(tx, id).await?, NaiveDate::from(ending.until_on));
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/until_on", until_on, tx.today());
    let text = Text::made(
        format!("Phải sau {}, ngày bắt đầu giữ chức vụ.", row.from_on),
        format!("It must be after {}, when the post began.", row.from_on),
    );
    faults.when(until_on <= row.from_on, "/until_on", FieldCode::Inconsistent, text);
    faults.keep(check_scope_on(tx, access.reach(), row.area_id, until_on, "/until_on").await)?;
    faults.check()?;
    if row.until_on.is_some() {
        let text = Text::new("Chức vụ này đã kết thúc.", "This post has ended already.");
        return Err(Error::conflict(Code::StateConflict, text));
    }
    tx.update::<cadre_post::Entity>(row, |row| row.until_on = Set(Some(until_on))).await?;
    Ok(Change::changed("ended", &before, view(tx, id).await?))
}

/// Takes out a post that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteCadrePost>,
    id: CadrePostId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<cadre_post::Entity>(id)).await?;
    check_late(tx, &[(row.area_id, row.from_on)]).await?;
    let before = view(tx, id).await?;
    tx.update::<cadre_post::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

async fn view(tx: &Tx, id: CadrePostId) -> Result<CadrePost, Error> {
    let row = tx.beyond_reach::<cadre_post::Entity>("a row that was found within the reach");
    post_of(tx, row.filter(cadre_post::Column::Id.eq(id))).await
}
