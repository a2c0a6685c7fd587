//! How the demo's applications are scored and decided.

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::{AccountKind, ApplicationStatus, DecisionKind, PostingKind};
use entity::ids::{AppraisalId, DecisionId};
use entity::{appraisal, grant_decision};

use super::Fate;
use super::books::{About, Movement};
use super::cases::Case;
use super::desk::Desk;
use super::files::File;
use super::wording::{PUT_OFF, REFUSED};
use crate::appraisals::messages::Score;
use crate::appraisals::queries::weighted_bps;
use crate::error::Error;

impl Desk<'_> {
    /// Writes down scores and decision.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn judge(&mut self, file: &mut File, case: &Case) -> Result<(), Error> {
        self.score(file, case)?;
        if case.fate == Fate::Appraisal { Ok(()) } else { self.decide(file, case) }
    }

    fn score(&mut self, file: &File, case: &Case) -> Result<(), Error> {
        let rules = &self.calls[case.call].rules;
        let appraisers = if case.fate == Fate::Appraisal { self.random.below(2) } else { 2 };
        let (low, high) = if case.fate == Fate::Refused { (30, 58) } else { (62, 97) };
        for (human, on) in self.setting.staff.appraising.into_iter().zip(case.agenda.scored).take(appraisers)
        {
            let mut scores = Vec::new();
            for criterion in &rules.criteria {
                let score = u32::try_from(self.random.between(low, high)).unwrap_or_default();
                scores.push(Score { criterion: criterion.code.clone(), score });
            }
            let of = |code: &str| {
                scores.iter().find(|one| one.criterion.as_ref() == code).map_or(0, |one| one.score)
            };
            let weighted = weighted_bps(rules, of);
            let (id, created_at) = self.enter("appraisal", 5, on);
            self.tell("grant_appraisal", id, (1, "created"), file.owners(), Vec::new());
            self.duty("grant_application", file.row.id.into(), human, "appraise");
            self.out.appraisals.push(appraisal::Model {
                id: AppraisalId(id),
                application_id: file.row.id,
                n: file.row.version_n,
                human,
                has_conflict: false,
                scores: serde_json::to_string(&scores).map_err(Error::internal)?,
                weighted,
                remark: None,
                created_at,
            });
        }
        Ok(())
    }

    fn decide(&mut self, file: &mut File, case: &Case) -> Result<(), Error> {
        let human = self.decider(file);
        self.duty("grant_application", file.row.id.into(), human, "decide");
        if let Some([put_off, taken_up]) = case.agenda.put_off {
            let is_last = case.fate == Fate::Deferred;
            if is_last || self.calls[case.call].decided_on.is_some() {
                let at = self.decision(file, DecisionKind::Defer, put_off, (None, Some(PUT_OFF)));
                file.step(self, "deferred", ApplicationStatus::Deferred, at);
            }
            if is_last {
                return Ok(());
            }
            let (_, at) = self.enter("decision", 6, taken_up);
            file.step(self, "taken_up_again", ApplicationStatus::Appraisal, at);
        }
        let decided = case.agenda.decided;
        if case.fate == Fate::Refused {
            let reason = *self.random.pick(&REFUSED);
            let at = self.decision(file, DecisionKind::Reject, decided, (None, Some(reason)));
            file.step(self, "rejected", ApplicationStatus::Rejected, at);
            self.because(reason);
            return Ok(());
        }
        self.approve(file, case)
    }

    /// Who decides on an application.
    pub fn decider(&self, file: &File) -> uuid::Uuid {
        self.setting.staff.deciding[usize::from(file.row.code.ends_with(['1', '3', '5', '7', '9']))]
    }

    fn decision(
        &mut self,
        file: &mut File,
        kind: DecisionKind,
        on: NaiveDate,
        (amount_vnd, remark): (Option<i64>, Option<&str>),
    ) -> DateTime<Utc> {
        let (id, created_at) = self.enter("grant_decision", 6, on);
        let number = self.out.grant_decisions.len() + 1;
        self.out.grant_decisions.push(grant_decision::Model {
            id: DecisionId(id),
            application_id: file.row.id,
            n: file.row.version_n,
            kind,
            number: format!("{number}/QĐ-HND"),
            decided_on: on,
            amount_vnd,
            remark: remark.map(str::to_owned),
            created_at,
        });
        file.row.decided_on = Some(on);
        created_at
    }

    fn approve(&mut self, file: &mut File, case: &Case) -> Result<(), Error> {
        let on = case.agenda.decided;
        let at = self.decision(file, DecisionKind::Approve, on, (Some(case.approved_vnd), None));
        let area = self.allotted(&self.calls[case.call], file.row.commune_id);
        let allotment_id = self.allotment(case.call, area)?;
        file.row.approved_vnd = Some(case.approved_vnd);
        file.row.allotment_id = Some(allotment_id);
        file.step(self, "approved", ApplicationStatus::Approved, at);
        let about =
            About { allotment_id: Some(allotment_id), application_id: Some(file.row.id), ..About::default() };
        let (from, to, amount_vnd) = (AccountKind::Reserved, AccountKind::Committed, case.approved_vnd);
        self.books.post(&Movement { kind: PostingKind::Commitment, from, to, amount_vnd, on }, &about)?;
        match case.fate {
            Fate::Approved => Ok(()),
            Fate::Declined => {
                let (_, at) = self.enter("recalled", 4, case.agenda.declined);
                file.step(self, "withdrawn", ApplicationStatus::Withdrawn, at);
                self.give_up(file, case.approved_vnd, case.agenda.declined)
            }
            _ => self.carry_out(file, case),
        }
    }

    /// Gives promised money back to the call.
    ///
    /// # Errors
    /// When an account is missing.
    pub fn give_up(&mut self, file: &File, amount_vnd: i64, on: NaiveDate) -> Result<(), Error> {
        let about = About {
            allotment_id: file.row.allotment_id,
            application_id: Some(file.row.id),
            ..About::default()
        };
        let (from, to) = (AccountKind::Committed, AccountKind::Reserved);
        self.books
            .post(&Movement { kind: PostingKind::Decommitment, from, to, amount_vnd, on }, &about)
            .map(drop)
    }
}
