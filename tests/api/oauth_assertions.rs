//! Assertions that machine clients sign with a key of their own (RFC 7523): each counts once, for this service, for minutes.

use entity::api_client;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::clients::{BASE, Client, KEYS, asserting, get, refused};
use tests::{App, at_once, both_databases};
use uuid::Uuid;

use crate::sessions::events;

both_databases! {
    async fn a_client_signs_with_its_own_key(app: App) {
        let owner = app.buyer().await;
        for key in KEYS {
            let client = Client::with_key(&owner, key).await;
            let issued = client.token(&app).await.expect(200);
            get(&app, &issued, "/v1/areas?limit=1").await.expect(200);
            let mut claims = client.claims(&app);
            claims["aud"] = json!([BASE]);
            asserting(&app, &client.signed(&claims)).await.expect(200);
        }
    }

    async fn an_assertion_counts_once(app: App) {
        let owner = app.buyer().await;
        let (client, other) = (Client::with_key(&owner, KEYS[0]).await, Client::with_key(&owner, KEYS[1]).await);
        let claims = client.claims(&app);
        let assertion = client.signed(&claims);
        asserting(&app, &assertion).await.expect(200);
        let again = refused(asserting(&app, &assertion).await, 401, "invalid_client");
        assert_eq!(again.body, refused(asserting(&app, "x").await, 401, "invalid_client").body);
        let reused = events(&app, "assertion_reused").await;
        assert_eq!((reused.len(), reused[0].resource_id, reused[0].outcome.as_str()), (1, Some(client.id), "failed"));
        let mut of_other = other.claims(&app);
        of_other["jti"] = claims["jti"].clone();
        asserting(&app, &other.signed(&of_other)).await.expect(200);
        let twins = client.signed(&client.claims(&app));
        let answers = at_once((0..6).map(|_| asserting(&app, &twins).into_future())).await;
        let issued = answers.iter().filter(|answer| answer.status == 200).count();
        assert!(issued == 1 && answers.iter().all(|answer| [200, 401].contains(&answer.status)));
    }

    async fn an_assertion_that_does_not_fit_is_refused(app: App) {
        let owner = app.buyer().await;
        let (client, other) = (Client::with_key(&owner, KEYS[0]).await, Client::with_key(&owner, KEYS[1]).await);
        let at = |seconds: i64| json!(app.now().timestamp() + seconds);
        for (name, value) in [
            ("iss", json!(other.id)),
            ("sub", json!(Uuid::now_v7())),
            ("aud", json!("https://other.example.org/oauth/token")),
            ("aud", json!([BASE, "https://other.example.org"])),
            ("exp", at(-30)),
            ("exp", at(331)),
            ("exp", Value::Null),
            ("nbf", at(31)),
            ("jti", Value::Null),
            ("jti", json!("")),
            ("jti", json!("a\u{0}")),
        ] {
            let mut claims = client.claims(&app);
            claims[name] = value;
            refused(asserting(&app, &client.signed(&claims)).await, 401, "invalid_client");
        }
        let claims = client.claims(&app);
        let good = client.signed(&claims);
        let payload = good.split('.').nth(1).unwrap();
        let hmac = |key: &[u8]| encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key)).unwrap();
        let row = api_client::Entity::find_by_id(client.id).one(app.db()).await.unwrap().unwrap();
        let none = format!("eyJhbGciOiJub25lIn0.{payload}.");
        let stolen = other.signed(&claims);
        for forged in [none, hmac(b""), hmac(row.jwk.unwrap().as_bytes()), stolen, "a.b.c".to_owned(), "x".to_owned()] {
            refused(asserting(&app, &forged).await, 401, "invalid_client");
        }
        asserting(&app, &good).await.expect(200);
    }

    async fn tokens_and_assertions_are_forgotten_after_their_end(app: App) {
        let client = Client::with_key(&app.buyer().await, KEYS[0]).await;
        client.token(&app).await.expect(200);
        let forget = async || {
            let done = app.store().forget(app.service().clock()).await.unwrap();
            (done.client_tokens, done.client_assertions)
        };
        app.set_now("2026-06-15T03:05:29Z");
        assert_eq!(forget().await, (0, 0));
        app.set_now("2026-06-15T03:05:30Z");
        assert_eq!(forget().await, (0, 1));
        app.set_now("2026-06-16T03:09:59Z");
        assert_eq!(forget().await, (0, 0));
        app.set_now("2026-06-16T03:10:00Z");
        assert_eq!(forget().await, (1, 0));
    }
}
