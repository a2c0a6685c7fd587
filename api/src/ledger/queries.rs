//! Which rows of the books lie within a reach, and what stands on the accounts.

use entity::{
    account_balance, call_allotment, correction,
    enums::AccountKind,
    fiscal_period, fund, fund_account, fund_ceiling, grant_application,
    ids::{AllotmentId, FundAccountId, FundId},
    posting,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QuerySelect, Select};

use crate::{
    access::{Owned, Reach, owned_ids},
    error::Error,
    store::{Reading, Revised},
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
    correction Id;
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

/// What stands on the accounts of allotments, or of a fund itself.
///
/// # Errors
/// When the database fails.
pub async fn standings(source: &impl Reading, of: Condition) -> Result<Vec<Standing>, Error> {
    source.load(source.parts::<fund_account::Entity>().filter(of), with_balance).await
}
