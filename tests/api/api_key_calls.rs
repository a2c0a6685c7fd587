//! What a key opens: published figures, indicators and areas, as far as its client may, and nothing about people.

use actix_web::http::Method;
use entity::journal_entry;
use hoinongdan::access::{Permission, Requirement};
use hoinongdan::operations::operations;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use tests::api_keys::{
    KEYS, OPENED, donor_client, key_of, key_with, make_key, new_key, revoke_key, with_key,
};
use tests::clients::{Client, act, change, make, new};
use tests::contract::operation_of;
use tests::hidden::ask;
use tests::{App, Caller, Reply, both_databases};
use uuid::Uuid;

const AREAS: &str = "/v1/areas?limit=1";

/// Fails unless somebody reaches, of all operations, those of the three permissions and of nobody in particular.
async fn reaches_what_donors_read(caller: &Caller, header: Option<(&str, &str)>) {
    let is_person = header.is_none();
    let (mut opened, mut closed) = (0, 0);
    for operation in operations() {
        let described = operation_of(&operation.method, operation.path).unwrap();
        let may = match operation.requirement {
            Requirement::Permission(permission) => OPENED.contains(&permission.wire()),
            Requirement::Authenticated if is_person => continue,
            Requirement::Authenticated => false,
            Requirement::Public => continue,
        };
        let request = ask(caller, &operation.method, operation.path, described, &[]);
        let reply = match header {
            Some((name, value)) => request.header(name, value).await,
            None => request.await,
        };
        if may {
            assert!(![401, 403].contains(&reply.status), "{}\n{reply}", operation.id);
            opened += 1;
        } else {
            reply.problem(403, "permission_denied");
            closed += 1;
        }
    }
    assert!(opened >= 4 && closed > 200, "{opened} opened, {closed} closed");
}

fn client_of(made: &Reply) -> Uuid {
    made.json["client_id"].as_str().unwrap().parse().unwrap()
}

