//! Which postings moved money between a fund and a group, which groups were paid by a day, and how much.

use chrono::NaiveDate;
use entity::{
    disbursement,
    enums::{AccountKind, LegalForm, PostingKind},
    farmer_group, fund_account, grant_application, group_period, group_value_chain,
    ids::AreaId,
    posting,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr},
};

use super::messages::GrantPaymentFilter;
use crate::{
    group_chains::queries::with_main_chain,
    groups::queries::{continuing, counted_group},
    periods::queries::{in_force, periods},
    places::queries::{in_area, not_assigned},
    store::{SortBy, SortKind},
};

fn column(column: posting::Column) -> Expr {
    Expr::col(column.as_column_ref())
}

fn of(column: grant_application::Column) -> Expr {
    Expr::col(column.as_column_ref())
}

fn accounts(kinds: &[AccountKind]) -> SelectStatement {
    fund_account::Entity::find()
        .select_only()
        .column(fund_account::Column::Id)
        .filter(fund_account::Column::Kind.is_in(kinds.iter().copied()))
        .into_query()
}

/// Postings until a day between the money that groups hold and other accounts of the fund: payments and refunds, and
/// what took them back.
fn between(others: &[AccountKind], kinds: &[PostingKind], day: NaiveDate) -> Condition {
    let went = |to: posting::Column, from: posting::Column| {
        to.in_subquery(accounts(&[AccountKind::Advanced])).and(from.in_subquery(accounts(others)))
    };
    let (debit, credit) = (posting::Column::DebitId, posting::Column::CreditId);
    Condition::all()
        .add(posting::Column::Kind.is_in(kinds.iter().copied()))
        .add(posting::Column::PostedOn.lte(day))
        .add(Condition::any().add(went(debit, credit)).add(went(credit, debit)))
}

/// Money that went to groups until a day, or came back.
fn moved(day: NaiveDate) -> Condition {
    use PostingKind as K;
    let kinds = [K::Payment, K::Refund, K::Reversal, K::Adjustment];
    between(&[AccountKind::Committed, AccountKind::Available], &kinds, day)
}

/// Money that was paid to groups until a day, or never was because it was taken back.
fn paid(day: NaiveDate) -> Condition {
    use PostingKind as K;
    between(&[AccountKind::Committed], &[K::Payment, K::Reversal, K::Adjustment], day)
}

/// What a group got by a posting.
pub(super) fn signed() -> SimpleExpr {
    let to_group = posting::Column::DebitId.in_subquery(accounts(&[AccountKind::Advanced]));
    let amount = || column(posting::Column::AmountVnd);
    Expr::case(to_group, amount()).finally(Expr::value(0_i64).sub(amount())).into()
}

/// The groups that figures count which were paid a tranche by a day that was not taken back altogether by then; what
/// was paid to a cooperative counts for the group that it continues. Its one column is `group_id`.
#[must_use]
pub fn funded(day: NaiveDate) -> SelectStatement {
    funded_by(paid(day))
}

/// The same of what was paid from one day to another.
#[must_use]
pub fn funded_between(first: NaiveDate, day: NaiveDate) -> SelectStatement {
    funded_by(paid(day).add(posting::Column::PostedOn.gte(first)))
}

fn funded_by(paid: Condition) -> SelectStatement {
    let its_group = Expr::col(farmer_group::Column::Id.as_column_ref()).eq(tranche_of());
    Query::select()
        .expr_as(counted_group(), "group_id")
        .from(posting::Entity)
        .join(JoinType::InnerJoin, disbursement::Entity, its_tranche())
        .join(JoinType::InnerJoin, farmer_group::Entity, its_group)
        .cond_where(paid)
        .add_group_by([counted_group()])
        .and_having(signed().sum().gt(0))
        .to_owned()
}

fn its_application() -> SimpleExpr {
    of(grant_application::Column::Id).eq(column(posting::Column::ApplicationId))
}

fn its_tranche() -> SimpleExpr {
    Expr::col(disbursement::Column::Id.as_column_ref()).eq(column(posting::Column::DisbursementId))
}

fn tranche_of() -> Expr {
    Expr::col(disbursement::Column::GroupId.as_column_ref())
}

/// Whether a row of `farmer_group` was paid a tranche by a day that was not taken back altogether by then, itself or as
/// the cooperative that continues it; looked up group by group: a page is filled long before all are known.
#[must_use]
pub fn is_funded(day: NaiveDate) -> SimpleExpr {
    let id = || Expr::col(farmer_group::Column::Id.as_column_ref());
    let sum = Query::select()
        .expr(signed().sum())
        .from(disbursement::Entity)
        .join(JoinType::InnerJoin, posting::Entity, its_tranche())
        .and_where(tranche_of().eq(id()).or(tranche_of().eq(SimpleExpr::from(continuing()))))
        .cond_where(paid(day))
        .to_owned();
    SimpleExpr::from(Func::coalesce([SimpleExpr::from(sum), Expr::value(0_i64)])).gt(0)
}

