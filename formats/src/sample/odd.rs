//! A publication in which everything that can be missing is missing, and numbers are at their limits.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};

use super::super::document::{
    Category,
    Dimension::{self, Commune, District, Sex, Year, Young},
    Document, Goal, Indicator, Organisation, Span, Table, Unit,
};
use super::building::{leaf, ratio, table};

/// The publication.
#[must_use]
pub fn document() -> Document {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    Document {
        number: "-P/ 7&\"".into(),
        title_vi: "+Huyện".into(),
        title_en: "@district".into(),
        rules_version: "1".into(),
        published_at: DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default(),
        publisher: Organisation {
            iati_id: "VN-REG-04-HND".into(),
            name_vi: "Hội".into(),
            name_en: String::new(),
        },
        period: Span { label: "2021–2023".into(), from_on: day(2021), until_on: day(2024) },
        area: Unit {
            code: "045".into(),
            level: "district".into(),
            name_vi: "Huyện Hà Quảng".into(),
            name_en: "Ha Quang district".into(),
        },
        map: "2022".into(),
        notes: Vec::new(),
        indicators: indicators(),
        categories: categories(),
        tables: tables(),
    }
}

fn indicators() -> Vec<Indicator> {
    let indicator = |code: &str, unit: &str, target| Indicator {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        unit: unit.into(),
        level: "impact".into(),
        is_ratio: unit == "persons",
        denominator_vi: None,
        denominator_en: None,
        target,
        baseline: None,
    };
    vec![
        indicator("=A", "groups", Some(Goal { year: 2024, value: 0 })),
        indicator("B", "vnd", Some(Goal { year: 2024, value: 9_000_000_000_000_000 })),
        indicator("C", "persons", Some(Goal { year: 2024, value: 10_000 })),
        indicator("D", "tCO2e", Some(Goal { year: 2024, value: 5 })),
        indicator("E", "vnd", Some(Goal { year: 2024, value: 1_000 })),
    ]
}

fn categories() -> BTreeMap<Dimension, Vec<Category>> {
    let known = [
        (Commune, "01363", "Xã Một Cái Tên Rất Dài Không Vừa Một Dòng Nào"),
        (Commune, "01392", "Xã Xuân Hòa"),
        (Commune, "not_assigned", "Chưa rõ xã"),
        (Commune, "unknown", "Chưa rõ"),
        (District, "045", "Huyện Hà Quảng"),
        (District, "not_assigned", "Chưa rõ huyện"),
        (Sex, "female", "Nữ"),
        (Young, "young", "Trẻ"),
        (Year, "2021", "2021"),
        (Year, "2022", "2022"),
        (Year, "2023", "2023"),
    ];
    let mut all: BTreeMap<Dimension, Vec<Category>> = BTreeMap::new();
    for (dimension, code, name) in known {
        let category = Category { code: code.into(), name_vi: name.into(), name_en: name.into() };
        all.entry(dimension).or_default().push(category);
    }
    all
}

fn tables() -> Vec<Table> {
    let places = [
        leaf(&["045", "01363"], 4),
        leaf(&["045", "01392"], 0),
        leaf(&["045", "not_assigned"], 2),
        leaf(&["not_assigned", "not_assigned"], 1),
        leaf(&["not_assigned", "unknown"], 1),
    ];
    let years =
        [leaf(&["2021"], -5_000_000), leaf(&["2022"], 8_999_999_999_999_999), leaf(&["2023"], 4_000_001)];
    vec![
        table("=A", &[District, Commune], &places, &["045/01363", "045/01392"]),
        table("B", &[Year], &years, &[]),
        table("C", &[], &[ratio(&[], 7, 9)], &[""]),
        table("C", &[Sex, Young], &[ratio(&["female", "young"], 1, 3)], &[]),
        table(
            "C",
            &[Commune, Year],
            &[ratio(&["01363", "2021"], 0, 0), ratio(&["01392", "2022"], 2, 3)],
            &[],
        ),
        table("E", &[], &[leaf(&[], -3)], &[]),
    ]
}

/// A publication of nothing.
#[must_use]
pub fn empty() -> Document {
    Document { indicators: Vec::new(), categories: BTreeMap::new(), tables: Vec::new(), ..document() }
}
