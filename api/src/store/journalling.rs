//! Appending to the journal, inside the transaction of the change.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::{
    ids::{EntryId, PersonId},
    journal_entry, journal_pending, journal_scope,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::{Entry, Owner, Tx, claims::person_keys, vault::PersonKey};
use crate::{
    access::{Caller, Permission, Principal, Role},
    error::Error,
    http::Call,
};

/// What the values of entries about a person are sealed as.
pub(crate) const SEALED_AS: &str = "journal_entry.changes";

/// Who acted, with which right, in which request.
#[derive(Clone, Debug)]
pub(crate) struct Stamp<'a> {
    pub caller: &'a Caller,
    pub call: &'a Call,
    pub permission: Option<Permission>,
    pub role: Option<Role>,
    pub outcome: &'static str,
}

/// Appends entries and marks them for the sealer.
pub(super) async fn append(tx: &Tx, stamp: &Stamp<'_>, entries: Vec<Entry>) -> Result<(), Error> {
    let persons: BTreeSet<PersonId> = entries.iter().filter_map(|entry| entry.person).collect();
    let keys = if persons.is_empty() {
        HashMap::new()
    } else {
        person_keys(&tx.connection, tx.keyring(), persons).await?
    };
    let (mut rows, mut scopes, mut pending) = (Vec::new(), Vec::new(), Vec::new());
    let mut ids = Vec::new();
    for entry in entries {
        let id: EntryId = tx.new_id();
        ids.push(id);
        scopes.extend(entry.owners.iter().map(|owner| scope(id, *owner)));
        pending.push(journal_pending::ActiveModel { entry_id: Set(id) });
        rows.push(row(id, tx.now, stamp, entry, &keys));
    }
    tx.insert_all(rows).await?;
    tx.insert_all(scopes).await?;
    tx.insert_all(pending).await?;
    tx.mark_late(&ids).await
}

fn scope(entry_id: EntryId, owner: Owner) -> journal_scope::ActiveModel {
    let (commune_id, group_id, partner_id) = match owner {
        Owner::Commune(id) => (Some(id), None, None),
        Owner::Group(id) => (None, Some(id), None),
        Owner::Partner(id) => (None, None, Some(id)),
    };
    journal_scope::ActiveModel {
        id: Set(Uuid::now_v7()),
        entry_id: Set(entry_id),
        commune_id: Set(commune_id),
        group_id: Set(group_id),
        partner_id: Set(partner_id),
    }
}

fn row(
    id: EntryId,
    at: DateTime<Utc>,
    stamp: &Stamp<'_>,
    entry: Entry,
    keys: &HashMap<PersonId, PersonKey>,
) -> journal_entry::ActiveModel {
    let seal = |key: &PersonKey| key.seal(SEALED_AS, entry.changes.to_string().as_bytes());
    let sealed = entry.person.and_then(|person| keys.get(&person)).map(seal);
    let plain = match (entry.person, &sealed) {
        (None, _) => Some(entry.changes.to_string()),
        (Some(_), None) => Some(entry.impersonal_changes().to_string()),
        (Some(_), Some(_)) => None,
    };
    let mut client = None;
    let (actor_kind, actor_id, session_id) = match stamp.caller.principal {
        Principal::Person { account_id, session_id, .. } => {
            ("person", Some(account_id.into()), Some(session_id.into()))
        }
        Principal::Client { client_id, .. } => {
            client = Some(client_id.into());
            ("client", client, None)
        }
        Principal::Anonymous => ("anonymous", None, None),
        Principal::System => ("system", None, None),
    };
    journal_entry::ActiveModel {
        id: Set(id),
        at: Set(at),
        actor_kind: Set(actor_kind.to_owned()),
        actor_id: Set(actor_id),
        client_id: Set(client),
        session_id: Set(session_id),
        address: Set(stamp.call.address.map(|address| address.to_canonical().to_string())),
        role: Set(stamp.role.map(|role| role.wire().to_owned())),
        permission: Set(stamp.permission.map(|permission| permission.wire().to_owned())),
        operation: Set(stamp.call.operation.to_owned()),
        request_id: Set(stamp.call.request_id),
        reason: Set(entry.reason),
        purpose: Set(entry.purpose),
        resource: Set(entry.resource.to_owned()),
        resource_id: Set(entry.id),
        version: Set(entry.version),
        action: Set(entry.action.to_owned()),
        outcome: Set(stamp.outcome.to_owned()),
        person_id: Set(entry.person),
        changes: Set(plain),
        changes_ct: Set(sealed),
    }
}
