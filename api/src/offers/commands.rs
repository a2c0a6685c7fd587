//! What happens inside a unit of work when an offer is written, changed, published, taken back or taken out. Holds the
//! group, so that it ends or changes its value chains before or after and not meanwhile.

use chrono::NaiveDate;
use entity::{
    enums::{GroupStatus, OfferStatus, ProductForm, VoidReason},
    group_card, group_period,
    ids::{GroupId, OfferId},
    offer_detail, sales_offer,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, ColumnTrait};

use super::{
    messages::{NewSalesOffer, SalesOffer, SalesOfferPatch, cited},
    queries::{check_plan_line, offer_of},
    workflow::{STEPS, check_changeable},
};
use crate::{
    access::{
        Access, Permit,
        permission::offers::{CreateOffer, DeleteOffer, PublishOffer, UpdateOffer, WithdrawOffer},
    },
    error::{Code, Error, Faults, Finding, Text},
    group_chains::queries::chains_of,
    offer_details::{
        messages::{NewOfferDetails, OfferDetails},
        queries::check_price,
    },
    periods::queries::{check_place, periods_of},
    store::{Change, Entry, Tx},
    units::queries::{Goods, units},
    values::{FieldCode, Interval, Quantity},
    workflow::{next, open},
};

const NOT_ACTIVE: Text = Text::new("Nhóm không đang hoạt động.", "The group is not active.");
const OTHER_CHAIN: Text =
    Text::new("Nhóm không làm chuỗi giá trị này.", "The group does not work in this value chain.");
const OVER: Text = Text::new("Phải sau hôm nay.", "It must be after today.");

/// Drafts an offer.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateOffer>,
    new: &NewSalesOffer,
) -> Result<Change<SalesOffer>, Error> {
    let mut faults = Faults::default();
    let group = tx.hold(access.row::<group_card::Entity>(new.group_id)).await?;
    let text =
        Text::new("Không có nhóm này, hoặc ngoài phạm vi.", "There is no such group within your scope.");
    faults.unknown(group.is_none(), "/group_id", text);
    let said = Said::by(new);
    said.check(tx, &mut faults).await?;
    faults.when(said.until_on <= tx.today(), "/until_on", FieldCode::OutOfRange, OVER);
    if group.is_some() {
        let periods = periods_of(tx, new.group_id).await?;
        faults.when(!is_active(&periods), "/group_id", FieldCode::Inconsistent, NOT_ACTIVE);
        check_place(tx, access.reach(), &mut faults, &periods, ("/from_on", said.from_on)).await?;
        let is_others = !works_in(tx, new.group_id, said.chain).await?;
        faults.when(is_others, "/chain", FieldCode::Inconsistent, OTHER_CHAIN);
        if let Some(line) = new.plan_line {
            check_plan_line(tx, access, &mut faults, (new.group_id, line), &said.goods()).await?;
        }
    }
    let details = new.details.as_ref();
    check_price(&mut faults, "/details/asking_price_vnd", details.and_then(|one| one.asking_price_vnd));
    faults.check()?;
    let id = new.id.unwrap_or_else(|| tx.new_id());
    tx.insert(row(tx, id, new, tx.next_code("sales_offer", "CH").await?)).await?;
    let detail = tx.insert(detail_row(tx, (id, new.group_id), details)).await?;
    let made = view(tx, access, id).await?;
    let told = details.map(|_| Entry::about("described", None, &OfferDetails::of(detail, &made)));
    Ok(Change::created(made).and_all(told))
}

fn row(tx: &Tx, id: OfferId, new: &NewSalesOffer, code: String) -> sales_offer::ActiveModel {
    sales_offer::ActiveModel {
        id: Set(id),
        code: Set(code),
        group_id: Set(new.group_id),
        chain: Set(new.chain.as_ref().to_owned()),
        form: Set(new.form),
        grade: Set(new.grade.as_ref().map(|grade| grade.as_ref().to_owned())),
        unit: Set(new.unit.as_ref().to_owned()),
        quantity: Set(new.quantity.millionths()),
        from_on: Set(new.from_on.into()),
        until_on: Set(new.until_on.into()),
        plan_id: Set(new.plan_line.map(|line| line.plan_id)),
        plan_line_no: Set(new.plan_line.map(|line| line.line_no)),
        status: Set(OfferStatus::Draft),
        published_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        voided_at: Set(None),
        void_reason: Set(None),
    }
}

