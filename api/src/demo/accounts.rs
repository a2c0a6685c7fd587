//! The demo accounts: one per role and scope that a newcomer wants to try.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    account, area,
    enums::{GroupStatus, Role},
    group_office, group_period,
    ids::{AccountId, AreaId, GroupId, PartnerId, PersonId, RoleAssignmentId},
    role_assignment,
};
use uuid::Uuid;

use super::province::{
    Province,
    grants::Staff,
    trade::{Trader, buyers},
};
use crate::{access::is_confirmed_by_two, error::Error};

/// One password for all of them; it is printed at every start.
pub const PASSWORD: &str = "lua-ngo-thach-den-2022";

/// What a demo account may see, in words.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// What to type.
    pub login: &'static str,
    /// The role.
    pub role: Role,
    /// The scope, in words.
    pub scope: &'static str,
}

const fn listed(login: &'static str, role: Role, scope: &'static str) -> Listed {
    Listed { login, role, scope }
}

const PROVINCE: &str = "the province";

/// All demo accounts.
pub const LISTED: [Listed; 17] = [
    listed("officer-province", Role::Officer, PROVINCE),
    listed("officer-hq", Role::Officer, "old district Hà Quảng and the communes of 2025 that succeed it"),
    listed("officer-xh", Role::Officer, "one commune: the old Xuân Hòa and the one of 2025 that succeeds it"),
    listed("leader", Role::Leader, "one group of Xuân Hòa"),
    listed("appraiser-1", Role::Appraiser, PROVINCE),
    listed("appraiser-2", Role::Appraiser, PROVINCE),
    listed("approver-1", Role::Approver, PROVINCE),
    listed("approver-2", Role::Approver, PROVINCE),
    listed("treasurer-1", Role::Treasurer, PROVINCE),
    listed("treasurer-2", Role::Treasurer, PROVINCE),
    listed("partner", Role::Partner, "one cooperative that buys"),
    listed("partner-2", Role::Partner, "one enterprise that buys"),
    listed("viewer", Role::Viewer, PROVINCE),
    listed("donor", Role::Donor, PROVINCE),
    listed("auditor", Role::Auditor, PROVINCE),
    listed("admin-1", Role::Administrator, PROVINCE),
    listed("admin-2", Role::Administrator, PROVINCE),
];

/// The rows of the accounts.
#[derive(Debug)]
pub(super) struct Accounts {
    /// The group of the account that leads one.
    pub leads: GroupId,
    pub accounts: Vec<account::Model>,
    pub assignments: Vec<role_assignment::Model>,
}

/// The places that the scopes are about.
struct Places<'a> {
    province: AreaId,
    district: AreaId,
    areas: &'a [area::Model],
    successors: &'a [(AreaId, AreaId)],
    leader: (GroupId, PersonId),
}

/// Ids of demo records outside the province, fixed so that every demo has the same.
pub(super) fn fixed_id(kind: u8, number: usize) -> Uuid {
    let millis: u64 = 1_483_228_800_000;
    uuid::Builder::from_unix_timestamp_millis(
        millis,
        &[0xd, kind, 0, 0, 0, 0, 0, 0, 0, u8::try_from(number).unwrap_or(u8::MAX)],
    )
    .into_uuid()
}

/// The id of a demo account.
fn account_id(login: &str) -> Uuid {
    let number = LISTED.iter().position(|listed| listed.login == login);
    fixed_id(1, number.unwrap_or(usize::MAX))
}

/// Who does what about grants.
#[must_use]
pub(super) fn staff() -> Staff {
    Staff {
        entering: ["officer-province", "officer-hq"].map(account_id),
        appraising: ["appraiser-1", "appraiser-2"].map(account_id),
        deciding: ["approver-1", "approver-2"].map(account_id),
        paying: ["treasurer-1", "treasurer-2"].map(account_id),
    }
}

/// The account of the leader.
#[must_use]
pub(super) fn leader_account() -> Uuid {
    account_id("leader")
}

/// The partners with the accounts that act for them; those of the first two are listed.
#[must_use]
pub(super) fn traders() -> [Trader; buyers::COUNT] {
    std::array::from_fn(|n| Trader {
        partner_id: PartnerId::from(fixed_id(2, n + 1)),
        human: match n {
            0 => account_id("partner"),
            1 => account_id("partner-2"),
            _ => fixed_id(4, n + 1),
        },
    })
}

