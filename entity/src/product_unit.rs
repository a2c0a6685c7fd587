//! Which units a product, that is a value chain in a form, is sold in.

use crate::enums::ProductForm;
use sea_orm::entity::prelude::*;

/// One row of `product_unit`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_unit")]
pub struct Model {
    /// The value chain.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain: String,
    /// The form.
    #[sea_orm(primary_key, auto_increment = false)]
    pub form: ProductForm,
    /// The unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit: String,
}

impl ActiveModelBehavior for ActiveModel {}
