//! What a sender says of a file: its name and its hash. Neither is ever used as a path.

use std::fmt;

use entity::enums::MediaType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, Line, hex, wire};

/// What turns the direction of writing, by which an ending can be hidden.
const TURNING: [char; 12] = [
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];
const FORBIDDEN: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The name of a file, as one line without what file systems cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(Line<1, 200>);

impl FileName {
    /// Reads a name.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let line = Line::parse(text)?;
        let name = line.as_ref();
        let is_plain = !name.contains(FORBIDDEN) && !name.contains(TURNING) && !name.starts_with('.');
        if is_plain { Ok(Self(line)) } else { Err(FieldCode::InvalidFormat) }
    }

    /// The name under which the file goes out: its ending always says what it is.
    #[must_use]
    pub fn ending_rightly(name: &str, media_type: MediaType) -> String {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let fits = ending.is_some_and(|ending| media_type.endings().contains(&ending.as_str()));
        match media_type.endings().first() {
            Some(usual) if !fits => format!("{name}.{usual}"),
            _ => name.to_owned(),
        }
    }
}

impl AsRef<str> for FileName {
    fn as_ref(&self) -> &str {
        self.0.as_ref()
    }
}

impl<'de> Deserialize<'de> for FileName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for FileName {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(1, 200).examples(["Biên bản nghiệm thu.pdf"]).into()
    }
}

impl ToSchema for FileName {}

/// The SHA-256 of some bytes, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sha256Sum([u8; 32]);

impl Sha256Sum {
    const DIGITS: usize = 64;

    /// Reads a hash.
    ///
    /// # Errors
    /// `invalid_format`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        let mut sum = [0; 32];
        if text.len() != Self::DIGITS || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(FieldCode::InvalidFormat);
        }
        for (place, at) in sum.iter_mut().zip((0..Self::DIGITS).step_by(2)) {
            let digits = text.get(at..at + 2).unwrap_or_default();
            *place = u8::from_str_radix(digits, 16).map_err(|_| FieldCode::InvalidFormat)?;
        }
        Ok(Self(sum))
    }

    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl Serialize for Sha256Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Sha256Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for Sha256Sum {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9A-Fa-f]{64}$"))
            .examples(["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"])
            .into()
    }
}

impl ToSchema for Sha256Sum {}

#[cfg(test)]
mod tests {
    use entity::enums::MediaType;

    use super::{FieldCode, FileName, Sha256Sum, hex};

    #[test]
    fn a_name_holds_no_path_and_hides_no_ending() {
        assert_eq!(FileName::parse(" Biên bản 01.pdf ").unwrap().as_ref(), "Biên bản 01.pdf");
        for name in
            ["../x.pdf", "a/b.pdf", "a\\b.pdf", ".hidden", "..", "x\u{202e}fdp.exe", "a\nb", "a\"b", "a:b"]
        {
            assert_eq!(FileName::parse(name), Err(FieldCode::InvalidFormat), "{name}");
        }
        assert_eq!(FileName::parse(" "), Err(FieldCode::TooShort));
        assert_eq!(FileName::parse(&"a".repeat(201)), Err(FieldCode::TooLong));
    }

    #[test]
    fn what_goes_out_says_what_it_is() {
        for (name, out) in [
            ("a.pdf", "a.pdf"),
            ("a.PDF", "a.PDF"),
            ("a", "a.pdf"),
            ("a.exe", "a.exe.pdf"),
            ("a.pdf.", "a.pdf..pdf"),
        ] {
            assert_eq!(FileName::ending_rightly(name, MediaType::Pdf), out);
        }
        assert_eq!(FileName::ending_rightly("a.jpeg", MediaType::Jpeg), "a.jpeg");
        assert_eq!(FileName::ending_rightly("ảnh", MediaType::Jpeg), "ảnh.jpg");
    }

    #[test]
    fn a_hash_has_64_digits() {
        let sum = Sha256Sum::parse(&"aF".repeat(32)).unwrap();
        assert_eq!((sum.as_bytes(), hex(sum.as_bytes())), (&[0xaf; 32], "af".repeat(32)));
        for text in ["", "aF", &"aF".repeat(33), &"aG".repeat(32), &"+F".repeat(32), &"ậ".repeat(32)] {
            assert!(Sha256Sum::parse(text).is_err(), "{text}");
        }
    }
}
