//! What goes over the wire about units and products.

use entity::{
    enums::{Measure, ProductForm},
    unit, value_chain,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::Units;

/// A unit of quantities.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    /// Short name by which others refer to it.
    #[schema(max_length = 20, example = "ta")]
    pub code: String,
    /// Name in Vietnamese.
    #[schema(max_length = 60, example = "tạ")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 60, example = "quintal (100 kg)")]
    pub name_en: String,
    /// What it measures; animals are counted in whole numbers.
    pub measure: Measure,
    /// How many of the first unit of its measure it makes.
    #[schema(minimum = 1, maximum = 1_000_000, example = 100)]
    pub factor: i64,
}

impl From<unit::Model> for Unit {
    fn from(row: unit::Model) -> Self {
        let unit::Model { code, name_vi, name_en, measure, factor } = row;
        Self { code, name_vi, name_en, measure, factor }
    }
}

/// A form in which a value chain is sold.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormSold {
    /// The form.
    pub form: ProductForm,
    /// The codes of its units.
    #[schema(max_items = 50, example = json!(["kg", "ta", "tan", "yen"]))]
    pub units: Vec<String>,
}

/// What a value chain is sold as.
#[derive(Debug, Serialize, ToSchema)]
pub struct Product {
    /// The code of the value chain.
    #[schema(max_length = 30, example = "thach_den")]
    pub chain: String,
    /// Name in Vietnamese.
    #[schema(max_length = 120, example = "thạch đen")]
    pub name_vi: String,
    /// Name in English.
    #[schema(max_length = 120, example = "black grass jelly plant")]
    pub name_en: String,
    /// The forms in which it is sold.
    #[schema(max_items = 10)]
    pub forms: Vec<FormSold>,
}

impl Product {
    /// A value chain with what is known of its forms.
    #[must_use]
    pub fn of(row: value_chain::Model, units: &Units) -> Self {
        let forms = units.forms_of(&row.code).map(|(form, units)| FormSold { form, units }).collect();
        Self { chain: row.code, name_vi: row.name_vi, name_en: row.name_en, forms }
    }
}
