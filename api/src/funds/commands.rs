//! What happens inside a unit of work when a fund is set up or renamed.

use entity::{enums::PeriodStatus, fiscal_period, fund, ids::FundId};
use sea_orm::ActiveValue::Set;

use super::messages::{Fund, FundPatch, NewFund};
use crate::{
    access::{
        Access,
        permission::funds::{CreateFund, UpdateFund},
    },
    error::Error,
    fiscal_periods::messages::FiscalPeriod,
    ledger::commands::{OF_FUND, open_accounts},
    store::{Change, Entry, Tx},
};

/// Sets up a fund with its accounts and, if asked, its first fiscal year.
pub(super) async fn create(
    tx: &Tx,
    access: &Access<CreateFund>,
    new: &NewFund,
) -> Result<Change<Fund>, Error> {
    let id = new.id.unwrap_or_else(|| tx.new_id());
    let row = tx
        .insert(fund::ActiveModel {
            id: Set(id),
            code: Set(tx.next_code("fund", "QU").await?),
            name: Set(new.name.as_ref().to_owned()),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await?;
    open_accounts(tx, id, &OF_FUND, &[None]).await?;
    let made = Change::created(Fund::from(row));
    let Some(year) = new.first_year else { return Ok(made) };
    let period = fiscal_period::ActiveModel {
        id: Set(tx.new_id()),
        fund_id: Set(id),
        year: Set(year),
        status: Set(PeriodStatus::Open),
        submitted_at: Set(None),
        closed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let period = FiscalPeriod::of(tx.insert(period).await?, access.caller());
    Ok(made.and(Entry::about("created", None, &period)))
}

/// Renames a fund.
pub(super) async fn update(
    tx: &Tx,
    access: &Access<UpdateFund>,
    id: FundId,
    patch: &FundPatch,
) -> Result<Change<Fund>, Error> {
    let row = tx.current(access.row::<fund::Entity>(id)).await?;
    let before = Fund::from(row.clone());
    let row = tx
        .update::<fund::Entity>(row, |row| {
            if let Some(name) = &patch.name {
                row.name = Set(name.as_ref().to_owned());
            }
        })
        .await?;
    Ok(Change::changed("updated", &before, row.into()))
}
