//! What happens inside a unit of work when a group ends. Holds the group's lock.

use chrono::NaiveDate;
use entity::{
    enums::{ExitReason, GroupStatus, LegalForm, Office},
    farmer_group, group_office, group_period, group_value_chain,
    ids::{AreaId, GroupId, MembershipId, PersonId},
    membership, person,
    vietnamese::{fold, sort_key},
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::messages::{Dissolution, Founder, Upgrade};
use crate::{
    access::{
        Access, Permit, Reach,
        permission::groups::{DissolveGroup, UpgradeGroup},
    },
    error::{Error, Faults, Text},
    groups::{messages::Group, queries::SEARCHED_AS, workflow::step},
    lookups::queries::nameable_among,
    memberships::queries::joining,
    notices::queries::notice_due,
    offices::queries::{Roster, Scene},
    periods::queries::{check_day, check_name, check_place, least_founders, place_on},
    store::{Change, Tx},
    values::FieldCode,
};

/// Ends a group, its memberships and its offices.
pub(super) async fn dissolve(
    tx: &Tx,
    access: &Access<DissolveGroup>,
    id: GroupId,
    body: &Dissolution,
) -> Result<Change<Group>, Error> {
    let ending = Ending::of(tx, access, id).await?;
    let day = body.on.into();
    let mut faults = Faults::default();
    ending.check_day(tx, access.reach(), &mut faults, ("/on", day)).await?;
    faults.check()?;
    let to = ending.step("dissolve")?;
    ending.write(tx, day, to, ExitReason::GroupDissolved).await?;
    let is_tht = ending.before.group.present_form == LegalForm::Tht;
    let warning = if is_tht { notice_due(tx, day, None).await? } else { None };
    let mut after = Scene::of(tx, access, id, &ending.members).await?;
    let entries = ending.before.entries("ended", &after, id.into());
    after.group.warnings.extend(warning);
    let change = Change::changed("dissolved", &ending.before.group, after.group);
    Ok(change.because(Some(body.reason.as_ref().to_owned())).and_all(entries))
}

/// Continues a group as a cooperative.
pub(super) async fn upgrade(
    tx: &Tx,
    access: &Access<UpgradeGroup>,
    id: GroupId,
    body: &Upgrade,
) -> Result<Change<Group>, Error> {
    let asked: Vec<PersonId> = body.founding_members.iter().filter_map(|founder| founder.person_id).collect();
    let persons = nameable_among(tx, access, &asked).await?;
    let ending = Ending::of(tx, access, id).await?;
    let day = body.registered_on.into();
    let mut faults = Faults::default();
    ending.check_day(tx, access.reach(), &mut faults, ("/registered_on", day)).await?;
    let text = Text::new("Phải là mã số thuế 10 chữ số.", "It must be a tax code of 10 digits.");
    faults.when(!body.registration_number.is_main(), "/registration_number", FieldCode::InvalidFormat, text);
    let founders = ending.founders(&persons, &mut faults, &body.founding_members);
    let least = least_founders(day);
    let text = Text::made(
        format!("Phải có ít nhất {least} sáng lập viên."),
        format!("At least {least} founding members are needed."),
    );
    faults.when(founders.len() < least, "/founding_members", FieldCode::TooShort, text);
    faults.check()?;
    let to = ending.step("upgrade")?;
    let place = place_on(tx, ending.roster.present()?, day).await?;
    check_name(tx, access, body.name.as_ref(), place.0, Some(id)).await?;
    ending.write(tx, day, to, ExitReason::GroupUpgraded).await?;
    let new_id = body.new_id.unwrap_or_else(|| tx.new_id());
    found(tx, &ending, (new_id, body), place).await?;
    let members = join(tx, new_id, day, founders).await?;
    let after = Scene::of(tx, access, id, &ending.members).await?;
    let entries = ending.before.entries("ended", &after, id.into());
    let cooperative = Scene::of(tx, access, new_id, &members).await?;
    let change = Change::changed("upgraded", &ending.before.group, after.group);
    Ok(change.and_all(entries).and_all(cooperative.begun()))
}

/// Enters the cooperative, active from the day it was registered.
async fn found(
    tx: &Tx,
    ending: &Ending,
    (id, body): (GroupId, &Upgrade),
    (commune_id, former_commune_id): (AreaId, Option<AreaId>),
) -> Result<(), Error> {
    let name = body.name.as_ref();
    tx.insert(farmer_group::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("farmer_group", "NH").await?),
        name: Set(name.to_owned()),
        name_key: Set(fold(name)),
        sort_key: Set(sort_key(name)),
        began_as: Set(LegalForm::Cooperative),
        upgraded_from_id: Set(Some(ending.before.group.id)),
        registration_number: Set(Some(body.registration_number.clone().into_string())),
        registered_on: Set(Some(body.registered_on.into())),
        contract_signed_on: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    tx.insert(group_period::ActiveModel {
        id: Set(tx.new_id()),
        group_id: Set(id),
        legal_form: Set(LegalForm::Cooperative),
        status: Set(GroupStatus::Active),
        commune_id: Set(commune_id),
        former_commune_id: Set(former_commune_id),
        from_on: Set(body.registered_on.into()),
        until_on: Set(None),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    let chains = ending.before.group.value_chains.iter().map(|chain| group_value_chain::ActiveModel {
        group_id: Set(id),
        chain: Set(chain.chain.clone()),
        is_primary: Set(chain.is_primary),
    });
    tx.insert_all(chains.collect()).await?;
    tx.index_words(SEARCHED_AS, id.into(), name).await
}

/// Somebody who founds the cooperative.
struct Founding {
    person_id: PersonId,
    is_head: bool,
    contribution_vnd: Option<i64>,
}

/// Enters the founding members and their head.
async fn join(
    tx: &Tx,
    group_id: GroupId,
    day: NaiveDate,
    founders: Vec<Founding>,
) -> Result<Vec<MembershipId>, Error> {
    let roster = Roster::of(tx, group_id).await?;
    let (mut ids, mut rows, mut head) = (Vec::new(), Vec::new(), None);
    for founder in founders {
        let id: MembershipId = tx.new_id();
        rows.push(membership::ActiveModel {
            id: Set(id),
            contribution_vnd: Set(founder.contribution_vnd),
            ..joining(tx, &roster, (group_id, founder.person_id), day)
        });
        ids.push(id);
        head = head.or(founder.is_head.then_some(id));
    }
    tx.insert_all(rows).await?;
    let head = head.ok_or_else(|| Error::internal("founders without a head"))?;
    tx.insert(group_office::ActiveModel {
        id: Set(tx.new_id()),
        group_id: Set(group_id),
        membership_id: Set(head),
        office: Set(Office::Head),
        from_on: Set(day),
        until_on: Set(None),
        created_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    Roster::of(tx, group_id).await?.check_headed()?;
    Ok(ids)
}

/// A group that is about to end: locked, at the revision the caller read, with what it was before.
struct Ending {
    roster: Roster,
    members: Vec<MembershipId>,
    before: Scene,
}

impl Ending {
    async fn of<P: Permit>(tx: &Tx, access: &Access<P>, id: GroupId) -> Result<Self, Error> {
        let row = tx.current(access.row::<farmer_group::Entity>(id)).await?;
        let members = tx.beyond_reach::<membership::Entity>("members of a group that was found");
        let members = members.filter(membership::Column::GroupId.eq(id));
        tx.lock_all(members.filter(membership::Column::UntilOn.is_null())).await?;
        let roster = Roster::of(tx, id).await?;
        let members: Vec<MembershipId> = roster.members().map(|member| member.id).collect();
        let before = Scene::of(tx, access, id, &members).await?;
        tx.update::<farmer_group::Entity>(row, |_| ()).await?;
        Ok(Self { roster, members, before })
    }

    async fn check_day(
        &self,
        tx: &Tx,
        reach: &Reach,
        faults: &mut Faults,
        (pointer, day): (&str, NaiveDate),
    ) -> Result<(), Error> {
        check_day(faults, pointer, day, self.roster.present()?.from_on, tx.today());
        check_place(tx, reach, faults, &self.roster.periods, (pointer, day)).await?;
        faults.when(
            self.roster.goes_beyond(day),
            pointer,
            FieldCode::Inconsistent,
            Text::new(
                "Sau ngày đó còn có thay đổi về thành viên hoặc chức vụ.",
                "Memberships or offices changed on or after that day.",
            ),
        );
        Ok(())
    }

    fn step(&self, action: &str) -> Result<GroupStatus, Error> {
        step(self.before.group.present_status, self.before.group.present_form, action)
    }

    /// The persons behind the founders, each once; members of the group are named by their memberships.
    fn founders(
        &self,
        persons: &[person::Model],
        faults: &mut Faults,
        founders: &[Founder],
    ) -> Vec<Founding> {
        let mut found: Vec<Founding> = Vec::new();
        for (n, founder) in founders.iter().enumerate() {
            let of_member = founder
                .membership_id
                .and_then(|id| self.roster.members().find(|member| member.id == id))
                .map(|member| member.person_id);
            let person_id =
                of_member.or(founder.person_id.filter(|id| persons.iter().any(|person| person.id == *id)));
            let pointer = format!("/founding_members/{n}");
            let text = Text::new("Không có người hoặc thành viên này.", "There is no such person or member.");
            faults.unknown(person_id.is_none(), pointer.clone(), text);
            let Some(person_id) = person_id else { continue };
            let is_double = found.iter().any(|other| other.person_id == person_id);
            let text = Text::new("Người này được nêu hai lần.", "This person is named twice.");
            faults.when(is_double, pointer, FieldCode::NotUnique, text);
            let contribution_vnd = founder.contribution_vnd.map(Into::into);
            found.push(Founding { person_id, is_head: founder.is_head, contribution_vnd });
        }
        found
    }

    /// Ends the offices and memberships that last, and begins the last period.
    async fn write(&self, tx: &Tx, day: NaiveDate, to: GroupStatus, reason: ExitReason) -> Result<(), Error> {
        for office in self.roster.offices.iter().filter(|held| held.until_on.is_none()) {
            tx.edit::<group_office::Entity>(office.clone(), |row| row.until_on = Set(Some(day))).await?;
        }
        for member in self.roster.members() {
            tx.amend::<membership::Entity>(member.clone(), |row| {
                row.until_on = Set(Some(day));
                row.exit_reason = Set(Some(reason));
            })
            .await?;
        }
        let present = self.roster.present()?.clone();
        let (commune_id, former_commune_id) = place_on(tx, &present, day).await?;
        tx.follow::<group_period::Entity>(present, day, |row| {
            row.commune_id = Set(commune_id);
            row.former_commune_id = Set(former_commune_id);
            row.status = Set(to);
        })
        .await?;
        Roster::of(tx, self.before.group.id).await?.check_headed()
    }
}
