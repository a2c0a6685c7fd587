//! The trade of the demo: partners, what groups offer, contracts of four seasons and of the day of loading, and what was
//! delivered under them.
//!
//! Everything is kept as the service itself would have kept it: texts and hashes come from the same code, nobody acts for
//! both sides of a contract, and balances are the sums of the deliveries.

pub mod buyers;
#[cfg(test)]
mod checks;
mod content;
mod contracts;
mod deals;
mod deliveries;
mod desk;
mod offers;
mod partners;
mod payments;
mod planner;
pub(super) mod products;
mod scales;
mod texts;
mod wording;

use chrono::NaiveDate;
use entity::ids::{GroupId, PartnerId};
use entity::{
    contract_confirmation, contract_line, contract_version, delivery, delivery_payment, duty, line_balance,
    offer_detail, offer_request, partner, sales_contract, sales_offer,
};
use uuid::Uuid;

use super::grants::Event;
use super::register::Register;
use super::{Map, Province};
use crate::{error::Error, partner_contacts::messages::Contact};

/// Of cooperation groups that are active on the day of the published figures so many per hundred have a contract in that
/// year. No source tells it; the target of 2024 is 80.
pub const CONTRACTED: usize = 40;
/// The same on the day of loading.
pub const CONTRACTED_TODAY: usize = 45;

/// A partner and the account of whoever acts for it.
#[derive(Clone, Copy, Debug)]
pub struct Trader {
    /// The partner.
    pub partner_id: PartnerId,
    /// Its account.
    pub human: Uuid,
}

/// What the trade is made from.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The seed.
    pub seed: u64,
    /// The map.
    pub map: &'a Map,
    /// The register.
    pub province: &'a Province,
    /// Who act for groups without an account of their own: for the province, and for the old district Hà Quảng.
    pub officers: [Uuid; 2],
    /// The group whose leader has an account, and that account.
    pub led: (GroupId, Uuid),
    /// The partners.
    pub traders: &'a [Trader; buyers::COUNT],
    /// The day of loading.
    pub today: NaiveDate,
}

/// The rows, in the order in which they can be inserted; codes run from 1 without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trade {
    /// The partners, without whom to ask for.
    pub partners: Vec<partner::Model>,
    /// Whom to ask for at each of them, in the same order: kept sealed.
    pub contacts: Vec<Contact>,
    /// What groups plan to sell.
    pub sales_offers: Vec<sales_offer::Model>,
    /// What of it is shown to partners that were let in.
    pub offer_details: Vec<offer_detail::Model>,
    /// Who asked for that.
    pub offer_requests: Vec<offer_request::Model>,
    /// The contracts.
    pub sales_contracts: Vec<sales_contract::Model>,
    /// What they say.
    pub contract_versions: Vec<contract_version::Model>,
    /// The lines of that.
    pub contract_lines: Vec<contract_line::Model>,
    /// Who confirmed it.
    pub contract_confirmations: Vec<contract_confirmation::Model>,
    /// How far the lines have come.
    pub line_balances: Vec<line_balance::Model>,
    /// What was delivered.
    pub deliveries: Vec<delivery::Model>,
    /// What was paid for it.
    pub delivery_payments: Vec<delivery_payment::Model>,
    /// Who did what.
    pub duties: Vec<duty::Model>,
    /// What happened, for the journal.
    pub events: Vec<Event>,
}

impl Trade {
    /// Makes the trade.
    ///
    /// # Errors
    /// When a text of the demo does not keep the limits of the service.
    pub fn generate(setting: &Setting<'_>) -> Result<Self, Error> {
        let register = Register::of(setting.province, setting.map);
        let deals = planner::plan(&register, setting);
        let mut desk = desk::Desk::open(setting, &register);
        desk.register_partners();
        desk.offer()?;
        desk.sign(&deals)?;
        Ok(desk.close())
    }
}
