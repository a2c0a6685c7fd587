//! SDMX: the data as SDMX-CSV, and the structure that it refers to as SDMX-ML 3.0.
//!
//! A publication never changes and lists only the codes that it uses, so its dataflow, data structure and codelists carry its
//! number; the concepts, and with them the columns, are the same in all publications. A year is the part of the period that lies
//! in it, which need not be a whole year, and is therefore a dimension of its own, never another `TIME_PERIOD`.

mod codes;
mod data;
mod structure;

pub use data::{MEDIA_TYPE as DATA_MEDIA_TYPE, write as write_data};
pub use structure::{MEDIA_TYPE as STRUCTURE_MEDIA_TYPE, write as write_structure};

use super::document::{Dimension, Document, Span};

/// Version of every artefact: what is in a publication never changes.
const VERSION: &str = "1.0.0";

/// The scheme of concepts, which is the same in all publications.
const CONCEPTS: &str = "CS_RESULTS";

/// A column of the data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Component {
    Indicator,
    Area,
    /// A dimension of the document that is not a place.
    Breakdown(Dimension, &'static str),
    Frequency,
    Period,
}

impl Component {
    /// The dimensions, in the order of the key.
    const ALL: [Self; 11] = [
        Self::Indicator,
        Self::Area,
        Self::Breakdown(Dimension::Sex, "SEX"),
        Self::Breakdown(Dimension::Young, "AGE"),
        Self::Breakdown(Dimension::Indigenous, "INDIGENOUS"),
        Self::Breakdown(Dimension::Poverty, "POVERTY"),
        Self::Breakdown(Dimension::ValueChain, "VALUE_CHAIN"),
        Self::Breakdown(Dimension::LegalForm, "LEGAL_FORM"),
        Self::Breakdown(Dimension::Year, "CALENDAR_YEAR"),
        Self::Frequency,
        Self::Period,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Indicator => "INDICATOR",
            Self::Area => "REF_AREA",
            Self::Breakdown(_, id) => id,
            Self::Frequency => "FREQ",
            Self::Period => "TIME_PERIOD",
        }
    }
}

/// The attributes, in the order of columns after the value.
const ATTRIBUTES: [&str; 4] = ["UNIT_MEASURE", "OBS_STATUS", "NUMERATOR", "DENOMINATOR"];

/// The organisation that maintains the artefacts.
fn agency(document: &Document) -> String {
    let id = codes::identifier(&document.publisher.iati_id);
    if id.starts_with(|first: char| first.is_ascii_alphabetic()) { id } else { format!("A{id}") }
}

/// The identifier of an artefact of this publication.
fn artefact(kind: &str, document: &Document) -> String {
    format!("{kind}_{}", codes::identifier(&document.number).replace('-', "_"))
}

/// Year, quarter, month, or any other span.
fn frequency(label: &str) -> &'static str {
    let shape: String = label.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    match shape.as_str() {
        "0000" => "A",
        "0000-Q0" => "Q",
        "0000-00" => "M",
        _ => codes::OTHER,
    }
}

/// The period as SDMX writes it; a span without a name of its own is its first day and its length.
fn time_period(span: &Span) -> String {
    if frequency(&span.label) == codes::OTHER {
        format!("{}/P{}D", span.from_on, (span.until_on - span.from_on).num_days())
    } else {
        span.label.clone()
    }
}
