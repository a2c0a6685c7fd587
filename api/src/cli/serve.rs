//! `serve` and `demo`.

use std::net::SocketAddr;

use clap::Args;

use crate::{
    config::{DatabaseSetting, KeySettings, Settings},
    server, telemetry,
};

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    database: DatabaseSetting,
    #[command(flatten)]
    keys: KeySettings,
    /// What to log: a level (`error`, `warn`, `info`, `debug`), or levels by module such as `info,sqlx=warn`.
    #[arg(long, env = "LOG", default_value = "info")]
    log: String,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), String> {
        telemetry::start(&self.log)?;
        let keyring = self.keys.keyring()?;
        let service = server::open(&self.database.database_url, self.settings, keyring).await?;
        server::run(service).await
    }
}

#[derive(Args, Debug)]
pub(super) struct Demo {
    /// Start over with an empty database.
    #[arg(long)]
    fresh: bool,
    /// `sqlite://path/to/file.db` or `postgres://user:password@host/database`; it must be empty or the demo's own.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://data/demo.db", hide_env_values = true)]
    database_url: String,
    /// Where to serve; on this machine only.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Demo {
    pub(super) async fn run(self) -> Result<(), String> {
        crate::demo::run(self.fresh, &self.database_url, self.listen).await
    }
}
