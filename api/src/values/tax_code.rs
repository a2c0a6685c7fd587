//! Tax codes (domain §5.1). Whether a code is registered is not known here.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::digits::{MAX_WRITTEN, compact, is_digits};
use super::{FieldCode, PersonNumber, wire};

/// A tax code as it is shown: `NNNNNNNNNN`, `NNNNNNNNNN-NNN` of a branch, or a personal number of 12 digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct TaxCode(String);

/// Who pays the tax, as far as the form of the code depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Taxpayer {
    /// Enterprises and cooperatives: 10 digits, 13 of a branch.
    Organisation,
    /// Household businesses and individuals: the personal number, 10 digits before 2025-07-01.
    Person,
}

/// Weights of the first nine digits.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

impl TaxCode {
    /// Reads a code of anybody, with or without spaces, dots and dashes.
    ///
    /// # Errors
    /// `invalid_format`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let digits = compact(text)?;
        let is_code = is_digits(&digits)
            && match digits.len() {
                10 => is_checked(&digits),
                12 => PersonNumber::parse(&digits).is_ok(),
                13 => is_checked(&digits[..10]) && !digits.ends_with("000"),
                _ => false,
            };
        match digits.split_at_checked(10) {
            Some((company, branch)) if is_code && branch.len() == 3 => {
                Ok(Self(format!("{company}-{branch}")))
            }
            _ if is_code => Ok(Self(digits)),
            _ => Err(FieldCode::InvalidFormat),
        }
    }

    /// Reads a code of this kind of taxpayer.
    ///
    /// # Errors
    /// `invalid_format`, `too_long`
    pub fn parse_for(text: &str, payer: Taxpayer) -> Result<Self, FieldCode> {
        Self::parse(text)?.fit_for(payer)
    }

    /// The code again, if this kind of taxpayer can have it.
    ///
    /// # Errors
    /// `invalid_format`
    pub fn fit_for(self, payer: Taxpayer) -> Result<Self, FieldCode> {
        let fits = match payer {
            Taxpayer::Organisation => !self.is_personal(),
            Taxpayer::Person => self.is_personal() || self.0.len() == 10,
        };
        if fits { Ok(self) } else { Err(FieldCode::InvalidFormat) }
    }

    /// True when the code is somebody's personal number.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.0.len() == 12
    }

    /// True for the code of an organisation itself: of no branch and no person.
    #[must_use]
    pub fn is_main(&self) -> bool {
        self.0.len() == 10
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// A code that was kept, as others may see it: of a personal number the last four digits alone.
    #[must_use]
    pub fn shown(kept: &str) -> String {
        match kept.split_at_checked(8) {
            Some((hidden, last)) if kept.len() == 12 => format!("{}{last}", "*".repeat(hidden.len())),
            _ => kept.to_owned(),
        }
    }
}

/// True when the tenth digit is the check digit of the nine before and digits 3 to 9 are not all 0.
fn is_checked(digits: &str) -> bool {
    let mut numbers = digits.bytes().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = WEIGHTS.iter().zip(numbers.by_ref()).map(|(weight, digit)| weight * digit).sum();
    numbers.next() == Some(10 - sum % 11) && &digits[2..9] != "0000000"
}

impl AsRef<str> for TaxCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaxCode({})", Self::shown(&self.0))
    }
}

impl<'de> Deserialize<'de> for TaxCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for TaxCode {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(10, MAX_WRITTEN).pattern(Some("^[0-9 .-]+$")).examples(["9900000016"]).into()
    }
}

impl ToSchema for TaxCode {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, TaxCode, Taxpayer};

    #[test]
    fn codes_of_real_firms_pass() {
        for text in ["0100233488", "0100112437", "0314409058-002", "0312687878-001"] {
            assert_eq!(TaxCode::parse(text).unwrap().as_ref(), text);
        }
        assert_eq!(TaxCode::parse(" 0314 409.058 002").unwrap().as_ref(), "0314409058-002");
    }

    #[test]
    fn one_wrong_digit_is_found() {
        for place in 0..10 {
            for digit in "0123456789".chars() {
                let mut code: Vec<char> = "0100233488".chars().collect();
                code[place] = digit;
                let code: String = code.into_iter().collect();
                assert_eq!(TaxCode::parse(&code).is_ok(), code == "0100233488", "{code}");
            }
        }
    }

    #[test]
    fn other_codes_are_refused() {
        for text in
            ["0100233480", "", "010023348", "01002334881", "0100233488-0", "0314409058-000", "01002x3488"]
        {
            assert_eq!(TaxCode::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for last in 0..10 {
            assert!(TaxCode::parse(&format!("010000000{last}")).is_err());
        }
    }

    #[test]
    fn some_code_exists_in_the_range_of_the_demo() {
        let exist = (0..10).filter(|last| TaxCode::parse(&format!("990000001{last}")).is_ok()).count();
        assert_eq!(exist, 1);
    }

    #[test]
    fn the_kind_of_taxpayer_decides_on_the_length() {
        use Taxpayer::{Organisation, Person};
        let fits = |text, payer| TaxCode::parse_for(text, payer).is_ok();
        assert!(fits("0100233488", Organisation) && fits("0100233488", Person));
        assert!(fits("0314409058-002", Organisation) && !fits("0314409058-002", Person));
        assert!(!fits("003185000123", Organisation) && fits("003185000123", Person));
        assert!(!fits("000185000123", Person));
    }

    #[test]
    fn personal_numbers_are_not_printed() {
        assert_eq!(format!("{:?}", TaxCode::parse("003185000123").unwrap()), "TaxCode(********0123)");
        assert_eq!(format!("{:?}", TaxCode::parse("0100233488").unwrap()), "TaxCode(0100233488)");
    }
}
