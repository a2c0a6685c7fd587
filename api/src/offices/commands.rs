//! What happens inside a unit of work when somebody takes an office or leaves it. Holds the group's lock.

use chrono::NaiveDate;
use entity::{
    enums::{NoticeKind, Office, VoidReason},
    farmer_group, group_office,
    ids::{GroupId, MembershipId, OfficeId},
    membership,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewOffice, OfficeEnd, OfficeHolding},
    queries::{Roster, Scene},
};
use crate::{
    access::{
        Access, Rows,
        permission::groups::{AppointOffice, EndOffice},
    },
    error::{Code, Error, Faults, Text},
    http::Warning,
    notices::queries::change_due,
    periods::queries::{check_place, not_after_today},
    store::{Change, Tx},
    values::FieldCode,
};

/// Appoints a member; the head before leaves on the same day.
pub(super) async fn appoint(
    tx: &Tx,
    access: &Access<AppointOffice>,
    group_id: GroupId,
    new: &NewOffice,
) -> Result<Change<OfficeHolding>, Error> {
    let row = tx.current(access.row::<farmer_group::Entity>(group_id)).await?;
    let roster = Roster::of(tx, group_id).await?;
    let before_them = roster.present_head().filter(|_| new.office == Office::Head).cloned();
    let mut members = vec![new.membership_id];
    members.extend(before_them.as_ref().map(|head| head.membership_id));
    tx.lock_all(of_members(tx, group_id, &members)).await?;
    let before = Scene::of(tx, access, group_id, &members).await?;
    tx.update::<farmer_group::Entity>(row, |_| ()).await?;
    let from_on = new.from_on.into();
    let mut faults = Faults::default();
    check_place(tx, access.reach(), &mut faults, &roster.periods, ("/from_on", from_on)).await?;
    check_appointment(faults, &roster, new, tx.today())?;
    if let Some(head) = before_them {
        hand_over(tx, head, from_on).await?;
    }
    let id = new.id.unwrap_or_else(|| tx.new_id());
    insert(tx, id, &roster, (new.membership_id, new.office), from_on).await?;
    tx.touch(of_members(tx, group_id, &members)).await?;
    Roster::of(tx, group_id).await?.check_headed()?;
    let after = Scene::of(tx, access, group_id, &members).await?;
    let entries = before.entries("office_changed", &after, id.into());
    let made = after.offices.into_iter().find(|held| held.id == id);
    let mut made = made.ok_or_else(|| Error::internal("a row that was inserted is gone"))?;
    made.warnings.extend(head_due(tx, &roster, new.office, from_on).await?);
    Ok(Change::created(made).and_all(entries))
}

fn check_appointment(
    mut faults: Faults,
    roster: &Roster,
    new: &NewOffice,
    today: NaiveDate,
) -> Result<(), Error> {
    let from_on = new.from_on.into();
    not_after_today(&mut faults, "/from_on", from_on, today);
    check_member(&mut faults, roster, "/membership_id", new.membership_id, from_on);
    let head = roster.present_head().filter(|_| new.office == Office::Head);
    faults.when(
        head.is_some_and(|head| head.from_on > from_on),
        "/from_on",
        FieldCode::Inconsistent,
        Text::new(
            "Không được trước ngày tổ trưởng hiện tại nhận chức.",
            "The present head took office later.",
        ),
    );
    faults.check()?;
    if roster.ended().is_some() {
        return Err(Error::step_not_open(&[]));
    }
    let holds_it = roster.offices_of(new.membership_id, from_on).any(|held| held.office == new.office);
    if holds_it {
        let detail =
            Text::new("Thành viên này đang giữ chức vụ đó.", "The member holds this office already.");
        return Err(Error::conflict(Code::Duplicate, detail));
    }
    Ok(())
}

/// Notes that somebody is no member of the group who could take an office on a day.
fn check_member(faults: &mut Faults, roster: &Roster, pointer: &str, id: MembershipId, day: NaiveDate) {
    let member = roster.memberships.iter().find(|member| member.id == id);
    let text = Text::new("Không có thành viên này trong nhóm.", "The group has no such membership.");
    faults.unknown(member.is_none(), pointer, text);
    faults.when(
        member.is_some_and(|member| member.until_on.is_some() || member.from_on > day),
        pointer,
        FieldCode::Inconsistent,
        Text::new("Vào ngày đó người này không phải là thành viên.", "They are no member from that day on."),
    );
}

