//! Tokens for machine clients: who gets one, limited to what, and until when it counts.

use actix_web::http::Method;
use entity::client_token;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::clients::{
    BASE, CLIENTS, Client, KEYS, REVOKE, TOKEN, act, asserting, basic, change, get, make, refused, with,
};
use tests::hidden::words;
use tests::{App, both_databases};
use uuid::Uuid;

use crate::sessions::events;

both_databases! {
    async fn a_client_takes_a_token_with_its_secret_and_is_let_in(app: App) {
        let partner = app.buyer().await;
        let client = Client::with_secret(&partner, &["areas:read", "api-clients:read"]).await;
        let issued = client.token(&app).await.expect(200);
        assert_eq!((&issued.json["token_type"], &issued.json["expires_in"]), (&json!("Bearer"), &json!(600)));
        assert_eq!(issued.json["scope"], "api-clients:read areas:read");
        assert_eq!(issued.header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(issued.header("pragma").as_deref(), Some("no-cache"));
        let seen = get(&app, &issued, CLIENTS).await.expect(200);
        assert_eq!(seen.ids(), [client.id]);
        assert_eq!(seen.data()[0]["last_used_at"], "2026-06-15T03:00:00.000Z");
        assert_eq!((&seen.data()[0]["version"], &seen.data()[0]["allowed_actions"]), (&json!(1), &json!([])));
        let claims = app.service().verify_token(issued.json["access_token"].as_str().unwrap()).unwrap();
        assert_eq!((claims.sub, claims.client_id.as_str()), (client.id, client.id.to_string().as_str()));
        assert_eq!((claims.scope.as_str(), claims.exp - claims.iat), ("api-clients:read areas:read", 600));
        assert!(claims.iss == claims.aud && claims.amr.is_empty());
        app.set_now("2026-06-15T03:10:31Z");
        get(&app, &issued, CLIENTS).await.problem(401, "token_expired");
    }

    async fn a_token_is_limited_to_the_scopes_asked_for(app: App) {
        let client = Client::with_secret(&app.buyer().await, &["areas:read", "api-clients:read"]).await;
        let issued = client.token_for(&app, "areas:read").await.expect(200);
        assert_eq!(issued.json["scope"], "areas:read");
        get(&app, &issued, "/v1/areas?limit=1").await.expect(200);
        get(&app, &issued, CLIENTS).await.problem(403, "permission_denied");
        for scope in ["sales-contracts:read", "areas:read sales-contracts:read", "areas", "AREAS:READ", "x\u{a0}y"] {
            refused(client.token_for(&app, scope).await, 400, "invalid_scope");
        }
        assert_eq!(client.token_for(&app, "").await.expect(200).json["scope"], "api-clients:read areas:read");
    }

    async fn an_unknown_client_and_a_wrong_secret_are_answered_alike(app: App) {
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["areas:read"]).await;
        let revoked = Client::with_secret(&owner, &["areas:read"]).await;
        act(&owner, revoked.id, "revoke").await.expect(200);
        let wrong = format!("hnd_{}", "A".repeat(43));
        let form = json!({ "grant_type": "client_credentials" });
        let ask = |header: &str| app.anonymous().ask(Method::POST, TOKEN).header("authorization", header).form(&form);
        let mut answers = Vec::new();
        for header in [
            basic(client.id, &wrong),
            basic(client.id, "x"),
            basic(client.id, ""),
            basic(Uuid::now_v7(), &wrong),
            basic("nobody", &wrong),
            basic("", ""),
            revoked.basic(),
            "Basic x".to_owned(),
        ] {
            answers.push(refused(ask(&header).await, 401, "invalid_client"));
        }
        for answer in &answers {
            assert_eq!(answer.body, answers[0].body);
            let challenge = answer.header("www-authenticate");
            assert_eq!(challenge.as_deref(), Some("Basic realm=\"oauth\", charset=\"UTF-8\""));
        }
        let failed = events(&app, "token_refused").await;
        assert!(failed.len() == 8 && failed.iter().all(|entry| entry.outcome == "failed"));
        let of_client = failed.iter().filter(|entry| entry.resource_id == Some(client.id)).count();
        assert_eq!((of_client, format!("{failed:?}").contains(&wrong)), (3, false));
    }

    async fn a_client_proves_who_it_is_in_its_own_way_alone(app: App) {
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["areas:read"]).await;
        let signer = Client::with_key(&owner, KEYS[0]).await;
        let secret = client.secret();
        let post = |form: &Value| app.anonymous().ask(Method::POST, TOKEN).form(form);
        let form = json!({ "grant_type": "client_credentials" });
        refused(post(&form).await, 401, "invalid_client");
        let in_body = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": secret });
        refused(post(&in_body).await, 401, "invalid_client");
        refused(post(&form).bearer(secret).await, 401, "invalid_client");
        refused(post(&form).header("authorization", &basic(signer.id, secret)).await, 401, "invalid_client");
        let mut claims = signer.claims(&app);
        (claims["iss"], claims["sub"]) = (json!(client.id), json!(client.id));
        refused(asserting(&app, &signer.signed(&claims)).await, 401, "invalid_client");
        let both = signer.token(&app).header("authorization", &client.basic());
        refused(both.await, 400, "invalid_request");
        let mut half = form.clone();
        half["client_assertion"] = json!(signer.signed(&signer.claims(&app)));
        refused(post(&half).await, 400, "invalid_request");
        let mut other = form.clone();
        other["client_id"] = json!(signer.id);
        refused(client.ask(&app, TOKEN, other.clone()).await, 401, "invalid_client");
        other["client_id"] = json!(client.id);
        client.ask(&app, TOKEN, other).await.expect(200);
    }

    async fn neither_a_revoked_nor_an_ended_client_takes_tokens(app: App) {
        let owner = app.buyer().await;
        let revoked = Client::with_secret(&owner, &["areas:read"]).await;
        let ended = Client::of(&make(&owner, with("expires_at", json!("2026-06-15T03:05:00.000Z"))).await);
        assert_eq!(ended.token(&app).await.expect(200).json["expires_in"], 300);
        act(&owner, revoked.id, "revoke").await.expect(200);
        refused(revoked.token(&app).await, 401, "invalid_client");
        app.set_now("2026-06-15T03:05:00Z");
        refused(ended.token(&app).await, 401, "invalid_client");
    }

    async fn the_secret_before_counts_a_day_more(app: App) {
        let owner = app.buyer().await;
        let first = Client::with_secret(&owner, &["areas:read"]).await;
        let second = Client::of(&act(&owner, first.id, "rotate-secret").await.expect(200));
        for client in [&first, &second] {
            client.token(&app).await.expect(200);
        }
        let third = Client::of(&act(&owner, first.id, "rotate-secret").await.expect(200));
        refused(first.token(&app).await, 401, "invalid_client");
        app.set_now("2026-06-16T02:59:59Z");
        second.token(&app).await.expect(200);
        app.set_now("2026-06-16T03:00:00Z");
        refused(second.token(&app).await, 401, "invalid_client");
        third.token(&app).await.expect(200);
    }

    async fn a_client_gives_its_token_up(app: App) {
        let owner = app.buyer().await;
        let (client, other) = (Client::with_secret(&owner, &["areas:read"]).await, Client::with_key(&owner, KEYS[0]).await);
        let issued = client.token(&app).await.expect(200);
        let token = json!({ "token": issued.json["access_token"], "token_type_hint": "access_token" });
        refused(other.ask(&app, REVOKE, token.clone()).await, 400, "invalid_grant");
        refused(app.anonymous().ask(Method::POST, REVOKE).form(&token).await, 401, "invalid_client");
        get(&app, &issued, "/v1/areas?limit=1").await.expect(200);
        let done = client.ask(&app, REVOKE, token.clone()).await.expect(200);
        assert_eq!((done.text().as_str(), done.header("cache-control").as_deref()), ("{}", Some("no-store")));
        get(&app, &issued, "/v1/areas?limit=1").await.problem(401, "token_revoked");
        client.ask(&app, REVOKE, token).await.expect(200);
        client.ask(&app, REVOKE, json!({ "token": "rubbish" })).await.expect(200);
        let of_person = json!({ "token": owner.token().unwrap() });
        refused(client.ask(&app, REVOKE, of_person).await, 400, "invalid_grant");
        owner.get(CLIENTS).await.expect(200);
        refused(client.ask(&app, REVOKE, json!({})).await, 400, "invalid_request");
        let revoked = events(&app, "token_revoked").await;
        assert_eq!((revoked.len(), revoked[0].resource_id), (1, Some(client.id)));
    }

    async fn a_given_token_is_journalled_for_its_partner(app: App) {
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["areas:read"]).await;
        client.token(&app).await.expect(200);
        let auditor = app.as_auditor().await;
        let listed = auditor.get(&format!("/v1/audit-events?resource=api_client&resource_id={}", client.id)).await.expect(200);
        let event = &listed.data()[0];
        assert_eq!((&event["event_type"], &event["outcome"]), (&json!("api_client.token_issued"), &json!("success")));
        assert_eq!((&event["actor"]["type"], &event["actor"]["address"]), (&json!("anonymous"), &json!("192.0.2.1")));
        let token = client_token::Entity::find().one(app.db()).await.unwrap().unwrap();
        assert_eq!(event["changes"][0]["new"], json!(token.id));
        let history = owner.get(&format!("{CLIENTS}/{}/history", client.id)).await.expect(200);
        assert_eq!(history.data().len(), 1, "taking a token changes nothing");
        let owned = "SELECT COUNT(*) FROM journal_scope s JOIN journal_entry e ON e.id = s.entry_id \
                     WHERE e.action = 'token_issued' AND s.partner_id IS NOT NULL";
        assert_eq!(app.database().count(owned).await, 1);
    }

    async fn a_client_takes_tokens_from_its_own_addresses(app: App) {
        let owner = app.buyer().await;
        let client = Client::with_secret(&owner, &["areas:read"]).await;
        change(&owner, client.id, json!({ "addresses": ["198.51.100.0/24"] })).await.expect(200);
        refused(client.token(&app).await, 400, "unauthorized_client");
        let wrong = app.anonymous().ask(Method::POST, TOKEN).header("authorization", &basic(client.id, "x"));
        refused(wrong.form(&json!({ "grant_type": "client_credentials" })).await, 401, "invalid_client");
        client.token(&app).from_address([198, 51, 100, 7]).await.expect(200);
        let refusals = events(&app, "address_refused").await;
        assert_eq!((refusals.len(), refusals[0].outcome.as_str()), (1, "failed"));
    }

    async fn the_endpoints_are_found_by_their_metadata(app: App) {
        let found = app.anonymous().get("/.well-known/oauth-authorization-server").await.expect(200);
        assert_eq!(found.header("cache-control").as_deref(), Some("public, max-age=3600"));
        let said = &found.json;
        assert_eq!((&said["issuer"], &said["token_endpoint"]), (&json!(BASE), &json!(format!("{BASE}{TOKEN}"))));
        assert_eq!(said["revocation_endpoint"], format!("{BASE}{REVOKE}"));
        assert_eq!(said["jwks_uri"], format!("{BASE}/.well-known/jwks.json"));
        assert_eq!(said["grant_types_supported"], json!(["client_credentials"]));
        // RFC 8414, section 2: required, though there is no endpoint that they would be for.
        assert_eq!(said["response_types_supported"], json!([]));
        let (methods, algorithms) = (json!(["client_secret_basic", "private_key_jwt"]), json!(["EdDSA", "ES256"]));
        for endpoint in ["token", "revocation"] {
            assert_eq!(said[format!("{endpoint}_endpoint_auth_methods_supported")], methods);
            assert_eq!(said[format!("{endpoint}_endpoint_auth_signing_alg_values_supported")], algorithms);
        }
        let scopes: Vec<_> = said["scopes_supported"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        assert!(scopes.is_sorted() && scopes.contains(&"sales-contracts:register") && !scopes.contains(&"users:read"));
        let unknown = app.anonymous().get("/.well-known/oauth-authorization-server?x=1").await.problem(400, "unknown_parameter");
        assert!(words(&unknown)["code"].is_string(), "beside /oauth/ refusals are problem documents");
    }
}
