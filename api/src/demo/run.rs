//! `demo`: a database, keys, the province, the welcome, and the server.

use std::net::{SocketAddr, TcpListener};

use sea_orm::DbErr;

use super::{DemoKeys, load, welcome};
use crate::{
    clock::Clock,
    config::Settings,
    server::{self, told},
    store::{
        Store,
        contents::{Contents, clear, contents},
        schema,
    },
};

const CONNECTIONS: u32 = 4;

/// Loads the demo province into `database_url` unless it is there, prints how to use it, and serves it on `listen`.
///
/// # Errors
/// In words for whoever started it: an address that is not loopback, a database that is somebody else's.
pub async fn run(fresh: bool, database_url: &str, listen: SocketAddr) -> Result<(), String> {
    if !listen.ip().is_loopback() {
        return Err(format!("LISTEN: demo accounts are for this machine only, and {listen} is not loopback"));
    }
    // Before anything is touched: another demo may be serving this very database.
    TcpListener::bind(listen).map_err(|fault| format!("LISTEN: {listen} cannot be listened on: {fault}"))?;
    let keys = DemoKeys::beside(database_url);
    prepare(fresh, database_url, &keys, &Clock::default()).await?;
    let base = format!("http://{listen}");
    let settings = Settings { listen, public_base_url: base.clone(), ..Settings::default() };
    let service = server::open(database_url, settings, keys.read()?).await?;
    println!("{}", welcome(&base));
    server::run(service).await
}

/// Makes sure that the database is a demo's and of this build: one that holds nothing is filled, a demo's stays as it
/// is or starts over, and nothing else is touched.
///
/// # Errors
/// In words for whoever started it.
pub async fn prepare(fresh: bool, database_url: &str, keys: &DemoKeys, clock: &Clock) -> Result<(), String> {
    let found = contents(database_url).await.map_err(unusable)?;
    match (found, fresh) {
        (Contents::Other, _) => Err("DATABASE_URL: this database holds something else than a demo, so \
                                     nothing in it was touched; name another one with --database-url"
            .to_owned()),
        (Contents::Demo, false) if keys.are_of_this_build() => Ok(()),
        (Contents::Demo, false) => {
            Err("this demo was made by another build of the service, or its keys are \
                                        gone; start over with --fresh"
                .to_owned())
        }
        (Contents::Demo, true) | (Contents::Nothing, _) => fill(database_url, keys, clock).await,
    }
}

async fn fill(database_url: &str, keys: &DemoKeys, clock: &Clock) -> Result<(), String> {
    clear(database_url).await.map_err(unusable)?;
    schema::up(database_url).await.map_err(unusable)?;
    keys.make(&clock.today().to_string())?;
    let store = Store::connect(database_url, None, CONNECTIONS, keys.read()?).await.map_err(unusable)?;
    load(&store, clock).await.map_err(|error| told(&error))?;
    store.close().await.map_err(unusable)
}

fn unusable(fault: DbErr) -> String {
    format!("the database of DATABASE_URL cannot be used: {fault}")
}
