//! What a unit of work did: the value to answer with and the entries for the journal.

use entity::ids::{AreaId, GroupId, PartnerId, PersonId};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// A resource with an address and a revision.
pub trait Resource: Serialize {
    /// The word in the journal, e.g. `farmer_group`.
    const KIND: &'static str;
    /// Where its items live, e.g. `/v1/farmer-groups`.
    const COLLECTION: &'static str;
    /// Of a resource about a person, the members that tell nothing personal (ids, dates, amounts): what happens after
    /// the person was erased is journalled with these alone, in clear.
    const IMPERSONAL: &'static [&'static str] = &[];
    /// Whether the people of its owner alone act on it: then a partner too sees which of them did.
    const IS_KEPT_BY_OWNER: bool = false;
    /// The id.
    fn id(&self) -> Uuid;
    /// The revision.
    fn version(&self) -> i32;
    /// Whom a change concerns: communes, groups and partners.
    fn owners(&self) -> Vec<Owner>;
    /// The person whose data the resource holds; its journal values are sealed under that person's key.
    fn person(&self) -> Option<PersonId> {
        None
    }
    /// Whether its revision alone tells what the view shows. Where the calendar, or a row of another kind, may have
    /// changed the view since, no 304 is given.
    fn is_told_by_revision(&self) -> bool {
        true
    }
    /// What the journal compares and keeps. Leave out values about persons where [`Resource::person`] cannot name
    /// the one key to seal them under.
    fn facts(&self) -> Value {
        facts_of(self)
    }
    /// Where the item lives.
    fn path(&self) -> String {
        format!("{}/{}", Self::COLLECTION, self.id())
    }
}

/// Whom a journal entry concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// Everybody whose scope includes the commune.
    Commune(AreaId),
    /// Everybody whose scope is the group.
    Group(GroupId),
    /// Everybody whose scope is the partner.
    Partner(PartnerId),
}

/// One line for the journal.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The kind of resource.
    pub resource: &'static str,
    /// Which one.
    pub id: Option<Uuid>,
    /// Its revision after the change.
    pub version: Option<i32>,
    /// What was done, as a past participle: `created`, `activated`, …
    pub action: &'static str,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
    /// The stated purpose of a read of personal data.
    pub purpose: Option<String>,
    /// The person concerned.
    pub person: Option<PersonId>,
    /// Whom it concerns.
    pub owners: Vec<Owner>,
    /// `[{"pointer", "old", "new"}]`.
    pub changes: Value,
    /// The members that may be kept in clear where the person concerned was erased.
    pub impersonal: &'static [&'static str],
}

/// Members of a view that say nothing about the change itself.
const NOT_JOURNALLED: [&str; 7] =
    ["id", "version", "etag", "created_at", "updated_at", "allowed_actions", "warnings"];

impl Entry {
    /// An entry about a resource before and after.
    pub fn about<T: Resource>(action: &'static str, before: Option<&T>, after: &T) -> Self {
        let mut owners = after.owners();
        owners.extend(before.map(Resource::owners).unwrap_or_default());
        owners.sort_unstable();
        owners.dedup();
        Self {
            resource: T::KIND,
            id: Some(after.id()),
            version: Some(after.version()),
            action,
            reason: None,
            purpose: None,
            person: after.person(),
            owners,
            changes: differences(&before.map_or(Value::Null, Resource::facts), &after.facts()),
            impersonal: T::IMPERSONAL,
        }
    }

    /// Entries about several resources of one kind, paired by id; those that were not there before are `created`.
    pub fn about_all<T: Resource>(action: &'static str, before: &[T], after: &[T]) -> Vec<Self> {
        let each = |view: &T| {
            let old = before.iter().find(|old| old.id() == view.id());
            Self::about(if old.is_some() { action } else { "created" }, old, view)
        };
        after.iter().map(each).collect()
    }

    /// An entry about a resource that was entered in error and leaves every figure.
    pub fn removed<T: Resource>(before: &T, reason: &str) -> Self {
        let entry =
            Self { version: Some(before.version() + 1), ..Self::about("deleted", Some(before), before) };
        entry.because(Some(reason.to_owned()))
    }

    /// An entry about a read of many things of a kind.
    #[must_use]
    pub fn read(resource: &'static str) -> Self {
        Self {
            resource,
            id: None,
            version: None,
            action: "read",
            reason: None,
            purpose: None,
            person: None,
            owners: Vec::new(),
            changes: Value::Array(Vec::new()),
            impersonal: &[],
        }
    }

