//! The demo's grants from the agreement to the end: tranches, contributions, acceptances, final accounts.

use chrono::NaiveDate;
use entity::enums::{
    AcceptanceResult, AccountKind, ApplicationStatus, ContributionKind, DisbursementStatus, PostingKind,
};
use entity::ids::{AcceptanceId, ContributionId, DisbursementId};
use entity::{acceptance, agreement, contribution_entry, disbursement, settlement};
use serde_json::{Value, json};

use super::Fate;
use super::agenda::Works;
use super::books::{About, Movement};
use super::cases::Case;
use super::desk::Desk;
use super::files::File;
use super::wording::{ENDED, SUSPENDED, VALUED};
use crate::application_content::messages::BudgetSource;
use crate::error::Error;

/// A grant that is carried out.
pub struct Grant {
    /// Its tranches.
    pub tranches: Vec<disbursement::Model>,
    /// Its days.
    pub days: Works,
}

impl Desk<'_> {
    /// Writes down what follows from the approval.
    ///
    /// # Errors
    /// When an account is missing.
    pub fn carry_out(&mut self, file: &mut File, case: &Case) -> Result<(), Error> {
        let days = Works::draw(&mut self.random, case.agenda.decided);
        let mut grant = self.sign(file, case, days)?;
        if case.fate != Fate::Agreed {
            self.work(file, case, &mut grant)?;
        }
        for tranche in grant.tranches {
            let told = |name, value: Value| (name, Value::Null, value);
            let told = vec![
                told("status", json!(sea_orm::ActiveEnum::to_value(&tranche.status))),
                told("amount_vnd", json!(tranche.amount_vnd)),
                told("paid_vnd", json!(tranche.paid_vnd)),
            ];
            self.tell("disbursement", tranche.id, (tranche.version, "created"), file.owners(), told);
            self.out.disbursements.push(tranche);
        }
        Ok(())
    }

    fn work(&mut self, file: &mut File, case: &Case, grant: &mut Grant) -> Result<(), Error> {
        self.contribute(file, [BudgetSource::OwnCash, BudgetSource::OwnKind], grant.days.given[0])?;
        self.pay(file, case, grant, 0)?;
        let first_vnd = grant.tranches[0].paid_vnd;
        let is_accepted = case.fate != Fate::Disbursing || self.random.chance(500);
        match case.fate {
            Fate::Suspended => self.suspend(file, grant),
            Fate::Terminated => self.terminate(file, case, grant),
            Fate::Disbursing if is_accepted => self.accept(file, grant, 0, first_vnd),
            Fate::Disbursing => Ok(()),
            _ => self.finish(file, case, grant),
        }
    }

    fn sign(&mut self, file: &mut File, case: &Case, days: Works) -> Result<Grant, Error> {
        let head = self.register.head_on(case.group, days.signed);
        let signer_membership_id = head.ok_or_else(|| Error::internal("a group of the demo has no head"))?;
        let (_, at) = self.enter("agreement", 6, days.signed);
        self.out.agreements.push(agreement::Model {
            application_id: file.row.id,
            number: format!("{}/HĐ-CSA", self.out.agreements.len() + 1),
            signed_on: days.signed,
            signer_membership_id,
            grant_vnd: case.approved_vnd,
            created_at: at,
        });
        let tranches = self.tranches(file, case, days.signed)?;
        file.step(self, "agreement_signed", ApplicationStatus::Agreement, at);
        Ok(Grant { tranches, days })
    }

    fn tranches(
        &mut self,
        file: &File,
        case: &Case,
        on: NaiveDate,
    ) -> Result<Vec<disbursement::Model>, Error> {
        let rules = &self.calls[case.call].rules;
        let allotment_id = file.row.allotment_id.ok_or_else(|| Error::internal("no allotment"))?;
        let (mut left, mut rows) = (case.approved_vnd, Vec::new());
        for (n, plan) in (1_i32..).zip(&rules.tranches) {
            let share = rules.rounding.share(case.approved_vnd, plan.share_bps.get().into()).min(left);
            let amount_vnd = if rows.len() + 1 == rules.tranches.len() { left } else { share };
            left -= amount_vnd;
            let (id, created_at) = self.enter("disbursement", 6, on);
            rows.push(disbursement::Model {
                id: DisbursementId(id),
                application_id: file.row.id,
                group_id: case.group,
                commune_id: file.row.commune_id,
                fund_id: self.fund_id,
                allotment_id,
                n,
                amount_vnd,
                status: DisbursementStatus::Planned,
                conditions: serde_json::to_string(&plan.conditions).map_err(Error::internal)?,
                requested_on: None,
                approved_on: None,
                paid_on: None,
                attempt: 1,
                paid_vnd: 0,
                refunded_vnd: 0,
                accepted_vnd: 0,
                version: 1,
                created_at,
                updated_at: created_at,
            });
        }
        Ok(rows)
    }

    fn contribute<const N: usize>(
        &mut self,
        file: &mut File,
        sources: [BudgetSource; N],
        on: NaiveDate,
    ) -> Result<(), Error> {
        let lines: Vec<(BudgetSource, i64)> =
            file.content.budget_lines.iter().map(|line| (line.source, line.amount_vnd.get())).collect();
        for (source, value_vnd) in lines.into_iter().filter(|(source, _)| sources.contains(source)) {
            let (kind, valuation) = match source {
                BudgetSource::OwnCash => (ContributionKind::Cash, VALUED[0]),
                BudgetSource::OwnLabour => (ContributionKind::Labour, VALUED[1]),
                _ => (ContributionKind::Kind, VALUED[2]),
            };
            let about = About {
                allotment_id: file.row.allotment_id,
                application_id: Some(file.row.id),
                ..About::default()
            };
            let (from, to) = (AccountKind::GroupContribution, AccountKind::Contributed);
            let moved = Movement { kind: PostingKind::Contribution, from, to, amount_vnd: value_vnd, on };
            let posting_id = self.books.post(&moved, &about)?.id;
            let (id, created_at) = self.enter("contribution_entry", 8, on);
            let told = vec![("value_vnd", Value::Null, json!(value_vnd))];
            self.tell("contribution_entry", id, (1, "created"), file.owners(), told);
            self.out.contribution_entries.push(contribution_entry::Model {
                id: ContributionId(id),
                application_id: file.row.id,
                group_id: file.row.group_id,
                kind,
                value_vnd,
                valuation: valuation.to_owned(),
                given_on: on,
                attachment_id: None,
                posting_id,
                version: 1,
                created_at,
                updated_at: created_at,
                voided_at: None,
                void_reason: None,
            });
        }
        Ok(())
    }

    /// Minutes on a tranche, or on the works as a whole.
    fn minutes(
        &mut self,
        file: &File,
        disbursement_id: Option<DisbursementId>,
        amount_vnd: i64,
        on: NaiveDate,
    ) -> String {
        let (id, created_at) = self.enter("acceptance", 4, on);
        let number = format!("BB-{}-{:04}", on.format("%Y"), self.out.acceptances.len() + 1);
        let told = vec![("amount_vnd", Value::Null, json!(amount_vnd))];
        self.tell("acceptance", id, (1, "created"), file.owners(), told);
        self.out.acceptances.push(acceptance::Model {
            id: AcceptanceId(id),
            application_id: file.row.id,
            disbursement_id,
            number: number.clone(),
            accepted_on: on,
            result: AcceptanceResult::Passed,
            amount_vnd,
            remark: None,
            attachment_id: None,
            created_at,
        });
        number
    }

    fn accept(&mut self, file: &mut File, grant: &mut Grant, n: usize, amount_vnd: i64) -> Result<(), Error> {
        let on = grant.days.accepted[n];
        let tranche = &mut grant.tranches[n];
        let number = self.minutes(file, Some(tranche.id), amount_vnd, on);
        let (from, to) = (AccountKind::Advanced, AccountKind::Spent);
        let moved = Movement { kind: PostingKind::Acceptance, from, to, amount_vnd, on };
        let about = about(tranche, number);
        self.books.post(&moved, &about)?;
        let (_, at) = self.enter("acceptance", 5, on);
        tranche.accepted_vnd += amount_vnd;
        tranche.version += 1;
        tranche.updated_at = at;
        file.row.accepted_vnd += amount_vnd;
        let status = file.row.status;
        file.step(self, "works_accepted", status, at);
        Ok(())
    }

    fn suspend(&mut self, file: &mut File, grant: &Grant) -> Result<(), Error> {
        let (_, at) = self.enter("suspension", 6, grant.days.stopped[0]);
        file.step(self, "suspended", ApplicationStatus::Suspended, at);
        self.because(SUSPENDED);
        Ok(())
    }

    fn terminate(&mut self, file: &mut File, case: &Case, grant: &mut Grant) -> Result<(), Error> {
        let accepted_vnd = grant.tranches[0].paid_vnd - case.refund_vnd;
        self.accept(file, grant, 0, accepted_vnd)?;
        self.suspend(file, grant)?;
        self.refund(file, grant, 0, case.refund_vnd)?;
        let on = grant.days.stopped[1];
        let (_, at) = self.enter("suspension", 6, on);
        let tranche = &mut grant.tranches[1];
        tranche.status = DisbursementStatus::Cancelled;
        tranche.version += 1;
        tranche.updated_at = at;
        self.give_up(file, tranche.amount_vnd, on)?;
        file.step(self, "terminated", ApplicationStatus::Terminated, at);
        self.because(ENDED);
        Ok(())
    }

    fn finish(&mut self, file: &mut File, case: &Case, grant: &mut Grant) -> Result<(), Error> {
        let first_vnd = grant.tranches[0].paid_vnd;
        self.accept(file, grant, 0, first_vnd)?;
        self.pay(file, case, grant, 1)?;
        self.contribute(file, [BudgetSource::OwnLabour], grant.days.given[1])?;
        let second_vnd = grant.tranches[1].paid_vnd - case.refund_vnd;
        self.accept(file, grant, 1, second_vnd)?;
        let accepted_vnd = file.row.accepted_vnd;
        self.minutes(file, None, accepted_vnd, grant.days.finished);
        let (_, at) = self.enter("acceptance", 5, grant.days.finished);
        file.step(self, "accepted", ApplicationStatus::Acceptance, at);
        if case.fate == Fate::Accepted {
            return Ok(());
        }
        if case.refund_vnd > 0 {
            self.refund(file, grant, 1, case.refund_vnd)?;
        }
        let [settled, completed] = grant.days.settled;
        let (_, at) = self.enter("settlement", 4, settled);
        self.out.settlements.push(settlement::Model {
            application_id: file.row.id,
            number: format!("QT-{}-{:04}", settled.format("%Y"), self.out.settlements.len() + 1),
            settled_on: settled,
            spent_vnd: accepted_vnd,
            own_vnd: file.row.own_vnd,
            own_bps: i32::try_from(file.row.own_vnd * 10_000 / (file.row.own_vnd + accepted_vnd))
                .map_err(Error::internal)?,
            created_at: at,
        });
        file.step(self, "settled", ApplicationStatus::Acceptance, at);
        let (_, at) = self.enter("settlement", 6, completed);
        file.step(self, "completed", ApplicationStatus::Completed, at);
        Ok(())
    }
}

/// What postings about a tranche are about.
pub fn about(tranche: &disbursement::Model, document_no: String) -> About {
    About {
        allotment_id: Some(tranche.allotment_id),
        application_id: Some(tranche.application_id),
        disbursement: Some((tranche.id, tranche.attempt)),
        document_no: Some(document_no),
    }
}
