//! Publications to try the formats with: a rich one, with text that formats like to get wrong, an odd one, and a long one.

mod building;
mod indicators;
mod long;
mod names;
mod odd;
mod tables;

pub use long::document as long;
pub use odd::{document as odd, empty};

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};

use super::document::{Category, Dimension, Document, Note, Organisation, Span, Unit};

/// Text with everything that some format gives a meaning.
pub const NASTY: &str = "=cmd|'/c calc'!A1 \"quoted\", <b>&amp;</b>\nTiếng Việt: Hợp tác xã Ưu Đãi ]]>";

/// The publication.
#[must_use]
pub fn document() -> Document {
    Document {
        number: "CB-P-000012".into(),
        title_vi: "Kết quả các nhóm hợp tác của nông dân, quý II năm 2022".into(),
        title_en: "Results of the farmers' cooperative groups, second quarter of 2022".into(),
        rules_version: "2026.1".into(),
        published_at: DateTime::from_timestamp(1_657_159_200, 0).unwrap_or_default(),
        publisher: Organisation {
            iati_id: "VN-REG-04-HND".into(),
            name_vi: "Hội Nông dân tỉnh Cao Bằng".into(),
            name_en: "Farmers' Union of Cao Bang province".into(),
        },
        period: Span { label: "2022-Q2".into(), from_on: day(2022, 4), until_on: day(2022, 7) },
        area: Unit {
            code: "04".into(),
            level: "province".into(),
            name_vi: "Tỉnh Cao Bằng".into(),
            name_en: "Cao Bang province".into(),
        },
        map: "2022".into(),
        notes: vec![
            Note {
                vi: "Nguồn: sổ theo dõi nhóm của Hội Nông dân các xã.".into(),
                en: "Source: group registers of the commune unions.".into(),
            },
            Note { vi: NASTY.into(), en: NASTY.into() },
        ],
        indicators: indicators::all(),
        categories: categories(),
        tables: tables::all(),
    }
}

fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
}

fn categories() -> BTreeMap<Dimension, Vec<Category>> {
    let mut all: BTreeMap<Dimension, Vec<Category>> = BTreeMap::new();
    let communes = names::COMMUNES.iter().map(|&(code, vi, en, _)| (Dimension::Commune, code, vi, en));
    let later = ["2020", "2021", "2022"].map(|year| (Dimension::Year, year, year, year));
    for (dimension, code, vi, en) in communes.chain(names::CATEGORIES).chain(later) {
        all.entry(dimension).or_default().push(Category {
            code: code.into(),
            name_vi: vi.into(),
            name_en: en.into(),
        });
    }
    all
}
