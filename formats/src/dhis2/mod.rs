//! `dataValueSets` of DHIS2. A figure is a value of a data element (the indicator with the dimensions that it is split by, since a
//! data element has one category combination), a category option combination (the categories) and an organisation unit (the
//! place). Numerator and denominator of a ratio are two data elements. What has no mapping, or is withheld, is left out.

mod mapping;

pub use mapping::{DEFAULT_CATEGORY_OPTION_COMBO, Mapping, Part, uid};

use std::io::{self, Write};

use serde::Serialize;

use super::document::Document;
use super::figures::Figure;

/// Media type of the file.
pub const MEDIA_TYPE: &str = "application/json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValueSet<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data_set: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    complete_date: Option<String>,
    period: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_unit: Option<&'a str>,
    data_values: Vec<DataValue<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValue<'a> {
    data_element: &'a str,
    category_option_combo: &'a str,
    period: &'a str,
    org_unit: &'a str,
    value: String,
}

/// Writes the file.
///
/// # Errors
/// When the bytes cannot be written down.
pub fn write(document: &Document, mapping: &Mapping, out: &mut impl Write) -> io::Result<()> {
    let period = period(&document.period.label);
    let figures = document.figures_by_place();
    let data_values = figures.iter().flat_map(|figure| values(document, mapping, figure, &period)).collect();
    let set = DataValueSet {
        data_set: mapping.data_set.as_deref(),
        complete_date: mapping.data_set.as_ref().map(|_| document.published_at.date_naive().to_string()),
        period: period.clone(),
        org_unit: mapping.org_units.get(&mapping::area_key(document)).map(String::as_str),
        data_values,
    };
    serde_json::to_writer_pretty(&mut *out, &set)?;
    out.write_all(b"\n")
}

fn values<'a>(
    document: &Document,
    mapping: &'a Mapping,
    figure: &Figure<'a>,
    period: &'a str,
) -> impl Iterator<Item = DataValue<'a>> {
    let cell = figure.cell;
    let org_unit = mapping.org_units.get(&mapping::org_unit_key(document, &cell.key));
    let combo = mapping.category_option_combos.get(&mapping::combo_key(&cell.key));
    let denominator = cell.denominator.filter(|_| figure.indicator.is_ratio);
    let parts = [(Part::Value, cell.value), (Part::Denominator, denominator)];
    let is_shown = !cell.suppressed;
    parts.into_iter().filter(move |_| is_shown).filter_map(move |(part, value)| {
        let element =
            mapping.data_elements.get(&mapping::element_key(&figure.indicator.code, part, &cell.key))?;
        Some(DataValue {
            data_element: element,
            category_option_combo: combo?,
            period,
            org_unit: org_unit?,
            value: value?.to_string(),
        })
    })
}

/// A period as DHIS2 writes it: `2022`, `2022Q2`, `202206`.
fn period(label: &str) -> String {
    label.replace('-', "")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::sample;
    use super::{DEFAULT_CATEGORY_OPTION_COMBO, Mapping, write};

    fn written(mapping: &Mapping) -> serde_json::Value {
        let mut bytes = Vec::new();
        write(&sample::document(), mapping, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn only_what_is_mapped_is_written() {
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(key, uid)| ((*key).to_owned(), (*uid).to_owned())).collect()
        };
        let mapping = Mapping {
            data_set: None,
            data_elements: map(&[
                ("G3", "aaaaaaaaaaa"),
                ("G3 denominator", "bbbbbbbbbbb"),
                ("G2 by sex", "ccccccccccc"),
            ]),
            category_option_combos: map(&[
                ("", DEFAULT_CATEGORY_OPTION_COMBO),
                ("sex=female", "ddddddddddd"),
            ]),
            org_units: map(&[("04", "eeeeeeeeeee"), ("2022/01378", "fffffffffff")]),
        };
        let value = |element: &str, combo: &str, place: &str, value: &str| {
            serde_json::json!({ "dataElement": element, "categoryOptionCombo": combo, "period": "2022Q2",
                "orgUnit": place, "value": value })
        };
        let expected = serde_json::json!({
            "period": "2022Q2", "orgUnit": "eeeeeeeeeee",
            "dataValues": [
                value("ccccccccccc", "ddddddddddd", "eeeeeeeeeee", "4183"),
                value("aaaaaaaaaaa", "HllvX50cXC0", "eeeeeeeeeee", "5000"),
                value("bbbbbbbbbbb", "HllvX50cXC0", "eeeeeeeeeee", "7914"),
                value("aaaaaaaaaaa", "HllvX50cXC0", "fffffffffff", "73"),
                value("bbbbbbbbbbb", "HllvX50cXC0", "fffffffffff", "175"),
            ],
        });
        assert_eq!(written(&mapping), expected);
    }

    #[test]
    fn without_configuration_everything_shown_has_a_value() {
        let document = sample::document();
        let found = written(&Mapping::derived(&document));
        let figures = document.figures_by_place();
        let shown = figures.iter().filter(|figure| !figure.cell.suppressed);
        let wanted: usize = shown.map(|figure| 1 + usize::from(figure.indicator.is_ratio)).sum();
        assert_eq!(found["dataValues"].as_array().unwrap().len(), wanted);
    }
}
