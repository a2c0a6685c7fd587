//! What goes over the wire about the steps of a delivery.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::values::{Day, Paragraph, Quantity};

/// The buyer has weighed what was delivered.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryAcknowledgement {
    /// What was weighed, in the unit of the delivery; 0 when nothing of it came.
    pub quantity: Quantity,
    /// The day it was: today when absent, not before the delivery.
    #[schema(example = json!(null))]
    pub acknowledged_on: Option<Day>,
}

/// Staff settle what was delivered.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverySettlement {
    /// What counts, in the unit of the delivery: from one of both numbers to the other.
    pub quantity: Quantity,
    /// Why, for both sides and the history; no names or numbers of people.
    #[schema(example = "Cân lại tại trạm của xã, hai bên cùng chứng kiến.")]
    pub reason: Paragraph<500>,
}