/// Ends an office; whoever is named takes it over on that day.
pub(super) async fn end(
    tx: &Tx,
    access: &Access<EndOffice>,
    (group_id, id): (GroupId, OfficeId),
    ending: &OfficeEnd,
) -> Result<Change<OfficeHolding>, Error> {
    let row = tx.current(access.row::<farmer_group::Entity>(group_id)).await?;
    let held = access.row::<group_office::Entity>(id).filter(group_office::Column::GroupId.eq(group_id));
    let held = tx.one(held).await?;
    let roster = Roster::of(tx, group_id).await?;
    let mut members = vec![held.membership_id];
    members.extend(ending.successor_membership_id);
    tx.lock_all(of_members(tx, group_id, &members)).await?;
    let before = Scene::of(tx, access, group_id, &members).await?;
    tx.update::<farmer_group::Entity>(row, |_| ()).await?;
    let until_on = ending.until_on.into();
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/until_on", until_on, tx.today());
    check_place(tx, access.reach(), &mut faults, &roster.periods, ("/until_on", until_on)).await?;
    let text = Text::new("Phải sau ngày nhận chức.", "It must come after the day the office was taken.");
    faults.when(until_on <= held.from_on, "/until_on", FieldCode::Inconsistent, text);
    if let Some(successor) = ending.successor_membership_id {
        check_member(&mut faults, &roster, "/successor_membership_id", successor, until_on);
        let is_same = successor == held.membership_id;
        let text = Text::new("Phải là người khác.", "It must be somebody else.");
        faults.when(is_same, "/successor_membership_id", FieldCode::Inconsistent, text);
    }
    faults.check()?;
    if held.until_on.is_some() {
        let detail = Text::new("Chức vụ này đã kết thúc.", "This office has ended already.");
        return Err(Error::conflict(Code::StateConflict, detail));
    }
    let office = held.office;
    tx.edit::<group_office::Entity>(held, |row| row.until_on = Set(Some(until_on))).await?;
    if let Some(successor) = ending.successor_membership_id {
        insert(tx, tx.new_id(), &roster, (successor, office), until_on).await?;
    }
    tx.touch(of_members(tx, group_id, &members)).await?;
    Roster::of(tx, group_id).await?.check_headed()?;
    let mut after = Scene::of(tx, access, group_id, &members).await?;
    let entries = before.entries("office_changed", &after, id.into());
    let find = |scene: &mut Scene| {
        scene.offices.iter().position(|held| held.id == id).map(|n| scene.offices.remove(n))
    };
    let mut before = before;
    let (Some(old), Some(mut new)) = (find(&mut before), find(&mut after)) else {
        return Err(Error::internal("an office that was edited is gone"));
    };
    new.warnings.extend(head_due(tx, &roster, office, until_on).await?);
    Ok(Change::changed("ended", &old, new).and_all(entries))
}

/// The commune must be told of another representative.
async fn head_due(
    tx: &Tx,
    roster: &Roster,
    office: Office,
    day: NaiveDate,
) -> Result<Option<Warning>, Error> {
    if office == Office::Head {
        change_due(tx, roster, NoticeKind::Representative, day).await
    } else {
        Ok(None)
    }
}

/// The head before leaves; one who was appointed for the very same day was entered in error.
async fn hand_over(tx: &Tx, head: group_office::Model, day: NaiveDate) -> Result<(), Error> {
    let is_error = head.from_on == day;
    tx.edit::<group_office::Entity>(head, |row| {
        if is_error {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(VoidReason::WrongPerson));
        } else {
            row.until_on = Set(Some(day));
        }
    })
    .await
    .map(drop)
}

async fn insert(
    tx: &Tx,
    id: OfficeId,
    roster: &Roster,
    (membership_id, office): (MembershipId, Office),
    from_on: NaiveDate,
) -> Result<(), Error> {
    let row = group_office::ActiveModel {
        id: Set(id),
        group_id: Set(roster.present()?.group_id),
        membership_id: Set(membership_id),
        office: Set(office),
        from_on: Set(from_on),
        until_on: Set(None),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    };
    tx.insert(row).await.map(drop)
}

/// The memberships of holders. Their views show offices, so that they are locked before they are told as they were, and
/// get a new revision.
fn of_members(tx: &Tx, group_id: GroupId, ids: &[MembershipId]) -> Rows<membership::Entity> {
    tx.beyond_reach("members of a group that was found")
        .filter(membership::Column::GroupId.eq(group_id))
        .filter(membership::Column::Id.is_in(ids.iter().copied()))
}
