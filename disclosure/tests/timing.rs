//! Time for a table of realistic size: `cargo test --release -- --ignored --nocapture`.

mod support;

use std::time::Instant;

use disclosure::{Kind, suppress};
use support::provincial::table;

/// Processor time of this process so far, on Linux; the machine may be busy with other things.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').nth(11).and_then(|ticks| ticks.parse::<f64>().ok());
    ticks.map_or(0.0, |ticks| ticks / 100.0)
}

#[test]
#[ignore = "prints times"]
fn provincial_table() {
    for (seed, count) in [(1, 8_000), (2, 8_000), (3, 8_000), (1, 2_000), (1, 40_000)] {
        let (atoms, cells) = table(seed, count);
        let sensitive = cells.iter().filter(|cell| cell.kind == Kind::Sensitive).count();
        let (start, cpu_start) = (Instant::now(), processor_seconds());
        let result = suppress(&atoms, &cells);
        let time = start.elapsed();
        let hidden = result.as_ref().map(|hidden| hidden.iter().filter(|&&hidden| hidden).count());
        println!(
            "{count} members, {} cells, {sensitive} sensitive, hidden {hidden:?}: {time:.2?}, \
             processor {:.2} s",
            cells.len(),
            processor_seconds() - cpu_start
        );
        assert!(result.is_ok());
    }
}
