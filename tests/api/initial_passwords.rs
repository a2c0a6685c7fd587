//! A password made by the service is known to whoever asked for it: its owner replaces it before anything else.

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{App, Reply, both_databases};

use crate::sessions::{LOGIN, ask, login, new_user};

/// Signs in with a password made by the service, finds every door shut, and changes it.
async fn changes_it_first(app: &App, password: &str, chosen: &str) -> Reply {
    let tokens = login(app, LOGIN, password).await.expect(200);
    for path in ["/v1/areas", "/v1/auth/sessions", "/v1/users"] {
        let refused = ask(app, &tokens, Method::GET, path).header("accept-language", "en").await;
        let detail = refused.problem(403, "permission_denied").json["detail"].clone();
        assert!(detail.as_str().is_some_and(|detail| detail.contains("change it")), "{detail}");
    }
    let again =
        ask(app, &tokens, Method::POST, "/v1/auth/reauthenticate").json(json!({ "password": password }));
    again.await.problem(403, "permission_denied");
    let me = async || {
        ask(app, &tokens, Method::GET, "/v1/me").await.expect(200).json["must_change_password"].clone()
    };
    assert_eq!(me().await, true);
    let other = login(app, LOGIN, password).await.expect(200);
    ask(app, &other, Method::POST, "/v1/auth/logout").await.expect(204);
    let change = json!({ "current_password": password, "new_password": chosen });
    ask(app, &tokens, Method::POST, "/v1/auth/password/change").json(change).await.expect(204);
    assert_eq!(me().await, false);
    tokens
}

both_databases! {
    async fn a_password_made_by_the_service_admits_nothing_but_another_one(app: App) {
        let (id, password) = new_user(&app, LOGIN).await;
        let admin = app.as_admin().await;
        let role = json!({ "account_id": id, "role": "viewer", "area_id": app.province().await, "from_on": "2026-06-01" });
        admin.post("/v1/role-assignments", role).await.expect(201);
        let chosen = changes_it_first(&app, &password, "bốn con trâu qua suối").await;
        ask(&app, &chosen, Method::GET, "/v1/areas").await.expect(200);
        let path = format!("/v1/users/{id}");
        let etag = admin.get(&path).await.etag();
        let reset = admin.act(&format!("{path}/reset-password"), &etag, Value::Null).await.expect(200);
        assert_eq!(reset.json["must_change_password"], true);
        changes_it_first(&app, reset.json["initial_password"].as_str().unwrap(), "năm con trâu qua suối").await;
    }
}
