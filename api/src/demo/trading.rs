//! Loading partners, whom to ask for sealed, before anybody gets an account that acts for one; and trade, once groups are
//! there.

use chrono::{DateTime, Utc};
use entity::partner_key;
use indicatif::ProgressBar;

use super::{
    load::{insert_all, told, words_of},
    province::trade::Trade,
};
use crate::{
    error::Error,
    store::{Bulk, Entry, Store, vault::PersonKey},
};

/// Loads the partners; gives back the rest of the trade.
///
/// # Errors
/// When the database fails.
pub(super) async fn insert_partners(
    bulk: &Bulk,
    store: &Store,
    mut trade: Trade,
    (bar, now): (&ProgressBar, DateTime<Utc>),
) -> Result<Trade, Error> {
    let (mut partners, contacts) = (std::mem::take(&mut trade.partners), std::mem::take(&mut trade.contacts));
    let mut keys = Vec::new();
    for (row, contact) in partners.iter_mut().zip(&contacts) {
        let key = PersonKey::generate();
        row.contact_ct = Some(contact.seal(&key)?);
        let wrapped = key.wrapped(&store.keyring().master, row.id.into());
        keys.push(partner_key::Model {
            partner_id: row.id,
            wrapped: wrapped.bytes,
            master_key_id: wrapped.master_key_id,
            created_at: now,
        });
    }
    let words = partners.iter().flat_map(|row| words_of("partner", row.id.into(), &row.name)).collect();
    bulk.count_on("partner", i64::try_from(partners.len()).map_err(Error::internal)?).await?;
    insert_all! { bulk, bar, "partners" partners, "keys of partners" keys, "words of partners" words }
    Ok(trade)
}

/// Loads offers, contracts and deliveries.
///
/// # Errors
/// When the database fails.
pub(super) async fn insert_trade(bulk: &Bulk, trade: Trade, bar: &ProgressBar) -> Result<(), Error> {
    let (offers, contracts) = (trade.sales_offers.len(), trade.sales_contracts.len());
    let entries: Vec<Entry> = trade.events.into_iter().map(told).collect();
    insert_all! {
        bulk, bar,
        "offers" trade.sales_offers, "details" trade.offer_details, "requests" trade.offer_requests,
        "contracts" trade.sales_contracts, "texts" trade.contract_versions, "lines" trade.contract_lines,
        "confirmations" trade.contract_confirmations, "balances of lines" trade.line_balances,
        "deliveries" trade.deliveries, "payments" trade.delivery_payments, "duties of trade" trade.duties,
    }
    bar.set_message("journal of trade");
    bulk.journal("load_demo", entries).await?;
    bulk.count_on("sales_offer", i64::try_from(offers).map_err(Error::internal)?).await?;
    bulk.count_on("sales_contract", i64::try_from(contracts).map_err(Error::internal)?).await
}