/// Makes the rows; `password_hash` is of [`PASSWORD`].
pub(super) fn rows(
    province: &Province,
    areas: &[area::Model],
    successors: &[(AreaId, AreaId)],
    password_hash: &str,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Accounts, Error> {
    let missing = || Error::internal("the map or the demo province lacks what the accounts need");
    let root = areas.iter().find(|area| area.parent_id.is_none()).ok_or_else(missing)?;
    let xuan_hoa = old_area(areas, "01392").ok_or_else(missing)?;
    let places = Places {
        province: root.id,
        district: old_area(areas, "045").ok_or_else(missing)?,
        areas,
        successors,
        leader: leader(province, xuan_hoa).ok_or_else(missing)?,
    };
    let mut made = Accounts { leads: places.leader.0, accounts: Vec::new(), assignments: Vec::new() };
    for (number, listed) in LISTED.iter().enumerate() {
        let id = AccountId::from(fixed_id(1, number));
        made.accounts.push(account(id, listed, &places, password_hash, now));
        for scope in scopes(listed, &places, xuan_hoa) {
            let number = made.assignments.len();
            made.assignments.push(assignment(number, id, listed.role, scope, now));
        }
    }
    made.open_for_partners(password_hash, (now, today));
    Ok(made)
}

impl Accounts {
    /// Every other partner has the account that its registration made.
    fn open_for_partners(&mut self, password_hash: &str, (now, today): (DateTime<Utc>, NaiveDate)) {
        for (n, trader) in traders().into_iter().enumerate().skip(2) {
            let (id, login) = (AccountId::from(trader.human), format!("dt-{:06}-1", n + 1));
            self.accounts.push(blank_account(id, login, password_hash, now));
            let (number, over) = (self.assignments.len(), Over::Partner(trader.partner_id));
            let assignment = assignment(number, id, Role::Partner, over, now);
            let from_on = buyers::ALL[n].registered.date(today);
            self.assignments.push(role_assignment::Model { from_on, entered_by: None, ..assignment });
        }
    }
}

fn old_area(areas: &[area::Model], code: &str) -> Option<AreaId> {
    areas.iter().find(|area| area.code == code && area.valid_until_on.is_some()).map(|area| area.id)
}

/// A group that is active in the commune to this day, and its present head.
fn leader(province: &Province, commune: AreaId) -> Option<(GroupId, PersonId)> {
    let lives = |period: &&group_period::Model| {
        period.commune_id == commune && period.until_on.is_none() && period.status == GroupStatus::Active
    };
    province.group_periods.iter().filter(lives).find_map(|period| head_of(province, period.group_id))
}

fn head_of(province: &Province, group: GroupId) -> Option<(GroupId, PersonId)> {
    let is_head = |office: &&group_office::Model| {
        office.group_id == group && office.office == entity::enums::Office::Head && office.until_on.is_none()
    };
    let office = province.group_offices.iter().find(is_head)?;
    let membership = province.memberships.iter().find(|membership| membership.id == office.membership_id)?;
    Some((group, membership.person_id))
}

fn account(
    id: AccountId,
    listed: &Listed,
    places: &Places<'_>,
    password_hash: &str,
    now: DateTime<Utc>,
) -> account::Model {
    account::Model {
        person_id: (listed.role == Role::Leader).then_some(places.leader.1),
        ..blank_account(id, listed.login.to_owned(), password_hash, now)
    }
}

/// An account of nobody in the register.
fn blank_account(id: AccountId, login: String, password_hash: &str, now: DateTime<Utc>) -> account::Model {
    account::Model {
        id,
        name: format!("{login} (demo)"),
        login,
        person_id: None,
        password_hash: password_hash.to_owned(),
        is_active: true,
        is_demo: true,
        must_change_password: false,
        password_changed_at: now,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

enum Over {
    Area(AreaId),
    Group(GroupId),
    Partner(PartnerId),
}

fn scopes(listed: &Listed, places: &Places<'_>, xuan_hoa: AreaId) -> Vec<Over> {
    match (listed.role, listed.login) {
        (Role::Officer, "officer-hq") => {
            let communes = places.areas.iter().filter(|area| area.parent_id == Some(places.district));
            let communes: Vec<AreaId> = communes.map(|area| area.id).collect();
            places.with_successors(places.district, &communes)
        }
        (Role::Officer, "officer-xh") => places.with_successors(xuan_hoa, &[xuan_hoa]),
        (Role::Leader, _) => vec![Over::Group(places.leader.0)],
        (Role::Partner, login) => {
            vec![Over::Partner(traders()[usize::from(login == "partner-2")].partner_id)]
        }
        _ => vec![Over::Area(places.province)],
    }
}

impl Places<'_> {
    /// An old unit, which reaches what was recorded in it, and the communes of 2025 that its communes were merged into,
    /// over which newer facts are entered.
    fn with_successors(&self, old: AreaId, communes: &[AreaId]) -> Vec<Over> {
        let mut successors: Vec<AreaId> =
            self.successors.iter().filter(|(old, _)| communes.contains(old)).map(|(_, new)| *new).collect();
        successors.sort_unstable();
        successors.dedup();
        std::iter::once(old).chain(successors).map(Over::Area).collect()
    }
}

fn assignment(
    number: usize,
    account: AccountId,
    role: Role,
    over: Over,
    now: DateTime<Utc>,
) -> role_assignment::Model {
    let (area_id, group_id, partner_id) = match over {
        Over::Area(id) => (Some(id), None, None),
        Over::Group(id) => (None, Some(id), None),
        Over::Partner(id) => (None, None, Some(id)),
    };
    let is_confirmed = is_confirmed_by_two(role);
    // The first administrators come from the command line.
    let is_by_two = role != Role::Administrator;
    role_assignment::Model {
        id: RoleAssignmentId::from(fixed_id(3, number)),
        account_id: Some(account),
        client_id: None,
        role,
        area_id,
        group_id,
        partner_id,
        from_on: NaiveDate::from_ymd_opt(2017, 1, 1).unwrap_or_default(),
        until_on: None,
        entered_by: is_by_two.then(|| account_id("admin-1")),
        confirmed_by: (is_confirmed && is_by_two).then(|| account_id("admin-2")),
        confirmed_at: is_confirmed.then_some(now),
        version: 1,
        created_at: now,
        updated_at: now,
        voided_at: None,
        void_reason: None,
    }
}
