//! Reading the journal.

use std::collections::HashSet;

use entity::{ids::PersonId, journal_entry};
use sea_orm::{ColumnTrait, Condition};
use serde_json::{Value, json};
use uuid::Uuid;

use super::messages::{FieldChange, HistoryEntry, HistoryFilter};
use crate::{
    access::{Access, Owned, Permit, Reach, RowLevel},
    error::Error,
    http::List,
    store::{JOURNAL_SEAL, Paged, Resource, SortBy, SortKind},
};

/// Members that need `persons-sensitive:read` in the history of a person or household.
const SENSITIVE: [&str; 5] = ["/ethnic_code", "/has_disability", "/status", "/poverty", "/poverty_status"];
/// Kinds of resource whose history has such members.
const SENSITIVE_KINDS: [&str; 3] = ["person", "household", "poverty_status"];

impl Owned for journal_entry::Entity {
    const ID: journal_entry::Column = journal_entry::Column::Id;
    const VOIDED: Option<journal_entry::Column> = None;

    /// Histories are cut by the resource they belong to, which the caller must have found within its reach; the
    /// audit log is cut by the scopes of each entry.
    fn within(_: &Reach) -> Condition {
        Condition::all()
    }
}

/// The history of a resource that the caller has already found within its reach, the latest first: what changed it,
/// not who read it.
///
/// # Errors
/// When the database fails.
pub async fn history<P: RowLevel + Permit, T: Resource>(
    access: &Access<P>,
    id: Uuid,
    list: &List<HistoryFilter>,
) -> Result<Paged<HistoryEntry>, Error> {
    let rows = access
        .rows::<journal_entry::Entity>()
        .filter(journal_entry::Column::Resource.eq(T::KIND))
        .filter(journal_entry::Column::ResourceId.eq(id))
        .filter(journal_entry::Column::Version.is_not_null())
        .filter(journal_entry::Column::Outcome.eq("success"));
    let sort = SortBy::column(journal_entry::Column::Id, SortKind::Id).descending(true);
    let page = access.page::<_, journal_entry::Model>(rows, &list.page, &sort, |select| select).await?;
    let persons: HashSet<PersonId> = page.items.iter().filter_map(|entry| entry.person_id).collect();
    let keys = if persons.is_empty() { Default::default() } else { access.person_keys(persons).await? };
    let redact = SENSITIVE_KINDS.contains(&T::KIND) && !sees_sensitive(access);
    Ok(page.map(|entry| {
        let opened = entry.person_id.and_then(|person| keys.get(&person)).zip(entry.changes_ct.as_ref());
        let sealed = opened.and_then(|(key, sealed)| key.open(JOURNAL_SEAL, sealed).ok());
        let text = sealed.and_then(|bytes| String::from_utf8(bytes).ok()).or_else(|| entry.changes.clone());
        shown(entry, text.as_deref(), redact)
    }))
}

/// True when everything the caller reaches is also within its reach of the sensitive members.
fn sees_sensitive<P: RowLevel>(access: &Access<P>) -> bool {
    let sensitive = access.reach_of::<crate::access::permission::persons::ReadPersonsSensitive>();
    !sensitive.is_nothing() && sensitive.same_rows(access.reach())
}

fn shown(entry: journal_entry::Model, changes: Option<&str>, redact: bool) -> HistoryEntry {
    let mut changes: Vec<FieldChange> =
        changes.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    if redact {
        changes.iter_mut().filter(|change| SENSITIVE.contains(&change.pointer.as_str())).for_each(hide);
    }
    HistoryEntry {
        id: entry.id,
        occurred_at: entry.at.into(),
        action: entry.action,
        version: entry.version,
        actor_id: entry.actor_id.map(Into::into),
        role: entry.role,
        reason: entry.reason,
        changes,
    }
}

fn hide(change: &mut FieldChange) {
    for value in [&mut change.old, &mut change.new] {
        if *value != Value::Null {
            *value = json!("[redacted]");
        }
    }
}
