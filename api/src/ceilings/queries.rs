//! Which ceilings a list shows, and what calls have taken under one.

use entity::{
    area_closure, call_allotment, fund_account, fund_ceiling,
    ids::{AreaId, FundId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

use super::messages::CeilingFilter;
use crate::{access::descendants, error::Error, store::Tx};

impl CeilingFilter {
    /// The filters as one condition.
    pub(super) fn condition(&self, fund_id: FundId) -> Condition {
        Condition::all()
            .add(fund_ceiling::Column::FundId.eq(fund_id))
            .add_option(self.year.map(|year| fund_ceiling::Column::Year.eq(year)))
            .add_option(self.area_id.map(|id| fund_ceiling::Column::AreaId.in_subquery(descendants(&[id]))))
    }
}

/// The allotments of a fund whose call was opened: they have accounts.
fn opened(fund_id: FundId) -> SelectStatement {
    fund_account::Entity::find()
        .select_only()
        .column(fund_account::Column::AllotmentId)
        .filter(fund_account::Column::FundId.eq(fund_id))
        .filter(fund_account::Column::AllotmentId.is_not_null())
        .into_query()
}

/// The areas that share ground with a given one, as `allotments` pairs them.
fn sharing(id: AreaId) -> SelectStatement {
    area_closure::Entity::find()
        .select_only()
        .column(area_closure::Column::AncestorId)
        .filter(area_closure::Column::DescendantId.in_subquery(descendants(&[id])))
        .into_query()
}

/// What the calls that were opened take under a ceiling of an area and a year, those of wider areas too; their allotments
/// stay locked until the unit of work ends.
///
/// # Errors
/// When the database fails.
pub(super) async fn taken(tx: &Tx, fund_id: FundId, area_id: AreaId, year: i32) -> Result<i64, Error> {
    let rows = tx
        .beyond_reach::<call_allotment::Entity>("the allotments of a fund that was found")
        .filter(call_allotment::Column::FundId.eq(fund_id))
        .filter(call_allotment::Column::Year.eq(year))
        .filter(call_allotment::Column::AreaId.in_subquery(sharing(area_id)))
        .filter(call_allotment::Column::Id.in_subquery(opened(fund_id)));
    Ok(tx.lock_all(rows).await?.iter().map(|allotment| allotment.limit_vnd).sum())
}
