//! One function per operation on units and products.

use entity::{unit, value_chain};

use super::{
    messages::{Product, Unit},
    queries::units,
};
use crate::{
    access::{Access, permission::reference::ReadUnits},
    error::Error,
    http::{List, Page},
    reference::messages::EveryEntry,
};

pub(super) async fn list_units(
    access: Access<ReadUnits>,
    list: List<EveryEntry>,
) -> Result<Page<Unit>, Error> {
    let sort = EveryEntry::sort(list.page.sort, unit::Column::Code);
    let page = access.page::<_, unit::Model>(access.rows::<unit::Entity>(), &list.page, &sort, |s| s).await?;
    Ok(Page(page.map(Unit::from)))
}

pub(super) async fn list_products(
    access: Access<ReadUnits>,
    list: List<EveryEntry>,
) -> Result<Page<Product>, Error> {
    let sort = EveryEntry::sort(list.page.sort, value_chain::Column::Code);
    let rows = access.rows::<value_chain::Entity>();
    let page = access.page::<_, value_chain::Model>(rows, &list.page, &sort, |s| s).await?;
    let units = units(&access).await?;
    Ok(Page(page.map(|chain| Product::of(chain, &units))))
}
