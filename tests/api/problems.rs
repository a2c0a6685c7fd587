//! Every failure is a problem document, in the caller's language, that tells nothing of what was sent.

use actix_web::http::Method;
use serde_json::json;
use tests::{App, both_databases, over_tcp};
use uuid::Uuid;

const MARK: &str = "Zzmarkzz";
const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";

both_databases! {
    async fn an_unknown_path_is_not_found(app: App) {
        let admin = app.as_admin().await;
        let unknown = ["/", "/v1", "/v1/unknown", "/v1/areas/", "/v2/areas", "//v1/areas", "/V1/areas", "/v1/areas.json"];
        for path in unknown {
            admin.get(path).await.problem(404, "not_found");
            app.anonymous().post(path, json!({})).await.problem(404, "not_found");
        }
    }

    async fn another_method_is_refused_with_those_there_are(app: App) {
        let admin = app.as_admin().await;
        let area = app.area("01392", "2022-06-30").await;
        let periods = format!("/v1/areas/{area}/project-periods");
        for (method, path, allowed) in [
            (Method::PUT, "/v1/areas", "GET, HEAD"),
            (Method::POST, "/v1/areas", "GET, HEAD"),
            (Method::TRACE, "/livez", "GET, HEAD"),
            (Method::PATCH, &periods, "GET, POST, HEAD"),
            (Method::from_bytes(b"BREW").unwrap(), &periods, "GET, POST, HEAD"),
        ] {
            let reply = admin.ask(method, path).await.problem(405, "method_not_allowed");
            assert_eq!(reply.header("allow").as_deref(), Some(allowed));
        }
    }

    async fn an_id_in_the_path_is_a_uuid_with_hyphens(app: App) {
        let admin = app.as_admin().await;
        let plain = Uuid::now_v7().simple().to_string();
        for id in ["x", "1", "-1", "%00", "%F0%9F%90%96", "null", &plain, &"9".repeat(1000), "{area_id}"] {
            let path = format!("/v1/areas/{}", id.replace('{', "%7B").replace('}', "%7D"));
            admin.get(&path).await.problem(400, "invalid_parameter").faults(&["area_id: invalid_format"]);
        }
        let nobody = Uuid::now_v7();
        admin.get(&format!("/v1/areas/{nobody}")).await.problem(404, "not_found");
        admin.get(&format!("/v1/areas/{nobody}/project-periods/x")).await.problem(400, "invalid_parameter");
    }

    async fn words_come_in_vietnamese_unless_english_is_preferred(app: App) {
        let admin = app.as_admin().await;
        for (sent, given) in [
            ("en", "en"),
            ("EN-us, vi;q=0.5", "en"),
            ("vi, en;q=0.9", "vi"),
            ("en;q=0.1, vi;q=0.5", "vi"),
            ("fr", "vi"),
            ("*", "vi"),
            ("en;q=x", "en"),
            (";;;,,,", "vi"),
        ] {
            let reply = admin.get("/v1/unknown").language(sent).await.problem(404, "not_found");
            assert_eq!(reply.header("content-language").as_deref(), Some(given), "{sent}");
            let title = if given == "en" { "Not found" } else { "Không tìm thấy" };
            assert_eq!(reply.json["title"], title);
        }
        let reply = admin.get("/v1/unknown").await;
        assert_eq!(reply.header("content-language").as_deref(), Some("vi"));
    }

    async fn nothing_of_what_was_sent_comes_back(app: App) {
        let admin = app.as_admin().await;
        let area = app.area("01392", "2022-06-30").await;
        let periods = format!("/v1/areas/{area}/project-periods");
        let replies = [
            admin.get(&format!("/v1/{MARK}")).await,
            admin.get(&format!("/v1/areas/{MARK}")).await,
            admin.get(&format!("/v1/areas?level={MARK}")).await,
            admin.get(&format!("/v1/areas?sort={MARK}")).await,
            admin.get(&format!("/v1/areas?cursor={MARK}")).await,
            admin.get(&format!("/v1/areas?parent_id={MARK}")).await,
            admin.get(&format!("/v1/areas?{MARK}%20=1")).await,
            admin.get("/v1/areas").bearer(MARK).await,
            admin.post(&periods, json!({ "from_on": MARK })).await,
            admin.post(&periods, json!({ "id": MARK, "from_on": "2017-06-01" })).await,
            admin.post(&periods, json!({ format!("{MARK} {MARK}"): 1, "from_on": "2017-06-01" })).await,
            admin.post(&periods, json!(MARK)).await,
            admin.post(&periods, json!({})).bytes(format!("{{{MARK}")).await,
            admin.post(&periods, json!({})).header("content-type", MARK).await,
            admin.post(&periods, json!({ "from_on": "2017-06-01" })).header("idempotency-key", MARK).await,
            admin.patch(&format!("{periods}/{MARK}"), MARK, json!({ "until_on": MARK })).await,
        ];
        for reply in replies {
            assert!(reply.status >= 400 && !reply.text().contains(MARK), "{reply}");
            assert!(!reply.headers.iter().any(|(_, value)| value.as_bytes().windows(8).any(|w| w == MARK.as_bytes())));
        }
    }

    async fn a_token_that_is_none_is_refused_before_anything_else(app: App) {
        let admin = app.as_admin().await;
        for value in ["", "x", "Bearer", "Bearer ", "Bearer x.y.z", "Basic dGVzdDp0ZXN0", "bearer  a b c"] {
            let reply = admin.get("/v1/areas?unknown=1").header("authorization", value).await;
            assert_eq!(reply.header("www-authenticate").as_deref(), Some(INVALID_TOKEN));
            reply.problem(401, "token_invalid");
        }
        let reply = app.anonymous().get("/v1/areas?unknown=1").await.problem(401, "authentication_required");
        assert_eq!(reply.header("www-authenticate").as_deref(), Some("Bearer"));
        app.database().execute("UPDATE session SET revoked_at = created_at").await;
        let reply = admin.get("/v1/areas").await.problem(401, "token_revoked");
        assert_eq!(reply.header("www-authenticate").as_deref(), Some(INVALID_TOKEN));
    }

    async fn an_expired_token_says_so(app: App) {
        let admin = app.as_admin().await;
        let token = admin.token().unwrap();
        app.set_now("2026-06-15T03:10:30Z");
        let reply = admin.get("/v1/areas").bearer(&token).await.problem(401, "token_expired");
        assert_eq!(reply.header("www-authenticate").as_deref(), Some(INVALID_TOKEN));
    }

    async fn a_deactivation_bites_on_the_next_request(app: App) {
        let admin = app.as_admin().await;
        admin.get("/v1/areas").await.expect(200);
        app.database().execute("UPDATE account SET is_active = FALSE").await;
        admin.get("/v1/areas").await.problem(401, "token_revoked");
    }

    async fn an_ended_role_bites_on_the_next_request(app: App) {
        let admin = app.as_admin().await;
        app.database().execute("UPDATE role_assignment SET until_on = '2026-06-16'").await;
        admin.get("/v1/areas").await.expect(200);
        app.database().execute("UPDATE role_assignment SET until_on = '2026-06-15'").await;
        admin.get("/v1/areas").await.problem(403, "permission_denied");
    }

    async fn who_takes_no_json_gets_a_problem_document(app: App) {
        let admin = app.as_admin().await;
        for accept in ["text/html", "application/xml, text/*", "*/*;q=0", "application/json;q=0, */*;q=0.0"] {
            admin.get("/v1/areas?limit=1").header("accept", accept).await.problem(406, "not_acceptable");
            app.anonymous().get("/v1/areas").header("accept", accept).await.problem(401, "authentication_required");
        }
        for accept in ["application/json", "text/html, */*;q=0.1", "application/*", "application/problem+json", ""] {
            admin.get("/v1/areas?limit=1").header("accept", accept).await.expect(200);
        }
    }

    async fn head_answers_like_get_without_a_body(app: App) {
        let area = app.area("01392", "2022-06-30").await;
        let token = app.as_admin().await.token().unwrap();
        let address = app.listen().await;
        let ask = |method: &str| {
            format!("{method} /v1/areas/{area} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n")
        };
        let (got, headed) = (over_tcp(address, ask("GET")).await, over_tcp(address, ask("HEAD")).await);
        let lines = |text: &str| text.split("\r\n\r\n").map(str::to_owned).collect::<Vec<_>>();
        let (got, headed) = (lines(&got), lines(&headed));
        assert!(got[0].starts_with("HTTP/1.1 200") && headed[0].starts_with("HTTP/1.1 200"), "{headed:?}");
        assert!(got[1].contains("01392") && headed[1].is_empty(), "{headed:?}");
        for name in ["etag: ", "content-length: ", "request-id: ", "ratelimit: "] {
            assert!(headed[0].to_lowercase().contains(name), "no {name} in {headed:?}");
        }
    }

    async fn a_listed_origin_may_call_and_no_other(app: App) {
        let ask = |origin| {
            let ask = app.anonymous().ask(Method::OPTIONS, "/v1/areas").header("origin", origin);
            ask.header("access-control-request-method", "GET").header("access-control-request-headers", "authorization")
        };
        let listed = ask("https://app.example.org").await.expect(200);
        assert_eq!(listed.header("access-control-allow-origin").as_deref(), Some("https://app.example.org"));
        assert_eq!(listed.header("access-control-allow-credentials"), None);
        let other = ask("https://other.example.org").await.problem(400, "invalid_parameter").faults(&["origin: not_in_enum"]);
        assert_eq!(other.header("access-control-allow-origin"), None);
        for method in ["HEAD", "POST", "PATCH", "DELETE"] {
            ask("https://app.example.org").header("access-control-request-method", method).await.expect(200);
        }
        let method = ask("https://app.example.org").header("access-control-request-method", "PUT").await;
        method.problem(400, "invalid_parameter").faults(&["access-control-request-method: not_in_enum"]);
        let header = ask("https://app.example.org").header("access-control-request-headers", "x-own").await;
        header.problem(400, "invalid_parameter").faults(&["access-control-request-headers: not_in_enum"]);
        app.anonymous().ask(Method::OPTIONS, "/v1/areas").await.problem(405, "method_not_allowed");
        let admin = app.as_admin().await;
        let reply = admin.get("/v1/areas").header("origin", "https://app.example.org").await.expect(200);
        let exposed = reply.header("access-control-expose-headers").unwrap_or_default().to_lowercase();
        assert!(exposed.contains("etag") && exposed.contains("request-id"), "{exposed}");
        let reply = admin.get("/v1/areas").header("origin", "https://other.example.org").await.expect(200);
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}
