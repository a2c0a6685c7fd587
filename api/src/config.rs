//! Settings, from environment variables; each is an option of the command line too, so `--help` lists them all.

use std::net::{IpAddr, SocketAddr};

use clap::Args;
use formats::{dhis2::Mapping, iati::Activity};

use crate::{indicator_facts::Ages, publication_documents::ForeignNames, store::keys::Keyring};

/// The settings of a running service.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where to serve.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", value_parser = address("LISTEN"))]
    pub listen: SocketAddr,
    /// Where Prometheus reads metrics; nowhere when not set.
    #[arg(long, env = "METRICS_LISTEN", value_parser = address("METRICS_LISTEN"))]
    pub metrics_listen: Option<SocketAddr>,
    /// What clients put before the paths, e.g. `https://api.example.org`; used in problem types and tokens.
    #[arg(long, env = "PUBLIC_BASE_URL", default_value = "http://127.0.0.1:8080", value_parser = base_url)]
    pub public_base_url: String,
    /// A replica for reports (`postgres://…`); the main database when not set.
    #[arg(long, env = "REPORTING_DATABASE_URL", value_parser = database_url("REPORTING_DATABASE_URL"), hide_env_values = true)]
    pub reporting_database_url: Option<String>,
    /// Where the content of files lies: `file:///path/to/folder`, or `s3://bucket/prefix` with the usual `AWS_…`
    /// variables; when not set, a folder beside the SQLite file, `data/attachments` for other databases.
    #[arg(long, env = "ATTACHMENTS_URL", value_parser = attachments_url)]
    pub attachments_url: Option<String>,
    /// Most connections to the database; on PostgreSQL each processor has one more, for who is calling.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 16, value_parser = number("DATABASE_CONNECTIONS", 1, 500))]
    pub database_connections: u32,
    /// Requests a minute of one signed-in person or machine client.
    #[arg(long, env = "RATE_LIMIT", default_value_t = 600, value_parser = number("RATE_LIMIT", 1, 100_000_000))]
    pub rate_limit: u32,
    /// Requests a minute for publications of one signed-in person or machine client; they are counted apart.
    #[arg(long, env = "RATE_LIMIT_PUBLICATIONS", default_value_t = 120, value_parser = number("RATE_LIMIT_PUBLICATIONS", 1, 100_000_000))]
    pub rate_limit_publications: u32,
    /// Requests a minute of one address without a valid token.
    #[arg(long, env = "RATE_LIMIT_ANONYMOUS", default_value_t = 60, value_parser = number("RATE_LIMIT_ANONYMOUS", 1, 100_000_000))]
    pub rate_limit_anonymous: u32,
    /// Tries to give a password, or to take a token, a minute, of one account or machine client from one address.
    #[arg(long, env = "RATE_LIMIT_AUTH", default_value_t = 10, value_parser = number("RATE_LIMIT_AUTH", 1, 100_000_000))]
    pub rate_limit_auth: u32,
    /// Such tries a minute of one address, for all accounts and machine clients.
    #[arg(long, env = "RATE_LIMIT_AUTH_ADDRESS", default_value_t = 60, value_parser = number("RATE_LIMIT_AUTH_ADDRESS", 1, 100_000_000))]
    pub rate_limit_auth_address: u32,
    /// Registrations of partners an hour, from one address without a valid token.
    #[arg(long, env = "RATE_LIMIT_REGISTRATION", default_value_t = 5, value_parser = number("RATE_LIMIT_REGISTRATION", 1, 100_000_000))]
    pub rate_limit_registration: u32,
    /// Below how many persons or households a figure is not published.
    #[arg(long, env = "DISCLOSURE_THRESHOLD", default_value_t = 10, value_parser = number("DISCLOSURE_THRESHOLD", 3, 1000))]
    pub disclosure_threshold: u32,
    /// Between which ages, both included, somebody is young in indicators; to be set before anything is published.
    #[arg(long, env = "YOUNG_AGES", default_value_t = Ages::YOUTH, value_parser = ages)]
    pub young_ages: Ages,
    /// Whether anybody may read the latest publication, without a key.
    #[arg(long, env = "OPEN_PUBLICATIONS")]
    pub open_publications: bool,
    /// A JSON file of what indicators, categories and places are called in a DHIS2 instance; names that follow from their codes
    /// when not set.
    #[arg(long, env = "DHIS2_MAPPING", value_parser = file("DHIS2_MAPPING", Mapping::read))]
    pub dhis2_mapping: Option<Mapping>,
    /// A JSON file about the activity whose results are published in IATI; the project as it is known when not set.
    #[arg(long, env = "IATI_ACTIVITY", value_parser = file("IATI_ACTIVITY", Activity::read))]
    pub iati_activity: Option<Activity>,
    /// Origins that browsers may call from, such as `https://app.example.org`, separated by commas; none when not set.
    #[arg(long, env = "ALLOWED_ORIGINS", value_delimiter = ',', value_parser = origin)]
    pub allowed_origins: Vec<String>,
    /// Addresses of proxies whose `Forwarded` header (RFC 7239) counts, separated by commas.
    #[arg(long, env = "TRUSTED_PROXIES", value_delimiter = ',', value_parser = proxy)]
    pub trusted_proxies: Vec<IpAddr>,
}

