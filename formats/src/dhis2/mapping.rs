//! What indicators, categories and places are called in a DHIS2 instance.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::super::document::{Dimension, Document};
use super::super::figures::{Key, is_official_code};

/// The category option combination `default`, which has this identifier in every instance.
pub const DEFAULT_CATEGORY_OPTION_COMBO: &str = "HllvX50cXC0";

const LETTERS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHARACTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Identifiers (UIDs) of an instance, by keys that this service forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The data set that is filled.
    pub data_set: Option<String>,
    /// By indicator, part and the dimensions that it is split by, places not counted: `G2`, `G2 by sex`, `G3 denominator by sex`.
    pub data_elements: BTreeMap<String, String>,
    /// By categories, in the order of dimensions: `sex=female`, `sex=female,young=yes`; nothing for the total.
    pub category_option_combos: BTreeMap<String, String>,
    /// By map and code: `2022/01363`; a province is the same in both maps and has its code only: `04`.
    pub org_units: BTreeMap<String, String>,
}

/// Which number of a cell a data element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The value, which is the numerator of a ratio.
    Value,
    /// What a ratio is a share of.
    Denominator,
}

impl Mapping {
    /// A mapping that somebody wrote down as JSON.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(json: &str) -> Result<Self, String> {
        let mapping: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let named = [&mapping.data_elements, &mapping.category_option_combos, &mapping.org_units];
        let uids = named.into_iter().flat_map(BTreeMap::values).chain(&mapping.data_set);
        if let Some(uid) = uids.into_iter().find(|uid| !is_uid(uid)) {
            return Err(format!(
                "`{uid}` is no identifier of DHIS2: eleven letters and digits, a letter first"
            ));
        }
        Ok(mapping)
    }

    /// A mapping of everything in a document to identifiers that follow from the keys, for instances that were set up with them.
    #[must_use]
    pub fn derived(document: &Document) -> Self {
        let mut mapping = Self { data_set: Some(uid("data_set", "results")), ..Self::default() };
        let place = area_key(document);
        mapping.org_units.insert(place.clone(), uid("org_unit", &place));
        for figure in document.figures_by_place() {
            let key = &figure.cell.key;
            for part in [Part::Value, Part::Denominator] {
                if part == Part::Value || figure.indicator.is_ratio {
                    let element = element_key(&figure.indicator.code, part, key);
                    mapping
                        .data_elements
                        .entry(element)
                        .or_insert_with_key(|element| uid("data_element", element));
                }
            }
            let combo = combo_key(key);
            mapping.category_option_combos.entry(combo).or_insert_with_key(|combo| match combo.as_str() {
                "" => DEFAULT_CATEGORY_OPTION_COMBO.into(),
                combo => uid("category_option_combo", combo),
            });
            let place = org_unit_key(document, key);
            mapping.org_units.entry(place).or_insert_with_key(|place| uid("org_unit", place));
        }
        mapping
    }
}

fn is_uid(text: &str) -> bool {
    text.len() == 11
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// An identifier of eleven characters, the first a letter, that follows from a code.
#[must_use]
pub fn uid(kind: &str, code: &str) -> String {
    let digest = Sha256::digest(format!("{kind}:{code}").as_bytes());
    let number = digest.iter().take(16).fold(0_u128, |number, &byte| number << 8 | u128::from(byte));
    let mut rest = number;
    let mut take = |from: &[u8]| {
        let size = from.len() as u128;
        let at = usize::try_from(rest % size).unwrap_or_default();
        rest /= size;
        char::from(from.get(at).copied().unwrap_or(b'A'))
    };
    let first = take(LETTERS);
    std::iter::once(first).chain((1..11).map(|_| take(CHARACTERS))).collect()
}

/// The key of a data element.
pub(super) fn element_key(indicator: &str, part: Part, key: &Key) -> String {
    let part = if part == Part::Denominator { " denominator" } else { "" };
    let split: Vec<&str> = breakdowns(key).map(|(dimension, _)| dimension.code()).collect();
    let by = if split.is_empty() { "" } else { " by " };
    format!("{indicator}{part}{by}{}", split.join(","))
}

/// The key of a category option combination.
pub(super) fn combo_key(key: &Key) -> String {
    let pairs: Vec<String> =
        breakdowns(key).map(|(dimension, code)| format!("{}={code}", dimension.code())).collect();
    pairs.join(",")
}

/// The key of the organisation unit of a cell: the smallest place that it names.
pub(super) fn org_unit_key(document: &Document, key: &Key) -> String {
    let named = |dimension| key.get(&dimension).filter(|code| is_official_code(code));
    match named(Dimension::Commune).or_else(|| named(Dimension::District)) {
        Some(code) => format!("{}/{code}", document.map),
        None => area_key(document),
    }
}

/// The key of the organisation unit of the whole document.
pub(super) fn area_key(document: &Document) -> String {
    match document.area.level.as_str() {
        "province" => document.area.code.clone(),
        _ => format!("{}/{}", document.map, document.area.code),
    }
}

/// The parts of a key that are categories: everything but real places.
fn breakdowns(key: &Key) -> impl Iterator<Item = (Dimension, &str)> {
    key.iter()
        .filter(|(dimension, code)| !dimension.is_area() || !is_official_code(code))
        .map(|(&dimension, code)| (dimension, code.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Mapping, is_uid, uid};

    #[test]
    fn identifiers_follow_from_codes() {
        let known = uid("data_element", "G1");
        assert_eq!(known, uid("data_element", "G1"));
        assert_ne!(known, uid("data_element", "G2"));
        assert_ne!(known, uid("org_unit", "G1"));
        for code in ["G1", "1.1.4", "", "04", "2022/01363"] {
            let uid = uid("data_element", code);
            assert!(is_uid(&uid), "{uid}");
        }
    }

    #[test]
    fn a_mapping_that_is_written_down_is_checked() {
        let read = |json: &str| Mapping::read(json).map(|mapping| mapping.data_elements.len());
        assert_eq!(read(r#"{ "data_elements": { "G1": "abcdefghij1", "G2": "ABCDEFGHIJK" } }"#), Ok(2));
        for wrong in ["abcdefghij", "1bcdefghijk", "abcdefghij-", ""] {
            let fault = read(&format!(r#"{{ "data_elements": {{ "G1": "{wrong}" }} }}"#)).unwrap_err();
            assert!(fault.starts_with(&format!("`{wrong}` is no identifier")), "{fault}");
        }
        assert!(read(r#"{ "elements": {} }"#).unwrap_err().contains("unknown field `elements`"));
    }
}
