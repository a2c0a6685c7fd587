//! What happens inside a unit of work about role assignments.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    account, area,
    enums::{AreaLevel, Role},
    farmer_group,
    ids::{AccountId, RoleAssignmentId},
    partner, role_assignment,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;

use super::{
    messages::{Ending, NewRoleAssignment, RoleAssignment},
    queries::refuse_without_administrator,
    workflow::{STEPS, status_on},
};
use crate::{
    access::permission::accounts::{ConfirmRoleAssignment, CreateRoleAssignment, EndRoleAssignment},
    access::{Access, Caller, is_confirmed_by_two},
    areas::queries::is_within,
    error::{Code, Error, Faults, FieldError, Text},
    store::{Change, Tx},
    values::{FieldCode, Interval},
    workflow,
};

const SUBJECT: &str = "role_assignment";

/// Gives an account a role.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateRoleAssignment>,
    new: &NewRoleAssignment,
) -> Result<Change<RoleAssignment>, Error> {
    assign(tx, access, new).await.map(Change::created)
}

/// Gives an account a role, as part of other work.
pub(crate) async fn assign(
    tx: &Tx,
    access: &Access<CreateRoleAssignment>,
    new: &NewRoleAssignment,
) -> Result<RoleAssignment, Error> {
    refuse_own(access.caller(), Some(new.account_id))?;
    let mut faults = Faults::default();
    faults.keep(misfits(new))?;
    unknown(tx, access, &mut faults, new).await?;
    faults.check()?;
    refuse_duplicate(tx, new).await?;
    let id: RoleAssignmentId = new.id.unwrap_or_else(|| tx.new_id());
    // Somebody has to be the first administrator: the command line makes one that counts at once.
    let is_first = new.role == Role::Administrator && access.caller().account_id().is_none();
    if is_confirmed_by_two(new.role) && !is_first {
        tx.take_duty(SUBJECT, id.into(), "enter").await?;
    }
    let row = enter(tx, new, (id, access.caller().account_id()), is_first.then(|| tx.now())).await?;
    Ok(RoleAssignment::of(row, access.caller(), tx.today()))
}

