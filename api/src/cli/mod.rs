//! The command line: serving, and the work of whoever runs the service. It refuses to do what the API can do, but for
//! the first account, without which nobody could sign in.

mod funds;
mod keys;
mod reference;
mod schema;
mod serve;
mod users;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::{
    access::token::TokenKeys,
    app::Service,
    clock::Clock,
    config::{DatabaseSetting, KeySettings, Settings},
    store::{Files, Store},
};

/// Manages and monitors farmer groups for a provincial Farmers' Union.
#[derive(Debug, Parser)]
#[command(name = "hoinongdan", version, about, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API.
    Serve(Box<serve::Serve>),
    /// Serve a province of invented people on this machine, to try things out.
    Demo(serve::Demo),
    /// Bring the schema of the database up to date, or back.
    #[command(subcommand)]
    Migrate(schema::Migrate),
    /// Accounts: the first administrator, a forgotten password.
    #[command(subcommand)]
    User(users::User),
    /// Keys: make a set, wrap stored keys anew, replace the key of the look-up or the one that signs tokens.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Write the contract of the API.
    Openapi(reference::Openapi),
    /// The map.
    #[command(subcommand)]
    Areas(reference::Areas),
    /// The journal.
    #[command(subcommand)]
    Journal(reference::Journal),
    /// Funds: check their books.
    #[command(subcommand)]
    Fund(funds::Fund),
}

/// A database with its keys, for commands that read or write data.
#[derive(Args, Debug)]
struct Data {
    #[command(flatten)]
    database: DatabaseSetting,
    #[command(flatten)]
    keys: KeySettings,
}

impl Data {
    async fn store(&self) -> Result<Store, String> {
        const CONNECTIONS: u32 = 2;
        let store = Store::connect(&self.database.database_url, None, CONNECTIONS, self.keys.keyring()?)
            .await
            .map_err(|fault| format!("the database of DATABASE_URL cannot be opened: {fault}"))?;
        match store.is_migrated().await.map_err(|fault| fault.to_string())? {
            true => Ok(store),
            false => Err("the database is not up to date; run `hoinongdan migrate up`".to_owned()),
        }
    }

    /// The service without listeners, acting as itself.
    async fn service(&self) -> Result<Service, String> {
        let tokens = TokenKeys::new("", "", Vec::new());
        Ok(Service::new(self.store().await?, Files::nowhere(), Clock::default(), Settings::default(), tokens))
    }
}

/// Reads the arguments and does what they say.
#[must_use]
pub fn run() -> ExitCode {
    let command = Cli::parse().command;
    let done = actix_web::rt::System::new().block_on(async {
        match command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Migrate(migrate) => migrate.run().await,
            Command::User(user) => user.run().await,
            Command::Keys(keys) => keys.run().await,
            Command::Openapi(openapi) => openapi.run(),
            Command::Areas(areas) => areas.run().await,
            Command::Journal(journal) => journal.run().await,
            Command::Fund(fund) => fund.run().await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("hoinongdan: {fault}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn every_argument_is_well_formed_and_explained() {
        let mut cli = super::Cli::command();
        cli.build();
        cli.clone().debug_assert();
        let mut commands = vec![cli];
        while let Some(command) = commands.pop() {
            let silent: Vec<_> =
                command.get_arguments().filter(|argument| argument.get_help().is_none()).collect();
            assert!(silent.is_empty(), "{}: {silent:?}", command.get_name());
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