    /// The changes of members that tell nothing personal.
    pub(super) fn impersonal_changes(&self) -> Value {
        let changes = self.changes.as_array().map(Vec::as_slice).unwrap_or_default();
        let is_kept = |change: &&Value| {
            let name = change["pointer"].as_str().and_then(|pointer| pointer.strip_prefix('/'));
            name.is_some_and(|name| self.impersonal.contains(&name))
        };
        changes.iter().filter(is_kept).cloned().collect()
    }

    /// Gives the reason that was asked for.
    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }
}

/// The members of a view, without those that say nothing about the change itself.
pub(crate) fn facts_of<T: Serialize + ?Sized>(view: &T) -> Value {
    match serde_json::to_value(view) {
        Ok(Value::Object(mut members)) => {
            NOT_JOURNALLED.iter().for_each(|name| drop(members.shift_remove(*name)));
            Value::Object(members)
        }
        _ => Value::Null,
    }
}

fn differences(before: &Value, after: &Value) -> Value {
    let empty = Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
    names
        .filter(|name| before.get(*name).unwrap_or(&Value::Null) != after.get(*name).unwrap_or(&Value::Null))
        .map(|name| serde_json::json!({ "pointer": format!("/{name}"), "old": before.get(name), "new": after.get(name) }))
        .collect()
}

/// What a unit of work did. Pick [`Change::created`], [`Change::changed`] or [`Change::removed`].
#[derive(Debug)]
pub struct Change<T> {
    pub(super) value: T,
    pub(super) remembered: Option<Value>,
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) version: Option<i32>,
    pub(super) person: Option<PersonId>,
    pub(super) entries: Vec<Entry>,
}

impl<T: Resource> Change<T> {
    /// A new resource (201).
    #[must_use]
    pub fn created(value: T) -> Self {
        let entry = Entry::about("created", None, &value);
        Self { location: Some(value.path()), ..Self::of(201, value, entry) }
    }

    /// A changed resource (200): what was done, as a past participle, and the view before.
    #[must_use]
    pub fn changed(action: &'static str, before: &T, value: T) -> Self {
        let entry = Entry::about(action, Some(before), &value);
        Self::of(200, value, entry)
    }

    fn of(status: u16, value: T, entry: Entry) -> Self {
        Self {
            remembered: None,
            status,
            location: None,
            version: Some(value.version()),
            person: value.person(),
            entries: vec![entry],
            value,
        }
    }

    /// The reply to give this once, with a secret in it: neither journalled nor remembered for a replay.
    #[must_use]
    pub fn showing_once(self, value: T) -> Self {
        let remembered = serde_json::to_value(&self.value).ok();
        Self { remembered, value, ..self }
    }

    /// Remembers less than is shown, for a replay: what names people where there is no key to seal it under.
    #[must_use]
    pub fn remembering(self, less: &T) -> Self {
        Self { remembered: serde_json::to_value(less).ok(), ..self }
    }
}

impl<T: Serialize> Change<T> {
    /// Work on many resources (200): what became of each, and the entries about those that it changed.
    #[must_use]
    pub const fn many(value: T, entries: Vec<Entry>) -> Self {
        Self { value, remembered: None, status: 200, location: None, version: None, person: None, entries }
    }
}

impl Change<()> {
    /// A resource that was entered in error and leaves every figure (204).
    #[must_use]
    pub fn removed<T: Resource>(before: &T, reason: &str) -> Self {
        Self::gone_by(Entry::removed(before, reason), before)
    }

    /// A resource that shows nothing any more (204): what was done, as a past participle.
    #[must_use]
    pub fn gone<T: Resource>(action: &'static str, before: &T, reason: &str) -> Self {
        Self::gone_by(Entry { action, ..Entry::removed(before, reason) }, before)
    }

    fn gone_by<T: Resource>(entry: Entry, before: &T) -> Self {
        Self {
            value: (),
            remembered: None,
            status: 204,
            location: None,
            version: None,
            person: before.person(),
            entries: vec![entry],
        }
    }
}

impl<T> Change<T> {
    /// What the work answers with.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// A further row that the same work changed.
    #[must_use]
    pub fn and(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Several further rows.
    #[must_use]
    pub fn and_all(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }

    /// The reason given for the change.
    #[must_use]
    pub fn because(mut self, reason: Option<String>) -> Self {
        if let Some(first) = self.entries.first_mut() {
            first.reason = reason;
        }
        self
    }
}
