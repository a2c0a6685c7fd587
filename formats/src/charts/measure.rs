//! Numbers of one chart, all in the same unit.

use super::super::document::Indicator;
use super::super::language::Language;

/// How the numbers of a chart are written.
pub struct Measure {
    language: Language,
    is_ratio: bool,
    scale: i64,
    /// What they are in: `tỷ đồng`, `persons`, `%`.
    pub unit: String,
}

impl Measure {
    /// A measure in which the largest number is short.
    pub fn of(indicator: &Indicator, largest: i64, language: Language) -> Self {
        let (scale, vi, en) = match largest.unsigned_abs() {
            _ if indicator.is_ratio => (1, "", ""),
            0..1_000_000 => (1, "", ""),
            1_000_000..1_000_000_000 => (1_000_000, "triệu", "million"),
            1_000_000_000..10_000_000_000_000 => (1_000_000_000, "tỷ", "billion"),
            _ => (1_000_000_000_000, "nghìn tỷ", "trillion"),
        };
        let name = if indicator.is_ratio { "%" } else { language.unit(&indicator.unit) };
        let unit = match (language.pick(vi, en), indicator.is_money()) {
            ("", _) => name.to_owned(),
            (size, true) if language == Language::En => format!("{name} {size}"),
            (size, _) => format!("{size} {name}"),
        };
        Self { language, is_ratio: indicator.is_ratio, scale, unit }
    }

    /// A number without its unit, but for percent.
    pub fn number(&self, value: i64) -> String {
        if self.is_ratio {
            return self.language.percent(value);
        }
        if self.scale == 1 {
            return self.language.number(value);
        }
        if value != 0 && value.abs() < self.scale / 200 {
            return self.language.short(value);
        }
        let hundredths = (i128::from(value) * 200 / i128::from(self.scale) + 1).div_euclid(2);
        let hundredths = i64::try_from(hundredths).unwrap_or(i64::MAX);
        self.language.percent(hundredths).trim_end_matches('%').to_owned()
    }

    /// The smallest step between classes that their labels can show.
    pub fn least_step(&self) -> i64 {
        if self.is_ratio { 100 } else { (self.scale / 100).max(1) }
    }

    /// A number for a small place: shares have one decimal at most.
    pub fn rounded(&self, value: i64) -> String {
        if self.is_ratio {
            self.language.percent((value + 5).div_euclid(10) * 10)
        } else {
            self.number(value)
        }
    }

    /// A number with its unit.
    pub fn with_unit(&self, value: i64) -> String {
        if self.is_ratio { self.number(value) } else { format!("{} {}", self.number(value), self.unit) }
    }
}