fn detail_row(
    tx: &Tx,
    (offer_id, group_id): (OfferId, GroupId),
    details: Option<&NewOfferDetails>,
) -> offer_detail::ActiveModel {
    let terms = details.and_then(|one| one.terms.as_ref());
    offer_detail::ActiveModel {
        offer_id: Set(offer_id),
        group_id: Set(group_id),
        asking_price_vnd: Set(details.and_then(|one| one.asking_price_vnd).map(|price| price.get())),
        terms: Set(terms.map(|terms| terms.as_ref().to_owned())),
        updated_at: Set(tx.now()),
    }
}

/// Changes what an offer says.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateOffer>,
    id: OfferId,
    patch: &SalesOfferPatch,
) -> Result<Change<SalesOffer>, Error> {
    let row = tx.current(access.row::<sales_offer::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    hold_group(tx, row.group_id).await?;
    let mut faults = Faults::default();
    let said = Said::after(&row, patch);
    said.check(tx, &mut faults).await?;
    let is_over = patch.until_on.is_some() && said.until_on <= tx.today();
    faults.when(is_over, "/until_on", FieldCode::OutOfRange, OVER);
    if patch.from_on.is_some() {
        let periods = periods_of(tx, row.group_id).await?;
        check_place(tx, access.reach(), &mut faults, &periods, ("/from_on", said.from_on)).await?;
    }
    let is_others = patch.chain.is_some() && !works_in(tx, row.group_id, said.chain).await?;
    faults.when(is_others, "/chain", FieldCode::Inconsistent, OTHER_CHAIN);
    let line = patch.plan_line.unwrap_or_else(|| cited(&row));
    let is_cited_anew = patch.plan_line.is_some() || patch.chain.is_some() || patch.form.is_some();
    if let Some(line) = line.filter(|_| is_cited_anew || patch.unit.is_some()) {
        check_plan_line(tx, access, &mut faults, (row.group_id, line), &said.goods()).await?;
    }
    faults.check()?;
    check_changeable(row.status)?;
    let Said { chain, form, unit, quantity, from_on, until_on } = said;
    let (chain, unit) = (chain.to_owned(), unit.to_owned());
    tx.update::<sales_offer::Entity>(row, |row| {
        if let Some(grade) = &patch.grade {
            row.grade = Set(grade.as_ref().map(|grade| grade.as_ref().to_owned()));
        }
        row.chain = Set(chain);
        row.form = Set(form);
        row.unit = Set(unit);
        row.quantity = Set(quantity.millionths());
        row.from_on = Set(from_on);
        row.until_on = Set(until_on);
        row.plan_id = Set(line.map(|line| line.plan_id));
        row.plan_line_no = Set(line.map(|line| line.line_no));
    })
    .await?;
    Ok(Change::changed("updated", &before, view(tx, access, id).await?))
}

/// Takes out a draft that was entered in error.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteOffer>,
    id: OfferId,
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let row = tx.current(access.row::<sales_offer::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    if row.status != OfferStatus::Draft {
        return Err(Error::step_not_open(&open(STEPS, row.status, |_| true)));
    }
    tx.update::<sales_offer::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&before, &reason.to_value()))
}

