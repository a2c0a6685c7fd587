//! One function per operation on partners.

use entity::{ids::PartnerId, partner};

use super::{
    commands,
    messages::{NewPartner, Partner, PartnerFilter, PartnerPatch, PartnerSummary, Verification},
    queries::{check_sees_history, shown},
};
use crate::{
    access::{
        Access,
        permission::partners::{
            CreatePartner, ReadPartners, ReinstatePartner, RejectPartner, SuspendPartner, UpdatePartner,
            VerifyPartner,
        },
    },
    decisions::messages::Because,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, Nothing, Page, Path, Revision},
    journal::{
        messages::{HistoryFilter, SidedHistoryEntry},
        queries::history_of_sides,
    },
};

pub(super) async fn list_partners(
    access: Access<ReadPartners>,
    list: List<PartnerFilter>,
) -> Result<Page<PartnerSummary>, Error> {
    let rows = access.rows::<partner::Entity>().filter(list.filter.condition());
    let sort = list.filter.order(list.page.sort);
    let page = access.page::<_, partner::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(|row| PartnerSummary::of(&row, access.caller()))))
}

pub(super) async fn create_partner(
    access: Access<CreatePartner>,
    new: Json<NewPartner>,
) -> Result<Created<Partner>, Error> {
    commands::count(&access)?;
    let password = access.service().passwords().one_time().await?;
    access.write(&new, async |tx| commands::register(tx, &access, &new, &password).await).await.map(Created)
}

pub(super) async fn get_partner(
    access: Access<ReadPartners>,
    Path(id): Path<PartnerId>,
) -> Result<Found<Partner>, Error> {
    let row = access.one(access.row::<partner::Entity>(id)).await?;
    shown(&access, &row).await.map(Found::Read)
}

pub(super) async fn update_partner(
    access: Access<UpdatePartner>,
    Path(id): Path<PartnerId>,
    revision: Revision,
    patch: MergePatch<PartnerPatch>,
) -> Result<Found<Partner>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn verify_partner(
    access: Access<VerifyPartner>,
    Path(id): Path<PartnerId>,
    revision: Revision,
    found: Json<Verification>,
) -> Result<Found<Partner>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::verify(tx, &access, id, &found).await;
    access.change(&revision, &found, work).await.map(Found::Changed)
}

pub(super) async fn reject_partner(
    access: Access<RejectPartner>,
    Path(id): Path<PartnerId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<Partner>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::stop(tx, &access, id, ("reject", "rejected"), &because).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn suspend_partner(
    access: Access<SuspendPartner>,
    Path(id): Path<PartnerId>,
    revision: Revision,
    because: Json<Because>,
) -> Result<Found<Partner>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::stop(tx, &access, id, ("suspend", "suspended"), &because).await;
    access.change(&revision, &because, work).await.map(Found::Changed)
}

pub(super) async fn reinstate_partner(
    access: Access<ReinstatePartner>,
    Path(id): Path<PartnerId>,
    revision: Revision,
) -> Result<Found<Partner>, Error> {
    access.require_whole_province()?;
    let work = async |tx: &_| commands::reinstate(tx, &access, id).await;
    access.change(&revision, &Nothing, work).await.map(Found::Changed)
}

pub(super) async fn list_partner_history(
    access: Access<ReadPartners>,
    Path(id): Path<PartnerId>,
    list: List<HistoryFilter>,
) -> Result<Page<SidedHistoryEntry>, Error> {
    access.one(access.row::<partner::Entity>(id)).await?;
    check_sees_history(access.caller(), id)?;
    history_of_sides::<ReadPartners, Partner>(&access, (id.into(), id), &list).await.map(Page)
}