/// Which database.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSetting {
    /// `sqlite://path/to/file.db` or `postgres://user:password@host/database`.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://data/hoinongdan.db", value_parser = database_url("DATABASE_URL"), hide_env_values = true)]
    pub database_url: String,
}

/// The keys of a service (`hoinongdan keys generate` prints a set).
#[derive(Args, Clone, Debug)]
pub struct KeySettings {
    /// Master keys, `id:base64` separated by commas, the current one first.
    #[arg(long, env = "MASTER_KEYS", hide_env_values = true)]
    master_keys: Option<String>,
    /// Keys of the look-up by number and phone, `id:base64`; behind it the next one while it is being replaced.
    #[arg(long, env = "LOOKUP_KEYS", hide_env_values = true)]
    lookup_keys: Option<String>,
    /// Key of cursors, refresh tokens and remembered requests, base64.
    #[arg(long, env = "TOKEN_KEY", hide_env_values = true)]
    token_key: Option<String>,
}

impl KeySettings {
    /// The keys.
    ///
    /// # Errors
    /// Names the variable and what was expected; never the value.
    pub fn keyring(&self) -> Result<Keyring, String> {
        match (&self.master_keys, &self.lookup_keys, &self.token_key) {
            (Some(master), Some(lookup), Some(token)) => Keyring::parse(master, lookup, token),
            (master, lookup, token) => Err(without(&[
                ("MASTER_KEYS", master.is_none()),
                ("LOOKUP_KEYS", lookup.is_none()),
                ("TOKEN_KEY", token.is_none()),
            ])),
        }
    }
}

fn without(variables: &[(&str, bool)]) -> String {
    let missing: Vec<&str> =
        variables.iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| *name).collect();
    format!("{} must be set; make a set with `hoinongdan keys generate`", missing.join(", "))
}

impl Settings {
    /// What publications are called elsewhere.
    #[must_use]
    pub fn foreign_names(&self) -> ForeignNames {
        let activity = self.iati_activity.clone().unwrap_or_default();
        ForeignNames { mapping: self.dhis2_mapping.clone(), activity }
    }
}

impl Default for Settings {
    /// What holds when no variable is set; for the command line's own work and for tests.
    fn default() -> Self {
        const PORT: u16 = 8080;
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], PORT)),
            metrics_listen: None,
            public_base_url: "http://127.0.0.1:8080".to_owned(),
            reporting_database_url: None,
            attachments_url: None,
            database_connections: 16,
            rate_limit: 600,
            rate_limit_publications: 120,
            rate_limit_anonymous: 60,
            rate_limit_auth: 10,
            rate_limit_auth_address: 60,
            rate_limit_registration: 5,
            disclosure_threshold: 10,
            young_ages: Ages::YOUTH,
            open_publications: false,
            dhis2_mapping: None,
            iati_activity: None,
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
        }
    }
}

