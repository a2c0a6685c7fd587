//! The keys the service stores: they are published, replaced and wrapped anew while it runs.

use actix_web::http::Method;
use chrono::TimeDelta;
use hoinongdan::{config::Settings, server::open, store::keys::Keyring};
use sea_orm::EntityTrait;
use tests::{App, Setup, both_databases};

use crate::sessions::{LOGIN, ask, login, user};

const A: &str = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
const B: &str = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";

/// Starts the service on the database of a test with keys of these names.
async fn start(app: &App, master: &str, lookup: &str) -> Result<(), String> {
    let keyring = Keyring::parse(&format!("{master}:{A}"), &format!("{lookup}:{B}"), B).unwrap();
    let service = open(&app.database().url(), Settings::default(), keyring).await?;
    drop(service);
    Ok(())
}

both_databases! {
    async fn the_service_does_not_start_without_a_key_that_stored_data_need(app: App) {
        let household = app.household(app.area("01392", "2022-06-30").await, "2019-05-01").await;
        for _ in 0..2 {
            app.person(household).await;
        }
        start(&app, "test", "new").await.unwrap();
        let ids = "UPDATE person_identity SET hash_key_id = 'old', next_hash_key_id =";
        app.database().execute(&format!("{ids} 'new'")).await;
        start(&app, "test", "old").await.unwrap();
        start(&app, "test", "new").await.unwrap();
        app.database().execute(&format!("{ids} NULL")).await;
        start(&app, "test", "old").await.unwrap();
        let refused = start(&app, "test", "new").await.unwrap_err();
        assert_eq!(refused, "LOOKUP_KEYS lacks old, with which stored data are hashed");
        let refused = start(&app, "other", "new").await.unwrap_err();
        assert!(refused.starts_with("MASTER_KEYS lacks test, with which stored data are wrapped; LOOKUP_KEYS"), "{refused}");
        app.database().execute("DELETE FROM person_key").await;
        let refused = start(&app, "other", "old").await.unwrap_err();
        assert!(refused.starts_with("MASTER_KEYS lacks test"), "the key that signs tokens: {refused}");
        app.database().execute("DELETE FROM signing_key").await;
        app.registered().await;
        let refused = start(&app, "other", "old").await.unwrap_err();
        assert!(refused.starts_with("MASTER_KEYS lacks test"), "the key of a partner: {refused}");
    }

    async fn the_keys_are_public_and_rotate_without_a_gap(app: App) {
        let shown = app.anonymous().get("/.well-known/jwks.json").await.expect(200);
        assert_eq!(shown.header("cache-control").as_deref(), Some("public, max-age=3600"));
        assert_eq!(shown.json["keys"].as_array().unwrap().len(), 1);
        let reload = || async { hoinongdan::server::reload_keys(app.service().clone()).await.unwrap() };
        reload().await;
        let (store, clock) = (app.store(), app.service().clock());
        let old = app.service().tokens().active_kid(app.now()).unwrap().to_owned();
        store.rotate_signing_key(clock).await.unwrap();
        let twice = store.rotate_signing_key(clock).await.unwrap();
        assert!(matches!(twice, hoinongdan::store::Rotation::UnderWay(..)));
        reload().await;
        assert_eq!(app.service().tokens().active_kid(app.now()), Some(old.as_str()));
        assert_eq!(app.anonymous().get("/.well-known/jwks.json").await.json["keys"].as_array().unwrap().len(), 2);
        let (_, password) = user(&app, LOGIN).await;
        app.set_now("2026-06-16T02:59:59Z");
        let tokens = login(&app, LOGIN, &password).await.expect(200);
        app.set_now("2026-06-16T03:00:01Z");
        reload().await;
        assert_ne!(app.service().tokens().active_kid(app.now()), Some(old.as_str()));
        ask(&app, &tokens, Method::GET, "/v1/me").await.expect(200);
        app.set_now("2026-06-16T03:12:00Z");
        reload().await;
        assert_eq!(app.anonymous().get("/.well-known/jwks.json").await.json["keys"].as_array().unwrap().len(), 1);
    }

    async fn a_signing_key_is_replaced_before_it_is_too_old(app: App) {
        let reload = || async { hoinongdan::server::reload_keys(app.service().clone()).await.unwrap() };
        reload().await;
        let keys = || app.service().tokens().jwks()["keys"].as_array().unwrap().len();
        app.service().clock().set(app.now() + TimeDelta::days(88));
        reload().await;
        assert_eq!(keys(), 1);
        app.service().clock().set(app.now() + TimeDelta::days(1));
        reload().await;
        assert_eq!(keys(), 2);
    }

    async fn stored_keys_are_wrapped_anew_under_another_master_key(app: App) {
        use entity::{partner_key, person_key, signing_key};
        use hoinongdan::store::Store;
        let household = app.household(app.area("01392", "2022-06-30").await, "2019-05-01").await;
        let person = app.person(household).await;
        let partner = app.registered().await;
        hoinongdan::server::reload_keys(app.service().clone()).await.unwrap();
        let master = "next:REREREREREREREREREREREREREREREREREREREREREQ=,test:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
        let key = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
        let keyring = Keyring::parse(master, &format!("look:{key}"), key).unwrap();
        let store = Store::connect(&app.database().url(), None, 2, keyring).await.unwrap();
        let done = store.rewrap_keys(app.service().clock()).await.unwrap();
        assert_eq!((done.persons, done.partners, done.signing, done.unreadable), (1, 1, 1, 0));
        let row = person_key::Entity::find_by_id(person).one(app.db()).await.unwrap().unwrap();
        let of_partner = partner_key::Entity::find_by_id(partner.id).one(app.db()).await.unwrap().unwrap();
        let signing = signing_key::Entity::find().one(app.db()).await.unwrap().unwrap();
        assert_eq!([row.master_key_id, of_partner.master_key_id, signing.master_key_id], ["next", "next", "next"]);
        let again = store.rewrap_keys(app.service().clock()).await.unwrap();
        assert_eq!((again.persons, again.partners), (0, 0));
        let beside = app.beside(Setup { master_keys: master, ..Setup::default() }).await;
        let shown = beside.as_partner(partner.id).await.get(&partner.path).await.expect(200);
        assert_eq!(shown.json["contact"]["phone"], tests::partners::SECRETS[1]);
        store.token_keys("base", app.now()).await.unwrap();
        store.close().await.unwrap();
    }
}
