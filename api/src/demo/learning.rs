//! Training and cadres: made for the province, and loaded.

use indicatif::ProgressBar;

use super::{
    load::{insert_all, told, words_of},
    province::{
        grants,
        learning::{Learning, Setting},
    },
};
use crate::{
    error::Error,
    store::{Bulk, Entry},
    trainings::queries::SEARCHED_AS,
};

/// Makes them, of the register that grants are made of.
///
/// # Errors
/// When a group is not where its training needs it.
pub(super) fn generate(setting: &grants::Setting<'_>) -> Result<Learning, Error> {
    let grants::Setting { seed, map, province, today, .. } = *setting;
    Learning::generate(&Setting { seed, map, province, today })
}

/// Loads who learned what.
///
/// # Errors
/// When the database fails.
pub(super) async fn insert(bulk: &Bulk, learning: Learning, bar: &ProgressBar) -> Result<(), Error> {
    let count = learning.training_events.len();
    let titles = learning.training_events.iter().map(|row| (row.id, &row.title));
    let words = titles.flat_map(|(id, title)| words_of(SEARCHED_AS, id.into(), title)).collect();
    let entries: Vec<Entry> = learning.events.into_iter().map(told).collect();
    insert_all! {
        bulk, bar,
        "training" learning.training_events, "topics" learning.topics, "sessions" learning.training_sessions,
        "guests" learning.training_guests, "attendance" learning.attendances, "participants" learning.participants,
        "head counts" learning.head_counts, "invitations" learning.invitations, "cadres" learning.cadre_posts,
        "words of training" words,
    }
    bar.set_message("journal of training");
    bulk.journal("load_demo", entries).await?;
    bulk.count_on("training_event", i64::try_from(count).map_err(Error::internal)?).await
}
