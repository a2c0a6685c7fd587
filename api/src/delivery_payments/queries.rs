//! Which payments lie within a scope, and what they make.

use entity::{
    delivery_payment,
    ids::{DeliveryId, DeliveryPaymentId},
};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Access, Owned, Permit, Reach, Rows, Within},
    store::Revised,
};

impl Owned for delivery_payment::Entity {
    const ID: delivery_payment::Column = delivery_payment::Column::Id;
    const VOIDED: Option<delivery_payment::Column> = Some(delivery_payment::Column::VoidedAt);

    /// A payment lies where its delivery lies.
    fn within(reach: &Reach) -> Condition {
        use delivery_payment::Column;
        Within::new(reach)
            .areas(|communes| Column::CommuneId.in_subquery(communes))
            .groups(|groups| Column::GroupId.is_in(groups.iter().copied()))
            .partners(|partners| Column::PartnerId.is_in(partners.iter().copied()))
            .condition()
    }
}

impl Revised for delivery_payment::Entity {
    const VERSION: delivery_payment::Column = delivery_payment::Column::Version;
    const UPDATED_AT: delivery_payment::Column = delivery_payment::Column::UpdatedAt;

    fn version(row: &delivery_payment::Model) -> i32 {
        row.version
    }
}

/// A payment under its own delivery alone.
pub(super) fn of<P: Permit>(
    access: &Access<P>,
    (delivery_id, id): (DeliveryId, DeliveryPaymentId),
) -> Rows<delivery_payment::Entity> {
    let rows = access.row::<delivery_payment::Entity>(id);
    rows.filter(delivery_payment::Column::DeliveryId.eq(delivery_id))
}
