//! How long it takes to choose the cells of a table of realistic size that are withheld, with the proof that none can be
//! derived.

#[path = "../../../disclosure/tests/attacker/tables.rs"]
mod tables;

use std::time::Instant;

use disclosure::suppress;

use crate::Outcome;
use crate::table::Row;

const SEEDS: [u64; 3] = [1, 2, 3];
const MEMBERS: usize = 8_000;
const MOST_SECONDS: f64 = 2.0;

/// Times one table for each seed.
pub fn measure() -> Outcome<Vec<Row>> {
    SEEDS.into_iter().map(one).collect()
}

fn one(seed: u64) -> Outcome<Row> {
    let (atoms, cells) = tables::provincial(seed, MEMBERS);
    let started = Instant::now();
    let hidden = suppress(&atoms, &cells)?;
    let taken = started.elapsed().as_secs_f64();
    let withheld = hidden.iter().filter(|hidden| **hidden).count();
    Ok(Row {
        measurement: format!("suppression: 60 communes, 2 sexes, 14 chains, table {seed}"),
        ours: format!("{taken:.2} s"),
        baseline: format!("{withheld} of {} withheld", cells.len()),
        ratio: None,
        target: "< 2 s",
        is_met: taken < MOST_SECONDS,
    })
}
