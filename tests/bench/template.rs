//! One kind of write as a script for pgbench: what differs between two captured writes is computed anew for each
//! transaction, from the number of a call and the place of an application in it.

use uuid::Uuid;

use crate::Outcome;
use crate::seed::{Dialect, applications};
use crate::statement::{Parameter, Statement};

/// Kinds of ids that are made up for rows the write inserts.
const FIRST_FRESH: u16 = 0xf00;
/// Texts longer than this say the same of whatever application they were captured with.
const LONGEST: usize = 300;

/// The script under construction.
pub struct Template<'a> {
    /// The same write to an application at the same place of the first call and of the second.
    captured: [&'a [Statement]; 2],
    place: usize,
    fresh: Vec<Uuid>,
    variables: Vec<String>,
}

impl<'a> Template<'a> {
    /// The script and the definitions of its variables. Each connection works on a call of its own; `k` is the place
    /// before the first one it takes.
    pub fn script(
        first: &'a [Statement],
        second: &'a [Statement],
        place: usize,
    ) -> Outcome<(String, Vec<String>)> {
        let differ = first.iter().zip(second).find(|(one, other)| one.sql != other.sql);
        if differ.is_some() || first.len() != second.len() {
            let numbers = (first.len(), second.len());
            return Err(
                format!("one write sent other statements than another: {numbers:?} {differ:#?}").into()
            );
        }
        let mut template =
            Self { captured: [first, second], place, fresh: Vec::new(), variables: Vec::new() };
        let n = applications::number(1, 0);
        let mut script = format!("\\set k :k + 1\n\\set call :client_id + 1\n\\set n :call * {n} + :k\n");
        for number in 0..first.len() {
            script.push_str(&template.statement(number));
            script.push_str(";\n");
        }
        Ok((script, template.variables))
    }

    fn statement(&mut self, number: usize) -> String {
        let [first, second] = self.captured.map(|statements| &statements[number]);
        let pairs = first.parameters.iter().zip(&second.parameters);
        let values: Vec<String> = pairs.map(|(one, other)| self.value(one, other)).collect();
        first.with(|place| values.get(place - 1).cloned().unwrap_or_default())
    }

    fn value(&mut self, one: &Parameter, other: &Parameter) -> String {
        let (Some(text), Some(elsewhere)) = (one.value.as_deref(), other.value.as_deref()) else {
            return "NULL".to_owned();
        };
        match one.kind.as_str() {
            "uuid" if text != elsewhere => self.id(text, elsewhere).unwrap_or_else(|| self.constant(text)),
            "text" | "character varying" if text.len() <= LONGEST && text != elsewhere => {
                self.text(text, elsewhere)
            }
            _ => self.constant(text),
        }
    }

    fn constant(&mut self, value: &str) -> String {
        let name = format!("v{}", self.variables.len());
        self.variables.push(format!("{name}={value}"));
        format!(":{name}")
    }

    /// An id of a row that was seeded, found again by its number; or a new one.
    fn id(&mut self, one: &str, other: &str) -> Option<String> {
        let (one, other): (Uuid, Uuid) = (one.parse().ok()?, other.parse().ok()?);
        let numbers = [Dialect::number(one), Dialect::number(other)];
        let [Some((kind, first)), Some((_, second))] = numbers else {
            let known = self.fresh.iter().position(|id| *id == one);
            let n = known.unwrap_or(self.fresh.len());
            if known.is_none() {
                self.fresh.push(one);
            }
            return Some(Dialect::Postgres.id(FIRST_FRESH + u16::try_from(n).ok()?, ":n"));
        };
        let place = |call| i64::try_from(applications::number(call, self.place)).ok();
        if [Some(first), Some(second)] == [place(1), place(2)] {
            return Some(Dialect::Postgres.id(kind, ":n"));
        }
        let step = second - first;
        Some(Dialect::Postgres.id(kind, &format!("({} + :call * {step})", first - step)))
    }

    /// A text with ids in it, such as a path.
    fn text(&mut self, one: &str, other: &str) -> String {
        const LENGTH: usize = 36;
        let (mut parts, mut begun, mut at) = (Vec::new(), 0, 0);
        while at + LENGTH <= one.len() {
            let pieces = (one.get(at..at + LENGTH), other.get(at..at + LENGTH));
            let id = match pieces {
                (Some(here), Some(there)) if here != there => self.id(here, there),
                _ => None,
            };
            match id {
                Some(id) => {
                    parts.extend(
                        one.get(begun..at).filter(|text| !text.is_empty()).map(|text| self.constant(text)),
                    );
                    parts.push(format!("CAST({id} AS text)"));
                    at += LENGTH;
                    begun = at;
                }
                None => at += 1,
            }
        }
        parts.extend(one.get(begun..).filter(|text| !text.is_empty()).map(|text| self.constant(text)));
        parts.join(" || ")
    }
}
