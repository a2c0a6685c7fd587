//! How the service under test is set up: what a test may want to be different from the usual.

use std::net::{IpAddr, SocketAddr};

use formats::{dhis2::Mapping, iati::Activity};
use hoinongdan::{config::Settings, indicator_facts::Ages};

pub(crate) const MASTER_KEYS: &str = "test:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
pub(crate) const LOOKUP_KEYS: &str = "look:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
pub(crate) const TOKEN_KEY: &str = "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M=";

/// What a test may want to be different from the usual.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Requests a minute of a principal.
    pub rate_limit: u32,
    /// Requests a minute for publications of a principal.
    pub rate_limit_publications: u32,
    /// Requests a minute of an address without a token.
    pub rate_limit_anonymous: u32,
    /// Tries to give a password a minute, of one account from one address.
    pub rate_limit_auth: u32,
    /// Tries to give a password a minute, of one address.
    pub rate_limit_auth_address: u32,
    /// Registrations of partners an hour, of one address without a token.
    pub rate_limit_registration: u32,
    /// Its master keys.
    pub master_keys: &'static str,
    /// Its keys of the look-up.
    pub lookup_keys: &'static str,
    /// The proxies it trusts.
    pub trusted_proxies: &'static [IpAddr],
    /// Between which ages somebody is young.
    pub young_ages: Ages,
    /// Whether anybody may read the latest publication.
    pub open_publications: bool,
    /// What a DHIS2 instance calls figures and places, JSON.
    pub dhis2_mapping: Option<&'static str>,
    /// The activity in IATI, JSON.
    pub iati_activity: Option<&'static str>,
    /// Whether it listens where strangers can reach it.
    pub is_public: bool,
}

impl Default for Setup {
    fn default() -> Self {
        const PLENTY: u32 = 100_000_000;
        Self {
            rate_limit: PLENTY,
            rate_limit_publications: PLENTY,
            rate_limit_anonymous: PLENTY,
            rate_limit_auth: PLENTY,
            rate_limit_auth_address: PLENTY,
            rate_limit_registration: PLENTY,
            master_keys: MASTER_KEYS,
            lookup_keys: LOOKUP_KEYS,
            trusted_proxies: &[],
            young_ages: Ages::YOUTH,
            open_publications: false,
            dhis2_mapping: None,
            iati_activity: None,
            is_public: false,
        }
    }
}

impl Setup {
    pub(crate) fn settings(self) -> Settings {
        Settings {
            listen: SocketAddr::from((if self.is_public { [0, 0, 0, 0] } else { [127, 0, 0, 1] }, 0)),
            database_connections: 12,
            rate_limit: self.rate_limit,
            rate_limit_publications: self.rate_limit_publications,
            rate_limit_anonymous: self.rate_limit_anonymous,
            rate_limit_auth: self.rate_limit_auth,
            rate_limit_auth_address: self.rate_limit_auth_address,
            rate_limit_registration: self.rate_limit_registration,
            young_ages: self.young_ages,
            open_publications: self.open_publications,
            dhis2_mapping: self.dhis2_mapping.and_then(|json| Mapping::read(json).ok()),
            iati_activity: self.iati_activity.and_then(|json| Activity::read(json).ok()),
            allowed_origins: vec!["https://app.example.org".to_owned()],
            trusted_proxies: self.trusted_proxies.to_vec(),
            ..Settings::default()
        }
    }
}
