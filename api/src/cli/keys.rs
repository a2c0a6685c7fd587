//! `keys`.

use clap::Subcommand;

use super::Data;
use crate::{
    clock::Clock,
    server::told,
    store::{Rotation, keys::generate},
};

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Print a fresh set of keys, as lines for the environment.
    Generate,
    /// Wrap every stored key under the first of MASTER_KEYS, while the service runs.
    Rewrap(Data),
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
                println!("wrapped anew: {} keys of persons, {} signing keys", done.persons, done.signing);
                if done.unreadable > 0 {
                    return Err(format!("{} keys belong to no key of MASTER_KEYS", done.unreadable));
                }
            }
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
