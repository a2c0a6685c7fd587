//! The real service in process: own database, fixed clock, keys made in memory, generous quotas.

#![expect(clippy::expect_used, reason = "test support fails loudly")]

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::http::{StatusCode, header::HeaderMap};
use actix_web::test::{self, TestRequest};
use actix_web::web::Bytes;
use actix_web::{HttpServer, rt};
use chrono::{DateTime, NaiveDate, Utc};
use entity::area;
use entity::ids::AreaId;
use hoinongdan::access::token::{PublishedKey, SigningKey, TokenKeys};
use hoinongdan::app::Service;
use hoinongdan::clock::Clock;
use hoinongdan::store::keys::Keyring;
use hoinongdan::store::{Files, Store};
use sea_orm::{ColumnTrait as _, Condition, DatabaseConnection, EntityTrait as _, QueryFilter as _};

use crate::databases::{Backend, TestDatabase};
use crate::setup::{Setup, TOKEN_KEY};

/// The instant at which the clock of every test stands: 10 o'clock in Cao Bằng.
const NOW: &str = "2026-06-15T03:00:00Z";
/// What came back, before anybody has looked at it.
pub(crate) type Raw = (StatusCode, HeaderMap, Bytes);
type Serve = dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = Raw>>>;

/// What callers share: the service, and the database to look behind it.
pub(crate) struct Wire {
    pub(crate) serve: Box<Serve>,
    pub(crate) service: Service,
    pub(crate) db: DatabaseConnection,
    pub(crate) serial: Rc<AtomicU32>,
}

/// The service under test. Callers come from [`App::as_role`] and its kin.
pub struct App {
    pub(crate) wire: Rc<Wire>,
    store: Store,
    database: Rc<TestDatabase>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("database", &self.database).finish_non_exhaustive()
    }
}

impl App {
    /// The service on a fresh database.
    ///
    /// # Panics
    /// If it cannot be put together.
    pub async fn start(backend: Backend) -> Self {
        Self::with(backend, Setup::default()).await
    }

    /// The service on a fresh database, in an unusual setup.
    ///
    /// # Panics
    /// If it cannot be put together.
    pub async fn with(backend: Backend, setup: Setup) -> Self {
        let database = Rc::new(TestDatabase::start(backend).await);
        Self::serving(database, setup, Rc::default()).await
    }

    /// A further instance of the service on the same database, in another setup.
    ///
    /// # Panics
    /// If it cannot be put together.
    pub async fn beside(&self, setup: Setup) -> Self {
        Self::serving(Rc::clone(&self.database), setup, Rc::clone(&self.wire.serial)).await
    }

    async fn serving(database: Rc<TestDatabase>, setup: Setup, serial: Rc<AtomicU32>) -> Self {
        let keyring = Keyring::parse(setup.master_keys, setup.lookup_keys, TOKEN_KEY).expect("the test keys");
        let settings = setup.settings();
        let connections = settings.database_connections;
        let store = Store::connect(&database.url(), None, connections, keyring).await.expect("connections");
        let files = format!("file://{}", database.directory().join("attachments").display());
        let files = Files::open(&files).expect("a folder for files");
        let now = instant(NOW);
        let key = PublishedKey::private(&SigningKey::generate(now), DateTime::UNIX_EPOCH, None);
        let keys = TokenKeys::new(
            &settings.public_base_url,
            &settings.public_base_url,
            vec![key.expect("a signing key")],
        );
        let service = Service::new(store.clone(), files, Clock::fixed(now), settings, keys);
        let db = database.connection().await.clone();
        let serve = serve(service.clone()).await;
        let wire = Wire { serve, service, db, serial };
        Self { wire: Rc::new(wire), store, database }
    }

    /// The service itself, for what has no operation (sealing, verifying).
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.wire.service
    }

    /// A connection of the test's own, to look at the rows or to arrange them.
    #[must_use]
    pub fn db(&self) -> &DatabaseConnection {
        &self.wire.db
    }

    /// The database of this test.
    #[must_use]
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The store itself, for what has no operation (rotating keys).
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The keys of the configuration.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        self.store.keyring()
    }

    /// The instant of the clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.wire.service.clock().now()
    }

    /// Moves the clock; callers stay signed in.
    ///
    /// # Panics
    /// If `at` is not an RFC 3339 instant.
    pub fn set_now(&self, at: &str) {
        self.wire.service.clock().set(instant(at));
    }

    /// Takes the database away from the service: from now on no connection can be had.
    ///
    /// # Panics
    /// If a connection fails while closing.
    pub async fn lose_database(&self) {
        self.store.close().await.expect("closed connections");
    }

    /// The area with this code on this day (codes are used again over time).
    ///
    /// # Panics
    /// If there is none.
    pub async fn area(&self, code: &str, on: &str) -> AreaId {
        let on = day(on);
        let valid =
            Condition::any().add(area::Column::ValidUntilOn.is_null()).add(area::Column::ValidUntilOn.gt(on));
        let found = area::Entity::find()
            .filter(area::Column::Code.eq(code))
            .filter(area::Column::ValidFromOn.lte(on))
            .filter(valid)
            .one(self.db())
            .await;
        found.expect("the map").expect("an area with this code on this day").id
    }

    /// The whole province.
    pub async fn province(&self) -> AreaId {
        self.area("04", "2022-06-30").await
    }

    /// Serves over TCP too, for what only shows on the wire; until the end of the test.
    ///
    /// # Panics
    /// If no port can be had.
    pub async fn listen(&self) -> SocketAddr {
        let service = self.wire.service.clone();
        let server =
            HttpServer::new(move || hoinongdan::app::app(service.clone())).workers(1).disable_signals();
        let server = server.bind(("127.0.0.1", 0)).expect("a port");
        let address = server.addrs().first().copied().expect("an address");
        rt::spawn(server.run());
        address
    }

    pub(crate) fn serial(&self) -> u32 {
        self.wire.serial.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Runs requests at the same time and waits for all of them; the order of the answers is that of the requests.
///
/// # Panics
/// If one of them panics.
pub async fn at_once<T: 'static>(
    work: impl IntoIterator<Item = impl Future<Output = T> + 'static>,
) -> Vec<T> {
    let running: Vec<_> = work.into_iter().map(rt::spawn).collect();
    let mut answers = Vec::with_capacity(running.len());
    for one in running {
        answers.push(one.await.unwrap_or_else(|failure| std::panic::resume_unwind(failure.into_panic())));
    }
    answers
}

/// Sends bytes over TCP and gives the bytes that came back until the server closed the connection.
///
/// # Panics
/// If there is no connection or no answer within ten seconds.
pub async fn over_tcp(address: SocketAddr, request: impl Into<Vec<u8>>) -> String {
    let request = request.into();
    let talk = move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time limit");
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(&request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    rt::task::spawn_blocking(talk).await.expect("an answer")
}

/// A day written `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day such as 2022-06-30")
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant such as 2026-06-15T03:00:00Z")
}

async fn serve(service: Service) -> Box<Serve> {
    let served = Rc::new(test::init_service(hoinongdan::app::app(service)).await);
    Box::new(move |request| {
        let served = Rc::clone(&served);
        Box::pin(async move {
            let response = test::call_service(&*served, request.to_request()).await;
            let (status, headers) = (response.status(), response.headers().clone());
            (status, headers, test::read_body(response).await)
        })
    })
}
