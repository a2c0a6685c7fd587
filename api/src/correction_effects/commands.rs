//! Checks what a correction would change, with the rows locked, and changes it.

use entity::{
    call_allotment, contribution_entry, disbursement,
    enums::{ApplicationStatus, DisbursementStatus, PostingKind, VoidReason},
    fund_account, grant_application, posting,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    allotments::commands::give_back,
    error::Error,
    ledger::{
        commands::{exceeded, is_source},
        queries::standings,
    },
    store::{Entry, Owner, Tx},
};

/// What taking back a part of a posting changes; the rows are locked until the unit of work ends.
pub struct Effect {
    kind: PostingKind,
    amount_vnd: i64,
    tranche: Option<disbursement::Model>,
    application: Option<grant_application::Model>,
    contribution: Option<contribution_entry::Model>,
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Effect").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// States in which nobody promises or pays any more.
const DONE_WITH: [ApplicationStatus; 2] = [ApplicationStatus::Completed, ApplicationStatus::Terminated];
const WHY: &str = "what a posting that was found is about";

impl Effect {
    /// What taking back so much of a posting would change.
    ///
    /// # Errors
    /// 409 `funds_exceeded` when the money has gone on already: it was accepted, refunded or set aside.
    pub async fn of(tx: &Tx, original: &posting::Model, amount_vnd: i64) -> Result<Self, Error> {
        // In the order of the steps of a tranche: the application before it.
        let application = match original.application_id {
            Some(id) => {
                let rows = tx.beyond_reach::<grant_application::Entity>(WHY);
                Some(tx.lock(rows.filter(grant_application::Column::Id.eq(id))).await?)
            }
            None => None,
        };
        let tranche = match original.disbursement_id {
            Some(id) => {
                let rows = tx.beyond_reach::<disbursement::Entity>(WHY);
                Some(tx.lock(rows.filter(disbursement::Column::Id.eq(id))).await?)
            }
            None => None,
        };
        let contribution = match original.kind {
            PostingKind::Contribution => {
                let rows = tx.beyond_reach::<contribution_entry::Entity>(WHY);
                Some(tx.lock(rows.filter(contribution_entry::Column::PostingId.eq(original.id))).await?)
            }
            _ => None,
        };
        let effect = Self { kind: original.kind, amount_vnd, tranche, application, contribution };
        if let Some(tranche) = &effect.tranche {
            let (paid, refunded, accepted) = effect.sums_of(tranche);
            if refunded + accepted > paid {
                let left = tranche.paid_vnd - tranche.refunded_vnd - tranche.accepted_vnd;
                return Err(exceeded("disbursement", amount_vnd, left));
            }
            if effect.frees_promise() {
                // In the order of approvals: the allotment before its accounts.
                let rows = tx.beyond_reach::<call_allotment::Entity>(WHY);
                tx.lock(rows.filter(call_allotment::Column::Id.eq(tranche.allotment_id))).await?;
            }
        }
        effect.check_account(tx, original).await?;
        Ok(effect)
    }

    /// The money must still stand on the account it went to.
    async fn check_account(&self, tx: &Tx, original: &posting::Model) -> Result<(), Error> {
        let of = Condition::all().add(fund_account::Column::Id.eq(original.debit_id));
        match standings(tx, of).await?.first() {
            Some(account) if !is_source(account.kind) && account.balance_vnd() < self.amount_vnd => {
                Err(exceeded("fund_account", self.amount_vnd, account.balance_vnd()))
            }
            _ => Ok(()),
        }
    }

    /// Paid, refunded and accepted afterwards.
    fn sums_of(&self, tranche: &disbursement::Model) -> (i64, i64, i64) {
        let less = |kind, sum| if self.kind == kind { sum - self.amount_vnd } else { sum };
        (
            less(PostingKind::Payment, tranche.paid_vnd),
            less(PostingKind::Refund, tranche.refunded_vnd),
            less(PostingKind::Acceptance, tranche.accepted_vnd),
        )
    }

    /// True when money comes back as promised to an application that nobody pays any more: the promise goes too.
    fn frees_promise(&self) -> bool {
        self.kind == PostingKind::Payment
            && self.application.as_ref().is_some_and(|row| DONE_WITH.contains(&row.status))
    }

