//! What a proof says, and the sums of postings that it is made of.

use std::fmt;

use chrono::NaiveDate;
use entity::{
    enums::{AccountKind, PostingKind},
    ids::{AllotmentId, CeilingId, FundAccountId, FundId, PostingId},
    posting,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// What was found about the books.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// How many funds there are.
    pub funds: usize,
    /// How many postings they have.
    pub postings: i64,
    /// What does not agree with the postings.
    pub faults: Vec<Fault>,
}

/// Something that does not agree with the postings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A kept number is not what the postings make.
    Differs {
        /// The kind of record.
        record: &'static str,
        /// Which one.
        id: Uuid,
        /// Which number of it.
        member: &'static str,
        /// What is kept.
        kept_vnd: i64,
        /// What the postings make.
        proven_vnd: i64,
    },
    /// A record or a posting breaks a rule.
    Breaks {
        /// The kind of record.
        record: &'static str,
        /// Which one.
        id: Uuid,
        /// Which rule.
        rule: &'static str,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs { record, id, member, kept_vnd, proven_vnd } => {
                write!(f, "{record} {id}: {member} is {kept_vnd}, its postings make {proven_vnd}")
            }
            Self::Breaks { record, id, rule } => write!(f, "{record} {id}: {rule}"),
        }
    }
}

impl Proof {
    /// Notes a kept number that is not what the postings make.
    pub(super) fn compare(
        &mut self,
        (record, id): (&'static str, impl Into<Uuid>),
        member: &'static str,
        kept_vnd: i64,
        proven_vnd: i64,
    ) {
        if kept_vnd != proven_vnd {
            let id = id.into();
            self.faults.push(Fault::Differs { record, id, member, kept_vnd, proven_vnd });
        }
    }

    /// Notes a rule that is broken.
    pub(super) fn breaks(
        &mut self,
        is_broken: bool,
        record: &'static str,
        id: impl Into<Uuid>,
        rule: &'static str,
    ) {
        if is_broken {
            self.faults.push(Fault::Breaks { record, id: id.into(), rule });
        }
    }
}

/// Postings between two accounts, in sum.
#[derive(FromQueryResult)]
pub(super) struct Way {
    pub(super) fund_id: FundId,
    pub(super) debit_id: FundAccountId,
    pub(super) credit_id: FundAccountId,
    pub(super) amount_vnd: i64,
    pub(super) postings: i64,
}

/// Postings about a tranche or an application, in sum by the kinds of their accounts.
#[derive(FromQueryResult)]
pub(super) struct Share {
    pub(super) about: Uuid,
    pub(super) debit_kind: AccountKind,
    pub(super) credit_kind: AccountKind,
    pub(super) amount_vnd: i64,
}

/// An allotment that counts under a ceiling.
#[derive(FromQueryResult)]
pub(super) struct Below {
    pub(super) ceiling_id: CeilingId,
    pub(super) allotment_id: AllotmentId,
}

/// A day on which a fund has postings.
#[derive(FromQueryResult)]
pub(super) struct Day {
    pub(super) fund_id: FundId,
    pub(super) posted_on: NaiveDate,
}

/// A posting that takes another one back.
#[derive(FromQueryResult)]
pub(super) struct TakeBack {
    #[sea_orm(nested)]
    pub(super) posting: posting::Model,
    pub(super) original_id: PostingId,
    pub(super) original_kind: PostingKind,
    pub(super) original_debit_id: FundAccountId,
    pub(super) original_credit_id: FundAccountId,
    pub(super) original_vnd: i64,
}
