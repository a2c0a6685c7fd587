//! What happens inside a unit of work when a delivery is acknowledged or settled.

use entity::{
    delivery,
    enums::DeliveryStatus,
    ids::{ContractId, DeliveryId},
};
use sea_orm::ActiveValue::Set;

use super::messages::{DeliveryAcknowledgement, DeliverySettlement};
use crate::{
    access::{
        Access,
        permission::deliveries::{AcknowledgeDelivery, SettleDelivery},
    },
    deliveries::{
        commands::{Held, hold},
        messages::Delivery,
        queries::{SUBJECT, of, view_of},
        workflow::step_of,
    },
    error::{Error, Faults, Text},
    periods::queries::not_after_today,
    store::{Change, Tx},
    units::queries::check_whole,
    values::{FieldCode, Quantity},
};

/// Acknowledges a delivery with what was weighed. A weight that is true but more than may be delivered of the line is a
/// dispute as well: it is kept, and staff settle what counts.
pub(super) async fn acknowledge(
    tx: &Tx,
    access: &Access<AcknowledgeDelivery>,
    ids: (ContractId, DeliveryId),
    acknowledgement: &DeliveryAcknowledgement,
) -> Result<Change<Delivery>, Error> {
    let held = hold(tx, access, ids).await?;
    tx.take_duty(SUBJECT, held.row.id.into(), "acknowledge").await?;
    let weighed = acknowledgement.quantity;
    let day = acknowledgement.acknowledged_on.map_or(tx.today(), |day| day.date());
    let mut faults = Faults::default();
    not_after_today(&mut faults, "/acknowledged_on", day, tx.today());
    let text = Text::new("Không được trước ngày giao.", "It must not be before the delivery.");
    faults.when(day < held.row.delivered_on, "/acknowledged_on", FieldCode::Inconsistent, text);
    check_animals(&mut faults, &held, weighed);
    let worth = held.worth(&mut faults, weighed);
    faults.check()?;
    let agreed = step_of(held.row.status, "acknowledge")?;
    let worth = worth.ok_or(Error::NotFound)?;
    let is_agreed = is_within_tolerance(&held, weighed) && held.recount_if_it_fits(tx, worth).await?;
    tx.update::<delivery::Entity>(held.row, |row| {
        row.acknowledged_quantity = Set(Some(weighed.millionths()));
        row.acknowledged_on = Set(Some(day));
        row.status = Set(DeliveryStatus::Disputed);
        if is_agreed {
            row.status = Set(agreed);
            row.counted = Set(worth.counted.millionths());
            row.amount_vnd = Set(worth.amount.get());
        }
    })
    .await?;
    let after = view_of(tx, access.caller(), of(access, ids)).await?;
    Ok(Change::changed(if is_agreed { "acknowledged" } else { "disputed" }, &held.before, after))
}

fn check_animals(faults: &mut Faults, held: &Held, quantity: Quantity) {
    if let Some(unit) = held.units.unit(&held.row.unit) {
        check_whole(faults, "", unit, quantity);
    }
}

/// Whether what was weighed differs from what was recorded by no more than the contract allows.
fn is_within_tolerance(held: &Held, weighed: Quantity) -> bool {
    let recorded = Quantity::of_millionths(held.row.quantity);
    let difference = weighed.less(recorded).max(recorded.less(weighed));
    difference <= recorded.share(held.content.weighing_tolerance_bps)
}

/// Settles a disputed delivery on a quantity between both numbers.
pub(super) async fn settle(
    tx: &Tx,
    access: &Access<SettleDelivery>,
    ids: (ContractId, DeliveryId),
    settlement: &DeliverySettlement,
) -> Result<Change<Delivery>, Error> {
    let held = hold(tx, access, ids).await?;
    tx.take_duty(SUBJECT, held.row.id.into(), "settle").await?;
    let settled = settlement.quantity;
    let mut faults = Faults::default();
    check_animals(&mut faults, &held, settled);
    let weighed = held.row.acknowledged_quantity.filter(|_| held.row.status == DeliveryStatus::Disputed);
    if let Some(weighed) = weighed {
        check_between(&mut faults, settled, (held.row.quantity, weighed));
    }
    let worth = held.worth(&mut faults, settled);
    faults.check()?;
    let status = step_of(held.row.status, "settle")?;
    let worth = worth.ok_or(Error::NotFound)?;
    held.recount(tx, worth).await?;
    let reason = settlement.reason.as_ref().to_owned();
    tx.update::<delivery::Entity>(held.row, |row| {
        row.settled_quantity = Set(Some(settled.millionths()));
        row.settled_on = Set(Some(tx.today()));
        row.reason = Set(Some(reason.clone()));
        row.status = Set(status);
        row.counted = Set(worth.counted.millionths());
        row.amount_vnd = Set(worth.amount.get());
    })
    .await?;
    let after = view_of(tx, access.caller(), of(access, ids)).await?;
    Ok(Change::changed("settled", &held.before, after).because(Some(reason)))
}

fn check_between(faults: &mut Faults, settled: Quantity, (recorded, weighed): (i64, i64)) {
    let (least, most) = [recorded.min(weighed), recorded.max(weighed)].map(Quantity::of_millionths).into();
    let text = Text::made(
        format!("Phải từ {least} đến {most}, giữa hai số của hai bên."),
        format!("It must lie between the numbers of both sides, {least} and {most}."),
    );
    faults.when(settled < least || settled > most, "/quantity", FieldCode::OutOfRange, text);
}
