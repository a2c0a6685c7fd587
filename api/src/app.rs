//! The service as one value, and the actix application around it.

use std::{
    net::IpAddr,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use actix_web::{
    App, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::{Compress, from_fn},
    web,
};

use crate::{
    access::{
        Caller, KeyLookup, Permission,
        attempts::Attempts,
        password::PasswordHasher,
        token::{Claims, TokenFault, TokenKeys},
    },
    clock::Clock,
    config::Settings,
    error::{Code, Error},
    http::{
        Call, cors,
        envelope::envelope,
        limits::{Limits, Policy},
        problem,
    },
    operations::register,
    routes::Routes,
    store::{Door, Files, Published, Store, record_refusal},
};

/// Everything a request needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct Service {
    inner: Arc<Inner>,
    door: Arc<Door>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    files: Files,
    clock: Clock,
    settings: Settings,
    tokens: RwLock<Arc<TokenKeys>>,
    passwords: PasswordHasher,
    limits: Limits,
    attempts: Attempts,
    key_lookup: KeyLookup,
    published: Published,
    stopping: AtomicBool,
}

impl Service {
    /// Puts the parts together; `tokens` are the signing keys of the database.
    #[must_use]
    pub fn new(store: Store, files: Files, clock: Clock, settings: Settings, tokens: TokenKeys) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let door = Arc::new(Door::of(&store));
        let inner = Inner {
            store,
            files,
            clock,
            settings,
            tokens: RwLock::new(Arc::new(tokens)),
            passwords: PasswordHasher::new(cores),
            limits: Limits::default(),
            attempts: Attempts::default(),
            key_lookup: KeyLookup::default(),
            published: Published::default(),
            stopping: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner), door }
    }

    /// The same service with a door of its own, for a worker.
    fn of_worker(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), door: Arc::new(Door::of(self.store())) }
    }

    pub(crate) fn of(request: &HttpRequest) -> Result<Self, Error> {
        request.app_data::<Self>().cloned().ok_or_else(|| Error::internal("no service is registered"))
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The content of files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// What was read of publications.
    pub(crate) fn published(&self) -> &Published {
        &self.inner.published
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// What clients put before the paths.
    #[must_use]
    pub fn public_base(&self) -> &str {
        &self.inner.settings.public_base_url
    }

    /// Hashes and verifies passwords off the async threads.
    #[must_use]
    pub fn passwords(&self) -> &PasswordHasher {
        &self.inner.passwords
    }

    /// The quotas.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// The quota of a signed-in principal.
    #[must_use]
    pub fn default_policy(&self) -> Policy {
        Policy::a_minute("default", self.inner.settings.rate_limit)
    }

    /// The quota of a signed-in principal who reads publications.
    #[must_use]
    pub fn publications_policy(&self) -> Policy {
        Policy::a_minute("publications", self.inner.settings.rate_limit_publications)
    }

    /// The quota of an address without a valid token.
    #[must_use]
    pub fn anonymous_policy(&self) -> Policy {
        Policy::a_minute("anonymous", self.inner.settings.rate_limit_anonymous)
    }

    /// The quota of password tries for one account from one address.
    #[must_use]
    pub fn auth_policy(&self) -> Policy {
        Policy::a_minute("auth", self.inner.settings.rate_limit_auth)
    }

    /// The quota of password tries from one address.
    #[must_use]
    pub fn auth_address_policy(&self) -> Policy {
        Policy::a_minute("auth", self.inner.settings.rate_limit_auth_address)
    }

    /// The quota of registrations of partners from one address by nobody in particular.
    #[must_use]
    pub fn registration_policy(&self) -> Policy {
        Policy::an_hour("registration", self.inner.settings.rate_limit_registration)
    }

    /// Where it is asked who is calling.
    pub(crate) fn door(&self) -> &Door {
        &self.door
    }

    /// How keys of machine clients are looked up.
    pub(crate) fn key_lookup(&self) -> &KeyLookup {
        &self.inner.key_lookup
    }

    /// The password tries that failed lately.
    #[must_use]
    pub fn attempts(&self) -> &Attempts {
        &self.inner.attempts
    }

    /// Whether `Forwarded` counts when it comes from this address.
    #[must_use]
    pub fn trusts_proxy(&self, address: IpAddr) -> bool {
        self.inner.settings.trusted_proxies.contains(&address)
    }

    /// The signing keys of the moment.
    #[must_use]
    pub fn tokens(&self) -> Arc<TokenKeys> {
        Arc::clone(&self.inner.tokens.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over signing keys that were read anew.
    pub fn replace_tokens(&self, tokens: TokenKeys) {
        *self.inner.tokens.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tokens);
    }

    /// Verifies an access token without the database.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub fn verify_token(&self, token: &str) -> Result<Claims, TokenFault> {
        self.tokens().verify(token, self.clock().now())
    }

    /// From now on the service is not ready, so that load balancers send nothing new.
    pub fn stop(&self) {
        self.inner.stopping.store(true, Ordering::SeqCst);
    }

    /// True once [`Service::stop`] was called.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.inner.stopping.load(Ordering::SeqCst)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Journals a refusal; a failure to do so is logged and does not change the answer.
    pub(crate) async fn journal_refusal(
        &self,
        request: &HttpRequest,
        call: &Call,
        permission: Option<Permission>,
        code: Code,
    ) {
        let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
        if let Err(error) = record_refusal(self, &caller, call, permission, code).await {
            tracing::error!(request_id = %call.request_id, code = error.code().word(), "a refusal could not be journalled");
        }
    }
}

/// Registers the routes of the service with actix.
pub fn configure(config: &mut web::ServiceConfig) {
    crate::docs::register(config);
    register(&mut Routes::new(Some(config)));
    config.default_service(web::to(|request: HttpRequest| async move {
        problem::respond(&Error::NotFound, &request)
    }));
}

/// The actix application.
pub fn app(
    service: Service,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let cors = cors(service.settings());
    App::new()
        .app_data(service.of_worker())
        .configure(configure)
        .wrap(Compress::default())
        .wrap(cors)
        .wrap(from_fn(envelope))
}