fn address(variable: &'static str) -> impl Fn(&str) -> Result<SocketAddr, String> + Clone {
    move |text| {
        text.parse().map_err(|_| format!("{variable} must be an address and a port such as 127.0.0.1:8080"))
    }
}

fn number(variable: &'static str, least: u32, most: u32) -> impl Fn(&str) -> Result<u32, String> + Clone {
    move |text| {
        let value = text.parse().ok().filter(|value| (least..=most).contains(value));
        value.ok_or_else(|| format!("{variable} must be a whole number from {least} to {most}"))
    }
}

fn ages(text: &str) -> Result<Ages, String> {
    Ages::parse(text).ok_or_else(|| "YOUNG_AGES must be two ages, such as 16-30".to_owned())
}

fn database_url(variable: &'static str) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |text| {
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        let words = || format!("{variable} must start with sqlite:// or postgres://");
        known.then(|| text.to_owned()).ok_or_else(words)
    }
}

fn attachments_url(text: &str) -> Result<String, String> {
    let known =
        ["file://", "s3://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    let words = || "ATTACHMENTS_URL must start with file:// or s3:// and name a folder or bucket".to_owned();
    known.then(|| text.to_owned()).ok_or_else(words)
}

fn file<T>(
    variable: &'static str,
    read: fn(&str) -> Result<T, String>,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |path| {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{variable}: {path}: {error}"))?;
        read(&text).map_err(|fault| format!("{variable}: {path}: {fault}"))
    }
}

fn base_url(text: &str) -> Result<String, String> {
    let known = text.starts_with("http://") || text.starts_with("https://");
    let words = || "PUBLIC_BASE_URL must start with http:// or https://".to_owned();
    known.then(|| text.trim_end_matches('/').to_owned()).ok_or_else(words)
}

fn origin(text: &str) -> Result<String, String> {
    let text = text.trim();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_origin = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', ' ']));
    let words =
        || "ALLOWED_ORIGINS must be origins without a path, such as https://app.example.org".to_owned();
    is_origin.then(|| text.to_owned()).ok_or_else(words)
}

fn proxy(text: &str) -> Result<IpAddr, String> {
    let address: Result<IpAddr, _> = text.trim().parse();
    address
        .map(|address| address.to_canonical())
        .map_err(|_| "TRUSTED_PROXIES must be addresses separated by commas, such as 10.0.0.1".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Bare {
        #[command(flatten)]
        settings: Settings,
        #[command(flatten)]
        keys: KeySettings,
    }

    #[test]
    fn the_defaults_are_those_of_the_command_line() {
        let parsed = Bare::try_parse_from(["hoinongdan"]).map_err(|error| error.to_string()).unwrap();
        assert_eq!(format!("{:?}", parsed.settings), format!("{:?}", Settings::default()));
    }

    #[test]
    fn missing_keys_and_wrong_values_name_their_variable() {
        let parsed =
            Bare::try_parse_from(["hoinongdan", "--token-key", "x"]).map_err(|error| error.to_string());
        let fault = parsed.unwrap().keys.keyring().unwrap_err();
        assert_eq!(fault, "MASTER_KEYS, LOOKUP_KEYS must be set; make a set with `hoinongdan keys generate`");
        let fault = Bare::try_parse_from(["hoinongdan", "--listen", "here"]).map(drop).unwrap_err();
        assert!(fault.to_string().contains("LISTEN must be an address and a port"));
        assert!(origin(" https://app.example.org").is_ok() && origin("https://app.example.org/").is_err());
        assert_eq!(
            [proxy(" 10.0.0.1"), proxy("::ffff:10.0.0.1")],
            [Ok([10, 0, 0, 1].into()), Ok([10, 0, 0, 1].into())]
        );
    }
}
