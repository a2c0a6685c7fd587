//! What groups of the demo plan each year and what becomes of it, and the OCOP products of the project communes.
//!
//! Everything is kept as the service itself would have kept it: nobody approves what they entered, an approved version
//! stays as it was, and no two days contradict each other.

#[cfg(test)]
mod checks;
mod content;
mod desk;
mod products;
mod results;
mod schedule;
mod steps;

use chrono::NaiveDate;
use entity::ids::GroupId;
use entity::{
    duty, ocop_certificate, ocop_product, plan_line, plan_loss, plan_result, plan_version, production_plan,
};
use uuid::Uuid;

use super::grants::Event;
use super::register::Register;
use super::{Map, Province};
use crate::error::Error;

/// Of cooperation groups that are active on the day of the published figures so many per hundred have a plan for that year
/// which was approved as adapted to the climate. No source tells it; the target of 2024 is 100.
pub const PLANNED: usize = 60;
/// Project communes with a certified product on that day. No source tells it; the target of 2024 is all of them.
pub const CERTIFIED: usize = 12;

/// What plans and products are made from.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The seed.
    pub seed: u64,
    /// The map.
    pub map: &'a Map,
    /// The register.
    pub province: &'a Province,
    /// Who enter and decide: for the province, and for the old district Hà Quảng.
    pub officers: [Uuid; 2],
    /// The group whose leader has an account, and that account.
    pub led: (GroupId, Uuid),
    /// The day of loading.
    pub today: NaiveDate,
}

/// The rows, in the order in which they can be inserted; codes run from 1 without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Farming {
    /// The plans.
    pub production_plans: Vec<production_plan::Model>,
    /// What they say.
    pub plan_versions: Vec<plan_version::Model>,
    /// The lines of that.
    pub plan_lines: Vec<plan_line::Model>,
    /// What became of the lines.
    pub plan_results: Vec<plan_result::Model>,
    /// What was lost to hazards.
    pub plan_losses: Vec<plan_loss::Model>,
    /// OCOP products.
    pub ocop_products: Vec<ocop_product::Model>,
    /// Their certificates.
    pub ocop_certificates: Vec<ocop_certificate::Model>,
    /// Who did what.
    pub duties: Vec<duty::Model>,
    /// What happened, for the journal.
    pub events: Vec<Event>,
}

impl Farming {
    /// Makes plans, results and products.
    ///
    /// # Errors
    /// When a text of the demo does not keep the limits of the service.
    pub fn generate(setting: &Setting<'_>) -> Result<Self, Error> {
        let register = Register::of(setting.province, setting.map);
        let season = schedule::schedule(&register, setting);
        let mut desk = desk::Desk::open(setting, &register);
        desk.write_plans(&season)?;
        desk.certify_products()?;
        Ok(desk.close())
    }
}
