//! Keys of machine clients: administrators make them, see when they were used, and revoke them.

use entity::enums::Role;
use entity::{api_key, idempotency_claim, journal_entry};
use hoinongdan::access::Scope;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::api_keys::{KEYS, donor_client, key_of, key_with, make_key, new_key, revoke_key};
use tests::clients::{act, change, make, new, with};
use tests::hidden::hidden;
use tests::{App, at_once, both_databases, finding};
use uuid::Uuid;

/// Everything that is stored of what was sent and answered.
async fn stored(app: &App) -> String {
    let keys = api_key::Entity::find().all(app.db()).await.unwrap();
    let claims = idempotency_claim::Entity::find().all(app.db()).await.unwrap();
    let replies =
        claims.into_iter().filter_map(|claim| claim.reply).map(|reply| String::from_utf8(reply).unwrap());
    let journal = journal_entry::Entity::find().all(app.db()).await.unwrap();
    format!("{keys:?} {:?} {journal:?}", replies.collect::<Vec<_>>())
}

both_databases! {
    async fn a_key_is_shown_once_and_kept_nowhere_in_clear(app: App) {
        let (admin, key) = (app.as_admin().await, Uuid::now_v7());
        let client = donor_client(&admin, app.province().await).await;
        let body = key_with(client, "addresses", json!(["203.0.113.0/24", "::ffff:198.51.100.7"]));
        let made = admin.post(KEYS, body.clone()).key(key).await.expect(201);
        let shown = key_of(&made);
        assert!(shown.starts_with(&format!("hndk_{}_", made.id().simple())) && shown.len() == 81);
        assert_eq!(made.json["addresses"], json!(["203.0.113.0/24", "198.51.100.7"]));
        assert_eq!((&made.json["status"], &made.json["last_used_on"]), (&json!("active"), &Value::Null));
        assert_eq!((&made.json["client_id"], &made.json["allowed_actions"]), (&json!(client), &json!(["revoke"])));
        assert_eq!(made.header("cache-control").as_deref(), Some("no-store"));
        let again = admin.post(KEYS, body).key(key).await.expect(201);
        assert_eq!((again.header("idempotency-replayed").as_deref(), &again.json["key"]), (Some("true"), &Value::Null));
        let path = format!("{KEYS}/{}", made.id());
        assert_eq!(admin.get(&path).await.expect(200).json["key"], Value::Null);
        assert_eq!(admin.get(KEYS).await.expect(200).data()[0]["key"], Value::Null);
        revoke_key(&admin, made.id()).await.expect(200);
        let history = admin.get(&format!("{path}/history")).await.expect(200);
        let actions: Vec<_> = history.data().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["revoked", "created"]);
        assert_eq!(history.data()[1]["actor_id"], json!(admin.account_id()));
        let stored = stored(&app).await;
        assert!(stored.contains(&made.id().to_string()) && !stored.contains("hndk_") && !stored.contains(&shown[38..]));
    }

    async fn a_key_lasts_at_most_180_days(app: App) {
        let admin = app.as_admin().await;
        let client = donor_client(&admin, app.province().await).await;
        for end in ["2026-06-15T03:00:00.000Z", "2025-01-01T00:00:00.000Z", "2026-12-12T03:00:00.001Z"] {
            let refused = admin.post(KEYS, key_with(client, "expires_at", json!(end))).await;
            refused.problem(422, "validation_failed").faults(&["#/expires_at: out_of_range"]);
        }
        assert_eq!(make_key(&admin, new_key(client)).await.json["expires_at"], "2026-12-12T03:00:00.000Z");
        let longest = make_key(&admin, key_with(client, "expires_at", json!("2026-12-12T03:00:00.000Z"))).await;
        app.set_now("2026-12-12T03:00:00Z");
        let path = format!("{KEYS}/{}", longest.id());
        let over = admin.get(&path).header("if-none-match", &longest.etag()).await.expect(200);
        assert_eq!((&over.json["status"], &over.json["allowed_actions"]), (&json!("expired"), &json!(["revoke"])));
        assert_eq!(revoke_key(&admin, longest.id()).await.expect(200).json["status"], "revoked");
    }

    async fn all_faults_come_at_once(app: App) {
        let admin = app.as_admin().await;
        let mut body = key_with(Uuid::now_v7(), "addresses", json!(["203.0.113.7", "host"]));
        (body["name"], body["scopes"]) = (json!(""), json!(["areas:read"]));
        admin.post(KEYS, body).await.problem(422, "validation_failed").faults(&[
            "#/name: too_short", "#/addresses/1: invalid_format", "#/scopes: unknown_field",
        ]);
        let within = key_with(Uuid::now_v7(), "addresses", json!(["203.0.113.1/24"]));
        admin.post(KEYS, within).await.problem(422, "validation_failed").faults(&["#/addresses/0: inconsistent"]);
        let many = key_with(Uuid::now_v7(), "addresses", json!(vec!["203.0.113.7"; 21]));
        admin.post(KEYS, many).await.faults(&["#/addresses: too_many_items"]);
        let unknown = key_with(Uuid::now_v7(), "expires_at", json!("2025-01-01T00:00:00.000Z"));
        let refused = admin.post(KEYS, unknown).await.problem(404, "not_found");
        refused.faults(&["#/client_id: not_found", "#/expires_at: out_of_range"]);
        let mut narrow = with("area_id", json!(app.province().await));
        narrow["scopes"] = json!(["areas:read", "indicators:read"]);
        let narrow = make(&admin, narrow).await.id();
        admin.post(KEYS, new_key(narrow)).await.problem(422, "validation_failed").faults(&["#/client_id: inconsistent"]);
        change(&admin, narrow, json!({ "scopes": ["publications:read"] })).await.expect(200);
        make_key(&admin, new_key(narrow)).await;
    }

    async fn a_client_has_at_most_two_keys_that_are_alive(app: App) {
        let admin = app.as_admin().await;
        let (client, other) = (donor_client(&admin, app.province().await).await, donor_client(&admin, app.province().await).await);
        let first = make_key(&admin, new_key(client)).await;
        let short = key_with(client, "expires_at", json!("2026-06-15T03:10:00.000Z"));
        make_key(&admin, short).await;
        let third = async || admin.post(KEYS, new_key(client)).await;
        assert_eq!(third().await.unmet(), [finding("max_api_keys", 2, 2)]);
        make_key(&admin, new_key(other)).await;
        app.set_now("2026-06-15T03:10:00Z");
        third().await.expect(201);
        assert_eq!(third().await.unmet(), [finding("max_api_keys", 2, 2)]);
        revoke_key(&admin, first.id()).await.expect(200);
        third().await.expect(201);
    }

    async fn of_keys_made_at_the_same_time_two_are_alive(app: App) {
        let admin = app.as_admin().await;
        let client = donor_client(&admin, app.province().await).await;
        let twins = (0..4).map(|_| {
            let admin = admin.clone();
            async move { admin.post(KEYS, new_key(client)).await.status }
        });
        let mut statuses = at_once(twins.collect::<Vec<_>>()).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 201, 409, 409]);
    }

    async fn administrators_alone_keep_keys_and_auditors_see_them(app: App) {
        let (admin, made, _) = app.donor_key().await;
        let client = made.json["client_id"].as_str().unwrap().parse().unwrap();
        let path = format!("{KEYS}/{}", made.id());
        let auditor = app.as_auditor().await;
        let read = auditor.get(&path).await.expect(200);
        assert_eq!((&read.json["allowed_actions"], &read.json["key"]), (&json!([]), &Value::Null));
        auditor.get(&format!("{path}/history")).await.expect(200);
        let province = Scope::Province(app.province().await);
        let mut others = vec![auditor, app.buyer().await];
        for role in [
            Role::Officer, Role::Leader, Role::Appraiser, Role::Approver, Role::Treasurer, Role::Viewer, Role::Donor,
        ] {
            let other = app.as_role(role, province).await;
            other.get(KEYS).await.problem(403, "permission_denied");
            other.get(&path).await.problem(403, "permission_denied");
            others.push(other);
        }
        let machine = ["api-keys:read", "api-keys:create", "api-keys:revoke", "areas:read"];
        let machine = app.as_machine(province, (Role::Administrator, province), &machine).await;
        machine.get("/v1/areas?limit=1").await.expect(200);
        machine.get(KEYS).await.problem(403, "permission_denied");
        others.push(machine);
        for other in others {
            other.post(KEYS, new_key(client)).await.problem(403, "permission_denied");
            other.act(&format!("{path}/revoke"), &made.etag(), Value::Null).await.problem(403, "permission_denied");
        }
        app.anonymous().post(KEYS, new_key(client)).await.problem(401, "authentication_required");
        assert_eq!(admin.get(&path).await.expect(200).json["status"], "active");
    }

    async fn keys_of_clients_elsewhere_do_not_exist(app: App) {
        let (here, there) = (app.area("01392", "2022-06-30").await, app.area("01399", "2022-06-30").await);
        let keeper = app.as_role(Role::Administrator, Scope::Area(here)).await;
        let elsewhere = app.as_role(Role::Administrator, Scope::Area(there)).await;
        let admin = app.as_admin().await;
        let client = donor_client(&keeper, here).await;
        let made = make_key(&keeper, new_key(client)).await.id();
        let theirs = make_key(&elsewhere, new_key(donor_client(&elsewhere, there).await)).await.id();
        assert_eq!(app.as_auditor_of(here).await.get(KEYS).await.expect(200).ids(), [made]);
        assert!(admin.get(KEYS).await.expect(200).ids().contains(&theirs));
        elsewhere.post(KEYS, new_key(client)).await.problem(404, "not_found").faults(&["#/client_id: not_found"]);
        hidden(&keeper, &elsewhere, "/v1/api-keys/{api_key_id}", made).await;
        // Whoever keeps a partner's client could act as the partner: nobody but the partner reaches it.
        let of_partner = make(&app.buyer().await, new(&["areas:read"])).await.id();
        admin.post(KEYS, new_key(of_partner)).await.problem(404, "not_found").faults(&["#/client_id: not_found"]);
    }

    async fn making_one_needs_a_password_given_lately_and_revoking_does_not(app: App) {
        let (admin, made, _) = app.donor_key().await;
        let client = made.json["client_id"].as_str().unwrap().parse().unwrap();
        app.set_now("2026-06-15T03:15:00Z");
        make_key(&admin, new_key(client)).await;
        app.set_now("2026-06-15T03:15:01Z");
        admin.post(KEYS, new_key(client)).await.problem(401, "reauthentication_required");
        revoke_key(&admin, made.id()).await.expect(200);
    }

    async fn a_revoked_key_stays_revoked(app: App) {
        let (admin, made, _) = app.donor_key().await;
        let path = format!("{KEYS}/{}/revoke", made.id());
        admin.post(&path, Value::Null).await.problem(428, "precondition_required");
        admin.act(&path, "\"v2\"", Value::Null).await.problem(412, "precondition_failed");
        let key = Uuid::now_v7();
        let revoke = || admin.act(&path, &made.etag(), Value::Null).key(key);
        let revoked = revoke().await.expect(200);
        assert_eq!((&revoked.json["status"], &revoked.json["allowed_actions"]), (&json!("revoked"), &json!([])));
        assert_eq!((&revoked.json["revoked_at"], revoked.etag().as_str()), (&json!("2026-06-15T03:00:00.000Z"), "\"v2\""));
        assert_eq!(revoke().await.expect(200).body, revoked.body);
        admin.act(&path, &made.etag(), Value::Null).await.problem(412, "precondition_failed");
        admin.act(&path, &revoked.etag(), Value::Null).await.problem(409, "state_conflict");
    }

    async fn a_key_lasts_no_longer_than_its_client(app: App) {
        let (admin, made, _) = app.donor_key().await;
        let client = made.json["client_id"].as_str().unwrap().parse().unwrap();
        let status = async || admin.get(&format!("{KEYS}/{}", made.id())).await.expect(200).json["status"].clone();
        change(&admin, client, json!({ "expires_at": "2026-06-15T03:05:00.000Z" })).await.expect(200);
        app.set_now("2026-06-15T03:05:00Z");
        assert_eq!(status().await, "expired");
        admin.post(KEYS, new_key(client)).await.problem(409, "state_conflict");
        change(&admin, client, json!({ "expires_at": "2027-06-01T00:00:00.000Z" })).await.expect(200);
        assert_eq!(status().await, "active");
        act(&admin, client, "revoke").await.expect(200);
        assert_eq!(status().await, "revoked");
        admin.post(KEYS, new_key(client)).await.problem(409, "state_conflict");
        revoke_key(&admin, made.id()).await.problem(409, "state_conflict");
    }

    async fn keys_are_listed_by_client_state_and_age(app: App) {
        let admin = app.as_admin().await;
        let province = app.province().await;
        let (one, other, gone) =
            (donor_client(&admin, province).await, donor_client(&admin, province).await, donor_client(&admin, province).await);
        let short = make_key(&admin, key_with(one, "expires_at", json!("2026-06-15T03:10:00.000Z"))).await.id();
        let dead = make_key(&admin, new_key(gone)).await.id();
        app.set_now("2026-06-15T03:10:00Z");
        let (active, revoked) = (make_key(&admin, new_key(one)).await.id(), make_key(&admin, new_key(other)).await.id());
        revoke_key(&admin, revoked).await.expect(200);
        act(&admin, gone, "revoke").await.expect(200);
        let listed = async |query: &str| {
            let mut ids = admin.get(&format!("{KEYS}?include_total=true&{query}")).await.expect(200).ids();
            ids.sort();
            ids
        };
        assert_eq!(listed("status=active").await, [active]);
        assert_eq!(listed("status=expired").await, [short]);
        assert_eq!(listed("status=revoked").await, [dead, revoked]);
        assert_eq!(listed("status=expired,active").await, [short, active]);
        assert_eq!(listed(&format!("client_id={one}")).await, [short, active]);
        let oldest = admin.get(&format!("{KEYS}?sort=created_at&limit=1")).await.expect(200);
        assert_eq!(oldest.ids(), [short]);
        let next = format!("{KEYS}?sort=created_at&limit=1&cursor={}", oldest.json["page"]["next_cursor"].as_str().unwrap());
        assert_eq!(admin.get(&next).await.expect(200).ids(), [dead]);
        admin.get(&format!("{KEYS}?status=alive")).await.problem(400, "invalid_parameter");
    }
}
