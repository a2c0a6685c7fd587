//! Whether something of a day comes after a locked reporting period: money is refused, a fact takes a reason.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    enums::LateReason,
    ids::{AreaId, EntryId},
    late_fact, reporting_period,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QuerySelect};
use serde_json::json;

use crate::{
    access::{Access, Owned, Reach, RowLevel, Rows, owned_ids},
    error::{Code, Error, FieldError, Text},
    http::Enters,
    reporting_periods::queries::{Placed, area_of, locked_after},
    store::Tx,
    values::FieldCode,
};

impl Owned for late_fact::Entity {
    const ID: late_fact::Column = late_fact::Column::EntryId;
    const VOIDED: Option<late_fact::Column> = None;

    /// A late fact lies with its period.
    fn within(reach: &Reach) -> Condition {
        Condition::all()
            .add(late_fact::Column::PeriodId.in_subquery(owned_ids::<reporting_period::Entity>(reach)))
    }
}

/// Lets facts of a day in a place be entered, changed or taken out. Where they change the figures of locked periods
/// (those that end after the day, of areas that contain the place), the request must say why; the entries of this unit
/// of work are then marked as late in these periods.
///
/// # Errors
/// 422 at the parameter `late_reason` without a reason.
pub async fn check_late(tx: &Tx, facts: &[Placed]) -> Result<(), Error> {
    let reason = tx.reason_among(Enters::Facts)?;
    let periods = locked_after(tx, facts).await?;
    let Some(first) = periods.first() else { return Ok(()) };
    if reason.is_none() {
        let area = area_of(tx, first).await?;
        let text = Text::made(
            format!("Kỳ báo cáo {} của {} đã khóa; hãy nêu lý do ghi muộn.", first.label, area.name_vi),
            format!("The period {} of {} is locked; say why this comes so late.", first.label, area.name_en),
        );
        let fault = FieldError::parameter("late_reason", FieldCode::Required).saying(text);
        return Err(Error::Invalid(vec![fault]));
    }
    tx.note_late(periods.iter().map(|period| period.id));
    Ok(())
}

/// Refuses money of a day before the end of a locked period of an area that contains its place.
///
/// # Errors
/// 409 `period_closed`, which names the period.
pub async fn check_money(tx: &Tx, (place, on): (AreaId, NaiveDate)) -> Result<(), Error> {
    tx.reason_among(Enters::Money)?;
    let Some(period) = locked_after(tx, &[(place, on)]).await?.into_iter().next() else { return Ok(()) };
    let area = area_of(tx, &period).await?;
    let text = Text::made(
        format!("Kỳ báo cáo {} của {} đã khóa; hãy ghi vào ngày sau kỳ này.", period.label, area.name_vi),
        format!("The period {} of {} is locked; post to a day after it.", period.label, area.name_en),
    );
    Err(Error::Conflict {
        code: Code::PeriodClosed,
        detail: Some(text),
        members: json!({ "period_id": period.id, "label": period.label, "area_id": period.area_id }),
    })
}

/// Why entries came late; most did not.
///
/// # Errors
/// When the database fails.
pub async fn late_reasons<P: RowLevel>(
    access: &Access<P>,
    ids: impl Iterator<Item = EntryId>,
) -> Result<HashMap<EntryId, LateReason>, Error> {
    #[derive(FromQueryResult)]
    struct Late {
        entry_id: EntryId,
        reason: LateReason,
    }
    let of_entries =
        Rows::unrestricted(late_fact::Entity::find()).filter(late_fact::Column::EntryId.is_in(ids));
    let each = [late_fact::Column::EntryId, late_fact::Column::Reason];
    let late: Vec<Late> =
        access.shaped(of_entries, |select| select.select_only().columns(each).distinct()).await?;
    Ok(late.into_iter().map(|late| (late.entry_id, late.reason)).collect())
}
