//! What happens inside a unit of work when a membership is entered, changed or taken out. Holds the group's lock.

use entity::{
    enums::{NoticeKind, VoidReason},
    farmer_group, group_office,
    ids::MembershipId,
    membership,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{Membership, MembershipPatch, NewMembership},
    queries::{check_joining, joining, memberships_on},
};
use crate::{
    access::{
        Access,
        permission::memberships::{CreateMembership, DeleteMembership, UpdateMembership},
    },
    error::{Error, Faults, Text},
    late_facts::queries::check_late,
    lookups::queries::nameable_among,
    notices::queries::change_due,
    offices::queries::{Roster, Scene},
    periods::queries::{check_place, places_from},
    store::{Change, Tx},
};

/// Enters a membership; the person lies within the reach or was found beyond it by full number.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateMembership>,
    new: &NewMembership,
) -> Result<Change<Membership>, Error> {
    let mut faults = Faults::default();
    let is_unknown = nameable_among(tx, access, &[new.person_id]).await?.is_empty();
    let text = Text::new("Không có người này.", "There is no such person.");
    faults.unknown(is_unknown, "/person_id", text);
    let group = tx.lock_all(access.row::<farmer_group::Entity>(new.group_id)).await?.pop();
    let text = Text::new("Không có nhóm này.", "There is no such group.");
    faults.unknown(group.is_none(), "/group_id", text);
    let Some(group) = group else { return faults.check().and(Err(Error::NotFound)) };
    let roster = Roster::of(tx, group.id).await?;
    let from_on = new.from_on.into();
    check_joining(&mut faults, "/from_on", &roster, from_on, tx.today());
    check_place(tx, access.reach(), &mut faults, &roster.periods, ("/from_on", from_on)).await?;
    faults.check()?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(membership::ActiveModel {
        id: Set(id),
        contribution_vnd: Set(new.contribution_vnd.map(Into::into)),
        ..joining(tx, &roster, (group.id, new.person_id), from_on)
    })
    .await?;
    let warning = change_due(tx, &roster, NoticeKind::MemberCount, from_on).await?;
    Ok(Change::created(Membership { warnings: warning.into_iter().collect(), ..view(tx, id).await? }))
}

/// Changes what the member contributed.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateMembership>,
    id: MembershipId,
    patch: &MembershipPatch,
) -> Result<Change<Membership>, Error> {
    let row = tx.current(access.row::<membership::Entity>(id)).await?;
    let before = view(tx, id).await?;
    let roster = Roster::of(tx, row.group_id).await?;
    tx.update::<membership::Entity>(row, |row| {
        if let Some(amount) = patch.contribution_vnd {
            row.contribution_vnd = Set(amount.map(Into::into));
        }
    })
    .await?;
    let mut after = view(tx, id).await?;
    if after.contribution_vnd != before.contribution_vnd {
        after.warnings.extend(change_due(tx, &roster, NoticeKind::Contributions, tx.today()).await?);
    }
    Ok(Change::changed("updated", &before, after))
}

/// Takes out a membership that was entered in error, with the offices it held.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteMembership>,
    id: MembershipId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let group_id = tx.one(access.row::<membership::Entity>(id)).await?.group_id;
    let group = tx.beyond_reach::<farmer_group::Entity>("the group of a membership that was found");
    let group = tx.lock(group.filter(farmer_group::Column::Id.eq(group_id))).await?;
    let row = tx.current(access.row::<membership::Entity>(id)).await?;
    let roster = Roster::of(tx, group_id).await?;
    check_late(tx, &places_from(&roster.periods, row.from_on)).await?;
    let mut before = Scene::of(tx, access, group_id, &[id]).await?;
    tx.update::<membership::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    let held: Vec<_> = roster.offices.into_iter().filter(|held| held.membership_id == id).collect();
    if !held.is_empty() {
        tx.amend::<farmer_group::Entity>(group, |_| ()).await?;
    }
    for office in held {
        tx.edit::<group_office::Entity>(office, |row| {
            row.voided_at = Set(Some(tx.now()));
            row.void_reason = Set(Some(reason));
        })
        .await?;
    }
    Roster::of(tx, group_id).await?.check_headed()?;
    let after = Scene::of(tx, access, group_id, &[]).await?;
    let entries = before.entries("office_changed", &after, id.into());
    let gone = before.memberships.pop().ok_or_else(|| Error::internal("a membership without a view"))?;
    Ok(Change::removed(&gone, &reason.to_value()).and_all(entries))
}

async fn view(tx: &Tx, id: MembershipId) -> Result<Membership, Error> {
    let row = tx.beyond_reach::<membership::Entity>("a row that was found within the reach");
    let found = memberships_on(tx, row.filter(membership::Column::Id.eq(id)), tx.today()).await?;
    found.into_iter().next().ok_or_else(|| Error::internal("a membership without a view"))
}
