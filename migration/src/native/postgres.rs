//! The rules as exclusion constraints and triggers of PostgreSQL.

use super::NoOverlap;

/// Column option: compare byte by byte, whatever the locale of the database.
pub(super) const BYTE_ORDER: &str = r#"COLLATE "C""#;

pub(super) fn prepare() -> Vec<String> {
    vec![
        "CREATE EXTENSION IF NOT EXISTS btree_gist".to_owned(),
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             RAISE EXCEPTION '%_insert_only', TG_TABLE_NAME
                 USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_insert_only';
         END $$"
            .to_owned(),
    ]
}

/// The extension stays: others may use it.
pub(super) fn withdraw() -> Vec<String> {
    vec!["DROP FUNCTION refuse_change()".to_owned()]
}

pub(super) fn no_overlap(rule: &NoOverlap) -> Vec<String> {
    let NoOverlap { name, table, keys, interval: [from, until], only } = rule;
    let keys: String = keys.iter().map(|key| format!("{key} WITH =, ")).collect();
    let only = only.map(|(column, value)| format!(" AND {column} = {value}")).unwrap_or_default();
    vec![format!(
        "ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist
             ({keys}daterange({from}, {until}) WITH &&) WHERE (voided_at IS NULL{only})"
    )]
}

pub(super) fn insert_only(table: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        format!("ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_insert_only"),
    ]
}
