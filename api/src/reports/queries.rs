//! Putting the progress report together from one state of the database.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use entity::{
    cadre_post, contract_line, delivery, ethnic_group, farmer_group, membership, posting, sales_contract,
    unit, value_chain,
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, sea_query::SelectStatement};

use super::{
    figures::figures,
    messages::{ProgressFilter, ProgressReport},
};
use crate::{
    access::{Access, permission::reports::ReadReports},
    breakdowns::{
        messages::Label,
        queries::{Cells, Shown},
    },
    cadre_posts::queries::{Coverage, coverage},
    contract_years::queries::bound_in_year,
    error::Error,
    extents::Extent,
    indicator_targets::queries::{Aim, latest},
    indicators::{
        people::{Distinct, distinct},
        queries::{self as indicators, Frame, GroupCell, MemberCell},
    },
    maps::{MapYear, Maps},
    payments::queries::{self as payments, PaymentCell},
    periods::queries::check_has_come,
    places::queries::in_area,
    plan_figures::queries::PlanFigures,
    store::Snapshot,
    trade_figures::{
        queries::{self as trade_figures, TradeCell},
        rows::Market,
    },
    values::Instant,
};

type Reporting = Access<ReadReports>;

/// The progress report that was asked for.
///
/// # Errors
/// 404 for a unit outside the reach, 422 for one that is not on the map or for a day to come.
pub(super) async fn progress(
    access: &Reporting,
    snapshot: &Snapshot,
    asked: &ProgressFilter,
) -> Result<ProgressReport, Error> {
    let today = access.service().clock().today();
    let as_of = asked.as_of.map_or(today, |day| day.date());
    let maps = Maps::load(access, snapshot).await?;
    let map = asked.map.unwrap_or_else(|| MapYear::valid_on(as_of));
    let extent = Extent::resolve(access.reach(), &maps, map, asked.area_id)?;
    check_has_come(as_of, today)?;
    let shown = Shown::to(access, &extent, &maps);
    let frame = Frame {
        as_of,
        area: extent.area,
        with_poverty: shown.poverty,
        with_ethnic_groups: shown.ethnic_groups,
        known: if shown.poverty || shown.ethnic_groups { extent.known(access, &maps) } else { None },
    };
    let counted = count(access, snapshot, &extent, &frame).await?;
    let (chains, ethnic_groups) = (chains(access, snapshot).await?, ethnic_groups(access, snapshot).await?);
    let cells = Cells {
        groups: &counted.groups,
        members: &counted.members,
        payments: &counted.payments,
        maps: &maps,
        map,
        within: &extent.areas,
        shown,
        lists: extent.lists(access, &maps, as_of),
        chains: &chains,
        ethnic_groups: &ethnic_groups,
    };
    let market = Market {
        lines: &counted.lines,
        deliveries: &counted.deliveries,
        units: &units(access, snapshot).await?,
        maps: &maps,
        map,
        lists: cells.lists,
        is_wide: extent.is_wide(&maps),
        chains: &chains,
    };
    Ok(ProgressReport {
        as_of,
        map,
        area: frame.area.and_then(|id| maps.unit(id)).map(Into::into),
        computed_at: Instant::from(access.service().clock().now()),
        figures: figures(&cells, &counted, extent.is_whole),
        breakdowns: cells.breakdowns(),
        trade: market.trade(),
        losses: counted.plans.by_hazard(&cells.lists, shown.income),
    })
}

/// Everything that was counted, and what it is measured against.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) groups: Arc<Vec<GroupCell>>,
    pub(super) members: Arc<Vec<MemberCell>>,
    pub(super) payments: Arc<Vec<PaymentCell>>,
    pub(super) lines: Arc<Vec<TradeCell>>,
    pub(super) deliveries: Arc<Vec<TradeCell>>,
    pub(super) contracts: i64,
    pub(super) plans: PlanFigures,
    pub(super) distinct: Distinct,
    pub(super) cadres: Coverage,
    pub(super) targets: BTreeMap<String, Aim>,
}

