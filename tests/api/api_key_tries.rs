//! Trying keys out, and what is told of keys outside the replies: quotas and logs.

use std::io::Write;
use std::sync::{Arc, Mutex};

use actix_web::http::Method;
use tests::api_keys::{KEYS, key_of, key_with, make_key, new_key, revoke_key, with_key};
use tests::databases::Backend;
use tests::{App, Setup, both_databases, over_tcp};
use tracing_subscriber::filter::LevelFilter;

const AREAS: &str = "/v1/areas?limit=1";

/// A service with narrow quotas.
struct Narrow(App);

impl Narrow {
    async fn start(backend: Backend) -> Self {
        Self(App::with(backend, Setup { rate_limit: 4, rate_limit_anonymous: 3, ..Setup::default() }).await)
    }
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Somebody's wrong key.
fn wrong(key: &str) -> String {
    format!("{}{}", &key[..38], "A".repeat(43))
}

both_databases! {
    async fn requests_with_a_key_count_for_its_client(narrow: Narrow) {
        let app = narrow.0;
        let (admin, made, key) = app.donor_key().await;
        let client = made.json["client_id"].as_str().unwrap().parse().unwrap();
        let other = key_of(&make_key(&admin, new_key(client)).await);
        for (key, left) in [(&key, "r=3"), (&other, "r=2"), (&key, "r=1"), (&other, "r=0")] {
            let reply = with_key(&app, key, AREAS).await.expect(200);
            assert_eq!(reply.header("ratelimit-policy").as_deref(), Some("\"default\";q=4;w=60"));
            assert!(reply.header("ratelimit").unwrap().contains(left));
        }
        with_key(&app, &key, AREAS).await.problem(429, "rate_limited");
        app.as_donor().await.get(AREAS).await.expect(200);
    }

    async fn whoever_tries_keys_out_is_stopped_and_holders_go_on(narrow: Narrow) {
        let app = narrow.0;
        let key = app.donor_key().await.2;
        for _ in 0..3 {
            let reply = with_key(&app, &wrong(&key), AREAS).await.problem(401, "token_invalid");
            assert_eq!(reply.header("ratelimit-policy").as_deref(), Some("\"anonymous\";q=3;w=60"));
        }
        // From now on no key from this address is even looked at.
        with_key(&app, &wrong(&key), AREAS).await.problem(429, "rate_limited");
        with_key(&app, &key, AREAS).await.problem(429, "rate_limited");
        with_key(&app, &key, AREAS).from_address([192, 0, 2, 2]).await.expect(200);
        app.anonymous().get(AREAS).await.problem(401, "authentication_required");
        app.set_now("2026-06-15T03:01:00Z");
        with_key(&app, &key, AREAS).await.expect(200);
    }

    async fn a_key_that_is_over_takes_nothing_from_the_one_in_its_place(narrow: Narrow) {
        let app = narrow.0;
        let (admin, made, old) = app.donor_key().await;
        let client = made.json["client_id"].as_str().unwrap().parse().unwrap();
        let new = key_of(&make_key(&admin, new_key(client)).await);
        app.database().execute("UPDATE api_key SET revoked_at = created_at WHERE version = 1 AND id = (SELECT id FROM api_key ORDER BY created_at, id LIMIT 1)").await;
        for _ in 0..3 {
            with_key(&app, &old, AREAS).await.problem(401, "token_revoked");
        }
        with_key(&app, &old, AREAS).await.problem(429, "rate_limited");
        with_key(&app, &new, AREAS).await.expect(200);
    }

    async fn somebody_elsewhere_uses_up_no_quota_of_the_client(narrow: Narrow) {
        let app = narrow.0;
        let (admin, made, _) = app.donor_key().await;
        let client = made.json["client_id"].as_str().unwrap().parse().unwrap();
        let bound = key_with(client, "addresses", serde_json::json!(["192.0.2.2"]));
        let bound = key_of(&make_key(&admin, bound).await);
        for _ in 0..3 {
            with_key(&app, &bound, AREAS).await.problem(403, "permission_denied");
        }
        with_key(&app, &bound, AREAS).await.problem(429, "rate_limited");
        let reply = with_key(&app, &bound, AREAS).from_address([192, 0, 2, 2]).await.expect(200);
        assert!(reply.header("ratelimit").unwrap().contains("r=3"));
    }

    async fn a_page_in_a_browser_may_not_send_a_key(app: App) {
        let asked = app.anonymous().ask(Method::OPTIONS, AREAS).header("origin", "https://app.example.org");
        let asked = asked.header("access-control-request-method", "GET").header("access-control-request-headers", "x-api-key");
        asked.await.problem(400, "invalid_parameter");
    }

    async fn one_key_is_sent_once(app: App) {
        let key = app.donor_key().await.2;
        let address = app.listen().await;
        let get = async |headers: &str| {
            let request = format!("GET {AREAS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
            over_tcp(address, request).await
        };
        let header = format!("X-API-Key: {key}\r\n");
        assert!(get(&header).await.starts_with("HTTP/1.1 200 "));
        let twice = get(&format!("{header}{header}")).await;
        assert!(twice.starts_with("HTTP/1.1 400 ") && twice.contains("x-api-key") && !twice.contains(&key[38..]), "{twice}");
    }

    async fn without_the_database_no_key_counts_and_probes_are_answered(app: App) {
        let key = app.donor_key().await.2;
        app.lose_database().await;
        with_key(&app, &key, AREAS).await.problem(503, "service_unavailable");
        with_key(&app, &key, "/livez").await.expect(204);
    }

    async fn no_log_holds_a_key(app: App) {
        let log = Log::default();
        let writer = log.clone();
        let logging = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(move || writer.clone());
        let guard = tracing::subscriber::set_default(logging.finish());
        let (admin, made, key) = app.donor_key().await;
        with_key(&app, &key, AREAS).await.expect(200);
        with_key(&app, &key, KEYS).await.problem(403, "permission_denied");
        with_key(&app, &wrong(&key), AREAS).await.problem(401, "token_invalid");
        revoke_key(&admin, made.id()).await.expect(200);
        with_key(&app, &key, AREAS).await.problem(401, "token_revoked");
        drop(guard);
        let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        assert!(log.contains("/v1/areas") && log.contains("answered"), "nothing was logged");
        assert!(!log.contains("hndk_") && !log.contains(&key[38..]), "a key was logged");
    }
}
