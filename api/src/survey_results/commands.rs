//! What happens inside a unit of work when a result of a survey is entered, corrected or taken out.

use chrono::NaiveDate;
use entity::{
    area,
    enums::VoidReason,
    ids::SurveyResultId,
    survey_result::{self, ActiveModel, Column},
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::messages::{NewSurveyResult, SurveyResult, SurveyResultPatch};
use crate::{
    access::{
        Access,
        permission::indicators::{CreateSurveyResult, DeleteSurveyResult, UpdateSurveyResult},
    },
    areas::queries::{check_scope_on, is_within},
    error::{Code, Error, Faults, Text},
    indicator_definitions::queries::{Counting, Definition},
    late_facts::queries::check_late,
    periods::queries::not_after_today,
    store::{Change, Tx},
    values::FieldCode,
};

/// Enters a result.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateSurveyResult>,
    new: &NewSurveyResult,
) -> Result<Change<SurveyResult>, Error> {
    let day = NaiveDate::from(new.measured_on);
    let mut faults = Faults::default();
    check_code(&mut faults, new.code.as_ref());
    not_after_today(&mut faults, "/measured_on", day, tx.today());
    check_parts(&mut faults, (new.value, new.denominator), (new.sample_size, new.population));
    faults.keep(check_area(tx, access, new, day).await)?;
    faults.check()?;
    let same = access
        .rows::<survey_result::Entity>()
        .filter(Column::Code.eq(new.code.as_ref()))
        .filter(Column::AreaId.eq(new.area_id))
        .filter(Column::MeasuredOn.eq(day));
    if let Some(result) = tx.find(same).await? {
        let text = Text::new(
            "Đơn vị đã có kết quả khảo sát của chỉ tiêu này vào ngày đó.",
            "The area has a result of this indicator and day already.",
        );
        let members = json!({ "existing_id": result.id });
        return Err(Error::Conflict { code: Code::Duplicate, detail: Some(text), members });
    }
    let row = ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        code: Set(new.code.as_ref().to_owned()),
        area_id: Set(new.area_id),
        measured_on: Set(day),
        round: Set(new.round),
        value: Set(new.value),
        denominator: Set(new.denominator),
        method: Set(new.method.as_ref().to_owned()),
        sample_size: Set(new.sample_size),
        population: Set(new.population),
        margin_bps: Set(new.margin_bps),
        source: Set(new.source.as_ref().to_owned()),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    Ok(Change::created(tx.insert(row).await?.into()))
}

/// Corrects a result.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateSurveyResult>,
    id: SurveyResultId,
    patch: &SurveyResultPatch,
) -> Result<Change<SurveyResult>, Error> {
    let row = tx.current(access.row::<survey_result::Entity>(id)).await?;
    let mut faults = Faults::default();
    let value = (patch.value.unwrap_or(row.value), patch.denominator.unwrap_or(row.denominator));
    let sample = (patch.sample_size.unwrap_or(row.sample_size), patch.population.unwrap_or(row.population));
    check_parts(&mut faults, value, sample);
    faults.keep(check_late(tx, &[(row.area_id, row.measured_on)]).await)?;
    faults.check()?;
    let before = SurveyResult::from(row.clone());
    let row = tx
        .update::<survey_result::Entity>(row, |row| {
            (row.value, row.denominator) = (Set(value.0), Set(value.1));
            (row.sample_size, row.population) = (Set(sample.0), Set(sample.1));
            describe(row, patch);
        })
        .await?;
    Ok(Change::changed("updated", &before, row.into()))
}

/// Changes what is said about the survey.
fn describe(row: &mut ActiveModel, patch: &SurveyResultPatch) {
    if let Some(round) = patch.round {
        row.round = Set(round);
    }
    if let Some(method) = &patch.method {
        row.method = Set(method.as_ref().to_owned());
    }
    if let Some(margin_bps) = patch.margin_bps {
        row.margin_bps = Set(margin_bps);
    }
    if let Some(source) = &patch.source {
        row.source = Set(source.as_ref().to_owned());
    }
}

/// Takes out a result that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteSurveyResult>,
    id: SurveyResultId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<survey_result::Entity>(id)).await?;
    check_late(tx, &[(row.area_id, row.measured_on)]).await?;
    let before = SurveyResult::from(row.clone());
    tx.update::<survey_result::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// The indicator must be known, and one that the register cannot count.
fn check_code(faults: &mut Faults, code: &str) {
    const AT: &str = "/code";
    let definition = Definition::find(code);
    let unknown = Text::new("Không có chỉ tiêu này; xem /v1/indicators.", "There is no such indicator.");
    faults.when(definition.is_none(), AT, FieldCode::NotFound, unknown);
    let is_counted = definition.is_some_and(|one| one.counting != Counting::Survey);
    let counted = Text::new(
        "Chỉ tiêu này được tính từ sổ đăng ký, không nhập từ khảo sát.",
        "This indicator is counted from the register, not measured by surveys.",
    );
    faults.when(is_counted, AT, FieldCode::Inconsistent, counted);
}

/// A part is no more than its whole.
fn check_parts(
    faults: &mut Faults,
    (value, denominator): (i64, Option<i64>),
    (sample_size, population): (i64, Option<i64>),
) {
    let text = Text::new("Không được lớn hơn mẫu số.", "It must be no more than the denominator.");
    faults.when(denominator.is_some_and(|of| value > of), "/value", FieldCode::Inconsistent, text);
    let text = Text::new("Không được lớn hơn tổng thể.", "It must be no more than the population.");
    let is_more = population.is_some_and(|of| sample_size > of);
    faults.when(is_more, "/sample_size", FieldCode::Inconsistent, text);
}

/// Refuses an area outside the reach, one that is not there on the day, and a day on which it was not the caller's.
async fn check_area(
    tx: &Tx,
    access: &Access<CreateSurveyResult>,
    new: &NewSurveyResult,
    day: NaiveDate,
) -> Result<(), Error> {
    const AT: &str = "/area_id";
    if !is_within(tx, access.reach(), new.area_id).await? {
        let text = Text::new(
            "Không có đơn vị này trong phạm vi của bạn.",
            "There is no such unit within your scope.",
        );
        return Err(Error::invalid(AT, FieldCode::NotFound, text));
    }
    let rows = tx.beyond_reach::<area::Entity>("the map is reference data");
    let area = tx.one(rows.filter(area::Column::Id.eq(new.area_id))).await?;
    if area.valid_from_on > day || area.valid_until_on.is_some_and(|until_on| until_on <= day) {
        let text =
            Text::new("Đơn vị này không tồn tại vào ngày đó.", "This unit does not exist on that day.");
        return Err(Error::invalid(AT, FieldCode::Inconsistent, text));
    }
    check_scope_on(tx, access.reach(), new.area_id, day, "/measured_on").await
}
