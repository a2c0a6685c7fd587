//! What can be wrong with one field, in the words of the contract. Where it is wrong, the caller knows.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use utoipa::ToSchema;

/// The code of a field error; a closed list (api-conventions §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// It is missing.
    Required,
    /// There is no such field.
    UnknownField,
    /// Only the server sets it.
    ReadOnly,
    /// It is of another JSON type.
    InvalidType,
    /// It is not written as it must be.
    InvalidFormat,
    /// It has too few characters.
    TooShort,
    /// It has too many characters.
    TooLong,
    /// It is below or above the limits.
    OutOfRange,
    /// It is none of the listed values.
    NotInEnum,
    /// The list has too many items.
    TooManyItems,
    /// What it names does not exist.
    NotFound,
    /// It is taken, or given twice.
    NotUnique,
    /// It contradicts something else.
    Inconsistent,
}

impl FieldCode {
    /// Every code.
    pub const ALL: [Self; 13] = [
        Self::Required,
        Self::UnknownField,
        Self::ReadOnly,
        Self::InvalidType,
        Self::InvalidFormat,
        Self::TooShort,
        Self::TooLong,
        Self::OutOfRange,
        Self::NotInEnum,
        Self::TooManyItems,
        Self::NotFound,
        Self::NotUnique,
        Self::Inconsistent,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::UnknownField => "unknown_field",
            Self::ReadOnly => "read_only",
            Self::InvalidType => "invalid_type",
            Self::InvalidFormat => "invalid_format",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::OutOfRange => "out_of_range",
            Self::NotInEnum => "not_in_enum",
            Self::TooManyItems => "too_many_items",
            Self::NotFound => "not_found",
            Self::NotUnique => "not_unique",
            Self::Inconsistent => "inconsistent",
        }
    }

    /// What the message says when no sentence of its own was given.
    #[must_use]
    pub const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::Required => ("Thiếu trường bắt buộc.", "This is required."),
            Self::UnknownField => ("Không có trường này.", "There is no such member."),
            Self::ReadOnly => ("Trường chỉ đọc.", "This is read-only."),
            Self::InvalidType => ("Sai kiểu dữ liệu.", "This has the wrong type."),
            Self::InvalidFormat => ("Sai định dạng.", "This has the wrong format."),
            Self::TooShort => ("Ngắn quá.", "This is too short."),
            Self::TooLong => ("Dài quá.", "This is too long."),
            Self::OutOfRange => ("Ngoài khoảng cho phép.", "This is out of range."),
            Self::NotInEnum => ("Không thuộc danh sách cho phép.", "This is not one of the listed values."),
            Self::TooManyItems => ("Quá nhiều phần tử.", "There are too many items."),
            Self::NotFound => ("Không tìm thấy.", "This was not found."),
            Self::NotUnique => ("Đã có rồi hoặc bị lặp.", "This is not unique."),
            Self::Inconsistent => {
                ("Không khớp với các trường khác.", "This does not agree with other members.")
            }
        }
    }

    /// The code in the message of a deserialiser: a word that a newtype raised, or what serde says of plain types.
    #[must_use]
    pub fn from_message(message: &str) -> Self {
        let word = message.split_once(" at line ").map_or(message, |(word, _)| word);
        word.parse().unwrap_or_else(|NotACode| {
            SAYINGS
                .iter()
                .find(|(start, _)| message.starts_with(start))
                .map_or(Self::InvalidFormat, |(_, code)| *code)
        })
    }
}

/// How messages of serde and of the parsers of plain types begin.
const SAYINGS: [(&str, FieldCode); 12] = [
    ("missing field", FieldCode::Required),
    ("unknown field", FieldCode::UnknownField),
    ("duplicate field", FieldCode::NotUnique),
    ("unknown variant", FieldCode::NotInEnum),
    ("invalid type", FieldCode::InvalidType),
    ("invalid digit", FieldCode::InvalidType),
    ("cannot parse integer", FieldCode::InvalidType),
    ("provided string was not `true`", FieldCode::InvalidType),
    ("invalid value: integer", FieldCode::OutOfRange),
    ("invalid value: floating point", FieldCode::OutOfRange),
    ("number too", FieldCode::OutOfRange),
    ("number out of range", FieldCode::OutOfRange),
];

impl fmt::Display for FieldCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text is no field code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACode;

impl FromStr for FieldCode {
    type Err = NotACode;

    fn from_str(word: &str) -> Result<Self, NotACode> {
        Self::ALL.into_iter().find(|code| code.word() == word).ok_or(NotACode)
    }
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;

    use super::{FieldCode, NotACode};

    #[test]
    fn words_go_there_and_back_and_are_those_of_the_schema() {
        let schema = serde_json::to_value(FieldCode::schema()).unwrap();
        for (n, code) in FieldCode::ALL.into_iter().enumerate() {
            assert_eq!(code.to_string().parse(), Ok(code));
            assert_eq!(serde_json::to_value(code).unwrap(), code.word());
            assert_eq!(schema["enum"][n], code.word());
        }
        assert_eq!("Required".parse::<FieldCode>(), Err(NotACode));
    }

    #[test]
    fn messages_of_deserialisers_are_understood() {
        use serde_json::from_str;
        let code = |error: serde_json::Error| FieldCode::from_message(&error.to_string());
        assert_eq!(code(from_str::<i32>("\"1\"").unwrap_err()), FieldCode::InvalidType);
        assert_eq!(code(from_str::<i32>("3000000000").unwrap_err()), FieldCode::OutOfRange);
        assert_eq!(code(from_str::<uuid::Uuid>("\"1\"").unwrap_err()), FieldCode::InvalidFormat);
        let of_query = |text: &str| {
            let error = serde_urlencoded::from_str::<Vec<(String, i32)>>(text).unwrap_err();
            FieldCode::from_message(&error.to_string())
        };
        assert_eq!(of_query("a=x"), FieldCode::InvalidType);
        assert_eq!(of_query("a="), FieldCode::InvalidType);
        assert_eq!(of_query("a=3000000000"), FieldCode::OutOfRange);
        assert_eq!(FieldCode::from_message("too_long at line 1 column 9"), FieldCode::TooLong);
        assert_eq!(FieldCode::from_message("whatever"), FieldCode::InvalidFormat);
    }
}
