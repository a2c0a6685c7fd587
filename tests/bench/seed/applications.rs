//! Applications that were scored and wait for the decision, each of a group of its own.

use super::books::{Books, CALL, balances};
use super::{Dialect, people};

/// The kind of the ids of applications; numbered by [`number`].
pub const APPLICATION: u16 = 17;
/// The fund of all of them.
pub const FUND: usize = 1;
/// What each asks for and is granted.
pub const AMOUNT_VND: usize = 1_000_000;
const APPRAISAL: u16 = 18;
const APPRAISER: u16 = 19;
const GROUP: u16 = 2;
const PERIOD: u16 = 3;
const COMMUNE: &str =
    "(SELECT id FROM area WHERE code = '01392' AND level = 'commune' AND valid_until_on IS NOT NULL)";
const CONTENT: &str = r#"{"title":"Trồng lạc thích ứng khí hậu","activities":[{"name":"Trồng lạc xen ngô","csa_practice":"intercropping","from_on":"2022-08-01","until_on":"2022-12-01"}],"budget_lines":[{"source":"grant","name":"Giống lạc","count":null,"unit_price_vnd":null,"amount_vnd":1000000},{"source":"own_labour","name":"Công","count":null,"unit_price_vnd":null,"amount_vnd":500000}],"total_vnd":1500000,"planned_results":["Năng suất tăng 20%"]}"#;

/// The number of an application: the so many-th of a call, both counted from 1.
pub const fn number(call: usize, place: usize) -> usize {
    call * 1_000_000 + place
}

/// A fund with so many calls, and as many applications to each; accounts to decide on them with.
pub fn statements(dialect: Dialect, calls: usize, places: usize) -> Vec<(&'static str, String)> {
    let books = Books { fund: FUND, calls, limit_vnd: places * AMOUNT_VND, committed_vnd: 0 };
    let mut statements = people::statements(dialect);
    statements.extend(books.statements(dialect));
    statements.push(balances());
    for call in 1..=calls {
        statements.extend(of_call(dialect, &books, call, places));
    }
    statements
}

fn of_call(dialect: Dialect, books: &Books, call: usize, places: usize) -> [(&'static str, String); 5] {
    let (at, on) = (dialect.midnight("2022-01-15"), dialect.midnight("2022-02-01"));
    let n = format!("({} + i)", number(call, 0));
    let (application, group, digits) =
        (dialect.id(APPLICATION, &n), dialect.id(GROUP, &n), dialect.digits(&n, 8));
    let series = dialect.series(places);
    let groups = format!(
        "INSERT INTO farmer_group (id, code, name, name_key, sort_key, began_as, version, created_at, updated_at)
         SELECT {group}, 'NH-' || {digits}, 'Tổ hợp tác ' || {digits}, 'to hop tac ' || {digits},
             'to hop tac ' || {digits}, 'tht', 1, {at}, {at} FROM {series}"
    );
    let periods = format!(
        "INSERT INTO group_period (id, group_id, legal_form, status, commune_id, from_on, created_at)
         SELECT {id}, {group}, 'tht', 'active', {COMMUNE}, {from}, {at} FROM {series}",
        id = dialect.id(PERIOD, &n),
        from = dialect.day("2021-01-01", "0"),
    );
    let applications = format!(
        "INSERT INTO grant_application (id, code, call_id, fund_id, group_id, commune_id, status, version_n, total_vnd,
             requested_vnd, own_vnd, submitted_at, paid_vnd, accepted_vnd, version, created_at, updated_at)
         SELECT {application}, 'HS-' || {digits}, {call}, {fund}, {group}, {COMMUNE}, 'appraisal', 1, {total},
             {AMOUNT_VND}, {own}, {on}, 0, 0, 1, {at}, {on} FROM {series}",
        call = dialect.id(CALL, &books.call(&call.to_string())),
        fund = dialect.id(super::books::FUND, &FUND.to_string()),
        total = AMOUNT_VND + AMOUNT_VND / 2,
        own = AMOUNT_VND / 2,
    );
    let versions = format!(
        "INSERT INTO application_version (application_id, n, content, submitted_at, created_at)
         SELECT {application}, 1, '{CONTENT}', {on}, {at} FROM {series}"
    );
    let appraisals = format!(
        "INSERT INTO appraisal (id, application_id, n, human, has_conflict, scores, weighted, created_at)
         WITH h(n) AS (VALUES (0), (1))
         SELECT {id}, {application}, 1, {human}, FALSE, '[]', 7500, {on} FROM h CROSS JOIN {series}",
        id = dialect.id(APPRAISAL, &format!("(2 * {n} + h.n)")),
        human = dialect.id(APPRAISER, "h.n"),
    );
    [
        ("groups", groups),
        ("periods", periods),
        ("applications", applications),
        ("versions", versions),
        ("appraisals", appraisals),
    ]
}
