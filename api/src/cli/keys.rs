//! `keys`.

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::Data;
use crate::{
    clock::Clock,
    lookup_hashes,
    server::told,
    store::{Rotation, Store, keys::generate},
};

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Print a fresh set of keys, as lines for the environment.
    Generate,
    /// Wrap every stored key under the first of MASTER_KEYS, while the service runs.
    Rewrap(Data),
    /// Hash numbers, last digits and phones anew under LOOKUP_KEYS, while the service runs.
    ///
    /// To replace the key of the look-up: put a second one behind it in LOOKUP_KEYS and restart all instances; run
    /// this; take the old key out of LOOKUP_KEYS and restart all instances; run this again, which removes what the old
    /// key hashed. People are found, and no number is taken twice, all the while.
    ///
    /// It works in batches of at most 1,000. Interrupted, it goes on where it stopped; what is done already is left
    /// alone.
    Rehash(Data),
    /// Publish a new key for access tokens; it signs from tomorrow on.
    Rotate(Data),
}

impl Keys {
    pub(super) async fn run(self) -> Result<(), String> {
        let clock = Clock::default();
        match self {
            Self::Generate => print!("{}", generate(&clock.today().format("%Y%m%d").to_string())),
            Self::Rewrap(data) => {
                let done = data.store().await?.rewrap_keys(&clock).await.map_err(|error| told(&error))?;
                println!(
                    "wrapped anew: {} keys of persons, {} of partners, {} signing keys",
                    done.persons, done.partners, done.signing
                );
                if done.unreadable > 0 {
                    return Err(format!("{} keys belong to no key of MASTER_KEYS", done.unreadable));
                }
            }
            Self::Rehash(data) => rehash(&data.store().await?, &clock).await?,
            Self::Rotate(data) => {
                let done =
                    data.store().await?.rotate_signing_key(&clock).await.map_err(|error| told(&error))?;
                match done {
                    Rotation::Begun(kid, from) => println!("{kid} is published; it signs from {from} on"),
                    Rotation::UnderWay(kid, from) => {
                        println!("{kid} was published before; it signs from {from} on, nothing was changed");
                    }
                }
            }
        }
        Ok(())
    }
}

async fn rehash(store: &Store, clock: &Clock) -> Result<(), String> {
    let bar = ProgressBar::no_length().with_style(style());
    let done = lookup_hashes::rehash(store, clock, |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })
    .await
    .map_err(|error| told(&error))?;
    bar.finish_and_clear();
    println!("hashed anew: {} identities", done.identities);
    match done.unreadable {
        0 => Ok(()),
        left => Err(format!(
            "{left} identities belong to no key of MASTER_KEYS; the old lookup key is still needed"
        )),
    }
}

/// Drawn on a terminal only.
fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("Hashing anew {bar:30} {human_pos}/{human_len}, {eta} to go");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}
