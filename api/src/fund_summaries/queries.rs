//! Adding up accounts and postings.

use std::collections::BTreeMap;

use entity::{
    enums::AccountKind,
    fund_account, grant_application, group_value_chain,
    ids::{AreaId, CallId, FundId},
    posting, value_chain,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::messages::{Amounts, FundSummary, SummaryBy, SummaryFilter, SummaryRow};
use crate::{
    access::{Access, permission::funds::ReadFunds},
    breakdowns::messages::Label,
    error::{Error, Text},
    fund_accounts::{
        messages::AccountRow,
        queries::{accounts_of, with_standing},
    },
    ledger::{
        commands::is_source,
        queries::{Flows, summed},
    },
    maps::{MapYear, Maps},
    store::Snapshot,
    values::{FieldCode, Instant},
};

/// A row while it is being added up.
struct Part {
    label: Label,
    area_id: Option<AreaId>,
    call_id: Option<CallId>,
    amounts: Amounts,
}

impl Part {
    fn of(label: Label) -> Self {
        Self { label, area_id: None, call_id: None, amounts: Amounts::default() }
    }
}

/// The parts by the text they are sorted by.
type Parts = BTreeMap<String, Part>;

/// The summary that was asked for.
pub(super) async fn summary(
    access: &Access<ReadFunds>,
    instant: &Snapshot,
    fund_id: FundId,
    asked: &SummaryFilter,
) -> Result<FundSummary, Error> {
    if asked.map.is_some() && asked.by != SummaryBy::Area {
        let detail = Text::new("Chỉ dùng với by=area.", "It goes with by=area alone.");
        return Err(Error::unfit_parameter("map", FieldCode::Inconsistent, detail));
    }
    let accounts: Vec<AccountRow> =
        instant.every(accounts_of(access.rows::<fund_account::Entity>(), fund_id), with_standing).await?;
    let parts = match (asked.by, asked.map) {
        (SummaryBy::ValueChain, _) => by_chain(access, instant, fund_id).await?,
        (SummaryBy::Area, Some(map)) => by_commune(access, instant, fund_id, map).await?,
        (by, _) => by_allotment(&accounts, by),
    };
    let mut total = Amounts::default();
    parts.values().for_each(|part| total.add(part.amounts));
    let sum = |wanted: &dyn Fn(AccountKind) -> bool| {
        accounts.iter().filter(|account| wanted(account.kind)).map(AccountRow::balance_vnd).sum()
    };
    Ok(FundSummary {
        fund_id,
        by: asked.by,
        map: asked.map,
        computed_at: Instant::from(access.service().clock().now()),
        received_vnd: sum(&|kind| is_source(kind) && kind != AccountKind::GroupContribution),
        available_vnd: sum(&|kind| kind == AccountKind::Available),
        debit_vnd: accounts.iter().map(|account| account.debit_vnd).sum(),
        credit_vnd: accounts.iter().map(|account| account.credit_vnd).sum(),
        total: total.into(),
        rows: parts.into_values().map(row).collect(),
    })
}

fn row(part: Part) -> SummaryRow {
    SummaryRow {
        code: part.label.code,
        name_vi: part.label.name_vi,
        name_en: part.label.name_en,
        area_id: part.area_id,
        call_id: part.call_id,
        figures: part.amounts.into(),
    }
}

/// By what the allotments say: year, area, call.
fn by_allotment(accounts: &[AccountRow], by: SummaryBy) -> Parts {
    let mut parts = Parts::new();
    for account in accounts {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (key, label) = match (by, account.year) {
            (_, None) => continue,
            (SummaryBy::Year, Some(year)) => {
                let year = year.to_string();
                (year.clone(), Label::fixed(&year, &year, &year))
            }
            (SummaryBy::Call, _) => {
                let (code, name) = (text(&account.call_code), text(&account.call_name));
                (code.clone(), Label::fixed(&code, &name, &name))
            }
            _ => {
                let (code, vi, en) =
                    (text(&account.area_code), text(&account.area_name_vi), text(&account.area_name_en));
                // Codes of areas are used again over time.
                let key = format!("{code} {}", account.area_id.map(|id| id.to_string()).unwrap_or_default());
                (key, Label::fixed(&code, &vi, &en))
            }
        };
        let part = parts.entry(key).or_insert_with(|| Part::of(label));
        part.area_id = account.area_id.filter(|_| by == SummaryBy::Area);
        part.call_id = account.call_id.filter(|_| by == SummaryBy::Call);
        part.amounts.add(amounts_on(account));
    }
    parts
}

/// What an account of an allotment says about its money. The limit and what is promised are counted once for each
/// allotment, with the account of what is set aside.
fn amounts_on(account: &AccountRow) -> Amounts {
    let (none, balance_vnd) = (Amounts::default(), account.balance_vnd());
    match account.kind {
        AccountKind::Reserved => Amounts {
            planned_vnd: account.limit_vnd,
            committed_vnd: account.committed_vnd.unwrap_or_default(),
            ..none
        },
        AccountKind::Advanced => Amounts { disbursed_vnd: balance_vnd, ..none },
        AccountKind::Spent => Amounts { disbursed_vnd: balance_vnd, accepted_vnd: balance_vnd, ..none },
        AccountKind::Contributed => Amounts { contributed_vnd: balance_vnd, ..none },
        AccountKind::Ifad
        | AccountKind::Province
        | AccountKind::OtherSource
        | AccountKind::Available
        | AccountKind::Committed
        | AccountKind::GroupContribution => none,
    }
}

fn amounts_of(flows: &Flows) -> Amounts {
    Amounts {
        planned_vnd: None,
        committed_vnd: flows.committed(),
        disbursed_vnd: flows.paid() - flows.refunded(),
        accepted_vnd: flows.accepted(),
        contributed_vnd: flows.contributed(),
    }
}

fn about_applications(select: Select<posting::Entity>, fund_id: FundId) -> Select<posting::Entity> {
    let application = posting::Entity::belongs_to(grant_application::Entity)
        .from(posting::Column::ApplicationId)
        .to(grant_application::Column::Id);
    summed(select.filter(posting::Column::FundId.eq(fund_id))).join(JoinType::InnerJoin, application.into())
}

#[derive(FromQueryResult)]
struct ChainFlow {
    chain: Option<String>,
    debit_kind: AccountKind,
    credit_kind: AccountKind,
    amount_vnd: i64,
}

/// By the main value chain of the groups.
async fn by_chain(access: &Access<ReadFunds>, instant: &Snapshot, fund_id: FundId) -> Result<Parts, Error> {
    let main = grant_application::Entity::belongs_to(group_value_chain::Entity)
        .from(grant_application::Column::GroupId)
        .to(group_value_chain::Column::GroupId)
        .on_condition(|_, right| {
            Condition::all().add(Expr::col((right, group_value_chain::Column::IsPrimary)).eq(true))
        });
    let shape = |select| {
        about_applications(select, fund_id)
            .join(JoinType::LeftJoin, main.into())
            .column(group_value_chain::Column::Chain)
            .group_by(group_value_chain::Column::Chain)
    };
    let cells: Vec<ChainFlow> = instant.every(access.rows::<posting::Entity>(), shape).await?;
    let names: Vec<value_chain::Model> =
        instant.every(access.rows::<value_chain::Entity>(), |select| select).await?;
    let mut flows: BTreeMap<Option<String>, Flows> = BTreeMap::new();
    for cell in cells {
        flows.entry(cell.chain).or_default().add(cell.credit_kind, cell.debit_kind, cell.amount_vnd);
    }
    let part = |(chain, flows): (Option<String>, Flows)| {
        let name = names.iter().find(|name| Some(&name.code) == chain.as_ref());
        let label =
            name.map_or_else(Label::unknown, |name| Label::fixed(&name.code, &name.name_vi, &name.name_en));
        (label.code.clone(), Part { amounts: amounts_of(&flows), ..Part::of(label) })
    };
    Ok(flows.into_iter().map(part).collect())
}

#[derive(FromQueryResult)]
struct CommuneFlow {
    commune_id: AreaId,
    former_commune_id: Option<AreaId>,
    debit_kind: AccountKind,
    credit_kind: AccountKind,
    amount_vnd: i64,
}

/// By the commune of the applications on a map.
async fn by_commune(
    access: &Access<ReadFunds>,
    instant: &Snapshot,
    fund_id: FundId,
    map: MapYear,
) -> Result<Parts, Error> {
    use grant_application::Column;
    let shape = |select| {
        about_applications(select, fund_id)
            .column(Column::CommuneId)
            .column(Column::FormerCommuneId)
            .group_by(Column::CommuneId)
            .group_by(Column::FormerCommuneId)
    };
    let cells: Vec<CommuneFlow> = instant.every(access.rows::<posting::Entity>(), shape).await?;
    let maps = Maps::load(access, instant).await?;
    let mut flows: BTreeMap<Option<AreaId>, Flows> = BTreeMap::new();
    for cell in cells {
        let commune = maps.commune_on(map, cell.commune_id, cell.former_commune_id);
        flows.entry(commune).or_default().add(cell.credit_kind, cell.debit_kind, cell.amount_vnd);
    }
    let part = |(commune, flows): (Option<AreaId>, Flows)| {
        let unit = commune.and_then(|id| maps.unit(id));
        let label = unit.map_or_else(Label::not_assigned, Label::from);
        let key = format!("{} {}", label.code, commune.map(|id| id.to_string()).unwrap_or_default());
        (key, Part { area_id: commune, amounts: amounts_of(&flows), ..Part::of(label) })
    };
    Ok(flows.into_iter().map(part).collect())
}
