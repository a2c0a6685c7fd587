//! Acting for one side of a contract.

use chrono::NaiveDate;
use entity::{ids::ContractId, sales_contract};

use super::queries::{Acting, SUBJECT, Standpoint, word};
use crate::{
    access::{Access, Permit},
    contracts::{
        messages::SalesContract,
        queries::{Viewer, contract_of},
        workflow::Stage,
    },
    error::Error,
    store::Tx,
};

/// As whom the caller acts on a contract that was found, with the duty for it: whoever has once acted for a side, by
/// whatever role, never acts for the other; a machine client counts as its partner.
///
/// # Errors
/// 403 `separation_of_duties`.
pub async fn act<P: Permit>(
    tx: &Tx,
    access: &Access<P>,
    row: &sales_contract::Model,
) -> Result<Acting, Error> {
    let standpoint = Standpoint::of(tx, access.caller(), P::PERMISSION, [row.commune_id]).await?;
    let acting = standpoint.acting(row)?.ok_or(Error::NotFound)?;
    tx.take_duty(SUBJECT, row.id.into(), word(acting.side)).await?;
    Ok(acting)
}

/// A contract as it is now, for whoever acts on it.
///
/// # Errors
/// 404 when it does not lie within the reach.
pub async fn view<P: Permit>(tx: &Tx, access: &Access<P>, id: ContractId) -> Result<SalesContract, Error> {
    contract_of(tx, access.row(id), Viewer { caller: access.caller(), today: tx.today() }).await
}

/// A contract that somebody acts on: locked, at the revision that was read, with what it was before.
#[derive(Debug)]
pub struct Held {
    /// The contract.
    pub row: sales_contract::Model,
    /// As whom the caller acts.
    pub acting: Acting,
    /// The view before.
    pub before: SalesContract,
    today: NaiveDate,
}

/// Takes hold of a contract for one side of it.
///
/// # Errors
/// 404 outside the reach, 412 when it has changed, 403 when the caller is of both sides or has acted for the other one.
pub async fn hold<P: Permit>(tx: &Tx, access: &Access<P>, id: ContractId) -> Result<Held, Error> {
    let row = tx.current(access.row::<sales_contract::Entity>(id)).await?;
    let before = view(tx, access, id).await?;
    let acting = act(tx, access, &row).await?;
    Ok(Held { row, acting, before, today: tx.today() })
}

impl Held {
    /// Where it stands for the side of the caller. Whether partner and group can be bound is asked for later, so that the
    /// answer says what is missing.
    #[must_use]
    pub fn stage(&self) -> Stage<'_> {
        Stage {
            row: &self.row,
            side: self.acting.side,
            confirmed_by: &self.before.head.confirmed_by,
            is_ready: true,
            today: self.today,
        }
    }
}
