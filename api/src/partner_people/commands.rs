//! What happens inside a unit of work about the people of a partner. Passwords are made and hashed before. Locks are
//! taken in one order: the account, then the partner.

use chrono::NaiveDate;
use entity::{
    account,
    enums::Role,
    ids::{AccountId, PartnerId},
    partner, role_assignment,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewPartnerPerson, PartnerPerson},
    queries::{holds_others, number_acting, number_of, parts_of, people_of, reached, view},
    workflow::check,
};
use crate::{
    access::permission::partners::{EndPartnerPerson, InvitePartnerPerson, ResetPartnerPersonPassword},
    access::{Access, Caller, Permit, RowLevel, not_over, password::OneTime},
    accounts::{
        commands::{open, replace_password},
        messages::User,
    },
    assignments::{
        commands::enter,
        messages::{NewRoleAssignment, RoleAssignment},
    },
    error::{Code, Error, Text},
    store::{Change, Entry, Tx, starting},
    values::PersonName,
};

/// How many act for a partner at a time.
const MOST_PEOPLE: u64 = 50;

/// Somebody who is about to act for a partner.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Newcomer<'a> {
    /// The id of the account, if the client made it.
    pub id: Option<AccountId>,
    /// Their name.
    pub name: &'a PersonName,
}

/// An account that acts for a partner from today on.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The account.
    pub account: account::Model,
    assignment: role_assignment::Model,
}

impl Opened {
    /// What the journal says of account and role.
    pub(crate) fn entries(self, caller: &Caller, today: NaiveDate) -> [Entry; 2] {
        let role = RoleAssignment::of(self.assignment, caller, today);
        [Entry::about("created", None, &User::of(self.account, caller)), Entry::about("created", None, &role)]
    }
}

/// Makes an account that acts for a partner, with a login that nobody chose.
pub(crate) async fn open_account(
    tx: &Tx,
    caller: &Caller,
    partner: &partner::Model,
    newcomer: Newcomer<'_>,
    password: &OneTime,
) -> Result<Opened, Error> {
    let id = newcomer.id.unwrap_or_else(|| tx.new_id());
    let login = free_login(tx, &partner.code).await?;
    let account = open(tx, (id, None), (&login, newcomer.name.as_ref()), password).await?;
    let role = NewRoleAssignment {
        id: None,
        account_id: account.id,
        role: Role::Partner,
        area_id: None,
        group_id: None,
        partner_id: Some(partner.id),
        from_on: tx.today().into(),
        until_on: None,
    };
    let assignment = enter(tx, &role, (tx.new_id(), caller.account_id()), None).await?;
    Ok(Opened { account, assignment })
}

/// The next login of a partner: its code and a number.
async fn free_login(tx: &Tx, code: &str) -> Result<String, Error> {
    let prefix = format!("{}-", code.to_lowercase());
    let accounts = || tx.beyond_reach::<account::Entity>("a login is taken once, wherever it is used");
    let mut number = tx.count(accounts().filter(starting(account::Column::Login, &prefix))).await? + 1;
    loop {
        let login = format!("{prefix}{number}");
        if tx.find(accounts().filter(account::Column::Login.eq(login.as_str()))).await?.is_none() {
            return Ok(login);
        }
        number += 1;
    }
}

/// Lets somebody act for a partner; the reply shows the password once.
pub(super) async fn invite(
    tx: &Tx,
    access: &Access<InvitePartnerPerson>,
    id: PartnerId,
    (new, password): (&NewPartnerPerson, &OneTime),
) -> Result<Change<PartnerPerson>, Error> {
    let partner = tx.lock(reached(access, id)).await?;
    if number_of(tx, id).await? >= MOST_PEOPLE {
        let detail = Text::new(
            "Một đối tác có nhiều nhất 50 người cùng lúc.",
            "A partner has at most 50 people at a time.",
        );
        return Err(Error::conflict(Code::StateConflict, detail));
    }
    let caller = access.caller();
    let newcomer = Newcomer { id: new.id, name: &new.name };
    let opened = open_account(tx, caller, &partner, newcomer, password).await?;
    let made = view(tx, (id, opened.account.clone()), (caller, tx.today())).await?;
    let shown = PartnerPerson { initial_password: Some(password.shown.clone()), ..made.clone() };
    Ok(Change::created(made).showing_once(shown).and_all(opened.entries(caller, tx.today())))
}

