//! Codes of SDMX: what the categories of a document are called there.

use std::collections::BTreeSet;

use super::super::document::{Dimension, Document, Indicator};
use super::super::figures::{Key, is_official_code};
use super::super::language::Language;
use super::Component;

/// Everything, summed.
pub const TOTAL: &str = "_T";
/// Anything else.
pub const OTHER: &str = "_O";
/// Belongs to no category.
const UNALLOCATED: &str = "_X";

/// What an observation is; the code for a withheld value does not say why.
const STATUS: [(&str, &str, &str); 3] = [
    ("A", "Giá trị bình thường", "Normal value"),
    ("M", "Không xác định được giá trị", "Missing value; data cannot exist"),
    ("Q", "Giá trị không công bố", "Missing value; suppressed"),
];

/// How often figures are published.
const FREQUENCY: [(&str, &str, &str); 4] =
    [("A", "Năm", "Annual"), ("Q", "Quý", "Quarterly"), ("M", "Tháng", "Monthly"), (OTHER, "Khác", "Other")];

/// One entry of a codelist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub id: String,
    pub name_vi: String,
    pub name_en: String,
}

impl Code {
    fn new(id: impl Into<String>, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), name_vi: vi.into(), name_en: en.into() }
    }
}

/// A code with the characters that identifiers may have: `1.1.4` becomes `1_1_4`.
pub fn identifier(code: &str) -> String {
    code.chars().map(|char| if char.is_ascii_alphanumeric() || char == '-' { char } else { '_' }).collect()
}

/// The code of a category, or of the total.
pub fn category(code: Option<&str>) -> String {
    match code {
        None => TOTAL.into(),
        Some("female") => "F".into(),
        Some("male") => "M".into(),
        Some("unknown") => "_U".into(),
        Some("other") => OTHER.into(),
        Some("not_assigned") => UNALLOCATED.into(),
        Some(code) => identifier(code).to_uppercase(),
    }
}

/// The code of a unit of measure; shares are percentages.
pub fn unit(indicator: &Indicator) -> String {
    if indicator.is_ratio { "PT".into() } else { identifier(&indicator.unit).to_uppercase() }
}

/// The place that a figure is about. Official codes get the country in front, so that no reader takes them for numbers and drops
/// their zeros.
pub fn area(document: &Document, key: &Key) -> String {
    let place = |code: &str| format!("VN-{}", identifier(code));
    let district = key.get(&Dimension::District);
    match (key.get(&Dimension::Commune), district) {
        (None, None) => place(&document.area.code),
        (Some(commune), _) if is_official_code(commune) => place(commune),
        (None, Some(district)) if is_official_code(district) => place(district),
        (None, Some(other)) => format!("DISTRICT{}", spelled(other)),
        (Some(other), None) => format!("COMMUNE{}", spelled(other)),
        (Some(other), Some(district)) if is_official_code(district) => {
            format!("{}_COMMUNE{}", place(district), spelled(other))
        }
        (Some(other), Some(district)) => format!("DISTRICT{}_COMMUNE{}", spelled(district), spelled(other)),
    }
}

/// A code at the end of another.
fn spelled(code: &str) -> String {
    let code = category(Some(code));
    if code.starts_with('_') { code } else { format!("_{code}") }
}

/// The codelist of a dimension; the period has none.
pub fn list(document: &Document, component: Component) -> Vec<Code> {
    match component {
        Component::Indicator => document
            .indicators
            .iter()
            .map(|it| {
                Code::new(identifier(&it.code), titled(&it.code, &it.name_vi), titled(&it.code, &it.name_en))
            })
            .collect(),
        Component::Area => areas(document),
        Component::Breakdown(dimension, _) => {
            let total = Code::new(TOTAL, "Tổng số", "Total");
            let categories = document.categories_of(dimension).iter();
            let codes = categories.map(|it| Code::new(category(Some(&it.code)), &it.name_vi, &it.name_en));
            unique(std::iter::once(total).chain(codes))
        }
        Component::Frequency => fixed(&FREQUENCY),
        Component::Period => Vec::new(),
    }
}

/// The codelist of an attribute; numbers have none.
pub fn attribute_list(document: &Document, attribute: &str) -> Vec<Code> {
    match attribute {
        "OBS_STATUS" => fixed(&STATUS),
        "UNIT_MEASURE" => unique(document.indicators.iter().map(|indicator| {
            let name = |language: Language| {
                let percent = language.pick("phần trăm", "percent");
                if indicator.is_ratio {
                    percent.to_owned()
                } else {
                    language.unit(&indicator.unit).to_owned()
                }
            };
            Code::new(unit(indicator), name(Language::Vi), name(Language::En))
        })),
        _ => Vec::new(),
    }
}

fn fixed(codes: &[(&str, &str, &str)]) -> Vec<Code> {
    codes.iter().map(|&(id, vi, en)| Code::new(id, vi, en)).collect()
}

fn titled(code: &str, name: &str) -> String {
    format!("{code} {name}")
}

/// Every place that a figure is about; those without a code of their own are named after all that is known of them.
fn areas(document: &Document) -> Vec<Code> {
    let figures = document.figures_by_place();
    let named = figures.iter().map(|figure| {
        let key = &figure.cell.key;
        let known = [Dimension::District, Dimension::Commune].into_iter().filter_map(|dimension| {
            let code = key.get(&dimension)?;
            let category = document.category(dimension, code);
            Some(category.map_or((code, code), |category| (&category.name_vi, &category.name_en)))
        });
        let (vi, en): (Vec<&str>, Vec<&str>) = known.map(|(vi, en)| (vi.as_str(), en.as_str())).unzip();
        Code::new(area(document, key), vi.join(", "), en.join(", "))
    });
    let own = Code::new(area(document, &Key::new()), &document.area.name_vi, &document.area.name_en);
    unique(std::iter::once(own).chain(named))
}

/// The first of each identifier.
fn unique(codes: impl Iterator<Item = Code>) -> Vec<Code> {
    let mut seen = BTreeSet::new();
    codes.filter(|code| seen.insert(code.id.clone())).collect()
}
