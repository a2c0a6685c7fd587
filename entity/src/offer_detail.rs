//! What of an offer is shown to partners that were let in.

use crate::ids::{GroupId, OfferId};
use sea_orm::entity::prelude::*;

/// One row of `offer_detail`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_detail")]
pub struct Model {
    /// The offer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: OfferId,
    /// The group.
    pub group_id: GroupId,
    /// Price asked for, per unit.
    pub asking_price_vnd: Option<i64>,
    /// Further terms.
    pub terms: Option<String>,
    /// When the row was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
