//! Verifying the chain: that no entry was altered, removed or slipped in since it was sealed.
//!
//! The chain proves everything up to its last link. Whoever may delete rows can still cut off its end; to notice that,
//! keep [`Verified::position`] and [`Verified::hash`] somewhere else and compare.

use std::fmt;

use entity::{ids::EntryId, journal_entry, journal_pending, journal_seal};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    Store,
    chain::{BEGINNING, link},
    sealing::{Whole, entries_with_scopes},
};
use crate::{app::Service, error::Error};

const BATCH: u64 = 500;

/// A journal that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The last position, which is also the number of sealed entries.
    pub position: i64,
    /// The hash there.
    pub hash: [u8; 32],
    /// Entries that wait for the sealer.
    pub pending: u64,
}

/// The first place where the journal is not what was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where in the chain; `None` for an entry outside it.
    pub position: Option<i64>,
    /// Which entry, as far as it is known.
    pub entry_id: Option<EntryId>,
    /// What is wrong there.
    pub reason: Reason,
}

/// What can be wrong with a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Entry, scopes or hash are not those that were sealed.
    Altered,
    /// The seal is there, its entry is not.
    EntryMissing,
    /// A position is missing: its seal was removed.
    SealMissing,
    /// The seal does not follow the one before.
    Detached,
    /// The entry is neither sealed nor waiting.
    NeverSealed,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.reason {
            Reason::Altered => "was altered after it was sealed",
            Reason::EntryMissing => "was removed after it was sealed",
            Reason::SealMissing => "has lost its seal",
            Reason::Detached => "does not follow the entry before it",
            Reason::NeverSealed => "is neither sealed nor waiting for the sealer",
        };
        match (self.entry_id, self.position) {
            (Some(id), Some(position)) => write!(f, "journal entry {id} at position {position} {words}"),
            (Some(id), None) => write!(f, "journal entry {id} {words}"),
            (None, Some(position)) => write!(f, "the journal entry at position {position} {words}"),
            (None, None) => write!(f, "a journal entry {words}"),
        }
    }
}

/// Reads the whole journal, a batch at a time, and recomputes the chain.
///
/// # Errors
/// When the database fails. A broken journal is an answer, not an error.
pub async fn verify(service: &Service) -> Result<Result<Verified, Broken>, Error> {
    let store = service.store();
    let (mut position, mut hash) = (0, BEGINNING);
    loop {
        let seals = seals_after(store, position).await?;
        if seals.is_empty() {
            break;
        }
        let ids: Vec<EntryId> = seals.iter().map(|seal| seal.entry_id).collect();
        let mut entries = entries_with_scopes(store.reader(), &ids).await?;
        for seal in seals {
            match check(&seal, entries.remove(&seal.entry_id), position, &hash) {
                Ok(next) => (position, hash) = (seal.position, next),
                Err(broken) => return Ok(Err(broken)),
            }
        }
    }
    if let Some(entry) = never_sealed(store).await? {
        let (entry_id, reason) = (Some(entry.id), Reason::NeverSealed);
        return Ok(Err(Broken { position: None, entry_id, reason }));
    }
    let pending = journal_pending::Entity::find().count(store.reader()).await?;
    Ok(Ok(Verified { position, hash, pending }))
}

fn check(
    seal: &journal_seal::Model,
    whole: Option<Whole>,
    before: i64,
    previous: &[u8],
) -> Result<[u8; 32], Broken> {
    if seal.position != before + 1 {
        return Err(Broken { position: Some(before + 1), entry_id: None, reason: Reason::SealMissing });
    }
    let broken = |reason| Broken { position: Some(seal.position), entry_id: Some(seal.entry_id), reason };
    if seal.prev_hash != previous {
        return Err(broken(Reason::Detached));
    }
    let (entry, scopes) = whole.ok_or(broken(Reason::EntryMissing))?;
    let hash = link(previous, &entry, scopes);
    if seal.hash == hash { Ok(hash) } else { Err(broken(Reason::Altered)) }
}

async fn seals_after(store: &Store, position: i64) -> Result<Vec<journal_seal::Model>, DbErr> {
    journal_seal::Entity::find()
        .filter(journal_seal::Column::Position.gt(position))
        .order_by_asc(journal_seal::Column::Position)
        .limit(BATCH)
        .all(store.reader())
        .await
}

/// An entry that the chain does not know and nobody is going to seal; one statement sees one moment.
async fn never_sealed(store: &Store) -> Result<Option<journal_entry::Model>, DbErr> {
    let id = || Expr::col((journal_entry::Entity, journal_entry::Column::Id));
    let seal = (journal_seal::Entity, journal_seal::Column::EntryId);
    let pending = (journal_pending::Entity, journal_pending::Column::EntryId);
    let in_seals: SelectStatement = Query::select()
        .expr(Expr::val(1))
        .from(journal_seal::Entity)
        .and_where(Expr::col(seal).eq(id()))
        .take();
    let in_pending: SelectStatement = Query::select()
        .expr(Expr::val(1))
        .from(journal_pending::Entity)
        .and_where(Expr::col(pending).eq(id()))
        .take();
    journal_entry::Entity::find()
        .filter(Expr::exists(in_seals).not())
        .filter(Expr::exists(in_pending).not())
        .order_by_asc(journal_entry::Column::Id)
        .limit(1)
        .one(store.reader())
        .await
}
