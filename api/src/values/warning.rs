//! What is worth a second look but was written all the same.

use serde::Serialize;
use utoipa::ToSchema;

/// Something in the reply to a write that is worth a second look; it did not stop the write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// What it is about; stable, `snake_case`. Clients treat an unknown one as "look at it again".
    #[schema(value_type = String, max_length = 60, example = "disagrees_with_number")]
    pub code: &'static str,
    /// JSON Pointer to the member of the resource.
    #[schema(value_type = Option<String>, max_length = 100, example = "/birth_year")]
    pub pointer: Option<&'static str>,
}

impl Warning {
    /// A warning about one member.
    #[must_use]
    pub const fn at(pointer: &'static str, code: &'static str) -> Self {
        Self { code, pointer: Some(pointer) }
    }
}
