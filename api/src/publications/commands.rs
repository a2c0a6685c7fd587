//! What happens inside a unit of work about publications.

use entity::{
    enums::{PublicationStatus, ReportingStatus, VoidReason},
    ids::PublicationId,
    publication, publication_cell, publication_file, reporting_period,
};
use sea_orm::{ActiveEnum, ActiveValue::Set};
use serde_json::json;

use super::{
    messages::{NewPublication, Publication, PublishedTable},
    workflow::STEPS,
};
use crate::{
    access::{
        Access,
        permission::publications::{CreatePublication, DeletePublication, PublishPublication},
    },
    error::{Code, Error, Faults, Text},
    indicator_definitions::{
        messages::Dimension,
        queries::{Counting, Definition, RULES_VERSION},
    },
    maps::MapYear,
    publication_documents::{Frozen, up_to_same_day},
    store::{Change, Tx},
    values::FieldCode,
    workflow::next,
};

const SUBJECT: &str = "publication";

/// Prepares a publication.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreatePublication>,
    new: &NewPublication,
) -> Result<Change<Publication>, Error> {
    let period = tx.one(access.row::<reporting_period::Entity>(new.period_id)).await;
    let no_period = Text::new("Không có kỳ báo cáo này.", "There is no such reporting period.");
    let period = period.map_err(|error| error.naming("/period_id", no_period))?;
    let last = period.until_on.pred_opt().unwrap_or(period.until_on);
    let map = new.map.unwrap_or_else(|| MapYear::valid_on(last));
    check_tables(&new.tables, map)?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    let row = publication::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("publication", "XB").await?),
        period_id: Set(period.id),
        area_id: Set(period.area_id),
        from_on: Set(period.from_on),
        until_on: Set(period.until_on),
        map: Set(if map == MapYear::Of2022 { "2022" } else { "2025" }.to_owned()),
        title_vi: Set(new.title_vi.as_ref().to_owned()),
        title_en: Set(new.title_en.as_ref().to_owned()),
        tables: Set(serde_json::to_string(&new.tables).map_err(Error::internal)?),
        status: Set(PublicationStatus::Draft),
        rules_version: Set(None),
        sha256: Set(None),
        published_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    let row = tx.insert(row).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    Ok(Change::created(Publication::of(row, access.caller())?))
}

/// Whether there are such tables.
fn check_tables(tables: &[PublishedTable], map: MapYear) -> Result<(), Error> {
    let mut faults = Faults::default();
    for (n, table) in tables.iter().enumerate() {
        let (code, by) = (format!("/tables/{n}/indicator"), format!("/tables/{n}/by"));
        let Some(definition) = Definition::find(&table.indicator) else {
            faults.when(true, &code, FieldCode::NotFound, NO_INDICATOR);
            continue;
        };
        faults.when(definition.counting == Counting::Survey, &code, FieldCode::Inconsistent, SURVEYED);
        let undeclared = table.by.iter().any(|one| !definition.by.contains(one));
        faults.when(undeclared, &by, FieldCode::NotInEnum, UNDECLARED);
        let twice = (1..table.by.len()).any(|n| table.by[..n].contains(&table.by[n]));
        faults.when(twice, &by, FieldCode::NotUnique, TWICE);
        let places = table.by.contains(&Dimension::District) && table.by.contains(&Dimension::Commune);
        let no_districts = map == MapYear::Of2025 && table.by.contains(&Dimension::District);
        faults.when(places || no_districts, &by, FieldCode::Inconsistent, NO_DISTRICTS);
        let same = tables[..n].iter().any(|other| is_same(other, table));
        faults.when(same, format!("/tables/{n}"), FieldCode::NotUnique, TWICE);
    }
    faults.check()
}

/// Whether two tables tell the same, in whatever order.
fn is_same(one: &PublishedTable, other: &PublishedTable) -> bool {
    one.indicator == other.indicator
        && one.by.len() == other.by.len()
        && one.by.iter().all(|dimension| other.by.contains(dimension))
}

