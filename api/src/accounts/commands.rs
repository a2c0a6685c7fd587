//! What happens inside a unit of work about accounts. Passwords are made and hashed before.

use entity::{
    account, api_client,
    ids::{AccountId, PersonId},
    person, role_assignment,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::Value;
use uuid::Uuid;

use super::{
    messages::{NewUser, User, UserPatch, UserStatus, status},
    queries::{INDEXED_AS, is_weighty, lies_within},
    workflow::STEPS,
};
use crate::{
    access::permission::accounts::{CreateUser, ResetUserPassword, UpdateUser},
    access::{Access, Permit, RowLevel, password::OneTime},
    assignments::queries::{province_administration, refuse_without_administrator},
    error::{Code, Error, Text},
    lookups::queries::no_such_person,
    store::{Change, Tx},
    workflow,
};

/// Makes an account; the reply shows its password once.
pub(crate) async fn create(
    tx: &Tx,
    access: &Access<CreateUser>,
    new: &NewUser,
    password: &OneTime,
) -> Result<Change<User>, Error> {
    if let Some(id) = new.person_id {
        check_person(tx, id).await?;
    }
    let id = new.id.unwrap_or_else(|| tx.new_id());
    let row = open(tx, (id, new.person_id), (new.login.as_ref(), new.name.as_ref()), password).await?;
    let view = || User::of(row.clone(), access.caller());
    let shown = User { initial_password: Some(password.shown.clone()), ..view() };
    Ok(Change::created(view()).showing_once(shown))
}

/// Writes an account down that was found to be in order; its owner has to choose another password first.
pub(crate) async fn open(
    tx: &Tx,
    (id, person_id): (AccountId, Option<PersonId>),
    (login, name): (&str, &str),
    password: &OneTime,
) -> Result<account::Model, Error> {
    refuse_id_of_a_machine(tx, id).await?;
    let row = tx
        .insert(account::ActiveModel {
            id: Set(id),
            login: Set(login.to_owned()),
            name: Set(name.to_owned()),
            person_id: Set(person_id),
            password_hash: Set(password.hash.clone()),
            is_active: Set(true),
            is_demo: Set(false),
            must_change_password: Set(true),
            password_changed_at: Set(tx.now()),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await?;
    index(tx, &row).await?;
    Ok(row)
}

/// Histories name accounts and machine clients alike by their ids, so that none is of both.
async fn refuse_id_of_a_machine(tx: &Tx, id: AccountId) -> Result<(), Error> {
    let machines = tx.beyond_reach::<api_client::Entity>("an id is taken once, wherever it is used");
    let is_taken = tx.find(machines.filter(api_client::Column::Id.eq(Uuid::from(id)))).await?.is_some();
    let taken = Error::Conflict { code: Code::Duplicate, detail: None, members: Value::Null };
    if is_taken { Err(taken) } else { Ok(()) }
}

/// Writes down a password made by the service, and ends the sessions of whoever knew the one before.
pub(crate) async fn replace_password(
    tx: &Tx,
    row: account::Model,
    password: &OneTime,
) -> Result<account::Model, Error> {
    let row = tx
        .update::<account::Entity>(row, |row| {
            row.password_hash = Set(password.hash.clone());
            row.must_change_password = Set(true);
            row.password_changed_at = Set(tx.now());
        })
        .await?;
    tx.end_sessions(row.id, None).await?;
    Ok(row)
}

/// The person must exist and have no account: an account belongs to one human, and one human has one.
async fn check_person(tx: &Tx, id: PersonId) -> Result<(), Error> {
    let rows = tx.beyond_reach::<person::Entity>("whoever makes an account names its owner by id alone");
    if tx.find(rows.filter(person::Column::Id.eq(id))).await?.is_none() {
        return Err(no_such_person());
    }
    let rows = tx.beyond_reach::<account::Entity>("one human has one account, wherever it is used");
    match tx.find(rows.filter(account::Column::PersonId.eq(id))).await? {
        None => Ok(()),
        Some(_) => Err(Error::conflict(
            Code::Duplicate,
            Text::new("Người này đã có tài khoản.", "This person has an account already."),
        )),
    }
}

async fn index(tx: &Tx, row: &account::Model) -> Result<(), Error> {
    tx.index_words(INDEXED_AS, Uuid::from(row.id), &format!("{} {}", row.login, row.name)).await
}

/// The account, if the caller may change it.
async fn changeable<P: Permit + RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: AccountId,
) -> Result<account::Model, Error> {
    let row = tx.current(access.row::<account::Entity>(id)).await?;
    if lies_within(tx, access.reach(), id).await? {
        return Ok(row);
    }
    let detail = Text::new(
        "Tài khoản này còn giữ vai trò ngoài địa bàn của bạn.",
        "This account also holds roles outside your area.",
    );
    Err(Error::Forbidden(Code::PermissionDenied, Some(detail)))
}

/// Changes the name.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateUser>,
    id: AccountId,
    patch: &UserPatch,
) -> Result<Change<User>, Error> {
    let row = changeable(tx, access, id).await?;
    let before = User::of(row.clone(), access.caller());
    let name = patch.name.as_ref().map_or_else(|| row.name.clone(), |name| name.as_ref().to_owned());
    let row = tx.update::<account::Entity>(row, |row| row.name = Set(name)).await?;
    index(tx, &row).await?;
    Ok(Change::changed("updated", &before, User::of(row, access.caller())))
}

/// Lets an account sign in again, or stops it; then its sessions end, so that it bites on the next request.
pub(super) async fn step<P: Permit + RowLevel>(
    tx: &Tx,
    access: &Access<P>,
    id: AccountId,
    (action, done): (&'static str, &'static str),
) -> Result<Change<User>, Error> {
    let row = changeable(tx, access, id).await?;
    let (now, before) = (status(&row), User::of(row.clone(), access.caller()));
    let next = workflow::next(STEPS, now, action)?;
    let row =
        tx.update::<account::Entity>(row, |row| row.is_active = Set(next == UserStatus::Active)).await?;
    if next == UserStatus::Inactive {
        let held = province_administration(tx).filter(role_assignment::Column::AccountId.eq(id));
        if tx.count(held).await? > 0 {
            refuse_without_administrator(tx).await?;
        }
        tx.end_sessions(id, None).await?;
    }
    Ok(Change::changed(done, &before, User::of(row, access.caller())))
}

/// Gives an account a password made by the service; the reply shows it once.
pub(crate) async fn reset_password(
    tx: &Tx,
    access: &Access<ResetUserPassword>,
    id: AccountId,
    password: &OneTime,
) -> Result<Change<User>, Error> {
    let row = changeable(tx, access, id).await?;
    if access.caller().account_id() == Some(id) {
        let detail = Text::new(
            "Hãy tự đổi mật khẩu của mình, với mật khẩu hiện tại.",
            "Change your own password yourself, with the present one.",
        );
        return Err(Error::Forbidden(Code::PermissionDenied, Some(detail)));
    }
    if access.caller().account_id().is_some() && is_weighty(tx, id).await? {
        let detail = Text::new(
            "Tài khoản này giữ vai trò cần hai quản trị viên; chỉ lệnh `user reset-password` trên máy chủ cấp lại được \
             mật khẩu.",
            "This account holds a role that takes two administrators; only the command `user reset-password` on the \
             server gives it a new password.",
        );
        return Err(Error::Forbidden(Code::SeparationOfDuties, Some(detail)));
    }
    workflow::next(STEPS, status(&row), "reset-password")?;
    let before = User::of(row.clone(), access.caller());
    let row = replace_password(tx, row, password).await?;
    let view = || User::of(row.clone(), access.caller());
    let shown = User { initial_password: Some(password.shown.clone()), ..view() };
    Ok(Change::changed("password_reset", &before, view()).showing_once(shown))
}
