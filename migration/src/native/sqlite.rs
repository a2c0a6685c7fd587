//! The rules as triggers of SQLite.

use super::NoOverlap;

pub(super) fn no_overlap(rule: &NoOverlap) -> Vec<String> {
    let NoOverlap { name, table, keys, interval: [from, until], only } = rule;
    let alike: String = keys.iter().map(|key| format!("other.{key} = NEW.{key} AND ")).collect();
    let (new_only, other_only) = match only {
        Some((column, value)) => {
            (format!(" AND NEW.{column} = {value}"), format!(" AND other.{column} = {value}"))
        }
        None => (String::new(), String::new()),
    };
    let body = format!(
        "WHEN NEW.voided_at IS NULL{new_only}
         BEGIN
             SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
                 SELECT 1 FROM {table} AS other
                 WHERE {alike}other.id <> NEW.id AND other.voided_at IS NULL{other_only}
                     AND (NEW.{until} IS NULL OR other.{from} < NEW.{until})
                     AND (other.{until} IS NULL OR other.{until} > NEW.{from}));
         END"
    );
    ["INSERT", "UPDATE"]
        .map(|event| {
            let suffix = event.to_lowercase();
            format!("CREATE TRIGGER {name}_{suffix} BEFORE {event} ON {table} FOR EACH ROW {body}")
        })
        .into()
}

pub(super) fn insert_only(table: &str, keys: &[&str]) -> Vec<String> {
    let refuse = format!("SELECT RAISE(ABORT, '{table}_insert_only')");
    let mut statements: Vec<String> = ["UPDATE", "DELETE"]
        .map(|event| {
            let suffix = event.to_lowercase();
            format!(
                "CREATE TRIGGER {table}_insert_only_{suffix} BEFORE {event} ON {table} BEGIN {refuse}; END"
            )
        })
        .into();
    // INSERT OR REPLACE removes the old row without firing the trigger on DELETE.
    let is_taken = |key: &&str| {
        let same: Vec<String> = key.split(", ").map(|column| format!("{column} = NEW.{column}")).collect();
        same.join(" AND ")
    };
    let taken = keys.iter().map(is_taken).collect::<Vec<_>>().join(" OR ");
    statements.push(format!(
        "CREATE TRIGGER {table}_insert_only_replace BEFORE INSERT ON {table} FOR EACH ROW
         BEGIN {refuse} WHERE EXISTS (SELECT 1 FROM {table} WHERE {taken}); END"
    ));
    statements
}
