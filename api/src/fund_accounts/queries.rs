//! The one query piece behind everything that tells what stands on accounts.

use std::io;

use entity::{area, call_allotment, fund, fund_account, grant_call, ids::FundId};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select};

use super::messages::{AccountFilter, AccountRow};
use crate::{access::Rows, http::Csv, ledger::queries::with_balance};

impl AccountFilter {
    /// The filters as one condition on the accounts of a fund.
    pub(super) fn condition(&self, fund_id: FundId) -> Condition {
        use fund_account::Column;
        Condition::all()
            .add(Column::FundId.eq(fund_id))
            .add_option(self.kind.as_ref().map(|kinds| Column::Kind.is_in(kinds.as_slice().iter().copied())))
            .add_option(self.allotment_id.map(|id| Column::AllotmentId.eq(id)))
    }
}

/// The accounts of a fund.
#[must_use]
pub fn accounts_of(rows: Rows<fund_account::Entity>, fund_id: FundId) -> Rows<fund_account::Entity> {
    rows.filter(fund_account::Column::FundId.eq(fund_id))
}

/// Shapes accounts into [`AccountRow`]: what stands on them, and the allotment, call and area they are kept for. One
/// statement, so debits equal credits in whatever it sees.
pub fn with_standing(select: Select<fund_account::Entity>) -> Select<fund_account::Entity> {
    let allotment = fund_account::Entity::belongs_to(call_allotment::Entity)
        .from(fund_account::Column::AllotmentId)
        .to(call_allotment::Column::Id);
    let call = call_allotment::Entity::belongs_to(grant_call::Entity)
        .from(call_allotment::Column::CallId)
        .to(grant_call::Column::Id);
    let place = call_allotment::Entity::belongs_to(area::Entity)
        .from(call_allotment::Column::AreaId)
        .to(area::Column::Id);
    with_balance(select)
        .join(JoinType::LeftJoin, allotment.into())
        .join(JoinType::LeftJoin, call.into())
        .join(JoinType::LeftJoin, place.into())
        .column(call_allotment::Column::CallId)
        .column(call_allotment::Column::AreaId)
        .column(call_allotment::Column::Year)
        .column(call_allotment::Column::LimitVnd)
        .column(call_allotment::Column::CommittedVnd)
        .column_as(grant_call::Column::Code, "call_code")
        .column_as(grant_call::Column::Name, "call_name")
        .column_as(area::Column::Code, "area_code")
        .column_as(area::Column::NameVi, "area_name_vi")
        .column_as(area::Column::NameEn, "area_name_en")
}

const COLUMNS: [&str; 10] = [
    "fund_code",
    "account_id",
    "kind",
    "call_code",
    "area_code",
    "area_name_vi",
    "year",
    "debit_vnd",
    "credit_vnd",
    "balance_vnd",
];

/// Accounts as a table.
pub(super) fn table(fund: &fund::Model, accounts: &[AccountRow]) -> io::Result<Csv> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = accounts.iter().map(|account| {
        [
            fund.code.clone(),
            account.id.to_string(),
            account.kind.to_value(),
            text(&account.call_code),
            text(&account.area_code),
            text(&account.area_name_vi),
            account.year.map(|year| year.to_string()).unwrap_or_default(),
            account.debit_vnd.to_string(),
            account.credit_vnd.to_string(),
            account.balance_vnd().to_string(),
        ]
    });
    Csv::of(format!("{}-accounts.csv", fund.code), COLUMNS, rows)
}
