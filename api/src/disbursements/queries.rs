//! Which tranches lie within a scope, and tranches with what can be done with them.

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::{
    disbursement,
    enums::PostingKind,
    farmer_group, grant_application,
    ids::{AreaId, CallId, DisbursementId, GroupId},
    posting,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{
    messages::{Disbursement, DisbursementFilter, Tranche},
    workflow::actions,
};
use crate::{
    access::{
        Access, Owned, Permission, Reach, RowLevel, Rows, Within, descendants,
        permission::{
            Disbursements,
            disbursements::{ApproveDisbursement, PayDisbursement, RequestDisbursement},
        },
    },
    call_rules::messages::Condition as Rule,
    error::Error,
    store::{Reading, Revised, SortBy, SortKind},
};

impl Owned for disbursement::Entity {
    const ID: disbursement::Column = disbursement::Column::Id;
    const VOIDED: Option<disbursement::Column> = None;

    /// A tranche lies where its application lies.
    fn within(reach: &Reach) -> Condition {
        Within::new(reach)
            .areas(|communes| disbursement::Column::CommuneId.in_subquery(communes))
            .groups(|groups: &[GroupId]| disbursement::Column::GroupId.is_in(groups.iter().copied()))
            .condition()
    }
}

impl Revised for disbursement::Entity {
    const VERSION: disbursement::Column = disbursement::Column::Version;
    const UPDATED_AT: disbursement::Column = disbursement::Column::UpdatedAt;

    fn version(row: &disbursement::Model) -> i32 {
        row.version
    }
}

impl DisbursementFilter {
    /// The filters as one condition.
    #[must_use]
    pub fn condition(&self) -> Condition {
        use disbursement::Column;
        let states = self.status.as_ref().map(|all| Column::Status.is_in(all.as_slice().iter().copied()));
        Condition::all()
            .add_option(self.application_id.map(|id| Column::ApplicationId.eq(id)))
            .add_option(self.call_id.map(|id| Column::ApplicationId.in_subquery(of_call(id))))
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.area_id.map(in_area))
            .add_option(states)
            .add_option(self.paid_by.map(|day| Column::Id.in_subquery(paid_by(day.into()))))
    }
}

fn of_call(id: CallId) -> SelectStatement {
    applications(Condition::all().add(grant_application::Column::CallId.eq(id)))
}

fn applications(condition: Condition) -> SelectStatement {
    grant_application::Entity::find()
        .select_only()
        .column(grant_application::Column::Id)
        .filter(condition)
        .into_query()
}

fn in_area(id: AreaId) -> Condition {
    let formerly = grant_application::Column::FormerCommuneId.in_subquery(descendants(&[id]));
    Condition::any()
        .add(disbursement::Column::CommuneId.in_subquery(descendants(&[id])))
        .add(disbursement::Column::ApplicationId.in_subquery(applications(Condition::all().add(formerly))))
}

/// The tranches that were paid by a day, and whose payment had not been taken back altogether by then.
#[must_use]
pub fn paid_by(day: NaiveDate) -> SelectStatement {
    let later = Alias::new("later");
    let of_later = |column: posting::Column| Expr::col((later.clone(), column));
    let column = |column: posting::Column| Expr::col(column.as_column_ref());
    let taken_back = Query::select()
        .expr(of_later(posting::Column::AmountVnd).sum())
        .from_as(posting::Entity, later.clone())
        .and_where(of_later(posting::Column::CitesId).eq(column(posting::Column::Id)))
        .and_where(of_later(posting::Column::PostedOn).lte(day))
        .to_owned();
    let taken_back: SimpleExpr = Func::coalesce([SimpleExpr::from(taken_back), Expr::value(0_i64)]).into();
    posting::Entity::find()
        .select_only()
        .column(posting::Column::DisbursementId)
        .filter(posting::Column::Kind.eq(PostingKind::Payment))
        .filter(posting::Column::PostedOn.lte(day))
        .filter(column(posting::Column::AmountVnd).gt(taken_back))
        .into_query()
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(disbursement::Column::UpdatedAt, SortKind::Instant).descending(key.starts_with('-'))
}

/// Adds what lists show of the application.
pub(super) fn shown(select: Select<disbursement::Entity>) -> Select<disbursement::Entity> {
    let application = disbursement::Entity::belongs_to(grant_application::Entity)
        .from(disbursement::Column::ApplicationId)
        .to(grant_application::Column::Id);
    let group = disbursement::Entity::belongs_to(farmer_group::Entity)
        .from(disbursement::Column::GroupId)
        .to(farmer_group::Column::Id);
    select
        .join(JoinType::InnerJoin, application.into())
        .join(JoinType::InnerJoin, group.into())
        .column_as(grant_application::Column::Status, "application_status")
        .column_as(grant_application::Column::Code, "application_code")
        .column_as(farmer_group::Column::Name, "group_name")
}

/// The view of a tranche for whoever holds the permissions that `holds` accepts.
pub(super) fn view_of(
    tranche: Tranche,
    holds: impl Fn(DisbursementId, Permission) -> bool,
) -> Result<Disbursement, Error> {
    let id = tranche.row.id;
    let actions = actions(&tranche.row, tranche.application_status, |permission| holds(id, permission));
    let conditions = rules_of(&tranche.row)?;
    Ok(Disbursement::of(tranche, conditions, actions))
}

/// What must hold before a tranche is released, as it was agreed.
///
/// # Errors
/// When what is kept cannot be read.
pub fn rules_of(row: &disbursement::Model) -> Result<Vec<Rule>, Error> {
    serde_json::from_str(&row.conditions).map_err(Error::internal)
}

/// Tranches, by their application and place.
///
/// # Errors
/// When the database fails.
pub async fn disbursements_of(
    source: &impl Reading,
    rows: Rows<disbursement::Entity>,
    holds: impl Fn(DisbursementId, Permission) -> bool,
) -> Result<Vec<Disbursement>, Error> {
    let mut found: Vec<Tranche> = source.load(rows, shown).await?;
    found.sort_by_key(|tranche| (tranche.row.application_id, tranche.row.n));
    found.into_iter().map(|tranche| view_of(tranche, &holds)).collect()
}

/// Which rows of a page the caller reaches for each kind of action.
#[derive(Debug)]
pub(super) struct Reached {
    requesting: HashSet<Uuid>,
    deciding: HashSet<Uuid>,
    paying: HashSet<Uuid>,
}

impl Reached {
    /// Asks the database only where the reaches differ.
    pub(super) async fn of<P: RowLevel>(access: &Access<P>, ids: &[Uuid]) -> Result<Self, Error> {
        Ok(Self {
            requesting: access.also::<RequestDisbursement, disbursement::Entity>(ids).await?,
            deciding: access.also::<ApproveDisbursement, disbursement::Entity>(ids).await?,
            paying: access.also::<PayDisbursement, disbursement::Entity>(ids).await?,
        })
    }

    pub(super) fn holds(&self, id: DisbursementId, permission: Permission) -> bool {
        use Disbursements as D;
        let Permission::Disbursements(permission) = permission else { return false };
        let reached = match permission {
            D::ReadDisbursements => return true,
            D::RequestDisbursement => &self.requesting,
            D::ApproveDisbursement | D::CancelDisbursement => &self.deciding,
            D::PayDisbursement | D::RefundDisbursement => &self.paying,
        };
        reached.contains(&id.into())
    }
}
