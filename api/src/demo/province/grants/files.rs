//! The files of the demo's applications, from the first draft to the decision.

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::ApplicationStatus;
use entity::ids::ApplicationId;
use entity::{application_basis, application_version, grant_application, screening_result};
use serde_json::{Value, json};

use super::calls::line;
use super::cases::Case;
use super::content::content;
use super::desk::Desk;
use super::wording::{SCREENED, TO_MEND};
use super::{Entered, Fate};
use crate::application_content::messages::Content;
use crate::application_content::queries::kept;
use crate::eligibility::messages::{Basis, BasisLine, content_sha256};
use crate::error::Error;
use crate::store::Owner;
use crate::values::hex;

/// An application and what it says, while its file is written.
pub struct File {
    /// The row.
    pub row: grant_application::Model,
    /// What it says.
    pub content: Content,
}

fn missing() -> Error {
    Error::internal("a group of the demo is not where its application needs it")
}

impl File {
    /// Whom its journal concerns.
    pub fn owners(&self) -> Vec<Owner> {
        vec![Owner::Commune(self.row.commune_id), Owner::Group(self.row.group_id)]
    }

    /// Notes a step, and what changed by it besides.
    pub fn step(
        &mut self,
        desk: &mut Desk<'_>,
        action: &'static str,
        status: ApplicationStatus,
        at: DateTime<Utc>,
    ) {
        let word = |status: ApplicationStatus| json!(sea_orm::ActiveEnum::to_value(&status));
        let changes = match self.row.status == status {
            true => Vec::new(),
            false => vec![("status", word(self.row.status), word(status))],
        };
        self.row.status = status;
        self.row.version += 1;
        self.row.updated_at = at;
        desk.tell("grant_application", self.row.id, (self.row.version, action), self.owners(), changes);
    }
}

