//! What happens inside a unit of work when a call is prepared, opened, closed or archived.

use entity::{
    call_allotment,
    enums::{ApplicationStatus, CallStatus, VoidReason},
    fund, grant_application, grant_call,
    ids::{AllotmentId, CallId, FundId},
    vietnamese::sort_key,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{GrantCall, GrantCallPatch, NewAllotment, NewGrantCall},
    queries::{allotments_of, areas_of, call_of},
    workflow::{STEPS, status_at},
};
use crate::{
    access::{
        Access, Permit,
        permission::calls::{
            ArchiveCall, CloseCall, CreateCall, DeleteCall, OpenCall, UpdateAllotment, UpdateCall,
        },
    },
    allotments::{
        commands::{SUM, check_allotments, free, reserve},
        queries::within,
    },
    call_rules::queries::{check_named, hash, kept, rules_of},
    error::{Code, Error, Faults, Text},
    store::{Change, Tx},
    values::{FieldCode, Vnd},
    workflow::next,
};

const SUBJECT: &str = "grant_call";

/// Prepares a call.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateCall>,
    new: &NewGrantCall,
) -> Result<Change<GrantCall>, Error> {
    let mut faults = Faults::default();
    let funds =
        tx.beyond_reach::<fund::Entity>("a call names its fund").filter(fund::Column::Id.eq(new.fund_id));
    let text = Text::new("Không có quỹ này.", "There is no such fund.");
    faults.unknown(tx.find(funds).await?.is_none(), "/fund_id", text);
    new.rules.check(&mut faults, "/rules");
    check_times(&mut faults, new.opens_at.utc() < new.closes_at.utc());
    check_allotments(tx, access.reach(), &mut faults, (&new.allotments, new.budget_vnd)).await?;
    check_named(tx, &mut faults, &new.rules).await?;
    faults.check()?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(grant_call::ActiveModel {
        id: Set(id),
        code: Set(tx.next_code("grant_call", "DG").await?),
        fund_id: Set(new.fund_id),
        name: Set(new.name.as_ref().to_owned()),
        sort_key: Set(sort_key(new.name.as_ref())),
        status: Set(CallStatus::Draft),
        opens_at: Set(new.opens_at.utc()),
        closes_at: Set(new.closes_at.utc()),
        budget_vnd: Set(new.budget_vnd.get()),
        rules: Set(kept(&new.rules)?),
        rules_sha256: Set(None),
        opened_at: Set(None),
        closed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    })
    .await?;
    let rows = new.allotments.iter().map(|allotment| allotment_row(tx, id, new.fund_id, allotment));
    tx.insert_all(rows.collect()).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    Ok(Change::created(view(tx, access, id).await?))
}

fn allotment_row(
    tx: &Tx,
    call_id: CallId,
    fund_id: FundId,
    new: &NewAllotment,
) -> call_allotment::ActiveModel {
    call_allotment::ActiveModel {
        id: Set(tx.new_id()),
        call_id: Set(call_id),
        fund_id: Set(fund_id),
        area_id: Set(new.area_id),
        year: Set(new.year),
        limit_vnd: Set(new.limit_vnd.get()),
        committed_vnd: Set(0),
    }
}

/// Changes a draft.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateCall>,
    id: CallId,
    patch: &GrantCallPatch,
) -> Result<Change<GrantCall>, Error> {
    let row = tx.current(access.row::<grant_call::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    let old = allotments_of(tx, id).await?;
    within(tx, access.reach(), &areas_of(&old)).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    let budget_vnd = patch.budget_vnd.map_or(row.budget_vnd, Vnd::get);
    let rules = patch.rules.clone().map_or_else(|| rules_of(&row), Ok)?;
    let opens_at = patch.opens_at.map_or(row.opens_at, Into::into);
    let closes_at = patch.closes_at.map_or(row.closes_at, Into::into);
    let mut faults = Faults::default();
    rules.check(&mut faults, "/rules");
    check_times(&mut faults, opens_at < closes_at);
    check_named(tx, &mut faults, &rules).await?;
    let kept_sum = || old.iter().map(|allotment| allotment.limit_vnd).sum::<i64>();
    match &patch.allotments {
        Some(new) => {
            let budget = Vnd::parse(budget_vnd).unwrap_or(Vnd::ZERO);
            check_allotments(tx, access.reach(), &mut faults, (new, budget)).await?;
        }
        None => faults.when(kept_sum() != budget_vnd, "/budget_vnd", FieldCode::Inconsistent, SUM),
    }
    faults.check()?;
    if row.status != CallStatus::Draft {
        return Err(frozen(&row, tx));
    }
    let (fund_id, rules) = (row.fund_id, kept(&rules)?);
    tx.update::<grant_call::Entity>(row, |row| {
        if let Some(name) = &patch.name {
            row.name = Set(name.as_ref().to_owned());
            row.sort_key = Set(sort_key(name.as_ref()));
        }
        row.opens_at = Set(opens_at);
        row.closes_at = Set(closes_at);
        row.budget_vnd = Set(budget_vnd);
        row.rules = Set(rules);
    })
    .await?;
    if let Some(new) = &patch.allotments {
        let rows =
            tx.beyond_reach("parts of a call that was found").filter(call_allotment::Column::CallId.eq(id));
        let new = new.iter().map(|allotment| allotment_row(tx, id, fund_id, allotment));
        tx.replace_parts(rows, new.collect()).await?;
    }
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

fn check_times(faults: &mut Faults, is_ordered: bool) {
    let text = Text::new("Phải sau lúc mở.", "It must be after the opening.");
    faults.when(!is_ordered, "/closes_at", FieldCode::Inconsistent, text);
}

fn frozen(row: &grant_call::Model, tx: &Tx) -> Error {
    let status = status_at(row.status, row.closes_at, tx.now());
    Error::step_not_open(&crate::workflow::open(STEPS, status, |_| true))
}

/// Takes out a draft that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteCall>,
    id: CallId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<grant_call::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    within(tx, access.reach(), &areas_of(&allotments_of(tx, id).await?)).await?;
    tx.take_duty(SUBJECT, id.into(), "enter").await?;
    if row.status != CallStatus::Draft {
        return Err(frozen(&row, tx));
    }
    tx.update::<grant_call::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Opens a call: its rules are frozen and its budget is set aside.
pub(super) async fn open(tx: &Tx, access: &Access<OpenCall>, id: CallId) -> Result<Change<GrantCall>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next(STEPS, row.status, "open")?;
    if row.closes_at <= tx.now() {
        return Err(Error::conflict(
            Code::StateConflict,
            Text::new(
                "Thời hạn nhận hồ sơ đã qua; hãy sửa trước khi mở.",
                "Its closing instant has passed; change it before opening.",
            ),
        ));
    }
    let rules_sha256 = hash(&row.rules);
    reserve(tx, row.fund_id, &allotments_of(tx, id).await?).await?;
    tx.update::<grant_call::Entity>(row, |row| {
        row.status = Set(status);
        row.opened_at = Set(Some(tx.now()));
        row.rules_sha256 = Set(Some(rules_sha256));
    })
    .await?;
    Ok(Change::changed("opened", &before, view(tx, access, id).await?))
}

/// Ends the taking of applications before its time.
pub(super) async fn close(
    tx: &Tx,
    access: &Access<CloseCall>,
    id: CallId,
) -> Result<Change<GrantCall>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next(STEPS, status_at(row.status, row.closes_at, tx.now()), "close")?;
    tx.update::<grant_call::Entity>(row, |row| {
        row.status = Set(status);
        row.closed_at = Set(Some(tx.now()));
    })
    .await?;
    Ok(Change::changed("closed", &before, view(tx, access, id).await?))
}

