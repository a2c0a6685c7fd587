//! What was altered, removed or slipped in behind the journal's back is named.

use entity::{ids::EntryId, journal_entry};
use hoinongdan::journal::{Broken, Reason, seal, verify};
use sea_orm::EntityTrait;
use tests::{both_databases, databases::Backend};
use uuid::Uuid;

use crate::sealing::{Seen, append, entry};

impl Seen {
    /// Five sealed entries, and the guards of the tables taken away.
    async fn five_unguarded(&self) -> Vec<EntryId> {
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.push(append(self.app.db(), self).await);
        }
        assert_eq!(seal(self.app.service()).await.unwrap(), 5);
        for table in ["journal_entry", "journal_scope", "journal_seal"] {
            self.unguard(table).await;
        }
        ids
    }

    async fn unguard(&self, table: &str) {
        let database = self.app.database();
        if database.backend() == Backend::Postgres {
            database.execute(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).await;
            return;
        }
        database.execute("PRAGMA foreign_keys = OFF").await;
        for event in ["update", "delete", "replace"] {
            database.execute(&format!("DROP TRIGGER IF EXISTS {table}_insert_only_{event}")).await;
        }
    }

    async fn broken(&self) -> Broken {
        verify(self.app.service()).await.unwrap().unwrap_err()
    }
}

fn at(position: i64, entry_id: EntryId, reason: Reason) -> Broken {
    Broken { position: Some(position), entry_id: Some(entry_id), reason }
}

fn outside(entry_id: EntryId) -> Broken {
    Broken { position: None, entry_id: Some(entry_id), reason: Reason::NeverSealed }
}

both_databases! {
    async fn an_altered_entry_is_named(seen: Seen) {
        let ids = seen.five_unguarded().await;
        let change = "UPDATE journal_entry SET action = 'approved' WHERE id IN (SELECT entry_id FROM journal_seal WHERE position = 3)";
        assert_eq!(seen.app.database().execute(change).await, 1);
        let broken = seen.broken().await;
        assert_eq!(broken, at(3, ids[2], Reason::Altered));
        assert_eq!(broken.to_string(), format!("journal entry {} at position 3 was altered after it was sealed", ids[2]));
    }

    async fn an_altered_or_lost_scope_is_named(seen: Seen) {
        let ids = seen.five_unguarded().await;
        let change = "DELETE FROM journal_scope WHERE entry_id IN (SELECT entry_id FROM journal_seal WHERE position = 2)";
        seen.app.database().execute(change).await;
        assert_eq!(seen.broken().await, at(2, ids[1], Reason::Altered));
    }

    async fn a_removed_entry_is_named(seen: Seen) {
        let ids = seen.five_unguarded().await;
        let change = "DELETE FROM journal_entry WHERE id IN (SELECT entry_id FROM journal_seal WHERE position = 4)";
        seen.app.database().execute(change).await;
        assert_eq!(seen.broken().await, at(4, ids[3], Reason::EntryMissing));
    }

    async fn an_entry_removed_with_its_seal_leaves_a_gap(seen: Seen) {
        seen.five_unguarded().await;
        let database = seen.app.database();
        database.execute("DELETE FROM journal_entry WHERE id IN (SELECT entry_id FROM journal_seal WHERE position = 4)").await;
        database.execute("DELETE FROM journal_seal WHERE position = 4").await;
        assert_eq!(seen.broken().await, Broken { position: Some(4), entry_id: None, reason: Reason::SealMissing });
        database.execute("UPDATE journal_seal SET position = 4 WHERE position = 5").await;
        assert_eq!(seen.broken().await.reason, Reason::Detached);
    }

    async fn an_entry_that_lost_its_seal_at_the_end_is_named(seen: Seen) {
        let ids = seen.five_unguarded().await;
        seen.app.database().execute("DELETE FROM journal_seal WHERE position = 5").await;
        assert_eq!(seen.broken().await, outside(ids[4]));
    }

    async fn an_entry_slipped_in_is_named(seen: Seen) {
        seen.five_unguarded().await;
        let id = EntryId::from(Uuid::now_v7());
        journal_entry::Entity::insert(entry(id)).exec_without_returning(seen.app.db()).await.unwrap();
        assert_eq!(seen.broken().await, outside(id));
    }

    async fn a_forged_seal_is_named(seen: Seen) {
        let ids = seen.five_unguarded().await;
        seen.app.database().execute("UPDATE journal_seal SET hash = prev_hash WHERE position = 2").await;
        assert_eq!(seen.broken().await, at(2, ids[1], Reason::Altered));
    }

    async fn the_tables_of_the_journal_take_rows_and_give_none_back(seen: Seen) {
        append(seen.app.db(), &seen).await;
        seal(seen.app.service()).await.unwrap();
        for (table, column) in [("journal_entry", "action"), ("journal_scope", "entry_id"), ("journal_seal", "hash")] {
            for change in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let error = seen.app.database().try_execute(&change).await.unwrap_err();
                assert!(error.to_string().contains(&format!("{table}_insert_only")), "{change}: {error}");
            }
        }
    }
}
