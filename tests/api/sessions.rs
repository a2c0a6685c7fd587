//! Signing in and out, tokens, and what the signed-in person may do to their own credentials.

use actix_web::http::Method;
use chrono::{DateTime, TimeDelta};
use entity::{account, journal_entry, session};
use hoinongdan::access::token::{Claims, PublishedKey, SigningKey, TokenKeys};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{App, Ask, Reply, Setup, at_once, both_databases, databases::Backend};
use uuid::Uuid;

const LOGIN: &str = "vuong.thi.mai";
const WRONG: &str = "not the password of this account";

/// Makes an account and gives its initial password.
pub async fn user(app: &App, login: &str) -> (Uuid, String) {
    let body = json!({ "login": login, "name": "Vương Thị Mai" });
    let made = app.as_admin().await.post("/v1/users", body).await.expect(201);
    (made.id(), made.json["initial_password"].as_str().unwrap().to_owned())
}

pub fn login(app: &App, login: &str, password: &str) -> Ask {
    let body = json!({ "login": login, "password": password, "device": "máy thử" });
    app.anonymous().ask(Method::POST, "/v1/auth/login").json(body)
}

fn refresh(app: &App, token: &Value) -> Ask {
    app.anonymous().ask(Method::POST, "/v1/auth/refresh").json(json!({ "refresh_token": token }))
}

/// A request with the access token of a reply.
pub fn ask(app: &App, tokens: &Reply, method: Method, path: &str) -> Ask {
    app.anonymous().ask(method, path).bearer(tokens.json["access_token"].as_str().unwrap())
}

async fn signed_in(app: &App) -> Reply {
    let (_, password) = user(app, LOGIN).await;
    login(app, LOGIN, &password).await.expect(200)
}

/// Makes an account of the demonstration and gives its password.
async fn demo_user(app: &App) -> String {
    let (id, password) = user(app, LOGIN).await;
    let demo = account::ActiveModel { is_demo: Set(true), ..Default::default() };
    let update = account::Entity::update_many().set(demo).filter(account::Column::Id.eq(id));
    update.exec(app.db()).await.unwrap();
    password
}

async fn events(app: &App, action: &str) -> Vec<journal_entry::Model> {
    let rows = journal_entry::Entity::find().filter(journal_entry::Column::Action.eq(action));
    rows.all(app.db()).await.unwrap()
}