const NO_INDICATOR: Text = Text::new("Không có chỉ tiêu này.", "There is no such indicator.");
const SURVEYED: Text = Text::new(
    "Chỉ tiêu này đo bằng khảo sát, không tính từ sổ.",
    "This indicator is measured by a survey, not counted from the register.",
);
const UNDECLARED: Text =
    Text::new("Chỉ tiêu này không được tách theo chiều đó.", "The indicator is not broken down by that.");
const TWICE: Text = Text::new("Đã có rồi.", "It stands there twice.");
const NO_DISTRICTS: Text = Text::new(
    "Chọn xã hoặc huyện; bản đồ từ 2025-07-01 không còn huyện.",
    "It is either communes or districts, and the map from 2025-07-01 has no districts.",
);

/// Freezes what was computed of a draft.
pub(super) async fn publish(
    tx: &Tx,
    access: &Access<PublishPublication>,
    id: PublicationId,
    frozen: Result<Frozen, Error>,
) -> Result<Change<Publication>, Error> {
    // Two that are published at once would not know of each other, and could betray together what neither does alone.
    tx.lock_name(SUBJECT).await?;
    let row = tx.current(access.row::<publication::Entity>(id)).await?;
    let status = next(STEPS, row.status, "publish")?;
    check_period(&tx.one(access.row::<reporting_period::Entity>(row.period_id)).await?)?;
    tx.take_duty(SUBJECT, id.into(), "decide").await?;
    let frozen = frozen?;
    if frozen.version != row.version {
        return Err(Error::Stale { current_etag: Some(crate::http::etag_of(row.version)) });
    }
    let published = access.rows::<publication::Entity>().filter(up_to_same_day(&row));
    let beside: Vec<publication::Model> = tx.every(published, |select| select).await?;
    if beside.iter().any(|one| !frozen.beside.contains(&one.id)) {
        return Err(Error::conflict(Code::ConditionsUnmet, OVERTAKEN));
    }
    tx.insert_all(frozen.cells.into_iter().map(publication_cell::ActiveModel::from).collect::<Vec<_>>())
        .await?;
    tx.insert_all(frozen.files.into_iter().map(publication_file::ActiveModel::from).collect::<Vec<_>>())
        .await?;
    let before = Publication::of(row.clone(), access.caller())?;
    let row = tx
        .update::<publication::Entity>(row, |row| {
            row.status = Set(status);
            row.rules_version = Set(Some(RULES_VERSION.to_owned()));
            row.sha256 = Set(Some(frozen.sha256));
            row.published_at = Set(Some(frozen.published_at));
        })
        .await?;
    Ok(Change::changed("published", &before, Publication::of(row, access.caller())?))
}

/// Whether what a period says has been approved.
///
/// # Errors
/// 409 `conditions_unmet`, naming it.
pub(super) fn check_period(period: &reporting_period::Model) -> Result<(), Error> {
    if [ReportingStatus::Approved, ReportingStatus::Locked].contains(&period.status) {
        return Ok(());
    }
    Err(Error::Conflict {
        code: Code::ConditionsUnmet,
        detail: Some(OPEN_PERIOD),
        members: json!({ "period_id": period.id, "label": period.label }),
    })
}

const OVERTAKEN: Text = Text::new(
    "Trong lúc tính, một công bố khác đến cùng ngày đã được phát hành; hãy công bố lại.",
    "Another publication up to the same day was published while this one was counted: publish it again.",
);
const OPEN_PERIOD: Text = Text::new(
    "Kỳ báo cáo chưa được duyệt; hãy duyệt hoặc khóa kỳ trước khi công bố.",
    "The reporting period is not approved yet: approve or lock it before publishing.",
);

/// Takes out a draft.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeletePublication>,
    id: PublicationId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<publication::Entity>(id)).await?;
    if row.status == PublicationStatus::Published {
        return Err(Error::step_not_open(&[]));
    }
    let before = Publication::of(row.clone(), access.caller())?;
    tx.update::<publication::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}
