//! Refresh tokens: each is exchanged once, and a lost reply costs nobody the session.

use actix_web::http::Method;
use serde_json::json;
use tests::{App, at_once, both_databases};
use uuid::Uuid;

use crate::sessions::{LOGIN, ask, events, login, refresh, signed_in, user};

both_databases! {
    async fn a_refresh_token_is_exchanged_once_and_its_reuse_ends_the_session(app: App) {
        let first = signed_in(&app).await;
        let second = refresh(&app, &first.json["refresh_token"]).await.expect(200);
        assert_ne!(first.json["refresh_token"], second.json["refresh_token"]);
        ask(&app, &second, Method::GET, "/v1/me").await.expect(200);
        refresh(&app, &first.json["refresh_token"]).await.problem(401, "refresh_token_reused");
        ask(&app, &second, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        refresh(&app, &second.json["refresh_token"]).await.problem(401, "refresh_token_invalid");
        let journalled = events(&app, "refresh_token_reused").await;
        assert_eq!((journalled.len(), journalled[0].outcome.as_str()), (1, "failed"));
    }

    async fn a_lost_reply_is_given_again_for_the_same_key_while_its_token_is_unused(app: App) {
        let first = signed_in(&app).await;
        let key = Uuid::now_v7();
        let second = refresh(&app, &first.json["refresh_token"]).key(key).await.expect(200);
        let again = refresh(&app, &first.json["refresh_token"]).key(key).await.expect(200);
        assert_eq!(second.json["refresh_token"], again.json["refresh_token"]);
        assert_eq!(second.json["refresh_expires_at"], again.json["refresh_expires_at"]);
        refresh(&app, &again.json["refresh_token"]).await.expect(200);
        let late = refresh(&app, &first.json["refresh_token"]).key(key).await;
        late.problem(401, "refresh_token_reused");
    }

    async fn a_lost_reply_is_not_given_again_after_a_day_or_for_another_key(app: App) {
        let first = signed_in(&app).await;
        let key = Uuid::now_v7();
        refresh(&app, &first.json["refresh_token"]).key(key).await.expect(200);
        app.set_now("2026-06-16T03:00:00Z");
        refresh(&app, &first.json["refresh_token"]).key(key).await.problem(401, "refresh_token_reused");
        let (_, password) = user(&app, "lo.van.hai").await;
        let other = login(&app, "lo.van.hai", &password).await.expect(200);
        refresh(&app, &other.json["refresh_token"]).key(key).await.expect(200);
        let another = refresh(&app, &other.json["refresh_token"]).key(Uuid::now_v7()).await;
        another.problem(401, "refresh_token_reused");
    }

    async fn of_parallel_refreshes_one_succeeds(app: App) {
        let first = signed_in(&app).await;
        let twins = (0..6).map(|_| {
            let ask = refresh(&app, &first.json["refresh_token"]);
            async move { ask.await.status }
        });
        let statuses = at_once(twins.collect::<Vec<_>>()).await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 401].contains(status)));
    }

    async fn parallel_repeats_of_one_refresh_get_the_same_token(app: App) {
        let first = signed_in(&app).await;
        let key = Uuid::now_v7();
        let twins = (0..6).map(|_| {
            let ask = refresh(&app, &first.json["refresh_token"]).key(key);
            async move { ask.await.expect(200).json["refresh_token"].clone() }
        });
        let tokens = at_once(twins.collect::<Vec<_>>()).await;
        assert!(tokens.iter().all(|token| *token == tokens[0]));
    }

    async fn a_session_ends_after_30_idle_days_and_after_90_in_all(app: App) {
        let mut tokens = signed_in(&app).await;
        for day in ["2026-07-14", "2026-08-12", "2026-09-10"] {
            app.set_now(&format!("{day}T03:00:00Z"));
            tokens = refresh(&app, &tokens.json["refresh_token"]).await.expect(200);
        }
        assert_eq!(tokens.json["refresh_expires_at"], "2026-09-13T03:00:00.000Z");
        app.set_now("2026-09-13T03:00:00Z");
        refresh(&app, &tokens.json["refresh_token"]).await.problem(401, "refresh_token_invalid");
        let (_, password) = user(&app, "lo.van.hai").await;
        let other = login(&app, "lo.van.hai", &password).await.expect(200);
        app.set_now("2026-10-13T03:00:00Z");
        refresh(&app, &other.json["refresh_token"]).await.problem(401, "refresh_token_invalid");
    }

    async fn tokens_and_sessions_past_their_end_are_forgotten(app: App) {
        let (_, password) = user(&app, LOGIN).await;
        let idle = login(&app, LOGIN, &password).await.expect(200);
        let ended = login(&app, LOGIN, &password).await.expect(200);
        ask(&app, &ended, Method::POST, "/v1/auth/logout").await.expect(204);
        app.set_now("2026-07-01T03:00:00Z");
        let used = login(&app, LOGIN, &password).await.expect(200);
        let next = refresh(&app, &used.json["refresh_token"]).await.expect(200);
        let forget = async || {
            let done = app.store().forget(app.service().clock()).await.unwrap();
            (done.refresh_tokens, done.sessions)
        };
        assert_eq!(forget().await, (0, 1), "the one that was signed out");
        app.set_now("2026-07-20T03:00:00Z");
        assert_eq!(forget().await, (1, 0), "the token of the idle one");
        refresh(&app, &idle.json["refresh_token"]).await.problem(401, "refresh_token_invalid");
        ask(&app, &refresh(&app, &next.json["refresh_token"]).await.expect(200), Method::GET, "/v1/me").await.expect(200);
        app.set_now("2026-09-15T03:00:00Z");
        assert_eq!(forget().await, (3, 1), "90 days have passed for the idle one");
        app.set_now("2026-12-01T03:00:00Z");
        assert_eq!(forget().await, (0, 1));
        let journalled = events(&app, "signed_in").await;
        assert_eq!(journalled.len(), 3, "the journal keeps that they were");
    }

    async fn rubbish_is_no_refresh_token(app: App) {
        refresh(&app, &json!("x")).await.problem(401, "refresh_token_invalid");
        refresh(&app, &json!("kJ3vY0mT8qWc5ZrB1nXu7hLe2sDfGpQaVtMiOyKwR4E")).await.problem(401, "refresh_token_invalid");
        refresh(&app, &json!("x")).header("idempotency-key", "x").await.problem(400, "idempotency_key_invalid");
    }
}
