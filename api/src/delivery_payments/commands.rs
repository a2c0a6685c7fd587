//! What happens inside a unit of work when a payment is noted or taken out. Locks the contract, then the delivery, whose
//! `paid_vnd` follows in the same transaction.

use entity::{
    delivery, delivery_payment,
    enums::VoidReason,
    ids::{DeliveryId, DeliveryPaymentId},
    sales_contract,
};
use sea_orm::{ActiveEnum, ActiveValue::Set, IntoActiveModel};

use super::{
    messages::{DeliveryPayment, NewDeliveryPayment},
    queries::of,
};
use crate::{
    access::{
        Access, Permit,
        permission::deliveries::{CreateDeliveryPayment, DeleteDeliveryPayment},
    },
    contract_sides::commands::act,
    deliveries::{
        messages::Delivery,
        queries::view_of,
        workflow::{is_agreed, not_open},
    },
    error::{Code, Error, Faults, Finding, Text},
    late_facts::queries::check_late,
    periods::queries::not_after_today,
    store::{Change, Entry, Tx},
    values::FieldCode,
};

/// A delivery of which something is paid: locked with its contract, with what it was before.
struct Paying {
    row: delivery::Model,
    before: Delivery,
}

impl Paying {
    async fn of<P: Permit>(tx: &Tx, access: &Access<P>, id: DeliveryId) -> Result<Self, Error> {
        let found = tx.one(access.row::<delivery::Entity>(id)).await?;
        let contract = tx.lock(access.row::<sales_contract::Entity>(found.contract_id)).await?;
        let row = tx.lock(access.row::<delivery::Entity>(id)).await?;
        let before = view_of(tx, access.caller(), access.row(id)).await?;
        act(tx, access, &contract).await?;
        Ok(Self { row, before })
    }

    /// Sets what was paid of the delivery; the entry that tells of it.
    async fn pay<P: Permit>(
        self,
        tx: &Tx,
        access: &Access<P>,
        (action, paid_vnd): (&'static str, i64),
    ) -> Result<Entry, Error> {
        let row = tx.amend::<delivery::Entity>(self.row, |row| row.paid_vnd = Set(paid_vnd)).await?;
        let after = view_of(tx, access.caller(), access.row(row.id)).await?;
        Ok(Entry::about(action, Some(&self.before), &after))
    }
}

/// Notes a payment.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateDeliveryPayment>,
    id: DeliveryId,
    new: &NewDeliveryPayment,
) -> Result<Change<DeliveryPayment>, Error> {
    let paying = Paying::of(tx, access, id).await?;
    let (day, amount_vnd) = (new.paid_on.date(), new.amount_vnd.get());
    let mut faults = Faults::default();
    let text = Text::new("Phải lớn hơn 0.", "It must be more than zero.");
    faults.when(amount_vnd == 0, "/amount_vnd", FieldCode::OutOfRange, text);
    not_after_today(&mut faults, "/paid_on", day, tx.today());
    let text = Text::new("Không được trước ngày giao.", "It must not be before the delivery.");
    faults.when(day < paying.row.delivered_on, "/paid_on", FieldCode::Inconsistent, text);
    faults.keep(check_late(tx, &[(paying.row.commune_id, day)]).await)?;
    faults.check()?;
    if !is_agreed(paying.row.status) {
        return Err(not_open(paying.row.status));
    }
    check_owed(paying.row.amount_vnd - paying.row.paid_vnd, amount_vnd)?;
    let row = row(tx, &paying.row, new);
    tx.insert_all(vec![row.clone().into_active_model()]).await?;
    let paid_vnd = paying.row.paid_vnd + amount_vnd;
    let told = paying.pay(tx, access, ("paid", paid_vnd)).await?;
    Ok(Change::created(DeliveryPayment::from(row)).and(told))
}

fn check_owed(owed_vnd: i64, amount_vnd: i64) -> Result<(), Error> {
    if amount_vnd <= owed_vnd {
        return Ok(());
    }
    let text = Text::made(
        format!("Lần giao này chỉ còn phải trả {owed_vnd} đồng."),
        format!("Only {owed_vnd} đồng are still owed for the delivery."),
    );
    Err(Error::unmet(Code::ConditionsUnmet, &[Finding::new("amount_owed", amount_vnd, owed_vnd, text)]))
}

fn row(tx: &Tx, delivery: &delivery::Model, new: &NewDeliveryPayment) -> delivery_payment::Model {
    delivery_payment::Model {
        id: new.id.unwrap_or_else(|| tx.new_id()),
        delivery_id: delivery.id,
        contract_id: delivery.contract_id,
        partner_id: delivery.partner_id,
        group_id: delivery.group_id,
        commune_id: delivery.commune_id,
        paid_on: new.paid_on.into(),
        amount_vnd: new.amount_vnd.get(),
        means: new.means,
        document_no: new.document_no.as_ref().to_owned(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        voided_at: None,
        void_reason: None,
    }
}

/// Takes out a payment that was noted in error; the delivery owes the amount again.
pub(super) async fn remove(
    tx: &Tx,
    access: &Access<DeleteDeliveryPayment>,
    (delivery_id, id): (DeliveryId, DeliveryPaymentId),
    reason: VoidReason,
) -> Result<Change<()>, Error> {
    let paying = Paying::of(tx, access, delivery_id).await?;
    let row = tx.current(of(access, (delivery_id, id))).await?;
    check_late(tx, &[(paying.row.commune_id, row.paid_on)]).await?;
    let before = DeliveryPayment::from(row.clone());
    let paid_vnd = paying.row.paid_vnd - row.amount_vnd;
    tx.update::<delivery_payment::Entity>(row, |row| {
        row.voided_at = Set(Some(tx.now()));
        row.void_reason = Set(Some(reason));
    })
    .await?;
    let told = paying.pay(tx, access, ("payment_removed", paid_vnd)).await?;
    Ok(Change::removed(&before, &reason.to_value()).and(told))
}
