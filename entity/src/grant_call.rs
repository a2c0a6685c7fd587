//! Calls for applications to a fund.

use crate::enums::{CallStatus, VoidReason};
use crate::ids::{CallId, FundId};
use sea_orm::entity::prelude::*;

/// One row of `grant_call`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grant_call")]
pub struct Model {
    /// Identifier of the call.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallId,
    /// Code shown to people.
    pub code: String,
    /// The fund.
    pub fund_id: FundId,
    /// Name.
    pub name: String,
    /// Vietnamese sort key of the name.
    pub sort_key: String,
    /// Its state as stored: once the closing instant has passed, an open call is closed.
    pub status: CallStatus,
    /// From when on applications are taken.
    pub opens_at: DateTimeUtc,
    /// Until when.
    pub closes_at: DateTimeUtc,
    /// What may be granted in all.
    pub budget_vnd: i64,
    /// The rules as JSON: frozen at opening.
    pub rules: String,
    /// Hash of the rules, from opening on.
    pub rules_sha256: Option<Vec<u8>>,
    /// When it was opened.
    pub opened_at: Option<DateTimeUtc>,
    /// When it was closed by hand.
    pub closed_at: Option<DateTimeUtc>,
    /// Grows by one with each change.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
    /// When the row was declared entered in error.
    pub voided_at: Option<DateTimeUtc>,
    /// Why it was.
    pub void_reason: Option<VoidReason>,
}

impl ActiveModelBehavior for ActiveModel {}