/// Writes a role down that was found to be in order, with who entered it.
pub(crate) async fn enter(
    tx: &Tx,
    new: &NewRoleAssignment,
    (id, by): (RoleAssignmentId, Option<AccountId>),
    confirmed_at: Option<DateTime<Utc>>,
) -> Result<role_assignment::Model, Error> {
    tx.insert(role_assignment::ActiveModel {
        id: Set(id),
        account_id: Set(Some(new.account_id)),
        client_id: Set(None),
        role: Set(new.role),
        area_id: Set(new.area_id),
        group_id: Set(new.group_id),
        partner_id: Set(new.partner_id),
        from_on: Set(new.from_on.into()),
        until_on: Set(new.until_on.map(Into::into)),
        entered_by: Set(by.map(Into::into)),
        confirmed_by: Set(None),
        confirmed_at: Set(confirmed_at),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await
}

/// Nobody changes their own roles, administrators no more than others.
fn refuse_own(caller: &Caller, holder: Option<AccountId>) -> Result<(), Error> {
    if holder.is_some() && caller.account_id() == holder {
        return Err(Error::Forbidden(
            Code::SeparationOfDuties,
            Some(Text::new("Không ai tự thay đổi vai trò của mình.", "Nobody changes their own roles.")),
        ));
    }
    Ok(())
}

/// The member that names the scope of a role (architecture §4).
const fn scope_of(role: Role) -> &'static str {
    match role {
        Role::Administrator
        | Role::Officer
        | Role::Appraiser
        | Role::Approver
        | Role::Treasurer
        | Role::Viewer
        | Role::Donor
        | Role::Auditor => "/area_id",
        Role::Leader => "/group_id",
        Role::Partner => "/partner_id",
    }
}

/// What does not fit together: role and scope, first and last day.
fn misfits(new: &NewRoleAssignment) -> Result<(), Error> {
    let scopes = [
        ("/area_id", new.area_id.is_some()),
        ("/group_id", new.group_id.is_some()),
        ("/partner_id", new.partner_id.is_some()),
    ];
    let wanted = scope_of(new.role);
    let mut faults: Vec<FieldError> = scopes
        .into_iter()
        .filter(|(pointer, is_given)| (*pointer == wanted) != *is_given)
        .map(|(pointer, is_given)| {
            let code = if is_given { FieldCode::Inconsistent } else { FieldCode::Required };
            FieldError::at(pointer, code).saying(Text::new(
                "Vai trò này gắn với một loại phạm vi khác.",
                "This role is held over another kind of scope.",
            ))
        })
        .collect();
    if Interval::new(new.from_on.into(), new.until_on.map(Into::into)).is_err() {
        faults.push(FieldError::at("/until_on", FieldCode::Inconsistent));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// What does not exist within the caller's reach. The account stays locked, so that twins cannot give it a role twice.
async fn unknown(
    tx: &Tx,
    access: &Access<CreateRoleAssignment>,
    faults: &mut Faults,
    new: &NewRoleAssignment,
) -> Result<(), Error> {
    let accounts = tx.lock_all(access.row::<account::Entity>(new.account_id)).await?;
    let text = Text::new("Không có tài khoản này.", "There is no such account.");
    faults.unknown(accounts.is_empty(), "/account_id", text);
    if let Some(id) = new.area_id {
        let is_beyond = !is_within(tx, access.reach(), id).await?;
        let text = Text::new(
            "Không có đơn vị này trong phạm vi của bạn.",
            "There is no such area within your scope.",
        );
        faults.when(is_beyond, "/area_id", FieldCode::NotFound, text);
    }
    if let Some(id) = new.group_id {
        let is_unknown = tx.find(access.row::<farmer_group::Entity>(id)).await?.is_none();
        let text = Text::new("Không có nhóm này.", "There is no such group.");
        faults.unknown(is_unknown, "/group_id", text);
    }
    if let Some(id) = new.partner_id {
        // Whom a partner sends is the province's business, as the assignments about it are.
        let is_unknown = !access.reach().whole || tx.find(access.row::<partner::Entity>(id)).await?.is_none();
        let text = Text::new("Không có đối tác này.", "There is no such partner.");
        faults.unknown(is_unknown, "/partner_id", text);
    }
    Ok(())
}

/// The same role over the same scope, on a common day, is held once.
async fn refuse_duplicate(tx: &Tx, new: &NewRoleAssignment) -> Result<(), Error> {
    use role_assignment::Column as C;
    let (from_on, until_on) = (NaiveDate::from(new.from_on), new.until_on.map(NaiveDate::from));
    let never_held = Expr::col(C::UntilOn).lte(Expr::col(C::FromOn));
    let rows = tx
        .beyond_reach::<role_assignment::Entity>("the same role is held once")
        .filter(C::AccountId.eq(new.account_id))
        .filter(C::Role.eq(new.role))
        .filter(
            Condition::all()
                .add_option(new.area_id.map(|id| C::AreaId.eq(id)))
                .add_option(new.group_id.map(|id| C::GroupId.eq(id)))
                .add_option(new.partner_id.map(|id| C::PartnerId.eq(id)))
                .add_option(until_on.map(|until_on| C::FromOn.lt(until_on))),
        )
        .filter(
            Condition::any()
                .add(C::UntilOn.is_null())
                .add(Condition::all().add(C::UntilOn.gt(from_on)).add(never_held.not())),
        );
    match tx.find(rows).await? {
        None => Ok(()),
        Some(held) => Err(Error::Conflict {
            code: Code::Duplicate,
            detail: Some(Text::new(
                "Tài khoản đã giữ vai trò này trong thời gian đó.",
                "The account holds this role in that time already.",
            )),
            members: json!({ "existing_id": held.id }),
        }),
    }
}

/// A second administrator agrees, and the role counts.
pub(super) async fn confirm(
    tx: &Tx,
    access: &Access<ConfirmRoleAssignment>,
    id: RoleAssignmentId,
) -> Result<Change<RoleAssignment>, Error> {
    let row = tx.current(access.row::<role_assignment::Entity>(id)).await?;
    refuse_own(access.caller(), row.account_id)?;
    workflow::next(STEPS, status_on(&row, tx.today()), "confirm")?;
    tx.take_duty(SUBJECT, id.into(), "decide").await?;
    let before = RoleAssignment::of(row.clone(), access.caller(), tx.today());
    let row = tx
        .update::<role_assignment::Entity>(row, |row| {
            row.confirmed_by = Set(access.caller().account_id().map(Into::into));
            row.confirmed_at = Set(Some(tx.now()));
        })
        .await?;
    Ok(Change::changed("confirmed", &before, RoleAssignment::of(row, access.caller(), tx.today())))
}

/// Ends a role, today at the earliest.
pub(super) async fn end(
    tx: &Tx,
    access: &Access<EndRoleAssignment>,
    id: RoleAssignmentId,
    ending: &Ending,
) -> Result<Change<RoleAssignment>, Error> {
    let row = tx.current(access.row::<role_assignment::Entity>(id)).await?;
    refuse_own(access.caller(), row.account_id)?;
    let until_on = NaiveDate::from(ending.until_on);
    let is_late = row.until_on.is_some_and(|planned| until_on > planned);
    if until_on < tx.today() || until_on < row.from_on || is_late {
        let detail = Text::new(
            "Phải từ hôm nay và từ ngày bắt đầu trở đi, không sau ngày kết thúc đã ghi.",
            "It must not be before today or the first day, nor after the end already recorded.",
        );
        return Err(Error::invalid("/until_on", FieldCode::OutOfRange, detail));
    }
    workflow::next(STEPS, status_on(&row, tx.today()), "end")?;
    let before = RoleAssignment::of(row.clone(), access.caller(), tx.today());
    let row = tx.update::<role_assignment::Entity>(row, |row| row.until_on = Set(Some(until_on))).await?;
    if row.role == Role::Administrator && row.confirmed_at.is_some() && is_over_province(tx, &row).await? {
        refuse_without_administrator(tx).await?;
    }
    Ok(Change::changed("ended", &before, RoleAssignment::of(row, access.caller(), tx.today())))
}

async fn is_over_province(tx: &Tx, row: &role_assignment::Model) -> Result<bool, Error> {
    let rows = tx
        .beyond_reach::<area::Entity>("the map is reference data")
        .filter(area::Column::Level.eq(AreaLevel::Province))
        .filter(Condition::all().add(area::Column::Id.eq(row.area_id)));
    Ok(tx.find(rows).await?.is_some())
}
