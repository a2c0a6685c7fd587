//! Checks a body against the schema of its type, so that the contract is what the server enforces, and lists every
//! fault at once.

use std::{
    any::TypeId,
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use jsonschema::{
    Validator,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::Value;
use utoipa::ToSchema;

use super::json::{escape, unknown};
use crate::{
    error::{Error, FieldError},
    values::FieldCode,
};

const MOST_FAULTS: usize = 100;

static VALIDATORS: LazyLock<RwLock<HashMap<TypeId, Arc<Validator>>>> = LazyLock::new(RwLock::default);

/// All the ways in which `value` does not fit the schema of `T`.
pub(super) fn faults<T: ToSchema + 'static>(value: &Value) -> Result<Vec<FieldError>, Error> {
    let validator = validator_of::<T>()?;
    let mut found = Vec::new();
    for error in validator.iter_errors(value) {
        collect(error.kind(), &error.instance_path().to_string(), &mut found);
        if found.len() >= MOST_FAULTS {
            break;
        }
    }
    found.dedup();
    found.truncate(MOST_FAULTS);
    Ok(found)
}

fn validator_of<T: ToSchema + 'static>() -> Result<Arc<Validator>, Error> {
    let known = VALIDATORS.read().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()).cloned();
    if let Some(validator) = known {
        return Ok(validator);
    }
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let parts: serde_json::Map<String, Value> = parts
        .into_iter()
        .map(|(name, schema)| serde_json::to_value(schema).map(|schema| (name, schema)))
        .collect::<Result<_, _>>()
        .map_err(Error::internal)?;
    let mut schema = serde_json::to_value(T::schema()).map_err(Error::internal)?;
    if let Value::Object(members) = &mut schema {
        members.insert("components".to_owned(), serde_json::json!({ "schemas": parts }));
    }
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| Error::internal(format!("the schema of a body is not valid: {error}")))?;
    let validator = Arc::new(validator);
    VALIDATORS
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(TypeId::of::<T>(), Arc::clone(&validator));
    Ok(validator)
}

fn collect(kind: &Kind, at: &str, found: &mut Vec<FieldError>) {
    let code = match kind {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            found.push(FieldError::at(format!("{at}/{}", escape(name)), FieldCode::Required));
            return;
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            found.extend(unexpected.iter().map(|name| unknown(format!("{at}/{}", escape(name)))));
            return;
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            nearest(context).iter().for_each(|error| {
                collect(error.kind(), &error.instance_path().to_string(), found);
            });
            return;
        }
        Kind::Type { .. } => FieldCode::InvalidType,
        Kind::Enum { .. } | Kind::Constant { .. } => FieldCode::NotInEnum,
        Kind::MinLength { .. } | Kind::MinItems { .. } | Kind::MinProperties { .. } => FieldCode::TooShort,
        Kind::MaxLength { .. } | Kind::MaxProperties { .. } => FieldCode::TooLong,
        Kind::MaxItems { .. } => FieldCode::TooManyItems,
        Kind::Minimum { .. }
        | Kind::Maximum { .. }
        | Kind::ExclusiveMinimum { .. }
        | Kind::ExclusiveMaximum { .. } => FieldCode::OutOfRange,
        Kind::UniqueItems => FieldCode::NotUnique,
        _ => FieldCode::InvalidFormat,
    };
    found.push(FieldError::at(at, code));
}

/// The alternative that was meant: not the one that only allows null.
fn nearest<'a, 'e>(
    context: &'a [Vec<jsonschema::ValidationError<'e>>],
) -> &'a [jsonschema::ValidationError<'e>] {
    let only_null = |errors: &&Vec<jsonschema::ValidationError<'e>>| {
        errors.iter().any(|error| {
            matches!(error.kind(), Kind::Type { kind: TypeKind::Single(kind) } if kind.to_string() == "null")
        })
    };
    context.iter().find(|errors| !only_null(errors)).or_else(|| context.first()).map_or(&[], Vec::as_slice)
}
