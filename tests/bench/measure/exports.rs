//! How much memory it takes to write a table of a million rows: as much as for a tenth of it, if writing holds on to nothing.

use std::fs;
use std::io;
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, NaiveDate};
use formats::document::{Category, Cell, Dimension, Document, Indicator, Organisation, Span, Table, Unit};
use formats::language::Language;
use formats::{csv, xlsx};

use crate::Outcome;
use crate::table::Row;

const FORMATS: [&str; 2] = ["csv", "xlsx"];
const FEW: usize = 100_000;
const MANY: usize = 1_000_000;

/// How much more a million rows may take, in KiB.
const MOST_MORE: u64 = 16 * 1024;

const BY: [Dimension; 3] = [Dimension::Commune, Dimension::ValueChain, Dimension::Year];

/// Writes a short and a long table in each format.
pub fn measure() -> Outcome<Vec<Row>> {
    FORMATS.into_iter().map(one).collect()
}

fn one(format: &str) -> Outcome<Row> {
    let (few, many) = (elsewhere(format, FEW)?, elsewhere(format, MANY)?);
    Ok(Row {
        measurement: format!("export: memory of 1,000,000 rows of {format}, next to 100,000"),
        ours: many.to_string(),
        baseline: few.to_string(),
        ratio: None,
        target: "<= 16 MiB more",
        is_met: many.kib <= few.kib + MOST_MORE,
    })
}

/// What writing took: memory besides that of the document, and time.
struct Taken {
    kib: u64,
    seconds: f64,
}

impl std::fmt::Display for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kib, seconds } = self;
        write!(f, "{}.{} MiB, {seconds:.2} s", kib / 1024, kib % 1024 * 10 / 1024)
    }
}

/// Writes in a process of its own, whose memory is that of nothing else.
fn elsewhere(format: &str, rows: usize) -> Outcome<Taken> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.args(["export", format, &rows.to_string()]).output()?;
    let said = String::from_utf8(output.stdout)?;
    let (kib, seconds) = said.trim().split_once(' ').ok_or_else(|| {
        format!("{format} of {rows} rows was not written: {}", String::from_utf8_lossy(&output.stderr))
    })?;
    Ok(Taken { kib: kib.parse()?, seconds: seconds.parse()? })
}

/// The role of that process: writes once and says what it took.
pub fn export(format: &str, rows: usize) -> Outcome<()> {
    let document = document(rows);
    // From here on the peak is that of the writing.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = resident("VmRSS:")?;
    let started = Instant::now();
    match format {
        "csv" => csv::write(&document, &mut io::sink())?,
        _ => xlsx::write(&document, Language::Vi, &mut io::sink())?,
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{} {seconds}", resident("VmHWM:")?.saturating_sub(before));
    Ok(())
}

/// A line of what the kernel says of this process, in KiB.
fn resident(name: &str) -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no memory is told")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// A publication with one table of shares by three dimensions, which have a row for each cell.
fn document(rows: usize) -> Document {
    let breadth = (1..).find(|breadth: &usize| breadth.pow(3) >= rows).unwrap_or(rows);
    let place = |at: usize| [at / breadth.pow(2), at / breadth % breadth, at % breadth];
    let text = |text: &str| text.to_owned();
    let categories: Vec<Category> = (1..breadth)
        .map(|at| Category {
            code: format!("{at:05}"),
            name_vi: format!("Xã {at}"),
            name_en: format!("No. {at}"),
        })
        .collect();
    let indicator = Indicator {
        code: text("G3"),
        name_vi: text("Tỷ lệ thành viên thuộc hộ nghèo, cận nghèo"),
        name_en: text("Share of poor and near-poor members"),
        unit: text("memberships"),
        level: text("outcome"),
        is_ratio: true,
        denominator_vi: Some(text("Thành viên")),
        denominator_en: Some(text("Members")),
        target: None,
        baseline: None,
    };
    let (name_vi, name_en) = (text("Tỉnh Cao Bằng"), text("Cao Bang province"));
    Document {
        number: text("CB-P-000001"),
        title_vi: text("Kết quả"),
        title_en: text("Results"),
        rules_version: text("2026.1"),
        published_at: DateTime::UNIX_EPOCH,
        publisher: Organisation {
            iati_id: text("VN-HND-04"),
            name_vi: name_vi.clone(),
            name_en: name_en.clone(),
        },
        period: Span { label: text("2022"), from_on: NaiveDate::default(), until_on: NaiveDate::default() },
        area: Unit { code: text("04"), level: text("province"), name_vi, name_en },
        map: text("2022"),
        notes: Vec::new(),
        indicators: vec![indicator],
        tables: vec![Table {
            indicator: text("G3"),
            by: BY.into(),
            cells: (0..rows).map(|at| cell(&categories, at, place(at))).collect(),
        }],
        categories: BY.map(|dimension| (dimension, categories.clone())).into(),
    }
}

/// A share; the first place of each dimension is that of the sum over it.
fn cell(categories: &[Category], at: usize, place: [usize; 3]) -> Cell {
    let named = |(dimension, place): (Dimension, usize)| {
        Some((dimension, categories.get(place.checked_sub(1)?)?.code.clone()))
    };
    let value = i64::try_from(at).ok();
    Cell {
        key: BY.into_iter().zip(place).filter_map(named).collect(),
        value,
        denominator: value.map(|value| 2 * value),
        share_bps: Some(5_000),
        suppressed: false,
    }
}
