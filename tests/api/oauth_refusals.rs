//! Whoever refuses below `/oauth/`, the answer has the form of RFC 6749; the harness looks at it.

use actix_web::http::Method;
use serde_json::json;
use tests::clients::{Client, REVOKE, TOKEN, basic, refused};
use tests::databases::Backend;
use tests::{App, Ask, Setup, both_databases, over_tcp};
use uuid::Uuid;

const FORM: &str = "application/x-www-form-urlencoded";

fn post(app: &App, body: impl Into<Vec<u8>>) -> Ask {
    app.anonymous().ask(Method::POST, TOKEN).header("content-type", FORM).bytes(body)
}

/// A service with narrow quotas.
struct Narrow(App);

impl Narrow {
    async fn start(backend: Backend) -> Self {
        let quotas = Setup { rate_limit_auth: 3, rate_limit_anonymous: 6, ..Setup::default() };
        Self(App::with(backend, quotas).await)
    }
}

both_databases! {
    async fn a_form_that_cannot_be_read_is_no_request(app: App) {
        for body in [
            "",
            "scope=areas:read",
            "grant_type=",
            "grant_type=client_credentials&grant_type=client_credentials",
            "grant_type=client_credentials&x=1&x=2",
            "grant_type=client_credentials&scope=a&scope=a",
            "grant_type=client_credentials&scope=%ff",
            "grant_type=client_credentials&client_assertion_type=x&client_assertion=y",
            "grant_type=client_credentials%00",
            "{\"grant_type\": \"client_credentials\"}",
        ] {
            refused(post(&app, body).await, 400, "invalid_request");
        }
        refused(post(&app, &b"grant_type=\xff"[..]).await, 400, "invalid_request");
        for grant in ["password", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS"] {
            refused(post(&app, format!("grant_type={grant}")).await, 400, "unsupported_grant_type");
        }
        let client = Client::with_secret(&app.buyer().await, &["areas:read"]).await;
        let unknown = client.ask(&app, TOKEN, json!({ "grant_type": "client_credentials", "resource": "x", "scope": "" }));
        unknown.await.expect(200);
    }

    async fn another_media_type_method_or_path_is_refused_in_the_same_form(app: App) {
        for kind in ["application/json", "text/plain", ""] {
            let ask = post(&app, "grant_type=client_credentials").header("content-type", kind);
            refused(ask.await, 415, "invalid_request");
        }
        let without = post(&app, "grant_type=client_credentials").without("content-type");
        refused(without.await, 415, "invalid_request");
        let charset = post(&app, "grant_type=password").header("content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8");
        refused(charset.await, 400, "unsupported_grant_type");
        for (method, path) in [(Method::GET, TOKEN), (Method::PUT, TOKEN), (Method::DELETE, REVOKE)] {
            let reply = refused(app.anonymous().ask(method, path).await, 405, "invalid_request");
            assert_eq!(reply.header("allow").as_deref(), Some("POST"));
        }
        for path in ["/oauth/", "/oauth/authorize", "/oauth/token/x"] {
            refused(app.anonymous().ask(Method::POST, path).await, 404, "invalid_request");
            refused(app.anonymous().get(path).await, 404, "invalid_request");
        }
        app.anonymous().get("/oauth").await.problem(404, "not_found");
        let query = app.anonymous().ask(Method::POST, &format!("{TOKEN}?grant_type=client_credentials"));
        refused(query.await, 400, "invalid_request");
        let html = post(&app, "grant_type=client_credentials").header("accept", "text/html");
        refused(html.await, 406, "invalid_request");
        let long = app.anonymous().get(&format!("{TOKEN}?{}", "a".repeat(5000)));
        refused(long.await, 414, "invalid_request");
        let large = post(&app, "grant_type=client_credentials").header("cookie", &"x".repeat(17_000));
        refused(large.await, 431, "invalid_request");
    }

    async fn a_form_of_more_than_sixty_four_kibibytes_is_too_large(app: App) {
        let body = format!("grant_type={}", "x".repeat(64 * 1024));
        refused(post(&app, body).await, 413, "invalid_request");
        let address = app.listen().await;
        let head = format!(
            "POST {TOKEN} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let reply = over_tcp(address, format!("{head}{}0\r\n\r\n", chunk.repeat(32))).await;
        assert!(reply.starts_with("HTTP/1.1 413") && reply.contains("\"error\":\"invalid_request\""), "{reply}");
    }

    async fn a_language_changes_nothing_and_nothing_of_what_was_sent_comes_back(app: App) {
        let ask = |body: &str| post(&app, body).language("vi");
        let said = refused(ask("grant_type=mark").await, 400, "unsupported_grant_type");
        assert_eq!(said.header("content-language").as_deref(), Some("en"));
        assert_eq!(said.json["error_description"], "grant_type: This is not one of the listed values.");
        for body in ["a%20mark=1&a%20mark=2", "grant_type=client_credentials&scope=mark", "mark", "grant_type=mark"] {
            let reply = ask(body).header("authorization", &basic("mark", "mark")).await;
            assert!(reply.status >= 400 && !reply.text().contains("mark"), "{reply}");
        }
    }

    async fn the_database_is_missed_in_the_same_form(app: App) {
        let client = Client::with_secret(&app.buyer().await, &["areas:read"]).await;
        app.lose_database().await;
        let reply = refused(client.token(&app).await, 503, "temporarily_unavailable");
        assert_eq!(reply.header("retry-after").as_deref(), Some("2"));
    }

    async fn tries_are_limited_per_client_and_address(narrow: Narrow) {
        let app = narrow.0;
        let ask = |id: Uuid| {
            let ask = post(&app, "grant_type=client_credentials");
            ask.header("authorization", &basic(id, "x"))
        };
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        for _ in 0..3 {
            refused(ask(one).await, 401, "invalid_client");
        }
        let limited = refused(ask(one).await, 429, "temporarily_unavailable");
        assert_eq!(limited.header("retry-after").as_deref(), Some("60"));
        assert_eq!(limited.header("ratelimit-policy").as_deref(), Some("\"auth\";q=3;w=60"));
        refused(ask(one).from_address([192, 0, 2, 9]).await, 401, "invalid_client");
        refused(ask(other).await, 401, "invalid_client");
        refused(ask(other).await, 401, "invalid_client");
        let stranger = refused(ask(other).await, 429, "temporarily_unavailable");
        assert_eq!(stranger.header("ratelimit-policy").as_deref(), Some("\"anonymous\";q=6;w=60"));
        app.set_now("2026-06-15T03:01:00Z");
        refused(ask(one).await, 401, "invalid_client");
    }
}
