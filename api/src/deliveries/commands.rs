//! What happens inside a unit of work when a delivery is recorded or taken out. Everybody locks the contract first, then
//! the delivery, then the balance of the line: deliveries of a contract take turns.

use entity::{
    contract_version, delivery,
    enums::{ContractStatus, DeliveryStatus, GroupStatus, VoidReason},
    ids::{ContractId, DeliveryId},
    line_balance, sales_contract,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, IntoActiveModel};

use super::{
    messages::{Delivery, NewDelivery},
    queries::{SUBJECT, of, view_of},
    workflow::not_open,
};
use crate::{
    access::{
        Access, Permit,
        permission::deliveries::{CreateDelivery, DeleteDelivery},
    },
    contract_content::messages::{ContractContent, ContractLine},
    contract_parties::queries::check_verified,
    contract_sides::commands::act,
    contract_texts::queries::{InForce, content_of, text_in_force, version_of},
    delivery_terms::queries::{Delivered, Worth, count, price, worth},
    error::{Code, Error, Faults, Finding, Text},
    late_facts::queries::check_late,
    line_balances::{
        commands::{count_if_it_fits, count_instead},
        queries::lock_balance,
    },
    periods::queries::{check_place, not_after_today, periods_of},
    store::{Change, Tx},
    units::queries::{Goods, Units, units},
    values::{FieldCode, Quantity, Vnd},
};

/// A delivery that somebody acts on: locked with its contract, at the revision that was read, with what it was before.
#[derive(Debug)]
pub struct Held {
    /// The delivery.
    pub row: delivery::Model,
    /// The view before.
    pub before: Delivery,
    /// What the contract said on the day.
    pub content: ContractContent,
    /// The units.
    pub units: Units,
}

/// Takes hold of a delivery for one side of its contract, with the duty for that side.
///
/// # Errors
/// 404 outside the reach, 412 when it has changed, 403 when the caller is of both sides or has acted for the other one.
pub async fn hold<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    (contract_id, id): (ContractId, DeliveryId),
) -> Result<Held, Error> {
    let contract = tx.lock(access.row::<sales_contract::Entity>(contract_id)).await?;
    let row = tx.current(of(access, (contract_id, id))).await?;
    let before = view_of(tx, access.caller(), of(access, (contract_id, id))).await?;
    act(tx, access, &contract).await?;
    check_late(tx, &[(row.commune_id, row.delivered_on)]).await?;
    let version: contract_version::Model = version_of(tx, contract_id, row.n).await?;
    Ok(Held { row, before, content: content_of(&version)?, units: units(tx).await? })
}

impl Held {
    /// What another quantity of the delivery, in its unit, makes of the line. Notes why it makes nothing.
    pub fn worth(&self, faults: &mut Faults, quantity: Quantity) -> Option<Worth> {
        let line = self.content.line(self.row.line_no)?;
        let delivered = Delivered { form: self.row.form, unit: &self.row.unit, quantity };
        let counted = count(faults, &self.units, line, delivered)?;
        worth(faults, counted, Vnd::parse(self.row.unit_price_vnd).ok()?)
    }

    /// Lets another worth count than did before, within what may be delivered of the line.
    ///
    /// # Errors
    /// 409 `conditions_unmet`, with what remains.
    pub async fn recount(&self, tx: &Tx, worth: Worth) -> Result<(), Error> {
        let balance = lock_balance(tx, self.row.contract_id, self.row.line_no).await?;
        let instead = (Quantity::of_millionths(self.row.counted), worth.counted);
        count_instead(tx, balance, instead, &self.before.line_unit).await
    }

    /// The same where it fits into what may be delivered of the line; whether it did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recount_if_it_fits(&self, tx: &Tx, worth: Worth) -> Result<bool, Error> {
        let balance = lock_balance(tx, self.row.contract_id, self.row.line_no).await?;
        count_if_it_fits(tx, balance, (Quantity::of_millionths(self.row.counted), worth.counted)).await
    }
}

