//! The two languages of readers: words, and numbers as people write them.

use super::document::{Category, Indicator, Organisation, Unit};

/// The language that a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// Something that has a name in both languages.
pub trait Named {
    /// The name in one language.
    fn name(&self, language: Language) -> &str;
}

impl Language {
    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// Code for `lang` attributes.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.pick("vi", "en")
    }

    /// A whole number with separated thousands: `7.914` or `7,914`.
    #[must_use]
    pub fn number(self, value: i64) -> String {
        let digits = value.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
        if value < 0 {
            text.push('\u{2212}');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.pick(".", ","));
            }
            text.push(digit);
        }
        text
    }

    /// Hundredths of a percent as a percentage, without needless zeros: `63,18%` or `80%`.
    #[must_use]
    pub fn percent(self, bps: i64) -> String {
        let fraction = bps.unsigned_abs() % 100;
        let sign = if bps < 0 && bps > -100 { "\u{2212}" } else { "" };
        let whole = self.number(bps / 100);
        let comma = self.pick(",", ".");
        match fraction {
            0 => format!("{whole}%"),
            tenths if tenths % 10 == 0 => format!("{sign}{whole}{comma}{}%", tenths / 10),
            hundredths => format!("{sign}{whole}{comma}{hundredths:02}%"),
        }
    }

    /// A number short enough for a small place: `32,7 tỷ` or `32.7 bn`.
    #[must_use]
    pub fn short(self, value: i64) -> String {
        let (unit, vi, en) = match value.unsigned_abs() {
            0..100_000 => return self.number(value),
            100_000..1_000_000 => (1_000, "nghìn", "k"),
            1_000_000..1_000_000_000 => (1_000_000, "triệu", "m"),
            1_000_000_000..1_000_000_000_000 => (1_000_000_000, "tỷ", "bn"),
            _ => (1_000_000_000_000, "nghìn tỷ", "tn"),
        };
        let tenths =
            (value / (unit / 10) + value.signum() * i64::from(value / (unit / 100) % 10 >= 5)).unsigned_abs();
        let whole = self.number((tenths / 10).cast_signed() * value.signum());
        let fraction = match tenths % 10 {
            0 => String::new(),
            tenth => format!("{}{tenth}", self.pick(",", ".")),
        };
        format!("{whole}{fraction} {}", self.pick(vi, en))
    }

    /// The name of a unit of measure; a unit without a known name stands for itself.
    #[must_use]
    pub fn unit(self, unit: &str) -> &str {
        match unit {
            "groups" => self.pick("nhóm", "groups"),
            "memberships" => self.pick("thành viên", "members"),
            "persons" => self.pick("người", "persons"),
            "households" => self.pick("hộ", "households"),
            "communes" => self.pick("xã", "communes"),
            "products" => self.pick("sản phẩm", "products"),
            "contracts" => self.pick("hợp đồng", "contracts"),
            "vnd" => self.pick("đồng", "VND"),
            "m2" => "m²",
            other => other,
        }
    }
}

impl Named for Category {
    fn name(&self, language: Language) -> &str {
        language.pick(&self.name_vi, &self.name_en)
    }
}

impl Named for Indicator {
    fn name(&self, language: Language) -> &str {
        language.pick(&self.name_vi, &self.name_en)
    }
}

impl Named for Organisation {
    fn name(&self, language: Language) -> &str {
        language.pick(&self.name_vi, &self.name_en)
    }
}

impl Named for Unit {
    fn name(&self, language: Language) -> &str {
        language.pick(&self.name_vi, &self.name_en)
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{En, Vi};

    #[test]
    fn numbers_are_written_as_people_of_the_language_write_them() {
        assert_eq!(Vi.number(32_700_000_000), "32.700.000.000");
        assert_eq!(En.number(-7914), "−7,914");
        assert_eq!(En.number(584), "584");
        assert_eq!(Vi.percent(6318), "63,18%");
        assert_eq!(En.percent(6310), "63.1%");
        assert_eq!(En.percent(10_000), "100%");
        assert_eq!(En.percent(-5), "−0.05%");
    }

    #[test]
    fn short_numbers_keep_one_decimal() {
        assert_eq!(Vi.short(32_700_000_000), "32,7 tỷ");
        assert_eq!(En.short(1_999_999_999), "2 bn");
        assert_eq!(En.short(7_914), "7,914");
        assert_eq!(Vi.short(i64::MAX), "9.223.372 nghìn tỷ");
    }
}
