//! Which duty a human holds on a subject: one at most.

use sea_orm::entity::prelude::*;

/// One row of `duty`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "duty")]
pub struct Model {
    /// Kind of the subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_type: String,
    /// The subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// Account, or the owner of a machine client.
    #[sea_orm(primary_key, auto_increment = false)]
    pub human: Uuid,
    /// The duty.
    pub duty: String,
}

impl ActiveModelBehavior for ActiveModel {}