/// Records what was delivered.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateDelivery>,
    contract_id: ContractId,
    new: &NewDelivery,
) -> Result<Change<Delivery>, Error> {
    let contract = tx.lock(access.row::<sales_contract::Entity>(contract_id)).await?;
    act(tx, access, &contract).await?;
    let mut faults = Faults::default();
    let is_bound = contract.status == ContractStatus::Confirmed;
    let text = if is_bound { text_in_force(tx, &contract, new.delivered_on.date()).await? } else { None };
    check_day(tx, access, &mut faults, (&contract, is_bound.then_some(&text)), new).await?;
    let line = text.as_ref().and_then(|text| line_in(&mut faults, text, new));
    let units = units(tx).await?;
    let priced = line.and_then(|line| Priced::of(&mut faults, &units, line, new));
    faults.check()?;
    if !is_bound {
        return Err(Error::conflict(Code::StateConflict, not_in_force()));
    }
    let (Some(InForce { n, .. }), Some(priced)) = (&text, priced) else { return Err(Error::NotFound) };
    check_verified(tx, contract.partner_id).await?;
    check_unchanged(tx, &contract, *n, priced.line).await?;
    let balance: line_balance::Model = lock_balance(tx, contract_id, priced.line.line_no.into()).await?;
    let more = (Quantity::ZERO, priced.worth.counted);
    count_instead(tx, balance, more, priced.line.unit.as_ref()).await?;
    let row = priced.row(tx, &contract, *n, new);
    let id = row.id;
    tx.insert_all(vec![row.into_active_model()]).await?;
    tx.take_duty(SUBJECT, id.into(), "record").await?;
    Ok(Change::created(view_of(tx, access.caller(), of(access, (contract_id, id))).await?))
}

const fn not_in_force() -> Text {
    Text::new(
        "Hợp đồng chưa được hai bên xác nhận hoặc đã kết thúc, nên không ghi thêm lần giao hàng.",
        "The contract is not confirmed by both sides or has ended: no deliveries can be recorded.",
    )
}

/// Notes what is wrong with the day of a delivery: it is still to come, outside the term, or one on which the group did
/// not work or did not lie within the scope. `text` is the text in force on it, where the contract binds both sides.
async fn check_day(
    tx: &Tx,
    access: &Access<CreateDelivery>,
    faults: &mut Faults,
    (contract, text): (&sales_contract::Model, Option<&Option<InForce>>),
    new: &NewDelivery,
) -> Result<(), Error> {
    const AT: &str = "/delivered_on";
    let day = new.delivered_on.date();
    not_after_today(faults, AT, day, tx.today());
    let (starts_on, ends_on) = (contract.starts_on, contract.ends_on);
    let term = Text::made(
        format!("Phải trong thời hạn hợp đồng, từ {starts_on} đến hết {ends_on}."),
        format!("It must lie within the term, from {starts_on} to {ends_on}."),
    );
    faults.when(matches!(text, Some(None)), AT, FieldCode::Inconsistent, term);
    let periods = periods_of(tx, contract.group_id).await?;
    let then = periods.iter().rfind(|period| period.from_on <= day);
    let is_active = then.is_some_and(|period| period.status == GroupStatus::Active);
    let idle = Text::new("Ngày đó nhóm không hoạt động.", "The group was not active on that day.");
    faults.when(!is_active && day <= tx.today(), AT, FieldCode::Inconsistent, idle);
    check_place(tx, access.reach(), faults, &periods, (AT, day)).await
}

/// The line that was delivered, in the text of the day. Notes that there is none, or that the day is outside its window.
fn line_in<'a>(faults: &mut Faults, text: &'a InForce, new: &NewDelivery) -> Option<&'a ContractLine> {
    let line = text.content.line(new.line_no.into());
    let none = Text::new(
        "Văn bản có hiệu lực ngày đó không có dòng này.",
        "The text in force on that day has no such line.",
    );
    faults.when(line.is_none(), "/line_no", FieldCode::NotFound, none);
    let line = line?;
    let (from_on, until_on) = (line.deliver_from_on, line.deliver_until_on);
    let window = Text::made(
        format!("Phải trong thời gian giao của dòng, từ {from_on} đến trước {until_on}."),
        format!("It must lie in the window of the line, from {from_on} until before {until_on}."),
    );
    let is_outside = new.delivered_on < from_on || new.delivered_on >= until_on;
    faults.when(is_outside, "/delivered_on", FieldCode::Inconsistent, window);
    Some(line)
}