    /// Changes it; the entries for the journal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn carry_out(self, tx: &Tx) -> Result<Vec<Entry>, Error> {
        let (frees_promise, amount_vnd) = (self.frees_promise(), self.amount_vnd);
        let mut entries = Vec::new();
        if let Some(row) = &self.tranche {
            entries.push(self.change_tranche(tx, row).await?);
            if frees_promise {
                give_back(tx, (row.allotment_id, row.application_id), amount_vnd).await?;
            }
        }
        if let Some(row) = &self.application
            && self.kind != PostingKind::Contribution
        {
            entries.push(self.change_application(tx, row).await?);
        }
        if let Some(row) = &self.contribution {
            entries.push(self.change_contribution(tx, row).await?);
        }
        Ok(entries)
    }

    /// A payment that was taken back as a whole can be made once more.
    async fn change_tranche(&self, tx: &Tx, row: &disbursement::Model) -> Result<Entry, Error> {
        let (paid, refunded, accepted) = self.sums_of(row);
        let is_unpaid = self.kind == PostingKind::Payment && paid == 0;
        let status =
            if self.frees_promise() { DisbursementStatus::Cancelled } else { DisbursementStatus::Approved };
        let after = tx
            .amend::<disbursement::Entity>(row.clone(), |edited| {
                edited.paid_vnd = Set(paid);
                edited.refunded_vnd = Set(refunded);
                edited.accepted_vnd = Set(accepted);
                if is_unpaid {
                    edited.status = Set(status);
                    edited.attempt = Set(row.attempt + 1);
                    edited.paid_on = Set(None);
                }
            })
            .await?;
        let changes = [
            ("/status", json!(row.status), json!(after.status)),
            ("/paid_on", json!(row.paid_on), json!(after.paid_on)),
            ("/attempt", json!(row.attempt), json!(after.attempt)),
            ("/paid_vnd", json!(row.paid_vnd), json!(after.paid_vnd)),
            ("/refunded_vnd", json!(row.refunded_vnd), json!(after.refunded_vnd)),
            ("/accepted_vnd", json!(row.accepted_vnd), json!(after.accepted_vnd)),
        ];
        let owners = vec![Owner::Commune(row.commune_id), Owner::Group(row.group_id)];
        Ok(entry(("disbursement", row.id.into(), after.version), "corrected", owners, &changes))
    }

    async fn change_application(&self, tx: &Tx, row: &grant_application::Model) -> Result<Entry, Error> {
        let (mut paid, mut accepted) = (row.paid_vnd, row.accepted_vnd);
        match self.kind {
            PostingKind::Payment => paid -= self.amount_vnd,
            PostingKind::Refund => paid += self.amount_vnd,
            PostingKind::Acceptance => accepted -= self.amount_vnd,
            _ => {}
        }
        let after = tx
            .amend::<grant_application::Entity>(row.clone(), |edited| {
                edited.paid_vnd = Set(paid);
                edited.accepted_vnd = Set(accepted);
            })
            .await?;
        let changes = [
            ("/paid_vnd", json!(row.paid_vnd), json!(after.paid_vnd)),
            ("/accepted_vnd", json!(row.accepted_vnd), json!(after.accepted_vnd)),
        ];
        let owners = vec![Owner::Commune(row.commune_id), Owner::Group(row.group_id)];
        Ok(entry(("grant_application", row.id.into(), after.version), "corrected", owners, &changes))
    }

    /// An entry of which nothing is left was entered in error.
    async fn change_contribution(&self, tx: &Tx, row: &contribution_entry::Model) -> Result<Entry, Error> {
        let left = row.value_vnd - self.amount_vnd;
        let after = tx
            .amend::<contribution_entry::Entity>(row.clone(), |edited| {
                if left > 0 {
                    edited.value_vnd = Set(left);
                } else {
                    edited.voided_at = Set(Some(tx.now()));
                    edited.void_reason = Set(Some(VoidReason::NeverHappened));
                }
            })
            .await?;
        let changes = [("/value_vnd", json!(row.value_vnd), json!(after.value_vnd))];
        let action = if left > 0 { "corrected" } else { "deleted" };
        let owners = vec![Owner::Group(row.group_id)];
        Ok(entry(("contribution_entry", row.id.into(), after.version), action, owners, &changes))
    }
}

fn entry(
    (resource, id, version): (&'static str, Uuid, i32),
    action: &'static str,
    owners: Vec<Owner>,
    changes: &[(&str, Value, Value)],
) -> Entry {
    let changed = changes.iter().filter(|(_, old, new)| old != new);
    let changes =
        changed.map(|(pointer, old, new)| json!({ "pointer": pointer, "old": old, "new": new })).collect();
    Entry { id: Some(id), version: Some(version), action, owners, changes, ..Entry::read(resource) }
}
