//! Lists of an event as the journal knows them: by the event, at its revision.

use std::marker::PhantomData;

use entity::training_event;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::store::{Entry, Owner, Resource};

/// What a list holds.
pub trait Held {
    /// The word in the journal.
    const KIND: &'static str;
}

/// Marks of attendance.
#[derive(Clone, Copy, Debug)]
pub enum Marks {}

impl Held for Marks {
    const KIND: &'static str = "attendance";
}

/// Invitations.
#[derive(Clone, Copy, Debug)]
pub enum Invited {}

impl Held for Invited {
    const KIND: &'static str = "invitation";
}

/// A list of an event.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Roll<H> {
    event_id: Uuid,
    version: i32,
    #[serde(skip)]
    owner: Owner,
    #[serde(skip)]
    held: PhantomData<H>,
}

impl<H: Held> Roll<H> {
    /// What the journal says when a list of an event changed.
    #[must_use]
    pub fn entry(event: &training_event::Model, action: &'static str, changes: Value) -> Entry {
        let owner = Owner::Commune(event.area_id);
        let roll: Self = Self { event_id: event.id.into(), version: event.version, owner, held: PhantomData };
        Entry { changes, ..Entry::about(action, None, &roll) }
    }
}

impl<H: Held> Resource for Roll<H> {
    const KIND: &'static str = H::KIND;
    const COLLECTION: &'static str = "/v1/training-events";

    fn id(&self) -> Uuid {
        self.event_id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn owners(&self) -> Vec<Owner> {
        vec![self.owner]
    }
}
