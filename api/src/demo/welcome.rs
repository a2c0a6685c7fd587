//! What the demo prints when it is ready.

use sea_orm::ActiveEnum;

use super::accounts::{LISTED, PASSWORD};

/// The address of the docs page, the accounts and two commands to paste.
#[must_use]
pub fn welcome(base: &str) -> String {
    let accounts: String = LISTED
        .iter()
        .map(|listed| format!("  {:<17} {:<14} {}\n", listed.login, listed.role.to_value(), listed.scope))
        .collect();
    format!(
        "\nThe demo province is ready: {base}/docs\n\n\
         Accounts, all with the password `{PASSWORD}`:\n  {:<17} {:<14} over\n{accounts}\n\
         Try it:\n\
         TOKEN=$(curl -s {base}/v1/auth/login -H 'Content-Type: application/json' \
         -d '{{\"login\":\"officer-province\",\"password\":\"{PASSWORD}\",\"device\":\"terminal\"}}' \
         | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n\
         curl -s \"{base}/v1/reports/progress?as_of=2022-06-30\" -H \"Authorization: Bearer $TOKEN\"\n",
        "login", "role",
    )
}