/// States in which an application waits for a decision that may need the money of the call.
const UNDECIDED: [ApplicationStatus; 5] = [
    ApplicationStatus::Submitted,
    ApplicationStatus::Screening,
    ApplicationStatus::Returned,
    ApplicationStatus::Appraisal,
    ApplicationStatus::Deferred,
];

/// Puts a call away: what was not promised becomes free again.
pub(super) async fn archive(
    tx: &Tx,
    access: &Access<ArchiveCall>,
    id: CallId,
) -> Result<Change<GrantCall>, Error> {
    let (row, before) = decided(tx, access, id).await?;
    let status = next(STEPS, status_at(row.status, row.closes_at, tx.now()), "archive")?;
    let waiting = tx
        .beyond_reach::<grant_application::Entity>("a call is done with when all its applications are")
        .filter(grant_application::Column::CallId.eq(id))
        .filter(grant_application::Column::Status.is_in(UNDECIDED));
    if tx.count(waiting).await? > 0 {
        return Err(Error::conflict(
            Code::ResourceInUse,
            Text::new("Còn hồ sơ chưa được quyết định.", "Some applications are not yet decided."),
        ));
    }
    let budget_vnd = free(tx, row.fund_id, &allotments_of(tx, id).await?).await?;
    tx.update::<grant_call::Entity>(row, |row| {
        row.status = Set(status);
        row.budget_vnd = Set(budget_vnd);
    })
    .await?;
    Ok(Change::changed("archived", &before, view(tx, access, id).await?))
}

/// Raises or lowers an allotment of an open call.
pub(super) async fn resize(
    tx: &Tx,
    access: &Access<UpdateAllotment>,
    (id, allotment_id): (CallId, AllotmentId),
    limit_vnd: i64,
) -> Result<Change<GrantCall>, Error> {
    let rows = access.row::<call_allotment::Entity>(allotment_id);
    tx.one(rows.filter(call_allotment::Column::CallId.eq(id))).await?;
    let (row, before) = decided(tx, access, id).await?;
    if !matches!(row.status, CallStatus::Open | CallStatus::Closed) {
        return Err(frozen(&row, tx));
    }
    let added = crate::allotments::commands::resize(tx, row.fund_id, allotment_id, limit_vnd).await?;
    let budget_vnd = row.budget_vnd + added;
    if budget_vnd == 0 {
        let text = Text::new(
            "Đợt xét phải còn tiền; nếu không xét nữa, hãy đóng và lưu trữ.",
            "A call keeps some money; close and archive it if nothing is to be granted.",
        );
        return Err(Error::invalid("/limit_vnd", FieldCode::OutOfRange, text));
    }
    tx.update::<grant_call::Entity>(row, |row| row.budget_vnd = Set(budget_vnd)).await?;
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

/// The call that a decision is about, once its areas lie within the reach and the caller may decide on it.
async fn decided<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    id: CallId,
) -> Result<(grant_call::Model, GrantCall), Error> {
    let row = tx.current(access.row::<grant_call::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    within(tx, access.reach(), &areas_of(&allotments_of(tx, id).await?)).await?;
    tx.take_duty(SUBJECT, id.into(), "decide").await?;
    Ok((row, before))
}

async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: CallId) -> Result<GrantCall, Error> {
    call_of(tx, access.row(id), tx.now(), |permission| access.caller().holds(permission)).await
}