impl Desk<'_> {
    /// Writes the files of all applications, with codes in the order in which they were begun.
    ///
    /// # Errors
    /// When a text or a rule does not fit.
    pub fn file(&mut self, cases: &[Case]) -> Result<(), Error> {
        let mut entered: Vec<(Entered, &Case)> = Vec::new();
        for case in cases {
            entered.push((self.enter("grant_application", 1, case.agenda.entered), case));
        }
        entered.sort_by_key(|((id, _), _)| *id);
        for (n, (entry, case)) in entered.into_iter().enumerate() {
            let file = self.application(case, (entry, format!("HS-{:06}", n + 1)))?;
            self.out.grant_applications.push(file.row);
        }
        Ok(())
    }

    fn application(&mut self, case: &Case, named: (Entered, String)) -> Result<File, Error> {
        let mut file = self.begin(case, named)?;
        if case.fate == Fate::Draft {
            self.version(&file, 1, None)?;
            return Ok(file);
        }
        self.hand_in(&mut file, case, 1, case.agenda.handed_in)?;
        if let Some([looked_at, given_back, again]) = case.agenda.mended {
            self.start_screening(&mut file, looked_at);
            self.give_back(&mut file, given_back);
            file.content.planned_results.push(line("Có sổ ghi chép thu chi của nhóm")?);
            let (_, at) = self.enter("application_version", 1, again);
            let status = file.row.status;
            file.step(self, "updated", status, at);
            self.hand_in(&mut file, case, 2, again)?;
        }
        match case.fate {
            Fate::Submitted => {}
            Fate::Recalled => self.recall(&mut file, case),
            _ => self.screen(&mut file, case)?,
        }
        Ok(file)
    }

    fn begin(&mut self, case: &Case, ((id, created_at), code): (Entered, String)) -> Result<File, Error> {
        let (commune_id, former_commune_id) =
            self.register.place_on(case.group, case.agenda.entered).ok_or_else(missing)?;
        let chain = self.register.chain(case.group).unwrap_or_default();
        let content = content(&mut self.random, chain, case.agenda.entered, case.requested_vnd)?;
        let sums = content.sums();
        let row = grant_application::Model {
            id: ApplicationId(id),
            code,
            call_id: self.out.grant_calls[case.call].id,
            fund_id: self.fund_id,
            group_id: case.group,
            commune_id,
            former_commune_id,
            status: ApplicationStatus::Draft,
            version_n: 1,
            total_vnd: sums.total_vnd,
            requested_vnd: sums.requested_vnd,
            own_vnd: sums.own_vnd,
            approved_vnd: None,
            allotment_id: None,
            submitted_at: None,
            decided_on: None,
            paid_vnd: 0,
            accepted_vnd: 0,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        };
        let file = File { row, content };
        let told = |name, value: &str| (name, Value::Null, json!(value));
        let told = vec![told("code", &file.row.code), told("status", "draft")];
        self.tell("grant_application", id, (1, "created"), file.owners(), told);
        let is_of_district = self.register.is_in_ha_quang(commune_id);
        let human = self.setting.staff.entering[usize::from(is_of_district)];
        self.duty("grant_application", id, human, "enter");
        Ok(file)
    }

    fn version(&mut self, file: &File, n: i32, submitted_at: Option<DateTime<Utc>>) -> Result<(), Error> {
        self.out.application_versions.push(application_version::Model {
            application_id: file.row.id,
            n,
            content: kept(&file.content)?,
            submitted_at,
            created_at: if n == 1 { file.row.created_at } else { file.row.updated_at },
        });
        Ok(())
    }

    fn hand_in(&mut self, file: &mut File, case: &Case, n: i32, on: NaiveDate) -> Result<(), Error> {
        let (_, at) = self.enter("application_basis", 2, on);
        self.version(file, n, Some(at))?;
        let call = self.out.grant_calls.get(case.call).ok_or_else(missing)?;
        let basis = Basis {
            application_id: file.row.id,
            version: n,
            submitted_at: at,
            call_id: call.id,
            rules_sha256: call.rules_sha256.as_deref().map(hex),
            rules: self.calls[case.call].rules.clone(),
            group: self.register.group_on(case.group, on).ok_or_else(missing)?,
            members: self.register.members_on(case.group, on),
            plan_id: None,
            budget: BasisLine::all_of(&file.content),
            content_sha256: content_sha256(&file.content)?,
        };
        let (document, sha256) = basis.frozen()?;
        let application_id = file.row.id;
        let frozen = application_basis::Model { application_id, n, document, sha256, created_at: at };
        self.out.application_bases.push(frozen);
        let place = self.register.place_on(case.group, on).ok_or_else(missing)?;
        (file.row.commune_id, file.row.former_commune_id) = place;
        (file.row.version_n, file.row.submitted_at) = (n, Some(at));
        file.step(self, "submitted", ApplicationStatus::Submitted, at);
        Ok(())
    }

    fn recall(&mut self, file: &mut File, case: &Case) {
        let (_, at) = self.enter("recalled", 4, case.agenda.screened[0]);
        file.step(self, "withdrawn", ApplicationStatus::Withdrawn, at);
    }

    fn start_screening(&mut self, file: &mut File, on: NaiveDate) {
        let (_, at) = self.enter("screening", 3, on);
        let human = self.setting.staff.appraising[0];
        self.duty("grant_application", file.row.id.into(), human, "appraise");
        file.step(self, "screening_started", ApplicationStatus::Screening, at);
    }

    fn give_back(&mut self, file: &mut File, on: NaiveDate) {
        let (_, at) = self.enter("screening", 3, on);
        file.step(self, "returned", ApplicationStatus::Returned, at);
        let reason = *self.random.pick(&TO_MEND);
        self.because(reason);
    }

    /// The reason of what was told last.
    pub fn because(&mut self, reason: &str) {
        if let Some(event) = self.out.events.last_mut() {
            event.reason = Some(reason.to_owned());
        }
    }

    fn screen(&mut self, file: &mut File, case: &Case) -> Result<(), Error> {
        let [from, until] = case.agenda.screened;
        self.start_screening(file, from);
        match case.fate {
            Fate::Screening => return Ok(()),
            Fate::Returned => {
                self.give_back(file, until);
                return Ok(());
            }
            _ => {}
        }
        let (_, at) = self.enter("screening", 4, until);
        let is_unfit = case.fate == Fate::Unfit;
        for (n, (criterion, remark)) in SCREENED.into_iter().enumerate() {
            let is_met = !(is_unfit && n + 1 == SCREENED.len());
            self.out.screening_results.push(screening_result::Model {
                application_id: file.row.id,
                n: file.row.version_n,
                criterion: criterion.to_owned(),
                is_met,
                remark: Some(if is_met { remark } else { "Giá vật tư cao hơn thị trường." }.to_owned()),
                created_at: at,
            });
        }
        if is_unfit {
            file.step(self, "rejected", ApplicationStatus::Rejected, at);
            self.because("budget_plausible");
            return Ok(());
        }
        file.step(self, "screening_passed", ApplicationStatus::Appraisal, at);
        self.judge(file, case)
    }
}