/// Shows an offer to partners.
pub(super) async fn publish(
    tx: &Tx,
    access: &Access<PublishOffer>,
    id: OfferId,
) -> Result<Change<SalesOffer>, Error> {
    let row = tx.current(access.row::<sales_offer::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    let status = next(STEPS, row.status, "publish")?;
    hold_group(tx, row.group_id).await?;
    let rules = [
        ("group_active", is_active(&periods_of(tx, row.group_id).await?), NOT_ACTIVE),
        ("chain_of_group", works_in(tx, row.group_id, &row.chain).await?, OTHER_CHAIN),
        ("window_not_over", row.until_on > tx.today(), OVER),
    ];
    let unmet = rules.into_iter().filter(|(_, is_met, _)| !is_met);
    let findings: Vec<Finding> = unmet.map(|(rule, _, detail)| Finding::plain(rule, detail)).collect();
    if !findings.is_empty() {
        return Err(Error::unmet(Code::ConditionsUnmet, &findings));
    }
    tx.update::<sales_offer::Entity>(row, |row| {
        row.status = Set(status);
        row.published_at = Set(Some(tx.now()));
    })
    .await?;
    Ok(Change::changed("published", &before, view(tx, access, id).await?))
}

/// Hides an offer from partners.
pub(super) async fn withdraw(
    tx: &Tx,
    access: &Access<WithdrawOffer>,
    id: OfferId,
) -> Result<Change<SalesOffer>, Error> {
    let row = tx.current(access.row::<sales_offer::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    let status = next(STEPS, row.status, "withdraw")?;
    tx.update::<sales_offer::Entity>(row, |row| row.status = Set(status)).await?;
    Ok(Change::changed("withdrawn", &before, view(tx, access, id).await?))
}

async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: OfferId) -> Result<SalesOffer, Error> {
    offer_of(tx, access.row(id), |permission| access.caller().holds(permission)).await
}

async fn hold_group(tx: &Tx, id: GroupId) -> Result<(), Error> {
    let groups = tx.beyond_reach::<group_card::Entity>("the group of an offer that was found");
    tx.hold(groups.filter(group_card::Column::Id.eq(id))).await.map(drop)
}

fn is_active(periods: &[group_period::Model]) -> bool {
    periods.last().is_some_and(|period| period.status == GroupStatus::Active)
}

async fn works_in(tx: &Tx, group_id: GroupId, chain: &str) -> Result<bool, Error> {
    let chains = chains_of(tx, [group_id]).await?;
    Ok(chains.values().flatten().any(|one| one.chain == chain))
}

/// What an offer says of product, quantity and window, before it is known whether that can be.
struct Said<'a> {
    chain: &'a str,
    form: ProductForm,
    unit: &'a str,
    quantity: Quantity,
    from_on: NaiveDate,
    until_on: NaiveDate,
}

impl<'a> Said<'a> {
    fn by(new: &'a NewSalesOffer) -> Self {
        Self {
            chain: new.chain.as_ref(),
            form: new.form,
            unit: new.unit.as_ref(),
            quantity: new.quantity,
            from_on: new.from_on.into(),
            until_on: new.until_on.into(),
        }
    }

    fn after(row: &'a sales_offer::Model, patch: &'a SalesOfferPatch) -> Self {
        Self {
            chain: patch.chain.as_ref().map_or(&row.chain, AsRef::as_ref),
            form: patch.form.unwrap_or(row.form),
            unit: patch.unit.as_ref().map_or(&row.unit, AsRef::as_ref),
            quantity: patch.quantity.unwrap_or(Quantity::of_millionths(row.quantity)),
            from_on: patch.from_on.map_or(row.from_on, Into::into),
            until_on: patch.until_on.map_or(row.until_on, Into::into),
        }
    }

    const fn goods(&self) -> Goods<'a> {
        Goods { chain: self.chain, form: self.form, unit: self.unit, quantity: self.quantity }
    }

    async fn check(&self, tx: &Tx, faults: &mut Faults) -> Result<(), Error> {
        let Self { from_on, until_on, .. } = *self;
        units(tx).await?.check_product(faults, "", &self.goods());
        let text = Text::new("Phải sau ngày đầu.", "It must be after the first day.");
        let is_empty = Interval::new(from_on, Some(until_on)).is_err();
        faults.when(is_empty, "/until_on", FieldCode::Inconsistent, text);
        Ok(())
    }
}
