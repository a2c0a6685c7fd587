//! What happens inside a unit of work when an application is written, handed in or taken back.

use entity::{
    application_basis, application_version,
    enums::{ApplicationStatus, CallStatus, VoidReason},
    farmer_group, grant_application, grant_call,
    ids::{ApplicationId, CallId, GroupId},
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};

use super::{
    messages::{GrantApplication, NewGrantApplication},
    queries::{application_of, next_of, not_open, version_of},
};
use crate::{
    access::{
        Access, Permit,
        permission::grants::{
            CreateApplication, DeleteApplication, SubmitApplication, UpdateApplication, WithdrawApplication,
        },
    },
    allotments::commands::give_back,
    application_content::{
        messages::Content,
        queries::{check, content_of, kept},
    },
    calls::workflow::status_at,
    clock::time_in_vietnam,
    eligibility::queries::{basis_of, unmet},
    error::{Code, Error, Faults, Text},
    periods::queries::{periods_of, place_on},
    store::{Change, Tx},
};

/// The subject of duties about an application and all that follows from it.
pub const SUBJECT: &str = "grant_application";

/// Drafts an application.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateApplication>,
    new: &NewGrantApplication,
) -> Result<Change<GrantApplication>, Error> {
    let mut faults = Faults::default();
    let group = tx.hold(access.row::<farmer_group::Entity>(new.group_id)).await?;
    let text =
        Text::new("Không có nhóm này, hoặc ngoài phạm vi.", "There is no such group within your scope.");
    faults.unknown(group.is_none(), "/group_id", text);
    let call = tx.find(access.row::<grant_call::Entity>(new.call_id)).await?;
    let text = Text::new("Không có đợt xét này.", "There is no such call.");
    faults.unknown(call.is_none(), "/call_id", text);
    check(tx, &mut faults, &new.content).await?;
    faults.check()?;
    let (Some(group), Some(call)) = (group, call) else { return Err(Error::NotFound) };
    check_taking(tx, &call)?;
    check_alone(tx, access, call.id, group.id).await?;
    let periods = periods_of(tx, group.id).await?;
    let period = periods.last().ok_or_else(|| Error::internal("a group without a period"))?;
    let (commune_id, former_commune_id) = place_on(tx, period, tx.today()).await?;
    let (id, sums) = (new.id.unwrap_or_else(|| tx.new_id()), new.content.sums());
    tx.insert(grant_application::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("grant_application", "HS").await?),
        call_id: Set(call.id),
        fund_id: Set(call.fund_id),
        group_id: Set(group.id),
        commune_id: Set(commune_id),
        former_commune_id: Set(former_commune_id),
        status: Set(ApplicationStatus::Draft),
        version_n: Set(1),
        total_vnd: Set(sums.total_vnd),
        requested_vnd: Set(sums.requested_vnd),
        own_vnd: Set(sums.own_vnd),
        approved_vnd: Set(None),
        allotment_id: Set(None),
        submitted_at: Set(None),
        decided_on: Set(None),
        paid_vnd: Set(0),
        accepted_vnd: Set(0),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    insert_version(tx, id, 1, &new.content).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    Ok(Change::created(view(tx, access, id).await?))
}

async fn insert_version(tx: &Tx, id: ApplicationId, n: i32, content: &Content) -> Result<(), Error> {
    let version = application_version::ActiveModel {
        application_id: Set(id),
        n: Set(n),
        content: Set(kept(content)?),
        submitted_at: Set(None),
        created_at: Set(tx.now()),
    };
    tx.insert_all(vec![version]).await
}

/// Refuses when the call does not take applications now, by the clock of the service.
fn check_taking(tx: &Tx, call: &grant_call::Model) -> Result<(), Error> {
    let status = status_at(call.status, call.closes_at, tx.now());
    if status == CallStatus::Open && call.opens_at <= tx.now() {
        return Ok(());
    }
    let (from, until) = (time_in_vietnam(call.opens_at), time_in_vietnam(call.closes_at));
    Err(Error::conflict(
        Code::StateConflict,
        Text::made(
            format!("Đợt xét chỉ nhận hồ sơ từ {from} đến trước {until}, giờ Việt Nam."),
            format!("The call takes applications from {from} until {until}, Vietnamese time."),
        ),
    ))
}

/// A group has one live application to a call; the schema holds it against two at the same time.
async fn check_alone<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    call_id: CallId,
    group_id: GroupId,
) -> Result<(), Error> {
    let dead = [ApplicationStatus::Rejected, ApplicationStatus::Withdrawn];
    let live = access
        .rows::<grant_application::Entity>()
        .filter(grant_application::Column::CallId.eq(call_id))
        .filter(grant_application::Column::GroupId.eq(group_id))
        .filter(grant_application::Column::Status.is_not_in(dead));
    let Some(other) = tx.find(live).await? else { return Ok(()) };
    let detail = Text::new("Nhóm đã có hồ sơ ở đợt xét này.", "The group has an application to this call.");
    let members: Value = json!({ "existing_id": other.id });
    Err(Error::Conflict { code: Code::Duplicate, detail: Some(detail), members })
}

