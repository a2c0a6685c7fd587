//! Which payments lie within a scope, and what they make.

use entity::{
    delivery_payment,
    ids::{DeliveryId, DeliveryPaymentId},
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    access::{Access, Owned, Permit, Reach, RowLevel, Rows, Within},
    error::Error,
    store::{Reading, Revised},
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

#[derive(FromQueryResult)]
struct Sum {
    sum_vnd: Option<i64>,
}

/// What payments that were found make.
pub(super) async fn sum_vnd<P: RowLevel>(
    access: &Access<P>,
    rows: Rows<delivery_payment::Entity>,
) -> Result<i64, Error> {
    let sum = |select: Select<delivery_payment::Entity>| {
        let sum = Expr::col(delivery_payment::Column::AmountVnd).sum().cast_as("bigint");
        select.select_only().expr_as(sum, "sum_vnd")
    };
    let found: Vec<Sum> = access.load(rows, sum).await?;
    Ok(found.first().and_then(|sum| sum.sum_vnd).unwrap_or_default())
}
