//! Posting: the only way money moves.

use chrono::{Datelike, NaiveDate};
use entity::{
    account_balance,
    enums::{AccountKind, PeriodStatus, PostingKind},
    fiscal_period, fund_account,
    ids::{AllotmentId, ApplicationId, DisbursementId, FundAccountId, FundId, PostingId},
    posting,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::ExprTrait};
use uuid::Uuid;

use super::queries::place_of;
use crate::{
    error::{Code, Error, Finding, Text},
    late_facts::queries::check_money,
    store::Tx,
};

/// Accounts of the fund itself, opened with it.
pub const OF_FUND: [AccountKind; 4] =
    [AccountKind::Ifad, AccountKind::Province, AccountKind::OtherSource, AccountKind::Available];
/// Accounts of an allotment, opened with its call.
pub const OF_ALLOTMENT: [AccountKind; 6] = [
    AccountKind::Reserved,
    AccountKind::Committed,
    AccountKind::Advanced,
    AccountKind::Spent,
    AccountKind::GroupContribution,
    AccountKind::Contributed,
];

/// True for accounts money comes from: they alone may be overdrawn.
#[must_use]
pub const fn is_source(kind: AccountKind) -> bool {
    match kind {
        AccountKind::Ifad
        | AccountKind::Province
        | AccountKind::OtherSource
        | AccountKind::GroupContribution => true,
        AccountKind::Available
        | AccountKind::Reserved
        | AccountKind::Committed
        | AccountKind::Advanced
        | AccountKind::Spent
        | AccountKind::Contributed => false,
    }
}

/// One side of a movement: a kind of account, and what it is kept for (the fund or an allotment).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    kind: AccountKind,
    holder: Uuid,
}

impl Side {
    /// An account of the fund itself.
    #[must_use]
    pub fn of_fund(kind: AccountKind, fund_id: FundId) -> Self {
        Self { kind, holder: fund_id.into() }
    }

    /// An account of an allotment.
    #[must_use]
    pub fn of_allotment(kind: AccountKind, allotment_id: AllotmentId) -> Self {
        Self { kind, holder: allotment_id.into() }
    }
}

/// What a posting is about.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// An id made by the client.
    pub id: Option<PostingId>,
    /// The posting it takes back.
    pub cites_id: Option<PostingId>,
    /// The application.
    pub application_id: Option<ApplicationId>,
    /// The tranche and which of its payments.
    pub disbursement: Option<(DisbursementId, i32)>,
    /// Number of the paper behind it.
    pub document_no: Option<String>,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Money that moves, in words: an amount from one account to another on a day.
#[derive(Clone, Debug)]
pub struct Movement {
    /// What it is.
    pub kind: PostingKind,
    /// Where it comes from (credit).
    pub from: Side,
    /// Where it goes (debit).
    pub to: Side,
    /// How much, in đồng; more than zero.
    pub amount_vnd: i64,
    /// The day it counts for.
    pub on: NaiveDate,
    /// What it is about.
    pub about: About,
}

/// Opens accounts with nothing on them.
///
/// # Errors
/// When the database fails.
pub async fn open_accounts(
    tx: &Tx,
    fund_id: FundId,
    kinds: &[AccountKind],
    allotments: &[Option<AllotmentId>],
) -> Result<(), Error> {
    let (mut accounts, mut balances) = (Vec::new(), Vec::new());
    for allotment in allotments {
        for kind in kinds.iter().copied() {
            let id = tx.new_id();
            accounts.push(fund_account::ActiveModel {
                id: Set(id),
                fund_id: Set(fund_id),
                kind: Set(kind),
                holder_id: Set(allotment.map_or_else(|| fund_id.into(), Into::into)),
                allotment_id: Set(*allotment),
                created_at: Set(tx.now()),
            });
            balances.push(account_balance::ActiveModel {
                fund_account_id: Set(id),
                fund_id: Set(fund_id),
                is_source: Set(is_source(kind)),
                debit_vnd: Set(0),
                credit_vnd: Set(0),
            });
        }
    }
    tx.insert_all(accounts).await?;
    tx.insert_all(balances).await
}

/// Moves money. The schema refuses to overdraw an account that is no source; callers that can say more about what is
/// left check before.
///
/// # Errors
/// 409 `period_closed` when the fiscal year of the day is not open, or the day lies before the end of a locked reporting
/// period; `funds_exceeded` when an account would be overdrawn.
pub async fn post(tx: &Tx, fund_id: FundId, movement: Movement) -> Result<posting::Model, Error> {
    let Movement { kind, from, to, amount_vnd, on, about } = movement;
    let rows = tx.beyond_reach::<fund_account::Entity>("accounts of a fund whose rows were found").filter(
        fund_account::Column::HolderId
            .is_in([from.holder, to.holder])
            .and(fund_account::Column::Kind.is_in([from.kind, to.kind])),
    );
    let accounts = tx.all(rows).await?;
    let account = |side: Side| {
        accounts
            .iter()
            .find(|account| account.holder_id == side.holder && account.kind == side.kind)
            .filter(|account| account.fund_id == fund_id)
            .map(|account| account.id)
            .ok_or_else(|| Error::internal("an account of the ledger is missing"))
    };
    let (credit_id, debit_id) = (account(from)?, account(to)?);
    enter(tx, fund_id, (debit_id, credit_id), Sum { kind, amount_vnd, on, about }).await
}

