//! What became of the demo's plans.

use chrono::NaiveDate;
use entity::enums::ProductForm;
use entity::ids::PlanResultId;
use entity::{plan_loss, plan_result};
use serde_json::{Value, json};

use super::super::calendar::{day, later};
use super::super::trade::products::of_chain;
use super::content::{growth, unfit};
use super::desk::{Desk, Paper};
use crate::error::Error;
use crate::plan_content::messages::PlanLine;
use crate::store::Owner;

const WHOLE: i64 = 1_000_000;

impl Desk<'_> {
    /// Writes what became of the lines of an approved plan, as far as it is known on the day of loading.
    ///
    /// # Errors
    /// When the demo does not know a value chain.
    pub fn record(&mut self, paper: &Paper) -> Result<(), Error> {
        for line in &paper.content.lines {
            let Some(on) = self.recorded_on(paper, line) else { continue };
            self.record_line(paper, line, on)?;
        }
        Ok(())
    }

    /// The day on which the result of a line is known: in the months in which it is sold, and after the approval. Of some
    /// lines nobody tells it.
    fn recorded_on(&mut self, paper: &Paper, line: &PlanLine) -> Option<NaiveDate> {
        let (from, until) = self.months(line.chain.as_ref(), line.form);
        let year = paper.row.year;
        let (first, last) = (day(year, from, 10), later(day(year, until, 1), 27));
        let first = first.max(later(paper.approved_on?, 20));
        let on = later(first, self.random.between(0, (last - first).num_days()));
        (self.random.chance(880) && on < self.setting.today).then_some(on)
    }

    fn months(&self, chain: &str, form: ProductForm) -> (u32, u32) {
        let products = of_chain(chain);
        let product = products.iter().find(|product| product.form == form).or(products.first());
        product.map_or((6, 12), |product| product.months)
    }

    fn record_line(&mut self, paper: &Paper, line: &PlanLine, on: NaiveDate) -> Result<(), Error> {
        let (id, created_at) = self.enter("plan_result", 1, on);
        let id = PlanResultId(id);
        let planned = line.quantity.millionths() / WHOLE;
        let grown = (planned * self.random.between(88, 108) / 100).max(1);
        let losses = self.losses(id, line, (grown, created_at))?;
        let lost: i64 = losses.iter().map(|loss| loss.quantity / WHOLE).sum();
        let harvested = grown - lost;
        let sold = (harvested * self.random.between(84, 100) / 100).max(harvested.min(1));
        let price = line.revenue_vnd / planned.max(1) * self.random.between(93, 108) / 100;
        let row = plan_result::Model {
            id,
            plan_id: paper.row.id,
            n: paper.row.n,
            line_no: line.line_no,
            group_id: paper.row.group_id,
            commune_id: paper.row.commune_id,
            former_commune_id: paper.row.former_commune_id,
            year: paper.row.year,
            chain: line.chain.as_ref().to_owned(),
            recorded_on: on,
            unit: line.unit.as_ref().to_owned(),
            harvested: harvested * WHOLE,
            lost: lost * WHOLE,
            sold: sold * WHOLE,
            revenue_vnd: sold * (price / 100 * 100),
            cost_vnd: line.cost_vnd * self.random.between(90, 112) / 100 / 1_000 * 1_000,
            version: 1,
            created_at,
            updated_at: created_at,
            voided_at: None,
            void_reason: None,
        };
        let owners = vec![Owner::Commune(row.commune_id), Owner::Group(row.group_id)];
        let told = vec![
            ("line_no", Value::Null, json!(row.line_no)),
            ("revenue_vnd", Value::Null, json!(row.revenue_vnd)),
        ];
        self.tell("plan_result", row.id, (1, "created"), owners, told);
        self.out.plan_results.push(row);
        self.out.plan_losses.extend(losses);
        Ok(())
    }

    /// What one of four lines lost, to one hazard or two; some of it is always harvested.
    fn losses(
        &mut self,
        result_id: PlanResultId,
        line: &PlanLine,
        (grown, at): (i64, chrono::DateTime<chrono::Utc>),
    ) -> Result<Vec<plan_loss::Model>, Error> {
        let hazards = growth(line.chain.as_ref())?.hazards;
        let count = if self.random.chance(250) { 1 + usize::from(self.random.chance(200)) } else { 0 };
        let first = self.random.below(hazards.len());
        let planned = (line.quantity.millionths() / WHOLE).max(1);
        let mut losses = Vec::new();
        for n in 0..count {
            let hazard = hazards.get((first + n) % hazards.len()).ok_or_else(|| unfit(()))?;
            let quantity = grown * self.random.between(4, 28) / 100;
            if quantity > 0 {
                losses.push(plan_loss::Model {
                    id: self.random.id(at),
                    result_id,
                    hazard: (*hazard).to_owned(),
                    quantity: quantity * WHOLE,
                    value_vnd: line.revenue_vnd / planned * quantity,
                });
            }
        }
        Ok(losses)
    }
}
