//! The gates: what a handler's first argument can be.

use std::{future::Future, marker::PhantomData, sync::Arc};

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};
use sea_orm::ColumnTrait;

use super::{Caller, Owned, Permission, Permit, Principal, Reach, Rows, authenticate::load_caller};
use crate::{
    app::Service,
    error::{Code, Error, Text},
    http::Call,
    store::Store,
};

/// How long a password that was given counts as given lately.
pub(crate) const FRESH_SECONDS: i64 = 900;

/// What an operation asks of its caller, for the contract and the access matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// A permission of the policy.
    Permission(Permission),
    /// Any signed-in person.
    Authenticated,
    /// Nobody in particular.
    Public,
}

impl Requirement {
    /// The value of `x-required-permission`.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Permission(permission) => permission.wire(),
            Self::Authenticated => "authenticated",
            Self::Public => "public",
        }
    }
}

/// The first argument of every handler: who may call it.
#[diagnostic::on_unimplemented(
    message = "a handler's first argument must be `Access<P>`, `SignIn`, `SignedIn` or `Public`",
    label = "this does not say who may call the operation"
)]
pub trait Gate: Sized + 'static {
    /// What it asks for.
    const REQUIREMENT: Requirement;

    /// Lets the request in, or says 401 or 403.
    fn admit(request: &HttpRequest) -> impl Future<Output = Result<Self, Error>>;
}

/// Proof that the caller may do `P`, and the handler's only way to the data.
#[derive(Debug)]
pub struct Access<P> {
    caller: Caller,
    reach: Reach,
    service: Service,
    call: Arc<Call>,
    permit: PhantomData<fn() -> P>,
}

impl<P: Permit> Access<P> {
    fn allow(caller: Caller, service: Service, call: Arc<Call>) -> Result<Self, Error> {
        let reach = Reach::of(&caller, P::PERMISSION);
        if reach.is_nothing() {
            return Err(match caller.principal {
                Principal::Anonymous => Error::Unauthenticated(Code::AuthenticationRequired),
                Principal::Person { .. } | Principal::Client { .. } | Principal::System => {
                    Error::Forbidden(Code::PermissionDenied, caller.refusal(P::PERMISSION))
                }
            });
        }
        Ok(Self { caller, reach, service, call, permit: PhantomData })
    }

    /// The service's own access, for jobs and the command line; only what the policy's column `System` holds.
    ///
    /// # Errors
    /// 403 when it does not hold `P`.
    pub fn system(service: &Service, operation: &'static str) -> Result<Self, Error> {
        Self::allow(Caller::system(), service.clone(), Arc::new(Call::internal(operation)))
    }

    /// Who is calling.
    #[must_use]
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Which rows the permission reaches.
    #[must_use]
    pub const fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The rows of a table that the caller may see under `P`. The only start of a query.
    #[must_use]
    pub fn rows<E: Owned>(&self) -> Rows<E> {
        Rows::within(&self.reach)
    }

    /// The row with an id, as a query.
    #[must_use]
    pub fn row<E: Owned>(&self, id: impl Into<sea_orm::Value>) -> Rows<E> {
        self.rows::<E>().filter(E::ID.eq(id.into()))
    }

    /// The rows that are within `P` and within another permission too.
    #[must_use]
    pub fn rows_also<Q: Permit, E: Owned>(&self) -> Rows<E> {
        self.rows::<E>().also_within(&self.reach_of::<Q>())
    }

    /// The reach of another permission for the same caller.
    #[must_use]
    pub fn reach_of<Q: Permit>(&self) -> Reach {
        Reach::of(&self.caller, Q::PERMISSION)
    }

