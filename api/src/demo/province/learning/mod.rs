//! Training of the demo: events with their sessions and lists, heads that were counted beside them and do not always agree,
//! guests, invitations, and the posts of cadres.
//!
//! Only who was a member or held a post on the day is on a list, and participants are what the marks add up to.

mod cadres;
mod desk;
mod lists;
mod subjects;

use chrono::NaiveDate;
use entity::{
    attendance, cadre_post, head_count, invitation, training_event, training_event_topic, training_guest,
    training_participant, training_session,
};

use super::grants::Event;
use super::register::Register;
use super::{Map, Province};
use crate::error::Error;

/// Events that took place. About 300 are known of the project; their lists are not.
pub const EVENTS: usize = 300;

/// What training is made from.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The seed.
    pub seed: u64,
    /// The map.
    pub map: &'a Map,
    /// The register.
    pub province: &'a Province,
    /// The day of loading.
    pub today: NaiveDate,
}

/// The rows, in the order in which they can be inserted; codes run from 1 without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learning {
    /// The events.
    pub training_events: Vec<training_event::Model>,
    /// What they are about.
    pub topics: Vec<training_event_topic::Model>,
    /// Their sessions.
    pub training_sessions: Vec<training_session::Model>,
    /// Guests.
    pub training_guests: Vec<training_guest::Model>,
    /// Marks.
    pub attendances: Vec<attendance::Model>,
    /// What the marks add up to.
    pub participants: Vec<training_participant::Model>,
    /// Heads that were counted.
    pub head_counts: Vec<head_count::Model>,
    /// Who is invited to events to come.
    pub invitations: Vec<invitation::Model>,
    /// Posts of cadres.
    pub cadre_posts: Vec<cadre_post::Model>,
    /// What happened, for the journal.
    pub events: Vec<Event>,
}

impl Learning {
    /// Makes events, lists and posts.
    ///
    /// # Errors
    /// When a group is not where its training needs it.
    pub fn generate(setting: &Setting<'_>) -> Result<Self, Error> {
        let register = Register::of(setting.province, setting.map);
        let mut learning = Self::default();
        if setting.province.project_communes.is_empty() {
            return Ok(learning);
        }
        cadres::appoint(&mut learning, setting, &register);
        let mut desk = desk::Desk::open(setting, &register, learning);
        desk.hold_events()?;
        desk.plan_events()?;
        learning = desk.close();
        Ok(learning)
    }
}