/// What is recorded of a line.
struct Priced<'a> {
    line: &'a ContractLine,
    delivered: Delivered<'a>,
    unit_price: Vnd,
    worth: Worth,
}

impl<'a> Priced<'a> {
    /// Notes all that is wrong with product, unit, quantity and price.
    fn of(faults: &mut Faults, units: &Units, line: &'a ContractLine, new: &'a NewDelivery) -> Option<Self> {
        let unit = new.unit.as_ref().unwrap_or(&line.unit).as_ref();
        let delivered = Delivered { form: new.form.unwrap_or(line.form), unit, quantity: new.quantity };
        let Delivered { form, quantity, .. } = delivered;
        units.check_product(faults, "", &Goods { chain: line.chain.as_ref(), form, unit, quantity });
        let unit_price = price(faults, line, new.reference_price_vnd);
        let counted = count(faults, units, line, delivered)?;
        let text = Text::new("Quá ít để tính được.", "It is too little to be counted.");
        let is_lost = counted == Quantity::ZERO && quantity > Quantity::ZERO;
        faults.when(is_lost, "/quantity", FieldCode::OutOfRange, text);
        let unit_price = unit_price?;
        Some(Self { line, delivered, unit_price, worth: worth(faults, counted, unit_price)? })
    }

    fn row(&self, tx: &Tx, contract: &sales_contract::Model, n: i32, new: &NewDelivery) -> delivery::Model {
        let grade = new.grade.as_ref().or(self.line.grade.as_ref());
        delivery::Model {
            id: new.id.unwrap_or_else(|| tx.new_id()),
            contract_id: contract.id,
            n,
            line_no: self.line.line_no.into(),
            partner_id: contract.partner_id,
            group_id: contract.group_id,
            commune_id: contract.commune_id,
            former_commune_id: contract.former_commune_id,
            chain: self.line.chain.as_ref().to_owned(),
            delivered_on: new.delivered_on.into(),
            form: self.delivered.form,
            grade: grade.map(|grade| grade.as_ref().to_owned()),
            unit: self.delivered.unit.to_owned(),
            quantity: self.delivered.quantity.millionths(),
            acknowledged_quantity: None,
            settled_quantity: None,
            counted: self.worth.counted.millionths(),
            reference_price_vnd: new.reference_price_vnd.map(Vnd::get),
            unit_price_vnd: self.unit_price.get(),
            amount_vnd: self.worth.amount.get(),
            paid_vnd: 0,
            note_no: new.note_no.as_ref().map(|note| note.as_ref().to_owned()),
            status: DeliveryStatus::Recorded,
            acknowledged_on: None,
            settled_on: None,
            reason: None,
            version: 1,
            created_at: tx.now(),
            updated_at: tx.now(),
            voided_at: None,
            void_reason: None,
        }
    }
}

/// Refuses what was delivered under a text whose line has since become another product or unit: it cannot be counted
/// among what is delivered of the line now.
async fn check_unchanged(
    tx: &Tx,
    contract: &sales_contract::Model,
    n: i32,
    line: &ContractLine,
) -> Result<(), Error> {
    let Some(now) = contract.in_force_n.filter(|now| *now != n) else { return Ok(()) };
    let now = content_of(&version_of(tx, contract.id, now).await?)?;
    let is_other = now
        .line(line.line_no.into())
        .is_some_and(|now| now.chain != line.chain || now.form != line.form || now.unit != line.unit);
    let text = Text::new(
        "Dòng này sau đó đã đổi sản phẩm hoặc đơn vị.",
        "The line has since become another product or unit.",
    );
    if is_other {
        return Err(Error::unmet(Code::ConditionsUnmet, &[Finding::plain("line_unchanged", text)]));
    }
    Ok(())
}

/// Takes out a delivery that was recorded in error; the line gets its quantity back.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteDelivery>,
    ids: (ContractId, DeliveryId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let held = hold(tx, access, ids).await?;
    tx.take_duty(SUBJECT, held.row.id.into(), "record").await?;
    if held.row.status != DeliveryStatus::Recorded {
        return Err(not_open(held.row.status));
    }
    held.recount(tx, Worth { counted: Quantity::ZERO, amount: Vnd::ZERO }).await?;
    tx.update::<delivery::Entity>(held.row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    Ok(Change::removed(&held.before, &reason.to_value()))
}
