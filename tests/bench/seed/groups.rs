//! Groups over all communes of 2022 and all value chains, with their members and heads.

use super::persons::PERSON;
use super::{Dialect, Size};

const GROUP: u16 = 2;
const PERIOD: u16 = 3;
const MEMBERSHIP: u16 = 4;
const OFFICE: u16 = 5;
const PROJECT: u16 = 6;
/// Scatters the groups over the communes.
const STRIDE: u32 = 7919;

/// The number of the commune of group number `group`, an expression.
pub fn commune_of(group: &str) -> String {
    format!("(CAST({group} AS bigint) * {STRIDE} % (SELECT COUNT(*) FROM bench_commune))")
}

/// Numbered lists to draw from, and the communes taken into the project.
pub fn lists(dialect: Dialect) -> Vec<(&'static str, String)> {
    let list = |name: &str, columns: &str, order: &str, rows: &str| {
        let number = format!("row_number() OVER (ORDER BY {order}) - 1");
        format!("CREATE TEMP TABLE {name} AS SELECT {number} AS n, {columns} FROM {rows}")
    };
    let old = "area WHERE level = 'commune' AND valid_until_on IS NOT NULL";
    let at = dialect.midnight("2017-01-01");
    let project = format!(
        "INSERT INTO project_commune (id, area_id, from_on, version, created_at, updated_at)
         SELECT {}, id, {}, 1, {at}, {at} FROM bench_commune",
        dialect.id(PROJECT, "n"),
        dialect.day("2017-01-01", "0"),
    );
    vec![
        ("communes", list("bench_commune", "id, name_vi, sort_key", "code", old)),
        ("chains", list("bench_chain", "code, name_vi", "code", "value_chain")),
        ("ethnic groups", list("bench_ethnic", "code", "code", "ethnic_group")),
        ("project communes", project),
    ]
}

/// The groups and all that hangs on them.
pub fn statements(dialect: Dialect, size: Size) -> Vec<(&'static str, String)> {
    vec![
        ("groups", groups(dialect, size)),
        ("periods", periods(dialect, size)),
        ("main chains", chains((dialect, size), "i", "TRUE", "TRUE")),
        ("other chains", chains((dialect, size), "i + 5", "FALSE", "i % 3 = 0")),
        ("memberships", memberships(dialect, size)),
        ("former memberships", former_memberships(dialect, size)),
        ("heads", heads(dialect, size)),
    ]
}

fn groups(dialect: Dialect, size: Size) -> String {
    let (at, id, digits) = (dialect.midnight("2022-01-01"), dialect.id(GROUP, "i"), dialect.digits("i", 6));
    format!(
        "INSERT INTO farmer_group (id, code, name, name_key, sort_key, began_as, version, created_at, updated_at)
         SELECT {id}, 'NH-' || {digits}, 'Tổ hợp tác ' || c.name_vi || ' ' || a.name_vi || ' ' || i,
             'to hop tac ' || c.code || ' ' || i, 'to hop tac ' || c.code || ' ' || a.sort_key || ' ' || {digits},
             {form}, 1, {at}, {at}
         FROM {series} JOIN bench_chain c ON c.n = i % 13 JOIN bench_commune a ON a.n = {commune}",
        form = form("i"),
        series = dialect.series(size.groups()),
        commune = commune_of("i"),
    )
}

fn form(group: &str) -> String {
    format!("CASE {group} % 10 WHEN 0 THEN 'cooperative' WHEN 1 THEN 'cig' WHEN 2 THEN 'cig' ELSE 'tht' END")
}

fn periods(dialect: Dialect, size: Size) -> String {
    format!(
        "INSERT INTO group_period (id, group_id, legal_form, status, commune_id, from_on, created_at)
         SELECT {id}, {group}, {form},
             CASE WHEN i % 20 < 16 THEN 'active' WHEN i % 20 = 19 THEN 'suspended' ELSE 'forming' END,
             a.id, {from}, {at}
         FROM {series} JOIN bench_commune a ON a.n = {commune}",
        id = dialect.id(PERIOD, "i"),
        group = dialect.id(GROUP, "i"),
        form = form("i"),
        from = dialect.day("2017-01-01", "i % 1800"),
        at = dialect.midnight("2022-01-01"),
        series = dialect.series(size.groups()),
        commune = commune_of("i"),
    )
}

fn chains((dialect, size): (Dialect, Size), number: &str, is_primary: &str, which: &str) -> String {
    format!(
        "INSERT INTO group_value_chain (group_id, chain, is_primary)
         SELECT {}, c.code, {is_primary} FROM {} JOIN bench_chain c ON c.n = ({number}) % 13 WHERE {which}",
        dialect.id(GROUP, "i"),
        dialect.series(size.groups()),
    )
}

/// Ten for each group; after each ten comes somebody who left.
fn memberships(dialect: Dialect, size: Size) -> String {
    format!(
        "INSERT INTO membership (id, group_id, person_id, from_on, contribution_vnd, version, created_at, updated_at)
         SELECT {id}, {group}, {person}, {from}, i % 100 * 50000, 1, {at}, {at} FROM {series}",
        id = dialect.id(MEMBERSHIP, "i + (i - 1) / 10"),
        group = dialect.id(GROUP, "1 + (i - 1) / 10"),
        person = dialect.id(PERSON, "i"),
        from = dialect.day("2017-01-01", "(1 + (i - 1) / 10) % 1800 + i % 10"),
        at = dialect.midnight("2022-01-01"),
        series = dialect.series(size.0),
    )
}

/// Every tenth person has been in another group before.
fn former_memberships(dialect: Dialect, size: Size) -> String {
    format!(
        "INSERT INTO membership (id, group_id, person_id, from_on, until_on, exit_reason, version, created_at,
             updated_at)
         SELECT {id}, {group}, {person}, {from}, {until}, 'voluntary', 1, {at}, {at} FROM {series}",
        id = dialect.id(MEMBERSHIP, "11 * i"),
        group = dialect.id(GROUP, &format!("1 + i % {}", size.groups())),
        person = dialect.id(PERSON, "10 * i"),
        from = dialect.day("2016-01-01", "i % 200"),
        until = dialect.day("2016-09-01", "i % 100"),
        at = dialect.midnight("2022-01-01"),
        series = dialect.series(size.0 / 10),
    )
}

fn heads(dialect: Dialect, size: Size) -> String {
    format!(
        "INSERT INTO group_office (id, group_id, membership_id, office, from_on, created_at)
         SELECT {id}, {group}, {membership}, 'head', {from}, {at} FROM {series}",
        id = dialect.id(OFFICE, "i"),
        group = dialect.id(GROUP, "i"),
        membership = dialect.id(MEMBERSHIP, "11 * i - 10"),
        from = dialect.day("2017-01-01", "i % 1800 + 1"),
        at = dialect.midnight("2022-01-01"),
        series = dialect.series(size.groups()),
    )
}
