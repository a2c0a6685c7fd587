//! Numbers that people group with separators. Knows no kind of number.

use super::FieldCode;

/// The longest number with its separators.
pub(super) const MAX_WRITTEN: usize = 24;

/// The text without spaces, dots and dashes.
pub(super) fn compact(text: &str) -> Result<String, FieldCode> {
    let text = text.trim();
    if text.chars().count() > MAX_WRITTEN {
        return Err(FieldCode::TooLong);
    }
    Ok(text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect())
}

/// True when there is nothing but ASCII digits.
pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
