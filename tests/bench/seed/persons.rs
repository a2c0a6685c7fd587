//! Persons with names that belong to nobody.

use entity::vietnamese::sort_key;

use super::{Dialect, Size};

/// The kind of the ids of persons.
pub const PERSON: u16 = 1;

const FAMILIES: [&str; 10] = ["Nông", "Hoàng", "Lý", "Bế", "Triệu", "Đàm", "Lục", "Vi", "Mã", "Chu"];
const MIDDLES: [&str; 7] = ["Văn", "Thị", "Thanh", "Đức", "Minh", "Thu", "A"];
const GIVENS: [&str; 23] = [
    "An",
    "Bình",
    "Chung",
    "Dung",
    "Đạt",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Hùng",
    "Hương",
    "Lan",
    "Mai",
    "Mẩy",
    "Nga",
    "Páo",
    "Phượng",
    "Quang",
    "Sinh",
    "Thảo",
    "Tuyết",
    "Yến",
];

fn names(table: &str, words: &[&str]) -> (&'static str, String) {
    let row =
        |(n, word): (usize, &&str)| format!("({n}, '{word}', '{}')", sort_key(word).replace('\'', "''"));
    let rows: Vec<String> = words.iter().enumerate().map(row).collect();
    let rows = rows.join(", ");
    ("names", format!("CREATE TEMP TABLE {table} AS WITH w(n, name, key) AS (VALUES {rows}) SELECT * FROM w"))
}

/// All of them.
pub fn statements(dialect: Dialect, size: Size) -> Vec<(&'static str, String)> {
    let (at, id, separator) = (dialect.midnight("2022-01-01"), dialect.id(PERSON, "i"), dialect.separator());
    let (families, middles, givens) = (FAMILIES.len(), MIDDLES.len(), GIVENS.len());
    let persons = format!(
        "INSERT INTO person (id, full_name, sex, birth_year, ethnic_code, has_disability, sort_key, version,
             created_at, updated_at)
         SELECT {id}, f.name || ' ' || m.name || ' ' || g.name, CASE WHEN i % 9 < 4 THEN 'female' ELSE 'male' END,
             1950 + i % 55, e.code, i % 40 = 0, g.key || {separator} || f.key || ' ' || m.key, 1, {at}, {at}
         FROM {series}
         JOIN bench_family f ON f.n = i % {families} JOIN bench_middle m ON m.n = i % {middles}
         JOIN bench_given g ON g.n = i % {givens} JOIN bench_ethnic e ON e.n = i % 11",
        series = dialect.series(size.0),
    );
    vec![
        names("bench_family", &FAMILIES),
        names("bench_middle", &MIDDLES),
        names("bench_given", &GIVENS),
        ("persons", persons),
    ]
}
