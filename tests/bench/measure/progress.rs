//! The report over a million memberships, next to the same breakdowns written by hand.

use std::{cell::Cell, time::Instant};

use chrono::{Days, NaiveDate};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};

use crate::Outcome;
use crate::client::{Client, get};
use crate::data::{Data, open};
use crate::options::Options;
use crate::rounds::alternate;
use crate::service::{Running, Who};
use crate::table::Row;

const MOST_TIMES: f64 = 3.0;

/// The groups that count; every breakdown starts from them.
const LIVING: &str = "farmer_group g JOIN group_period p ON p.group_id = g.id AND p.voided_at IS NULL
    AND p.from_on <= '2022-06-30' AND (p.until_on IS NULL OR p.until_on > '2022-06-30')
    AND p.status IN ('active', 'upgraded') AND g.began_as IN ('cig', 'tht') AND g.voided_at IS NULL";
/// Their main value chains.
const CHAIN: &str = "LEFT JOIN group_value_chain c ON c.group_id = g.id AND c.is_primary";
/// Their members on the day.
const MEMBERS: &str = "JOIN membership m ON m.group_id = g.id AND m.voided_at IS NULL
    AND m.from_on <= '2022-06-30' AND (m.until_on IS NULL OR m.until_on > '2022-06-30')";
/// The members themselves.
const PERSONS: &str = "JOIN person n ON n.id = m.person_id";
/// The households they lived in, and what was decided about these.
const POVERTY: &str = "LEFT JOIN household_member h ON h.person_id = m.person_id AND h.voided_at IS NULL
    AND h.from_on <= '2022-06-30' AND (h.until_on IS NULL OR h.until_on > '2022-06-30')
    LEFT JOIN poverty_status s ON s.household_id = h.household_id AND s.voided_at IS NULL
    AND s.effective_from_on <= '2022-06-30'
    AND (s.effective_until_on IS NULL OR s.effective_until_on > '2022-06-30')
    AND s.status IN ('poor', 'near_poor')";
/// Those of them who have completed a training.
const TRAINED: &str =
    "LEFT JOIN (SELECT DISTINCT person_id FROM training_participant WHERE completed_on <= '2022-06-30') t
    ON t.person_id = m.person_id";
/// The totals, each person and household once.
const DISTINCT: &str = "COUNT(*), COUNT(DISTINCT m.person_id), COUNT(DISTINCT t.person_id),
    COUNT(DISTINCT h.household_id), COUNT(DISTINCT s.household_id)";

/// One query for each breakdown, the way somebody asks who wants that one.
fn one_by_one() -> Vec<String> {
    let by = |what: &str, rows: &str| format!("SELECT {what}, COUNT(*) FROM {LIVING} {rows} GROUP BY {what}");
    let of_members = |what: &str, rows: &str| by(what, &format!("{MEMBERS} {rows}"));
    vec![
        format!("SELECT COUNT(*) FROM {LIVING}"),
        by("p.commune_id", ""),
        by("p.legal_form", ""),
        by("c.chain", CHAIN),
        format!("SELECT {DISTINCT} FROM {LIVING} {MEMBERS} {TRAINED} {POVERTY}"),
        of_members("p.commune_id", ""),
        of_members("p.legal_form", ""),
        by("c.chain", &format!("{CHAIN} {MEMBERS}")),
        of_members("n.sex", PERSONS),
        of_members("n.ethnic_code", PERSONS),
        of_members("s.status", POVERTY),
    ]
}

/// As few queries as can be: groups, members and distinct totals, each by everything at once.
fn all_at_once() -> Vec<String> {
    let groups = "p.commune_id, p.legal_form, c.chain";
    let members = format!("{groups}, n.sex, n.ethnic_code, s.status");
    vec![
        format!("SELECT {groups}, COUNT(*) FROM {LIVING} {CHAIN} GROUP BY {groups}"),
        format!(
            "SELECT {members}, COUNT(*) FROM {LIVING} {CHAIN} {MEMBERS} {PERSONS} {POVERTY} GROUP BY {members}"
        ),
        format!("SELECT {DISTINCT} FROM {LIVING} {MEMBERS} {TRAINED} {POVERTY}"),
    ]
}

/// Times the report and the queries in turns.
pub async fn measure(data: &Data, options: &Options) -> Outcome<Vec<Row>> {
    let service = Running::start(&data.url, 2)?;
    // Another day each time: what is asked again while nothing is written is not counted again.
    let days = Cell::new(NaiveDate::from_ymd_opt(2022, 6, 30).ok_or("no such day")?);
    let connection = open(&data.url).await?;
    let ours = async || {
        // A new connection each time: the service closes those that are idle while the others take their turn.
        let mut client = Client::connect(service.port()).await?;
        let day = days.replace(days.get() - Days::new(1));
        let request = get(&format!("/v1/reports/progress?as_of={day}"), service.token(Who::Province));
        let started = Instant::now();
        client.expect_ok(&request).await?;
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    };
    let mut rows = Vec::new();
    for (name, queries) in [("one by one", one_by_one()), ("all at once", all_at_once())] {
        ours().await?;
        by_hand(&connection, &queries).await?;
        let (ours, bare) = alternate(options.rounds, ours, || by_hand(&connection, &queries)).await?;
        rows.push(Row {
            measurement: format!("progress: 1,000,000 members, {:?}, next to bare SQL {name}", data.dialect),
            ours: format!("{ours:.0} ms"),
            baseline: format!("{bare:.0} ms"),
            ratio: Some(ours / bare),
            target: "<= 3.00",
            is_met: ours / bare <= MOST_TIMES,
        });
    }
    Ok(rows)
}

/// Sends queries one after the other; the milliseconds of all.
pub async fn by_hand(connection: &DatabaseConnection, queries: &[String]) -> Outcome<f64> {
    let started = Instant::now();
    for sql in queries {
        let query = Statement::from_string(connection.get_database_backend(), sql.as_str());
        connection.query_all_raw(query).await?;
    }
    Ok(started.elapsed().as_secs_f64() * 1000.0)
}