both_databases! {
    async fn a_key_reaches_nothing_about_people_and_groups(app: App) {
        let (_, _, key) = app.donor_key().await;
        reaches_what_donors_read(&app.anonymous(), Some(("x-api-key", &key))).await;
    }

    async fn neither_do_a_donor_and_a_client_of_one(app: App) {
        reaches_what_donors_read(&app.as_donor().await, None).await;
        let admin = app.as_admin().await;
        let mut body = new(&OPENED);
        body["area_id"] = json!(app.province().await);
        let issued = Client::of(&make(&admin, body).await).token(&app).await.expect(200);
        let bearer = format!("Bearer {}", issued.json["access_token"].as_str().unwrap());
        reaches_what_donors_read(&app.anonymous(), Some(("authorization", &bearer))).await;
    }

    async fn a_key_may_no_more_than_its_client(app: App) {
        let (admin, made, key) = app.donor_key().await;
        with_key(&app, &key, AREAS).await.expect(200);
        change(&admin, client_of(&made), json!({ "scopes": ["publications:read"] })).await.expect(200);
        with_key(&app, &key, AREAS).await.problem(403, "permission_denied");
        change(&admin, client_of(&made), json!({ "scopes": ["areas:read"] })).await.expect(200);
        with_key(&app, &key, AREAS).await.expect(200);
        app.database().execute("UPDATE role_assignment SET until_on = '2026-06-15'").await;
        with_key(&app, &key, AREAS).await.problem(403, "permission_denied");
    }

    async fn two_keys_open_the_same_while_one_takes_the_place_of_the_other(app: App) {
        let (admin, made, old) = app.donor_key().await;
        let new = key_of(&make_key(&admin, new_key(client_of(&made))).await);
        for key in [&old, &new] {
            with_key(&app, key, AREAS).await.expect(200);
        }
        revoke_key(&admin, made.id()).await.expect(200);
        with_key(&app, &old, AREAS).await.problem(401, "token_revoked");
        with_key(&app, &new, AREAS).await.expect(200);
    }

    async fn a_wrong_key_is_told_in_the_words_of_any_wrong_credentials(app: App) {
        let (_, made, key) = app.donor_key().await;
        let other = app.donor_key().await.2;
        let words = |reply: Reply| {
            let reply = reply.problem(401, "token_invalid");
            assert_eq!(reply.header("www-authenticate").as_deref(), Some("Bearer error=\"invalid_token\""));
            let mut words = reply.json;
            (words["request_id"], words["instance"]) = (Value::Null, Value::Null);
            words
        };
        let bearer = words(app.anonymous().get(AREAS).bearer("x").await);
        let unknown = format!("hndk_{}_{}", Uuid::now_v7().simple(), &key[38..]);
        let of_other = format!("{}{}", &key[..38], &other[38..]);
        let secret = "hnd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for wrong in ["", "x", secret, &key[..80], &key[38..], &unknown, &of_other, &made.id().to_string()] {
            let said = words(with_key(&app, wrong, AREAS).await);
            assert_eq!(said, bearer);
            assert!(wrong.len() < 5 || !said.to_string().contains(wrong));
        }
        with_key(&app, &key, AREAS).await.expect(200);
    }

    async fn a_key_that_is_over_says_so_to_whoever_holds_it(app: App) {
        let (admin, made, _) = app.donor_key().await;
        let short = key_with(client_of(&made), "expires_at", json!("2026-06-15T03:10:00.000Z"));
        let short = key_of(&make_key(&admin, short).await);
        app.set_now("2026-06-15T03:09:59Z");
        with_key(&app, &short, AREAS).await.expect(200);
        app.set_now("2026-06-15T03:10:00Z");
        with_key(&app, &short, AREAS).await.problem(401, "token_expired");
        let wrong = format!("{}{}", &short[..38], "A".repeat(43));
        with_key(&app, &wrong, AREAS).await.problem(401, "token_invalid");
    }

    async fn a_key_ends_with_its_client(app: App) {
        let (admin, made, key) = app.donor_key().await;
        let other = app.donor_key().await.2;
        change(&admin, client_of(&made), json!({ "expires_at": "2026-06-15T03:10:00.000Z" })).await.expect(200);
        app.set_now("2026-06-15T03:10:00Z");
        with_key(&app, &key, AREAS).await.problem(401, "token_revoked");
        change(&admin, client_of(&made), json!({ "expires_at": "2026-07-15T03:10:00.000Z" })).await.expect(200);
        with_key(&app, &key, AREAS).await.expect(200);
        act(&admin, client_of(&made), "revoke").await.expect(200);
        with_key(&app, &key, AREAS).await.problem(401, "token_revoked");
        with_key(&app, &other, AREAS).await.expect(200);
    }

    async fn a_key_counts_from_the_addresses_of_both_lists(app: App) {
        let admin = app.as_admin().await;
        let client = donor_client(&admin, app.province().await).await;
        let made = make_key(&admin, key_with(client, "addresses", json!(["203.0.113.0/24"]))).await;
        let key = key_of(&made);
        let from = async |last| with_key(&app, &key, AREAS).from_address([203, 0, 113, last]).await;
        let outside = with_key(&app, &key, AREAS).language("en").await.problem(403, "permission_denied");
        assert_eq!(outside.json["detail"], "This client may not call from this address.");
        from(7).await.expect(200);
        change(&admin, client, json!({ "addresses": ["203.0.113.7", "192.0.2.1"] })).await.expect(200);
        from(7).await.expect(200);
        from(8).await.problem(403, "permission_denied");
        with_key(&app, &key, AREAS).await.problem(403, "permission_denied");
        let denied = journal_entry::Entity::find().filter(journal_entry::Column::Outcome.eq("denied"));
        let denied = denied.all(app.db()).await.unwrap();
        assert!(denied.iter().all(|entry| entry.actor_kind == "client" && entry.client_id == Some(client)));
        assert_eq!(denied.len(), 3);
    }

    async fn nobody_is_two_callers_at_once(app: App) {
        let (admin, _, key) = app.donor_key().await;
        for path in [AREAS, KEYS, "/v1/me"] {
            let twofold = admin.get(path).header("x-api-key", &key).language("en").await;
            let refused = twofold.problem(400, "invalid_parameter").faults(&["x-api-key: inconsistent"]);
            assert_eq!(refused.json["errors"][0]["detail"], "Send either Authorization or X-API-Key, once.");
        }
        let basic = with_key(&app, &key, AREAS).header("authorization", "Basic eA==").await;
        basic.problem(400, "invalid_parameter");
        // Where nobody in particular is asked for, neither counts.
        app.anonymous().get("/livez").header("x-api-key", "x").await.expect(204);
        let published = app.anonymous().ask(Method::GET, "/.well-known/jwks.json").header("x-api-key", "x").await;
        published.expect(200);
    }

    async fn the_day_of_the_last_use_is_noted(app: App) {
        let (admin, made, key) = app.donor_key().await;
        let read = async || admin.get(&format!("{KEYS}/{}", made.id())).await.expect(200);
        let entries = async || app.database().count("SELECT COUNT(*) FROM journal_entry").await;
        let before = entries().await;
        with_key(&app, &format!("{}{}", &key[..38], "A".repeat(43)), AREAS).await.problem(401, "token_invalid");
        assert_eq!(read().await.json["last_used_on"], Value::Null);
        with_key(&app, &key, AREAS).await.expect(200);
        assert_eq!(read().await.json["last_used_on"], "2026-06-15");
        // A quarter past midnight in Vietnam.
        app.set_now("2026-06-15T17:15:00Z");
        with_key(&app, &key, AREAS).await.expect(200);
        let read = read().await;
        assert_eq!((&read.json["last_used_on"], read.etag()), (&json!("2026-06-16"), made.etag()));
        assert_eq!(entries().await, before);
    }

    async fn every_permission_of_keys_is_one_of_donors(app: App) {
        let donor = app.as_donor().await.get("/v1/me").await.expect(200);
        let held = donor.json["permissions"].as_array().unwrap();
        assert_eq!(held, &OPENED.map(Value::from));
        assert!(OPENED.iter().all(|wire| Permission::parse(wire).is_some()));
    }
}
