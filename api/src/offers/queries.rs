//! Which offers lie within a scope, and offers with what is shown of their groups.

use entity::{
    enums::OfferStatus,
    group_card,
    ids::{GroupId, OfferId},
    plan_line, production_plan, sales_offer,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QuerySelect, Select, sea_query::ExprTrait};

use super::{
    messages::{CitedPlanLine, SalesOffer, SalesOfferFilter, Shown},
    workflow::STEPS,
};
use crate::{
    access::{Access, Owned, Permission, Permit, Reach, Rows, Within},
    error::{Error, Faults, Text},
    group_cards::queries::placed,
    groups::queries::{found_by, lying_in},
    periods::queries::{active, of_group_in_area, of_group_with_period},
    plan_content::queries::lines_of,
    store::{Reading, Revised, SortBy, SortKind, Tx},
    units::queries::{Goods, Units, units},
    values::{FieldCode, Quantity},
    workflow::open,
};

impl Owned for sales_offer::Entity {
    const ID: sales_offer::Column = sales_offer::Column::Id;
    const VOIDED: Option<sales_offer::Column> = Some(sales_offer::Column::VoidedAt);

    /// An offer lies where its group lies. Partners see what active groups have published; start from [`seen`], which
    /// knows the day and leaves out what is over.
    fn within(reach: &Reach) -> Condition {
        use sales_offer::Column;
        Within::new(reach)
            .areas(|communes| Column::GroupId.in_subquery(lying_in(communes)))
            .groups(|groups| Column::GroupId.is_in(groups.iter().copied()))
            .partners(|_| {
                let on_the_market = of_group_with_period(Column::GroupId, active());
                Column::Status.eq(OfferStatus::Published).and(on_the_market)
            })
            .condition()
    }
}

impl Revised for sales_offer::Entity {
    const VERSION: sales_offer::Column = sales_offer::Column::Version;
    const UPDATED_AT: sales_offer::Column = sales_offer::Column::UpdatedAt;

    fn version(row: &sales_offer::Model) -> i32 {
        row.version
    }
}

/// The part of a reach that is not a partner's.
#[must_use]
pub fn without_partners(reach: &Reach) -> Reach {
    Reach { partners: Vec::new(), ..reach.clone() }
}

/// The offers that the caller sees today: those within the reach, for partners without what is over.
#[must_use]
pub fn seen<P: Permit>(access: &Access<P>) -> Rows<sales_offer::Entity> {
    let (rows, reach) = (access.rows::<sales_offer::Entity>(), access.reach());
    if reach.whole || reach.partners.is_empty() {
        return rows;
    }
    let is_going_on = sales_offer::Column::UntilOn.gt(access.service().clock().today());
    if reach.areas.is_empty() && reach.groups.is_empty() {
        return rows.filter(is_going_on);
    }
    let of_others = sales_offer::Entity::within(&without_partners(reach));
    rows.filter(Condition::any().add(is_going_on).add(of_others))
}

/// The one offer with an id, if the caller sees it today.
#[must_use]
pub fn seen_one<P: Permit>(access: &Access<P>, id: OfferId) -> Rows<sales_offer::Entity> {
    seen(access).filter(sales_offer::Column::Id.eq(id))
}

/// The filters as one condition.
///
/// # Errors
/// 422 for a unit that there is not, or a quantity without a unit.
pub(super) async fn asked_for(source: &impl Reading, filter: &SalesOfferFilter) -> Result<Condition, Error> {
    use sales_offer::Column;
    let group = Column::GroupId;
    let holds = |day| Column::FromOn.lte(day).and(Column::UntilOn.gt(day));
    let (states, forms) = (filter.status.as_ref(), filter.form.as_ref());
    let chains = filter.value_chain.as_ref();
    Ok(Condition::all()
        .add_option(filter.group_id.map(|id| group.eq(id)))
        .add_option(filter.area_id.map(|id| of_group_in_area(group, id)))
        .add_option(filter.plan_id.map(|id| Column::PlanId.eq(id)))
        .add_option(states.map(|all| Column::Status.is_in(all.as_slice().iter().copied())))
        .add_option(chains.map(|all| Column::Chain.is_in(all.into_iter().map(AsRef::as_ref))))
        .add_option(forms.map(|all| Column::Form.is_in(all.as_slice().iter().copied())))
        .add_option(filter.available_on.map(|day| holds(day.date())))
        .add_option(filter.q.as_ref().map(|q| found_by(q.as_ref(), group, Column::Code)))
        .add_option(measured(source, filter).await?))
}

