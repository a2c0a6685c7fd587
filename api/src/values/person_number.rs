//! Numbers of identity documents (domain §5.2). Whether a number was issued, and to whom, is not known here.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::digits::{MAX_WRITTEN, compact, is_digits};
use super::{FieldCode, wire};

/// The number of an identity document; only its mask is ever printed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct PersonNumber(String);

/// Which document a number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// The personal identification number of 12 digits.
    Cccd12,
    /// The former identity card of 9 digits.
    Cmnd9,
}

/// The sex that a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberSex {
    /// Male.
    Male,
    /// Female.
    Female,
}

/// A field that says something else than the number: worth a warning, no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// `sex` or `birth_year`.
    pub field: &'static str,
}

impl PersonNumber {
    /// Reads a number, with or without spaces, dots and dashes.
    ///
    /// # Errors
    /// `invalid_format`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let digits = compact(text)?;
        if !is_digits(&digits) || !is_issued(&digits) {
            return Err(FieldCode::InvalidFormat);
        }
        Ok(Self(digits))
    }

    /// Which document it is of.
    #[must_use]
    pub fn kind(&self) -> NumberKind {
        if self.0.len() == 12 { NumberKind::Cccd12 } else { NumberKind::Cmnd9 }
    }

    /// All its digits: for the cipher and for those who may read it.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The four digits that may be shown.
    #[must_use]
    pub fn last4(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    /// The number with all but its last four digits hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}{}", "*".repeat(self.0.len() - 4), self.last4())
    }

    /// The sex it says, if it is a number that says so.
    #[must_use]
    pub fn sex(&self) -> Option<NumberSex> {
        let (century_and_sex, _) = self.birth()?;
        Some(if century_and_sex % 2 == 0 { NumberSex::Male } else { NumberSex::Female })
    }

    /// The year of birth it says, if it is a number that says so.
    #[must_use]
    pub fn birth_year(&self) -> Option<i32> {
        let (century_and_sex, year) = self.birth()?;
        Some(1900 + century_and_sex / 2 * 100 + year)
    }

    /// The digit of century and sex, and the two digits of the year.
    fn birth(&self) -> Option<(i32, i32)> {
        match self.kind() {
            NumberKind::Cccd12 => Some((self.0[3..4].parse().ok()?, self.0[4..6].parse().ok()?)),
            NumberKind::Cmnd9 => None,
        }
    }
}

/// True for the right number of digits behind the code of a province or of a country.
fn is_issued(digits: &str) -> bool {
    match digits.len() {
        12 => matches!(digits[..3].parse(), Ok(1..=96 | 100..=999)),
        9 => !digits.starts_with("000"),
        _ => false,
    }
}

/// Where a person's record contradicts the number.
#[must_use]
pub fn disagreements(
    number: &PersonNumber,
    sex: Option<NumberSex>,
    birth_year: Option<i32>,
) -> Vec<Disagreement> {
    let differ_in_sex = sex.zip(number.sex()).is_some_and(|(said, read)| said != read);
    let differ_in_year = birth_year.zip(number.birth_year()).is_some_and(|(said, read)| said != read);
    [(differ_in_sex, "sex"), (differ_in_year, "birth_year")]
        .into_iter()
        .filter_map(|(differs, field)| differs.then_some(Disagreement { field }))
        .collect()
}

impl fmt::Debug for PersonNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonNumber({})", self.masked())
    }
}

impl<'de> Deserialize<'de> for PersonNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for PersonNumber {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(9, MAX_WRITTEN).pattern(Some("^[0-9 .-]+$")).examples(["003185000123"]).into()
    }
}

impl ToSchema for PersonNumber {}

#[cfg(test)]
mod tests {
    use super::{Disagreement, FieldCode, NumberKind, NumberSex, PersonNumber, disagreements};

    fn number(text: &str) -> PersonNumber {
        PersonNumber::parse(text).unwrap()
    }

    #[test]
    fn separators_are_dropped_and_the_kind_follows_from_the_length() {
        let new = number(" 003.185 000-123 ");
        assert_eq!((new.kind(), new.digits()), (NumberKind::Cccd12, "003185000123"));
        let old = number("080 123 456");
        assert_eq!((old.kind(), old.sex(), old.birth_year()), (NumberKind::Cmnd9, None, None));
        assert_eq!((old.masked().as_str(), old.last4()), ("*****3456", "3456"));
    }

    #[test]
    fn the_fourth_digit_says_century_and_sex() {
        let ages = [("0", 1985), ("2", 2085), ("4", 2185)];
        for (digit, year) in ages {
            let number = number(&format!("003{digit}85000123"));
            assert_eq!((number.sex(), number.birth_year()), (Some(NumberSex::Male), Some(year)));
        }
        assert_eq!(number("003304000123").birth_year(), Some(2004));
        assert_eq!(number("003304000123").sex(), Some(NumberSex::Female));
    }

    #[test]
    fn only_known_places_and_lengths_are_taken() {
        for place in 0..1000 {
            let is_known = PersonNumber::parse(&format!("{place:03}185000123")).is_ok();
            assert_eq!(is_known, (1..=96).contains(&place) || place >= 100, "{place}");
        }
        for text in ["", "1", "12345678", "1234567890", "00318500012", "0031850001234", "00318500012x"] {
            assert_eq!(PersonNumber::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in ["000000000", "００３１８５０００１２３", "003+185000123", "003\t185000123"] {
            assert_eq!(PersonNumber::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        assert_eq!(PersonNumber::parse(&"0".repeat(25)), Err(FieldCode::TooLong));
    }

    #[test]
    fn nothing_but_the_mask_is_printed() {
        assert_eq!(format!("{:?}", number("003185000123")), "PersonNumber(********0123)");
    }

    #[test]
    fn contradictions_are_named() {
        let number = number("003185000123");
        assert_eq!(disagreements(&number, Some(NumberSex::Female), Some(1985)), []);
        assert_eq!(disagreements(&number, None, None), []);
        let both = disagreements(&number, Some(NumberSex::Male), Some(1986));
        assert_eq!(both, [Disagreement { field: "sex" }, Disagreement { field: "birth_year" }]);
        let old = PersonNumber::parse("080123456").unwrap();
        assert_eq!(disagreements(&old, Some(NumberSex::Male), Some(1986)), []);
    }
}
