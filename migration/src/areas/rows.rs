//! The lists as they come: one line per unit, one line per succession.

use chrono::{Days, NaiveDate};
use entity::enums::AreaLevel;
use sea_orm_migration::prelude::DbErr;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Stands for "before the first known list".
const UNKNOWN_START: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// One unit of a list, its days as a half-open interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaRow {
    /// Official code with leading zeros.
    pub code: String,
    /// Name with its kind, in Vietnamese.
    pub name_vi: String,
    /// Name in English, or without diacritics.
    pub name_en: String,
    /// Province, district or commune.
    pub level: AreaLevel,
    /// Code of the unit it lies in.
    pub parent_code: Option<String>,
    /// First day; 1900-01-01 if unknown.
    pub valid_from_on: NaiveDate,
    /// First day on which it no longer exists.
    pub valid_until_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct UnitLine {
    code: String,
    name: String,
    name_en_or_ascii: String,
    level: AreaLevel,
    parent_code: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// One succession of a list.
#[derive(Deserialize)]
pub(super) struct SuccessorLine {
    pub(super) old_code: String,
    pub(super) new_code: String,
}

/// Reads a list of units: a last day becomes the day after it, a blank first day becomes 1900-01-01.
///
/// # Errors
///
/// The text is not such a list; the message names the line.
pub fn load(csv: &str) -> Result<Vec<AreaRow>, DbErr> {
    Ok(read::<UnitLine>(csv)?.into_iter().map(AreaRow::from).collect())
}

/// Reads a list of successions.
pub(super) fn load_successors(csv: &str) -> Result<Vec<SuccessorLine>, DbErr> {
    read(csv)
}

/// Reads the lines of a list.
pub(crate) fn read<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>, DbErr> {
    let text = csv.trim_start_matches('\u{feff}');
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| DbErr::Custom(error.to_string()))
}

impl From<UnitLine> for AreaRow {
    fn from(line: UnitLine) -> Self {
        Self {
            code: line.code,
            name_vi: line.name,
            name_en: line.name_en_or_ascii,
            level: line.level,
            parent_code: line.parent_code,
            valid_from_on: line.valid_from.unwrap_or(UNKNOWN_START),
            valid_until_on: line.valid_to.and_then(|last| last.checked_add_days(Days::new(1))),
        }
    }
}
