//! Replacing the key: all hashes are computed anew from the sealed values, a batch at a time, while requests go on.

use entity::{ids::PersonId, person_identity};
use sea_orm::{ColumnTrait, Condition, QueryOrder};
use serde_json::json;

use super::queries::outdated;
use crate::{
    access::Rows,
    clock::Clock,
    error::Error,
    identities::queries::Particulars,
    store::{Store, Task, Tx},
};

/// What came of hashing anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rehashed {
    /// Identities that were hashed anew.
    pub identities: u64,
    /// Identities that no configured master key can read; they keep their hashes.
    pub unreadable: u64,
}

/// Gives every identity the hashes of the configured keys and of no other; tells how many are done and of how many.
/// What is right already is left alone, so it can be run again at any time.
///
/// # Errors
/// When the database fails.
pub async fn rehash(
    store: &Store,
    clock: &Clock,
    mut progress: impl FnMut(u64, u64),
) -> Result<Rehashed, Error> {
    let task = Task { operation: "rehash_identities", clock };
    let all = store.perform(task, async |tx| Ok((Vec::new(), tx.count(to_do(tx, None)).await?))).await?;
    let mut done = Rehashed::default();
    // What somebody changes meanwhile is left for the next round; the last round finds nothing more to do.
    loop {
        let before = done;
        let mut missed = 0;
        let mut after = None;
        done.unreadable = 0;
        while let Some(batch) =
            store.perform(task, async |tx| Ok((Vec::new(), next(tx, after).await?))).await?
        {
            after = Some(batch.last);
            done.identities += batch.done.identities;
            done.unreadable += batch.done.unreadable;
            missed += batch.missed;
            progress(done.identities, all.max(done.identities));
        }
        if done == before && missed == 0 {
            break;
        }
    }
    let values = [("/identities", json!(done.identities)), ("/unreadable", json!(done.unreadable))];
    store.perform(task, async |_| Ok((vec![Task::entry("lookup_key", "rehashed", &values)], ()))).await?;
    Ok(done)
}

struct Batch {
    last: PersonId,
    done: Rehashed,
    missed: u64,
}

fn to_do(tx: &Tx, after: Option<PersonId>) -> Rows<person_identity::Entity> {
    tx.beyond_reach::<person_identity::Entity>("keys are replaced for everybody")
        .filter(outdated(&tx.keyring().lookup))
        .filter(Condition::all().add_option(after.map(|id| person_identity::Column::PersonId.gt(id))))
}

/// Hashes the next identities anew; `None` when there are none after the last one.
async fn next(tx: &Tx, after: Option<PersonId>) -> Result<Option<Batch>, Error> {
    let rows: Vec<person_identity::Model> =
        tx.shaped(to_do(tx, after), |select| select.order_by_asc(person_identity::Column::PersonId)).await?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let Some(last) = ids.last().copied() else { return Ok(None) };
    let keys = tx.readable_keys(&ids).await?;
    let mut batch = Batch { last, done: Rehashed::default(), missed: 0 };
    for row in rows {
        let values = keys.get(&row.person_id).map(|key| Particulars::open(&row, key));
        let Some(Ok(values)) = values else {
            batch.done.unreadable += 1;
            continue;
        };
        let lookup = &tx.keyring().lookup;
        match tx.retouch::<person_identity::Entity>(row, |row| values.hash_into(row, lookup)).await? {
            true => batch.done.identities += 1,
            false => batch.missed += 1,
        }
    }
    Ok(Some(batch))
}
