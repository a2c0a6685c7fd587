//! One function per operation on reference data.

use entity::{csa_practice, ethnic_group, hazard, holiday, ids::HolidayId, training_topic, value_chain};

use super::{
    commands,
    messages::{
        CsaPractice, EthnicGroup, EveryEntry, Hazard, Holiday, HolidayFilter, NewHoliday, TrainingTopic,
        ValueChain,
    },
};
use crate::{
    access::{
        Access,
        permission::reference::{
            CreateHoliday, DeleteHoliday, ReadCsaPractices, ReadEthnicGroups, ReadHazards, ReadHolidays,
            ReadTrainingTopics, ReadValueChains,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_value_chains(
    access: Access<ReadValueChains>,
    list: List<EveryEntry>,
) -> Result<Page<ValueChain>, Error> {
    let sort = EveryEntry::sort(list.page.sort, value_chain::Column::Code);
    let rows = access.rows::<value_chain::Entity>();
    let page = access.page::<_, value_chain::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(ValueChain::from)))
}

pub(super) async fn list_ethnic_groups(
    access: Access<ReadEthnicGroups>,
    list: List<EveryEntry>,
) -> Result<Page<EthnicGroup>, Error> {
    let sort = EveryEntry::sort(list.page.sort, ethnic_group::Column::Code);
    let rows = access.rows::<ethnic_group::Entity>();
    let page = access.page::<_, ethnic_group::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(EthnicGroup::from)))
}

pub(super) async fn list_csa_practices(
    access: Access<ReadCsaPractices>,
    list: List<EveryEntry>,
) -> Result<Page<CsaPractice>, Error> {
    let sort = EveryEntry::sort(list.page.sort, csa_practice::Column::Code);
    let rows = access.rows::<csa_practice::Entity>();
    let page = access.page::<_, csa_practice::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(CsaPractice::from)))
}

pub(super) async fn list_hazards(
    access: Access<ReadHazards>,
    list: List<EveryEntry>,
) -> Result<Page<Hazard>, Error> {
    let sort = EveryEntry::sort(list.page.sort, hazard::Column::Code);
    let page =
        access.page::<_, hazard::Model>(access.rows::<hazard::Entity>(), &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(Hazard::from)))
}

pub(super) async fn list_training_topics(
    access: Access<ReadTrainingTopics>,
    list: List<EveryEntry>,
) -> Result<Page<TrainingTopic>, Error> {
    let sort = EveryEntry::sort(list.page.sort, training_topic::Column::Code);
    let rows = access.rows::<training_topic::Entity>();
    let page = access.page::<_, training_topic::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(TrainingTopic::from)))
}

pub(super) async fn list_holidays(
    access: Access<ReadHolidays>,
    list: List<HolidayFilter>,
) -> Result<Page<Holiday>, Error> {
    let rows = access.rows::<holiday::Entity>().filter(list.filter.condition());
    let sort = HolidayFilter::sort(list.page.sort);
    let page = access.page::<_, holiday::Model>(rows, &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(Holiday::from)))
}

pub(super) async fn create_holiday(
    access: Access<CreateHoliday>,
    new: Json<NewHoliday>,
) -> Result<Created<Holiday>, Error> {
    access.write(&new, async |tx| commands::create(tx, &new).await).await.map(Created)
}

pub(super) async fn get_holiday(
    access: Access<ReadHolidays>,
    Path(id): Path<HolidayId>,
) -> Result<Found<Holiday>, Error> {
    Ok(Found::Read(access.one(access.row::<holiday::Entity>(id)).await?.into()))
}

pub(super) async fn delete_holiday(
    access: Access<DeleteHoliday>,
    Path(id): Path<HolidayId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_holiday_history(
    access: Access<ReadHolidays>,
    Path(id): Path<HolidayId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<holiday::Entity>(id)).await?;
    crate::journal::queries::history::<ReadHolidays, Holiday>(&access, id.into(), &list).await.map(Page)
}
