//! What happens inside a unit of work when a notice is entered or sent.

use chrono::NaiveDate;
use entity::{
    farmer_group, group_notice, group_period,
    ids::{GroupId, NoticeId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewNotice, Notice, NoticePatch},
    queries::views,
};
use crate::{
    access::{
        Access, Reach,
        permission::groups::{CreateNotice, UpdateNotice},
    },
    error::{Error, Faults, Text},
    periods::queries::{check_place, not_after_today, periods_of, place_on},
    store::{Change, Tx},
    values::FieldCode,
};

/// Records a change that the commune must be told of, for the commune the group lay in on that day.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateNotice>,
    group_id: GroupId,
    new: &NewNotice,
) -> Result<Change<Notice>, Error> {
    tx.one(access.row::<farmer_group::Entity>(group_id)).await?;
    let (signed_on, sent_on) = (new.signed_on.into(), new.sent_on.map(Into::into));
    let mut faults = Faults::default();
    check_days(&mut faults, signed_on, sent_on, tx.today());
    let periods = periods_of(tx, group_id).await?;
    let period = periods.iter().rfind(|period| period.from_on <= signed_on);
    let text =
        Text::new("Nhóm chưa thành lập vào ngày đó.", "The group was not yet established on that day.");
    faults.when(period.is_none(), "/signed_on", FieldCode::Inconsistent, text);
    check_places(tx, access.reach(), &mut faults, &periods, [Some(signed_on), sent_on]).await?;
    faults.check()?;
    let period = period.ok_or_else(|| Error::internal("a group without a period"))?;
    let (area_id, _) = place_on(tx, period, signed_on).await?;
    let row = tx
        .insert(group_notice::ActiveModel {
            id: Set(new.id.unwrap_or_else(|| tx.new_id())),
            group_id: Set(group_id),
            kind: Set(new.kind),
            signed_on: Set(signed_on),
            sent_on: Set(sent_on),
            area_id: Set(area_id),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await?;
    Ok(Change::created(view(tx, row).await?))
}

/// Records when a notice was sent.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateNotice>,
    (group_id, id): (GroupId, NoticeId),
    patch: &NoticePatch,
) -> Result<Change<Notice>, Error> {
    let rows = access.row::<group_notice::Entity>(id).filter(group_notice::Column::GroupId.eq(group_id));
    let row = tx.current(rows).await?;
    let before = view(tx, row.clone()).await?;
    let sent_on = patch.sent_on.map_or(row.sent_on, |day| day.map(Into::into));
    let row = tx.update::<group_notice::Entity>(row, |row| row.sent_on = Set(sent_on)).await?;
    let mut faults = Faults::default();
    check_days(&mut faults, row.signed_on, sent_on, tx.today());
    let periods = periods_of(tx, group_id).await?;
    check_places(tx, access.reach(), &mut faults, &periods, [None, sent_on]).await?;
    faults.check()?;
    let after = view(tx, row).await?;
    Ok(Change::changed("updated", &before, after))
}

fn check_days(faults: &mut Faults, signed_on: NaiveDate, sent_on: Option<NaiveDate>, today: NaiveDate) {
    not_after_today(faults, "/signed_on", signed_on, today);
    if let Some(sent_on) = sent_on {
        not_after_today(faults, "/sent_on", sent_on, today);
        let text =
            Text::new("Không được trước ngày thay đổi.", "It must not be before the day of the change.");
        faults.when(sent_on < signed_on, "/sent_on", FieldCode::Inconsistent, text);
    }
}

/// The day of the change and the day of sending are facts of their own, each about the place of that day.
async fn check_places(
    tx: &Tx,
    reach: &Reach,
    faults: &mut Faults,
    periods: &[group_period::Model],
    days: [Option<NaiveDate>; 2],
) -> Result<(), Error> {
    for (pointer, day) in ["/signed_on", "/sent_on"].into_iter().zip(days) {
        if let Some(day) = day {
            check_place(tx, reach, faults, periods, (pointer, day)).await?;
        }
    }
    Ok(())
}

async fn view(tx: &Tx, row: group_notice::Model) -> Result<Notice, Error> {
    let views = views(tx, vec![row], tx.today()).await?;
    views.into_iter().next().ok_or_else(|| Error::internal("one row has one view"))
}
