//! The document, the page to read and try it, and the explanations of problem codes.

use actix_web::http::Method;
use hoinongdan::error::Code;
use tests::contract::DOCUMENT;
use tests::{App, both_databases};

/// What the page loads, with the media type of each.
const FILES: [(&str, &str); 5] = [
    ("/docs/page.js", "text/javascript"),
    ("/docs/page.css", "text/css"),
    ("/docs/swagger-ui.css", "text/css"),
    ("/docs/swagger-ui-bundle.js", "text/javascript"),
    ("/docs/favicon-32x32.png", "image/png"),
];

both_databases! {
    async fn anybody_may_read_the_contract(app: App) {
        let document = app.anonymous().get("/v1/openapi.json").await.expect(200);
        assert_eq!(document.json, *DOCUMENT);
        assert_eq!(document.header("content-type").as_deref(), Some("application/json"));
        assert_eq!(document.header("cache-control").as_deref(), Some("public, max-age=3600"));
        let again = app.anonymous().get("/v1/openapi.json").header("if-none-match", &document.etag()).await;
        assert!(again.expect(304).body.is_empty());
    }

    async fn the_page_loads_its_own_files_and_nothing_else(app: App) {
        let page = app.anonymous().get("/docs").await.expect(200);
        let text = page.text();
        assert!(!text.contains("://") && !text.contains("<style") && !text.contains(" style="), "{text}");
        assert!(!text.replace("<script defer src=", "").contains("<script"), "{text}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        for (path, media_type) in FILES {
            assert!(path.ends_with(".js") == text.contains(&format!("<script defer src=\"{path}\">")), "{path}");
            assert!(text.contains(path), "{path}");
            let file = app.anonymous().get(path).await.expect(200);
            assert!(file.header("content-type").unwrap().starts_with(media_type) && !file.body.is_empty(), "{path}");
        }
    }

    async fn what_is_no_file_of_the_page_is_not_found(app: App) {
        for path in ["/docs/index.html", "/docs/mod.rs", "/docs/..%2Fpage.js", "/docs/swagger-initializer.js", "/docs/x/y"] {
            app.anonymous().get(path).await.problem(404, "not_found");
        }
        for path in ["/docs", "/docs/page.js", "/v1/openapi.json", "/problems/not_found"] {
            let refused = app.anonymous().ask(Method::POST, path).await.problem(405, "method_not_allowed");
            assert_eq!(refused.header("allow").as_deref(), Some("GET, HEAD"));
            assert!(app.anonymous().ask(Method::HEAD, path).await.expect(200).header("etag").is_some());
        }
    }

    async fn every_problem_code_has_words_in_both_languages(app: App) {
        for code in Code::ALL {
            let page = app.anonymous().get(&format!("/problems/{}", code.word())).await.expect(200);
            let (text, (vi, en)) = (page.text(), code.titles());
            assert!(text.contains(vi) && text.contains(en) && text.contains(code.word()), "{text}");
        }
        app.anonymous().get("/problems/no_such_code").await.problem(404, "not_found");
    }
}
