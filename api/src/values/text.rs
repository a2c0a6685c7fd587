//! Text as people type it: one line or several, in one Unicode form. Knows nothing of what it means.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::{FieldCode, wire};

/// The text in NFC, as nearly every text comes already; refused with control characters other than tab and newline, or with
/// noncharacters.
///
/// # Errors
/// `invalid_format`
pub fn normalise(text: &str) -> Result<Cow<'_, str>, FieldCode> {
    if text.chars().any(is_refused) {
        return Err(FieldCode::InvalidFormat);
    }
    let is_normal = is_nfc_quick(text.chars()) == IsNormalized::Yes;
    Ok(if is_normal { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) })
}

fn is_refused(c: char) -> bool {
    let is_noncharacter = u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    is_noncharacter || (c.is_control() && !matches!(c, '\t' | '\n'))
}

/// Refuses a text with fewer or more characters (Unicode scalar values).
pub(super) fn check_length(text: &str, min: usize, max: usize) -> Result<(), FieldCode> {
    match text.chars().count() {
        n if n < min => Err(FieldCode::TooShort),
        n if n > max => Err(FieldCode::TooLong),
        _ => Ok(()),
    }
}

/// A text of one line, trimmed, of `MIN` to `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Line<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> Line<MIN, MAX> {
    /// Reads a line.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = normalise(text.trim())?;
        if text.contains(['\t', '\n', '\u{2028}', '\u{2029}']) {
            return Err(FieldCode::InvalidFormat);
        }
        check_length(&text, MIN, MAX)?;
        Ok(Self(text.into_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MIN: usize, const MAX: usize> AsRef<str> for Line<MIN, MAX> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Line<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl<const MIN: usize, const MAX: usize> ComposeSchema for Line<MIN, MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        wire::text_schema(MIN, MAX).into()
    }
}

impl<const MIN: usize, const MAX: usize> ToSchema for Line<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("Line{MIN}To{MAX}").into()
    }
}

/// A text of any number of lines, trimmed, of one to `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Paragraph<const MAX: usize>(String);

impl<const MAX: usize> Paragraph<MAX> {
    /// Reads a paragraph.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = normalise(text.trim())?;
        check_length(&text, 1, MAX)?;
        Ok(Self(text.into_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MAX: usize> AsRef<str> for Paragraph<MAX> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Paragraph<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl<const MAX: usize> ComposeSchema for Paragraph<MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        wire::text_schema(1, MAX).into()
    }
}

impl<const MAX: usize> ToSchema for Paragraph<MAX> {
    fn name() -> Cow<'static, str> {
        format!("Paragraph{MAX}").into()
    }
}

#[cfg(test)]
mod tests {
    use utoipa::{PartialSchema, ToSchema};

    use super::{FieldCode, Line, Paragraph, normalise};

    type Short = Line<2, 5>;

    #[test]
    fn text_is_composed_and_control_characters_are_refused() {
        assert_eq!(normalise("Ha\u{300}\t\n").as_deref(), Ok("H\u{e0}\t\n"));
        assert_eq!(normalise("👍🏽 ok").as_deref(), Ok("👍🏽 ok"));
        for c in "\0\u{1}\r\u{7f}\u{85}\u{9f}\u{fdd0}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}".chars() {
            assert_eq!(normalise(&format!("a{c}b")), Err(FieldCode::InvalidFormat), "{c:?}");
        }
        for c in (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| super::is_refused(*c)) {
            assert!(c.is_control() || u32::from(c) >= 0xfdd0);
        }
    }

    #[test]
    fn a_line_is_trimmed_and_counted_in_characters() {
        assert_eq!(Short::parse("  Ma\u{301}y \n").map(Line::into_string).as_deref(), Ok("M\u{e1}y"));
        assert_eq!(Short::parse("ậậậậậ").unwrap().as_ref().len(), 15);
        assert_eq!(Short::parse(" a "), Err(FieldCode::TooShort));
        assert_eq!(Short::parse("abcdef"), Err(FieldCode::TooLong));
        for text in ["a\nb", "a\tb", "a\0b", "a\u{2028}b"] {
            assert_eq!(Short::parse(text), Err(FieldCode::InvalidFormat));
        }
    }

    #[test]
    fn a_paragraph_has_lines() {
        assert_eq!(Paragraph::<9>::parse(" a\nb\tc ").map(Paragraph::into_string).as_deref(), Ok("a\nb\tc"));
        assert_eq!(Paragraph::<9>::parse(" \n "), Err(FieldCode::TooShort));
        assert_eq!(Paragraph::<3>::parse("abcd"), Err(FieldCode::TooLong));
        assert_eq!(Paragraph::<9>::parse("a\r\nb"), Err(FieldCode::InvalidFormat));
    }

    #[test]
    fn the_wire_says_the_code() {
        let line: Short = serde_json::from_str(r#"" a\u0301b""#).unwrap();
        assert_eq!(serde_json::to_string(&line).unwrap(), "\"\u{e1}b\"");
        let error = serde_json::from_value::<Short>("abcdef".into()).unwrap_err();
        assert_eq!(error.to_string(), "too_long");
    }

    #[test]
    fn every_length_has_a_schema_of_its_own() {
        assert_eq!((Short::name(), Paragraph::<7>::name()), ("Line2To5".into(), "Paragraph7".into()));
        let schema = serde_json::to_value(Short::schema()).unwrap();
        assert_eq!(schema, serde_json::json!({"type": "string", "maxLength": 5, "minLength": 2}));
    }
}