both_databases! {
    async fn whoever_signs_in_gets_tokens_and_is_known(app: App) {
        let (id, password) = user(&app, LOGIN).await;
        let tokens = login(&app, "Vuong.Thi.MAI", &password).await.expect(200);
        assert_eq!((&tokens.json["token_type"], &tokens.json["expires_in"]), (&json!("Bearer"), &json!(600)));
        assert_eq!(tokens.json["refresh_expires_at"], "2026-07-15T03:00:00.000Z");
        assert_eq!(tokens.header("cache-control").as_deref(), Some("no-store"));
        let me = ask(&app, &tokens, Method::GET, "/v1/me").await.expect(200);
        assert_eq!((me.id(), &me.json["login"], &me.json["roles"]), (id, &json!(LOGIN), &json!([])));
        assert_eq!(me.json["session_id"], tokens.json["session_id"]);
        let journalled = events(&app, "signed_in").await;
        assert_eq!(journalled.len(), 1);
        assert!(journalled[0].changes.as_ref().unwrap().contains(&id.to_string()));
    }

    async fn unknown_logins_wrong_passwords_and_inactive_accounts_are_answered_alike(app: App) {
        let (id, password) = user(&app, LOGIN).await;
        let wrong = login(&app, LOGIN, WRONG).await.problem(401, "credentials_invalid");
        let unknown = login(&app, "nobody.at.all", WRONG).await.problem(401, "credentials_invalid");
        let admin = app.as_admin().await;
        let etag = admin.get(&format!("/v1/users/{id}")).await.etag();
        admin.act(&format!("/v1/users/{id}/deactivate"), &etag, Value::Null).await.expect(200);
        let inactive = login(&app, LOGIN, &password).await.problem(401, "credentials_invalid");
        let body = |reply: &Reply| {
            let mut json = reply.json.clone();
            let members = json.as_object_mut().unwrap();
            let _ = (members.remove("request_id"), members.remove("instance"));
            json
        };
        assert_eq!(body(&wrong), body(&unknown));
        assert_eq!(body(&wrong), body(&inactive));
        let failed = events(&app, "sign_in_failed").await;
        assert_eq!(failed.len(), 3);
        assert!(failed.iter().all(|entry| entry.outcome == "failed"));
        let text = format!("{failed:?}");
        assert!(text.contains(&id.to_string()) && !text.contains(LOGIN) && !text.contains("nobody"));
    }

    async fn a_demonstration_account_signs_in_on_the_machine_itself(app: App) {
        let password = demo_user(&app).await;
        login(&app, LOGIN, &password).await.expect(200);
    }

    async fn a_token_ends_after_ten_minutes_and_needs_a_signature_of_this_service(app: App) {
        let tokens = signed_in(&app).await;
        let token = tokens.json["access_token"].as_str().unwrap().to_owned();
        let me = |token: &str| app.anonymous().get("/v1/me").bearer(token);
        let other = SigningKey::generate(app.now());
        let other = PublishedKey::private(&other, DateTime::UNIX_EPOCH, None).unwrap();
        let base = app.service().public_base();
        let claims: Claims = app.service().verify_token(&token).unwrap();
        let foreign = TokenKeys::new(base, base, vec![other]).issue(&claims).unwrap();
        // {"alg":"none","typ":"at+jwt"} and {"alg":"HS256","typ":"at+jwt"}
        let payload = token.split('.').nth(1).unwrap();
        let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{payload}.");
        let hmac = format!("eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.{payload}.c2lnbmF0dXJl");
        for forged in [foreign.as_str(), &none, &hmac, "rubbish"] {
            me(forged).await.problem(401, "token_invalid");
        }
        me(&token).await.expect(200);
        app.set_now("2026-06-15T03:10:31Z");
        me(&token).await.problem(401, "token_expired");
    }

    async fn a_token_says_nothing_about_rights_or_the_person(app: App) {
        let tokens = signed_in(&app).await;
        let claims = app.service().verify_token(tokens.json["access_token"].as_str().unwrap()).unwrap();
        assert_eq!((claims.scope.as_str(), claims.client_id.as_str()), ("", "hoinongdan"));
        assert_eq!((claims.iss, claims.amr), (claims.aud, vec!["pwd".to_owned()]));
    }

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

    async fn rubbish_is_no_refresh_token(app: App) {
        refresh(&app, &json!("x")).await.problem(401, "refresh_token_invalid");
        refresh(&app, &json!("kJ3vY0mT8qWc5ZrB1nXu7hLe2sDfGpQaVtMiOyKwR4E")).await.problem(401, "refresh_token_invalid");
        refresh(&app, &json!("x")).header("idempotency-key", "x").await.problem(400, "idempotency_key_invalid");
    }

    async fn signing_out_ends_the_session_at_once(app: App) {
        let tokens = signed_in(&app).await;
        ask(&app, &tokens, Method::POST, "/v1/auth/logout").await.expect(204);
        ask(&app, &tokens, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        refresh(&app, &tokens.json["refresh_token"]).await.problem(401, "refresh_token_invalid");
    }

    async fn own_sessions_are_listed_and_ended_and_foreign_ones_do_not_exist(app: App) {
        let (_, password) = user(&app, LOGIN).await;
        let here = login(&app, LOGIN, &password).await.expect(200);
        let there = login(&app, LOGIN, &password).await.expect(200);
        let (_, other) = user(&app, "lo.van.hai").await;
        let foreign = login(&app, "lo.van.hai", &other).await.expect(200);
        let listed = ask(&app, &here, Method::GET, "/v1/auth/sessions").await.expect(200);
        let current: Vec<_> = listed.data().iter().filter(|row| row["is_current"] == true).collect();
        assert_eq!((listed.data().len(), current.len()), (2, 1));
        assert_eq!((&current[0]["id"], &current[0]["device"]), (&here.json["session_id"], &json!("máy thử")));
        let path = |tokens: &Reply| format!("/v1/auth/sessions/{}", tokens.json["session_id"].as_str().unwrap());
        ask(&app, &here, Method::DELETE, &path(&foreign)).await.problem(404, "not_found");
        ask(&app, &foreign, Method::GET, "/v1/me").await.expect(200);
        ask(&app, &here, Method::DELETE, &path(&there)).await.expect(204);
        ask(&app, &there, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        ask(&app, &here, Method::DELETE, &path(&there)).await.problem(404, "not_found");
        assert_eq!(ask(&app, &here, Method::GET, "/v1/auth/sessions").await.data().len(), 1);
    }

    async fn sensitive_acts_need_a_password_given_lately(app: App) {
        let province = app.province().await;
        let (id, password) = user(&app, LOGIN).await;
        let (other, _) = user(&app, "lo.van.hai").await;
        let admin = app.as_admin().await;
        let role = json!({ "account_id": id, "role": "administrator", "area_id": province, "from_on": "2026-01-01" });
        admin.post("/v1/role-assignments", role).await.expect(201);
        let tokens = login(&app, LOGIN, &password).await.expect(200);
        app.set_now("2026-06-15T03:16:00Z");
        let tokens = refresh(&app, &tokens.json["refresh_token"]).await.expect(200);
        let role = json!({ "account_id": other, "role": "viewer", "area_id": province, "from_on": "2026-01-01" });
        let give = || ask(&app, &tokens, Method::POST, "/v1/role-assignments").key(Uuid::now_v7()).json(role.clone());
        give().await.problem(401, "reauthentication_required");
        let confirm = |password: &str| {
            let ask = ask(&app, &tokens, Method::POST, "/v1/auth/reauthenticate");
            ask.json(json!({ "password": password }))
        };
        confirm(WRONG).await.problem(401, "credentials_invalid");
        give().await.problem(401, "reauthentication_required");
        let fresh = confirm(&password).await.expect(200);
        ask(&app, &fresh, Method::GET, "/v1/me").await.expect(200);
        give().await.expect(201);
    }

    async fn a_changed_password_counts_at_once_and_ends_the_other_sessions(app: App) {
        let (_, password) = user(&app, LOGIN).await;
        let here = login(&app, LOGIN, &password).await.expect(200);
        let there = login(&app, LOGIN, &password).await.expect(200);
        let change = |current: &str, new: &str| {
            let body = json!({ "current_password": current, "new_password": new });
            ask(&app, &here, Method::POST, "/v1/auth/password/change").json(body)
        };
        let new = "chợ phiên họp ngày mồng năm";
        change(WRONG, new).await.problem(401, "credentials_invalid");
        change(&password, "short").await.faults(&["#/new_password: too_short"]);
        change(&password, "Vương Thị Mai 2026").await.faults(&["#/new_password: inconsistent"]);
        change(&password, &password).await.faults(&["#/new_password: inconsistent"]);
        change(&password, new).await.expect(204);
        ask(&app, &here, Method::GET, "/v1/me").await.expect(200);
        ask(&app, &there, Method::GET, "/v1/me").await.problem(401, "token_revoked");
        login(&app, LOGIN, &password).await.problem(401, "credentials_invalid");
        login(&app, LOGIN, new).await.expect(200);
        let text = format!("{:?}", journal_entry::Entity::find().all(app.db()).await.unwrap());
        assert!(!text.contains(new) && !text.contains(&password) && !text.contains("argon2"));
    }

    async fn me_tells_roles_scopes_and_sorted_permissions(app: App) {
        let me = app.as_officer_of(app.area("01392", "2022-06-30").await).await.get("/v1/me").await.expect(200);
        let role = &me.json["roles"][0];
        assert_eq!((&role["role"], &role["area_code"]), (&json!("officer"), &json!("01392")));
        assert_eq!(role["area_name_vi"], "Thị trấn Xuân Hòa");
        let permissions: Vec<_> =
            me.json["permissions"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        assert!(permissions.is_sorted() && permissions.contains(&"farmer-groups:create"));
        assert!(!permissions.contains(&"users:read"));
        assert_eq!(me.json["password_age_days"], 0);
        app.anonymous().get("/v1/me").await.problem(401, "authentication_required");
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
        use entity::{person_key, signing_key};
        use hoinongdan::store::{Store, keys::Keyring};
        let household = app.household(app.area("01392", "2022-06-30").await, "2019-05-01").await;
        let person = app.person(household).await;
        hoinongdan::server::reload_keys(app.service().clone()).await.unwrap();
        let master = "next:REREREREREREREREREREREREREREREREREREREREREQ=,test:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
        let key = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
        let keyring = Keyring::parse(master, &format!("look:{key}"), key).unwrap();
        let store = Store::connect(&app.database().url(), None, 2, keyring).await.unwrap();
        let done = store.rewrap_keys(app.service().clock()).await.unwrap();
        assert_eq!((done.persons, done.signing, done.unreadable), (1, 1, 0));
        let row = person_key::Entity::find_by_id(person).one(app.db()).await.unwrap().unwrap();
        let signing = signing_key::Entity::find().one(app.db()).await.unwrap().unwrap();
        assert_eq!([row.master_key_id, signing.master_key_id], ["next", "next"]);
        assert_eq!(store.rewrap_keys(app.service().clock()).await.unwrap().persons, 0);
        store.token_keys("base", app.now()).await.unwrap();
        store.close().await.unwrap();
    }

    async fn a_revoked_session_is_refused(app: App) {
        let admin = app.as_admin().await;
        let dead = session::ActiveModel { revoked_at: Set(Some(app.now())), ..Default::default() };
        let update = session::Entity::update_many().set(dead).filter(session::Column::Id.eq(admin.session_id()));
        update.exec(app.db()).await.unwrap();
        admin.get("/v1/me").await.problem(401, "token_revoked");
    }
}

/// A service with the quotas of sign-in that these tests are about.
struct Throttled(App);

impl Throttled {
    async fn start(backend: Backend) -> Self {
        let quotas = Setup { rate_limit_auth: 3, rate_limit_auth_address: 5, ..Setup::default() };
        Self(App::with(backend, quotas).await)
    }
}

both_databases! {
    async fn tries_are_limited_per_account_and_address_together(throttled: Throttled) {
        let app = throttled.0;
        for _ in 0..3 {
            login(&app, LOGIN, WRONG).await.problem(401, "credentials_invalid");
        }
        let refused = login(&app, "VUONG.thi.mai", WRONG).await.problem(429, "rate_limited");
        assert_eq!(refused.json["violated_policies"], json!(["auth"]));
        login(&app, LOGIN, WRONG).from_address([192, 0, 2, 2]).await.problem(401, "credentials_invalid");
        app.set_now("2026-06-15T03:01:00Z");
        login(&app, LOGIN, WRONG).await.problem(401, "credentials_invalid");
    }

    async fn tries_are_limited_per_address(throttled: Throttled) {
        let app = throttled.0;
        for number in 0..5 {
            login(&app, &format!("account{number}"), WRONG).await.problem(401, "credentials_invalid");
        }
        login(&app, LOGIN, WRONG).await.problem(429, "rate_limited");
    }

    async fn strangers_never_lock_an_account(throttled: Throttled) {
        let app = throttled.0;
        let (_, password) = user(&app, LOGIN).await;
        for number in 0..12 {
            let ask = login(&app, LOGIN, WRONG).from_address([198, 51, 100, number]);
            ask.await.problem(401, "credentials_invalid");
        }
        let started = std::time::Instant::now();
        login(&app, LOGIN, &password).await.expect(200);
        assert!(started.elapsed().as_millis() >= 400, "the owner waits a little, but is let in");
    }
}

/// A service that strangers can reach.
struct Exposed(App);

impl Exposed {
    async fn start(backend: Backend) -> Self {
        Self(App::with(backend, Setup { is_public: true, ..Setup::default() }).await)
    }
}

both_databases! {
    async fn a_demonstration_account_signs_in_nowhere_else(exposed: Exposed) {
        let app = exposed.0;
        let password = demo_user(&app).await;
        login(&app, LOGIN, &password).await.problem(401, "credentials_invalid");
    }
}
