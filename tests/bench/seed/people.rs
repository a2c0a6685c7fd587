//! Who asks: the officer of one district of 2022, the officer of the province, the approver of the province, and who acts
//! for a partner.

use hoinongdan::access::ApiKeySecret;
use uuid::Uuid;

use super::{Dialect, Statements};
use crate::Outcome;

/// An account with one role and one session that never ends.
#[derive(Debug)]
pub struct Officer {
    /// The account.
    pub account: Uuid,
    /// Its session.
    pub session: Uuid,
    login: &'static str,
    role: &'static str,
    area: &'static str,
}

const fn officer(number: u128, login: &'static str, role: &'static str, area: &'static str) -> Officer {
    const KIND: u128 = 0x0160_0000_0000_7fff_8000_0000_0000_0000;
    Officer {
        account: Uuid::from_u128(KIND + number),
        session: Uuid::from_u128(KIND + number + 8),
        login,
        role,
        area,
    }
}

/// Reaches the rows of one district.
pub const DISTRICT_OFFICER: Officer = officer(1, "officer-district", "officer", "045");
/// Reaches all rows.
pub const PROVINCE_OFFICER: Officer = officer(2, "officer-province", "officer", "04");
/// Decides on all applications.
pub const APPROVER: Officer = officer(3, "approver", "approver", "04");

/// The key of a donor's machine client; [`donor`] makes both.
pub const KEY: &str = "hndk_01600000000071118000000000000001_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Acts for one partner; [`buyer`] gives it its role.
pub const BUYER: Officer = officer(4, "buyer", "partner", "");

/// The role of the account that acts for a partner.
pub fn buyer(dialect: Dialect, partner: &str) -> (&'static str, String) {
    let (at, id) = (dialect.midnight("2022-01-01"), dialect.known(BUYER.session));
    let assignment = format!(
        "INSERT INTO role_assignment (id, account_id, role, partner_id, from_on, confirmed_at, version, created_at,
             updated_at)
         VALUES ({id}, {account}, 'partner', {partner}, {from}, {at}, 1, {at}, {at})",
        account = dialect.known(BUYER.account),
        from = dialect.day("2017-01-01", "0"),
    );
    ("buyer", assignment)
}

/// A donor's machine client in the province with its role, and its key.
pub fn donor(dialect: Dialect) -> Outcome<Statements> {
    let key = ApiKeySecret::parse(KEY).ok_or("no such key")?;
    let hash: String = key.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = match dialect {
        Dialect::Postgres => format!("'\\x{hash}'::bytea"),
        Dialect::Sqlite => format!("x'{hash}'"),
    };
    let (at, end) = (dialect.midnight("2022-01-01"), dialect.midnight("2100-01-01"));
    let id = dialect.known(key.id().into());
    let province = "(SELECT id FROM area WHERE code = '04')";
    let client = format!(
        "INSERT INTO api_client (id, area_id, name, secret_hash, scopes, addresses, expires_at, version, created_at, updated_at)
         VALUES ({id}, {province}, 'IFAD', {hash}, 'publications:read indicators:read areas:read', '', {end}, 1, {at}, {at})"
    );
    let role = format!(
        "INSERT INTO role_assignment (id, client_id, role, area_id, from_on, confirmed_at, version, created_at,
             updated_at)
         VALUES ({id}, {id}, 'donor', {province}, {from}, {at}, 1, {at}, {at})",
        from = dialect.day("2017-01-01", "0"),
    );
    let key = format!(
        "INSERT INTO api_key (id, client_id, name, hash, addresses, expires_at, version, created_at, updated_at)
         VALUES ({id}, {id}, 'IFAD', {hash}, '', {end}, 1, {at}, {at})"
    );
    Ok(vec![("donor", client), ("its role", role), ("its key", key)])
}

/// Accounts, sessions, assignments.
pub fn statements(dialect: Dialect) -> Vec<(&'static str, String)> {
    [DISTRICT_OFFICER, PROVINCE_OFFICER, APPROVER, BUYER]
        .iter()
        .flat_map(|officer| rows(dialect, officer))
        .collect()
}

fn rows(dialect: Dialect, officer: &Officer) -> [(&'static str, String); 3] {
    let (at, end) = (dialect.midnight("2022-01-01"), dialect.midnight("2100-01-01"));
    let (account, session) = (dialect.known(officer.account), dialect.known(officer.session));
    let (login, role, area) = (officer.login, officer.role, officer.area);
    let accounts = format!(
        "INSERT INTO account (id, login, name, password_hash, is_active, is_demo, must_change_password,
             password_changed_at, version, created_at, updated_at)
         VALUES ({account}, '{login}', '{login}', 'none', TRUE, FALSE, FALSE, {at}, 1, {at}, {at})"
    );
    let sessions = format!(
        "INSERT INTO session (id, account_id, auth_time, device, created_at, last_used_at, expires_at)
         VALUES ({session}, {account}, {at}, 'bench', {at}, {at}, {end})"
    );
    let assignments = format!(
        "INSERT INTO role_assignment (id, account_id, role, area_id, from_on, confirmed_at, version, created_at,
             updated_at)
         SELECT {session}, {account}, '{role}', id, {from}, {at}, 1, {at}, {at} FROM area WHERE code = '{area}'",
        from = dialect.day("2017-01-01", "0"),
    );
    [("accounts", accounts), ("sessions", sessions), ("assignments", assignments)]
}
