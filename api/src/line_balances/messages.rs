//! What goes over the wire about how far the lines of a contract have come.

use serde::Serialize;
use utoipa::ToSchema;

use crate::values::Quantity;

/// How far a line of the text in force has come; all in the unit of the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineProgress {
    /// Number of the line.
    #[schema(minimum = 1, maximum = 999)]
    pub line_no: i32,
    /// The unit.
    #[schema(max_length = 20, example = "kg")]
    pub unit: String,
    /// What was agreed on, without the tolerance.
    pub contracted: Quantity,
    /// What was delivered and acknowledged or settled.
    #[schema(value_type = String, max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "1200.5")]
    pub delivered: Quantity,
    /// What is left of it.
    #[schema(value_type = String, max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "1300")]
    pub remaining: Quantity,
    /// What may still be delivered: with the tolerance, less all that was recorded.
    #[schema(value_type = String, max_length = 20, pattern = "^[0-9]{1,13}([.][0-9]{1,6})?$", example = "1425.025")]
    pub deliverable: Quantity,
}
