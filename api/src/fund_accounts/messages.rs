//! What goes over the wire about accounts.

use entity::{
    enums::AccountKind,
    ids::{AllotmentId, AreaId, CallId, FundAccountId, FundId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    http::Filter,
    ledger::commands::is_source,
    values::{Commaed, Instant},
};

/// An account with what stands on it, and what it is kept for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AccountRow {
    /// The account.
    pub id: FundAccountId,
    /// Its fund.
    pub fund_id: FundId,
    /// What its money is.
    pub kind: AccountKind,
    /// The allotment it is kept for.
    pub allotment_id: Option<AllotmentId>,
    /// When it was opened.
    pub created_at: Instant,
    /// Sum of the postings to its debit.
    pub debit_vnd: i64,
    /// Sum of the postings to its credit.
    pub credit_vnd: i64,
    /// The call of the allotment.
    pub call_id: Option<CallId>,
    /// Its code.
    pub call_code: Option<String>,
    /// Its name.
    pub call_name: Option<String>,
    /// The area of the allotment.
    pub area_id: Option<AreaId>,
    /// Its code.
    pub area_code: Option<String>,
    /// Its name in Vietnamese.
    pub area_name_vi: Option<String>,
    /// Its name in English.
    pub area_name_en: Option<String>,
    /// The fiscal year of the allotment.
    pub year: Option<i32>,
    /// The most that may be granted from the allotment.
    pub limit_vnd: Option<i64>,
    /// What is promised from the allotment.
    pub committed_vnd: Option<i64>,
}

impl AccountRow {
    /// What stands on the account; for sources, what came from them.
    #[must_use]
    pub const fn balance_vnd(&self) -> i64 {
        let balance = self.debit_vnd - self.credit_vnd;
        if is_source(self.kind) { -balance } else { balance }
    }
}

/// An account of a fund with what stands on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    /// Its id.
    pub id: FundAccountId,
    /// The fund.
    pub fund_id: FundId,
    /// What the money on it is.
    pub kind: AccountKind,
    /// The allotment it is kept for; null for accounts of the fund itself.
    pub allotment_id: Option<AllotmentId>,
    /// The call of the allotment.
    pub call_id: Option<CallId>,
    /// The code of the call.
    #[schema(max_length = 20, example = "DG-000001")]
    pub call_code: Option<String>,
    /// The area of the allotment.
    pub area_id: Option<AreaId>,
    /// The fiscal year of the allotment.
    #[schema(minimum = 2000, maximum = 2100, example = 2022)]
    pub year: Option<i32>,
    /// Sum of the postings to its debit.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 70_000_000)]
    pub debit_vnd: i64,
    /// Sum of the postings to its credit.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 20_000_000)]
    pub credit_vnd: i64,
    /// What stands on it: debit less credit; for sources credit less debit, which is what came from them.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64, example = 50_000_000)]
    pub balance_vnd: i64,
    /// When it was opened.
    pub created_at: Instant,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            balance_vnd: row.balance_vnd(),
            id: row.id,
            fund_id: row.fund_id,
            kind: row.kind,
            allotment_id: row.allotment_id,
            call_id: row.call_id,
            call_code: row.call_code,
            area_id: row.area_id,
            year: row.year,
            debit_vnd: row.debit_vnd,
            credit_vnd: row.credit_vnd,
            created_at: row.created_at,
        }
    }
}

/// Filters of the list of accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AccountFilter {
    /// Only accounts of these kinds.
    #[param(value_type = Option<Vec<AccountKind>>)]
    pub kind: Option<Commaed<AccountKind>>,
    /// Only the accounts of this allotment.
    pub allotment_id: Option<AllotmentId>,
}

impl Filter for AccountFilter {
    const SORTS: &'static [&'static str] = &["id", "-id"];
}
