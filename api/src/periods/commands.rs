//! What happens inside a unit of work when form, state or commune of a group change. Holds the group's lock.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, LegalForm, NoticeKind},
    farmer_group, group_notice, group_period,
    ids::GroupId,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Conversion, Relocation, Suspension},
    queries::{
        LEAST_MEMBERS, check_day, check_name, check_place, former_commune, least_members, not_after_today,
        place_on,
    },
};
use crate::{
    access::{
        Access, Permit, Reach,
        permission::groups::{ActivateGroup, ConvertGroup, MoveGroup, ResumeGroup, SuspendGroup},
    },
    areas::queries::commune_for_entry,
    error::{Code, Error, Faults, Text},
    groups::{messages::Group, queries::group_on, workflow::step},
    http::Warning,
    notices::queries::{notice_due, views},
    offices::queries::Roster,
    store::{Change, Entry, Tx},
    values::FieldCode,
};

/// Puts a group to work.
pub(super) async fn activate(
    tx: &Tx,
    access: &Access<ActivateGroup>,
    id: GroupId,
    from_on: NaiveDate,
) -> Result<Change<Group>, Error> {
    let taken = Taken::of(tx, access, id).await?;
    taken.check_day(tx, access.reach(), "/from_on", from_on).await?;
    let to = taken.step("activate")?;
    taken.check_members(from_on, taken.least_members(from_on))?;
    taken.check_papers()?;
    taken.turn(tx, from_on, |row| row.status = Set(to)).await?;
    let mut warnings = Vec::new();
    if let (LegalForm::Tht, Some(signed_on)) = (taken.before.present_form, taken.before.contract_signed_on) {
        warnings.extend(founding_due(tx, id, signed_on).await?);
    }
    taken.changed(tx, access, "activated", warnings).await
}

/// What to draw attention to when nobody has recorded that the commune was told of the founding.
async fn founding_due(tx: &Tx, id: GroupId, signed_on: NaiveDate) -> Result<Option<Warning>, Error> {
    let notices = tx
        .beyond_reach::<group_notice::Entity>("parts of a group that was found")
        .filter(group_notice::Column::GroupId.eq(id))
        .filter(group_notice::Column::Kind.eq(NoticeKind::Founding));
    match tx.find(notices).await? {
        Some(notice) if notice.sent_on.is_some() => Ok(None),
        _ => notice_due(tx, signed_on, None).await,
    }
}

/// Pauses a group.
pub(super) async fn suspend(
    tx: &Tx,
    access: &Access<SuspendGroup>,
    id: GroupId,
    body: &Suspension,
) -> Result<Change<Group>, Error> {
    let taken = Taken::of(tx, access, id).await?;
    taken.check_day(tx, access.reach(), "/from_on", body.from_on.into()).await?;
    let to = taken.step("suspend")?;
    taken.turn(tx, body.from_on.into(), |row| row.status = Set(to)).await?;
    let change = taken.changed(tx, access, "suspended", Vec::new()).await?;
    Ok(change.because(Some(body.reason.as_ref().to_owned())))
}

/// Puts a suspended group back to work.
pub(super) async fn resume(
    tx: &Tx,
    access: &Access<ResumeGroup>,
    id: GroupId,
    from_on: NaiveDate,
) -> Result<Change<Group>, Error> {
    let taken = Taken::of(tx, access, id).await?;
    taken.check_day(tx, access.reach(), "/from_on", from_on).await?;
    let to = taken.step("resume")?;
    taken.turn(tx, from_on, |row| row.status = Set(to)).await?;
    taken.changed(tx, access, "resumed", Vec::new()).await
}

