//! One partner with two hundred contracts, others with as many as asked for, and a group for all of them.

use super::{Dialect, people};

/// The partner of the account that asks.
pub const PARTNER: u16 = 20;
/// The group.
pub const GROUP: u16 = 2;
const PERIOD: u16 = 3;
const CONTRACT: u16 = 21;
const LINE: u16 = 22;
const OWN: usize = 200;
/// The other partners.
const OTHERS: usize = 100;
const COMMUNE: &str =
    "(SELECT id FROM area WHERE code = '01392' AND level = 'commune' AND valid_until_on IS NULL)";

/// The partner, and so many contracts of others.
pub fn statements(dialect: Dialect, others: usize) -> Vec<(&'static str, String)> {
    let mut statements =
        vec![("partners", partners(dialect)), ("groups", group(dialect)), ("periods", period(dialect))];
    statements.extend(people::statements(dialect));
    statements.push(people::buyer(dialect, &dialect.id(PARTNER, "1")));
    for (first, last, partner) in [(0, OWN, "1".to_owned()), (OWN, others, format!("(2 + i % {OTHERS})"))] {
        let n = format!("({first} + i)");
        statements.push(("contracts", contracts(dialect, (&n, last), &partner)));
        statements.push(("texts", texts(dialect, (&n, last))));
        statements.push(("lines", lines(dialect, (&n, last), &partner)));
    }
    statements
}

fn partners(dialect: Dialect) -> String {
    let (at, digits) = (dialect.midnight("2022-01-01"), dialect.digits("i", 6));
    format!(
        "INSERT INTO partner (id, code, kind, tax_code, name, sort_key, status, address, proof_reference, version,
             created_at, updated_at)
         SELECT {id}, 'DT-' || {digits}, 'cooperative', '4800' || {digits}, 'Hợp tác xã ' || {digits},
             'hop tac xa ' || {digits}, 'verified', 'Cao Bằng', 'Giấy chứng nhận', 1, {at}, {at} FROM {series}",
        id = dialect.id(PARTNER, "i"),
        series = dialect.series(OTHERS + 1),
    )
}

fn group(dialect: Dialect) -> String {
    let (at, id) = (dialect.midnight("2022-01-01"), dialect.id(GROUP, "1"));
    format!(
        "INSERT INTO farmer_group (id, code, name, name_key, sort_key, began_as, version, created_at, updated_at)
         VALUES ({id}, 'NH-000001', 'Tổ hợp tác', 'to hop tac', 'to hop tac', 'tht', 1, {at}, {at})"
    )
}

fn period(dialect: Dialect) -> String {
    format!(
        "INSERT INTO group_period (id, group_id, legal_form, status, commune_id, from_on, created_at)
         VALUES ({id}, {group}, 'tht', 'active', {COMMUNE}, {from}, {at})",
        id = dialect.id(PERIOD, "1"),
        group = dialect.id(GROUP, "1"),
        from = dialect.day("2025-07-01", "0"),
        at = dialect.midnight("2025-07-01"),
    )
}

fn contracts(dialect: Dialect, (n, last): (&str, usize), partner: &str) -> String {
    format!(
        "INSERT INTO sales_contract (id, code, partner_id, group_id, commune_id, drafted_by, number, external_ref,
             status, text_n, in_force_n, signed_on, starts_on, ends_on, linkage, value_vnd, version, created_at,
             updated_at)
         SELECT {id}, 'HX-' || {digits}, {partner}, {group}, {COMMUNE}, 'partner', {digits}, 'E-' || {digits},
             'confirmed', 1, 1, {day}, {day}, {end}, 'production_sale', 1000000, 1, {at}, {at} FROM {series}",
        id = dialect.id(CONTRACT, n),
        digits = dialect.digits(n, 6),
        partner = dialect.id(PARTNER, partner),
        group = dialect.id(GROUP, "1"),
        day = dialect.day("2026-01-01", "0"),
        end = dialect.day("2026-06-01", "i % 200"),
        at = dialect.midnight("2026-01-01"),
        series = dialect.series(last),
    )
}

fn texts(dialect: Dialect, (n, last): (&str, usize)) -> String {
    let hash = match dialect {
        Dialect::Postgres => "'\\x07'::bytea",
        Dialect::Sqlite => "x'07'",
    };
    format!(
        "INSERT INTO contract_version (contract_id, n, content, sha256, proposed_by, shared_at, in_force_from_on,
             created_at)
         SELECT {id}, 1, '{{}}', {hash}, 'partner', {at}, {day}, {at} FROM {series}",
        id = dialect.id(CONTRACT, n),
        day = dialect.day("2026-01-01", "0"),
        at = dialect.midnight("2026-01-01"),
        series = dialect.series(last),
    )
}

fn lines(dialect: Dialect, (n, last): (&str, usize), partner: &str) -> String {
    format!(
        "INSERT INTO contract_line (id, contract_id, n, line_no, partner_id, group_id, commune_id, chain, form, unit,
             quantity, price_rule, unit_price_vnd, premium_vnd, deliver_from_on, deliver_until_on, amount_vnd)
         SELECT {id}, {contract}, 1, 1, {partner}, {group}, {COMMUNE}, 'thach_den', 'dried', 'kg', 25000000, 'fixed',
             40000, 0, {from}, {until}, 1000000 FROM {series}",
        id = dialect.id(LINE, n),
        contract = dialect.id(CONTRACT, n),
        partner = dialect.id(PARTNER, partner),
        group = dialect.id(GROUP, "1"),
        from = dialect.day("2026-01-01", "0"),
        until = dialect.day("2026-06-01", "0"),
        series = dialect.series(last),
    )
}
