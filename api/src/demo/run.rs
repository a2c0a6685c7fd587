//! `demo`: a database, keys, the province, the welcome, and the server.

use std::{fs, net::SocketAddr, path::Path};

use super::{DemoKeys, Loaded, load, load::is_foreign, welcome};
use crate::{
    clock::Clock,
    config::Settings,
    server::{self, told},
    store::{Store, schema},
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
    make_folder(database_url)?;
    let (clock, keys) = (Clock::default(), DemoKeys::beside(database_url));
    let date = clock.today().to_string();
    schema::up(database_url).await.map_err(|fault| fault.to_string())?;
    let open = async || {
        let keyring = keys.read_or_make(&date)?;
        Store::connect(database_url, None, CONNECTIONS, keyring).await.map_err(|fault| fault.to_string())
    };
    let mut store = open().await?;
    if is_foreign(&store).await.map_err(|error| told(&error))? {
        return Err(
            "DATABASE_URL: this database holds accounts that are not the demo's; choose another".to_owned()
        );
    }
    if fresh {
        store.close().await.map_err(|fault| fault.to_string())?;
        start_over(database_url, &keys).await?;
        store = open().await?;
    }
    if load(&store, &clock).await.map_err(|error| told(&error))? == Loaded::Now {
        tracing::info!("the demo province has been loaded");
    }
    store.close().await.map_err(|fault| fault.to_string())?;
    let base = format!("http://{listen}");
    let settings = Settings { listen, public_base_url: base.clone(), ..Settings::default() };
    let service = server::open(database_url, settings, keys.read_or_make(&date)?).await?;
    println!("{}", welcome(&base));
    server::run(service).await
}

async fn start_over(database_url: &str, keys: &DemoKeys) -> Result<(), String> {
    let told = |fault: sea_orm::DbErr| fault.to_string();
    let all = schema::status(database_url).await.map_err(told)?;
    let applied = all.iter().filter(|(_, is_applied)| *is_applied).count();
    schema::down(database_url, u32::try_from(applied).unwrap_or(u32::MAX)).await.map_err(told)?;
    schema::up(database_url).await.map_err(told)?;
    keys.forget()
}

/// The folder of an SQLite file.
fn make_folder(database_url: &str) -> Result<(), String> {
    let Some(file) = database_url.strip_prefix("sqlite:") else { return Ok(()) };
    let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
    match Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => fs::create_dir_all(folder).map_err(|fault| format!("{}: {fault}", folder.display())),
        None => Ok(()),
    }
}