/// Makes an interest group a cooperative group, with the notice that the commune is owed.
pub(super) async fn convert(
    tx: &Tx,
    access: &Access<ConvertGroup>,
    id: GroupId,
    body: &Conversion,
) -> Result<Change<Group>, Error> {
    let taken = Taken::of(tx, access, id).await?;
    let (signed_on, sent_on) = (body.contract_signed_on.into(), body.sent_on.map(Into::into));
    let mut faults = Faults::default();
    faults.keep(taken.check_day(tx, access.reach(), "/contract_signed_on", signed_on).await)?;
    if let Some(sent_on) = sent_on {
        not_after_today(&mut faults, "/sent_on", sent_on, tx.today());
        let text = Text::new("Không được trước ngày ký hợp đồng.", "It must not be before the signing.");
        faults.when(sent_on < signed_on, "/sent_on", FieldCode::Inconsistent, text);
        check_place(tx, access.reach(), &mut faults, &taken.roster.periods, ("/sent_on", sent_on)).await?;
    }
    faults.check()?;
    let to = taken.step("convert")?;
    taken.check_members(signed_on, LEAST_MEMBERS)?;
    tx.edit::<farmer_group::Entity>(taken.row.clone(), |row| row.contract_signed_on = Set(Some(signed_on)))
        .await?;
    let (area_id, _) = place_on(tx, taken.roster.present()?, signed_on).await?;
    taken
        .turn(tx, signed_on, |row| {
            row.status = Set(to);
            row.legal_form = Set(LegalForm::Tht);
        })
        .await?;
    let notice = tx
        .insert(group_notice::ActiveModel {
            id: Set(tx.new_id()),
            group_id: Set(id),
            kind: Set(NoticeKind::Founding),
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
    let notices = views(tx, vec![notice], tx.today()).await?;
    let warnings = notices.iter().flat_map(|notice| notice.warnings.clone()).collect();
    let entries = notices.iter().map(|notice| Entry::about("created", None, notice));
    Ok(taken.changed(tx, access, "converted", warnings).await?.and_all(entries))
}

/// Moves a group to another commune.
pub(super) async fn relocate(
    tx: &Tx,
    access: &Access<MoveGroup>,
    id: GroupId,
    body: &Relocation,
) -> Result<Change<Group>, Error> {
    let taken = Taken::of(tx, access, id).await?;
    let from_on = body.from_on.into();
    let mut faults = Faults::default();
    faults.keep(taken.check_day(tx, access.reach(), "/from_on", from_on).await)?;
    let (reach, named) = (access.reach(), ("/commune_id", "/from_on"));
    faults.keep(commune_for_entry(tx, reach, body.commune_id, from_on, named).await)?;
    if let Some(former) = body.former_commune_id {
        faults.keep(former_commune(tx, former, body.commune_id).await)?;
    }
    let present = taken.roster.present()?;
    let is_same =
        (present.commune_id, present.former_commune_id) == (body.commune_id, body.former_commune_id);
    let text = Text::new("Nhóm đang ở xã này.", "The group is in this commune already.");
    faults.when(is_same, "/commune_id", FieldCode::Inconsistent, text);
    faults.check()?;
    let to = taken.step("move")?;
    check_name(tx, access, &taken.before.name, body.commune_id, Some(id)).await?;
    taken
        .turn(tx, from_on, |row| {
            row.status = Set(to);
            row.commune_id = Set(body.commune_id);
            row.former_commune_id = Set(body.former_commune_id);
        })
        .await?;
    let is_tht = taken.before.present_form == LegalForm::Tht;
    let warnings = if is_tht { notice_due(tx, from_on, None).await? } else { None };
    taken.changed(tx, access, "moved", warnings.into_iter().collect()).await
}

/// A group that an action is about: locked, at the revision the caller read, with what it was before.
struct Taken {
    row: farmer_group::Model,
    before: Group,
    roster: Roster,
}

impl Taken {
    async fn of<P: Permit>(tx: &Tx, access: &Access<P>, id: GroupId) -> Result<Self, Error> {
        let row = tx.current(access.row::<farmer_group::Entity>(id)).await?;
        let holds = |permission| access.caller().holds(permission);
        let before = group_on(tx, access.row(id), tx.today(), holds).await?;
        let row = tx.update::<farmer_group::Entity>(row, |_| ()).await?;
        Ok(Self { row, before, roster: Roster::of(tx, id).await? })
    }

    async fn check_day(&self, tx: &Tx, reach: &Reach, pointer: &str, day: NaiveDate) -> Result<(), Error> {
        let mut faults = Faults::default();
        check_day(&mut faults, pointer, day, self.roster.present()?.from_on, tx.today());
        check_place(tx, reach, &mut faults, &self.roster.periods, (pointer, day)).await?;
        faults.check()
    }

    fn step(&self, action: &str) -> Result<GroupStatus, Error> {
        step(self.before.present_status, self.before.present_form, action)
    }

    fn least_members(&self, from_on: NaiveDate) -> usize {
        least_members(self.before.present_form, self.before.registered_on.unwrap_or(from_on))
    }

    fn check_members(&self, day: NaiveDate, least: usize) -> Result<(), Error> {
        if self.roster.has_head_on(day) && self.roster.members_on(day) >= least {
            return Ok(());
        }
        let detail = Text::made(
            format!("Vào ngày {day} nhóm phải có tổ trưởng và ít nhất {least} thành viên."),
            format!("On {day} the group must have a head and at least {least} member(s)."),
        );
        Err(Error::conflict(Code::ConditionsUnmet, detail))
    }

    fn check_papers(&self) -> Result<(), Error> {
        let group = &self.before;
        let has_them = match group.present_form {
            LegalForm::Cig => true,
            LegalForm::Tht => group.contract_signed_on.is_some(),
            LegalForm::Cooperative => group.registration_number.is_some() && group.registered_on.is_some(),
        };
        if has_them {
            return Ok(());
        }
        let detail = Text::new(
            "Tổ hợp tác cần ngày ký hợp đồng hợp tác; hợp tác xã cần mã số và ngày đăng ký.",
            "A cooperative group needs the day of its contract, a cooperative its registration number and day.",
        );
        Err(Error::conflict(Code::ConditionsUnmet, detail))
    }

    /// Ends the present period on a day and begins the next one there, in the commune that exists then.
    async fn turn(
        &self,
        tx: &Tx,
        day: NaiveDate,
        edit: impl FnOnce(&mut group_period::ActiveModel),
    ) -> Result<(), Error> {
        let present = self.roster.present()?.clone();
        let (commune_id, former_commune_id) = place_on(tx, &present, day).await?;
        tx.follow::<group_period::Entity>(present, day, |row| {
            row.commune_id = Set(commune_id);
            row.former_commune_id = Set(former_commune_id);
            edit(row);
        })
        .await?;
        Roster::of(tx, self.row.id).await?.check_headed()
    }

    async fn changed<P: Permit>(
        self,
        tx: &Tx,
        access: &Access<P>,
        action: &'static str,
        warnings: Vec<Warning>,
    ) -> Result<Change<Group>, Error> {
        let rows =
            tx.beyond_reach("the group that was changed").filter(farmer_group::Column::Id.eq(self.row.id));
        let after = group_on(tx, rows, tx.today(), |permission| access.caller().holds(permission)).await?;
        Ok(Change::changed(action, &self.before, after.warning(warnings)))
    }
}
