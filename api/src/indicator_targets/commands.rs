//! What happens inside a unit of work when a target is set, changed or taken out. Parts that exceed the whole are a warning:
//! who sets targets from below upwards could not begin otherwise.

use entity::{
    area,
    enums::{TargetKind, VoidReason},
    ids::TargetId,
    indicator_target::{self, Column},
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};
use serde_json::json;

use super::messages::{IndicatorTarget, IndicatorTargetPatch, NewIndicatorTarget};
use crate::{
    access::{
        Access,
        permission::indicators::{CreateIndicatorTarget, DeleteIndicatorTarget, UpdateIndicatorTarget},
    },
    areas::queries::{NOT_IN_YEAR, exists_in, is_within},
    error::{Code, Error, Faults, Text},
    http::Warning,
    indicator_definitions::queries::Definition,
    store::{Change, Tx},
    target_checks::queries::exceeded_by,
    values::FieldCode,
};

/// The most that a share can reach.
const WHOLE_BPS: i64 = 10_000;

/// Sets a target or a baseline.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateIndicatorTarget>,
    new: &NewIndicatorTarget,
) -> Result<Change<IndicatorTarget>, Error> {
    let mut faults = Faults::default();
    check_value(&mut faults, new.code.as_ref(), new.value);
    faults.keep(check_area(tx, access, new).await)?;
    faults.check()?;
    let same = access
        .rows::<indicator_target::Entity>()
        .filter(Column::Code.eq(new.code.as_ref()))
        .filter(Column::AreaId.eq(new.area_id))
        .filter(Column::Year.eq(new.year))
        .filter(Column::Kind.eq(new.kind));
    if let Some(target) = tx.find(same).await? {
        let text = Text::new(
            "Đơn vị đã có giá trị này của chỉ tiêu và năm đó.",
            "The area has this value of the indicator and year already.",
        );
        let members = json!({ "existing_id": target.id });
        return Err(Error::Conflict { code: Code::Duplicate, detail: Some(text), members });
    }
    let row = indicator_target::ActiveModel {
        id: Set(new.id.unwrap_or_else(|| tx.new_id())),
        code: Set(new.code.as_ref().to_owned()),
        area_id: Set(new.area_id),
        year: Set(new.year),
        kind: Set(new.kind),
        value: Set(new.value),
        source: Set(new.source.as_ref().map(|text| text.as_ref().to_owned())),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    Ok(Change::created(warned(tx, tx.insert(row).await?).await?))
}

/// Changes the value or what says so.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateIndicatorTarget>,
    id: TargetId,
    patch: &IndicatorTargetPatch,
) -> Result<Change<IndicatorTarget>, Error> {
    let row = tx.current(access.row::<indicator_target::Entity>(id)).await?;
    let mut faults = Faults::default();
    if let Some(value) = patch.value {
        check_value(&mut faults, &row.code, value);
    }
    faults.check()?;
    let before = IndicatorTarget::from(row.clone());
    let row = tx
        .update::<indicator_target::Entity>(row, |row| {
            if let Some(value) = patch.value {
                row.value = Set(value);
            }
            if let Some(source) = &patch.source {
                row.source = Set(source.as_ref().map(|text| text.as_ref().to_owned()));
            }
        })
        .await?;
    Ok(Change::changed("updated", &before, warned(tx, row).await?))
}

/// Takes out a target that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteIndicatorTarget>,
    id: TargetId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<indicator_target::Entity>(id)).await?;
    let before = IndicatorTarget::from(row.clone());
    tx.update::<indicator_target::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// The indicator must be known, and a share is a whole at most.
fn check_value(faults: &mut Faults, code: &str, value: i64) {
    let Some(definition) = Definition::find(code) else {
        let text = Text::new("Không có chỉ tiêu này; xem /v1/indicators.", "There is no such indicator.");
        faults.when(true, "/code", FieldCode::NotFound, text);
        return;
    };
    let text = Text::new(
        "Chỉ tiêu này là tỷ lệ, tính bằng phần vạn: nhiều nhất 10000.",
        "The indicator is a share in hundredths of a percent: 10000 at most.",
    );
    faults.when(definition.is_ratio() && value > WHOLE_BPS, "/value", FieldCode::OutOfRange, text);
}

/// Refuses an area outside the reach, and one that is not there in the year.
async fn check_area(
    tx: &Tx,
    access: &Access<CreateIndicatorTarget>,
    new: &NewIndicatorTarget,
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
    if exists_in(&area, new.year) {
        return Ok(());
    }
    Err(Error::invalid(AT, FieldCode::Inconsistent, NOT_IN_YEAR))
}

/// The view, with a warning for every area whose parts are now to reach more than the area itself.
async fn warned(tx: &Tx, row: indicator_target::Model) -> Result<IndicatorTarget, Error> {
    let exceeded = exceeded_by(tx, &row).await?;
    let (of_vi, of_en) = match row.kind {
        TargetKind::Target => ("Chỉ tiêu", "The targets"),
        TargetKind::Baseline => ("Giá trị gốc", "The baselines"),
    };
    let warning = |(vi, en): (String, String)| {
        let text = Text::made(
            format!("{of_vi} của các đơn vị trong {vi} cộng lại lớn hơn của {vi}."),
            format!("{of_en} of the units in {en} add up to more than that of {en}."),
        );
        Warning::new("parts_exceed_whole", text)
    };
    let warnings = exceeded.into_iter().map(warning).collect();
    Ok(IndicatorTarget { warnings, ..row.into() })
}
