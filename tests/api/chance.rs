//! Whatever people with one role or several try with grants, in whatever order: the books agree, no limit is exceeded,
//! every step is one of the tables, and nobody holds two duties of one application.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use entity::{grant_application, journal_entry};
use hoinongdan::workflow::Step;
use hoinongdan::{applications, disbursements, proofs};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde::Serialize;
use serde_json::Value;
use tests::play::Play;
use tests::{App, Dice, both_databases};

const SEQUENCES: usize = 7;
const STEPS: usize = 90;
/// No further sequence begins after this.
const LONG: Duration = Duration::from_secs(22);
/// Rows that must not be there.
const NEVER: [&str; 6] = [
    "account_balance WHERE NOT is_source AND debit_vnd < credit_vnd",
    "call_allotment WHERE committed_vnd < 0 OR committed_vnd > limit_vnd",
    "fund_ceiling WHERE taken_vnd < 0 OR taken_vnd > limit_vnd",
    "grant_application WHERE paid_vnd < 0 OR accepted_vnd < 0 OR paid_vnd > approved_vnd OR accepted_vnd > paid_vnd",
    "disbursement WHERE paid_vnd - refunded_vnd - accepted_vnd < 0 OR paid_vnd > amount_vnd",
    "grant_application a WHERE (SELECT SUM(d.amount_vnd) FROM disbursement d WHERE d.application_id = a.id) > approved_vnd",
];
const DIFFERENCE: &str =
    "SELECT CAST(COALESCE(SUM(debit_vnd - credit_vnd), 0) AS BIGINT) FROM account_balance";

/// A state as it is written.
fn word(status: impl Serialize) -> String {
    serde_json::to_value(status).unwrap().as_str().unwrap_or_default().to_owned()
}

/// From where to where a table leads.
fn table<S: Serialize>(steps: &[Step<S>]) -> BTreeSet<(String, String)> {
    let pairs = steps.iter().flat_map(|step| step.from.iter().map(move |from| (from, &step.to)));
    pairs.map(|(from, to)| (word(from), word(to))).collect()
}

/// The journal of one kind of resource, as states that followed each other.
async fn transitions(app: &App, resource: &str) -> Vec<(journal_entry::Model, String, String)> {
    let entries = journal_entry::Entity::find()
        .filter(journal_entry::Column::Resource.eq(resource))
        .filter(journal_entry::Column::Outcome.eq("success"))
        .order_by_asc(journal_entry::Column::Version);
    let mut found = Vec::new();
    for entry in entries.all(app.db()).await.unwrap() {
        let changes: Value = serde_json::from_str(entry.changes.as_deref().unwrap_or("[]")).unwrap();
        let change =
            changes.as_array().unwrap().iter().find(|change| change["pointer"] == "/status").cloned();
        if let Some(change) = change {
            found.push((entry, word(&change["old"]), word(&change["new"])));
        }
    }
    found
}

/// Every change of state that the journal tells is in the table, and follows the one before.
async fn every_step_is_in_the_tables(app: &App) {
    let mut known = table(applications::workflow::STEPS);
    known.extend(table(applications::workflow::PAYING));
    let mut last: BTreeMap<_, String> = BTreeMap::new();
    for (entry, old, new) in transitions(app, "grant_application").await {
        let before = last.insert(entry.resource_id.unwrap(), new.clone());
        if entry.action == "created" {
            assert_eq!((before, new.as_str()), (None, "draft"), "{entry:?}");
            continue;
        }
        assert_eq!(before.as_ref(), Some(&old), "{entry:?}");
        assert!(known.contains(&(old, new)), "{entry:?}");
    }
    for row in grant_application::Entity::find().all(app.db()).await.unwrap() {
        let id: uuid::Uuid = row.id.into();
        assert_eq!(last.get(&id), Some(&word(row.status)), "{row:?}");
    }
    let mut known = table(disbursements::workflow::STEPS);
    // A payment that was taken back as a whole can be made again, unless the grant has ended.
    let corrected =
        [("paid", "approved"), ("paid", "cancelled")].map(|(old, new)| (old.to_owned(), new.to_owned()));
    known.extend(corrected);
    for (entry, old, new) in transitions(app, "disbursement").await {
        let is_new = entry.action == "planned" || entry.action == "created";
        assert!(is_new || known.contains(&(old, new)), "{entry:?}");
    }
}

/// Nobody took steps of two duties on one subject.
fn nobody_holds_two_duties(play: &Play<'_>) {
    let mut held: BTreeMap<_, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for done in play.done.iter().filter(|done| !done.verb.ends_with("-correction")) {
        let key = (done.subject.clone(), done.by.to_string());
        held.entry(key).or_default().entry(done.duty).or_default().push(done.verb);
    }
    for (who, duties) in held {
        assert_eq!(duties.len(), 1, "{who:?}: {duties:?}");
    }
}

async fn everything_holds(play: &Play<'_>, seed: u64) {
    let app = play.app();
    assert_eq!(proofs::verify(app.service()).await.unwrap().faults, [], "seed {seed}");
    assert_eq!(app.database().count(DIFFERENCE).await, 0, "seed {seed}");
    for rows in NEVER {
        assert_eq!(
            app.database().count(&format!("SELECT COUNT(*) FROM {rows}")).await,
            0,
            "seed {seed}: {rows}"
        );
    }
    every_step_is_in_the_tables(app).await;
    nobody_holds_two_duties(play);
}

/// How often each step was taken.
fn counted(play: &Play<'_>) -> BTreeMap<&'static str, usize> {
    let mut counted = BTreeMap::new();
    play.done.iter().for_each(|step| *counted.entry(step.verb).or_default() += 1);
    counted
}

/// Whether money was promised, and paid.
fn is_far(play: &Play<'_>) -> bool {
    let counted = counted(play);
    ["approve", "sign-agreement", "pay"].iter().all(|step| counted.contains_key(step))
}

both_databases! {
    async fn nothing_that_people_try_breaks_the_books_or_the_rules(app: App) {
        let mut dice = Dice::new("chance");
        let (seed, started) = (dice.seed(), Instant::now());
        let mut play = Play::new(&app, &mut dice).await;
        let mut sequences = 0;
        // Few seeds lead to no payment in this time; they go on until one is made.
        while sequences < SEQUENCES || !is_far(&play) && sequences < 4 * SEQUENCES {
            play.sequence(STEPS).await;
            everything_holds(&play, seed).await;
            sequences += 1;
            if started.elapsed() > LONG && is_far(&play) {
                break;
            }
        }
        eprintln!("chance, seed {seed}: {} refused, done: {:?}", play.refused, counted(&play));
        assert!(is_far(&play) && play.refused > 20, "seed {seed}: {:?}", counted(&play));
    }
}
