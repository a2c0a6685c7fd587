//! Workflow grids: every action in every state, written down and compared with the committed snapshot.

#![expect(clippy::expect_used, clippy::panic, reason = "test support fails loudly")]

use std::path::Path;

use serde_json::{Value, json};

use crate::callers::Caller;

/// What one cell of a grid is about: an item in a state, the action, and what it asks for.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// Who acts.
    pub caller: &'a Caller,
    /// The path of the item.
    pub item: String,
    /// The action.
    pub action: &'a str,
    /// Its body.
    pub body: Value,
}

impl Cell<'_> {
    /// The state that the action leads to, or `-` where it is 409 `state_conflict`; the item offers the actions that
    /// succeed, and no others.
    ///
    /// # Panics
    /// If it offers others, or is refused otherwise.
    pub async fn outcome(self) -> String {
        let before = self.caller.get(&self.item).await.expect(200);
        let is_offered =
            before.json["allowed_actions"].as_array().is_some_and(|all| all.contains(&json!(self.action)));
        let path = format!("{}/{}", self.item, self.action);
        let reply = self.caller.act(&path, &before.etag(), self.body).await;
        assert_eq!(is_offered, reply.status == 200, "allowed_actions of\n{before}\n{reply}");
        if reply.status == 200 {
            return reply.json["status"].as_str().unwrap_or_else(|| panic!("no status\n{reply}")).to_owned();
        }
        reply.problem(409, "state_conflict");
        "-".to_owned()
    }
}

/// A line of a grid: the state (none above the actions), and what each action leads to.
#[must_use]
pub fn line(state: &Value, cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let first = state.as_str().unwrap_or_default();
    let cells: String = cells.into_iter().map(|cell| format!(" {:<10}", cell.as_ref())).collect();
    format!("{}\n", format!("{first:<10}{cells}").trim_end())
}

/// Fails unless the grid is the committed one; `UPDATE_SNAPSHOTS=1` rewrites it.
///
/// # Panics
/// With both, where they differ.
pub fn is_committed(path: &str, grid: &str) {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(Path::new(path), grid).expect("a snapshot");
    }
    let committed = std::fs::read_to_string(Path::new(path)).unwrap_or_default();
    assert_eq!(grid, committed, "UPDATE_SNAPSHOTS=1 rewrites the grid");
}
