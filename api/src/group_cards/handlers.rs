//! One function per operation on cards.

use entity::{group_card, ids::GroupId};

use super::{
    messages::{GroupCard, GroupCardFilter},
    queries::{complete, shown},
};
use crate::{
    access::{Access, permission::offers::ReadGroupCards},
    error::Error,
    http::{Computed, List, Page, Path},
    store::Paged,
};

pub(super) async fn list_group_cards(
    access: Access<ReadGroupCards>,
    list: List<GroupCardFilter>,
) -> Result<Page<GroupCard>, Error> {
    let today = access.service().clock().today();
    let rows = access.rows::<group_card::Entity>().filter(list.filter.condition());
    let sort = list.filter.order(list.page.sort);
    let page = access.page(rows, &list.page, &sort, |select| shown(select, today)).await?;
    let items = complete(&access, page.items, today).await?;
    Ok(Page(Paged { items, ..page }))
}

pub(super) async fn get_group_card(
    access: Access<ReadGroupCards>,
    Path(id): Path<GroupId>,
) -> Result<Computed<GroupCard>, Error> {
    let today = access.service().clock().today();
    let found = access.shaped(access.row::<group_card::Entity>(id), |select| shown(select, today)).await?;
    let card = complete(&access, found, today).await?.into_iter().next();
    card.map(Computed).ok_or(Error::NotFound)
}
