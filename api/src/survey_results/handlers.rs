//! One function per operation on results of surveys.

use entity::{ids::SurveyResultId, survey_result};

use super::{
    commands,
    messages::{NewSurveyResult, SurveyResult, SurveyResultFilter, SurveyResultPatch},
};
use crate::{
    access::{
        Access,
        permission::indicators::{
            CreateSurveyResult, DeleteSurveyResult, ReadSurveyResults, UpdateSurveyResult,
        },
    },
    areas::messages::Removal,
    error::Error,
    http::{Created, Found, Json, List, MergePatch, NoContent, Page, Path, Query, Revision},
    journal::messages::{HistoryEntry, HistoryFilter},
};

pub(super) async fn list_survey_results(
    access: Access<ReadSurveyResults>,
    list: List<SurveyResultFilter>,
) -> Result<Page<SurveyResult>, Error> {
    let rows = access.rows::<survey_result::Entity>().filter(list.filter.condition());
    let sort = SurveyResultFilter::sort(list.page.sort);
    let page = access.page::<_, survey_result::Model>(rows, &list.page, &sort, |select| select).await?;
    Ok(Page(page.map(SurveyResult::from)))
}

pub(super) async fn create_survey_result(
    access: Access<CreateSurveyResult>,
    new: Json<NewSurveyResult>,
) -> Result<Created<SurveyResult>, Error> {
    access.write(&new, async |tx| commands::create(tx, &access, &new).await).await.map(Created)
}

pub(super) async fn get_survey_result(
    access: Access<ReadSurveyResults>,
    Path(id): Path<SurveyResultId>,
) -> Result<Found<SurveyResult>, Error> {
    let row = access.one(access.row::<survey_result::Entity>(id)).await?;
    Ok(Found::Read(row.into()))
}

pub(super) async fn update_survey_result(
    access: Access<UpdateSurveyResult>,
    Path(id): Path<SurveyResultId>,
    revision: Revision,
    patch: MergePatch<SurveyResultPatch>,
) -> Result<Found<SurveyResult>, Error> {
    let work = async |tx: &_| commands::update(tx, &access, id, &patch).await;
    access.change(&revision, &patch, work).await.map(Found::Changed)
}

pub(super) async fn delete_survey_result(
    access: Access<DeleteSurveyResult>,
    Path(id): Path<SurveyResultId>,
    revision: Revision,
    removal: Query<Removal>,
) -> Result<NoContent, Error> {
    let work = async |tx: &_| commands::remove(tx, &access, id, removal.reason).await;
    access.change(&revision, &removal, work).await.map(|done| NoContent(Some(done)))
}

pub(super) async fn list_survey_result_history(
    access: Access<ReadSurveyResults>,
    Path(id): Path<SurveyResultId>,
    list: List<HistoryFilter>,
) -> Result<Page<HistoryEntry>, Error> {
    access.one(access.row::<survey_result::Entity>(id)).await?;
    crate::journal::queries::history::<ReadSurveyResults, SurveyResult>(&access, id.into(), &list)
        .await
        .map(Page)
}
