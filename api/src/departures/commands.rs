//! What happens inside a unit of work when a member leaves. Holds the locks of the groups concerned.

use chrono::NaiveDate;
use entity::{
    enums::{ExitReason, GroupStatus, NoticeKind, Office},
    farmer_group, group_office, group_period,
    ids::{GroupId, MembershipId},
    membership, person,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::messages::{MembershipEnd, MembershipTransfer};
use crate::{
    access::{
        Access, Permit, Rows,
        permission::memberships::{EndMembership, TransferMembership},
    },
    error::{Code, Error, Faults, Text},
    http::Warning,
    memberships::{
        messages::Membership,
        queries::{check_joining, joining, memberships_on},
    },
    notices::queries::change_due,
    offices::queries::{Roster, Scene},
    periods::queries::{check_place, least_members, not_after_today},
    store::{Change, Entry, Tx},
    values::FieldCode,
};

/// Ends a membership.
pub(super) async fn end(
    tx: &Tx,
    access: &Access<EndMembership>,
    id: MembershipId,
    ending: &MembershipEnd,
) -> Result<Change<Membership>, Error> {
    let group_id = tx.one(access.row::<membership::Entity>(id)).await?.group_id;
    let group = lock(tx, group_id).await?;
    let mut leaving = Leaving::of(tx, access, id, ending.successor_membership_id).await?;
    leaving.day = ending.until_on.into();
    let mut faults = Faults::default();
    leaving.check(&mut faults, "/until_on", tx.today());
    check_place(tx, access.reach(), &mut faults, &leaving.roster.periods, ("/until_on", leaving.day)).await?;
    if let Some(informed_on) = ending.informed_on {
        not_after_today(&mut faults, "/informed_on", informed_on.into(), tx.today());
    }
    faults.check()?;
    let registered_on = group.registered_on;
    let left = leaving
        .write(tx, group, |row| {
            row.exit_reason = Set(Some(ending.exit_reason.into()));
            row.vote_bps = Set(ending.vote_bps.map(Into::into));
            row.informed_on = Set(ending.informed_on.map(Into::into));
        })
        .await?;
    let warnings = leaving.warnings(tx, &left, registered_on).await?;
    let (before, mut after, entries) = leaving.told(tx, access).await?;
    after.warnings.extend(vote_warning(ending).into_iter().chain(warnings));
    Ok(Change::changed("ended", &before, after).and_all(entries))
}

/// More than half of all members must agree when somebody leaves or is excluded (domain §3.3).
fn vote_warning(ending: &MembershipEnd) -> Option<Warning> {
    const HALF_BPS: i32 = 5_000;
    let needs_vote = matches!(ending.exit_reason.into(), ExitReason::Voluntary | ExitReason::Excluded);
    let carried = ending.vote_bps.is_some_and(|share| share.get() > HALF_BPS);
    (needs_vote && !carried).then(|| {
        let code = if ending.vote_bps.is_some() { "vote_not_carried" } else { "vote_missing" };
        Warning::new(
            code,
            Text::new(
                "Cần trên 50% tổng số thành viên đồng ý và ghi tỷ lệ vào biên bản, trừ khi hợp đồng quy định khác.",
                "More than half of all members must agree and the minutes must say so, unless the contract says otherwise.",
            ),
        )
    })
}

/// A group at work has fewer members than the law asks of its form.
fn too_few(left: &Roster, registered_on: Option<NaiveDate>, day: NaiveDate) -> Option<Warning> {
    let is_at_work =
        |period: &&group_period::Model| matches!(period.status, GroupStatus::Active | GroupStatus::Suspended);
    let period = left.period_on(day).filter(is_at_work)?;
    let (count, least) =
        (left.members_on(day), least_members(period.legal_form, registered_on.unwrap_or(day)));
    let detail = Text::made(
        format!("Từ ngày {day} nhóm chỉ còn {count} thành viên; tối thiểu phải có {least}."),
        format!("From {day} on the group has {count} member(s); at least {least} are needed."),
    );
    (count < least).then(|| Warning::new("too_few_members", detail))
}

/// Ends a membership and begins one in another group on the same day.
pub(super) async fn transfer(
    tx: &Tx,
    access: &Access<TransferMembership>,
    id: MembershipId,
    transfer: &MembershipTransfer,
) -> Result<Change<Membership>, Error> {
    let membership::Model { group_id, person_id, .. } = tx.one(access.row::<membership::Entity>(id)).await?;
    let person = tx.beyond_reach::<person::Entity>("whom nobody takes out or erases meanwhile");
    tx.lock_all(person.filter(person::Column::Id.eq(person_id))).await?;
    let mut faults = Faults::default();
    let target = tx.find(access.row::<farmer_group::Entity>(transfer.to_group_id)).await?;
    let text = Text::new("Không có nhóm này.", "There is no such group.");
    faults.unknown(target.is_none(), "/to_group_id", text);
    let is_same = transfer.to_group_id == group_id;
    let text = Text::new("Phải là nhóm khác.", "It must be another group.");
    faults.when(is_same, "/to_group_id", FieldCode::Inconsistent, text);
    let mut locked = [Some(group_id), target.as_ref().map(|target| target.id)];
    locked.sort_unstable();
    for id in locked.into_iter().flatten() {
        lock(tx, id).await?;
    }
    let mut leaving = Leaving::of(tx, access, id, transfer.successor_membership_id).await?;
    leaving.day = transfer.on.into();
    leaving.check(&mut faults, "/on", tx.today());
    let on = ("/on", leaving.day);
    check_place(tx, access.reach(), &mut faults, &leaving.roster.periods, on).await?;
    let Some(target) = target else { return faults.check().and(Err(Error::NotFound)) };
    let there = Roster::of(tx, target.id).await?;
    check_joining(&mut faults, "/on", &there, leaving.day, tx.today());
    check_place(tx, access.reach(), &mut faults, &there.periods, on).await?;
    faults.check()?;
    let group = lock(tx, group_id).await?;
    let registered_on = group.registered_on;
    let left = leaving.write(tx, group, |row| row.exit_reason = Set(Some(ExitReason::Transferred))).await?;
    let mut warnings = leaving.warnings(tx, &left, registered_on).await?;
    warnings.extend(change_due(tx, &there, NoticeKind::MemberCount, leaving.day).await?);
    warnings.dedup();
    let new_id = transfer.new_id.unwrap_or_else(|| tx.new_id());
    let row = joining(tx, &there, (transfer.to_group_id, person_id), leaving.day);
    tx.insert(membership::ActiveModel { id: Set(new_id), ..row }).await?;
    let (before, mut after, mut entries) = leaving.told(tx, access).await?;
    let begun = tx.beyond_reach("a row that was inserted").filter(membership::Column::Id.eq(new_id));
    let begun = memberships_on(tx, begun, tx.today()).await?;
    entries.extend(begun.iter().map(|view| Entry::about("created", None, view)));
    after.transferred_to_id = Some(new_id);
    after.warnings.extend(warnings);
    Ok(Change::changed("transferred", &before, after).and_all(entries))
}

async fn lock(tx: &Tx, id: GroupId) -> Result<farmer_group::Model, Error> {
    let rows = tx.beyond_reach::<farmer_group::Entity>("the group of a membership that was found");
    tx.lock(rows.filter(farmer_group::Column::Id.eq(id))).await
}

/// The membership in a group of whoever is named, if anybody is.
fn one_of(tx: &Tx, group_id: GroupId, id: Option<MembershipId>) -> Rows<membership::Entity> {
    tx.beyond_reach("a member of a group that was found")
        .filter(membership::Column::GroupId.eq(group_id))
        .filter(membership::Column::Id.is_in(id))
}

/// Somebody about to leave: at the revision the caller read, nothing is written yet.
struct Leaving {
    row: membership::Model,
    day: NaiveDate,
    successor: Option<MembershipId>,
    roster: Roster,
    before: Scene,
}

impl Leaving {
    async fn of<P: Permit>(
        tx: &Tx,
        access: &Access<P>,
        id: MembershipId,
        successor: Option<MembershipId>,
    ) -> Result<Self, Error> {
        let row = tx.current(access.row::<membership::Entity>(id)).await?;
        tx.lock_all(one_of(tx, row.group_id, successor)).await?;
        let roster = Roster::of(tx, row.group_id).await?;
        let ids: Vec<MembershipId> = [Some(id), successor].into_iter().flatten().collect();
        let before = Scene::of(tx, access, row.group_id, &ids).await?;
        Ok(Self { day: row.from_on, row, successor, roster, before })
    }

    fn offices(&self) -> Vec<group_office::Model> {
        self.roster.offices_of(self.row.id, self.day).cloned().collect()
    }

    fn heads(&self) -> bool {
        self.offices().iter().any(|held| held.office == Office::Head)
    }

    fn check(&self, faults: &mut Faults, pointer: &str, today: NaiveDate) {
        not_after_today(faults, pointer, self.day, today);
        let is_early =
            self.day <= self.row.from_on || self.offices().iter().any(|held| held.from_on >= self.day);
        let text = Text::new(
            "Phải sau ngày vào nhóm và ngày nhận chức.",
            "It must come after joining and taking office.",
        );
        faults.when(is_early, pointer, FieldCode::Inconsistent, text);
        let Some(successor) = self.successor else { return };
        let named = self.roster.memberships.iter().find(|member| member.id == successor);
        let text = Text::new("Không có thành viên này trong nhóm.", "The group has no such membership.");
        faults.unknown(named.is_none(), "/successor_membership_id", text);
        let Some(named) = named else { return };
        let is_other = named.id != self.row.id && named.until_on.is_none() && named.from_on <= self.day;
        let fits = self.heads() && is_other;
        let text = Text::new(
            "Chỉ khi tổ trưởng rời nhóm, và phải là thành viên khác vào ngày đó.",
            "Only when the head leaves, and it must be another member of that day.",
        );
        faults.when(!fits, "/successor_membership_id", FieldCode::Inconsistent, text);
    }

    /// Writes it, and gives the roster afterwards.
    async fn write(
        &self,
        tx: &Tx,
        group: farmer_group::Model,
        edit: impl FnOnce(&mut membership::ActiveModel),
    ) -> Result<Roster, Error> {
        if self.row.until_on.is_some() {
            let detail = Text::new("Thành viên này đã ra khỏi nhóm.", "This membership has ended already.");
            return Err(Error::conflict(Code::StateConflict, detail));
        }
        let held = self.offices();
        if !held.is_empty() {
            tx.amend::<farmer_group::Entity>(group, |_| ()).await?;
        }
        for office in held {
            tx.edit::<group_office::Entity>(office, |row| row.until_on = Set(Some(self.day))).await?;
        }
        if let Some(successor) = self.successor {
            self.succeed(tx, successor).await?;
        }
        tx.update::<membership::Entity>(self.row.clone(), |row| {
            row.until_on = Set(Some(self.day));
            edit(row);
        })
        .await?;
        let left = Roster::of(tx, self.row.group_id).await?;
        left.check_headed()?;
        Ok(left)
    }

    /// What deserves attention in the group that was left: too few members, and what the commune must be told.
    async fn warnings(
        &self,
        tx: &Tx,
        left: &Roster,
        registered_on: Option<NaiveDate>,
    ) -> Result<Vec<Warning>, Error> {
        let mut warnings: Vec<Warning> = too_few(left, registered_on, self.day).into_iter().collect();
        warnings.extend(change_due(tx, left, NoticeKind::MemberCount, self.day).await?);
        if self.heads() {
            warnings.extend(change_due(tx, left, NoticeKind::Representative, self.day).await?);
        }
        warnings.dedup();
        Ok(warnings)
    }

    async fn succeed(&self, tx: &Tx, id: MembershipId) -> Result<(), Error> {
        tx.insert(group_office::ActiveModel {
            id: Set(tx.new_id()),
            group_id: Set(self.row.group_id),
            membership_id: Set(id),
            office: Set(Office::Head),
            from_on: Set(self.day),
            until_on: Set(None),
            created_at: Set(tx.now()),
            voided_at: Set(None),
            void_reason: Set(None),
        })
        .await?;
        tx.touch(one_of(tx, self.row.group_id, Some(id))).await
    }

    /// The membership before and after, and what the journal says of everything else.
    async fn told<P: Permit>(
        mut self,
        tx: &Tx,
        access: &Access<P>,
    ) -> Result<(Membership, Membership, Vec<Entry>), Error> {
        let ids: Vec<MembershipId> = self.before.memberships.iter().map(|member| member.id).collect();
        let mut after = Scene::of(tx, access, self.row.group_id, &ids).await?;
        let entries = self.before.entries("office_changed", &after, self.row.id.into());
        let mine = |scene: &mut Scene| {
            let place = scene.memberships.iter().position(|member| member.id == self.row.id);
            place
                .map(|n| scene.memberships.remove(n))
                .ok_or_else(|| Error::internal("a membership without a view"))
        };
        Ok((mine(&mut self.before)?, mine(&mut after)?, entries))
    }
}
