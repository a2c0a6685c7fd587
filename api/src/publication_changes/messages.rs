//! What goes over the wire about true values and changes.

use entity::{ids::PublicationId, publication_cell};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{error::Error, http::Filter, indicator_tables::messages::CellKey};

/// A cell with its true value.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationValue {
    /// Number of the table in the document, counted from 1.
    #[schema(minimum = 1, maximum = 1000)]
    pub table_n: i32,
    /// Number of the cell in the table, counted from 1.
    #[schema(minimum = 1, maximum = 100_000)]
    pub cell_n: i32,
    /// Code of the indicator.
    #[schema(max_length = 30, example = "G2")]
    pub indicator: String,
    /// What the cell is about.
    pub key: CellKey,
    /// Its true value.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub value: i64,
    /// What that is a share of; null when it stands for itself.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub denominator: Option<i64>,
    /// The document withholds it.
    pub is_suppressed: bool,
}

impl PublicationValue {
    /// The view of a row.
    ///
    /// # Errors
    /// When the key cannot be read.
    pub fn of(row: publication_cell::Model) -> Result<Self, Error> {
        Ok(Self {
            key: serde_json::from_str(&row.key).map_err(Error::internal)?,
            table_n: row.table_n,
            cell_n: row.cell_n,
            indicator: row.indicator,
            value: row.value,
            denominator: row.denominator,
            is_suppressed: row.is_suppressed,
        })
    }
}

/// A cell whose true value is not what it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationChange {
    /// Code of the indicator.
    #[schema(max_length = 30, example = "G2")]
    pub indicator: String,
    /// What the cell is about.
    pub key: CellKey,
    /// The value in the earlier publication; null when the cell was not there.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub before: Option<i64>,
    /// The value in this one.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub after: i64,
    /// A figure that only grows and fell: a correction.
    pub is_correction: bool,
    /// Journal entries between the two that touch records the indicator counts, in the commune of the cell if it has one; the
    /// first hundred.
    #[schema(max_items = 100)]
    pub entry_ids: Vec<Uuid>,
}

/// The list of true values has no filters of its own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PublicationValueFilter {}

impl Filter for PublicationValueFilter {
    const SORTS: &'static [&'static str] = &["table"];
}

/// With what a publication is compared.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PublicationChangeFilter {
    /// The earlier publication; required.
    pub since_id: Option<PublicationId>,
}

impl Filter for PublicationChangeFilter {
    const SORTS: &'static [&'static str] = &["table"];
}
