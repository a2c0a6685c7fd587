//! Which rows of the books lie within a reach, and what stands on the accounts.

use std::collections::HashMap;

use entity::{
    account_balance, area, call_allotment, correction,
    enums::{AccountKind, AreaLevel},
    fiscal_period, fund, fund_account, fund_ceiling, grant_application,
    ids::{AllotmentId, ApplicationId, AreaId, FundAccountId, FundId},
    posting,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{Alias, Expr, ExprTrait},
};

use crate::{
    access::{Owned, Reach, owned_ids},
    error::Error,
    store::{Reading, Revised, Tx},
};

/// The books tell of money, not of people: who may read a fund reads all of its books.
macro_rules! books {
    ($($table:ident $id:ident;)*) => {$(
        impl Owned for $table::Entity {
            const ID: $table::Column = $table::Column::$id;
            const VOIDED: Option<$table::Column> = None;

            fn within(_: &Reach) -> Condition {
                Condition::all()
            }
        }
    )*};
}

books! {
    fund Id;
    fund_account Id;
    account_balance FundAccountId;
    fiscal_period Id;
    fund_ceiling Id;
    call_allotment Id;
}

impl Owned for posting::Entity {
    const ID: posting::Column = posting::Column::Id;
    const VOIDED: Option<posting::Column> = None;

    /// Below the province, postings about applications of the area alone, beside those of the fund itself.
    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        Condition::any()
            .add(posting::Column::ApplicationId.is_null())
            .add(posting::Column::ApplicationId.in_subquery(owned_ids::<grant_application::Entity>(reach)))
    }
}

impl Owned for correction::Entity {
    const ID: correction::Column = correction::Column::Id;
    const VOIDED: Option<correction::Column> = None;

    /// Who may see the posting.
    fn within(reach: &Reach) -> Condition {
        if reach.whole {
            return Condition::all();
        }
        Condition::all().add(correction::Column::PostingId.in_subquery(owned_ids::<posting::Entity>(reach)))
    }
}

macro_rules! revised {
    ($($table:ident;)*) => {$(
        impl Revised for $table::Entity {
            const VERSION: $table::Column = $table::Column::Version;
            const UPDATED_AT: $table::Column = $table::Column::UpdatedAt;

            fn version(row: &$table::Model) -> i32 {
                row.version
            }
        }
    )*};
}

revised! {
    fund;
    fiscal_period;
    fund_ceiling;
    correction;
}

/// An account with what stands on it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Standing {
    /// The account.
    pub id: FundAccountId,
    /// Its fund.
    pub fund_id: FundId,
    /// What its money is.
    pub kind: AccountKind,
    /// The allotment it is kept for.
    pub allotment_id: Option<AllotmentId>,
    /// Sum of the postings to its debit.
    pub debit_vnd: i64,
    /// Sum of the postings to its credit.
    pub credit_vnd: i64,
}

impl Standing {
    /// What stands on it: money come in, for sources as a positive number too.
    #[must_use]
    pub const fn balance_vnd(&self) -> i64 {
        let balance = self.debit_vnd - self.credit_vnd;
        if super::commands::is_source(self.kind) { -balance } else { balance }
    }
}

/// Joins what stands on the accounts to a query over them: one statement, so debits equal credits in whatever it sees.
pub fn with_balance(select: Select<fund_account::Entity>) -> Select<fund_account::Entity> {
    let balance = fund_account::Entity::belongs_to(account_balance::Entity)
        .from(fund_account::Column::Id)
        .to(account_balance::Column::FundAccountId);
    select
        .join(JoinType::InnerJoin, balance.into())
        .column(account_balance::Column::DebitVnd)
        .column(account_balance::Column::CreditVnd)
}

/// Money that went between kinds of accounts, in sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flows(HashMap<(AccountKind, AccountKind), i64>);

impl Flows {
    /// Notes money that went from one kind of account to another.
    pub fn add(&mut self, from: AccountKind, to: AccountKind, amount_vnd: i64) {
        *self.0.entry((from, to)).or_default() += amount_vnd;
    }

