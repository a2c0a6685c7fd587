//! How the tranches of the demo are paid, taken back and refunded.

use chrono::{DateTime, NaiveDate, Utc};
use entity::correction;
use entity::enums::{
    AccountKind, ApplicationStatus, CorrectionKind, CorrectionStatus, DisbursementStatus, PostingKind,
};
use entity::ids::{CorrectionId, PostingId};
use serde_json::{Value, json};

use super::super::calendar::later;
use super::books::Movement;
use super::cases::Case;
use super::desk::Desk;
use super::files::File;
use super::wording::BOOKED_WRONG;
use super::works::{Grant, about};
use crate::error::Error;

impl Desk<'_> {
    fn payer(&self, file: &File) -> uuid::Uuid {
        self.setting.staff.paying[usize::from(file.row.code.ends_with(['2', '4', '6', '8']))]
    }

    /// Pays a tranche, which was requested and approved before.
    ///
    /// # Errors
    /// When an account is missing.
    pub fn pay(&mut self, file: &mut File, case: &Case, grant: &mut Grant, n: usize) -> Result<(), Error> {
        let [requested, approved, mut paid] = grant.days.paid[n];
        let payer = self.payer(file);
        self.duty("grant_application", file.row.id.into(), payer, "pay");
        let tranche = &mut grant.tranches[n];
        tranche.requested_on = Some(requested);
        tranche.approved_on = Some(approved);
        let (from, to, amount_vnd) = (AccountKind::Committed, AccountKind::Advanced, tranche.amount_vnd);
        let payment = |on| Movement { kind: PostingKind::Payment, from, to, amount_vnd, on };
        let number = |on: NaiveDate, n: usize| format!("UNC-{}-{n:05}", on.format("%Y"));
        tranche.version += 3;
        if case.is_booked_twice && n == 0 {
            let first = about(tranche, number(paid, self.books.len()));
            let wrong = self.books.post(&payment(paid), &first)?;
            let taken_back = later(paid, 1);
            let reversal = self.books.take_back(&wrong, taken_back, BOOKED_WRONG);
            self.correct(file, (wrong.id, amount_vnd), reversal, taken_back);
            tranche.attempt += 1;
            tranche.version += 2;
            paid = later(paid, 2);
        }
        let second = about(tranche, number(paid, self.books.len()));
        let posted_at = self.books.post(&payment(paid), &second)?.created_at;
        tranche.status = DisbursementStatus::Paid;
        tranche.paid_on = Some(paid);
        tranche.paid_vnd = amount_vnd;
        tranche.updated_at = posted_at;
        file.row.paid_vnd += amount_vnd;
        file.step(self, "paid", ApplicationStatus::Disbursing, posted_at);
        Ok(())
    }

    /// One asks for the correction of a payment, another approves it.
    fn correct(
        &mut self,
        file: &File,
        (posting_id, amount_vnd): (PostingId, i64),
        result_id: PostingId,
        on: NaiveDate,
    ) {
        let (id, created_at): (_, DateTime<Utc>) = self.enter("correction", 6, on);
        let told = vec![("status", Value::Null, json!("requested"))];
        self.tell("correction", id, (1, "created"), Vec::new(), told);
        self.because(BOOKED_WRONG);
        let told = vec![("status", json!("requested"), json!("approved"))];
        self.tell("correction", id, (2, "approved"), Vec::new(), told);
        let (payer, decider) = (self.payer(file), self.decider(file));
        self.duty("correction", id, payer, "enter");
        self.duty("correction", id, decider, "decide");
        self.out.corrections.push(correction::Model {
            id: CorrectionId(id),
            fund_id: self.fund_id,
            posting_id,
            kind: CorrectionKind::Reversal,
            amount_vnd,
            posted_on: on,
            reason: BOOKED_WRONG.to_owned(),
            status: CorrectionStatus::Approved,
            result_id: Some(result_id),
            version: 2,
            created_at,
            updated_at: created_at,
        });
    }

    /// Books what a group gives back of a tranche.
    ///
    /// # Errors
    /// When an account is missing.
    pub fn refund(
        &mut self,
        file: &mut File,
        grant: &mut Grant,
        n: usize,
        amount_vnd: i64,
    ) -> Result<(), Error> {
        let on = grant.days.refunded;
        let tranche = &mut grant.tranches[n];
        let (from, to) = (AccountKind::Advanced, AccountKind::Available);
        let moved = Movement { kind: PostingKind::Refund, from, to, amount_vnd, on };
        let number = format!("PT-{}-{:05}", on.format("%Y"), self.books.len());
        let at = self.books.post(&moved, &about(tranche, number))?.created_at;
        tranche.refunded_vnd += amount_vnd;
        tranche.version += 1;
        tranche.updated_at = at;
        file.row.paid_vnd -= amount_vnd;
        let status = file.row.status;
        file.step(self, "refunded", status, at);
        Ok(())
    }
}