/// The account that an action is about, with its view before; it is never the caller's own.
async fn another<P: Permit + RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    (id, account_id): (PartnerId, AccountId),
) -> Result<(account::Model, PartnerPerson), Error> {
    tx.one(reached(access, id)).await?;
    let row = tx.current(people_of(id).filter(account::Column::Id.eq(account_id))).await?;
    if access.caller().account_id() == Some(account_id) {
        let detail = Text::new(
            "Hãy để một người khác của đối tác làm việc này.",
            "Let somebody else of the partner do this.",
        );
        return Err(Error::Forbidden(Code::PermissionDenied, Some(detail)));
    }
    let before = view(tx, (id, row.clone()), (access.caller(), tx.today())).await?;
    Ok((row, before))
}

/// Ends somebody's part in a partner today; an account that is left without any role signs in no more.
pub(super) async fn end(
    tx: &Tx,
    access: &Access<EndPartnerPerson>,
    (id, account_id): (PartnerId, AccountId),
) -> Result<Change<PartnerPerson>, Error> {
    let caller = access.caller();
    let (row, before) = another(tx, access, (id, account_id)).await?;
    check(before.status, before.is_active, "end")?;
    tx.lock(reached(access, id)).await?;
    let held =
        parts_of(id).filter(role_assignment::Column::AccountId.eq(account_id)).filter(not_over(tx.today()));
    let mut entries = Vec::new();
    for role in tx.lock_all(held).await? {
        let was = RoleAssignment::of(role.clone(), caller, tx.today());
        let until_on = tx.today().max(role.from_on);
        let role =
            tx.amend::<role_assignment::Entity>(role, |role| role.until_on = Set(Some(until_on))).await?;
        entries.push(Entry::about("ended", Some(&was), &RoleAssignment::of(role, caller, tx.today())));
    }
    let is_kept = holds_others(tx, id, account_id).await?;
    let was = User::of(row.clone(), caller);
    let row = tx
        .update::<account::Entity>(row, |row| {
            if !is_kept {
                row.is_active = Set(false);
            }
        })
        .await?;
    if was.is_active && !row.is_active {
        entries.push(Entry::about("deactivated", Some(&was), &User::of(row.clone(), caller)));
    }
    tx.end_sessions(account_id, None).await?;
    if number_acting(tx, id).await? == 0 {
        let detail = Text::new(
            "Đối tác phải còn ít nhất một người.",
            "Somebody has to be left to act for the partner.",
        );
        return Err(Error::conflict(Code::StateConflict, detail));
    }
    let after = view(tx, (id, row), (caller, tx.today())).await?;
    Ok(Change::changed("ended", &before, after).and_all(entries))
}

/// Gives somebody a password made by the service; the reply shows it once.
pub(super) async fn reset_password(
    tx: &Tx,
    access: &Access<ResetPartnerPersonPassword>,
    ids: (PartnerId, AccountId),
    password: &OneTime,
) -> Result<Change<PartnerPerson>, Error> {
    let caller = access.caller();
    let (row, before) = another(tx, access, ids).await?;
    if holds_others(tx, ids.0, ids.1).await? {
        let detail = Text::new(
            "Tài khoản này còn giữ vai trò khác; quản trị viên của Hội cấp lại mật khẩu.",
            "This account holds other roles too; an administrator of the union gives it a new password.",
        );
        return Err(Error::Forbidden(Code::PermissionDenied, Some(detail)));
    }
    check(before.status, before.is_active, "reset-password")?;
    let was = User::of(row.clone(), caller);
    let row = replace_password(tx, row, password).await?;
    let entry = Entry::about("password_reset", Some(&was), &User::of(row.clone(), caller));
    let after = view(tx, (ids.0, row), (caller, tx.today())).await?;
    let shown = PartnerPerson { initial_password: Some(password.shown.clone()), ..after.clone() };
    Ok(Change::changed("password_reset", &before, after).showing_once(shown).and(entry))
}
