//! Form bodies, which OAuth prescribes (RFC 6749, appendix B): read strictly and checked against their schema like JSON.
//! A parameter without a value counts as left out, one that is not known is ignored (RFC 6749, section 3.2).

use actix_web::{HttpRequest, web};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    body::{bytes_of, essence, fit},
    list::pairs_of,
};
use crate::error::{Code, Error};

/// A form that has been parsed and validated; all of its members are texts.
#[derive(Debug)]
pub struct Form<T>(T);

impl<T> std::ops::Deref for Form<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Bytes of a form at most: an assertion with all that goes with it, and room to spare.
const LARGEST: usize = 64 * 1024;

/// The media type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

impl<T: DeserializeOwned + Validate + ToSchema + 'static> Form<T> {
    pub(crate) async fn take(request: &HttpRequest, payload: web::Payload) -> Result<Self, Error> {
        if !essence(request).eq_ignore_ascii_case(FORM) {
            return Err(Error::Refused(Code::UnsupportedMediaType));
        }
        let bytes = bytes_of(request, payload, LARGEST).await?;
        let text =
            std::str::from_utf8(&bytes).map_err(|_| Error::Malformed(Code::MalformedRequest, Vec::new()))?;
        let given = pairs_of(text)?.into_iter().filter(|(_, value)| !value.is_empty());
        let members: Map<String, Value> = given.map(|(name, value)| (name, Value::String(value))).collect();
        fit(Value::Object(members)).map(Self)
    }
}
