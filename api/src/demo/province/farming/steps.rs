//! What becomes of the demo's plans: handed in, given back, approved, and taken up again.

use chrono::{DateTime, NaiveDate, Utc};
use entity::enums::PlanStatus;
use entity::plan_version;
use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;

use super::super::calendar::{after_working_days, later};
use super::content::revised;
use super::desk::{Desk, Paper};
use super::schedule::Fate;
use crate::error::Error;

/// Why plans are given back.
const RETURNED: [&str; 3] = [
    "Chưa nêu biện pháp thích ứng với biến đổi khí hậu.",
    "Sản lượng cao hơn năng lực của nhóm.",
    "Chưa rõ nguồn vốn.",
];

impl Desk<'_> {
    /// Hands a plan in, and what comes after that.
    pub(super) fn decide(
        &mut self,
        paper: &mut Paper,
        hands: [Uuid; 2],
        (entered, fate): (NaiveDate, Fate),
    ) -> Result<(), Error> {
        if fate == Fate::Draft {
            return Ok(());
        }
        let submitted_on = after_working_days(entered, 3);
        self.submit(paper, submitted_on);
        match fate {
            Fate::Draft | Fate::Submitted => {}
            Fate::Returned => {
                let on = after_working_days(submitted_on, 3);
                self.step(paper, ("returned", PlanStatus::Returned), (3, on));
                self.duty(paper.row.id, hands[1], "decide");
                let reason = *self.random.pick(&RETURNED);
                if let Some(event) = self.out.events.last_mut() {
                    event.reason = Some(reason.to_owned());
                }
            }
            Fate::Approved | Fate::ApprovedPlain => {
                self.approve(paper, hands[1], after_working_days(submitted_on, 5));
            }
            Fate::Revised => {
                let first = after_working_days(submitted_on, 5);
                self.approve(paper, hands[1], first);
                let again = later(first, 45);
                if later(again, 20) < self.setting.today {
                    self.revise(paper, hands[1], again)?;
                }
            }
        }
        Ok(())
    }

    fn step(
        &mut self,
        paper: &mut Paper,
        (action, status): (&'static str, PlanStatus),
        (hour, on): (i64, NaiveDate),
    ) -> DateTime<Utc> {
        let (_, at) = self.enter("steps of plans", hour, on);
        let at = at.max(paper.row.updated_at);
        let changes = vec![("status", json!(paper.row.status.to_value()), json!(status.to_value()))];
        (paper.row.status, paper.row.updated_at) = (status, at);
        paper.row.version += 1;
        self.tell(
            "production_plan",
            paper.row.id,
            (paper.row.version, action),
            paper.owners.clone(),
            changes,
        );
        at
    }

    fn latest(&mut self) -> Option<&mut plan_version::Model> {
        self.out.plan_versions.last_mut()
    }

    fn submit(&mut self, paper: &mut Paper, on: NaiveDate) {
        self.step(paper, ("submitted", PlanStatus::Submitted), (2, on));
        if let Some(version) = self.latest() {
            version.submitted_on = Some(on);
        }
    }

    fn approve(&mut self, paper: &mut Paper, by: Uuid, on: NaiveDate) {
        self.step(paper, ("approved", PlanStatus::Approved), (4, on));
        self.duty(paper.row.id, by, "decide");
        let number = self.random.between(10, 990);
        if let Some(version) = self.latest() {
            version.approved_on = Some(on);
            version.decision_no = Some(format!("{number}/QĐ-HND"));
            version.counts_as_adapted = version.is_adapted;
        }
        paper.row.approved_n = Some(paper.row.n);
        paper.approved_on = Some(on);
    }

    /// Takes an approved plan up again, and has it approved.
    fn revise(&mut self, paper: &mut Paper, by: Uuid, on: NaiveDate) -> Result<(), Error> {
        let at = self.step(paper, ("taken_up_again", PlanStatus::Draft), (2, on));
        let approved_on = after_working_days(on, 6);
        if let Some(version) = self.latest() {
            version.superseded_on = Some(approved_on);
        }
        paper.row.n += 1;
        paper.content = revised(&paper.content)?;
        self.begin(paper, at)?;
        self.submit(paper, after_working_days(on, 2));
        self.approve(paper, by, approved_on);
        Ok(())
    }
}
