//! One partner with two hundred contracts, others with as many as asked for, and a group for all of them; or a register whose
//! groups have two contracts each.

use super::{Dialect, Size, Statements, people};

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
pub fn statements(dialect: Dialect, others: usize) -> Statements {
    let mut statements =
        vec![("partners", partners(dialect)), ("groups", group(dialect)), ("periods", period(dialect))];
    statements.extend(people::statements(dialect));
    statements.push(people::buyer(dialect, &dialect.id(PARTNER, "1")));
    for (first, last, partner) in [(0, OWN, "1".to_owned()), (OWN, others, format!("(2 + i % {OTHERS})"))] {
        let batch = Batch {
            dialect,
            n: format!("({first} + i)"),
            last,
            partner: dialect.id(PARTNER, &partner),
            group: dialect.id(GROUP, "1"),
            commune: COMMUNE.to_owned(),
            starts_on: dialect.day("2026-01-01", "0"),
            ends_on: dialect.day("2026-06-01", "i % 200"),
        };
        statements.extend(batch.statements());
    }
    statements
}

/// Two contracts for each group of a register, with partners.
pub fn of_groups(dialect: Dialect, size: Size) -> Statements {
    let group = dialect.id(GROUP, &format!("(1 + (i - 1) % {})", size.groups()));
    let batch = Batch {
        dialect,
        n: "i".to_owned(),
        last: 2 * size.groups(),
        partner: dialect.id(PARTNER, &format!("(1 + i % {OTHERS})")),
        commune: format!("(SELECT commune_id FROM group_period WHERE group_id = {group})"),
        group,
        starts_on: dialect.day("2021-01-01", "i % 500"),
        ends_on: dialect.day("2021-07-01", "i % 500"),
    };
    let mut statements = vec![("partners", partners(dialect))];
    statements.extend(batch.statements());
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

/// Contracts of the rows of a series; everything but their number is an expression.
struct Batch {
    dialect: Dialect,
    n: String,
    last: usize,
    partner: String,
    group: String,
    commune: String,
    starts_on: String,
    ends_on: String,
}

impl Batch {
    fn statements(&self) -> Statements {
        vec![("contracts", self.contracts()), ("texts", self.texts()), ("lines", self.lines())]
    }

    fn contracts(&self) -> String {
        let Self { dialect, n, last, partner, group, commune, starts_on, ends_on } = self;
        format!(
            "INSERT INTO sales_contract (id, code, partner_id, group_id, commune_id, drafted_by, number, external_ref,
                 status, text_n, in_force_n, signed_on, starts_on, ends_on, linkage, value_vnd, version, created_at,
                 updated_at)
             SELECT {id}, 'HX-' || {digits}, {partner}, {group}, {commune}, 'partner', {digits}, 'E-' || {digits},
                 'confirmed', 1, 1, {starts_on}, {starts_on}, {ends_on}, 'production_sale', 1000000, 1, {at}, {at}
             FROM {series}",
            id = dialect.id(CONTRACT, n),
            digits = dialect.digits(n, 6),
            at = dialect.midnight("2026-01-01"),
            series = dialect.series(*last),
        )
    }

    fn texts(&self) -> String {
        let Self { dialect, n, last, starts_on, .. } = self;
        let hash = match dialect {
            Dialect::Postgres => "'\\x07'::bytea",
            Dialect::Sqlite => "x'07'",
        };
        format!(
            "INSERT INTO contract_version (contract_id, n, content, sha256, proposed_by, shared_at, in_force_from_on,
                 created_at)
             SELECT {id}, 1, '{{}}', {hash}, 'partner', {at}, {starts_on}, {at} FROM {series}",
            id = dialect.id(CONTRACT, n),
            at = dialect.midnight("2026-01-01"),
            series = dialect.series(*last),
        )
    }

    fn lines(&self) -> String {
        let Self { dialect, n, last, partner, group, commune, starts_on, ends_on } = self;
        format!(
            "INSERT INTO contract_line (id, contract_id, n, line_no, partner_id, group_id, commune_id, chain, form, unit,
                 quantity, price_rule, unit_price_vnd, premium_vnd, deliver_from_on, deliver_until_on, amount_vnd)
             SELECT {id}, {contract}, 1, 1, {partner}, {group}, {commune}, 'thach_den', 'dried', 'kg', 25000000, 'fixed',
                 40000, 0, {starts_on}, {ends_on}, 1000000 FROM {series}",
            id = dialect.id(LINE, n),
            contract = dialect.id(CONTRACT, n),
            series = dialect.series(*last),
        )
    }
}
