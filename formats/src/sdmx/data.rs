//! The observations as SDMX-CSV 2.1.

use std::io::{self, Write};

use super::super::document::Document;
use super::super::figures::{Figure, percent_decimal};
use super::super::rows::{Rows, optional};
use super::{ATTRIBUTES, Component, VERSION, agency, artefact, codes, frequency, time_period};

/// Media type of the file.
pub const MEDIA_TYPE: &str = "application/vnd.sdmx.data+csv; version=2.1.0";

/// Writes each figure once. The value of a ratio is its share in percent, both of its parts are attributes; a suppressed value is
/// empty and its status says no more than that.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let mut rows = Rows::plain(out);
    let dimensions = Component::ALL.map(Component::id);
    rows.row(
        ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
            .into_iter()
            .chain(dimensions)
            .chain(["OBS_VALUE"])
            .chain(ATTRIBUTES),
    )?;
    let dataflow = format!("{}:{}({VERSION})", agency(document), artefact("DF", document));
    for figure in document.figures_by_place() {
        let start = ["dataflow", &dataflow, "M"].map(str::to_owned);
        rows.row(start.iter().chain(&key(document, &figure)).chain(&observation(&figure)))?;
    }
    rows.finish().map(drop)
}

/// The codes of the dimensions.
fn key(document: &Document, figure: &Figure<'_>) -> Vec<String> {
    let code = |component| match component {
        Component::Indicator => codes::identifier(&figure.indicator.code),
        Component::Area => codes::area(document, &figure.cell.key),
        Component::Breakdown(dimension, _) => {
            codes::category(figure.cell.key.get(&dimension).map(String::as_str))
        }
        Component::Frequency => frequency(&document.period.label).to_owned(),
        Component::Period => time_period(&document.period),
    };
    Component::ALL.into_iter().map(code).collect()
}

/// The value and the attributes.
fn observation(figure: &Figure<'_>) -> [String; 5] {
    let cell = figure.cell;
    let unit = codes::unit(figure.indicator);
    if cell.suppressed {
        return [String::new(), unit, "Q".into(), String::new(), String::new()];
    }
    let (value, numerator, denominator) = if figure.indicator.is_ratio {
        (
            cell.share_bps.map(percent_decimal).unwrap_or_default(),
            optional(cell.value),
            optional(cell.denominator),
        )
    } else {
        (optional(cell.value), String::new(), String::new())
    };
    let status = if value.is_empty() { "M" } else { "A" };
    [value, unit, status.into(), numerator, denominator]
}

#[cfg(test)]
mod tests {
    use super::super::super::{document::Document, sample};
    use super::write;

    fn rows(document: &Document) -> Vec<String> {
        let mut bytes = Vec::new();
        write(document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn rows_name_their_structure_key_and_status() {
        let rows = rows(&sample::document());
        let start = "dataflow,VN-REG-04-HND:DF_CB_P_000012(1.0.0),M";
        for row in [
            "G3,VN-04,_T,_T,_T,_T,_T,_T,_T,Q,2022-Q2,63.18,PT,A,5000,7914",
            "G2,VN-01363,F,_T,_T,_T,_T,_T,_T,Q,2022-Q2,55,MEMBERSHIPS,A,,",
            "G2,VN-01378,F,_T,_T,_T,_T,_T,_T,Q,2022-Q2,,MEMBERSHIPS,Q,,",
            "G2,COMMUNE_X,_T,_T,_T,_T,_T,_T,_T,Q,2022-Q2,14,MEMBERSHIPS,A,,",
            "G8,VN-04,_U,_T,_T,_T,_T,_T,_T,Q,2022-Q2,,PT,M,0,0",
            "1_1_4,VN-04,M,YOUNG,INDIGENOUS,_T,_T,_T,_T,Q,2022-Q2,988,PERSONS,A,,",
        ] {
            assert!(rows.contains(&format!("{start},{row}")), "{row}");
        }
    }

    #[test]
    fn every_key_occurs_once() {
        for document in [sample::document(), sample::odd()] {
            let rows = rows(&document);
            let keys: Vec<String> = rows.iter().map(|row| row.split(',').take(14).collect()).collect();
            let different: std::collections::BTreeSet<&String> = keys.iter().collect();
            assert_eq!(different.len(), keys.len());
        }
    }

    #[test]
    fn a_span_without_a_name_is_a_range() {
        assert!(rows(&sample::odd())[1].contains(",_O,2021-01-01/P1095D,"));
    }
}