#[derive(Clone, Copy, Debug, FromQueryResult)]
struct Number {
    contracts: i64,
}

async fn count(
    access: &Reporting,
    snapshot: &Snapshot,
    extent: &Extent,
    frame: &Frame,
) -> Result<Counted, Error> {
    let (groups, memberships) = (access.rows::<farmer_group::Entity>(), access.rows::<membership::Entity>());
    let paid = |rows| payments::cells(rows, frame.as_of, frame.area);
    Ok(Counted {
        groups: snapshot.tally(groups, |rows| indicators::groups(rows, frame)).await?,
        members: snapshot.tally(memberships.clone(), |rows| indicators::members(rows, frame)).await?,
        distinct: snapshot
            .tally(memberships, |rows| distinct(rows, frame))
            .await?
            .first()
            .copied()
            .unwrap_or_default(),
        cadres: snapshot
            .tally(access.rows::<cadre_post::Entity>(), |rows| coverage(rows, frame.as_of, frame.area))
            .await?
            .first()
            .copied()
            .unwrap_or_default(),
        payments: snapshot.tally(access.rows::<posting::Entity>(), paid).await?,
        targets: latest(access, snapshot, extent).await?.targets,
        contracts: contracts(access, snapshot, frame).await?,
        plans: PlanFigures::count(access, snapshot, frame).await?,
        lines: snapshot
            .tally(access.rows::<contract_line::Entity>(), |rows| {
                trade_figures::contracted(rows, frame.as_of, frame.area)
            })
            .await?,
        deliveries: snapshot
            .tally(access.rows::<delivery::Entity>(), |rows| {
                trade_figures::delivered(rows, frame.as_of, frame.area)
            })
            .await?,
    })
}

/// How many contracts bound both sides in the year.
async fn contracts(access: &Reporting, snapshot: &Snapshot, frame: &Frame) -> Result<i64, Error> {
    use sales_contract::Column::{CommuneId, FormerCommuneId, Id};
    let count = |mut rows: SelectStatement| {
        let place = frame.area.map(|id| in_area((CommuneId, FormerCommuneId), id));
        rows.clear_selects()
            .expr_as(Id.count(), "contracts")
            .cond_where(bound_in_year(frame.as_of))
            .cond_where(Condition::all().add_option(place))
            .to_owned()
    };
    let found: Arc<Vec<Number>> = snapshot.tally(access.rows::<sales_contract::Entity>(), count).await?;
    Ok(found.first().map_or(0, |number| number.contracts))
}

async fn units(access: &Reporting, snapshot: &Snapshot) -> Result<HashMap<String, unit::Model>, Error> {
    let rows: Arc<Vec<unit::Model>> = snapshot.tally(access.rows::<unit::Entity>(), |select| select).await?;
    Ok(rows.iter().cloned().map(|row| (row.code.clone(), row)).collect())
}

/// All value chains, by code.
///
/// # Errors
/// When the database fails.
pub async fn chains(
    access: &Access<ReadReports>,
    snapshot: &Snapshot,
) -> Result<BTreeMap<String, Label>, Error> {
    let rows: Arc<Vec<value_chain::Model>> =
        snapshot.tally(access.rows::<value_chain::Entity>(), |select| select).await?;
    let labels =
        rows.iter().cloned().map(|row| Label { code: row.code, name_vi: row.name_vi, name_en: row.name_en });
    Ok(labels.map(|label| (label.code.clone(), label)).collect())
}

async fn ethnic_groups(access: &Reporting, snapshot: &Snapshot) -> Result<BTreeMap<String, Label>, Error> {
    let rows: Arc<Vec<ethnic_group::Model>> =
        snapshot.tally(access.rows::<ethnic_group::Entity>(), |select| select).await?;
    let labels =
        rows.iter().cloned().map(|row| Label { code: row.code, name_vi: row.name_vi, name_en: row.name_en });
    Ok(labels.map(|label| (label.code.clone(), label)).collect())
}
