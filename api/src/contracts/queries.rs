//! Which contracts lie within a scope, and contracts as their readers see them.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    contract_confirmation, contract_version,
    enums::{ContractStatus, GroupStatus, PartnerStatus, Side},
    ids::{ContractId, GroupId},
    sales_contract,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement, SimpleExpr},
};

use super::{
    messages::{ContractHead, SalesContract},
    workflow::Stage,
};
use crate::{
    access::{Caller, Owned, Permission, Reach, Role, Rows, Within, owned_ids},
    contract_confirmations::queries::{Confirmations, of_latest},
    contract_facts::messages::ContractFacts,
    contract_lists::{
        messages::{Listed, SalesContractSummary},
        queries::listed,
    },
    contract_sides::queries::sides_of,
    contract_texts::queries::{content_of, version_of},
    error::Error,
    line_balances::queries::progress_of,
    store::{Reading, Revised, Tx},
};

impl Owned for sales_contract::Entity {
    const ID: sales_contract::Column = sales_contract::Column::Id;
    const VOIDED: Option<sales_contract::Column> = Some(sales_contract::Column::VoidedAt);

    /// A contract belongs to its partner, its group and the commune in which the group lay. As long as it is a draft, it
    /// belongs to the side that writes it: to the partner, or to the group with the officers of the commune.
    fn within(reach: &Reach) -> Condition {
        parts_of(reach, |side| {
            let is_shared = sales_contract::Column::Status.ne(ContractStatus::Draft);
            match side {
                Some(side) => is_shared.or(sales_contract::Column::DraftedBy.eq(side)),
                None => is_shared,
            }
        })
    }
}

impl Revised for sales_contract::Entity {
    const VERSION: sales_contract::Column = sales_contract::Column::Version;
    const UPDATED_AT: sales_contract::Column = sales_contract::Column::UpdatedAt;

    fn version(row: &sales_contract::Model) -> i32 {
        row.version
    }
}

/// The contracts of a reach, each part of it cut down to what `shown` says about the side by which it comes to them; no
/// side for those who only read, such as auditors.
fn parts_of(reach: &Reach, shown: impl Fn(Option<Side>) -> SimpleExpr) -> Condition {
    use sales_contract::Column;
    let enters = [Role::Officer, Role::System].iter().any(|role| reach.roles.contains(role));
    let of_area = || shown(enters.then_some(Side::Group));
    let narrow = Reach { whole: false, ..reach.clone() };
    let parts = Within::new(&narrow)
        .areas(|communes| Column::CommuneId.in_subquery(communes).and(of_area()))
        .groups(|groups| Column::GroupId.is_in(groups.iter().copied()).and(shown(Some(Side::Group))))
        .partners(|partners| {
            Column::PartnerId.is_in(partners.iter().copied()).and(shown(Some(Side::Partner)))
        })
        .condition();
    if reach.whole { Condition::any().add(of_area()).add(parts) } else { parts }
}

/// Parts of a contract lie where the contract lies.
pub fn of_contracts_within<C: ColumnTrait>(contract_id: C, reach: &Reach) -> Condition {
    Condition::all().add(contract_id.in_subquery(owned_ids::<sales_contract::Entity>(reach)))
}

/// The contracts that the sides of a reach have entered themselves.
#[must_use]
pub fn of_own_side(reach: &Reach) -> SelectStatement {
    let own = parts_of(reach, |side| match side {
        Some(side) => sales_contract::Column::DraftedBy.eq(side),
        None => Expr::cust("1 = 0"),
    });
    sales_contract::Entity::find().select_only().column(sales_contract::Column::Id).filter(own).into_query()
}

/// Whether a group is party to a contract that both sides have seen, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn has_contracts(tx: &Tx, group_id: GroupId) -> Result<bool, Error> {
    let rows = tx
        .beyond_reach::<sales_contract::Entity>("the contracts of a group that was found")
        .filter(sales_contract::Column::GroupId.eq(group_id))
        .filter(sales_contract::Column::Status.ne(ContractStatus::Draft));
    Ok(tx.find(rows).await?.is_some())
}

/// Who looks at contracts, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// Who.
    pub caller: &'a Caller,
    /// On which day.
    pub today: NaiveDate,
}

/// What is read beside a page of contracts to tell what their reader can do with them.
struct Beside {
    sides: HashMap<ContractId, Side>,
    confirmations: Confirmations,
}

impl Beside {
    async fn of(source: &impl Reading, viewer: Viewer<'_>, page: &[Listed]) -> Result<Self, Error> {
        let rows = page.iter().map(|item| &item.row);
        Ok(Self {
            sides: sides_of(source, viewer.caller, rows.clone()).await?,
            confirmations: of_latest(source, rows.map(|row| row.id).collect()).await?,
        })
    }

    fn confirmed(&self, id: ContractId) -> &[contract_confirmation::Model] {
        self.confirmations.get(&id).map(Vec::as_slice).unwrap_or_default()
    }

    fn head(&self, viewer: Viewer<'_>, item: &Listed) -> ContractHead {
        let confirmed_by: Vec<Side> = self.confirmed(item.row.id).iter().map(|one| one.side).collect();
        let is_ready =
            item.partner_status == PartnerStatus::Verified && item.group_status == Some(GroupStatus::Active);
        let actions = self.sides.get(&item.row.id).map(|side| {
            let (row, today) = (&item.row, viewer.today);
            let stage = Stage { row, side: *side, confirmed_by: &confirmed_by, is_ready, today };
            stage.actions(|permission: Permission| viewer.caller.holds(permission))
        });
        ContractHead::of(item.row.clone(), confirmed_by, actions.unwrap_or_default(), viewer.today)
    }
}

/// A page of contracts as lists show them.
///
/// # Errors
/// When the database fails.
pub(super) async fn summaries(
    source: &impl Reading,
    viewer: Viewer<'_>,
    page: Vec<Listed>,
) -> Result<Vec<SalesContractSummary>, Error> {
    let beside = Beside::of(source, viewer, &page).await?;
    let summary = |item: Listed| SalesContractSummary {
        head: beside.head(viewer, &item),
        partner_name: item.partner_name,
        group_name: item.group_name,
    };
    Ok(page.into_iter().map(summary).collect())
}

/// A contract with its latest text, for a reader.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn contract_of(
    source: &impl Reading,
    rows: Rows<sales_contract::Entity>,
    viewer: Viewer<'_>,
) -> Result<SalesContract, Error> {
    let found: Vec<Listed> = source.load(rows, listed).await?;
    let item = found.first().ok_or(Error::NotFound)?;
    let beside = Beside::of(source, viewer, &found).await?;
    let id = item.row.id;
    let version: contract_version::Model = version_of(source, id, item.row.text_n).await?;
    let content = content_of(&version)?;
    let lines = match item.row.in_force_n {
        None => Vec::new(),
        Some(n) if n == version.n => progress_of(source, id, &content).await?,
        Some(n) => progress_of(source, id, &content_of(&version_of(source, id, n).await?)?).await?,
    };
    let facts = ContractFacts::of(item.row.clone(), &version.sha256, beside.confirmed(id));
    Ok(SalesContract {
        head: beside.head(viewer, item),
        sha256: facts.sha256.clone(),
        content,
        proposed_by: version.proposed_by,
        rationale: version.rationale,
        remark: version.remark,
        confirmations: beside.confirmed(id).iter().cloned().map(Into::into).collect(),
        lines,
        facts,
    })
}
