//! `user`: what must work before anybody can sign in.

use clap::{Args, Subcommand};
use entity::{account, area, enums::Role, farmer_group, ids::AccountId};
use sea_orm::{ActiveEnum, ColumnTrait, Iterable};

use super::Data;
use crate::{
    access::{
        Access,
        permission::accounts::{CreateRoleAssignment, CreateUser, ReadUsers, ResetUserPassword},
    },
    accounts::{
        self,
        messages::{NewUser, User as View},
    },
    app::Service,
    areas::queries::holds_on,
    assignments::{self, messages::NewRoleAssignment},
    error::{Code, Error, Text},
    http::Nothing,
    server::told,
    store::{Change, Entry, Tx, Written},
    values::{Login, PersonName},
};

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make an account, with a role or without, and print its initial password.
    Create(Box<Create>),
    /// Give an account a new initial password and print it; its sessions end.
    ResetPassword {
        /// The login of the account.
        #[arg(long, value_parser = login)]
        login: Login,
        #[command(flatten)]
        data: Data,
    },
    /// List the accounts.
    List(Data),
}

#[derive(Args, Debug)]
pub(super) struct Create {
    /// The name to sign in with.
    #[arg(long, value_parser = login)]
    login: Login,
    /// The name of its owner.
    #[arg(long, value_parser = name)]
    name: PersonName,
    /// A role, such as `administrator`.
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// The area the role is held over, such as `04` for the whole province.
    #[arg(long, requires = "role")]
    area_code: Option<String>,
    /// The group the role is held over, for leaders.
    #[arg(long, requires = "role", conflicts_with = "area_code")]
    group_code: Option<String>,
    #[command(flatten)]
    data: Data,
}

fn login(text: &str) -> Result<Login, String> {
    Login::parse(text)
        .map_err(|_| "--login must be 3 to 64 letters without diacritics, digits, '.', '-' or '_'".to_owned())
}

fn name(text: &str) -> Result<PersonName, String> {
    PersonName::parse(text).map_err(|_| "--name must be 2 to 120 characters with a letter".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    Role::try_from_value(&text.to_owned()).map_err(|_| {
        let words: Vec<String> = Role::iter().map(|role| role.to_value()).collect();
        format!("--role must be one of {}", words.join(", "))
    })
}

impl User {
    pub(super) async fn run(self) -> Result<(), String> {
        match self {
            Self::Create(create) => create.run().await.map_err(|error| told(&error)),
            Self::ResetPassword { login, data } => {
                reset(&data.service().await?, &login).await.map_err(|error| told(&error))
            }
            Self::List(data) => list(&data.service().await?).await.map_err(|error| told(&error)),
        }
    }
}

impl Create {
    async fn run(self) -> Result<(), Error> {
        let service = self.data.service().await.map_err(Error::internal)?;
        let access = Access::<CreateUser>::system(&service, "create_user")?;
        let password = service.passwords().one_time().await?;
        let new = NewUser { id: None, login: self.login.clone(), name: self.name.clone(), person_id: None };
        let work = async |tx: &Tx| {
            let change = accounts::commands::create(tx, &access, &new, &password).await?;
            match self.role {
                Some(role) => self.assign(tx, &service, role, change).await,
                None => Ok(change),
            }
        };
        print_password(&access.write(&Nothing, work).await?)
    }

    async fn assign(
        &self,
        tx: &Tx,
        service: &Service,
        role: Role,
        change: Change<View>,
    ) -> Result<Change<View>, Error> {
        let access = Access::<CreateRoleAssignment>::system(service, "create_user")?;
        let new = NewRoleAssignment {
            id: None,
            account_id: change.value().id,
            role,
            area_id: match &self.area_code {
                Some(code) => Some(area_of_today(tx, &access, code).await?.id),
                None => None,
            },
            group_id: match &self.group_code {
                Some(code) => {
                    let rows = access.rows::<farmer_group::Entity>();
                    Some(tx.one(rows.filter(farmer_group::Column::Code.eq(code))).await?.id)
                }
                None => None,
            },
            partner_id: None,
            from_on: tx.today().into(),
            until_on: None,
        };
        let assigned = assignments::commands::assign(tx, &access, &new).await?;
        Ok(change.and(Entry::about("created", None, &assigned)))
    }
}

async fn area_of_today(
    tx: &Tx,
    access: &Access<CreateRoleAssignment>,
    code: &str,
) -> Result<area::Model, Error> {
    let rows = access.rows::<area::Entity>().filter(area::Column::Code.eq(code)).filter(holds_on(
        area::Column::ValidFromOn,
        area::Column::ValidUntilOn,
        tx.today(),
    ));
    let missing = Text::new("Không có đơn vị này hôm nay.", "There is no area with this code today.");
    tx.find(rows).await?.ok_or(Error::conflict(Code::StateConflict, missing))
}

async fn reset(service: &Service, login: &Login) -> Result<(), Error> {
    let access = Access::<ResetUserPassword>::system(service, "reset_user_password")?;
    let rows = access.rows::<account::Entity>().filter(account::Column::Login.eq(login.as_ref()));
    let id: AccountId = access.one(rows).await?.id;
    let password = service.passwords().one_time().await?;
    let work = async |tx: &Tx| accounts::commands::reset_password(tx, &access, id, &password).await;
    print_password(&access.write(&Nothing, work).await?)
}

fn print_password(written: &Written<View>) -> Result<(), Error> {
    let user: serde_json::Value = serde_json::from_slice(&written.reply.body).map_err(Error::internal)?;
    let text = |name: &str| user[name].as_str().unwrap_or_default().to_owned();
    println!("login: {}\npassword, shown this once: {}", text("login"), text("initial_password"));
    Ok(())
}

async fn list(service: &Service) -> Result<(), Error> {
    let access = Access::<ReadUsers>::system(service, "list_users")?;
    for row in access.all(access.rows::<account::Entity>()).await? {
        let state = if row.is_active { "active" } else { "inactive" };
        println!("{}\t{state}\t{}", row.login, row.name);
    }
    Ok(())
}
