//! The one operation on payments.

use entity::posting;

use super::{
    messages::{GrantPayment, GrantPaymentFilter},
    queries::{order, shown, signed},
};
use crate::{
    access::{Access, permission::disbursements::ReadDisbursements},
    error::Error,
    http::{List, Summed},
    store::sum_vnd,
};

pub(super) async fn list_grant_payments(
    access: Access<ReadDisbursements>,
    list: List<GrantPaymentFilter>,
) -> Result<Summed<GrantPayment>, Error> {
    let day = list.filter.as_of.map_or_else(|| access.service().clock().today(), |day| day.date());
    let rows = access.rows::<posting::Entity>().filter(list.filter.condition(day));
    let sum_vnd = sum_vnd(&access, list.page.include_total, &rows, signed()).await?;
    let page = access.page(rows, &list.page, &order(list.page.sort), shown).await?;
    Ok(Summed { page, sum_vnd })
}
