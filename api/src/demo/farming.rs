//! Plans, results and OCOP products: made for the province, and loaded.

use indicatif::ProgressBar;

use super::{
    accounts,
    load::{insert_all, told, words_of},
    province::{
        farming::{Farming, Setting},
        grants,
    },
};
use crate::{
    error::Error,
    ocop::queries::SEARCHED_AS,
    store::{Bulk, Entry},
};

/// Makes them, of the register that grants are made of.
///
/// # Errors
/// When a text of the demo does not keep the limits of the service.
pub(super) fn generate(setting: &grants::Setting<'_>) -> Result<Farming, Error> {
    Farming::generate(&Setting {
        seed: setting.seed,
        map: setting.map,
        province: setting.province,
        officers: setting.staff.entering,
        led: (setting.spared, accounts::leader_account()),
        today: setting.today,
    })
}

/// Loads what groups planned and what became of it.
///
/// # Errors
/// When the database fails.
pub(super) async fn insert(bulk: &Bulk, farming: Farming, bar: &ProgressBar) -> Result<(), Error> {
    let (plans, products) = (farming.production_plans.len(), farming.ocop_products.len());
    let names = farming.ocop_products.iter().map(|row| (row.id, &row.name));
    let words = names.flat_map(|(id, name)| words_of(SEARCHED_AS, id.into(), name)).collect();
    let entries: Vec<Entry> = farming.events.into_iter().map(told).collect();
    insert_all! {
        bulk, bar,
        "plans" farming.production_plans, "versions of plans" farming.plan_versions,
        "lines of plans" farming.plan_lines, "results" farming.plan_results, "losses" farming.plan_losses,
        "OCOP products" farming.ocop_products, "certificates" farming.ocop_certificates,
        "words of products" words, "duties of plans" farming.duties,
    }
    bar.set_message("journal of plans");
    bulk.journal("load_demo", entries).await?;
    bulk.count_on("production_plan", i64::try_from(plans).map_err(Error::internal)?).await?;
    bulk.count_on("ocop_product", i64::try_from(products).map_err(Error::internal)?).await
}
