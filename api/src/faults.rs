//! What is wrong with the members and parameters of a request, collected until all of it is known.

use std::borrow::Cow;

use crate::{
    error::{Error, Text},
    values::FieldCode,
};

/// Where in the request a field error lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A JSON Pointer into the body, without the leading `#`.
    Pointer(String),
    /// A query, path or header parameter.
    Parameter(Cow<'static, str>),
}

/// One thing wrong with the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where.
    pub place: Place,
    /// What kind of fault.
    pub code: FieldCode,
    /// What to do about it, when the code alone does not say.
    pub detail: Option<Text>,
}

impl FieldError {
    /// A fault at a member of the body, e.g. `"/from_on"`.
    #[must_use]
    pub fn at(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self { place: Place::Pointer(pointer.into()), code, detail: None }
    }

    /// A fault of a parameter.
    #[must_use]
    pub fn parameter(name: impl Into<Cow<'static, str>>, code: FieldCode) -> Self {
        Self { place: Place::Parameter(name.into()), code, detail: None }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn saying(mut self, detail: Text) -> Self {
        self.detail = Some(detail);
        self
    }
}

/// Faults of a request while they are being collected, so that all are told at once.
#[derive(Debug, Default)]
pub struct Faults {
    all: Vec<FieldError>,
    names_unknown: bool,
}

impl Faults {
    /// Notes a fault at a member of the body if there is one.
    pub fn when(&mut self, is_wrong: bool, pointer: impl Into<String>, code: FieldCode, detail: Text) {
        if is_wrong {
            self.all.push(FieldError::at(pointer, code).saying(detail));
        }
    }

    /// Notes that a member of the body names a row that is not there, or not within the reach.
    pub fn unknown(&mut self, is_unknown: bool, pointer: impl Into<String>, detail: Text) {
        self.names_unknown |= is_unknown;
        self.when(is_unknown, pointer, FieldCode::NotFound, detail);
    }

    /// Notes the field errors of a check that went wrong, each once; any other refusal ends the collecting.
    ///
    /// # Errors
    /// Refusals that are no field errors.
    pub fn keep<T>(&mut self, checked: Result<T, Error>) -> Result<Option<T>, Error> {
        match checked {
            Ok(value) => return Ok(Some(value)),
            Err(Error::Invalid(faults)) => self.add(faults),
            Err(Error::Unknown(faults)) => {
                self.names_unknown = true;
                self.add(faults);
            }
            Err(other) => return Err(other),
        }
        Ok(None)
    }

    fn add(&mut self, faults: Vec<FieldError>) {
        for fault in faults {
            if !self.all.contains(&fault) {
                self.all.push(fault);
            }
        }
    }

    /// Refuses when there were any.
    ///
    /// # Errors
    /// 422 with all of them; 404 when one of them is that a row is not there.
    pub fn check(self) -> Result<(), Error> {
        match (self.all.is_empty(), self.names_unknown) {
            (true, _) => Ok(()),
            (false, true) => Err(Error::Unknown(self.all)),
            (false, false) => Err(Error::Invalid(self.all)),
        }
    }
}