/// Writes another content: in place while it was never handed in, as a new version once it was returned.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateApplication>,
    id: ApplicationId,
    content: &Content,
) -> Result<Change<GrantApplication>, Error> {
    let row = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let mut faults = Faults::default();
    check(tx, &mut faults, content).await?;
    faults.check()?;
    if !matches!(row.status, ApplicationStatus::Draft | ApplicationStatus::Returned) {
        return Err(not_open(tx, &row).await);
    }
    let version = version_of(tx, id, row.version_n).await?;
    let (sums, text) = (content.sums(), kept(content)?);
    let n = if version.submitted_at.is_some() { row.version_n + 1 } else { row.version_n };
    if n == row.version_n {
        tx.edit::<application_version::Entity>(version, |version| version.content = Set(text)).await?;
    } else {
        insert_version(tx, id, n, content).await?;
    }
    tx.update::<grant_application::Entity>(row, |row| {
        row.version_n = Set(n);
        row.total_vnd = Set(sums.total_vnd);
        row.requested_vnd = Set(sums.requested_vnd);
        row.own_vnd = Set(sums.own_vnd);
    })
    .await?;
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

/// Takes out a draft that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteApplication>,
    id: ApplicationId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    if row.status != ApplicationStatus::Draft {
        return Err(not_open(tx, &row).await);
    }
    tx.update::<grant_application::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Hands in an application: every rule of the call is checked at once, and what was found is frozen.
pub(super) async fn submit(
    tx: &Tx,
    access: &Access<SubmitApplication>,
    id: ApplicationId,
) -> Result<Change<GrantApplication>, Error> {
    let row = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let status = next_of(tx, &row, "submit").await?;
    let calls = tx.beyond_reach::<grant_call::Entity>("the call of an application that was found");
    let call = tx.hold(calls.filter(grant_call::Column::Id.eq(row.call_id))).await?.ok_or(Error::NotFound)?;
    check_taking(tx, &call)?;
    let groups = tx.beyond_reach::<farmer_group::Entity>("the group of an application that was found");
    let group = tx.hold(groups.filter(farmer_group::Column::Id.eq(row.group_id))).await?;
    let group = group.ok_or(Error::NotFound)?;
    let version = unsubmitted(tx, id, row.version_n).await?;
    let (n, content) = (version.n, content_of(&version)?);
    let basis = basis_of(tx, (id, n), &call, &group, &content).await?;
    let findings = unmet(tx, &call, &basis, &content).await?;
    if !findings.is_empty() {
        return Err(Error::unmet(Code::NotEligible, &findings));
    }
    let (document, sha256) = basis.frozen()?;
    let frozen = application_basis::ActiveModel {
        application_id: Set(id),
        n: Set(n),
        document: Set(document),
        sha256: Set(sha256),
        created_at: Set(tx.now()),
    };
    tx.insert_all(vec![frozen]).await?;
    tx.edit::<application_version::Entity>(version, |version| version.submitted_at = Set(Some(tx.now())))
        .await?;
    let periods = periods_of(tx, group.id).await?;
    let period = periods.last().ok_or_else(|| Error::internal("a group without a period"))?;
    let (commune_id, former_commune_id) = place_on(tx, period, tx.today()).await?;
    tx.update::<grant_application::Entity>(row, |row| {
        row.status = Set(status);
        row.version_n = Set(n);
        row.commune_id = Set(commune_id);
        row.former_commune_id = Set(former_commune_id);
        row.submitted_at = Set(Some(tx.now()));
    })
    .await?;
    Ok(Change::changed("submitted", &before, view(tx, access, id).await?))
}

/// The version to hand in: one that was returned and not changed is handed in again as a new version.
async fn unsubmitted(tx: &Tx, id: ApplicationId, n: i32) -> Result<application_version::Model, Error> {
    let version = version_of(tx, id, n).await?;
    if version.submitted_at.is_none() {
        return Ok(version);
    }
    insert_version(tx, id, n + 1, &content_of(&version)?).await?;
    version_of(tx, id, n + 1).await
}

/// Takes an application back before the agreement; money that was promised returns to the call.
pub(super) async fn withdraw(
    tx: &Tx,
    access: &Access<WithdrawApplication>,
    id: ApplicationId,
) -> Result<Change<GrantApplication>, Error> {
    let row = tx.current(access.row::<grant_application::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let status = next_of(tx, &row, "withdraw").await?;
    if let (Some(allotment_id), Some(approved_vnd)) = (row.allotment_id, row.approved_vnd) {
        give_back(tx, (allotment_id, id), approved_vnd).await?;
    }
    tx.update::<grant_application::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("withdrawn", &before, view(tx, access, id).await?))
}

/// An application as it is now, for whoever acts on it.
///
/// # Errors
/// 404 outside the reach.
pub async fn view<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: ApplicationId,
) -> Result<GrantApplication, Error> {
    application_of(tx, access.row(id), |permission| access.caller().holds(permission)).await
}
