//! The chain of hashes over the journal: what is hashed, and how.
//!
//! Every column of an entry and of its scopes counts, each preceded by its length, so that no two journals have the
//! same bytes. Neither erasing a person nor rotating keys changes an entry, so the chain survives both.

use chrono::{DateTime, Utc};
use entity::{journal_entry, journal_scope};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A link of the chain.
pub(super) type Hash = [u8; 32];

/// What the first seal follows.
pub(super) const BEGINNING: Hash = [0; 32];

/// Names the form of what is hashed; another form takes another name.
const FORM: &[u8] = b"journal entry, form 1";

/// The hash of an entry that follows `previous` in the chain.
pub(super) fn link(
    previous: &[u8],
    entry: &journal_entry::Model,
    mut scopes: Vec<journal_scope::Model>,
) -> Hash {
    scopes.sort_unstable_by_key(|scope| scope.id);
    let mut bytes = Bytes(Sha256::new());
    bytes.put(previous);
    bytes.put(FORM);
    bytes.entry(entry);
    bytes.put(&(scopes.len() as u64).to_be_bytes());
    scopes.iter().for_each(|scope| bytes.scope(scope));
    bytes.0.finalize().into()
}

struct Bytes(Sha256);

impl Bytes {
    fn put(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// A value that may be missing; missing is not the same as empty.
    fn maybe(&mut self, bytes: Option<&[u8]>) {
        self.0.update([u8::from(bytes.is_some())]);
        self.put(bytes.unwrap_or_default());
    }

    fn id(&mut self, id: Option<impl Into<Uuid>>) {
        let id: Option<Uuid> = id.map(Into::into);
        self.maybe(id.as_ref().map(|id| id.as_bytes().as_slice()));
    }

    fn instant(&mut self, at: DateTime<Utc>) {
        self.put(&at.timestamp().to_be_bytes());
        self.put(&at.timestamp_subsec_nanos().to_be_bytes());
    }

    /// Taken apart without `..`, so that a new column does not compile until it is hashed.
    fn entry(&mut self, entry: &journal_entry::Model) {
        let journal_entry::Model {
            id,
            at,
            actor_kind,
            actor_id,
            client_id,
            session_id,
            address,
            role,
            permission,
            operation,
            request_id,
            reason,
            purpose,
            resource,
            resource_id,
            version,
            action,
            outcome,
            person_id,
            changes,
            changes_ct,
        } = entry;
        self.id(Some(*id));
        self.instant(*at);
        self.put(actor_kind.as_bytes());
        [*actor_id, *client_id, *session_id, Some(*request_id), *resource_id]
            .into_iter()
            .for_each(|id| self.id(id));
        self.id(*person_id);
        [address, role, permission, reason, purpose, changes]
            .into_iter()
            .for_each(|text| self.maybe(text.as_ref().map(String::as_bytes)));
        [operation, resource, action, outcome].into_iter().for_each(|text| self.put(text.as_bytes()));
        self.maybe(version.map(i32::to_be_bytes).as_ref().map(<[u8; 4]>::as_slice));
        self.maybe(changes_ct.as_deref());
    }

    fn scope(&mut self, scope: &journal_scope::Model) {
        let journal_scope::Model { id, entry_id, commune_id, group_id, partner_id } = scope;
        self.id(Some(*id));
        self.id(Some(*entry_id));
        self.id(*commune_id);
        self.id(*group_id);
        self.id(*partner_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> journal_entry::Model {
        journal_entry::Model {
            id: Uuid::from_u128(1).into(),
            at: DateTime::from_timestamp_millis(1_781_492_400_000).unwrap(),
            actor_kind: "system".to_owned(),
            actor_id: None,
            client_id: None,
            session_id: None,
            address: None,
            role: None,
            permission: None,
            operation: "test".to_owned(),
            request_id: Uuid::from_u128(2),
            reason: None,
            purpose: None,
            resource: "area".to_owned(),
            resource_id: None,
            version: Some(1),
            action: "created".to_owned(),
            outcome: "success".to_owned(),
            person_id: None,
            changes: Some("[]".to_owned()),
            changes_ct: None,
        }
    }

    fn scope(id: u128) -> journal_scope::Model {
        let (id, entry_id) = (Uuid::from_u128(id), Uuid::from_u128(1).into());
        journal_scope::Model { id, entry_id, commune_id: None, group_id: None, partner_id: None }
    }

    #[test]
    fn every_value_and_its_place_counts() {
        let same = link(&BEGINNING, &entry(), vec![scope(1), scope(2)]);
        assert_eq!(same, link(&BEGINNING, &entry(), vec![scope(2), scope(1)]));
        let empty_reason = journal_entry::Model { reason: Some(String::new()), ..entry() };
        let moved = journal_entry::Model { reason: Some("[]".to_owned()), changes: None, ..entry() };
        let later = journal_entry::Model { at: entry().at + chrono::TimeDelta::microseconds(1), ..entry() };
        for other in [empty_reason, moved, later] {
            assert_ne!(same, link(&BEGINNING, &other, vec![scope(1), scope(2)]));
        }
        assert_ne!(same, link(&BEGINNING, &entry(), vec![scope(1)]));
        assert_ne!(same, link(&same, &entry(), vec![scope(1), scope(2)]));
    }

    #[test]
    fn the_form_of_the_chain_does_not_change() {
        let hash: String =
            link(&BEGINNING, &entry(), vec![scope(1)]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, "a3ea2a8e46f9714499d7f9bf2f0cb19285580aaf7cc5b10210a699b2938b6d31");
    }
}
