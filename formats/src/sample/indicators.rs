//! Indicators of the rich publication.

use super::super::document::{Goal, Indicator};
use super::NASTY;

/// Code, names, unit, level, denominators, target for 2024, baseline of 2017.
type Known = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<i64>,
    Option<i64>,
);

const INDICATORS: [Known; 8] = [
    (
        "G1",
        "Số nhóm được thành lập, duy trì",
        "Groups established and maintained",
        "groups",
        "output",
        None,
        Some(800),
        Some(0),
    ),
    (
        "G2",
        "Số thành viên của các nhóm",
        "Members of the groups",
        "memberships",
        "output",
        None,
        None,
        Some(0),
    ),
    (
        "G3",
        "Tỷ lệ thành viên thuộc hộ nghèo, cận nghèo",
        "Share of poor and near-poor members",
        "memberships",
        "outcome",
        Some("members"),
        Some(6_000),
        None,
    ),
    (
        "G4",
        "Tỷ lệ nhóm được tài trợ",
        "Share of groups with a grant",
        "groups",
        "output",
        Some("groups"),
        Some(10_000),
        Some(0),
    ),
    ("G5", "Tổng tài trợ đã giải ngân", "Grants paid", "vnd", "output", None, Some(48_000_000_000), None),
    (
        "G8",
        "Tỷ lệ thành viên đã được tập huấn",
        "Share of members trained",
        "persons",
        "output",
        Some("member persons"),
        Some(10_000),
        Some(1_250),
    ),
    (
        "1.1.4",
        "Số người được tập huấn kỹ thuật sản xuất",
        "Persons trained in production practices and/or technologies",
        "persons",
        "output",
        None,
        Some(9_000),
        None,
    ),
    ("Policy 1", NASTY, NASTY, "products", "other", None, None, None),
];

/// All of them.
pub fn all() -> Vec<Indicator> {
    INDICATORS.iter().map(indicator).collect()
}

fn indicator(&(code, vi, en, unit, level, whole, target, baseline): &Known) -> Indicator {
    Indicator {
        code: code.into(),
        name_vi: vi.into(),
        name_en: en.into(),
        unit: unit.into(),
        level: level.into(),
        is_ratio: whole.is_some(),
        denominator_vi: whole
            .map(|_| if code == "G4" { "tổng số nhóm".into() } else { "tổng số thành viên".into() }),
        denominator_en: whole.map(|whole| format!("all {whole}")),
        target: target.map(|value| Goal { year: 2024, value }),
        baseline: baseline.map(|value| Goal { year: 2017, value }),
    }
}
