//! Households in the communes of their members' groups, with the decisions on poverty.

use super::groups::commune_of;
use super::persons::PERSON;
use super::{Dialect, Size};

const HOUSEHOLD: u16 = 7;
const PLACE: u16 = 8;
const MEMBER: u16 = 9;
const POVERTY: u16 = 10;

/// The households and all that hangs on them.
pub fn statements(dialect: Dialect, size: Size) -> Vec<(&'static str, String)> {
    let (at, from) = (dialect.midnight("2022-01-01"), dialect.day("2016-01-01", "0"));
    let (household, series) = (dialect.id(HOUSEHOLD, "i"), dialect.series(size.households()));
    let commune = format!("bench_commune a ON a.n = {}", commune_of("(1 + (4 * i - 4) / 10)"));
    let households = format!(
        "INSERT INTO household (id, code, size, version, created_at, updated_at)
         SELECT {household}, 'HO-' || {}, 4, 1, {at}, {at} FROM {series}",
        dialect.digits("i", 6),
    );
    let places = format!(
        "INSERT INTO household_place (id, household_id, commune_id, from_on, created_at)
         SELECT {}, {household}, a.id, {from}, {at} FROM {series} JOIN {commune}",
        dialect.id(PLACE, "i"),
    );
    let members = format!(
        "INSERT INTO household_member (id, household_id, person_id, is_head, from_on, created_at)
         SELECT {}, {}, {}, i % 4 = 1, {from}, {at} FROM {}",
        dialect.id(MEMBER, "i"),
        dialect.id(HOUSEHOLD, "1 + (i - 1) / 4"),
        dialect.id(PERSON, "i"),
        dialect.series(size.0),
    );
    let poverty = format!(
        "INSERT INTO poverty_status (id, household_id, standard, status, decision_no, decided_on, commune_id,
             effective_from_on, version, created_at, updated_at)
         SELECT {}, {household}, '2022_2025',
             CASE i % 5 WHEN 0 THEN 'poor' WHEN 1 THEN 'near_poor' WHEN 2 THEN 'escaped_poverty' ELSE 'other' END,
             '1/QĐ-UBND', {decided}, a.id, {effective}, 1, {at}, {at}
         FROM {series} JOIN {commune}",
        dialect.id(POVERTY, "i"),
        decided = dialect.day("2021-12-15", "0"),
        effective = dialect.day("2022-01-01", "0"),
    );
    vec![
        ("households", households),
        ("places", places),
        ("household members", members),
        ("poverty statuses", poverty),
    ]
}
