//! Whose cards lie within a scope, and what they show.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    area,
    enums::{OfferStatus, ProductForm},
    group_card, group_period,
    ids::GroupId,
    membership, sales_offer,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::messages::{GroupCard, GroupCardFilter, PlannedVolume};
use crate::{
    access::{Access, Owned, Reach, RowLevel, Within},
    error::Error,
    group_chains::queries::{chains_of, with_chain},
    groups::queries::{SEARCHED_AS, found_by, lying_in},
    memberships::queries::active_on,
    periods::queries::{active, lasting, of_group_in_area, of_group_with_period},
    store::{SortBy, SortKind, Words},
    values::Quantity,
};

impl Owned for group_card::Entity {
    const ID: group_card::Column = group_card::Column::Id;
    const VOIDED: Option<group_card::Column> = Some(group_card::Column::VoidedAt);

    fn within(reach: &Reach) -> Condition {
        of_cards_within(group_card::Column::Id, reach)
    }
}

/// A card, and what belongs to it, lies where the group lies; partners see those of all active groups, looked up group
/// by group.
pub fn of_cards_within<C: ColumnTrait>(group_id: C, reach: &Reach) -> Condition {
    Within::new(reach)
        .areas(|communes| group_id.in_subquery(lying_in(communes)))
        .groups(|groups| group_id.is_in(groups.iter().copied()))
        .partners(|_| of_group_with_period(group_id, active()))
        .condition()
}

impl GroupCardFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        let id = group_card::Column::Id;
        let chains = self.value_chain.as_ref().map(|all| with_chain(all.into_iter().map(AsRef::as_ref)));
        Condition::all()
            .add_option(self.area_id.map(|area_id| of_group_in_area(id, area_id)))
            .add_option(chains.map(|groups| id.in_subquery(groups)))
            .add_option(self.q.as_ref().map(|q| found_by(q.as_ref(), id, group_card::Column::Code)))
    }

    /// The order of a sort key; a search by name puts the very diacritics first.
    #[must_use]
    pub fn order(&self, key: &str) -> SortBy {
        match (key, &self.q) {
            ("code", _) => SortBy::column(group_card::Column::Code, SortKind::Text),
            (_, Some(q)) => {
                Words::of(SEARCHED_AS, q.as_ref()).order(group_card::Column::Id, group_card::Column::SortKey)
            }
            _ => SortBy::column(group_card::Column::SortKey, SortKind::Text),
        }
    }
}

/// Adds the commune in which the group of each row lies, with its names. Every group has a present period; outer joins
/// keep SQLite from starting with them instead of the page.
pub fn placed<E: EntityTrait>(select: Select<E>, group_id: E::Column) -> Select<E> {
    let period = E::belongs_to(group_period::Entity)
        .from(group_id)
        .to(group_period::Column::GroupId)
        .on_condition(|_, right| lasting(&right));
    let commune = group_period::Entity::belongs_to(area::Entity)
        .from(group_period::Column::CommuneId)
        .to(area::Column::Id);
    select
        .join(JoinType::LeftJoin, period.into())
        .join(JoinType::LeftJoin, commune.into())
        .column(group_period::Column::CommuneId)
        .column_as(area::Column::NameVi, "commune_name_vi")
        .column_as(area::Column::NameEn, "commune_name_en")
}

/// Adds what a card tells of the group.
pub(super) fn shown(select: Select<group_card::Entity>, day: NaiveDate) -> Select<group_card::Entity> {
    placed(select, group_card::Column::Id)
        .column(group_period::Column::LegalForm)
        .column(group_period::Column::Status)
        .expr_as(size_on(day), "size")
}

/// How many belong to the group of a card on a day; a number alone.
fn size_on(day: NaiveDate) -> SelectStatement {
    let its = Expr::col(membership::Column::GroupId.as_column_ref())
        .eq(Expr::col(group_card::Column::Id.as_column_ref()));
    Query::select()
        .expr(Expr::col(membership::Column::Id.as_column_ref()).count())
        .from(membership::Entity)
        .cond_where(active_on(day).add(its))
        .to_owned()
}

/// Fills in what groups produce and plan to sell.
///
/// # Errors
/// When the database fails.
pub(super) async fn complete<P: RowLevel>(
    access: &Access<P>,
    cards: Vec<GroupCard>,
    today: NaiveDate,
) -> Result<Vec<GroupCard>, Error> {
    let ids: Vec<GroupId> = cards.iter().map(|card| card.id).collect();
    let mut chains = chains_of(access, ids.iter().copied()).await?;
    let mut volumes = planned(access, &ids, today).await?;
    let each = |card: GroupCard| GroupCard {
        value_chains: chains.remove(&card.id).unwrap_or_default(),
        planned_volumes: volumes.remove(&card.id).unwrap_or_default(),
        ..card
    };
    Ok(cards.into_iter().map(each).collect())
}

/// What a group offers of a product in a unit, in thousandths: so small is what an offer can tell, and so large what
/// offers can make in all.
#[derive(FromQueryResult)]
struct Planned {
    group_id: GroupId,
    chain: String,
    form: ProductForm,
    unit: String,
    thousandths: i64,
}

const MILLIONTHS_OF_A_THOUSANDTH: i64 = 1000;

impl From<Planned> for PlannedVolume {
    fn from(row: Planned) -> Self {
        let Planned { chain, form, unit, thousandths, group_id: _ } = row;
        let millionths = thousandths.saturating_mul(MILLIONTHS_OF_A_THOUSANDTH);
        Self { chain, form, unit, quantity: Quantity::of_millionths(millionths) }
    }
}

/// What groups have published and is not over, summed up with one query for all of them.
async fn planned<P: RowLevel>(
    access: &Access<P>,
    ids: &[GroupId],
    today: NaiveDate,
) -> Result<HashMap<GroupId, Vec<PlannedVolume>>, Error> {
    use sales_offer::Column;
    let rows = access
        .rows::<sales_offer::Entity>()
        .filter(Column::GroupId.is_in(ids.iter().copied()))
        .filter(Column::Status.eq(OfferStatus::Published))
        .filter(Column::UntilOn.gt(today));
    let found: Vec<Planned> = access.at_one_instant(async |state| state.every(rows, summed).await).await?;
    let mut volumes: HashMap<GroupId, Vec<PlannedVolume>> = HashMap::new();
    for row in found {
        volumes.entry(row.group_id).or_default().push(row.into());
    }
    Ok(volumes)
}

fn summed(select: Select<sales_offer::Entity>) -> Select<sales_offer::Entity> {
    use sales_offer::Column;
    let thousandths = Expr::col(Column::Quantity).div(MILLIONTHS_OF_A_THOUSANDTH).sum().cast_as("bigint");
    [Column::GroupId, Column::Chain, Column::Form, Column::Unit]
        .into_iter()
        .fold(select.select_only(), |select, by| select.column(by).group_by(by).order_by_asc(by))
        .expr_as(thousandths, "thousandths")
}
