//! Training in all communes of 2022: half of the people complete one, the others come once.

use super::persons::PERSON;
use super::{Dialect, Size};

const EVENT: u16 = 23;
const SESSION: u16 = 24;
const MARK: u16 = 25;
/// People at an event, neighbours in the order of their ids.
const AT_ONCE: usize = 40;
/// Sessions of an event.
const SESSIONS: usize = 5;
/// Of ten people, those who come to all sessions; the others come to the first. Three marks a person on average.
const COMPLETE: usize = 5;

/// Days on which training ends, five years of them.
const DAYS: usize = 1_820;

const fn events_of(size: Size) -> usize {
    size.0 / AT_ONCE
}

/// The events and all that hangs on them.
pub fn statements(dialect: Dialect, size: Size) -> Vec<(&'static str, String)> {
    vec![
        ("trainings", events(dialect, size)),
        ("numbers of trainings", numbered(size)),
        ("training topics", topics(dialect, size)),
        ("training sessions", sessions(dialect, size)),
        ("attendances", marks((dialect, size), "1", "TRUE")),
        ("more attendances", marks((dialect, size), "s.n", &format!("s.n > 1 AND p.i % 10 < {COMPLETE}"))),
        ("participants", participants(dialect, size)),
    ]
}

/// What is entered later goes on counting.
fn numbered(size: Size) -> String {
    format!("INSERT INTO counter (name, value) VALUES ('training_event', {})", events_of(size))
}

fn last_on(dialect: Dialect, event: &str) -> String {
    dialect.day("2017-07-01", &format!("{event} % {DAYS}"))
}

fn events(dialect: Dialect, size: Size) -> String {
    let (at, digits) = (dialect.midnight("2022-01-01"), dialect.digits("i", 6));
    format!(
        "INSERT INTO training_event (id, code, title, sort_key, kind, area_id, place, provider, completion_bps,
             for_members, for_commune_cadres, for_branch_cadres, for_others, status, first_on, last_on, listed_on, version,
             created_at, updated_at)
         SELECT {id}, 'TH-' || {digits}, 'Tập huấn ' || i, 'tap huan ' || {digits}, 'business', a.id, 'Nhà văn hóa',
             'Trung tâm Khuyến nông', 8000, TRUE, FALSE, FALSE, FALSE, 'closed', {last_on}, {last_on}, {last_on}, 1, {at}, {at}
         FROM {series} JOIN bench_commune a ON a.n = i % (SELECT COUNT(*) FROM bench_commune)",
        id = dialect.id(EVENT, "i"),
        last_on = last_on(dialect, "i"),
        series = dialect.series(events_of(size)),
    )
}

fn topics(dialect: Dialect, size: Size) -> String {
    format!(
        "INSERT INTO training_event_topic (event_id, topic)
         SELECT {}, CASE i % 3 WHEN 0 THEN 'bookkeeping' WHEN 1 THEN 'marketing' ELSE 'contracts' END FROM {}",
        dialect.id(EVENT, "i"),
        dialect.series(events_of(size)),
    )
}

/// Numbers of sessions of one event.
fn numbers() -> String {
    let rows: Vec<String> = (1..=SESSIONS).map(|n| format!("SELECT {n} AS n")).collect();
    format!("({})", rows.join(" UNION ALL "))
}

/// The number of a session among all.
fn session(event: &str, n: &str) -> String {
    format!("({event} * {SESSIONS} + {n})")
}

fn sessions(dialect: Dialect, size: Size) -> String {
    let (starts_at, ends_at) = (dialect.midnight("2021-01-01"), dialect.midnight("2021-01-02"));
    format!(
        "INSERT INTO training_session (id, event_id, starts_at, ends_at, held_on, minutes, version, created_at, updated_at)
         SELECT {id}, {event}, {starts_at}, {ends_at}, {held_on}, 1440, 1, {starts_at}, {starts_at}
         FROM {series} CROSS JOIN {numbers} AS k",
        id = dialect.id(SESSION, &session("s.i", "k.n")),
        event = dialect.id(EVENT, "s.i"),
        held_on = last_on(dialect, "s.i"),
        series = dialect.series(events_of(size)),
        numbers = numbers(),
    )
}

/// Marks of the people that `which` says, at session number `n` of their event.
fn marks((dialect, size): (Dialect, Size), n: &str, which: &str) -> String {
    let event = format!("(1 + (p.i - 1) / {AT_ONCE})");
    let people = format!("(SELECT i FROM {}) AS p", dialect.series(size.0));
    let sessions = if n == "1" { String::new() } else { format!("CROSS JOIN {} AS s", numbers()) };
    format!(
        "INSERT INTO attendance (id, event_id, session_id, person_id, created_at)
         SELECT {id}, {of_event}, {of_session}, {person}, {at} FROM {people} {sessions} WHERE {which}",
        id = dialect.id(MARK, &format!("(p.i * {SESSIONS} + {n})")),
        of_event = dialect.id(EVENT, &event),
        of_session = dialect.id(SESSION, &session(&event, n)),
        person = dialect.id(PERSON, "p.i"),
        at = dialect.midnight("2022-01-01"),
    )
}

fn participants(dialect: Dialect, size: Size) -> String {
    let event = format!("(1 + (i - 1) / {AT_ONCE})");
    format!(
        "INSERT INTO training_participant (event_id, person_id, sessions, completed_on)
         SELECT {}, {}, CASE WHEN {completes} THEN {SESSIONS} ELSE 1 END, CASE WHEN {completes} THEN {} END FROM {}",
        dialect.id(EVENT, &event),
        dialect.id(PERSON, "i"),
        last_on(dialect, &event),
        dialect.series(size.0),
        completes = format!("i % 10 < {COMPLETE}"),
    )
}
