//! Vietnamese telephone numbers (domain §5.3), kept as E.164. Whose they are is not known here: families share.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::digits::{MAX_WRITTEN, compact, is_digits};
use super::{FieldCode, wire};

/// A telephone number `+84…`; only its mask is ever printed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Phone(String);

/// Prefixes of eleven-digit mobile numbers and what has replaced them since 2018, without the leading 0.
const REPLACED: [(&str, &str); 21] = [
    ("162", "32"),
    ("163", "33"),
    ("164", "34"),
    ("165", "35"),
    ("166", "36"),
    ("167", "37"),
    ("168", "38"),
    ("169", "39"),
    ("120", "70"),
    ("121", "79"),
    ("122", "77"),
    ("126", "76"),
    ("128", "78"),
    ("123", "83"),
    ("124", "84"),
    ("125", "85"),
    ("127", "81"),
    ("129", "82"),
    ("186", "56"),
    ("188", "58"),
    ("199", "59"),
];

/// Area code of Cao Bằng, without the leading 0; seven digits follow.
const CAO_BANG: &str = "206";

impl Phone {
    /// Reads a number: `0…`, `84…` or `+84…`, with or without spaces, dots, dashes and parentheses.
    ///
    /// # Errors
    /// `invalid_format`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let compact = compact(text)?.replace(['(', ')'], "");
        let national = compact
            .strip_prefix("+84")
            .or_else(|| compact.strip_prefix('0'))
            .or_else(|| compact.strip_prefix("84"))
            .filter(|national| is_digits(national))
            .and_then(current)
            .ok_or(FieldCode::InvalidFormat)?;
        Ok(Self(format!("+84{national}")))
    }

    /// The number as E.164.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The number with all but its last three digits hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("+84*****{}", &self.0[self.0.len() - 3..])
    }
}

/// The national number as it is dialled today, without the leading 0.
fn current(national: &str) -> Option<String> {
    match national.len() {
        9 if is_mobile(national) => Some(national.to_owned()),
        10 if national.starts_with(CAO_BANG) => Some(national.to_owned()),
        10 => REPLACED
            .iter()
            .find_map(|(old, new)| national.strip_prefix(old).map(|rest| format!("{new}{rest}"))),
        _ => None,
    }
}

/// True when nine digits begin with the prefix of a mobile network.
fn is_mobile(national: &str) -> bool {
    matches!(
        national.as_bytes(),
        [b'3', ..]
            | [b'7', b'0' | b'6'..=b'9', ..]
            | [b'5', b'1' | b'6' | b'8' | b'9', ..]
            | [b'5', b'2', b'2' | b'3' | b'8', ..]
            | [b'5', b'5', b'9', ..]
            | [b'8', b'1'..=b'8', ..]
            | [b'8', b'9', b'6'..=b'9', ..]
            | [b'9', b'0'..=b'8', ..]
            | [b'9', b'9', b'0' | b'1' | b'3'..=b'9', ..]
    )
}

impl AsRef<str> for Phone {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Phone {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(10, MAX_WRITTEN).pattern(Some("^[+0-9 .()-]+$")).examples(["02060000123"]).into()
    }
}

impl ToSchema for Phone {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, Phone, REPLACED, is_mobile};

    fn e164(text: &str) -> String {
        Phone::parse(text).unwrap_or_else(|code| panic!("{text}: {code}")).e164().to_owned()
    }

    #[test]
    fn all_ways_of_writing_are_one_number() {
        for text in ["0912345678", "84912345678", "+84912345678", " (+84) 912.345-678 ", "0912 345 678"] {
            assert_eq!(e164(text), "+84912345678");
        }
        assert_eq!(e164(&e164("0841234567")), "+84841234567");
        assert_eq!(e164("84841234567"), "+84841234567");
    }

    #[test]
    fn old_mobile_numbers_are_converted() {
        for (old, new) in REPLACED {
            assert!(is_mobile(&format!("{new}1234567")));
            assert_eq!(e164(&format!("0{old}1234567")), format!("+84{new}1234567"));
            assert_eq!(e164(&format!("+84{old}1234567")), format!("+84{new}1234567"));
        }
        for text in ["01611234567", "01601234567", "01871234567", "01981234567"] {
            assert_eq!(Phone::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
    }

    #[test]
    fn landlines_of_the_province_and_demo_numbers_are_taken() {
        assert_eq!(e164("(0206) 385 2345"), "+842063852345");
        assert_eq!(e164("0206 0123456"), "+842060123456");
        assert_eq!(e164("84 206 0123456"), "+842060123456");
    }

    #[test]
    fn mobile_prefixes_are_those_of_the_networks() {
        let of = |prefix: &str| (0..1000).filter(move |n| format!("{n:03}").starts_with(prefix)).count();
        let taken = (0..1000).filter(|n| is_mobile(&format!("{n:03}000000"))).count();
        let expected = of("3") + 5 * of("70") + 4 * of("51") + 3 + 1 + 8 * of("81") + 4 + 9 * of("90") + 9;
        assert_eq!(taken, expected);
    }

    #[test]
    fn other_numbers_are_refused() {
        for text in ["", "0", "091234567", "09123456789", "912345678", "+840912345678", "+1 202 555 0100"] {
            assert_eq!(Phone::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        for text in [
            "0412345678",
            "0712345678",
            "0802345678",
            "0992345678",
            "0206385234",
            "091234567a",
            "++84912345678",
        ] {
            assert_eq!(Phone::parse(text), Err(FieldCode::InvalidFormat), "{text}");
        }
        assert_eq!(Phone::parse(&"0".repeat(25)), Err(FieldCode::TooLong));
    }

    #[test]
    fn nothing_but_the_mask_is_printed() {
        assert_eq!(format!("{:?}", Phone::parse("0912345123").unwrap()), "Phone(+84*****123)");
    }
}
