//! Cells as they go over the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{breakdowns::messages::Label, indicator_definitions::messages::Dimension};

/// The dimensions with their names in keys and parameters.
pub const DIMENSIONS: [(&str, Dimension); 9] = [
    ("sex", Dimension::Sex),
    ("young", Dimension::Young),
    ("indigenous", Dimension::Indigenous),
    ("poverty", Dimension::Poverty),
    ("commune", Dimension::Commune),
    ("district", Dimension::District),
    ("value_chain", Dimension::ValueChain),
    ("legal_form", Dimension::LegalForm),
    ("year", Dimension::Year),
];

/// The category of each dimension that a cell is about; a dimension that is absent is summed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CellKey {
    /// `male`, `female` or `unknown`.
    #[schema(max_length = 30, example = "female")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// `young`, `not_young` or `unknown`.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub young: Option<String>,
    /// `indigenous`, `not_indigenous` or `unknown`.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indigenous: Option<String>,
    /// `poor`, `near_poor`, `not_poor` or `unknown`.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poverty: Option<String>,
    /// Official code of the commune on the map asked for, `not_assigned` or `unknown`.
    #[schema(max_length = 30, example = "01392")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune: Option<String>,
    /// Official code of the district of the map of 2022, `not_assigned` or `unknown`.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// Code of the value chain, or `unknown`.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_chain: Option<String>,
    /// `cig`, `tht` or `cooperative`.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<String>,
    /// The calendar year.
    #[schema(max_length = 30)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
}

impl CellKey {
    /// Where the category of a dimension is kept.
    pub const fn of_mut(&mut self, dimension: Dimension) -> &mut Option<String> {
        match dimension {
            Dimension::Sex => &mut self.sex,
            Dimension::Young => &mut self.young,
            Dimension::Indigenous => &mut self.indigenous,
            Dimension::Poverty => &mut self.poverty,
            Dimension::Commune => &mut self.commune,
            Dimension::District => &mut self.district,
            Dimension::ValueChain => &mut self.value_chain,
            Dimension::LegalForm => &mut self.legal_form,
            Dimension::Year => &mut self.year,
        }
    }

    /// The category of a dimension.
    #[must_use]
    pub fn of(&self, dimension: Dimension) -> Option<&str> {
        match dimension {
            Dimension::Sex => self.sex.as_deref(),
            Dimension::Young => self.young.as_deref(),
            Dimension::Indigenous => self.indigenous.as_deref(),
            Dimension::Poverty => self.poverty.as_deref(),
            Dimension::Commune => self.commune.as_deref(),
            Dimension::District => self.district.as_deref(),
            Dimension::ValueChain => self.value_chain.as_deref(),
            Dimension::LegalForm => self.legal_form.as_deref(),
            Dimension::Year => self.year.as_deref(),
        }
    }

    /// The first dimension that has a category here and is none of some.
    #[must_use]
    pub fn undeclared(&self, declared: &[Dimension]) -> Option<(&'static str, Dimension)> {
        DIMENSIONS.into_iter().find(|(_, one)| self.of(*one).is_some() && !declared.contains(one))
    }

    /// The key of some categories.
    pub fn new<'a>(categories: impl IntoIterator<Item = (Dimension, Option<&'a str>)>) -> Self {
        let mut key = Self::default();
        for (dimension, category) in categories {
            *key.of_mut(dimension) = category.map(str::to_owned);
        }
        key
    }
}

/// The categories of a dimension, in the order of the cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Categories {
    /// The dimension.
    pub dimension: Dimension,
    /// Its categories.
    #[schema(max_items = 500)]
    pub categories: Vec<Label>,
}
