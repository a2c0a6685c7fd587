//! All indicators of a year by commune and sex in one request, over a million memberships, three million marks of five years
//! and two hundred thousand contracts, next to the same aggregates written by hand, one scan for each kind of fact.

use std::{cell::Cell, time::Instant};

use chrono::{Days, NaiveDate};

use super::progress;
use crate::Outcome;
use crate::client::{Client, get};
use crate::data::{Data, open};
use crate::options::Options;
use crate::rounds::alternate;
use crate::service::{Running, Who};
use crate::table::Row;

const MOST_TIMES: f64 = 3.0;

/// A year: its first day, and its last.
#[derive(Clone, Copy, Debug)]
struct Year {
    first: NaiveDate,
    last: NaiveDate,
}

impl Year {
    /// The year that ends so many days before the middle of 2022.
    fn ending(days: u64) -> Outcome<Self> {
        let middle = NaiveDate::from_ymd_opt(2022, 6, 30).ok_or("no such day")?;
        let last = middle - Days::new(days);
        Ok(Self { first: last - Days::new(364), last })
    }

    /// What holds on the last day.
    fn holds(self, table: &str) -> String {
        let day = self.last;
        format!(
            "{table}.voided_at IS NULL AND {table}.from_on <= '{day}' AND ({table}.until_on IS NULL OR {table}.until_on > '{day}')"
        )
    }

    /// The groups that count, where they were.
    fn living(self) -> String {
        format!(
            "farmer_group g JOIN group_period p ON p.group_id = g.id AND {} AND p.status IN ('active', 'upgraded')
             AND g.began_as IN ('cig', 'tht') AND g.voided_at IS NULL",
            self.holds("p")
        )
    }

    /// Whoever completed a training in the year, or by its end.
    fn completed(self, is_of_year: bool) -> String {
        let first =
            if is_of_year { format!("t.completed_on >= '{}' AND ", self.first) } else { String::new() };
        format!("{first}t.completed_on <= '{}'", self.last)
    }

