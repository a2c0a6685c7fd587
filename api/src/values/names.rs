//! Names of people: their order and the words to find them by. Never splits a name into parts to keep.

use std::collections::BTreeSet;

use entity::vietnamese::{fold, sort_key};
use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{FieldCode, Line, wire};

/// Most characters of a key to sort by (the column is that long).
const MAX_KEY: usize = 255;
/// Most characters of a word to search by (the column is that long).
const MAX_WORD: usize = 60;
/// Stands between the given name and the rest: below everything a key can hold.
const SEPARATOR: char = '\u{1}';

/// The full name of a person: one line with at least one letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct PersonName(Line<2, 120>);

impl PersonName {
    /// Reads a name.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let line = Line::parse(text)?;
        if line.as_ref().chars().any(char::is_alphabetic) {
            Ok(Self(line))
        } else {
            Err(FieldCode::InvalidFormat)
        }
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_string()
    }
}

impl AsRef<str> for PersonName {
    fn as_ref(&self) -> &str {
        self.0.as_ref()
    }
}

impl<'de> Deserialize<'de> for PersonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl PartialSchema for PersonName {
    fn schema() -> RefOr<Schema> {
        wire::text_schema(2, 120).examples([serde_json::Value::from("Nông Thị Mẩy")]).into()
    }
}

impl ToSchema for PersonName {}

/// The key that sorts people by given name (the last word), then by the rest of the name.
#[must_use]
pub fn person_sort_key(name: &str) -> String {
    let name = name.trim();
    let (rest, given) = name.rsplit_once(char::is_whitespace).unwrap_or(("", name));
    let key = format!("{}{SEPARATOR}{}", sort_key(given), sort_key(rest));
    key.chars().take(MAX_KEY).collect()
}

/// The distinct words of a text, each folded and as written (in lower case).
#[must_use]
pub fn search_words(text: &str) -> Vec<(String, String)> {
    let text: String = text.to_lowercase().nfc().collect();
    let words: BTreeSet<_> = text
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|word| !word.is_empty())
        .map(|word| (shorten(&fold(word)), shorten(word)))
        .filter(|(folded, _)| !folded.is_empty())
        .collect();
    words.into_iter().collect()
}

fn shorten(word: &str) -> String {
    word.chars().take(MAX_WORD).collect()
}

#[cfg(test)]
mod tests {
    use super::{FieldCode, PersonName, person_sort_key, search_words};

    #[test]
    fn a_name_has_a_letter() {
        assert_eq!(PersonName::parse(" Nông Thị Mẩy ").unwrap().as_ref(), "Nông Thị Mẩy");
        for (text, code) in
            [("12", FieldCode::InvalidFormat), ("A", FieldCode::TooShort), ("A\nB", FieldCode::InvalidFormat)]
        {
            assert_eq!(PersonName::parse(text), Err(code));
        }
    }

    #[test]
    fn people_are_sorted_by_given_name_first() {
        let sorted = [
            "An",
            "Bế Văn An",
            "Vi Thị An",
            "Bàn Ân",
            "Đàm Bình",
            "Nông Văn Ha",
            "Triệu Hà",
            "Bàn Hạ",
            "Bàn Hạnh",
            "Lý A Phủ",
        ];
        for pair in sorted.windows(2) {
            assert!(person_sort_key(pair[0]) < person_sort_key(pair[1]), "{} < {}", pair[0], pair[1]);
        }
        assert_eq!(person_sort_key(" bế  văn AN"), person_sort_key("Bế Văn An"));
        assert!(person_sort_key(&"ậ ".repeat(300)).chars().count() <= 255);
    }

    #[test]
    fn words_are_distinct_folded_and_exact() {
        let expected = [("dam", "đàm"), ("hoa", "hoà"), ("hoa", "hòa"), ("may", "máy"), ("may", "mẩy")];
        let words = search_words("ĐÀM Mẩy, Máy (Hoà-Hòa) MA\u{301}Y đàm");
        assert_eq!(words, expected.map(|(folded, exact)| (folded.to_owned(), exact.to_owned())));
        let split: Vec<_> = search_words("HTX H'Mông 2/9").into_iter().map(|(word, _)| word).collect();
        assert_eq!(split, ["2", "9", "h", "htx", "mong"]);
    }

    #[test]
    fn words_have_a_limit_and_may_be_none() {
        assert_eq!(search_words(" ,;- "), []);
        assert_eq!(search_words("\u{301}"), []);
        let long = search_words(&"ậ".repeat(200));
        assert!(long.iter().all(|(folded, exact)| folded.len() == 60 && exact.chars().count() == 60));
    }
}
