//! Look-ups of offices, and the roster of a group: who belongs to it, who leads it, and whether anybody does.

use chrono::NaiveDate;
use entity::{
    enums::{ExitReason, GroupStatus, Office},
    farmer_group, group_office, group_period,
    ids::{GroupId, MembershipId},
    membership, person,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select,
    sea_query::{Alias, Expr},
};

use uuid::Uuid;

use super::messages::OfficeHolding;
use crate::{
    access::{Access, Owned, Permit, Reach, Rows},
    error::{Code, Error, Text},
    groups::{
        messages::Group,
        queries::{group_on, of_groups_within},
    },
    http::etag_of,
    memberships::{messages::Membership, queries::memberships_on},
    periods::queries::{lasting, periods_of},
    store::{Entry, Reading, Tx},
    values::Interval,
};

impl Owned for group_office::Entity {
    const ID: group_office::Column = group_office::Column::Id;
    const VOIDED: Option<group_office::Column> = Some(group_office::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_groups_within(group_office::Column::GroupId, reach)
    }
}

/// Adds the holder's name, the revision of the group and its commune.
pub(super) fn holdings(select: Select<group_office::Entity>) -> Select<group_office::Entity> {
    use group_office::{Column, Entity};
    let group = Entity::belongs_to(farmer_group::Entity).from(Column::GroupId).to(farmer_group::Column::Id);
    let member = Entity::belongs_to(membership::Entity).from(Column::MembershipId).to(membership::Column::Id);
    let named = membership::Entity::belongs_to(person::Entity)
        .from(membership::Column::PersonId)
        .to(person::Column::Id);
    let period = Entity::belongs_to(group_period::Entity)
        .from(Column::GroupId)
        .to(group_period::Column::GroupId)
        .on_condition(|_, right| lasting(&right));
    let present = Alias::new("present");
    select
        .join(JoinType::InnerJoin, group.into())
        .join(JoinType::InnerJoin, member.into())
        .join(JoinType::InnerJoin, named.into())
        .join_as(JoinType::InnerJoin, period.into(), present.clone())
        .column(membership::Column::PersonId)
        .column(person::Column::FullName)
        .column(farmer_group::Column::Version)
        .column(farmer_group::Column::UpdatedAt)
        .expr_as(Expr::col((present, group_period::Column::CommuneId)), "commune_id")
}

/// A row of the database as it goes over the wire.
pub(super) fn complete(row: OfficeHolding) -> OfficeHolding {
    OfficeHolding { etag: etag_of(row.version), ..row }
}

/// Offices with their holders.
///
/// # Errors
/// When the database fails.
pub async fn holdings_of(
    source: &impl Reading,
    rows: Rows<group_office::Entity>,
) -> Result<Vec<OfficeHolding>, Error> {
    let found: Vec<OfficeHolding> = source.load(rows, holdings).await?;
    Ok(found.into_iter().map(complete).collect())
}

/// Everything dated about one group, read under its lock.
#[derive(Debug)]
pub struct Roster {
    /// Form, state and commune, the earliest first; never empty.
    pub periods: Vec<group_period::Model>,
    /// All memberships.
    pub memberships: Vec<membership::Model>,
    /// All offices.
    pub offices: Vec<group_office::Model>,
}

