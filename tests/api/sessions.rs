//! Signing in and out, tokens, and what the signed-in person may do to their own credentials.

use actix_web::http::Method;
use chrono::DateTime;
use entity::{account, journal_entry, session};
use hoinongdan::access::token::{Claims, PublishedKey, SigningKey, TokenKeys};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{App, Ask, Reply, both_databases};
use uuid::Uuid;

/// Who signs in.
pub const LOGIN: &str = "vuong.thi.mai";
/// Never the right one.
pub const WRONG: &str = "not the password of this account";

/// Makes an account whose owner has done with the initial password, and gives its password.
pub async fn user(app: &App, login: &str) -> (Uuid, String) {
    let (id, password) = new_user(app, login).await;
    let own = account::ActiveModel { must_change_password: Set(false), ..Default::default() };
    let update = account::Entity::update_many().set(own).filter(account::Column::Id.eq(id));
    update.exec(app.db()).await.unwrap();
    (id, password)
}

/// Makes an account and gives its initial password.
pub async fn new_user(app: &App, login: &str) -> (Uuid, String) {
    let body = json!({ "login": login, "name": "Vương Thị Mai" });
    let made = app.as_admin().await.post("/v1/users", body).await.expect(201);
    (made.id(), made.json["initial_password"].as_str().unwrap().to_owned())
}

/// A request to sign in.
pub fn login(app: &App, login: &str, password: &str) -> Ask {
    let body = json!({ "login": login, "password": password, "device": "máy thử" });
    app.anonymous().ask(Method::POST, "/v1/auth/login").json(body)
}

/// A request to exchange a refresh token.
pub fn refresh(app: &App, token: &Value) -> Ask {
    app.anonymous().ask(Method::POST, "/v1/auth/refresh").json(json!({ "refresh_token": token }))
}

/// A request with the access token of a reply.
pub fn ask(app: &App, tokens: &Reply, method: Method, path: &str) -> Ask {
    app.anonymous().ask(method, path).bearer(tokens.json["access_token"].as_str().unwrap())
}

/// The tokens of a new account.
pub async fn signed_in(app: &App) -> Reply {
    let (_, password) = user(app, LOGIN).await;
    login(app, LOGIN, &password).await.expect(200)
}

/// What the journal says happened so.
pub async fn events(app: &App, action: &str) -> Vec<journal_entry::Model> {
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
        let given = admin.post("/v1/role-assignments", role).await.expect(201);
        let confirm = format!("/v1/role-assignments/{}/confirm", given.id());
        app.as_admin().await.act(&confirm, &given.etag(), Value::Null).await.expect(200);
        let tokens = login(&app, LOGIN, &password).await.expect(200);
        app.set_now("2026-06-15T03:16:00Z");
        let tokens = refresh(&app, &tokens.json["refresh_token"]).await.expect(200);
        let role = json!({ "account_id": other, "role": "viewer", "area_id": province, "from_on": "2026-01-01" });
        let give = || ask(&app, &tokens, Method::POST, "/v1/role-assignments").key(Uuid::now_v7()).json(role.clone());
        let refused = give().await.problem(401, "reauthentication_required");
        let challenge = "Bearer error=\"insufficient_user_authentication\", max_age=900";
        assert_eq!(refused.header("www-authenticate").as_deref(), Some(challenge));
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

    async fn a_revoked_session_is_refused(app: App) {
        let admin = app.as_admin().await;
        let dead = session::ActiveModel { revoked_at: Set(Some(app.now())), ..Default::default() };
        let update = session::Entity::update_many().set(dead).filter(session::Column::Id.eq(admin.session_id()));
        update.exec(app.db()).await.unwrap();
        admin.get("/v1/me").await.problem(401, "token_revoked");
    }
}
