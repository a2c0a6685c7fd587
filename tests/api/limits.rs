//! Quotas, sizes and compression.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::json;
use tests::databases::Backend;
use tests::{App, Setup, both_databases};

struct Narrow(App);

impl Narrow {
    async fn start(backend: Backend) -> Self {
        let setup =
            Setup { rate_limit: 5, rate_limit_publications: 2, rate_limit_anonymous: 3, ..Setup::default() };
        Self(App::with(backend, setup).await)
    }
}

/// A service behind the address that requests of the suite come from.
struct Proxied(App);

impl Proxied {
    async fn start(backend: Backend) -> Self {
        const PROXIES: &[IpAddr] =
            &[IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2))];
        let setup = Setup { rate_limit_anonymous: 9, trusted_proxies: PROXIES, ..Setup::default() };
        Self(App::with(backend, setup).await)
    }

    /// What is left for whoever this is taken to be.
    async fn left(&self, address: [u8; 4], forwarded: &str) -> String {
        let ask = self.0.anonymous().get("/v1/areas").from_address(address).header("forwarded", forwarded);
        let left = ask.await.problem(401, "authentication_required").header("ratelimit").unwrap();
        left.split(';').nth(1).unwrap().to_owned()
    }
}

both_databases! {
    async fn every_answer_tells_what_is_left_and_then_no(narrow: Narrow) {
        let app = narrow.0;
        app.set_now("2026-06-15T03:00:20Z");
        let admin = app.as_admin().await;
        for left in (0..5).rev() {
            let reply = admin.get("/v1/areas?limit=1").await.expect(200);
            assert_eq!(reply.header("ratelimit-policy").as_deref(), Some("\"default\";q=5;w=60"));
            assert_eq!(reply.header("ratelimit"), Some(format!("\"default\";r={left};t=40")));
        }
        let reply = admin.get("/v1/areas?limit=1").await.problem(429, "rate_limited");
        assert_eq!(reply.header("retry-after").as_deref(), Some("40"));
        assert_eq!(reply.header("ratelimit-policy").as_deref(), Some("\"default\";q=5;w=60"));
        assert_eq!(reply.header("ratelimit").as_deref(), Some("\"default\";r=0;t=40"));
        assert_eq!(reply.json["violated_policies"], json!(["default"]));
        admin.post("/v1/unknown", json!({})).await.problem(429, "rate_limited");
        app.as_donor().await.get("/v1/areas?limit=1").await.expect(200);
        app.set_now("2026-06-15T03:01:00Z");
        admin.get("/v1/areas?limit=1").await.expect(200);
    }

    async fn publications_are_counted_apart(narrow: Narrow) {
        let app = narrow.0;
        app.set_now("2026-06-15T03:00:20Z");
        let donor = app.as_donor().await;
        for left in [1, 0] {
            let reply = donor.get("/v1/publications").await.expect(200);
            assert_eq!(reply.header("ratelimit-policy").as_deref(), Some("\"publications\";q=2;w=60"));
            assert_eq!(reply.header("ratelimit"), Some(format!("\"publications\";r={left};t=40")));
        }
        let path = format!("/v1/publications/{}/document", uuid::Uuid::now_v7());
        let reply = donor.get(&path).await.problem(429, "rate_limited");
        assert_eq!(reply.json["violated_policies"], json!(["publications"]));
        let other = donor.get("/v1/areas?limit=1").await.expect(200);
        assert_eq!(other.header("ratelimit").as_deref(), Some("\"default\";r=4;t=40"));
        // Preparing one is no reading.
        donor.post("/v1/publications", json!({})).await.problem(403, "permission_denied");
        let stranger = app.anonymous().get("/v1/publications").await.problem(401, "authentication_required");
        assert_eq!(stranger.header("ratelimit-policy").as_deref(), Some("\"anonymous\";q=3;w=60"));
    }

    async fn strangers_share_the_quota_of_their_address(narrow: Narrow) {
        let app = narrow.0;
        let anonymous = app.anonymous();
        for _ in 0..3 {
            let reply = anonymous.get("/v1/areas").await.problem(401, "authentication_required");
            assert_eq!(reply.header("ratelimit-policy").as_deref(), Some("\"anonymous\";q=3;w=60"));
        }
        let reply = anonymous.get("/v1/areas").await.problem(429, "rate_limited");
        assert_eq!(reply.json["violated_policies"], json!(["anonymous"]));
        anonymous.get("/v1/areas").bearer("x").await.problem(429, "rate_limited");
        anonymous.get("/livez").await.expect(204);
        anonymous.get("/readyz").await.expect(200);
    }

    async fn behind_a_trusted_proxy_each_client_has_its_own_quota(proxied: Proxied) {
        let proxy = [192, 0, 2, 1];
        for (sent, left) in [
            ("for=198.51.100.7", "r=8"),
            ("For=\"198.51.100.7:5678\";proto=https", "r=7"),
            ("for=203.0.113.9, for=198.51.100.7, for=192.0.2.2", "r=6"),
            ("for=\"[2001:db8::1]:4711\"", "r=8"),
            ("proto=https;for=\"[2001:DB8::1]\"", "r=7"),
            ("for=198.51.100.7, for=unknown", "r=8"),
        ] {
            assert_eq!(proxied.left(proxy, sent).await, left, "{sent}");
        }
        for (sent, left) in [("for=198.51.100.7", "r=8"), ("for=203.0.113.9", "r=7")] {
            assert_eq!(proxied.left([192, 0, 2, 3], sent).await, left, "{sent}");
        }
    }

    async fn a_304_is_free(narrow: Narrow) {
        let app = narrow.0;
        let admin = app.as_admin().await;
        let path = format!("/v1/areas/{}", app.province().await);
        let etag = admin.get(&path).await.expect(200).etag();
        for _ in 0..20 {
            admin.get(&path).header("if-none-match", &etag).await.expect(304);
        }
    }

    async fn an_address_of_more_than_four_kibibytes_is_too_long(app: App) {
        let admin = app.as_admin().await;
        let path = format!("/v1/areas?code={}", "0".repeat(4096));
        admin.get(&path).await.problem(414, "uri_too_long");
        admin.get(&format!("/{}", "a".repeat(5000))).await.problem(414, "uri_too_long");
        admin.get(&format!("/v1/areas?code={}", "0".repeat(4000))).await.problem(400, "invalid_parameter");
    }

    async fn headers_of_more_than_sixteen_kibibytes_are_too_large(app: App) {
        let admin = app.as_admin().await;
        let long = "x".repeat(16 * 1024);
        admin.get("/v1/areas").header("cookie", &long).await.problem(431, "header_fields_too_large");
        admin.get("/v1/areas").bearer(&long).await.problem(431, "header_fields_too_large");
        admin.get("/v1/areas?limit=1").header("cookie", &long[..10_000]).await.expect(200);
    }

    async fn bodies_above_a_kibibyte_are_compressed(app: App) {
        let admin = app.as_admin().await;
        for encoding in ["gzip", "br"] {
            let reply = admin.get("/v1/areas").header("accept-encoding", encoding).await;
            assert_eq!(reply.header("content-encoding").as_deref(), Some(encoding));
            assert!(reply.header("vary").is_some_and(|vary| vary.to_lowercase().contains("accept-encoding")), "{reply}");
            let small = admin.get("/v1/areas?limit=1").header("accept-encoding", encoding).await;
            assert_eq!(small.header("content-encoding"), None);
        }
    }

    async fn an_encoding_that_cannot_be_given_is_not_acceptable(app: App) {
        let admin = app.as_admin().await;
        for sent in ["identity;q=0, *;q=0", "identity;q=0", "identity;q=0, gzip;q=0, br;q=0"] {
            admin.get("/v1/areas").header("accept-encoding", sent).await.problem(406, "not_acceptable");
        }
        admin.get("/v1/areas?limit=1").header("accept-encoding", "zstd, *;q=0.1").await.expect(200);
    }

    async fn every_answer_says_how_long_it_may_be_kept(app: App) {
        let admin = app.as_admin().await;
        let province = app.province().await;
        for (path, caching) in [
            (format!("/v1/areas/{province}"), "public, max-age=3600"),
            (format!("/v1/areas/{province}/project-periods"), "private, no-cache"),
            ("/v1/unknown".to_owned(), "no-store"),
        ] {
            assert_eq!(admin.get(&path).await.header("cache-control").as_deref(), Some(caching), "{path}");
        }
    }
}
