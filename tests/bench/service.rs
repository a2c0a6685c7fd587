//! The service as it is, in a process of its own: token, caller, reach, quota, log and all.

use std::net::TcpListener;

use chrono::{DateTime, Utc};
use hoinongdan::access::token::Claims;
use hoinongdan::config::Settings;
use hoinongdan::store::keys::Keyring;
use hoinongdan::{server, telemetry};
use uuid::Uuid;

use crate::Outcome;
use crate::process::{Server, announce};
use crate::seed::people::{APPROVER, BUYER, DISTRICT_OFFICER, Officer, PROVINCE_OFFICER};

const MASTER_KEYS: &str = "bench:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
const LOOKUP_KEYS: &str = "bench:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
const TOKEN_KEY: &str = "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M=";
const HOURS: i64 = 12;

/// The running service, with a token for each of them.
#[derive(Debug)]
pub struct Running {
    server: Server,
    tokens: [String; 4],
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// The officer of one district.
    District,
    /// The officer of the province.
    Province,
    /// The approver of the province.
    Approver,
    /// Who acts for a partner.
    Buyer,
}

impl Running {
    /// Starts the service on a database.
    pub fn start(url: &str, connections: usize) -> Outcome<Self> {
        let server = Server::start(&["serve", url, &connections.to_string()])?;
        let tokens = server.words.clone().try_into().map_err(|_| "the service gave no tokens")?;
        Ok(Self { server, tokens })
    }

    /// An access token.
    pub fn token(&self, who: Who) -> &str {
        let [district, province, approver, buyer] = &self.tokens;
        match who {
            Who::District => district,
            Who::Province => province,
            Who::Approver => approver,
            Who::Buyer => buyer,
        }
    }

    /// Where it serves.
    pub fn port(&self) -> u16 {
        self.server.port
    }
}

/// The role: serves until its parent ends. Its standard output, where the log goes, leads nowhere.
pub async fn serve(url: &str, connections: u32) -> Outcome<()> {
    const UNLIMITED: u32 = 100_000_000;
    telemetry::start("info")?;
    let settings = Settings {
        listen: TcpListener::bind(("127.0.0.1", 0))?.local_addr()?,
        database_connections: connections,
        rate_limit: UNLIMITED,
        rate_limit_publications: UNLIMITED,
        rate_limit_anonymous: UNLIMITED,
        open_publications: true,
        ..Settings::default()
    };
    let service = server::open(url, settings, Keyring::parse(MASTER_KEYS, LOOKUP_KEYS, TOKEN_KEY)?).await?;
    let now = Utc::now();
    let token = |officer: &Officer| service.tokens().issue(&claims(service.public_base(), officer, now));
    let tokens = [DISTRICT_OFFICER, PROVINCE_OFFICER, APPROVER, BUYER]
        .iter()
        .map(token)
        .collect::<Result<Vec<_>, _>>();
    let tokens = tokens.map_err(|fault| format!("no token could be issued: {fault:?}"))?.join(" ");
    announce(&format!("{} {tokens}", service.settings().listen.port()))?;
    Ok(server::run(service).await?)
}

fn claims(base: &str, officer: &Officer, now: DateTime<Utc>) -> Claims {
    let seconds = now.timestamp();
    Claims {
        iss: base.to_owned(),
        aud: base.to_owned(),
        sub: officer.account,
        client_id: "bench".to_owned(),
        iat: seconds,
        exp: seconds + HOURS * 3600,
        jti: Uuid::now_v7(),
        sid: officer.session,
        auth_time: seconds,
        amr: vec!["pwd".to_owned()],
        scope: String::new(),
    }
}
