//! Look-ups of notices, and by when they must be sent.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use entity::{
    enums::{GroupStatus, LegalForm, NoticeKind},
    group_notice, holiday,
};
use sea_orm::{ColumnTrait, Condition};

use super::messages::Notice;
use crate::{
    access::{Owned, Reach},
    error::{Error, Text},
    groups::queries::of_groups_within,
    http::Warning,
    offices::queries::Roster,
    store::{Reading, Revised, Tx},
};

impl Owned for group_notice::Entity {
    const ID: group_notice::Column = group_notice::Column::Id;
    const VOIDED: Option<group_notice::Column> = Some(group_notice::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_notice::Column::GroupId, reach)
    }
}

impl Revised for group_notice::Entity {
    const VERSION: group_notice::Column = group_notice::Column::Version;
    const UPDATED_AT: group_notice::Column = group_notice::Column::UpdatedAt;

    fn version(row: &group_notice::Model) -> i32 {
        row.version
    }
}

/// Within so many working days of a change the commune must be told (domain §3.2).
const WORKING_DAYS: usize = 5;

/// The last day in time for a change of this day: Saturdays, Sundays and holidays do not count, nor does the day itself.
#[must_use]
pub fn due_on(signed_on: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> NaiveDate {
    let is_working =
        |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(day);
    signed_on.iter_days().skip(1).filter(is_working).nth(WORKING_DAYS - 1).unwrap_or(signed_on)
}

/// What to draw attention to about a notice that is due on a day.
#[must_use]
pub fn timeliness(due_on: NaiveDate, sent_on: Option<NaiveDate>, today: NaiveDate) -> Option<Warning> {
    let is_late = sent_on.unwrap_or(today) > due_on;
    if is_late {
        return Some(Warning::new(
            "notice_late",
            Text::made(
                format!("Thông báo cho UBND xã đã quá hạn {due_on} (5 ngày làm việc)."),
                format!("The notice to the commune was due on {due_on} (five working days)."),
            ),
        ));
    }
    sent_on.is_none().then(|| {
        Warning::new(
            "notice_due",
            Text::made(
                format!("Phải thông báo cho UBND xã chậm nhất ngày {due_on} (5 ngày làm việc)."),
                format!("The commune must be told by {due_on} (five working days)."),
            ),
        )
    })
}

/// The holidays from a day on.
///
/// # Errors
/// When the database fails.
pub async fn holidays_from(source: &impl Reading, day: NaiveDate) -> Result<BTreeSet<NaiveDate>, Error> {
    let rows = source.parts::<holiday::Entity>().filter(holiday::Column::HolidayOn.gte(day));
    let found: Vec<holiday::Model> = source.load(rows, |select| select).await?;
    Ok(found.into_iter().map(|holiday| holiday.holiday_on).collect())
}

/// What to draw attention to about a change of this day whose notice was, or was not, sent.
///
/// # Errors
/// When the database fails.
pub async fn notice_due(
    tx: &Tx,
    signed_on: NaiveDate,
    sent_on: Option<NaiveDate>,
) -> Result<Option<Warning>, Error> {
    let due_on = due_on(signed_on, &holidays_from(tx, signed_on).await?);
    Ok(timeliness(due_on, sent_on, tx.today()))
}

/// What to draw attention to when a group changed on a day in a way that the commune must be told of. Cooperation groups
/// owe such a notice after their founding, as long as they exist (domain §3.2).
///
/// # Errors
/// When the database fails.
pub async fn change_due(
    tx: &Tx,
    roster: &Roster,
    kind: NoticeKind,
    day: NaiveDate,
) -> Result<Option<Warning>, Error> {
    let at_work = |day| {
        roster.period_on(day).filter(|period| {
            period.legal_form == LegalForm::Tht
                && matches!(period.status, GroupStatus::Active | GroupStatus::Suspended)
        })
    };
    let (Some(period), Some(_)) = (at_work(day), day.pred_opt().and_then(at_work)) else { return Ok(None) };
    let sent = tx
        .beyond_reach::<group_notice::Entity>("parts of a group that was found")
        .filter(group_notice::Column::GroupId.eq(period.group_id))
        .filter(group_notice::Column::Kind.eq(kind))
        .filter(group_notice::Column::SignedOn.eq(day))
        .filter(group_notice::Column::SentOn.is_not_null());
    notice_due(tx, day, tx.find(sent).await?.and_then(|notice| notice.sent_on)).await
}

/// The views of notices.
///
/// # Errors
/// When the database fails.
pub async fn views(
    source: &impl Reading,
    rows: Vec<group_notice::Model>,
    today: NaiveDate,
) -> Result<Vec<Notice>, Error> {
    let Some(earliest) = rows.iter().map(|row| row.signed_on).min() else {
        return Ok(Vec::new());
    };
    let holidays = holidays_from(source, earliest).await?;
    let view = |row: group_notice::Model| {
        let due_on = due_on(row.signed_on, &holidays);
        let warning = timeliness(due_on, row.sent_on, today);
        Notice::of(row, due_on, warning)
    };
    Ok(rows.into_iter().map(view).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;

    use super::{due_on, timeliness};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(signed_on: &str, holidays: &[&str]) -> NaiveDate {
        due_on(day(signed_on), &holidays.iter().map(|text| day(text)).collect::<BTreeSet<_>>())
    }

    #[test]
    fn weekends_do_not_count() {
        assert_eq!(due("2022-06-06", &[]), day("2022-06-13"));
        assert_eq!(due("2022-06-10", &[]), day("2022-06-17"));
        assert_eq!(due("2022-06-11", &[]), day("2022-06-17"));
        assert_eq!(due("2022-06-12", &[]), day("2022-06-17"));
    }

    #[test]
    fn holidays_do_not_count() {
        assert_eq!(due("2022-04-28", &["2022-05-02", "2022-05-03"]), day("2022-05-09"));
        assert_eq!(due("2022-06-06", &["2022-06-11"]), day("2022-06-13"));
        let tet = ["2023-01-20", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26"];
        assert_eq!(due("2023-01-18", &tet), day("2023-02-01"));
    }

    #[test]
    fn late_is_after_the_last_day() {
        let code = |sent: Option<&str>, today: &str| {
            timeliness(day("2022-06-13"), sent.map(day), day(today)).map(|warning| warning.code)
        };
        assert_eq!(code(Some("2022-06-13"), "2022-08-01"), None);
        assert_eq!(code(Some("2022-06-14"), "2022-08-01"), Some("notice_late"));
        assert_eq!(code(None, "2022-06-13"), Some("notice_due"));
        assert_eq!(code(None, "2022-06-14"), Some("notice_late"));
    }
}
