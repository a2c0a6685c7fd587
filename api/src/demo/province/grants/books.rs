//! The books of the demo's fund: accounts, postings, and the balances that follow from them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::enums::{AccountKind, PostingKind};
use entity::ids::{AllotmentId, ApplicationId, DisbursementId, FundAccountId, FundId, PostingId};
use entity::{account_balance, fund_account, posting};
use uuid::Uuid;

use super::super::clerk::Clerk;
use crate::error::Error;
use crate::ledger::commands::{OF_ALLOTMENT, OF_FUND, is_source};

/// Money that moves: what it is, from and to which kind of account, how much, when.
pub struct Movement {
    /// What it is.
    pub kind: PostingKind,
    /// From which kind of account.
    pub from: AccountKind,
    /// To which kind of account.
    pub to: AccountKind,
    /// How much, in đồng.
    pub amount_vnd: i64,
    /// When.
    pub on: NaiveDate,
}

/// What a posting is about.
#[derive(Clone, Default)]
pub struct About {
    /// The allotment, where its accounts are meant.
    pub allotment_id: Option<AllotmentId>,
    /// The application.
    pub application_id: Option<ApplicationId>,
    /// The tranche and which of its payments.
    pub disbursement: Option<(DisbursementId, i32)>,
    /// The number of the paper behind it.
    pub document_no: Option<String>,
}

/// The books while they are written.
pub struct Books {
    fund_id: FundId,
    accounts: BTreeMap<(Uuid, String), fund_account::Model>,
    postings: Vec<posting::Model>,
    clerk: Clerk,
    account_clerk: Clerk,
}

fn name(kind: AccountKind) -> String {
    sea_orm::ActiveEnum::to_value(&kind)
}

impl Books {
    /// Opens the accounts of the fund.
    pub fn open(seed: u64, fund_id: FundId, on: NaiveDate) -> Self {
        let (clerk, account_clerk) = (Clerk::of(seed, "posting", 7), Clerk::of(seed, "fund_account", 1));
        let mut books =
            Self { fund_id, accounts: BTreeMap::new(), postings: Vec::new(), clerk, account_clerk };
        OF_FUND.into_iter().for_each(|kind| books.account(fund_id.into(), kind, None, on));
        books
    }

    /// Opens the accounts of an allotment.
    pub fn allot(&mut self, id: AllotmentId, on: NaiveDate) {
        OF_ALLOTMENT.into_iter().for_each(|kind| self.account(id.into(), kind, Some(id), on));
    }

    fn account(
        &mut self,
        holder_id: Uuid,
        kind: AccountKind,
        allotment_id: Option<AllotmentId>,
        on: NaiveDate,
    ) {
        let (id, created_at) = self.account_clerk.enter(on);
        let (id, fund_id) = (FundAccountId(id), self.fund_id);
        let account = fund_account::Model { id, fund_id, kind, holder_id, allotment_id, created_at };
        self.accounts.insert((holder_id, name(kind)), account);
    }

    fn id_of(&self, kind: AccountKind, about: &About) -> Result<FundAccountId, Error> {
        let of_fund = (Uuid::from(self.fund_id), name(kind));
        let of_allotment = about.allotment_id.map(|id| (Uuid::from(id), name(kind)));
        let held = of_allotment.and_then(|key| self.accounts.get(&key));
        let account = held.or_else(|| self.accounts.get(&of_fund));
        account.map(|account| account.id).ok_or_else(|| Error::internal("the demo lacks an account"))
    }

    /// Moves money.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn post(&mut self, movement: &Movement, about: &About) -> Result<posting::Model, Error> {
        let (debit_id, credit_id) = (self.id_of(movement.to, about)?, self.id_of(movement.from, about)?);
        let (id, created_at) = self.clerk.enter(movement.on);
        let row = posting::Model {
            id: PostingId(id),
            fund_id: self.fund_id,
            kind: movement.kind,
            debit_id,
            credit_id,
            amount_vnd: movement.amount_vnd,
            posted_on: movement.on,
            cites_id: None,
            application_id: about.application_id,
            disbursement_id: about.disbursement.map(|(id, _)| id),
            attempt: about.disbursement.map_or(0, |(_, attempt)| attempt),
            document_no: about.document_no.clone(),
            note: None,
            created_at,
        };
        self.postings.push(row.clone());
        Ok(row)
    }

    /// How many postings there are.
    pub fn len(&self) -> usize {
        self.postings.len()
    }

    /// Takes a posting back, all of it.
    pub fn take_back(&mut self, original: &posting::Model, on: NaiveDate, note: &str) -> PostingId {
        let (id, created_at) = self.clerk.enter(on);
        self.postings.push(posting::Model {
            id: PostingId(id),
            kind: PostingKind::Reversal,
            debit_id: original.credit_id,
            credit_id: original.debit_id,
            posted_on: on,
            cites_id: Some(original.id),
            document_no: None,
            note: Some(note.to_owned()),
            created_at,
            ..original.clone()
        });
        PostingId(id)
    }

    /// What went from one kind of account of an allotment to another, less what came back.
    pub fn net(&self, allotment_id: AllotmentId, from: AccountKind, to: AccountKind) -> i64 {
        let about = About { allotment_id: Some(allotment_id), ..About::default() };
        let (Ok(from), Ok(to)) = (self.id_of(from, &about), self.id_of(to, &about)) else { return 0 };
        let way = |from, to| -> i64 {
            let rows = self.postings.iter().filter(|row| row.credit_id == from && row.debit_id == to);
            rows.map(|row| row.amount_vnd).sum()
        };
        way(from, to) - way(to, from)
    }

    /// Accounts, balances and postings, each in the order of their ids.
    pub fn close(self) -> (Vec<fund_account::Model>, Vec<account_balance::Model>, Vec<posting::Model>) {
        let mut sums: HashMap<FundAccountId, (i64, i64)> = HashMap::new();
        for row in &self.postings {
            sums.entry(row.debit_id).or_default().0 += row.amount_vnd;
            sums.entry(row.credit_id).or_default().1 += row.amount_vnd;
        }
        let mut accounts: Vec<_> = self.accounts.into_values().collect();
        accounts.sort_by_key(|account| account.id);
        let balance = |account: &fund_account::Model| {
            let (debit_vnd, credit_vnd) = sums.get(&account.id).copied().unwrap_or_default();
            let is_source = is_source(account.kind);
            let (fund_account_id, fund_id) = (account.id, account.fund_id);
            account_balance::Model { fund_account_id, fund_id, is_source, debit_vnd, credit_vnd }
        };
        let balances = accounts.iter().map(balance).collect();
        let mut postings = self.postings;
        postings.sort_by_key(|row| row.id);
        (accounts, balances, postings)
    }
}