/// Money of applications that have everything alike by which it is broken down.
#[derive(Debug, FromQueryResult)]
pub struct PaymentCell {
    /// The commune of the applications.
    pub commune_id: AreaId,
    /// The old commune, where it is known besides.
    pub former_commune_id: Option<AreaId>,
    /// The form of their groups.
    pub legal_form: LegalForm,
    /// The main value chain of their groups.
    pub chain: Option<String>,
    /// What was paid, less what came back.
    pub paid_vnd: i64,
}

/// G5: money paid until a day less what came back, by everything it is broken down by. `postings` selects from
/// `posting`.
#[must_use]
pub fn cells(postings: SelectStatement, day: NaiveDate, area: Option<AreaId>) -> SelectStatement {
    let fact = |name: &'static str| Expr::col(("fact", name));
    let mut select = Query::select();
    select.from_subquery(facts(postings, day, area, "paid_vnd"), "fact");
    for name in ["commune_id", "former_commune_id", "legal_form", "chain"] {
        select.expr_as(fact(name), name).add_group_by([fact(name)]);
    }
    select.expr_as(fact("paid_vnd").sum().cast_as("bigint"), "paid_vnd").to_owned()
}

/// The postings behind it, one row each: where and whose they are, and what the group got by them.
#[must_use]
pub fn facts(
    mut postings: SelectStatement,
    day: NaiveDate,
    area: Option<AreaId>,
    amount: &'static str,
) -> SelectStatement {
    use grant_application::Column as Application;
    use group_value_chain::Column as Chain;
    let group = || of(Application::GroupId);
    let period = in_force(day).add(Expr::col(group_period::Column::GroupId.as_column_ref()).eq(group()));
    let main = Condition::all()
        .add(Expr::col(Chain::GroupId.as_column_ref()).eq(group()))
        .add(Chain::IsPrimary.eq(true));
    postings
        .clear_selects()
        .join(JoinType::InnerJoin, grant_application::Entity, its_application())
        .join(JoinType::InnerJoin, group_period::Entity, period)
        .join(JoinType::LeftJoin, group_value_chain::Entity, main)
        .expr_as(of(Application::CommuneId), "commune_id")
        .expr_as(of(Application::FormerCommuneId), "former_commune_id")
        .expr_as(Expr::col(group_period::Column::LegalForm.as_column_ref()), "legal_form")
        .expr_as(Expr::col(Chain::Chain.as_column_ref()), "chain")
        .expr_as(of(Application::GroupId), "group_id")
        .expr_as(signed(), amount)
        .cond_where(moved(day))
        .cond_where(Condition::all().add_option(area.map(|id| in_area(PLACE, id))))
        .to_owned()
}

/// Where money lies: with its application.
const PLACE: (grant_application::Column, grant_application::Column) =
    (grant_application::Column::CommuneId, grant_application::Column::FormerCommuneId);

impl GrantPaymentFilter {
    /// The filters as one condition on postings until a day.
    #[must_use]
    pub fn condition(&self, day: NaiveDate) -> Condition {
        moved(day)
            .add_option(self.fund_id.map(|id| posting::Column::FundId.eq(id)))
            .add(posting::Column::ApplicationId.in_subquery(self.applications(day)))
    }

    fn applications(&self, day: NaiveDate) -> SelectStatement {
        use grant_application::Column;
        let forms = self.legal_form.as_ref().map(|forms| {
            let form = group_period::Column::LegalForm.is_in(forms.as_slice().iter().copied());
            Column::GroupId.in_subquery(periods(in_force(day).add(form)))
        });
        let chains = self.value_chain.as_ref().map(|chains| {
            Column::GroupId.in_subquery(with_main_chain(chains.into_iter().map(AsRef::as_ref)))
        });
        let unknown =
            self.not_assigned.map(|yes| if yes { not_assigned(PLACE) } else { not_assigned(PLACE).not() });
        let condition = Condition::all()
            .add_option(self.group_id.map(|id| Column::GroupId.eq(id)))
            .add_option(self.area_id.map(|id| in_area(PLACE, id)))
            .add_option(unknown)
            .add_option(forms)
            .add_option(chains);
        grant_application::Entity::find().select_only().column(Column::Id).filter(condition).into_query()
    }
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    SortBy::column(posting::Column::PostedOn, SortKind::Date).descending(key.starts_with('-'))
}

/// Shapes postings into payments.
pub(super) fn shown(select: Select<posting::Entity>) -> Select<posting::Entity> {
    use grant_application::Column as Application;
    use posting::Column as P;
    let application =
        posting::Entity::belongs_to(grant_application::Entity).from(P::ApplicationId).to(Application::Id);
    let group = grant_application::Entity::belongs_to(farmer_group::Entity)
        .from(Application::GroupId)
        .to(farmer_group::Column::Id);
    select
        .select_only()
        .columns([P::Id, P::Kind, P::PostedOn, P::FundId, P::ApplicationId, P::DisbursementId])
        .columns([P::DocumentNo, P::CitesId, P::CreatedAt])
        .expr_as(signed(), "amount_vnd")
        .join(JoinType::InnerJoin, application.into())
        .join(JoinType::InnerJoin, group.into())
        .column_as(Application::Code, "application_code")
        .columns([Application::GroupId, Application::CommuneId, Application::FormerCommuneId])
        .column_as(farmer_group::Column::Name, "group_name")
}