    /// What went one way, less what came back.
    #[must_use]
    pub fn net(&self, from: AccountKind, to: AccountKind) -> i64 {
        let way = |from, to| self.0.get(&(from, to)).copied().unwrap_or_default();
        way(from, to) - way(to, from)
    }

    /// Set aside for allotments.
    #[must_use]
    pub fn reserved(&self) -> i64 {
        self.net(AccountKind::Available, AccountKind::Reserved)
    }

    /// Promised to groups.
    #[must_use]
    pub fn committed(&self) -> i64 {
        self.net(AccountKind::Reserved, AccountKind::Committed)
    }

    /// Paid to groups, refunds not counted.
    #[must_use]
    pub fn paid(&self) -> i64 {
        self.net(AccountKind::Committed, AccountKind::Advanced)
    }

    /// Given back by groups.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.net(AccountKind::Advanced, AccountKind::Available)
    }

    /// Accepted works.
    #[must_use]
    pub fn accepted(&self) -> i64 {
        self.net(AccountKind::Advanced, AccountKind::Spent)
    }

    /// What groups gave.
    #[must_use]
    pub fn contributed(&self) -> i64 {
        self.net(AccountKind::GroupContribution, AccountKind::Contributed)
    }
}

/// Adds the kinds of both accounts to a query over postings.
pub fn with_kinds(select: Select<posting::Entity>) -> Select<posting::Entity> {
    let account =
        |side| posting::Entity::belongs_to(fund_account::Entity).from(side).to(fund_account::Column::Id);
    let kind = |name: &'static str| Expr::col((Alias::new(name), fund_account::Column::Kind));
    select
        .join_as(JoinType::InnerJoin, account(posting::Column::DebitId).into(), Alias::new("debit"))
        .join_as(JoinType::InnerJoin, account(posting::Column::CreditId).into(), Alias::new("credit"))
        .expr_as(kind("debit"), "debit_kind")
        .expr_as(kind("credit"), "credit_kind")
}

/// Sums postings by the kinds of their accounts, and by what else the query groups by; the columns are `debit_kind`,
/// `credit_kind` and `amount_vnd`.
pub fn summed(select: Select<posting::Entity>) -> Select<posting::Entity> {
    let kind = |name: &'static str| Expr::col((Alias::new(name), fund_account::Column::Kind));
    let sum = Expr::col(posting::Column::AmountVnd.as_column_ref()).sum().cast_as("bigint");
    with_kinds(select.select_only())
        .expr_as(sum, "amount_vnd")
        .group_by(kind("debit"))
        .group_by(kind("credit"))
}

/// What stands on the accounts of allotments, or of a fund itself.
///
/// # Errors
/// When the database fails.
pub async fn standings(source: &impl Reading, of: Condition) -> Result<Vec<Standing>, Error> {
    source.load(source.parts::<fund_account::Entity>().filter(of), with_balance).await
}

/// Where money lies: with its application, else with its allotment; money of the fund itself in the province.
///
/// # Errors
/// When the database fails.
pub(super) async fn place_of(
    tx: &Tx,
    application_id: Option<ApplicationId>,
    accounts: [FundAccountId; 2],
) -> Result<AreaId, Error> {
    if let Some(id) = application_id {
        let rows = tx.beyond_reach::<grant_application::Entity>("the application of a posting");
        return Ok(tx.one(rows.filter(grant_application::Column::Id.eq(id))).await?.commune_id);
    }
    let sides = fund_account::Entity::find()
        .select_only()
        .column(fund_account::Column::AllotmentId)
        .filter(fund_account::Column::Id.is_in(accounts))
        .filter(fund_account::Column::AllotmentId.is_not_null())
        .into_query();
    let rows = tx.beyond_reach::<call_allotment::Entity>("the allotment of an account that was found");
    if let Some(allotment) = tx.find(rows.filter(call_allotment::Column::Id.in_subquery(sides))).await? {
        return Ok(allotment.area_id);
    }
    let provinces = tx.beyond_reach::<area::Entity>("the map is reference data");
    Ok(tx.one(provinces.filter(area::Column::Level.eq(AreaLevel::Province))).await?.id)
}
