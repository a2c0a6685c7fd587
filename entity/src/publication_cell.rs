//! The true values of a publication, by cell: what later ones are compared with.

use crate::ids::PublicationId;
use sea_orm::entity::prelude::*;

/// One row of `publication_cell`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_cell")]
pub struct Model {
    /// The publication.
    #[sea_orm(primary_key, auto_increment = false)]
    pub publication_id: PublicationId,
    /// Number of the table, counted from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub table_n: i32,
    /// Number of the cell in its table, counted from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub cell_n: i32,
    /// Code of the indicator.
    pub indicator: String,
    /// The categories as JSON.
    pub key: String,
    /// The value.
    pub value: i64,
    /// What it is a share of.
    pub denominator: Option<i64>,
    /// The document withholds it.
    pub is_suppressed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
