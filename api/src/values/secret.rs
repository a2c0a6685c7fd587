//! Passwords on their way in: never printed, never serialised, wiped when dropped. Hashing happens elsewhere.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use utoipa::openapi::{KnownFormat, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use super::text::check_length;
use super::{FieldCode, breached, normalise, wire};

/// The most characters of a password.
const MAX: usize = 256;
/// The fewest characters of a password without a second factor.
const MIN_NEW: usize = 15;

/// A password as somebody presents it.
#[derive(Clone)]
pub struct Password(SecretString);

impl Password {
    /// Takes a password of 1 to 256 characters, spaces and all.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        check(text, 1).map(Self)
    }

    /// The characters, for the hash.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A password somebody chooses.
#[derive(Clone)]
pub struct NewPassword(SecretString);

impl NewPassword {
    /// Takes a password of 15 to 256 characters that is not widely known.
    ///
    /// # Errors
    /// `invalid_format`, `too_short`, `too_long`; `inconsistent` for a known one.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let secret = check(text, MIN_NEW)?;
        if breached::is_known(secret.expose_secret(), &[]) {
            return Err(FieldCode::Inconsistent);
        }
        Ok(Self(secret))
    }

    /// Refuses a password made of little more than these words, such as the login and the name of its owner.
    ///
    /// # Errors
    /// `inconsistent`
    pub fn check_against(&self, words: &[&str]) -> Result<(), FieldCode> {
        if breached::is_known(self.expose(), words) { Err(FieldCode::Inconsistent) } else { Ok(()) }
    }

    /// The characters, for the hash.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

fn check(text: &str, min: usize) -> Result<SecretString, FieldCode> {
    let secret = SecretString::from(normalise(text)?.into_owned());
    check_length(secret.expose_secret(), min, MAX)?;
    Ok(secret)
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword")
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

impl<'de> Deserialize<'de> for NewPassword {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer, Self::parse)
    }
}

fn password_schema(min: usize) -> RefOr<Schema> {
    wire::text_schema(min, MAX)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
        .write_only(true)
        .examples([serde_json::Value::from("chợ phiên họp ngày mồng năm")])
        .into()
}

impl PartialSchema for Password {
    fn schema() -> RefOr<Schema> {
        password_schema(1)
    }
}

impl ToSchema for Password {}

impl PartialSchema for NewPassword {
    fn schema() -> RefOr<Schema> {
        password_schema(MIN_NEW)
    }
}

impl ToSchema for NewPassword {}

#[cfg(test)]
mod tests {
    use super::{FieldCode, NewPassword, Password};

    #[test]
    fn a_presented_password_is_composed_and_not_trimmed() {
        assert_eq!(Password::parse(" Ha\u{300} ").unwrap().expose(), " H\u{e0} ");
        assert_eq!(Password::parse("").unwrap_err(), FieldCode::TooShort);
        assert!(Password::parse(&"ậ".repeat(256)).is_ok());
        assert_eq!(Password::parse(&"ậ".repeat(257)).unwrap_err(), FieldCode::TooLong);
        assert_eq!(Password::parse("a\0").unwrap_err(), FieldCode::InvalidFormat);
    }

    #[test]
    fn nothing_is_printed() {
        let text = "sương mù trên đèo Mã Phục";
        assert_eq!(format!("{:?}", Password::parse(text).unwrap()), "Password");
        assert_eq!(format!("{:?}", NewPassword::parse(text).unwrap()), "NewPassword");
    }

    #[test]
    fn a_new_password_is_long_and_unknown() {
        assert_eq!(NewPassword::parse("mười bốn ký tự").unwrap_err(), FieldCode::TooShort);
        assert_eq!(NewPassword::parse("Mật khẩu 123456").unwrap_err(), FieldCode::Inconsistent);
        let own = NewPassword::parse("nong.thi.may.1990").unwrap();
        assert_eq!(own.check_against(&["nong.thi.may", "Nông Thị Mẩy"]), Err(FieldCode::Inconsistent));
        assert_eq!(own.check_against(&["ly.van.hoa"]), Ok(()));
    }

    #[test]
    fn the_wire_says_the_code_and_never_the_password() {
        let error = serde_json::from_value::<NewPassword>("password12345678".into()).unwrap_err();
        assert_eq!(error.to_string(), "inconsistent");
        let error = serde_json::from_value::<Password>(12345.into()).unwrap_err();
        assert_eq!(error.to_string(), "invalid_type");
    }
}