/// Takes back a posting, all of it or a part, on a day of an open year.
///
/// # Errors
/// As [`post`].
pub async fn take_back(
    tx: &Tx,
    original: &posting::Model,
    kind: PostingKind,
    amount_vnd: i64,
    on: NaiveDate,
    note: String,
) -> Result<posting::Model, Error> {
    let about = About {
        id: None,
        cites_id: Some(original.id),
        application_id: original.application_id,
        disbursement: original.disbursement_id.map(|id| (id, original.attempt)),
        document_no: None,
        note: Some(note),
    };
    let sides = (original.credit_id, original.debit_id);
    enter(tx, original.fund_id, sides, Sum { kind, amount_vnd, on, about }).await
}

/// What is posted, whatever the accounts.
struct Sum {
    kind: PostingKind,
    amount_vnd: i64,
    on: NaiveDate,
    about: About,
}

async fn enter(
    tx: &Tx,
    fund_id: FundId,
    (debit_id, credit_id): (FundAccountId, FundAccountId),
    Sum { kind, amount_vnd, on, about }: Sum,
) -> Result<posting::Model, Error> {
    check_open(tx, fund_id, on).await?;
    check_money(tx, (place_of(tx, about.application_id, [debit_id, credit_id]).await?, on)).await?;
    let mut sides =
        [(debit_id, account_balance::Column::DebitVnd), (credit_id, account_balance::Column::CreditVnd)];
    sides.sort_by_key(|(id, _)| *id);
    // The debit of the receiving account never overdraws; both rows are taken in the order of their ids, so that two
    // postings between the same accounts never wait for each other in a circle.
    for (id, column) in sides {
        tx.add_to::<account_balance::Entity>(id, column, amount_vnd).await?;
    }
    let (disbursement_id, attempt) = about.disbursement.map_or((None, 0), |(id, n)| (Some(id), n));
    tx.insert(posting::ActiveModel {
        id: Set(about.id.unwrap_or_else(|| tx.new_id())),
        fund_id: Set(fund_id),
        kind: Set(kind),
        debit_id: Set(debit_id),
        credit_id: Set(credit_id),
        amount_vnd: Set(amount_vnd),
        posted_on: Set(on),
        cites_id: Set(about.cites_id),
        application_id: Set(about.application_id),
        disbursement_id: Set(disbursement_id),
        attempt: Set(attempt),
        document_no: Set(about.document_no),
        note: Set(about.note),
        created_at: Set(tx.now()),
    })
    .await
}

/// Refuses days of fiscal years that are not open; the year stays as it is until the unit of work ends.
///
/// # Errors
/// 409 `period_closed`.
async fn check_open(tx: &Tx, fund_id: FundId, on: NaiveDate) -> Result<(), Error> {
    let rows = tx
        .beyond_reach::<fiscal_period::Entity>("years of a fund whose rows were found")
        .filter(fiscal_period::Column::FundId.eq(fund_id).and(fiscal_period::Column::Year.eq(on.year())));
    let period = tx.hold(rows).await?;
    if period.is_some_and(|period| period.status != PeriodStatus::Closed) {
        return Ok(());
    }
    Err(Error::conflict(
        Code::PeriodClosed,
        Text::made(
            format!("Năm tài chính {} chưa mở hoặc đã khóa; hãy ghi vào năm đang mở.", on.year()),
            format!("The fiscal year {} is closed or was never opened; post to an open year.", on.year()),
        ),
    ))
}

/// Refuses to take a posting back on a day of a year that is not open, or before the end of a locked reporting period.
///
/// # Errors
/// 409 `period_closed`.
pub async fn check_taking_back(tx: &Tx, original: &posting::Model, on: NaiveDate) -> Result<(), Error> {
    check_open(tx, original.fund_id, on).await?;
    let place = place_of(tx, original.application_id, [original.debit_id, original.credit_id]).await?;
    check_money(tx, (place, on)).await
}

/// The refusal of an amount that is more than what is left under a limit.
#[must_use]
pub fn exceeded(limit: &'static str, needed_vnd: i64, left_vnd: i64) -> Error {
    Error::unmet(Code::FundsExceeded, &[over(limit, needed_vnd, left_vnd)])
}

/// One limit that an amount exceeds, with what is left under it.
#[must_use]
pub fn over(limit: &'static str, needed_vnd: i64, left_vnd: i64) -> Finding {
    let detail = Text::made(
        format!("Cần {needed_vnd} đồng, chỉ còn {left_vnd} đồng."),
        format!("{needed_vnd} VND are needed, {left_vnd} VND are left."),
    );
    Finding::new(limit, needed_vnd, left_vnd, detail)
}