/// Offers in units that measure the same as one, of at least a quantity of it.
async fn measured(source: &impl Reading, filter: &SalesOfferFilter) -> Result<Option<Condition>, Error> {
    let Some(code) = &filter.unit else {
        let text = Text::new("Hãy nêu đơn vị của số lượng.", "Say which unit the quantity is in.");
        let is_bare = filter.quantity_gte.is_some();
        return if is_bare {
            Err(Error::unfit_parameter("unit", FieldCode::Required, text))
        } else {
            Ok(None)
        };
    };
    let units = units(source).await?;
    let Some(unit) = units.unit(code.as_ref()) else {
        let text = Text::new("Không có đơn vị này.", "There is no such unit.");
        return Err(Error::unfit_parameter("unit", FieldCode::NotFound, text));
    };
    let least = filter.quantity_gte.unwrap_or(Quantity::ZERO);
    let at_least = |other: &str| least_in(&units, least, (&unit.code, other));
    let alternatives = units.measuring(unit.measure).filter_map(|other| at_least(&other.code));
    Ok(Some(alternatives.fold(Condition::any(), Condition::add)))
}

/// At least a quantity, told in one unit, of offers in another; none when nobody can offer so much.
fn least_in(units: &Units, least: Quantity, (told, offered): (&str, &str)) -> Option<Condition> {
    let least = units.convert(least, told, offered)?;
    let in_unit = sales_offer::Column::Unit.eq(offered);
    Some(Condition::all().add(in_unit).add(sales_offer::Column::Quantity.gte(least.millionths())))
}

/// The order of a sort key.
#[must_use]
pub(super) fn order(key: &str) -> SortBy {
    match key {
        "code" => SortBy::column(sales_offer::Column::Code, SortKind::Text),
        "-updated_at" => SortBy::column(sales_offer::Column::UpdatedAt, SortKind::Instant).descending(true),
        _ => SortBy::column(sales_offer::Column::UntilOn, SortKind::Date),
    }
}

/// Adds what is shown of the group.
pub(super) fn shown(select: Select<sales_offer::Entity>) -> Select<sales_offer::Entity> {
    let group = sales_offer::Entity::belongs_to(group_card::Entity)
        .from(sales_offer::Column::GroupId)
        .to(group_card::Column::Id);
    placed(select, sales_offer::Column::GroupId)
        .join(JoinType::LeftJoin, group.into())
        .column_as(group_card::Column::Code, "group_code")
        .column_as(group_card::Column::Name, "group_name")
}

/// An offer; `holds` says which permissions the caller holds over it.
///
/// # Errors
/// 404 when it does not lie within `rows`.
pub async fn offer_of(
    source: &impl Reading,
    rows: Rows<sales_offer::Entity>,
    holds: impl Fn(Permission) -> bool,
) -> Result<SalesOffer, Error> {
    let found: Vec<Shown> = source.load(rows, shown).await?;
    let offer = found.into_iter().next().ok_or(Error::NotFound)?;
    let actions = open(STEPS, offer.row.status, holds);
    Ok(SalesOffer::of(offer, actions))
}

/// Notes a line of a plan that an offer of some goods cites, if it is not in force for them.
///
/// # Errors
/// When the database fails.
pub(super) async fn check_plan_line<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    faults: &mut Faults,
    (group_id, cited): (GroupId, CitedPlanLine),
    goods: &Goods<'_>,
) -> Result<(), Error> {
    const PLAN: &str = "/plan_line/plan_id";
    const LINE: &str = "/plan_line/line_no";
    let plan = tx.hold(access.row::<production_plan::Entity>(cited.plan_id)).await?;
    let text =
        Text::new("Không có kế hoạch này, hoặc ngoài phạm vi.", "There is no such plan within your scope.");
    faults.unknown(plan.is_none(), PLAN, text);
    let Some(plan) = plan else { return Ok(()) };
    if plan.group_id != group_id {
        let text = Text::new("Kế hoạch của nhóm khác.", "It is the plan of another group.");
        faults.when(true, PLAN, FieldCode::Inconsistent, text);
        return Ok(());
    }
    let Some(n) = plan.approved_n else {
        let text = Text::new("Kế hoạch chưa được duyệt.", "The plan was not approved.");
        faults.when(true, PLAN, FieldCode::Inconsistent, text);
        return Ok(());
    };
    let lines = lines_of(tx, (plan.id, n)).await?;
    let line = lines.iter().find(|line| line.line_no == cited.line_no);
    let text =
        Text::new("Kế hoạch đang có hiệu lực không có dòng này.", "The version in force has no such line.");
    faults.when(line.is_none(), LINE, FieldCode::NotFound, text);
    let is_other = |line: &plan_line::Model| {
        (line.chain.as_str(), line.form, line.unit.as_str()) != (goods.chain, goods.form, goods.unit)
    };
    let text = Text::new("Dòng này là sản phẩm hoặc đơn vị khác.", "The line is of another product or unit.");
    faults.when(line.is_some_and(is_other), LINE, FieldCode::Inconsistent, text);
    Ok(())
}

/// Whether a group has an offer, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn has_offered(tx: &Tx, group_id: GroupId) -> Result<bool, Error> {
    let rows = tx
        .beyond_reach::<sales_offer::Entity>("the offers of a group that was found")
        .filter(sales_offer::Column::GroupId.eq(group_id));
    Ok(tx.find(rows).await?.is_some())
}
