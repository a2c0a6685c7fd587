//! Which value chains groups have.

use std::collections::HashMap;

use entity::{group_value_chain, ids::GroupId};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::messages::ChainUse;
use crate::{
    access::{Owned, Reach},
    error::Error,
    group_cards::queries::of_cards_within,
    store::Reading,
};

impl Owned for group_value_chain::Entity {
    const ID: group_value_chain::Column = group_value_chain::Column::GroupId;
    const VOIDED: Option<group_value_chain::Column> = None;

    /// What a group produces stands on its card.
    fn within(reach: &Reach) -> Condition {
        of_cards_within(group_value_chain::Column::GroupId, reach)
    }
}

/// The groups whose main value chain is one of these.
pub fn with_main_chain<'a>(chains: impl IntoIterator<Item = &'a str>) -> SelectStatement {
    let mut groups = with_chain(chains);
    groups.and_where(group_value_chain::Column::IsPrimary.eq(true));
    groups
}

/// The groups that work in one of these value chains.
pub fn with_chain<'a>(chains: impl IntoIterator<Item = &'a str>) -> SelectStatement {
    group_value_chain::Entity::find()
        .select_only()
        .column(group_value_chain::Column::GroupId)
        .filter(group_value_chain::Column::Chain.is_in(chains))
        .into_query()
}

/// The chains of several groups, the main one first.
///
/// # Errors
/// When the database fails.
pub async fn chains_of(
    source: &impl Reading,
    ids: impl IntoIterator<Item = GroupId>,
) -> Result<HashMap<GroupId, Vec<ChainUse>>, Error> {
    let rows =
        source.parts::<group_value_chain::Entity>().filter(group_value_chain::Column::GroupId.is_in(ids));
    let mut found: Vec<group_value_chain::Model> = source.load(rows, |select| select).await?;
    found.sort_by(|one, other| (!one.is_primary, &one.chain).cmp(&(!other.is_primary, &other.chain)));
    let mut chains: HashMap<GroupId, Vec<ChainUse>> = HashMap::new();
    for row in found {
        chains
            .entry(row.group_id)
            .or_default()
            .push(ChainUse { chain: row.chain, is_primary: row.is_primary });
    }
    Ok(chains)
}