    /// Groups with a member who completed a training in the year.
    fn supported(self) -> String {
        format!(
            "(SELECT DISTINCT m.group_id FROM membership m JOIN training_participant t ON t.person_id = m.person_id
                 AND {} AND m.from_on <= t.completed_on AND (m.until_on IS NULL OR m.until_on > t.completed_on)
              WHERE m.voided_at IS NULL) s ON s.group_id = g.id",
            self.completed(true)
        )
    }

    /// Groups that were party to a contract from a day to the last.
    fn contracted(self, first: &str, name: &str) -> String {
        format!(
            "(SELECT DISTINCT group_id FROM sales_contract WHERE status IN ('confirmed', 'completed', 'terminated')
                 AND starts_on <= '{}' AND ends_on >= '{first}' AND (ended_on IS NULL OR ended_on >= '{first}')
                 AND voided_at IS NULL) {name} ON {name}.group_id = g.id",
            self.last
        )
    }

    /// One query for each kind of fact.
    fn queries(self) -> Vec<String> {
        let living = self.living();
        let linked = self.contracted(&self.first.to_string(), "k");
        let in_year = self.contracted(&self.last.format("%Y-01-01").to_string(), "y");
        let members = format!(
            "{living} JOIN membership m ON m.group_id = g.id AND {} JOIN person n ON n.id = m.person_id",
            self.holds("m")
        );
        let lives = self.holds("h");
        vec![
            format!(
                "SELECT p.commune_id, COUNT(*), COUNT(s.group_id), COUNT(k.group_id),
                     SUM(CASE WHEN p.legal_form = 'tht' THEN 1 ELSE 0 END),
                     SUM(CASE WHEN p.legal_form = 'tht' AND y.group_id IS NOT NULL THEN 1 ELSE 0 END)
                 FROM {living} LEFT JOIN {} LEFT JOIN {linked} LEFT JOIN {in_year} GROUP BY 1",
                self.supported()
            ),
            format!(
                "SELECT p.commune_id, n.sex, COUNT(*), COUNT(w.id), COUNT(s.group_id), COUNT(k.group_id),
                     SUM(CASE WHEN s.group_id IS NOT NULL AND o.id IS NOT NULL THEN 1 ELSE 0 END)
                 FROM {members} LEFT JOIN household_member h ON h.person_id = m.person_id AND {lives}
                 LEFT JOIN poverty_status w ON w.household_id = h.household_id AND w.voided_at IS NULL
                     AND w.effective_from_on <= '{day}' AND (w.effective_until_on IS NULL OR w.effective_until_on > '{day}')
                     AND w.status IN ('poor', 'near_poor')
                 LEFT JOIN group_office o ON o.membership_id = m.id AND {} LEFT JOIN {} LEFT JOIN {linked} GROUP BY 1, 2",
                self.holds("o"),
                self.supported(),
                day = self.last,
            ),
            format!(
                "SELECT commune_id, sex, COUNT(*), COUNT(trained) FROM (
                     SELECT DISTINCT ON (m.person_id) m.person_id, p.commune_id, n.sex, t.person_id AS trained FROM {members}
                     LEFT JOIN (SELECT DISTINCT t.person_id FROM training_participant t WHERE {}) t
                         ON t.person_id = m.person_id ORDER BY m.person_id, m.id) first GROUP BY 1, 2",
                self.completed(false)
            ),
            format!(
                "SELECT l.commune_id, n.sex, COUNT(*), SUM(t.production), SUM(t.crop), SUM(t.livestock), SUM(t.business) FROM (
                     SELECT t.person_id, MAX(CASE WHEN e.kind = 'production' THEN 1 ELSE 0 END) AS production,
                         MAX(CASE WHEN e.kind = 'production' AND e.domain = 'crop' THEN 1 ELSE 0 END) AS crop,
                         MAX(CASE WHEN e.kind = 'production' AND e.domain = 'livestock' THEN 1 ELSE 0 END) AS livestock,
                         MAX(CASE WHEN e.kind = 'business' THEN 1 ELSE 0 END) AS business
                     FROM training_participant t JOIN training_event e ON e.id = t.event_id WHERE {} GROUP BY 1) t
                 JOIN person n ON n.id = t.person_id LEFT JOIN household_member h ON h.person_id = n.id AND {lives}
                 LEFT JOIN household_place l ON l.household_id = h.household_id AND {} GROUP BY 1, 2",
                self.completed(true),
                self.holds("l"),
            ),
            format!(
                "SELECT l.commune_id, n.sex, COUNT(*), SUM(u.size) FROM household u
                 LEFT JOIN household_place l ON l.household_id = u.id AND {}
                 LEFT JOIN household_member c ON c.household_id = u.id AND c.is_head AND {} LEFT JOIN person n ON n.id = c.person_id
                 WHERE u.voided_at IS NULL AND u.id IN (SELECT h.household_id FROM household_member h
                     JOIN training_participant t ON t.person_id = h.person_id AND {} WHERE {lives}) GROUP BY 1, 2",
                self.holds("l"),
                self.holds("c"),
                self.completed(true),
            ),
        ]
    }
}

/// Times the request and the queries in turns.
pub async fn measure(data: &Data, options: &Options) -> Outcome<Row> {
    let service = Running::start(&data.url, 2)?;
    // Another year each time: what is asked again while nothing is written is not counted again.
    let years = Cell::new(0);
    let connection = open(&data.url).await?;
    let ours = async || {
        let mut client = Client::connect(service.port()).await?;
        let year = Year::ending(years.replace(years.get() + 1))?;
        let path = format!(
            "/v1/indicator-values?by=commune,sex&map=2022&from_on={}&until_on={}",
            year.first,
            year.last + Days::new(1)
        );
        let request = get(&path, service.token(Who::Province));
        let started = Instant::now();
        client.expect_ok(&request).await?;
        Ok(started.elapsed().as_secs_f64() * 1000.0)
    };
    let by_hand = async || progress::by_hand(&connection, &Year::ending(years.get())?.queries()).await;
    ours().await?;
    by_hand().await?;
    let (ours, bare) = alternate(options.rounds, ours, by_hand).await?;
    Ok(Row {
        measurement:
            "figures: all indicators of a year by commune and sex, 1,000,000 members, bare aggregates".into(),
        ours: format!("{ours:.0} ms"),
        baseline: format!("{bare:.0} ms"),
        ratio: Some(ours / bare),
        target: "<= 3.00",
        is_met: ours / bare <= MOST_TIMES,
    })
}