impl Roster {
    /// The roster of a group that was found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &Tx, group_id: GroupId) -> Result<Self, Error> {
        let why = "parts of a group that was found";
        let memberships = tx.beyond_reach::<membership::Entity>(why);
        let offices = tx.beyond_reach::<group_office::Entity>(why);
        Ok(Self {
            periods: periods_of(tx, group_id).await?,
            memberships: tx.all(memberships.filter(membership::Column::GroupId.eq(group_id))).await?,
            offices: tx.all(offices.filter(group_office::Column::GroupId.eq(group_id))).await?,
        })
    }

    /// The present period.
    ///
    /// # Errors
    /// Never, as every group has one.
    pub fn present(&self) -> Result<&group_period::Model, Error> {
        self.periods.last().ok_or_else(|| Error::internal("a group without a period"))
    }

    /// The period of a day.
    #[must_use]
    pub fn period_on(&self, day: NaiveDate) -> Option<&group_period::Model> {
        self.periods.iter().find(|period| lasts(period.from_on, period.until_on, day))
    }

    /// The day the group was established.
    #[must_use]
    pub fn established_on(&self) -> Option<NaiveDate> {
        self.periods.first().map(|period| period.from_on)
    }

    /// The day the group ended, and as what memberships of it ended then.
    #[must_use]
    pub fn ended(&self) -> Option<(NaiveDate, ExitReason)> {
        self.periods.iter().find_map(|period| match period.status {
            GroupStatus::Dissolved => Some((period.from_on, ExitReason::GroupDissolved)),
            GroupStatus::Upgraded => Some((period.from_on, ExitReason::GroupUpgraded)),
            GroupStatus::Forming | GroupStatus::Active | GroupStatus::Suspended => None,
        })
    }

    /// How many members the group had on a day.
    #[must_use]
    pub fn members_on(&self, day: NaiveDate) -> usize {
        self.memberships.iter().filter(|member| lasts(member.from_on, member.until_on, day)).count()
    }

    /// Whether somebody headed the group on a day.
    #[must_use]
    pub fn has_head_on(&self, day: NaiveDate) -> bool {
        self.heads().any(|head| lasts(head.from_on, head.until_on, day))
    }

    /// The head without an end, if there is one.
    #[must_use]
    pub fn present_head(&self) -> Option<&group_office::Model> {
        self.heads().find(|head| head.until_on.is_none())
    }

    fn heads(&self) -> impl Iterator<Item = &group_office::Model> {
        self.offices.iter().filter(|held| held.office == Office::Head)
    }

    /// The memberships without an end.
    pub fn members(&self) -> impl Iterator<Item = &membership::Model> {
        self.memberships.iter().filter(|member| member.until_on.is_none())
    }

    /// The offices that somebody still holds on a day or takes later.
    pub fn offices_of(&self, id: MembershipId, day: NaiveDate) -> impl Iterator<Item = &group_office::Model> {
        self.offices.iter().filter(move |held| {
            held.membership_id == id && held.until_on.is_none_or(|until_on| until_on > day)
        })
    }

    /// True when a membership or an office began, or ended, so late that the group cannot end on this day.
    #[must_use]
    pub fn goes_beyond(&self, day: NaiveDate) -> bool {
        let late =
            |from_on, until_on: Option<_>| from_on >= day || until_on.is_some_and(|until_on| until_on > day);
        self.memberships.iter().any(|member| late(member.from_on, member.until_on))
            || self.offices.iter().any(|held| late(held.from_on, held.until_on))
    }

    /// The first day without a head, from the day the group became active until it ended.
    #[must_use]
    pub fn headless_on(&self) -> Option<NaiveDate> {
        let mut uncovered = self.periods.iter().find(|period| period.status == GroupStatus::Active)?.from_on;
        let end = self.ended().map(|(day, _)| day);
        let mut heads: Vec<_> = self.heads().collect();
        heads.sort_by_key(|head| head.from_on);
        for head in heads {
            if head.until_on.is_some_and(|until_on| until_on <= uncovered) {
                continue;
            }
            if head.from_on > uncovered {
                break;
            }
            uncovered = head.until_on?;
        }
        end.is_none_or(|end| uncovered < end).then_some(uncovered)
    }

    /// Refuses a change that left the group without a head; to be asked after every change of memberships, offices or
    /// state, of a roster read anew.
    ///
    /// # Errors
    /// 409 `state_conflict` saying what to do.
    pub fn check_headed(&self) -> Result<(), Error> {
        let Some(day) = self.headless_on() else { return Ok(()) };
        let detail = Text::made(
            format!(
                "Từ ngày {day} tổ sẽ không có tổ trưởng. Hãy nêu người kế nhiệm (successor_membership_id) hoặc cử tổ \
                 trưởng mới trước."
            ),
            format!(
                "From {day} on the group would have no head. Name a successor (successor_membership_id) or appoint a \
                 new head first."
            ),
        );
        Err(Error::conflict(Code::StateConflict, detail))
    }
}

fn lasts(from_on: NaiveDate, until_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    Interval { from_on, until_on }.contains(day)
}

/// A group, some of its memberships and their offices as they look at one moment of a unit of work; two of them tell
/// the journal what happened to each.
#[derive(Debug)]
pub struct Scene {
    /// The group.
    pub group: Group,
    /// The memberships.
    pub memberships: Vec<Membership>,
    /// Their offices.
    pub offices: Vec<OfficeHolding>,
}

impl Scene {
    /// How it looks now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of<P: Permit>(
        tx: &Tx,
        access: &Access<P>,
        group_id: GroupId,
        ids: &[MembershipId],
    ) -> Result<Self, Error> {
        let why = "parts of a group that was found";
        let holds = |permission| access.caller().holds(permission);
        let group = tx.beyond_reach(why).filter(farmer_group::Column::Id.eq(group_id));
        let members = tx.beyond_reach(why).filter(membership::Column::Id.is_in(ids.iter().copied()));
        let offices =
            tx.beyond_reach(why).filter(group_office::Column::MembershipId.is_in(ids.iter().copied()));
        Ok(Self {
            group: group_on(tx, group, tx.today(), holds).await?,
            memberships: memberships_on(tx, members, tx.today()).await?,
            offices: holdings_of(tx, offices).await?,
        })
    }

    /// What the journal says when everything here has just been made.
    #[must_use]
    pub fn begun(&self) -> Vec<Entry> {
        let mut entries = vec![Entry::about("created", None, &self.group)];
        entries.extend(Entry::about_all("created", &[], &self.memberships));
        entries.extend(Entry::about_all("created", &[], &self.offices));
        entries
    }

    /// What the journal says of the way from here to `after`, but for the resource `told` that the change itself is
    /// about.
    #[must_use]
    pub fn entries(&self, action: &'static str, after: &Self, told: Uuid) -> Vec<Entry> {
        let gone = self.offices.iter().filter(|old| after.offices.iter().all(|held| held.id != old.id));
        let mut entries = vec![Entry::about(action, Some(&self.group), &after.group)];
        entries.extend(Entry::about_all(action, &self.memberships, &after.memberships));
        entries.extend(Entry::about_all(action, &self.offices, &after.offices));
        entries.extend(gone.map(|office| Entry::removed(office, "replaced")));
        entries.retain(|entry| entry.id != Some(told) && entry.changes != serde_json::json!([]));
        entries
    }
}