    /// 403 unless the caller holds a further permission, e.g. to filter by something sensitive.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require<Q: Permit>(&self) -> Result<(), Error> {
        if self.caller.holds(Q::PERMISSION) {
            Ok(())
        } else {
            Err(Error::Forbidden(Code::PermissionDenied, None))
        }
    }

    /// 403 unless the permission is held over the whole province: what belongs to no part of it is decided there.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require_whole_province(&self) -> Result<(), Error> {
        if self.reach.whole {
            return Ok(());
        }
        let detail = Text::new(
            "Chỉ vai trò trên toàn tỉnh được làm việc này.",
            "Only a role held over the whole province allows this.",
        );
        Err(Error::Forbidden(Code::PermissionDenied, Some(detail)))
    }

    /// 401 unless the password was given within the last 15 minutes (api-conventions §10, RFC 9470).
    ///
    /// # Errors
    /// `reauthentication_required`; 403 for machine clients, which have no password.
    pub fn require_recent_sign_in(&self) -> Result<(), Error> {
        match self.caller.principal {
            Principal::Person { auth_time, .. }
                if self.service.clock().now() - auth_time > chrono::TimeDelta::seconds(FRESH_SECONDS) =>
            {
                Err(Error::Unauthenticated(Code::ReauthenticationRequired))
            }
            Principal::Person { .. } | Principal::System => Ok(()),
            Principal::Client { .. } => Err(for_people()),
            Principal::Anonymous => Err(Error::Unauthenticated(Code::AuthenticationRequired)),
        }
    }

    /// The service: clock, password hasher.
    #[must_use]
    pub const fn service(&self) -> &Service {
        &self.service
    }

    /// The request under way.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    pub(crate) fn store(&self) -> &Store {
        self.service.store()
    }
}

impl<P: Permit> Gate for Access<P> {
    const REQUIREMENT: Requirement = Requirement::Permission(P::PERMISSION);

    async fn admit(request: &HttpRequest) -> Result<Self, Error> {
        let service = Service::of(request)?;
        let caller = load_caller(request, &service).await?;
        Self::allow(caller, service, Call::of(request)?)
    }
}

/// States that anyone may call the operation; it reaches no data.
#[derive(Debug)]
pub struct Public {
    service: Service,
}

impl Public {
    /// The service.
    #[must_use]
    pub const fn service(&self) -> &Service {
        &self.service
    }
}

impl Gate for Public {
    const REQUIREMENT: Requirement = Requirement::Public;

    async fn admit(request: &HttpRequest) -> Result<Self, Error> {
        Ok(Self { service: Service::of(request)? })
    }
}

/// Credentials only, before anybody is known: signing in and refreshing.
#[derive(Debug)]
pub struct SignIn {
    /// The service.
    pub service: Service,
    /// The request under way.
    pub call: Arc<Call>,
}

impl Gate for SignIn {
    const REQUIREMENT: Requirement = Requirement::Public;

    async fn admit(request: &HttpRequest) -> Result<Self, Error> {
        Ok(Self { service: Service::of(request)?, call: Call::of(request)? })
    }
}

/// Credentials only, of the person who is signed in: their own sessions, password and rights.
#[derive(Debug)]
pub struct SignedIn {
    /// The service.
    pub service: Service,
    /// The request under way.
    pub call: Arc<Call>,
    /// Who.
    pub caller: Caller,
    /// The account.
    pub account_id: entity::ids::AccountId,
    /// The session of the token.
    pub session_id: entity::ids::SessionId,
    /// When the password was last given in it.
    pub auth_time: DateTime<Utc>,
}

impl Gate for SignedIn {
    const REQUIREMENT: Requirement = Requirement::Authenticated;

    async fn admit(request: &HttpRequest) -> Result<Self, Error> {
        let service = Service::of(request)?;
        let caller = load_caller(request, &service).await?;
        let (account_id, session_id, auth_time) = match caller.principal {
            Principal::Person { account_id, session_id, auth_time } => (account_id, session_id, auth_time),
            Principal::Client { .. } => return Err(for_people()),
            Principal::Anonymous | Principal::System => {
                return Err(Error::Unauthenticated(Code::AuthenticationRequired));
            }
        };
        Ok(Self { service, call: Call::of(request)?, caller, account_id, session_id, auth_time })
    }
}

/// The answer to a machine client that wants what only people do.
fn for_people() -> Error {
    let detail = Text::new(
        "Việc này phải do một người đã đăng nhập thực hiện.",
        "This has to be done by a person who has signed in.",
    );
    Error::Forbidden(Code::PermissionDenied, Some(detail))
}

/// A table whose rows belong to a parent row that is owned: the ids of the parents within a reach.
#[must_use]
pub fn owned_ids<E: Owned>(reach: &Reach) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::{QuerySelect, QueryTrait};
    Rows::<E>::within(reach).into_select().select_only().column(E::ID).into_query()
}
