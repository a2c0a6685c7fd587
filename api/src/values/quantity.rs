//! Quantities: exact decimals, kept as whole millionths. Knows units only as whole factors; nothing here is a float.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, Vnd, wire};

/// Millionths in one.
const SCALE: i64 = 1_000_000;
/// Decimals kept.
const DECIMALS: usize = 6;
/// Decimals taken in: so many that each unit of weight converts into every other without a remainder.
const WRITTEN_DECIMALS: usize = 3;
/// The most that is taken in, of any unit.
const MOST: i64 = 999_999_999 * SCALE + 999_000;
/// How a quantity is written.
const PATTERN: &str = "^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,3})?$";

/// How much of something, not less than nothing. Written with a point and at most three decimals; computed ones have up
/// to six.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The most that is taken in, of any unit.
    pub const MAX: Self = Self(MOST);

    /// Reads a quantity.
    ///
    /// # Errors
    /// `invalid_format`, `out_of_range`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_written_once = whole == "0" || !whole.starts_with('0');
        if !is_number(whole) || !is_number(fraction) || !is_written_once || fraction.len() > WRITTEN_DECIMALS
        {
            return Err(FieldCode::InvalidFormat);
        }
        let whole: i64 = whole.parse().map_err(|_| FieldCode::OutOfRange)?;
        let fraction: i64 =
            format!("{fraction:0<DECIMALS$}").parse().map_err(|_| FieldCode::InvalidFormat)?;
        let millionths = whole.checked_mul(SCALE).and_then(|whole| whole.checked_add(fraction));
        millionths.filter(|all| *all <= MOST).map(Self).ok_or(FieldCode::OutOfRange)
    }

    /// A quantity from the database.
    #[must_use]
    pub const fn of_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// As it is stored.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// True when it is a number of whole things.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0 % SCALE == 0
    }

    /// The same in another unit: `factor` of one, measured in the first unit of its measure, against that of the other.
    /// Rounded half up at the sixth decimal; between units of one measure nothing is ever rounded.
    #[must_use]
    pub fn converted(self, from_factor: i64, to_factor: i64) -> Option<Self> {
        divided(i128::from(self.0) * i128::from(from_factor), to_factor.into())
    }

    /// Multiplied by a ratio in millionths, rounded half up at the sixth decimal.
    #[must_use]
    pub fn times(self, ratio: Self) -> Option<Self> {
        divided(i128::from(self.0) * i128::from(ratio.0), SCALE.into())
    }

    /// Divided by a ratio in millionths, rounded half up at the sixth decimal.
    #[must_use]
    pub fn over(self, ratio: Self) -> Option<Self> {
        divided(i128::from(self.0) * i128::from(SCALE), ratio.0.into())
    }

    /// What it costs at a price per unit, rounded half up to whole đồng; none when that is more than is traded at once.
    #[must_use]
    pub fn at(self, unit_price: Vnd) -> Option<Vnd> {
        let Self(vnd) = divided(i128::from(self.0) * i128::from(unit_price.get()), SCALE.into())?;
        Vnd::parse(vnd).ok().filter(|cost| *cost <= Vnd::MOST_TRADED)
    }

    /// A share of it in basis points, rounded down at the sixth decimal.
    #[must_use]
    pub fn share(self, bps: super::Bps) -> Self {
        let share = i128::from(self.0) * i128::from(bps.get()) / i128::from(super::Bps::WHOLE.get());
        Self(i64::try_from(share).unwrap_or(i64::MAX))
    }

    /// Both together; none when that is more than can be kept.
    #[must_use]
    pub const fn plus(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// What is left when the other is taken away; nothing when that is more.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        if self.0 > other.0 { Self(self.0 - other.0) } else { Self::ZERO }
    }
}

/// A quotient rounded half up; none when it cannot be kept.
fn divided(dividend: i128, divisor: i128) -> Option<Quantity> {
    if divisor <= 0 {
        return None;
    }
    i64::try_from((2 * dividend + divisor).div_euclid(2 * divisor)).ok().map(Quantity)
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / SCALE, self.0 % SCALE);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{fraction:0DECIMALS$}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Quantity {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(13)).pattern(Some(PATTERN)).into()
    }
}

impl ToSchema for Quantity {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, Quantity, Vnd};

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn quantities_are_written_in_one_way() {
        for text in ["0", "1", "0.5", "1.25", "1000.125", "999999999.999"] {
            assert_eq!(quantity(text).to_string(), text);
        }
        assert_eq!(quantity("1.500").to_string(), "1.5");
        for text in ["", ".5", "5.", "-1", "+1", "1e3", "1,5", "01", "00", "1.2345", "0x1", " 1", "١"] {
            assert_eq!(Quantity::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in ["1000000000", "99999999999999999999", "9223372036854775808.1"] {
            assert_eq!(Quantity::parse(text), Err(FieldCode::OutOfRange), "{text}");
        }
    }

    #[test]
    fn every_unit_of_weight_converts_there_and_back() {
        for text in ["0.001", "0.333", "7.777", "123456.789", "999999999.999"] {
            for (from, to) in [(1, 1000), (1, 100), (1, 10), (10, 1000), (100, 10), (1000, 1)] {
                let there = quantity(text).converted(from, to).unwrap();
                assert_eq!(there.converted(to, from), Some(quantity(text)), "{text} {from} {to}");
            }
        }
        assert_eq!(quantity("0.001").converted(1, 1000).unwrap().to_string(), "0.000001");
    }

    #[test]
    fn ratios_round_half_up_at_the_sixth_decimal() {
        assert_eq!(quantity("100").over(quantity("8.5")).unwrap().to_string(), "11.764706");
        assert_eq!(quantity("0.001").times(quantity("0.001")).unwrap().to_string(), "0.000001");
        assert_eq!(Quantity::of_millionths(1).times(quantity("0.5")).unwrap().millionths(), 1);
        assert_eq!(Quantity::of_millionths(1).times(quantity("0.499")).unwrap().millionths(), 0);
        assert_eq!(quantity("1").over(Quantity::ZERO), None);
    }

    #[test]
    fn amounts_are_whole_and_limited() {
        let price = |vnd| Vnd::parse(vnd).unwrap();
        assert_eq!(quantity("2.5").at(price(41_001)), Some(price(102_503)));
        assert_eq!(quantity("0.001").at(price(499)), Some(price(0)));
        assert_eq!(quantity("0.001").at(price(500)), Some(price(1)));
        assert_eq!(quantity("1").at(Vnd::MOST_TRADED), Some(Vnd::MOST_TRADED));
        assert_eq!(quantity("1.001").at(price(999_000_999_001)), Some(Vnd::MOST_TRADED));
        assert_eq!(quantity("1.001").at(price(999_000_999_002)), None);
        assert_eq!(quantity("999999999.999").at(Vnd::MAX), None);
    }

    #[test]
    fn what_is_left_is_never_less_than_nothing() {
        assert_eq!(quantity("3").less(quantity("1.5")), quantity("1.5"));
        assert_eq!(quantity("1").less(quantity("3")), Quantity::ZERO);
        assert!(quantity("12").is_whole() && !quantity("12.5").is_whole());
    }
}
